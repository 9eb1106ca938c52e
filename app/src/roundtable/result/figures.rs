//! How counts are written: plainly, or where voices weigh differently as what they weigh together.

use crate::format::Format;
use weiterblick_domain::insight::Decimal;
use weiterblick_domain::insight::exact::fraction;
use weiterblick_domain::roundtable::poll::{Outcome, Weight};

pub(super) struct Counts<'a> {
    pub format: &'a Format,
    weight: Option<Weight>,
    /// Voices with an answer.
    pub n: i64,
    /// What all voices together weigh.
    pub total: i64,
}

impl<'a> Counts<'a> {
    pub fn of(outcome: &Outcome, format: &'a Format) -> Self {
        let total = outcome.weight.map_or(outcome.n, |weight| weight.total);
        Self { format, weight: outcome.weight, n: outcome.n, total }
    }

    /// A count of the figures: "38", and where companies share a weight "12,5".
    pub fn count(&self, count: i64) -> String {
        let unit = self.weight.map_or(1, |weight| weight.unit.max(1));
        if count % unit == 0 {
            return self.format.count(count / unit);
        }
        fraction(count, unit).map_or_else(String::new, |exact| self.format.number(Decimal::round(exact, 1)))
    }

    pub fn percent(&self, share: u8) -> String {
        self.format.percent(Decimal::new(share.into(), 0))
    }

    pub fn number(&self, value: Option<Decimal>) -> String {
        value.map_or_else(|| "–".to_owned(), |value| self.format.number(value))
    }

    /// "50 Antworten: 38 digital, 12 Handzeichen. 3 Enthaltungen." (L24)
    pub fn voices(&self, outcome: &Outcome) -> String {
        let sources = outcome.sources;
        let parts: Vec<String> =
            [(sources.device, "device"), (sources.table, "table"), (sources.paper, "paper"), (sources.hands, "hands")]
                .into_iter()
                .filter(|(count, _)| *count > 0)
                .map(|(count, source)| t!(format!("result.source.{source}"), count = self.format.count(count)))
                .collect();
        let mut text = tn!("result.answers", outcome.n);
        if parts.len() > 1 {
            text = t!("result.split", answers = text, parts = parts.join(", "));
        }
        if self.weight.is_some() {
            text = t!("result.weighted", answers = text, total = self.count(self.total));
        }
        if outcome.abstain > 0 {
            text =
                t!("result.with_abstentions", answers = text, abstentions = tn!("result.abstentions", outcome.abstain));
        }
        text
    }
}

/// A number as a part of another one, for drawings; 0 of nothing.
pub(super) fn part(of: i64, whole: i64) -> f64 {
    #[allow(clippy::cast_precision_loss, reason = "a drawing needs no more")]
    if whole > 0 { (of as f64 / whole as f64).clamp(0.0, 1.0) } else { 0.0 }
}
