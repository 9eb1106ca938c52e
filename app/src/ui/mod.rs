//! Primitives on native HTML. Class names and structure are those of `style/`.

#[cfg(feature = "ssr")]
mod fields;
#[cfg(feature = "ssr")]
mod icon;
mod islands;
#[cfg(feature = "ssr")]
mod list;
#[cfg(feature = "ssr")]
mod messages;
#[cfg(feature = "ssr")]
mod structure;

#[cfg(feature = "ssr")]
pub use fields::{
    Check, Choice, CodeField, EmailField, Field, PasswordField, Select, SelectOption, TextArea, TextField,
};
#[cfg(feature = "ssr")]
pub use icon::Icon;
pub use islands::{CopyButton, PrintButton};
#[cfg(feature = "ssr")]
pub use list::{Column, ListQuery, NothingFound, PAGE_SIZE, Part, SEARCHABLE, Search, SortHead, pages};
#[cfg(feature = "ssr")]
pub use messages::{Alert, Badge, Empty, ErrorSummary, Notice, message};
#[cfg(feature = "ssr")]
pub use structure::{Confirm, Crumbs, PageHead, Section};
