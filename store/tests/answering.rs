//! Answering on both engines: invitations, drafts, assessments, releases.

#[path = "answering/assessments.rs"]
mod assessments;
#[path = "answering/drafts.rs"]
mod drafts;
#[path = "answering/invitations.rs"]
mod invitations;
#[path = "answering/releases.rs"]
mod releases;
#[path = "answering/world.rs"]
mod world;
