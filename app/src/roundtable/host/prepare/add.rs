//! Adding to the agenda: a poll of a kind, a template, or something without a poll.

use super::agenda::ItemFields;
use super::api::{AddItem, UseTemplate};
use super::page::Prepared;
use crate::form::PostForm;
use crate::roundtable::host::parts::path;
use crate::ui::{Icon, Section};
use leptos::prelude::*;
use weiterblick_domain::roundtable::poll::Kind;
use weiterblick_domain::roundtable::poll::template::Template;

pub fn add(prepared: &Prepared, offered: Vec<(String, Template)>) -> AnyView {
    let own = path(&prepared.event);
    let kinds = Kind::ALL
        .iter()
        .map(|kind| {
            let word = kind.word();
            view! {
                <li>
                    <a class="tile" href=format!("{own}/abstimmungen/neu?art={word}")>
                        <span class="tile__title">{t!(format!("poll.kind.{word}"))}</span>
                        <span class="tile__text">{t!(format!("host.kind.{word}"))}</span>
                    </a>
                </li>
            }
        })
        .collect_view();
    let language = prepared.format.language();
    let event = prepared.event.id.to_string();
    let templates = offered
        .into_iter()
        .map(|(key, template)| {
            let title = template.title.get(language).to_owned();
            let event = event.clone();
            view! {
                <li class="tile">
                    <span class="tile__title">{title.clone()}</span>
                    <span class="tile__text">{template.description.get(language).to_owned()}</span>
                    {template.antitrust_note.then(|| view! { <span class="tile__text">{t!("host.add.antitrust")}</span> })}
                    <PostForm<UseTemplate> row=("template", key)>
                        <input type="hidden" name="event" value=event/>
                        <button class="button" data-kind="secondary" data-size="s" type="submit">
                            <Icon name="plus"/>{t!("host.add.use")}<span class="visually-hidden">": "{title}</span>
                        </button>
                    </PostForm<UseTemplate>>
                </li>
            }
        })
        .collect_view();
    let empty = prepared.agenda.is_empty();
    view! {
        <Section id="hinzufuegen" title=t!("host.add.title") text=t!("host.add.text")>
            <div>
                <details class="disclosure" open=empty>
                    <summary><Icon name="chart"/>{t!("host.add.poll")}<Icon name="chevron-down"/></summary>
                    <ul class="grid tiles" data-col="s">{kinds}</ul>
                </details>
                <details class="disclosure">
                    <summary><Icon name="copy"/>{t!("host.add.template")}<Icon name="chevron-down"/></summary>
                    <ul class="grid tiles" data-col="m">{templates}</ul>
                </details>
                <details class="disclosure">
                    <summary><Icon name="plus"/>{t!("host.add.item")}<Icon name="chevron-down"/></summary>
                    <PostForm<AddItem> class="form">
                        <input type="hidden" name="event" value=event/>
                        <ItemFields plan=None/>
                        <button class="button" type="submit">{t!("host.add.action")}</button>
                    </PostForm<AddItem>>
                </details>
            </div>
        </Section>
    }
    .into_any()
}
