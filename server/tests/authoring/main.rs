//! Surveys from draft to sealed answers: what HR can start, what is frozen, what closing leaves.

#[path = "../support/mod.rs"]
mod support;

mod closing;
mod codes;
mod invitations;
mod reading;
mod sharing;
mod start;
