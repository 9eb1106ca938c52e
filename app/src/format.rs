//! Numbers, days and times as people read them in their language (look.md §7, §8).
//!
//! ```text
//! 4,6   −1,4   +0,3   74 %   1.234      16. Oktober 2026   16.10.2026   8:00 Uhr
//! 4.6   −1.4   +0.3   74 %   1,234      16 October 2026    16/10/2026   8:00
//! ```

use crate::context::Ctx;
use crate::texts::translate;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use weiterblick_domain::insight::Decimal;
use weiterblick_domain::text::Language;
use weiterblick_domain::time::UnixMillis;

/// U+2212, as wide as a digit.
const MINUS: char = '\u{2212}';

/// How one reader writes numbers and times.
#[derive(Debug, Clone)]
pub struct Format {
    language: Language,
    zone: TimeZone,
}

impl Format {
    pub const fn new(language: Language, zone: TimeZone) -> Self {
        Self { language, zone }
    }

    /// For what is the same in every zone: numbers and stored days.
    pub const fn of_language(language: Language) -> Self {
        Self::new(language, TimeZone::UTC)
    }

    /// The language of the request and the zone of the installation.
    pub fn of(ctx: &Ctx) -> Self {
        Self::new(ctx.request.language, ctx.state.settings.time_zone.clone())
    }

    pub const fn language(&self) -> Language {
        self.language
    }

    /// A number with the places it has: "4,6", "−1,4".
    pub fn number(&self, value: Decimal) -> String {
        let text = value.to_string();
        let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |digits| ("-", digits));
        let (integer, places) =
            digits.split_once('.').map_or((digits, None), |(integer, places)| (integer, Some(places)));
        let mut out = if sign.is_empty() { String::new() } else { MINUS.to_string() };
        out.push_str(&self.grouped(integer));
        if let Some(places) = places {
            out.push(self.decimal_point());
            out.push_str(places);
        }
        out
    }

    /// As [`Self::number`], with a plus before positive numbers: "+0,3"; nothing before zero.
    pub fn signed(&self, value: Decimal) -> String {
        let plus = if value.units() > 0 { "+" } else { "" };
        format!("{plus}{}", self.number(value))
    }

    /// A whole number: "62", "1.234".
    pub fn count(&self, value: impl TryInto<i64>) -> String {
        self.number(Decimal::new(value.try_into().unwrap_or(i64::MAX), 0))
    }

    /// Percent: "74 %". `value` is 0 to 100.
    pub fn percent(&self, value: Decimal) -> String {
        translate(self.language, "format.percent", &[("number", self.number(value))])
    }

    /// [`Self::percent`] as number and sign, for large figures: ("74", " %").
    pub fn percent_parts(&self, value: Decimal) -> (String, String) {
        let (number, whole) = (self.number(value), self.percent(value));
        let sign = whole.strip_prefix(&number).unwrap_or_default().to_owned();
        (number, sign)
    }

    /// "16. Oktober 2026"
    pub fn date(&self, at: UnixMillis) -> String {
        self.civil(at).map_or_else(String::new, |at| self.long(at.date()))
    }

    /// "16.10.2026", for tight tables.
    pub fn short_date(&self, at: UnixMillis) -> String {
        self.civil(at).map_or_else(String::new, |at| self.short(at.date()))
    }

    /// "8:00 Uhr"
    pub fn time(&self, at: UnixMillis) -> String {
        self.civil(at).map_or_else(String::new, |at| self.clock(at))
    }

    /// "16. Oktober 2026, 8:00 Uhr"
    pub fn date_time(&self, at: UnixMillis) -> String {
        let params = [("date", self.date(at)), ("time", self.time(at))];
        translate(self.language, "format.date_time", &params)
    }

    /// A stored day (`YYYY-MM-DD`) as "16. Oktober 2026"; what is no day comes back as it is.
    pub fn day(&self, day: &str) -> String {
        day.parse().map_or_else(|_| day.to_owned(), |date| self.long(date))
    }

    /// A stored day as "16.10.2026".
    pub fn short_day(&self, day: &str) -> String {
        day.parse().map_or_else(|_| day.to_owned(), |date| self.short(date))
    }

    /// The day of this moment as the database keeps days: `YYYY-MM-DD`, in the zone of the installation.
    pub fn stored_day(&self, at: UnixMillis) -> String {
        self.civil(at).map_or_else(String::new, |at| at.date().to_string())
    }

    /// Date and time on the wall; `None` beyond the years that a calendar knows.
    fn civil(&self, at: UnixMillis) -> Option<DateTime> {
        let stamp = Timestamp::from_millisecond(at.0).ok()?;
        Some(Zoned::new(stamp, self.zone.clone()).datetime())
    }

    fn long(&self, date: Date) -> String {
        let month = translate(self.language, &format!("format.month.{}", date.month()), &[]);
        let params = [("day", date.day().to_string()), ("month", month), ("year", date.year().to_string())];
        translate(self.language, "format.date", &params)
    }

    fn short(&self, date: Date) -> String {
        let params = [
            ("day", format!("{:02}", date.day())),
            ("month", format!("{:02}", date.month())),
            ("year", date.year().to_string()),
        ];
        translate(self.language, "format.date_short", &params)
    }

    fn clock(&self, at: DateTime) -> String {
        let params = [("hour", at.hour().to_string()), ("minute", format!("{:02}", at.minute()))];
        translate(self.language, "format.time", &params)
    }

    const fn decimal_point(&self) -> char {
        match self.language {
            Language::De => ',',
            Language::En => '.',
        }
    }

    const fn group_mark(&self) -> char {
        match self.language {
            Language::De => '.',
            Language::En => ',',
        }
    }

    fn grouped(&self, digits: &str) -> String {
        let mut out = String::with_capacity(digits.len() + digits.len() / 3);
        for (place, digit) in digits.chars().enumerate() {
            if place > 0 && (digits.len() - place).is_multiple_of(3) {
                out.push(self.group_mark());
            }
            out.push(digit);
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn format(language: Language) -> Format {
        Format::new(language, TimeZone::get("Europe/Berlin").unwrap())
    }

    #[test]
    fn numbers_follow_the_language() {
        fn check(units: i64, scale: u8, german: &str, english: &str) {
            let value = Decimal::new(units, scale);
            assert_eq!(format(Language::De).number(value), german);
            assert_eq!(format(Language::En).number(value), english);
        }
        check(46, 1, "4,6", "4.6");
        check(-14, 1, "−1,4", "−1.4");
        check(-3, 1, "−0,3", "−0.3");
        check(0, 1, "0,0", "0.0");
        check(368, 2, "3,68", "3.68");
        check(62, 0, "62", "62");
        check(1234, 0, "1.234", "1,234");
        check(-12_345_678, 1, "−1.234.567,8", "−1,234,567.8");
        check(999, 0, "999", "999");
    }

    #[test]
    fn a_sign_stands_before_everything_but_zero() {
        fn check(units: i64, expected: &str) {
            assert_eq!(format(Language::De).signed(Decimal::new(units, 1)), expected);
        }
        check(3, "+0,3");
        check(-14, "−1,4");
        check(0, "0,0");
    }

    #[test]
    fn percent_keeps_its_sign_on_the_line() {
        assert_eq!(format(Language::De).percent(Decimal::new(74, 0)), "74\u{a0}%");
        assert_eq!(format(Language::De).percent(Decimal::new(-75, 0)), "−75\u{a0}%");
        assert_eq!(format(Language::En).percent(Decimal::new(5, 0)), "5\u{a0}%");
        assert_eq!(format(Language::De).percent_parts(Decimal::new(74, 0)), ("74".into(), "\u{a0}%".into()));
        assert_eq!(format(Language::De).count(1234), "1.234");
    }

    #[test]
    fn days_and_times_are_those_of_the_zone() {
        // 16 October 2026, 22:05 UTC: past midnight in Berlin.
        let at = UnixMillis(1_792_188_300_000);
        let german = format(Language::De);
        assert_eq!(german.date(at), "17. Oktober 2026");
        assert_eq!(german.short_date(at), "17.10.2026");
        assert_eq!(german.time(at), "0:05 Uhr");
        assert_eq!(german.date_time(at), "17. Oktober 2026, 0:05 Uhr");
        assert_eq!(german.stored_day(at), "2026-10-17");
        let english = format(Language::En);
        assert_eq!(english.date(at), "17 October 2026");
        assert_eq!(english.short_date(at), "17/10/2026");
        assert_eq!(english.time(at), "0:05");
        assert_eq!(english.date_time(at), "17 October 2026, 0:05");
        let utc = Format::new(Language::De, TimeZone::UTC);
        assert_eq!(utc.date_time(at), "16. Oktober 2026, 22:05 Uhr");
    }

    #[test]
    fn stored_days_are_read_without_a_zone() {
        assert_eq!(format(Language::De).day("2026-03-01"), "1. März 2026");
        assert_eq!(format(Language::En).day("2026-12-31"), "31 December 2026");
        assert_eq!(format(Language::De).short_day("2026-03-01"), "01.03.2026");
        assert_eq!(format(Language::De).day("bald"), "bald");
    }

    #[test]
    fn a_time_that_no_calendar_knows_is_left_out() {
        assert_eq!(format(Language::De).date(UnixMillis(i64::MAX)), "");
    }
}
