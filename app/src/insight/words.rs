//! Displayed figures as words. What is hidden here was hidden by the release; nothing is computed.

use crate::format::Format;
use weiterblick_domain::insight::view::{Axis, Method, Reason, ScoreKind};
use weiterblick_domain::insight::{Bound, CutRule, Decimal, Displayed, Third};

fn bounded(bound: Bound, value: String) -> String {
    match bound {
        Bound::Exact => value,
        Bound::AtMost => t!("insight.value.at_most", value = value),
        Bound::AtLeast => t!("insight.value.at_least", value = value),
    }
}

/// A figure in full words: "4,6", "≤ 5 %", "mehr als zwei Drittel", "nicht ausgewiesen".
pub fn figure(format: &Format, displayed: Displayed) -> String {
    match displayed {
        Displayed::Hidden => t!("insight.hidden.words"),
        Displayed::Number { value, bound } => bounded(bound, format.number(value)),
        Displayed::Percent { value, bound } => bounded(bound, format.percent(value)),
        Displayed::Third { third } => t!(format!("insight.third.{}", third.code())),
    }
}

/// As [`figure`], for places with little room: "> ⅔".
pub fn compact(format: &Format, displayed: Displayed) -> String {
    match displayed {
        Displayed::Third { third } => t!(format!("insight.third.{}_short", third.code())),
        Displayed::Hidden => t!("insight.hidden.short"),
        shown => figure(format, shown),
    }
}

/// A gap (Soll − Ist) as distance to the target (Ist − Soll): the sign turns, and the bound with it.
pub fn distance(format: &Format, gap: Displayed) -> String {
    match gap {
        Displayed::Number { value, bound } => {
            bounded(bound.flipped(), format.signed(Decimal::new(-value.units(), value.scale())))
        }
        other => figure(format, other),
    }
}

/// A number or percentage without its sign: "≤ 10". Empty for anything else.
pub fn number(format: &Format, displayed: Displayed) -> String {
    displayed.value().map_or_else(String::new, |value| bounded(displayed.bound(), format.number(value)))
}

/// A value of a method. RDS is a number from −100 to 100, not a percentage.
pub fn value(format: &Format, method: Method, displayed: Displayed) -> String {
    match method {
        Method::Rds if displayed.is_shown() => number(format, displayed),
        _ => compact(format, displayed),
    }
}

/// Standard deviation: its bound says "less than".
pub fn deviation(format: &Format, displayed: Displayed) -> String {
    match displayed {
        Displayed::Number { value, bound: Bound::AtMost } => {
            t!("insight.value.less_than", value = format.number(value))
        }
        other => figure(format, other),
    }
}

pub fn rule(rule: CutRule) -> String {
    t!(format!("insight.rule.{}", rule.code()))
}

/// The last part of the locale keys `insight.method.…`.
pub const fn method_key(method: Option<Method>, score: ScoreKind) -> &'static str {
    match method {
        None => "default",
        Some(Method::Score) => score.code(),
        Some(method) => method.code(),
    }
}

pub fn method_name(method: Option<Method>, score: ScoreKind) -> String {
    t!(format!("insight.method.{}.name", method_key(method, score)))
}

/// "Wichtigkeit 4,6"; "Wichtigkeit etwa 4,5" where only coarse values are shown.
pub fn importance(format: &Format, reason: &Reason) -> String {
    let about = matches!(reason.below, Displayed::Third { .. }) && reason.importance.bound() == Bound::Exact;
    let value = figure(format, reason.importance);
    match (reason.axis, about) {
        (Axis::Rated, false) => t!("insight.reason.importance", value = value),
        (Axis::Rated, true) => t!("insight.reason.importance_about", value = value),
        (Axis::Weight, false) => t!("insight.reason.weight", value = value),
        (Axis::Weight, true) => t!("insight.reason.weight_about", value = value),
    }
}

/// Why a competence counts (insight.md §3.5): "60 % unter Soll, Wichtigkeit 4,6, mittlere Lücke 1,8"; for small groups
/// "mehr als zwei Drittel unter Soll, Wichtigkeit etwa 4,5".
pub fn reason(format: &Format, reason: &Reason) -> String {
    let mut parts = Vec::new();
    if reason.below.is_shown() {
        parts.push(t!("insight.reason.below", share = figure(format, reason.below)));
    }
    if reason.importance.is_shown() {
        parts.push(importance(format, reason));
    }
    if matches!(reason.below, Displayed::Percent { .. }) {
        if reason.gap.is_shown() {
            parts.push(t!("insight.reason.gap", value = figure(format, reason.gap)));
        } else if reason.shortfall.is_shown() {
            parts.push(t!("insight.reason.shortfall", value = figure(format, reason.shortfall)));
        }
    }
    parts.join(", ")
}

/// "Fertigung", "Fertigung und Montage", "Fertigung, Montage und Lager".
pub fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [only] => only.clone(),
        [head @ .., last] => t!("insight.finding.and", first = head.join(", "), last = last),
    }
}

/// A displayed decimal for drawing: a percentage as a share of 1, a third as its middle.
pub fn position(displayed: Displayed) -> Option<f64> {
    match displayed {
        Displayed::Hidden => None,
        Displayed::Number { value, .. } => Some(float(value)),
        Displayed::Percent { value, .. } => Some(float(value) / 100.0),
        Displayed::Third { third: Third::Below } => Some(1.0 / 6.0),
        Displayed::Third { third: Third::Middle } => Some(0.5),
        Displayed::Third { third: Third::Above } => Some(5.0 / 6.0),
    }
}

/// For positions in a drawing, never for figures.
pub fn float(value: Decimal) -> f64 {
    value.to_string().parse().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::tz::TimeZone;
    use weiterblick_domain::text::Language;

    fn german() -> Format {
        Format::new(Language::De, TimeZone::UTC)
    }

    fn number(units: i64, bound: Bound) -> Displayed {
        Displayed::Number { value: Decimal::new(units, 1), bound }
    }

    fn percent(units: i64, bound: Bound) -> Displayed {
        Displayed::Percent { value: Decimal::new(units, 0), bound }
    }

    const fn third(third: Third) -> Displayed {
        Displayed::Third { third }
    }

    #[test]
    fn a_distance_turns_sign_and_bound_of_the_gap() {
        fn check(gap: Displayed, expected: &str) {
            assert_eq!(distance(&german(), gap), expected);
        }
        check(number(14, Bound::Exact), "−1,4");
        check(number(-3, Bound::Exact), "+0,3");
        check(number(0, Bound::Exact), "0,0");
        check(number(30, Bound::AtLeast), "≤\u{a0}−3,0");
        check(number(-30, Bound::AtMost), "≥\u{a0}+3,0");
        check(Displayed::Hidden, "nicht ausgewiesen");
    }

    #[test]
    fn figures_are_said_as_finely_as_they_are_shown() {
        fn check(displayed: Displayed, full: &str, short: &str) {
            assert_eq!((figure(&german(), displayed), compact(&german(), displayed)), (full.into(), short.into()));
        }
        check(number(46, Bound::Exact), "4,6", "4,6");
        check(number(45, Bound::AtLeast), "≥\u{a0}4,5", "≥\u{a0}4,5");
        check(percent(5, Bound::AtMost), "≤\u{a0}5\u{a0}%", "≤\u{a0}5\u{a0}%");
        check(third(Third::Above), "mehr als zwei Drittel", ">\u{a0}⅔");
        check(Displayed::Hidden, "nicht ausgewiesen", "n.\u{a0}a.");
    }

    #[test]
    fn rds_has_no_percent_sign_and_a_bound_deviation_says_less_than() {
        assert_eq!(value(&german(), Method::Rds, percent(-75, Bound::Exact)), "−75");
        assert_eq!(value(&german(), Method::ShareBelow, percent(75, Bound::Exact)), "75\u{a0}%");
        assert_eq!(deviation(&german(), number(5, Bound::AtMost)), "<\u{a0}0,5");
        assert_eq!(deviation(&german(), number(9, Bound::Exact)), "0,9");
    }

    #[test]
    fn reasons_name_share_importance_and_gap() {
        fn check(
            below: Displayed,
            importance: Displayed,
            axis: Axis,
            gap: Displayed,
            shortfall: Displayed,
            said: &str,
        ) {
            assert_eq!(reason(&german(), &Reason { below, importance, axis, gap, shortfall }), said);
        }
        let hidden = Displayed::Hidden;
        let (four, gap) = (number(46, Bound::Exact), number(18, Bound::Exact));
        check(
            percent(60, Bound::Exact),
            four,
            Axis::Rated,
            gap,
            gap,
            "60\u{a0}% unter Soll, Wichtigkeit 4,6, mittlere Lücke 1,8",
        );
        let coarse = number(45, Bound::Exact);
        check(
            third(Third::Above),
            coarse,
            Axis::Rated,
            gap,
            hidden,
            "mehr als zwei Drittel unter Soll, Wichtigkeit etwa 4,5",
        );
        check(
            third(Third::Middle),
            number(45, Bound::AtLeast),
            Axis::Rated,
            gap,
            hidden,
            "ein bis zwei Drittel unter Soll, Wichtigkeit ≥\u{a0}4,5",
        );
        check(
            percent(95, Bound::AtLeast),
            number(40, Bound::Exact),
            Axis::Weight,
            hidden,
            number(8, Bound::Exact),
            "≥\u{a0}95\u{a0}% unter Soll, Gewicht 4,0, im Mittel 0,8 unter Soll",
        );
        check(hidden, hidden, Axis::Rated, hidden, hidden, "");
    }

    #[test]
    fn lists_end_with_and() {
        fn check(names: &[&str], expected: &str) {
            let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
            assert_eq!(listed(&names), expected);
        }
        check(&[], "");
        check(&["Lager"], "Lager");
        check(&["Lager", "Montage"], "Lager und Montage");
        check(&["Lager", "Montage", "Vertrieb"], "Lager, Montage und Vertrieb");
    }
}
