mod dashboard;
mod list;
mod nothing;
mod protection;

pub use dashboard::dashboard;
pub use list::list;
pub use protection::protection;

#[cfg(test)]
pub use dashboard::body;
