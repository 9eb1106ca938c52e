//! Days that are typed, and how long something still lasts.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use weiterblick_domain::organisation::Day;
use weiterblick_domain::time::{DAY, HOUR, UnixMillis};

/// The day of this moment in the zone of the installation; `None` beyond the years that a calendar knows.
pub fn day_of(zone: &TimeZone, at: UnixMillis) -> Option<Day> {
    let stamp = Timestamp::from_millisecond(at.0).ok()?;
    Zoned::new(stamp, zone.clone()).date().to_string().parse().ok()
}

/// The hour on the wall, 0 to 23; `None` beyond the years that a calendar knows.
pub fn hour_of(zone: &TimeZone, at: UnixMillis) -> Option<u8> {
    let stamp = Timestamp::from_millisecond(at.0).ok()?;
    Zoned::new(stamp, zone.clone()).hour().try_into().ok()
}

/// What a date field shows of a moment: `YYYY-MM-DD`, empty for none.
pub fn field_day(zone: &TimeZone, at: Option<UnixMillis>) -> String {
    at.and_then(|at| day_of(zone, at)).map(|day| day.to_string()).unwrap_or_default()
}

/// The first moment of a typed day.
pub fn start_of_day(zone: &TimeZone, typed: &str) -> Option<UnixMillis> {
    start(zone, date(typed)?)
}

/// The last moment of a typed day: whoever is told "until 16 October" has all of that day.
pub fn end_of_day(zone: &TimeZone, typed: &str) -> Option<UnixMillis> {
    Some(start(zone, date(typed)?.tomorrow().ok()?)?.plus(-1))
}

/// `2026-10-16` as date fields send it, or `16.10.2026` where somebody had to type it. Only days that the product knows
/// ([`Day`]): no year 20 and no year 20206.
fn date(typed: &str) -> Option<Date> {
    let typed = typed.trim();
    let day: Day = match typed.split('.').collect::<Vec<_>>().as_slice() {
        [day, month, year] => Day::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()?,
        _ => typed.parse().ok()?,
    };
    day.to_string().parse().ok()
}

fn start(zone: &TimeZone, date: Date) -> Option<UnixMillis> {
    let zoned = date.to_zoned(zone.clone()).ok()?;
    Some(UnixMillis(zoned.timestamp().as_millisecond()))
}

/// "Noch 4 Tage", below two days in hours.
pub fn left(now: UnixMillis, end: UnixMillis) -> String {
    let millis = end.since(now).max(0);
    if millis >= 2 * DAY {
        tn!("survey.left.days", millis / DAY)
    } else {
        tn!("survey.left.hours", (millis + HOUR - 1) / HOUR)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn berlin() -> TimeZone {
        TimeZone::get("Europe/Berlin").unwrap()
    }

    #[test]
    fn a_typed_day_is_a_whole_day_in_the_zone_of_the_installation() {
        let start = start_of_day(&berlin(), "2026-10-16").unwrap();
        let end = end_of_day(&berlin(), " 2026-10-16 ").unwrap();
        assert_eq!(end.since(start), DAY - 1);
        assert_eq!(field_day(&berlin(), Some(start)), "2026-10-16");
        assert_eq!(start_of_day(&berlin(), "16.10.2026"), Some(start));
        assert_eq!(field_day(&berlin(), Some(end)), "2026-10-16");
        assert_eq!(field_day(&berlin(), Some(end.plus(1))), "2026-10-17");
        assert_eq!(field_day(&TimeZone::UTC, Some(start)), "2026-10-15");
    }

    #[test]
    fn the_day_on_which_clocks_change_is_longer() {
        let day = end_of_day(&berlin(), "2026-10-25").unwrap().since(start_of_day(&berlin(), "2026-10-25").unwrap());
        assert_eq!(day, DAY + HOUR - 1);
    }

    #[test]
    fn what_is_no_day_is_no_moment() {
        for typed in [
            "",
            "32.10.2026",
            "16.10.26",
            "16.10.",
            "2026-13-01",
            "2026-02-30",
            "20206-01-01",
            "0026-10-16",
            "2026-10-16T08:00",
        ] {
            assert_eq!(start_of_day(&berlin(), typed), None, "{typed}");
        }
    }
}
