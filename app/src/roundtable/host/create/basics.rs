//! Title, place and time: the fields that a new and an existing event share.

use crate::error::FieldError;
use crate::roundtable::host::dates::{field_day, field_time, moment};
use crate::roundtable::host::input::{Fields, TextInput};
use crate::ui::TextField;
use jiff::tz::TimeZone;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use weiterblick_domain::roundtable::limits::EVENT_TITLE_MAX;
use weiterblick_domain::time::UnixMillis;
use weiterblick_store::roundtable::event::Basics;

const PLACE_MAX: usize = 200;

/// Fields `basics[title][de]`, `basics[day]` and so on.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct BasicsInput {
    pub title: TextInput,
    pub place: String,
    pub day: String,
    pub from: String,
    pub to: String,
}

impl BasicsInput {
    pub fn parse(&self, fields: &mut Fields, zone: &TimeZone) -> Basics {
        let title = fields.line::<EVENT_TITLE_MAX>("basics[title]", &self.title);
        let place = fields.short::<PLACE_MAX>("basics[place]", &self.place);
        let mut time = |name: &str, typed: &str| {
            let at = moment(zone, &self.day, typed);
            if at.is_none() && moment(zone, &self.day, "0:00").is_some() {
                fields.add(FieldError::new(name, "host.error.time"));
            }
            at.unwrap_or(UnixMillis(0))
        };
        let (planned_start, planned_end) = (time("basics[from]", &self.from), time("basics[to]", &self.to));
        if moment(zone, &self.day, "0:00").is_none() {
            fields.add(FieldError::new("basics[day]", "host.error.day"));
        } else if planned_start.0 != 0 && planned_end.0 != 0 && planned_end <= planned_start {
            fields.add(FieldError::new("basics[to]", "host.error.end_first"));
        }
        Basics { title, place, planned_start, planned_end }
    }
}

#[component]
pub fn BasicsFields(#[prop(optional_no_strip)] basics: Option<Basics>, zone: TimeZone) -> impl IntoView {
    let day = basics.as_ref().map(|basics| field_day(&zone, basics.planned_start)).unwrap_or_default();
    let time =
        |at: fn(&Basics) -> UnixMillis| basics.as_ref().map(|basics| field_time(&zone, at(basics))).unwrap_or_default();
    let (from, to) = (time(|basics| basics.planned_start), time(|basics| basics.planned_end));
    let title = basics.as_ref().map(|basics| basics.title.clone()).unwrap_or_default();
    let place = basics.map(|basics| basics.place).unwrap_or_default();
    let max = u32::try_from(EVENT_TITLE_MAX).unwrap_or(u32::MAX);
    view! {
        <TextField name="basics[title][de]" label=t!("host.basics.title") value=title.de maxlength=max/>
        <TextField name="basics[title][en]" label=t!("host.basics.title_en") value=title.en.unwrap_or_default() maxlength=max optional=true/>
        <TextField name="basics[place]" label=t!("host.basics.place") hint=t!("host.basics.place_hint") value=place maxlength=200 optional=true/>
        <TextField name="basics[day]" label=t!("host.basics.day") kind="date" value=day/>
        <div class="grid" data-col="s">
            <TextField name="basics[from]" label=t!("host.basics.from") kind="time" value=from/>
            <TextField name="basics[to]" label=t!("host.basics.to") kind="time" value=to/>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(day: &str, from: &str, to: &str) -> Vec<String> {
        let title = TextInput { de: "Runder Tisch".to_owned(), ..TextInput::default() };
        let input =
            BasicsInput { title, place: String::new(), day: day.to_owned(), from: from.to_owned(), to: to.to_owned() };
        let mut fields = Fields::default();
        input.parse(&mut fields, &TimeZone::UTC);
        fields.done().map_or_else(|error| error.fields.into_iter().map(|field| field.field).collect(), |()| Vec::new())
    }

    #[test]
    fn day_and_times_are_refused_each_at_its_field() {
        assert!(wrong("2026-10-16", "9:00", "12:00").is_empty());
        assert_eq!(wrong("bald", "9:00", "12:00"), ["basics[day]"]);
        assert_eq!(wrong("2026-10-16", "", "12:00"), ["basics[from]"]);
        assert_eq!(wrong("2026-10-16", "9:00", "99"), ["basics[to]"]);
        assert_eq!(wrong("2026-10-16", "9:00", "9:00"), ["basics[to]"]);
    }
}
