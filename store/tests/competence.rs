//! Frameworks, job profiles and assignments on both engines.

#[path = "competence/assignment.rs"]
mod assignment;
#[path = "competence/company.rs"]
mod company;
#[path = "competence/frameworks.rs"]
mod frameworks;
#[path = "competence/profiles.rs"]
mod profiles;
#[path = "competence/shipped.rs"]
mod shipped;
