//! Round tables: preparing, running, taking part, showing, and what is left afterwards (live.md).
//!
//! The island that keeps pages fresh compiles for the browser too; everything else is the server's.

pub mod live;
