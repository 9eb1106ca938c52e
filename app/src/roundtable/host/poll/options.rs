//! Options in a form: pasted one a line at first, later a row each, which keeps its number (live.md §2, L31).

use super::form::Draft;
use crate::error::FieldError;
use crate::roundtable::host::input::{Fields, TextInput};
use crate::roundtable::host::lines;
use crate::ui::{Check, Icon, TextArea, TextField};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use weiterblick_domain::roundtable::limits::OPTION_LABEL_MAX;
use weiterblick_domain::roundtable::poll::{Kind, OptionSet, OptionState, PollOption};

/// One option: fields `rows[o3][label][de]` and so on.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RowInput {
    pub label: TextInput,
    pub withdrawn: String,
}

/// The options after the form: known ones as their rows say, then the pasted lines under new numbers. Rows that are not
/// sent stay as they are.
pub fn parse(
    known: &[PollOption],
    rows: &BTreeMap<String, RowInput>,
    pasted: &str,
    fields: &mut Fields,
) -> Vec<PollOption> {
    let mut options: Vec<PollOption> = known.iter().map(|option| row(option, rows, fields)).collect();
    let mut given: OptionSet = known.iter().map(|option| option.no).collect();
    for label in lines::parse(pasted) {
        let Some(no) = given.next_no() else {
            fields.add(FieldError::new("pasted", "host.error.too_many_options"));
            break;
        };
        if label.versions().any(|text| text.chars().count() > OPTION_LABEL_MAX || text.chars().any(char::is_control)) {
            fields.add(
                FieldError::new("pasted", "host.error.option_line")
                    .with("max", OPTION_LABEL_MAX)
                    .with("line", label.de.clone()),
            );
            break;
        }
        given.insert(no);
        options.push(PollOption { no, label, state: OptionState::Active, sources: Vec::new() });
    }
    options
}

fn row(option: &PollOption, rows: &BTreeMap<String, RowInput>, fields: &mut Fields) -> PollOption {
    let key = format!("o{}", option.no);
    let Some(input) = rows.get(&key) else { return option.clone() };
    let state = if input.withdrawn.is_empty() { OptionState::Active } else { OptionState::Withdrawn };
    let label = fields.line::<OPTION_LABEL_MAX>(&format!("rows[{key}][label]"), &input.label);
    PollOption { label, state, ..option.clone() }
}

/// How the form names a field of the domain's option checks: `options.3` is its row, or the pasted lines.
pub fn field(name: &str, known: &[PollOption]) -> Option<String> {
    if name == "options" {
        return Some("pasted".to_owned());
    }
    let no = name.strip_prefix("options.")?;
    let is_known = known.iter().any(|option| option.no.to_string() == no);
    Some(if is_known { format!("rows[o{no}][label][de]") } else { "pasted".to_owned() })
}

/// A row per option with its tools, and a field for more.
pub fn fields(draft: &Draft) -> AnyView {
    let kind = draft.terms.rules.kind();
    let rows = draft.options.iter().enumerate().map(|(place, option)| option_row(draft, place, option)).collect_view();
    let word = match kind {
        Kind::Scale => "statements",
        Kind::Grid => "items",
        _ => "options",
    };
    let more = !draft.options.is_empty();
    let label = if more { t!("host.options.more") } else { t!(format!("host.options.{word}")) };
    view! {
        {more.then(|| view! { <ol class="stack" data-gap="4">{rows}</ol> })}
        <TextArea name="pasted" label=label hint=t!("host.options.hint") rows=if more { 3 } else { 6 } optional=more/>
    }
    .into_any()
}

fn option_row(draft: &Draft, place: usize, option: &PollOption) -> AnyView {
    let name = format!("rows[o{}]", option.no);
    let withdrawn = option.state == OptionState::Withdrawn;
    let max = u32::try_from(OPTION_LABEL_MAX).unwrap_or(u32::MAX);
    let button = |direction: &str, icon: &'static str| {
        let label = t!(format!("host.agenda.{direction}"), title = option.label.de);
        let value = format!("{direction}.{}", option.no);
        view! {
            <button class="button" data-kind="quiet" data-size="s" data-icon-only="" type="submit" name="go" value=value>
                <Icon name=icon/><span class="visually-hidden">{label}</span>
            </button>
        }
    };
    let last = place + 1 == draft.options.len();
    let label = option.label.clone();
    let open = label.en.is_some() || label.plain.is_some();
    view! {
        <li class="panel stack" data-gap="3" id=format!("o-{}", option.no)>
            <TextField name=format!("{name}[label][de]") label=t!("host.options.row", number = place + 1) value=label.de maxlength=max/>
            <details class="disclosure" open=open>
                <summary><Icon name="globe"/>{t!("host.versions")}<Icon name="chevron-down"/></summary>
                <div class="stack" data-gap="3">
                    <TextField name=format!("{name}[label][en]") label=t!("host.version_en") value=label.en.unwrap_or_default()
                        maxlength=max optional=true/>
                    <TextField name=format!("{name}[label][plain]") label=t!("host.version_plain") value=label.plain.unwrap_or_default()
                        maxlength=max optional=true/>
                </div>
            </details>
            <div class="cluster">
                {(place > 0).then(|| button("up", "arrow-up"))}
                {(!last).then(|| button("down", "arrow-down"))}
                {(!draft.frozen).then(|| view! {
                    <Check name=format!("{name}[withdrawn]") label=t!("host.options.withdraw") checked=withdrawn/>
                })}
            </div>
        </li>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use weiterblick_domain::roundtable::poll::Wording;

    fn option(no: u8, label: &str) -> PollOption {
        PollOption {
            no: no.try_into().unwrap(),
            label: Wording::german(label),
            state: OptionState::Active,
            sources: Vec::new(),
        }
    }

    fn row_input(label: &str, withdrawn: bool) -> RowInput {
        let label = TextInput { de: label.to_owned(), ..TextInput::default() };
        RowInput { label, withdrawn: if withdrawn { "true".to_owned() } else { String::new() } }
    }

    #[test]
    fn numbers_stay_with_their_options_and_new_lines_get_new_ones() {
        let known = [option(1, "Excel"), option(4, "Führung")];
        let rows = BTreeMap::from([("o1".to_owned(), row_input("Tabellen", true))]);
        let mut fields = Fields::default();
        let found = parse(&known, &rows, "Neu\nNeuer | Newer", &mut fields);
        assert!(fields.is_clean());
        let shape: Vec<_> =
            found.iter().map(|o| (o.no.get(), o.label.de.as_str(), o.state == OptionState::Active)).collect();
        assert_eq!(shape, [(1, "Tabellen", false), (4, "Führung", true), (5, "Neu", true), (6, "Neuer", true)]);
    }

    #[test]
    fn a_wrong_line_or_row_is_told_at_its_field() {
        let known = [option(100, "Letzte")];
        let mut fields = Fields::default();
        parse(&known, &BTreeMap::from([("o100".to_owned(), row_input(" ", false))]), "Zu viel", &mut fields);
        let wrong: Vec<_> = fields.done().unwrap_err().fields.into_iter().map(|field| field.field).collect();
        assert_eq!(wrong, ["rows[o100][label][de]", "pasted"]);
        assert_eq!(field("options.100", &known).as_deref(), Some("rows[o100][label][de]"));
        assert_eq!(field("options.3", &known).as_deref(), Some("pasted"));
        assert_eq!(field("max", &known), None);
    }
}
