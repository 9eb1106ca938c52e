//! Words: the list with its counts is the content, the cloud decorates it.

use super::Parts;
use super::figures::{Counts, part};
use leptos::prelude::*;
use weiterblick_domain::roundtable::limits::CLOUD_WORDS_MAX;
use weiterblick_domain::roundtable::poll::words::{Outcome, Row};

/// Sizes of words in the cloud.
const SIZES: f64 = 5.0;

pub(super) fn parts(outcome: &Outcome, counts: &Counts<'_>) -> Parts {
    let most = outcome.words.first().map_or(0, |row| row.n);
    // In the order of the alphabet, so that the cloud does not repeat the list.
    let mut cloud: Vec<&Row> = outcome.words.iter().take(CLOUD_WORDS_MAX).collect();
    cloud.sort_by_key(|row| row.word.to_lowercase());
    let cloud = cloud.into_iter().map(|row| view! { <span data-size=size(row.n, most)>{row.word.clone()}</span>" " });
    let list = outcome.words.iter().map(|row| {
        view! { <li><span>{row.word.clone()}</span>" "<span class="pbars__value">{counts.count(row.n)}</span></li> }
    });
    let told = [
        (outcome.hidden > 0).then(|| tn!("result.words.hidden", outcome.hidden)),
        (outcome.pending > 0).then(|| tn!("result.words.pending", outcome.pending)),
    ];
    let told = told.into_iter().flatten().map(|text| view! { <p class="result__note">{text}</p> }).collect_view();
    let drawing = view! {
        <p class="cloud" aria-hidden="true">{cloud.collect_view()}</p>
        <ol class="wordlist">{list.collect_view()}</ol>
        {told}
    };
    let summary = outcome.words.first().map_or_else(
        || t!("result.none_yet"),
        |row| t!("result.words.leads", word = row.word.clone(), count = counts.count(row.n)),
    );
    Parts { summary, drawing: drawing.into_any(), table: None }
}

/// 1 for the rarest words to 5 for the most frequent.
fn size(n: i64, most: i64) -> String {
    let size = (part(n, most) * SIZES).ceil().clamp(1.0, SIZES);
    format!("{size:.0}")
}
