//! The rules of a kind as fields.

use crate::roundtable::host::parts::options;
use crate::ui::{Check, Icon, Select, TextArea, TextField};
use leptos::prelude::*;
use weiterblick_domain::insight::Decimal;
use weiterblick_domain::roundtable::limits::{GRID_STEPS, POINTS_STEPS, STEP_LABEL_MAX, UNIT_MAX};
use weiterblick_domain::roundtable::poll::number::edges;
use weiterblick_domain::roundtable::poll::words::Moderation;
use weiterblick_domain::roundtable::poll::yesno::Majority;
use weiterblick_domain::roundtable::poll::{Rules, Wording, grid, number, points, scale};

/// Everything that the form asks about the rules.
pub fn fields(rules: &Rules) -> AnyView {
    match rules {
        Rules::Single(_) => ().into_any(),
        Rules::Multi(rules) => pair(count("min", rules.min.into()), count("max", rules.max.into())),
        Rules::Scale(rules) => scale(rules),
        Rules::Number(rules) => numeric(rules),
        Rules::Rank(rules) => {
            pair(count("max_rank", rules.max_rank.into()), tick("complete", "rank_complete", rules.complete))
        }
        Rules::Points(rules) => points(rules),
        Rules::Dots(rules) => view! {
            {pair(count("dots", rules.dots.into()), count("max_per_option", rules.max_per_option.into()))}
            {tick("use_all", "use_all", rules.use_all)}
        }
        .into_any(),
        Rules::Grid(rules) => matrix(rules),
        Rules::Words(rules) => {
            view! { {labelled("max", "max_words", rules.max.to_string())} {moderation(rules.moderation)} }.into_any()
        }
        Rules::Cards(rules) => {
            view! { {labelled("max", "max_cards", rules.max.to_string())} {moderation(rules.moderation)} }.into_any()
        }
        Rules::YesNo(rules) => {
            let words = std::iter::once("none").chain(Majority::ALL.iter().map(|majority| majority.word()));
            let value = rules.majority.map_or("none", Majority::word);
            view! {
                <Select name="rules[majority]" label=t!("host.rules.majority") options=options(words, |word| format!("host.rules.majority_{word}")) value=value/>
            }
            .into_any()
        }
    }
}

fn pair(first: AnyView, second: AnyView) -> AnyView {
    view! { <div class="grid" data-col="s">{first}{second}</div> }.into_any()
}

fn count(name: &'static str, value: i64) -> AnyView {
    labelled(name, name, value.to_string())
}

fn labelled(name: &str, label: &str, value: String) -> AnyView {
    let (name, label) = (format!("rules[{name}]"), t!(format!("host.rules.{label}")));
    view! { <TextField name=name label=label value=value inputmode="numeric" maxlength=14 autocomplete="off"/> }
        .into_any()
}

fn optional(name: &str, hint: String, value: String) -> AnyView {
    let (field, label) = (format!("rules[{name}]"), t!(format!("host.rules.{name}")));
    view! { <TextField name=field label=label hint=hint value=value inputmode="numeric" maxlength=14 optional=true/> }
        .into_any()
}

fn tick(name: &str, label: &str, checked: bool) -> AnyView {
    view! { <Check name=format!("rules[{name}]") label=t!(format!("host.rules.{label}")) checked=checked/> }.into_any()
}

fn moderation(value: Moderation) -> AnyView {
    let words = Moderation::ALL.iter().map(|moderation| moderation.word());
    view! {
        <Select name="rules[moderation]" label=t!("host.rules.moderation") options=options(words, |word| format!("host.rules.moderation_{word}"))
            value=value.word()/>
    }
    .into_any()
}

fn scale(rules: &scale::Rules) -> AnyView {
    let lines =
        |version: fn(&Wording) -> Option<&str>| rules.labels.iter().filter_map(version).collect::<Vec<_>>().join("\n");
    let neutral = scale::Neutral::ALL.iter().map(|neutral| neutral.word());
    view! {
        {count("steps", rules.steps.into())}
        <TextArea name="rules[labels_de]" label=t!("host.rules.labels") hint=t!("host.rules.labels_hint")
            value=lines(|label| Some(&label.de)) rows=3/>
        <details class="disclosure" open=rules.labels.iter().any(|label| label.en.is_some() || label.plain.is_some())>
            <summary><Icon name="globe"/>{t!("host.versions")}<Icon name="chevron-down"/></summary>
            <div class="stack" data-gap="4">
                <TextArea name="rules[labels_en]" label=t!("host.version_en") value=lines(|label| label.en.as_deref()) rows=3 optional=true/>
                <TextArea name="rules[labels_plain]" label=t!("host.version_plain") value=lines(|label| label.plain.as_deref()) rows=3
                    optional=true/>
            </div>
        </details>
        <Select name="rules[neutral]" label=t!("host.rules.neutral") options=options(neutral, |word| format!("host.rules.neutral_{word}"))
            value=rules.neutral.word()/>
        {tick("complete", "scale_complete", rules.complete)}
    }
    .into_any()
}

fn numeric(rules: &number::Rules) -> AnyView {
    let shown = |units: i64| Decimal::new(units, rules.decimals).to_string().replace('.', ",");
    let automatic = edges(rules.min, rules.max, None).as_ref() == Some(&rules.edges);
    let width = match rules.edges.as_slice() {
        [first, second, ..] if !automatic => shown(second - first),
        _ => String::new(),
    };
    let unit = rules.unit.clone().unwrap_or_default();
    view! {
        {pair(labelled("min", "min_value", shown(rules.min)), labelled("max", "max_value", shown(rules.max)))}
        {count("decimals", rules.decimals.into())}
        {versions("unit", "unit", &unit, UNIT_MAX, true)}
        {optional("width", t!("host.rules.width_hint"), width)}
    }
    .into_any()
}

fn points(rules: &points::Rules) -> AnyView {
    let steps = POINTS_STEPS.map(|step| crate::ui::SelectOption::new(step, step.to_string()));
    let spend = points::Spend::ALL.iter().map(|spend| spend.word());
    let most = rules.max_per_option.map(|most| most.to_string()).unwrap_or_default();
    view! {
        {count("budget", rules.budget.into())}
        <Select name="rules[step]" label=t!("host.rules.step") options=steps.to_vec() value=rules.step.to_string()/>
        <Select name="rules[spend]" label=t!("host.rules.spend") options=options(spend, |word| format!("host.rules.spend_{word}")) value=rules.spend.word()/>
        {optional("max_per_option", t!("host.rules.max_per_option_hint"), most)}
    }
    .into_any()
}

fn matrix(rules: &grid::Rules) -> AnyView {
    let steps = GRID_STEPS.map(|step| crate::ui::SelectOption::new(step, step.to_string()));
    let axis = |name: &str, axis: &grid::Axis| {
        view! {
            <fieldset class="question stack" data-gap="4">
                <legend>{t!(format!("host.rules.axis_{name}"))}</legend>
                {versions(&format!("{name}_name"), "axis_name", &axis.name, STEP_LABEL_MAX, false)}
                {versions(&format!("{name}_low"), "axis_low", &axis.low, STEP_LABEL_MAX, false)}
                {versions(&format!("{name}_high"), "axis_high", &axis.high, STEP_LABEL_MAX, false)}
            </fieldset>
        }
    };
    let named = |of: fn(&grid::Quadrants) -> &Wording| rules.quadrants.as_ref().map(of).cloned().unwrap_or_default();
    let quadrants = [
        ("high_high", named(|quadrants| &quadrants.high_high)),
        ("low_high", named(|quadrants| &quadrants.low_high)),
        ("high_low", named(|quadrants| &quadrants.high_low)),
        ("low_low", named(|quadrants| &quadrants.low_low)),
    ]
    .map(|(name, value)| {
        versions(&format!("quadrants_{name}"), &format!("quadrant_{name}"), &value, STEP_LABEL_MAX, true)
    });
    view! {
        <Select name="rules[steps]" label=t!("host.rules.grid_steps") options=steps.to_vec() value=rules.steps.to_string()/>
        {axis("x", &rules.x)}
        {axis("y", &rules.y)}
        <fieldset class="question stack" data-gap="4">
            <legend>{t!("host.rules.quadrants")}</legend>
            <p class="hint">{t!("host.rules.quadrants_hint")}</p>
            {quadrants.collect_view()}
        </fieldset>
    }
    .into_any()
}

/// A short text of the rules: German, and the other versions folded.
fn versions(name: &str, label: &str, value: &Wording, max: usize, optional: bool) -> AnyView {
    let max = u32::try_from(max).unwrap_or(u32::MAX);
    let label = t!(format!("host.rules.{label}"));
    let Wording { de, en, plain } = value.clone();
    let open = en.is_some() || plain.is_some();
    let others = [("en", en), ("plain", plain)]
        .map(|(version, text)| {
            let label = t!("host.version", label = label, version = t!(format!("host.version_{version}")));
            view! {
                <TextField name=format!("rules[{name}_{version}]") label=label value=text.unwrap_or_default() maxlength=max optional=true/>
            }
        })
        .collect_view();
    view! {
        <div class="stack" data-gap="2">
            <TextField name=format!("rules[{name}_de]") label=label value=de maxlength=max optional=optional/>
            <details class="disclosure" open=open>
                <summary><Icon name="globe"/>{t!("host.versions")}<Icon name="chevron-down"/></summary>
                <div class="stack" data-gap="3">{others}</div>
            </details>
        </div>
    }
    .into_any()
}
