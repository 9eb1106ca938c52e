//! Round tables: events, what is prepared for them, who may do what in them, and what the room says (live.md).
//!
//! A function on an event's data takes the grant of `policy::event`, or the organisation's, and uses the ids inside it;
//! what it names below the event is looked up together with the event, so a foreign id is not found. Functions for
//! rooms and jobs, which act for nobody, take plain ids and say so.
//!
//! Whoever changes something raises a revision of the event first, see [`revision`].

pub mod access_key;
pub mod agenda;
pub mod ballot;
pub mod calendar;
pub mod card;
pub mod cluster;
pub mod command;
pub mod company;
pub mod event;
pub mod export;
pub mod facilitator;
pub mod follow_up;
pub mod from_template;
pub mod hand;
pub mod join;
pub mod keep_template;
pub mod list;
pub mod minutes;
pub mod need;
mod order;
pub mod own_data;
pub mod pace;
pub mod participant;
pub mod poll;
pub mod poll_option;
pub mod profile;
pub mod question;
pub mod question_moderation;
pub mod release;
pub mod revision;
pub mod round;
pub mod seal;
pub mod seat;
pub mod shipped;
pub mod stage;
pub mod standing;
pub mod table;
pub mod template;
pub mod word_rule;

use weiterblick_domain::policy::event::EventAct;
use weiterblick_domain::policy::event::action::{Count, Export, Own, Prepare, Run, WatchConsole};

/// Actions of those who run an event: they read what is prepared before the room sees it.
pub trait RunsEvent: EventAct {}

impl RunsEvent for Count {}
impl RunsEvent for Export {}
impl RunsEvent for Own {}
impl RunsEvent for Prepare {}
impl RunsEvent for Run {}
impl RunsEvent for WatchConsole {}
