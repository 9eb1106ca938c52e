//! From the days of the seed to those of this installation.

use super::DemoError;
use jiff::Span;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use weiterblick_app::survey::authoring::{day_of, end_of_day, start_of_day};
use weiterblick_domain::organisation::Day;
use weiterblick_domain::time::UnixMillis;

/// Moves every day by as many days as lie between the seed's day of reference and today.
pub struct Calendar {
    zone: TimeZone,
    moved: Span,
}

impl Calendar {
    /// # Errors
    /// [`DemoError::Calendar`] beyond the years that the product knows; so for every method.
    pub fn new(zone: &TimeZone, reference: Day, now: UnixMillis) -> Result<Self, DemoError> {
        let today = day_of(zone, now).ok_or(DemoError::Calendar)?;
        let moved = date(reference)?.until(date(today)?).map_err(|_| DemoError::Calendar)?;
        Ok(Self { zone: zone.clone(), moved })
    }

    /// The day here that is `day` in the seed.
    pub fn day(&self, day: Day) -> Result<Day, DemoError> {
        let moved = date(day)?.checked_add(self.moved).map_err(|_| DemoError::Calendar)?;
        moved.to_string().parse().map_err(|_| DemoError::Calendar)
    }

    /// The first moment of that day.
    pub fn start(&self, day: Day) -> Result<UnixMillis, DemoError> {
        start_of_day(&self.zone, &self.day(day)?.to_string()).ok_or(DemoError::Calendar)
    }

    /// The last moment of that day.
    pub fn end(&self, day: Day) -> Result<UnixMillis, DemoError> {
        end_of_day(&self.zone, &self.day(day)?.to_string()).ok_or(DemoError::Calendar)
    }

    /// The moment of that day at which clocks there show `time`.
    pub fn at(&self, day: Day, time: Time) -> Result<UnixMillis, DemoError> {
        let local = date(self.day(day)?)?.to_datetime(time);
        let moment = local.to_zoned(self.zone.clone()).map_err(|_| DemoError::Calendar)?;
        Ok(UnixMillis(moment.timestamp().as_millisecond()))
    }
}

fn date(day: Day) -> Result<Date, DemoError> {
    day.to_string().parse().map_err(|_| DemoError::Calendar)
}

#[cfg(test)]
mod tests {
    use super::*;
    use weiterblick_domain::time::{DAY, HOUR, MINUTE};

    #[test]
    fn all_days_move_together_and_the_day_of_reference_becomes_today() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        // Half past midnight in Berlin, still the day before in London.
        let now = start_of_day(&zone, "2028-03-01").unwrap().plus(30 * 60 * 1000);
        let calendar = Calendar::new(&zone, day("2026-10-17"), now).unwrap();
        for (seed, here) in [
            ("2026-10-17", "2028-03-01"),
            ("2026-10-16", "2028-02-29"),
            ("2026-09-28", "2028-02-11"),
            ("2027-03-02", "2028-07-15"),
        ] {
            assert_eq!(calendar.day(day(seed)).unwrap(), day(here), "{seed}");
        }
        let (start, end) = (calendar.start(day("2026-10-16")).unwrap(), calendar.end(day("2026-10-16")).unwrap());
        assert_eq!(end.since(start), DAY - 1);
        let afternoon = calendar.at(day("2026-10-16"), Time::constant(14, 30, 0, 0)).unwrap();
        assert_eq!(afternoon.since(start), 14 * HOUR + 30 * MINUTE);
    }
}
