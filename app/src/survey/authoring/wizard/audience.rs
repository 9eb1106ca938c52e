use super::{Step, bar, head};
use crate::context::Ctx;
use crate::error::Error;
use crate::form::PostForm;
use crate::format::Format;
use crate::page::Page;
use crate::survey::authoring::api::SaveAudience;
use crate::survey::authoring::dates::day_of;
use crate::survey::authoring::opening::rules;
use crate::survey::authoring::parts::{Choices, Radio};
use crate::ui::{Alert, Check, Icon, Section};
use leptos::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use weiterblick_domain::ids::UnitId;
use weiterblick_domain::organisation::Tree;
use weiterblick_domain::survey::{AudienceFinding, Mode};
use weiterblick_store::organisation::tree_of;
use weiterblick_store::survey::{self as store, Audience, Candidate, Rules, Scope, Survey};

/// Step 3: the whole organisation or units, who is left out, and whether the groups are large enough.
pub async fn page(ctx: &Ctx, survey: Survey) -> Result<Page, Error> {
    let mut conn = ctx.state.db.read().await?;
    let today = day_of(&ctx.state.settings.time_zone, ctx.now).ok_or_else(|| Error::internal("calendar"))?;
    let tree = tree_of(&mut conn, survey.organisation).await?;
    let people = store::candidates(&mut conn, survey.organisation, survey.id, today).await?;
    let scope = Scope {
        whole_organisation: survey.whole_organisation,
        units: store::chosen_units(&mut conn, survey.id).await?,
    };
    // Who is shown for leaving out: readers of results, and whoever is left out already.
    let insiders: Vec<Candidate> = store::in_scope(people.clone(), &tree, &scope)
        .into_iter()
        .filter(|person| person.insider || person.excluded)
        .collect();
    // Before any merge, so that the table names the units that people know.
    let audience = store::resolve(people, &tree, &scope, Rules { merge_small: false, ..rules(&survey) });
    let format = Format::of(ctx);
    let (own, k) = (survey.clone(), survey.threshold.k());
    let form = view! {
        <PostForm<SaveAudience> class="wizard">
            <input type="hidden" name="survey" value=survey.id.to_string()/>
            {head(t!("survey.audience.title"), t!("survey.audience.lead"))}
            <Choices name="scope" legend=t!("survey.audience.scope")>
                <Radio name="scope" value="whole" label=t!("survey.audience.whole") checked=scope.whole_organisation/>
                <Radio name="scope" value="units" label=t!("survey.audience.some") hint=t!("survey.audience.some_hint")
                    checked=!scope.whole_organisation/>
            </Choices>
            {units(&tree, &scope.units)}
            {left_out(insiders)}
            {size_check(&own, &audience, &format)}
            {bar(3)}
        </PostForm<SaveAudience>>
    }
    .into_any();
    let help = vec![
        (t!("survey.help.small"), t!("survey.help.small_text", k = k)),
        (t!("survey.help.insiders"), t!("survey.help.insiders_text")),
        (t!("survey.help.joiners"), t!("survey.help.joiners_text")),
    ];
    Ok(Step { here: 3, survey: Some(survey), form, help }.page())
}

fn units(tree: &Tree, chosen: &BTreeSet<UnitId>) -> AnyView {
    if tree.is_empty() {
        return view! { <p class="text-soft">{t!("survey.audience.no_units")}</p> }.into_any();
    }
    let entries = tree
        .walk()
        .into_iter()
        .map(|(level, unit)| {
            view! {
                <li class="tree__name" data-level=level.to_string()>
                    <Check name="units[]" value=unit.id.to_string() label=unit.name.clone() checked=chosen.contains(&unit.id)/>
                </li>
            }
        })
        .collect_view();
    view! {
        <Choices name="units" legend=t!("survey.audience.units") hint=t!("survey.audience.units_hint")>
            <ul>{entries}</ul>
        </Choices>
    }
    .into_any()
}

fn left_out(insiders: Vec<Candidate>) -> AnyView {
    if insiders.is_empty() {
        return ().into_any();
    }
    let any = insiders.iter().any(|person| person.excluded);
    let entries = insiders
        .into_iter()
        .map(|person| {
            view! {
                <li><Check name="excluded[]" value=person.person.to_string() label=person.name() checked=person.excluded/></li>
            }
        })
        .collect_view();
    view! {
        <details class="disclosure" open=any>
            <summary>{t!("survey.audience.leave_out")}<Icon name="chevron-down"/></summary>
            <div class="stack" data-gap="2">
                <p class="hint">{t!("survey.audience.leave_out_hint")}</p>
                <ul>{entries}</ul>
            </div>
        </details>
    }
    .into_any()
}

/// The check of §11.3 for what is saved: unit by unit, and the whole.
fn size_check(survey: &Survey, audience: &Audience, format: &Format) -> AnyView {
    let k = survey.threshold.k();
    let anonymous = survey.mode == Mode::Anonymous;
    let total = i64::try_from(audience.members.len()).unwrap_or(i64::MAX);
    let names: BTreeMap<UnitId, &str> = audience.units.iter().map(|unit| (unit.id, unit.name.as_str())).collect();
    let finding = |unit: UnitId| {
        let into = audience.check.merges.iter().find(|merge| merge.unit == unit);
        if let Some(into) = into.and_then(|merge| names.get(&merge.into)) {
            return t!("survey.size.merge", unit = into);
        }
        if audience.check.stranded.contains(&unit) {
            return t!("survey.size.stranded");
        }
        if audience.check.pooled_only.contains(&unit) {
            return t!("survey.size.pooled");
        }
        t!("survey.size.fine")
    };
    let rows = audience
        .units
        .iter()
        .filter_map(|unit| {
            let members = audience.members.iter().filter(|member| member.unit == Some(unit.id)).count();
            (members > 0).then(|| {
                let count = format.count(i64::try_from(members).unwrap_or(i64::MAX));
                view! {
                    <tr role="row">
                        <th role="rowheader" scope="row">{unit.name.clone()}</th>
                        <td role="cell" data-label=t!("survey.size.people") data-num="">{count}</td>
                        {anonymous.then(|| view! { <td role="cell" data-label=t!("survey.size.finding")>{finding(unit.id)}</td> })}
                    </tr>
                }
            })
        })
        .collect_view();
    let without = audience.members.iter().filter(|member| member.unit.is_none()).count();
    let warning = anonymous.then(|| match audience.check.audience {
        AudienceFinding::Enough => None,
        AudienceFinding::Small => Some(("warn", t!("survey.size.small", k = k))),
        AudienceFinding::Impossible => Some(("error", t!("survey.size.impossible", k = k))),
    });
    let merges = anonymous && !audience.check.merges.is_empty();
    let merge_small = survey.merge_small;
    view! {
        <Section id="groesse" title=t!("survey.size.title") text=tn!("survey.size.text", total)>
            {warning.flatten().map(|(kind, text)| view! { <Alert kind=kind><p>{text}</p></Alert> })}
            <div class="table-box">
                <table class="table" data-stack="" role="table">
                    <caption class="visually-hidden">{t!("survey.size.caption")}</caption>
                    <thead role="rowgroup">
                        <tr role="row">
                            <th role="columnheader" scope="col">{t!("survey.size.unit")}</th>
                            <th role="columnheader" scope="col" data-num="">{t!("survey.size.people")}</th>
                            {anonymous.then(|| view! { <th role="columnheader" scope="col">{t!("survey.size.finding")}</th> })}
                        </tr>
                    </thead>
                    <tbody role="rowgroup">{rows}</tbody>
                </table>
            </div>
            {(without > 0).then(|| view! { <p class="text-soft">{tn!("survey.size.without", without)}</p> })}
            {merges.then(|| view! {
                <Check name="merge_small" label=t!("survey.size.accept") hint=t!("survey.size.accept_hint", k = k)
                    checked=merge_small/>
            })}
            <p class="hint">{t!("survey.size.refresh")}</p>
        </Section>
    }
    .into_any()
}
