//! Whose voice counts, who sees what when, and how long it takes: the same for every kind of poll.

use super::form::Draft;
use crate::roundtable::host::input::Fields;
use crate::roundtable::host::parts::options;
use crate::survey::authoring::{Choices, Radio};
use crate::ui::{Check, Icon, Select, TextField};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use weiterblick_domain::roundtable::attribute::{Attribute, AttributeQuestion};
use weiterblick_domain::roundtable::limits::{ATTRIBUTE_VALUES, GRACE_SECONDS, TIMER_SECONDS};
use weiterblick_domain::roundtable::poll::{Kind, Secrecy, VoiceRule, Weights, Wording};
use weiterblick_domain::roundtable::round::{Grace, Reveal, Timer};
use weiterblick_store::roundtable::poll::Conduct;

/// What is frozen with the first ballot (L21): fields `terms[voice]` and so on.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TermsInput {
    pub voice: String,
    /// By size class: `terms[weights][1]`.
    pub weights: BTreeMap<String, String>,
    pub secrecy: String,
    pub abstain: String,
    pub host_sees: String,
}

/// What may change any time: fields `conduct[reveal]` and so on.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ConductInput {
    pub reveal: String,
    pub timer: String,
    pub grace: String,
    pub auto_lock: String,
    pub shuffle: String,
}

/// The terms besides the rules, and whether the moderation sees counts while people vote.
pub struct Shared {
    pub voice: VoiceRule,
    pub weights: Weights,
    pub secrecy: Secrecy,
    pub abstain: bool,
    pub host_sees: bool,
}

impl TermsInput {
    pub fn parse(&self, fields: &mut Fields) -> Shared {
        let voice = fields.chosen("terms[voice]", VoiceRule::from_word(&self.voice), VoiceRule::Person);
        let weights = if voice == VoiceRule::Weighted { self.weights(fields) } else { Weights::default() };
        Shared {
            voice,
            weights,
            secrecy: fields.chosen("terms[secrecy]", Secrecy::from_word(&self.secrecy), Secrecy::Protected),
            abstain: !self.abstain.is_empty(),
            host_sees: !self.host_sees.is_empty(),
        }
    }

    /// A class without a weight weighs 1 and is not stored.
    fn weights(&self, fields: &mut Fields) -> Weights {
        let mut weights = Weights::default();
        for class in 1..=*ATTRIBUTE_VALUES.end() {
            let name = format!("terms[weights][{class}]");
            let typed = self.weights.get(&class.to_string()).map_or("", String::as_str);
            let weight = fields.number_or_none(&name, typed, weiterblick_domain::roundtable::limits::WEIGHTS);
            if let (Some(weight), Ok(class)) = (weight.filter(|weight| *weight != 1), u8::try_from(class)) {
                weights.0.insert(class, weight);
            }
        }
        weights
    }
}

impl ConductInput {
    pub fn parse(
        &self,
        kind: Kind,
        title: Wording,
        help: Option<Wording>,
        host_sees: bool,
        fields: &mut Fields,
    ) -> Conduct {
        let timer = fields.number_or_none("conduct[timer]", &self.timer, TIMER_SECONDS);
        let grace = fields.number("conduct[grace]", &self.grace, GRACE_SECONDS);
        Conduct {
            title,
            help,
            reveal: fields.chosen("conduct[reveal]", Reveal::from_word(&self.reveal), Reveal::Manual),
            timer: timer.and_then(|seconds| Timer::try_from(seconds).ok()),
            grace: Grace::try_from(grace).unwrap_or_default(),
            auto_lock: !self.auto_lock.is_empty(),
            shuffle: !self.shuffle.is_empty() && kind.may_shuffle(),
            host_sees,
        }
    }
}

/// The fields of the terms besides the rules; `asked` are the profile questions, whose size classes can have weights.
pub fn terms(draft: &Draft, asked: &[AttributeQuestion]) -> AnyView {
    let terms = &draft.terms;
    let voices = VoiceRule::ALL.iter().map(|voice| voice.word());
    let open = terms.secrecy == Secrecy::Open;
    view! {
        <Select name="terms[voice]" label=t!("host.terms.voice") hint=t!("host.terms.voice_hint")
            options=options(voices, |word| format!("host.voice.{word}")) value=terms.voice.word()/>
        {weights(&terms.weights, asked)}
        <Choices name="terms[secrecy]" legend=t!("host.terms.secrecy")>
            <Radio name="terms[secrecy]" value="protected" label=t!("host.secrecy.protected") hint=t!("host.secrecy.protected_hint")
                checked=!open/>
            <Radio name="terms[secrecy]" value="open" label=t!("host.secrecy.open") hint=t!("host.secrecy.open_hint")
                checked=open/>
        </Choices>
        <Check name="terms[abstain]" label=t!("host.terms.abstain") checked=terms.abstain/>
        <Check name="terms[host_sees]" label=t!("host.terms.host_sees") hint=t!("host.terms.host_sees_hint")
            checked=draft.conduct.host_sees/>
    }
    .into_any()
}

fn weights(weights: &Weights, asked: &[AttributeQuestion]) -> AnyView {
    let classes = classes(asked);
    let rows = (1..)
        .zip(classes)
        .map(|(class, label): (u8, String)| {
            view! {
                <TextField name=format!("terms[weights][{class}]") label=label value=weights.of(class).to_string()
                    inputmode="numeric" maxlength=2/>
            }
        })
        .collect_view();
    view! {
        <details class="disclosure" open=!weights.0.is_empty()>
            <summary><Icon name="settings"/>{t!("host.terms.weights")}<Icon name="chevron-down"/></summary>
            <div class="stack" data-gap="3">
                <p class="hint">{t!("host.terms.weights_hint")}</p>
                <div class="grid" data-col="s">{rows}</div>
            </div>
        </details>
    }
    .into_any()
}

/// The names of the size classes: those that are asked at join, else the usual ones.
fn classes(asked: &[AttributeQuestion]) -> Vec<String> {
    let question = asked.iter().find(|question| question.attribute == Attribute::SizeClass);
    match question {
        Some(question) => question.values.iter().map(|value| value.get(crate::texts::language()).to_owned()).collect(),
        None => t!("host.attribute.size_class_values").lines().map(str::to_owned).collect(),
    }
}

/// The fields of what may change any time.
pub fn conduct(draft: &Draft) -> AnyView {
    let conduct = &draft.conduct;
    let reveal = Reveal::ALL.iter().map(|reveal| reveal.word());
    let timer = conduct.timer.map(|timer| timer.seconds().to_string()).unwrap_or_default();
    let (min, max) = (TIMER_SECONDS.start(), TIMER_SECONDS.end());
    view! {
        <Select name="conduct[reveal]" label=t!("host.conduct.reveal") options=options(reveal, |word| format!("host.reveal.{word}")) value=conduct.reveal.word()/>
        {(conduct.reveal == Reveal::Live).then(|| view! { <p class="hint">{t!("host.conduct.live_hint")}</p> })}
        <div class="grid" data-col="s">
            <TextField name="conduct[timer]" label=t!("host.conduct.timer") hint=t!("host.conduct.timer_hint", min = min, max = max)
                value=timer inputmode="numeric" maxlength=4 optional=true/>
            <TextField name="conduct[grace]" label=t!("host.conduct.grace") hint=t!("host.conduct.grace_hint")
                value=conduct.grace.seconds().to_string() inputmode="numeric" maxlength=2/>
        </div>
        <Check name="conduct[auto_lock]" label=t!("host.conduct.auto_lock") checked=conduct.auto_lock/>
        {draft.terms.rules.kind().may_shuffle().then(|| view! {
            <Check name="conduct[shuffle]" label=t!("host.conduct.shuffle") hint=t!("host.conduct.shuffle_hint") checked=conduct.shuffle/>
        })}
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_weighted_polls_have_weights_and_only_those_that_differ() {
        let input = |voice: &str, first: &str| TermsInput {
            voice: voice.to_owned(),
            weights: [("1", first), ("2", "1"), ("3", " ")]
                .map(|(class, weight)| (class.to_owned(), weight.to_owned()))
                .into(),
            secrecy: "protected".to_owned(),
            ..TermsInput::default()
        };
        let mut fields = Fields::default();
        assert_eq!(input("weighted", "4").parse(&mut fields).weights, Weights([(1, 4)].into()));
        assert_eq!(input("person", "99").parse(&mut fields).weights, Weights::default());
        assert!(fields.is_clean());
        input("weighted", "11").parse(&mut fields);
        let wrong: Vec<_> = fields.done().unwrap_err().fields.into_iter().map(|field| field.field).collect();
        assert_eq!(wrong, ["terms[weights][1]"]);
    }
}
