//! Keys for the projector, moderators, emergencies and tables: made, shown once, counted, taken back.

use super::api::{KeyMade, SINGLE};
use super::{CountTables, MakeKey, MakeTables, RevokeKey};
use crate::form::PostForm;
use crate::roundtable::host::parts::options;
use crate::survey::answering::qr::qr;
use crate::ui::{Alert, Icon, Section, Select, TextField};
use leptos::prelude::*;
use weiterblick_domain::ids::EventId;
use weiterblick_domain::roundtable::access::KeyKind;
use weiterblick_store::roundtable::access_key::Key;
use weiterblick_store::roundtable::table::Table;

/// The link that was just made, on top of the page.
pub fn made(made: KeyMade) -> AnyView {
    let title = t!(format!("host.keys.{}", made.kind));
    let label = made.label;
    view! {
        <Section id="neu" title=title.clone()>
            <Alert kind="warn" title=t!("host.keys.once_title")><p>{t!("host.keys.once_text")}</p></Alert>
            {(!label.is_empty()).then(|| view! { <p>{label}</p> })}
            <p><code class="link-once">{made.link.clone()}</code></p>
            {qr(&made.link, title)}
        </Section>
    }
    .into_any()
}

pub fn section(event: EventId, keys: &[Key]) -> AnyView {
    let id = event.to_string();
    let kinds = SINGLE.iter().map(|kind| kind.word());
    let kinds = options(kinds, |word| format!("host.keys.{word}"));
    let listed = list(event, keys.iter().filter(|key| key.kind != KeyKind::Table));
    view! {
        <Section id="schluessel" title=t!("host.keys.title") text=t!("host.keys.text")>
            {listed}
            <PostForm<MakeKey> class="form">
                <input type="hidden" name="event" value=id/>
                <Select name="kind" label=t!("host.keys.kind") options=kinds/>
                <TextField name="label" label=t!("host.keys.label") hint=t!("host.keys.label_hint") maxlength=60 optional=true/>
                <button class="button" data-kind="secondary" type="submit"><Icon name="key"/>{t!("host.keys.make")}</button>
            </PostForm<MakeKey>>
        </Section>
    }
    .into_any()
}

/// Tables with how many people are at them.
pub fn tables(event: EventId, keys: &[Key], coupled: &[Table]) -> AnyView {
    let id = event.to_string();
    let listed = list(event, keys.iter().filter(|key| key.kind == KeyKind::Table));
    let heads = coupled
        .iter()
        .map(|table| {
            let value = if table.heads > 0 { table.heads.to_string() } else { String::new() };
            view! {
                <TextField name=format!("heads[{}]", table.key) label=table.label.clone() value=value inputmode="numeric" maxlength=3/>
            }
        })
        .collect_view();
    let counting = (!coupled.is_empty()).then(|| {
        let id = id.clone();
        view! {
            <PostForm<CountTables> class="form">
                <input type="hidden" name="event" value=id/>
                <h3>{t!("host.tables.heads")}</h3>
                <p class="hint">{t!("host.tables.heads_hint")}</p>
                {heads}
                <button class="button" data-kind="secondary" type="submit">{t!("form.save")}</button>
            </PostForm<CountTables>>
        }
    });
    view! {
        <Section id="tische" title=t!("host.tables.title") text=t!("host.tables.text")>
            {listed}
            {counting}
            <PostForm<MakeTables> class="form">
                <input type="hidden" name="event" value=id/>
                <TextField name="count" label=t!("host.tables.count") inputmode="numeric" maxlength=2 autocomplete="off"/>
                <button class="button" data-kind="secondary" type="submit"><Icon name="print"/>{t!("host.tables.make")}</button>
            </PostForm<MakeTables>>
        </Section>
    }
    .into_any()
}

fn list<'a>(event: EventId, keys: impl Iterator<Item = &'a Key>) -> Option<AnyView> {
    let rows: Vec<_> = keys.map(|key| row(event, key)).collect();
    if rows.is_empty() {
        return None;
    }
    let table = view! {
        <div class="table-box">
            <table class="table" data-stack="" role="table">
                <caption class="visually-hidden">{t!("host.keys.caption")}</caption>
                <thead role="rowgroup">
                    <tr role="row">
                        <th role="columnheader" scope="col">{t!("host.keys.kind")}</th>
                        <th role="columnheader" scope="col">{t!("host.keys.used")}</th>
                        <th role="columnheader" scope="col">{t!("host.list.column_actions")}</th>
                    </tr>
                </thead>
                <tbody role="rowgroup">{rows}</tbody>
            </table>
        </div>
    };
    Some(table.into_any())
}

fn row(event: EventId, key: &Key) -> AnyView {
    let kind = t!(format!("host.keys.{}", key.kind.word()));
    let label = if key.label.is_empty() { kind.clone() } else { key.label.clone() };
    let used = if key.redeemed { t!("host.keys.used_yes") } else { t!("host.keys.used_no") };
    view! {
        <tr role="row">
            <th role="rowheader" scope="row"><span>{label.clone()}<span class="table__sub">{kind}</span></span></th>
            <td role="cell" data-label=t!("host.keys.used")>{used}</td>
            <td role="cell">
                <PostForm<RevokeKey> row=("key", key.id.to_string())>
                    <input type="hidden" name="event" value=event.to_string()/>
                    <button class="button" data-kind="danger" data-size="s" type="submit">
                        {t!("host.keys.revoke")}<span class="visually-hidden">": "{label}</span>
                    </button>
                </PostForm<RevokeKey>>
            </td>
        </tr>
    }
    .into_any()
}
