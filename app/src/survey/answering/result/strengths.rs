//! What the author can do well.

use super::{ResultView, number};
use crate::survey::answering::question::staircase;
use crate::ui::Section;
use leptos::prelude::*;
use weiterblick_domain::questionnaire::Facet;

/// The list stays short: the first ones are the ones worth passing on.
const SHOWN: usize = 6;

impl ResultView<'_> {
    pub(super) fn strengths(&self) -> AnyView {
        let entries: Vec<_> = self
            .result
            .strengths()
            .into_iter()
            .map(|row| {
                let level = usize::from(number(&row.current).unwrap_or(0));
                (row, level, self.scale(row, Facet::Current).map_or(0, |scale| scale.size()))
            })
            // A low level that is enough for the work is no strength to pass on.
            .filter(|(_, level, levels)| 2 * level > *levels)
            .take(SHOWN)
            .map(|(row, level, levels)| {
                view! {
                    <li>
                        {staircase("strengths__steps", level, levels)}
                        <span class="strengths__name">{self.name(row)}</span>
                        <span class="text-soft text-sm">{self.level_word(row)}" · "{self.finding(row)}</span>
                    </li>
                }
            })
            .collect();
        if entries.is_empty() {
            return ().into_any();
        }
        view! {
            <Section id="staerken" title=t!("answering.result.strengths") text=t!("answering.result.strengths_text")>
                <ul class="strengths">{entries}</ul>
            </Section>
        }
        .into_any()
    }
}
