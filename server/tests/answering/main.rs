//! Taking part over the real router: ways in, saving, handing in, named results, and what closing leaves of it.

#[path = "../support/mod.rs"]
mod support;

mod handing_in;
mod named;
mod saving;
mod sealing;
mod ways_in;
