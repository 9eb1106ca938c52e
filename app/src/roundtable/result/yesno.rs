//! Yes or no, and what follows from it.

use super::Parts;
use super::bars::{Bar, in_order};
use super::figures::Counts;
use super::table::Table;
use weiterblick_domain::roundtable::poll::yesno::Outcome;

pub(super) fn parts(outcome: &Outcome, counts: &Counts<'_>) -> Parts {
    let rows = [("yes", outcome.yes, outcome.share), ("no", outcome.no, outcome.share_no)];
    let bar = |(answer, n, share): &(&str, i64, u8)| Bar {
        label: t!(format!("result.yesno.{answer}")),
        value: counts.percent(*share),
        note: t!("result.yesno.voices", count = counts.count(*n)),
        amount: (*share).into(),
    };
    let most = outcome.share.max(outcome.share_no).into();
    let line = |(answer, n, share): (&str, i64, u8)| {
        vec![t!(format!("result.yesno.{answer}")), counts.count(n), counts.percent(share)]
    };
    let columns = ["answer", "voices", "share"].map(|column| t!(format!("result.column.{column}"))).to_vec();
    Parts {
        summary: summary(outcome, counts),
        drawing: in_order(rows.iter().map(bar).collect(), most, 100),
        table: Some(Table { columns, rows: rows.map(line).to_vec() }),
    }
}

/// The decision where the poll has a rule for it, else the share of yes.
fn summary(outcome: &Outcome, counts: &Counts<'_>) -> String {
    let share = counts.percent(outcome.share);
    match (outcome.rule, outcome.verdict) {
        (Some(rule), Some(verdict)) => {
            let rule = t!(format!("result.rule.{rule}"));
            t!(format!("result.verdict.{verdict}"), share = share, rule = rule)
        }
        _ if outcome.yes + outcome.no == 0 => t!("result.none_yet"),
        _ => t!("result.yesno.summary", share = share),
    }
}
