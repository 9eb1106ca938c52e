//! How far along somebody is.

use leptos::prelude::*;
use weiterblick_domain::questionnaire::{Page, progress};

/// With more questions than this the parts of the bar would be thinner than the gaps between them.
const PARTS_MAX: usize = 60;
/// Between two parts, in hundredths of a percent of the width.
const GAP: usize = 60;

/// "Question 4 of 12" as [`position`] says it, how long it takes, and the bar.
pub fn progress_bar(pages: &[Page], index: usize, position: &str) -> Option<impl IntoView + use<>> {
    let progress = progress(pages, index)?;
    let minutes = progress.seconds_left.div_ceil(60).max(1);
    let here = &pages[index];
    let bar =
        (pages.len() > 1 && progress.of <= PARTS_MAX).then(|| bar(here.items_before, here.items_here, progress.of));
    Some(view! {
        <div class="survey__progress">
            <p>
                <strong>{position.to_owned()}</strong>
                <span class="text-soft">{tn!("answering.minutes", minutes)}</span>
            </p>
            {bar}
        </div>
    })
}

/// "Question 4 of 12".
pub fn position(pages: &[Page], index: usize) -> String {
    match progress(pages, index).map(|progress| (progress.numbers, progress.of)) {
        Some((Some((first, last)), of)) if first == last => t!("answering.position.single", number = first, of = of),
        Some((Some((1, last)), of)) if last == of => tn!("answering.position.all", of),
        Some((Some((first, last)), of)) => t!("answering.position.several", first = first, last = last, of = of),
        Some((None, _)) | None => t!("answering.position.reading"),
    }
}

fn bar(before: usize, here: usize, of: usize) -> impl IntoView {
    let parts = (0..of)
        .map(|at| {
            let class = match at {
                _ if at < before => "done",
                _ if at < before + here => "now",
                _ => "todo",
            };
            let (x, width) = part(at, of);
            view! { <rect class=class x=x y="0" width=width height="8" rx="2"></rect> }
        })
        .collect_view();
    view! { <svg class="progress-steps" width="100%" height="8" aria-hidden="true">{parts}</svg> }
}

/// Start and width of one of `of` parts, in percent.
fn part(at: usize, of: usize) -> (String, String) {
    let of = of.max(1);
    // Times `of`, so that nothing is rounded before the end.
    let width = 10_000 - GAP * (of - 1);
    let percent = |times: usize| {
        let hundredths = (times + of / 2) / of;
        format!("{}.{:02}%", hundredths / 100, hundredths % 100)
    };
    (percent((width + GAP * of) * at), percent(width))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_fill_the_width_with_gaps_between_them() {
        assert_eq!(part(0, 12), ("0.00%".to_owned(), "7.78%".to_owned()));
        assert_eq!(part(1, 12), ("8.38%".to_owned(), "7.78%".to_owned()));
        assert_eq!(part(11, 12), ("92.22%".to_owned(), "7.78%".to_owned()));
        assert_eq!(part(0, 1), ("0.00%".to_owned(), "100.00%".to_owned()));
    }
}
