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
        let strengths = self.result.strengths();
        if strengths.is_empty() {
            return ().into_any();
        }
        let entries = strengths
            .into_iter()
            .take(SHOWN)
            .map(|row| {
                let level = usize::from(number(&row.current).unwrap_or(0));
                let levels = self.scale(row, Facet::Current).map_or(0, |scale| scale.size());
                view! {
                    <li>
                        {staircase("strengths__steps", level, levels)}
                        <span class="strengths__name">{self.name(row)}</span>
                        <span class="text-soft text-sm">{self.level_word(row)}" · "{self.finding(row)}</span>
                    </li>
                }
            })
            .collect_view();
        view! {
            <Section id="staerken" title=t!("answering.result.strengths") text=t!("answering.result.strengths_text")>
                <ul class="strengths">{entries}</ul>
            </Section>
        }
        .into_any()
    }
}
