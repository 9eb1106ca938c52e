//! Taking part in a round table through the real router: ways in, pages of participants, the projector.

#[path = "../support/mod.rs"]
mod support;

mod hall;
mod join;
mod screen;
mod vote;
