//! Files for other programs.

pub mod csv;
