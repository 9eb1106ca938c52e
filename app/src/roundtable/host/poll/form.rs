//! The form of a poll, new or existing: what is frozen stands there as text (L21).

use super::{conduct, options, rules};
use crate::roundtable::host::parts::WordingFields;
use crate::ui::{Alert, Section};
use leptos::prelude::*;
use weiterblick_domain::roundtable::attribute::AttributeQuestion;
use weiterblick_domain::roundtable::limits::{POLL_HELP_MAX, POLL_TITLE_MAX};
use weiterblick_domain::roundtable::poll::{Kind, PollOption, Terms};
use weiterblick_store::roundtable::poll::Conduct;

/// A poll as its form begins.
pub struct Draft {
    pub terms: Terms,
    pub conduct: Conduct,
    pub options: Vec<PollOption>,
    /// There is a ballot, or one can come in any moment: the terms stay.
    pub frozen: bool,
    /// A round is open or locked: no option is added.
    pub running: bool,
}

/// All sections of the form.
pub fn sections(draft: &Draft, asked: &[AttributeQuestion]) -> AnyView {
    let kind = draft.terms.rules.kind();
    let (title, help) = (draft.conduct.title.clone(), draft.conduct.help.clone().unwrap_or_default());
    let conduct = conduct::conduct(draft);
    view! {
        <Section id="frage" title=t!("host.poll.question")>
            <div class="form">
                <WordingFields name="title" label=t!("host.poll.title") value=title max=POLL_TITLE_MAX/>
                <WordingFields name="help" label=t!("host.poll.help") hint=t!("host.poll.help_hint")
                    value=help max=POLL_HELP_MAX long=true/>
            </div>
        </Section>
        {kind.has_options().then(|| answers(draft))}
        {terms(draft, asked)}
        <Section id="durchfuehren" title=t!("host.poll.conduct")>
            <div class="form">{conduct}</div>
        </Section>
    }
    .into_any()
}

fn answers(draft: &Draft) -> AnyView {
    let title = match draft.terms.rules.kind() {
        Kind::Scale => t!("host.options.statements"),
        Kind::Grid => t!("host.options.items"),
        _ => t!("host.options.options"),
    };
    let (running, fields) = (draft.running, options::fields(draft));
    view! {
        <Section id="optionen" title=title>
            <div class="form">
                {running.then(|| view! { <Alert><p>{t!("host.options.running")}</p></Alert> })}
                {fields}
            </div>
        </Section>
    }
    .into_any()
}

fn terms(draft: &Draft, asked: &[AttributeQuestion]) -> AnyView {
    if draft.frozen {
        let facts = frozen(draft);
        return view! {
            <Section id="regeln" title=t!("host.poll.rules") text=t!("host.poll.frozen")>{facts}</Section>
        }
        .into_any();
    }
    let has_rules = draft.terms.rules.kind() != Kind::Single;
    let (rules, terms) = (rules::fields(&draft.terms.rules), conduct::terms(draft, asked));
    view! {
        {has_rules.then(|| view! {
            <Section id="regeln" title=t!("host.poll.rules")>
                <div class="form">{rules}</div>
            </Section>
        })}
        <Section id="stimmrecht" title=t!("host.poll.terms") text=t!("host.poll.terms_text")>
            <div class="form">{terms}</div>
        </Section>
    }
    .into_any()
}

/// What no longer changes, in words.
fn frozen(draft: &Draft) -> AnyView {
    let yes_no = |yes: bool| if yes { t!("host.yes") } else { t!("host.no") };
    let terms = &draft.terms;
    let facts = [
        (t!("host.poll.kind"), t!(format!("poll.kind.{}", terms.rules.kind().word()))),
        (t!("host.terms.voice"), t!(format!("host.voice.{}", terms.voice.word()))),
        (t!("host.terms.secrecy"), t!(format!("host.secrecy.{}", terms.secrecy.word()))),
        (t!("host.terms.abstain"), yes_no(terms.abstain)),
        (t!("host.terms.host_sees"), yes_no(draft.conduct.host_sees)),
    ];
    let own = rules::facts(&terms.rules).into_iter();
    let rows = facts
        .into_iter()
        .chain(own)
        .map(|(name, value)| view! { <div><dt>{name}</dt><dd>{value}</dd></div> })
        .collect_view();
    view! { <dl class="facts" data-kind="long">{rows}</dl> }.into_any()
}
