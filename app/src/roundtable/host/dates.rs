//! A day and a time on the wall, as two fields.

use crate::survey::authoring::{day_of, start_of_day};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use weiterblick_domain::time::UnixMillis;

/// The moment of a typed day and a typed time; `None` where one of them is none.
pub fn moment(zone: &TimeZone, day: &str, time: &str) -> Option<UnixMillis> {
    let (hour, minute) = clock(time)?;
    let midnight = Timestamp::from_millisecond(start_of_day(zone, day)?.0).ok()?;
    let date = Zoned::new(midnight, zone.clone()).date();
    let at = date.at(hour, minute, 0, 0).to_zoned(zone.clone()).ok()?;
    Some(UnixMillis(at.timestamp().as_millisecond()))
}

/// `14:30` as time fields send it, `14.30` or `9` where somebody had to type it.
fn clock(typed: &str) -> Option<(i8, i8)> {
    let typed = typed.trim();
    let (hour, minute) = typed.split_once([':', '.']).unwrap_or((typed, "0"));
    let (hour, minute): (i8, i8) = (hour.parse().ok()?, minute.parse().ok()?);
    ((0..24).contains(&hour) && (0..60).contains(&minute)).then_some((hour, minute))
}

/// What a date field shows of a moment.
pub fn field_day(zone: &TimeZone, at: UnixMillis) -> String {
    day_of(zone, at).map(|day| day.to_string()).unwrap_or_default()
}

/// What a time field shows of a moment.
pub fn field_time(zone: &TimeZone, at: UnixMillis) -> String {
    let Ok(stamp) = Timestamp::from_millisecond(at.0) else { return String::new() };
    let time = Zoned::new(stamp, zone.clone()).time();
    format!("{:02}:{:02}", time.hour(), time.minute())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn berlin() -> TimeZone {
        TimeZone::get("Europe/Berlin").unwrap()
    }

    #[test]
    fn day_and_time_come_back_as_they_were_typed() {
        for (day, time, shown) in
            [("2026-10-16", "14:30", "14:30"), ("16.10.2026", "9", "09:00"), ("2026-10-25", " 8.05 ", "08:05")]
        {
            let at = moment(&berlin(), day, time).unwrap();
            assert_eq!(field_time(&berlin(), at), shown);
            assert!(field_day(&berlin(), at).starts_with("2026-10-"));
        }
    }

    #[test]
    fn what_is_no_time_is_no_moment() {
        for (day, time) in
            [("2026-10-16", ""), ("2026-10-16", "24:00"), ("2026-10-16", "9:60"), ("", "9:00"), ("2026-10-16", "-1")]
        {
            assert_eq!(moment(&berlin(), day, time), None, "{day} {time}");
        }
    }
}
