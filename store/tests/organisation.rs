//! Units, people, rights and imports on both engines.

#[path = "organisation/house.rs"]
mod house;
#[path = "organisation/imports.rs"]
mod imports;
#[path = "organisation/people.rs"]
mod people;
#[path = "organisation/rights.rs"]
mod rights;
#[path = "organisation/units.rs"]
mod units;
