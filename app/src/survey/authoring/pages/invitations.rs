use super::slips;
use crate::context::Ctx;
use crate::error::Error;
use crate::export::csv::{self, Cell};
use crate::form::{PostForm, result_of};
use crate::format::Format;
use crate::page::{Page, encode, path_param};
use crate::survey::authoring::api::{LinksMade, MakeLinks, PrintSheets, RenewLink, SendMails};
use crate::survey::authoring::parts::{Choices, Radio};
use crate::texts::language;
use crate::ui::{
    Alert, Badge, Check, Confirm, Empty, Icon, ListQuery, NothingFound, PAGE_SIZE, PageHead, SEARCHABLE, Search,
    Section, Select, SelectOption, TextField, pages,
};
use leptos::prelude::*;
use weiterblick_domain::ids::SurveyId;
use weiterblick_domain::policy::Relation;
use weiterblick_domain::policy::action::{HandOutInvitations, ReadSurveys};
use weiterblick_domain::survey::Mode;
use weiterblick_store::survey::{self as store, Mails, Personal, SheetGroup, Survey};

/// `/umfragen/{id}/einladungen`: links to hand out, mails, code sheets. What was just made is shown in this answer only.
pub async fn invitations() -> Result<Page, Error> {
    let ctx = Ctx::get()?;
    ctx.grant::<HandOutInvitations>(Relation::Organisation)?;
    let read = ctx.grant::<ReadSurveys>(Relation::Organisation)?;
    let id: SurveyId = path_param("id")?;
    let mut conn = ctx.state.db.read().await?;
    let survey = store::survey(&mut conn, &read, id).await?;
    if let Some(made) = result_of::<PrintSheets>() {
        return Ok(slips::sheets(&ctx, &survey, made));
    }
    let made = result_of::<MakeLinks>().or_else(result_of::<RenewLink>);
    if let Some(made) = made.clone().filter(|made| made.slips) {
        return Ok(slips::links(&ctx, &survey, made));
    }
    let open = survey.period().is_some_and(|period| survey.state.accepts_answers(&period, ctx.now));
    let invited = store::personal(&mut conn, id).await?;
    let groups = match survey.mode {
        Mode::Anonymous => store::sheet_groups(&mut conn, id).await?,
        Mode::Named => Vec::new(),
    };
    let mails = store::mails(&mut conn, id).await?;
    drop(conn);
    let format = Format::of(&ctx);
    let trail =
        vec![(t!("survey.area.surveys"), "/umfragen".to_owned()), (survey.title.clone(), format!("/umfragen/{id}"))];
    let body = if open {
        view! {
            {made.map(|made| links_made(&survey, made))}
            {links(&survey, &invited)}
            {mail(&survey, &invited, mails, ctx.state.settings.mail)}
            {(survey.mode == Mode::Anonymous).then(|| codes(&survey, &groups, &format))}
        }
        .into_any()
    } else {
        view! {
            <Empty title=t!("survey.invitations.closed_title") text=t!("survey.invitations.closed_text")>
                <a class="link-plain" href=format!("/umfragen/{id}")>{t!("survey.invitations.to_survey")}</a>
            </Empty>
        }
        .into_any()
    };
    let content = view! {
        <div class="wrap">
            <PageHead title=t!("survey.invitations.title") lead=t!("survey.invitations.lead") trail=trail/>
            <div class="stack" data-gap="section">{body}</div>
        </div>
    };
    Ok(Page::new(t!("survey.invitations.page", title = survey.title), content))
}

/// The links that were just made, as a list and as a file.
fn links_made(survey: &Survey, made: LinksMade) -> AnyView {
    let header = ["name", "unit", "email", "link"].map(|column| t!(format!("survey.invitations.column_{column}")));
    let lines = made
        .rows
        .iter()
        .map(|row| [row.name.clone(), row.unit.clone(), row.email.clone(), row.link.clone()].map(Cell::text).to_vec());
    let file = csv::write(language(), header.clone(), lines);
    let address = format!("data:{},{}", csv::CONTENT_TYPE.replace(' ', ""), percent(&file));
    let name = t!("survey.invitations.file", title = survey.title);
    let rows = made
        .rows
        .into_iter()
        .map(|row| {
            view! {
                <tr role="row">
                    <th role="rowheader" scope="row">
                        <span>{row.name}<span class="table__sub">{row.unit}</span></span>
                    </th>
                    <td role="cell" data-label=t!("survey.invitations.column_link")><code class="link-once">{row.link}</code></td>
                </tr>
            }
        })
        .collect_view();
    let [name_column, _, _, link_column] = header;
    let once = t!(format!("survey.invitations.once_{}", survey.mode));
    view! {
        <Section id="neu" title=t!("survey.invitations.made")>
            <Alert kind="warn" title=t!("survey.invitations.once_title")>
                <p>{once}</p>
            </Alert>
            <p class="cluster">
                <a class="button" data-kind="secondary" href=address download=name>
                    <Icon name="download"/>{t!("survey.invitations.save")}
                </a>
            </p>
            <div class="table-box">
                <table class="table" data-stack="" role="table">
                    <caption class="visually-hidden">{t!("survey.invitations.made")}</caption>
                    <thead role="rowgroup">
                        <tr role="row">
                            <th role="columnheader" scope="col">{name_column}</th>
                            <th role="columnheader" scope="col">{link_column}</th>
                        </tr>
                    </thead>
                    <tbody role="rowgroup">{rows}</tbody>
                </table>
            </div>
        </Section>
    }
    .into_any()
}

/// A file inside an address: the links leave the server once, with this page, and no address serves them again.
fn percent(file: &[u8]) -> String {
    encode(&String::from_utf8_lossy(file))
}

fn links(survey: &Survey, invited: &[Personal]) -> AnyView {
    let id = survey.id.to_string();
    if invited.is_empty() {
        return view! {
            <Section id="links" title=t!("survey.links.title")><p>{t!("survey.links.nobody")}</p></Section>
        }
        .into_any();
    }
    let made_before = survey.links_made;
    let form_id = id.clone();
    let form = move |button: &'static str| {
        view! {
            <PostForm<MakeLinks> class="form">
                <input type="hidden" name="survey" value=form_id/>
                <Choices name="form" legend=t!("survey.links.form")>
                    <Radio name="form" value="list" label=t!("survey.links.list") hint=t!("survey.links.list_hint") checked=true/>
                    <Radio name="form" value="slips" label=t!("survey.links.slips") hint=t!("survey.links.slips_hint")/>
                </Choices>
                <button class="button" type="submit">{t!(button)}</button>
            </PostForm<MakeLinks>>
        }
    };
    let everybody = if made_before {
        view! {
            <Confirm open=t!("survey.links.again") question=t!("survey.links.again_question") text=t!("survey.links.again_text")>
                {form("survey.links.again")}
            </Confirm>
        }
        .into_any()
    } else {
        form("survey.links.make").into_any()
    };
    let single = made_before.then(|| single(id, invited));
    let text = tn!("survey.links.text", invited.len());
    let about = match survey.mode {
        Mode::Anonymous => t!("survey.links.anonymous"),
        Mode::Named => t!("survey.links.named"),
    };
    view! {
        <Section id="links" title=t!("survey.links.title") text=text>
            <p>{about}</p>
            {everybody}
            {single}
        </Section>
    }
    .into_any()
}

/// A new link for one person, who is searched for where there are many.
fn single(survey: String, invited: &[Personal]) -> AnyView {
    let list = ListQuery::of_request("links", &[]);
    let search = (invited.len() >= SEARCHABLE).then(|| {
        view! { <Search list=list.clone() label=t!("survey.links.search")/> }
    });
    let found = invited.iter().filter(|person| list.finds(&[&person.name(), &person.unit_name])).collect();
    let part = list.part(found, PAGE_SIZE);
    let mut options = vec![SelectOption::new("", t!("survey.links.choose"))];
    options.extend(part.items.iter().map(|person| {
        let unit = if person.unit_name.is_empty() { String::new() } else { format!(" · {}", person.unit_name) };
        SelectOption::new(person.person, format!("{}{unit}", person.name()))
    }));
    let form = if part.total == 0 {
        view! { <NothingFound list=list.clone()/> }.into_any()
    } else {
        view! {
            <PostForm<RenewLink> class="form">
                <input type="hidden" name="survey" value=survey/>
                <Select name="person" label=t!("survey.links.person") hint=t!("survey.links.person_hint") options=options/>
                <button class="button" data-kind="secondary" type="submit">{t!("survey.links.single_action")}</button>
            </PostForm<RenewLink>>
        }
        .into_any()
    };
    view! {
        <h3>{t!("survey.links.single")}</h3>
        {search}
        {form}
        {pages(part.page, part.pages, |page| list.on_page(page))}
    }
    .into_any()
}

fn mail(survey: &Survey, invited: &[Personal], mails: Mails, configured: bool) -> AnyView {
    if !configured {
        return view! {
            <Section id="mail" title=t!("survey.mails.title")><p class="text-soft">{t!("survey.mails.off")}</p></Section>
        }
        .into_any();
    }
    let addresses = invited.iter().filter(|person| !person.email.is_empty()).count();
    let state = |state: &'static str, kind: &'static str, shown: bool| {
        shown.then(|| view! { <li><Badge state=kind text=t!(format!("survey.mails.{state}"))/></li> })
    };
    let begun = mails.waiting || mails.sent;
    let send = (!begun && addresses > 0).then(|| {
        let id = survey.id.to_string();
        view! {
            <PostForm<SendMails>>
                <input type="hidden" name="survey" value=id/>
                <button class="button" data-kind="secondary" type="submit"><Icon name="send"/>{t!("survey.mails.send")}</button>
            </PostForm<SendMails>>
        }
    });
    let text = match (begun, addresses) {
        (true, _) => t!("survey.mails.begun"),
        (false, 0) => t!("survey.mails.nobody"),
        (false, count) => tn!("survey.mails.text", count),
    };
    let states = [
        state("waiting", "draft", mails.waiting),
        state("sent", "ok", mails.sent && !mails.waiting),
        state("failed", "error", mails.failed),
    ];
    let states: Vec<_> = states.into_iter().flatten().collect();
    view! {
        <Section id="mail" title=t!("survey.mails.title") text=text>
            {(!states.is_empty()).then(|| view! { <ul class="cluster">{states}</ul> })}
            {mails.failed.then(|| view! { <p>{t!("survey.mails.failed_text")}</p> })}
            {send}
        </Section>
    }
    .into_any()
}

fn group_name(group: &SheetGroup, several: bool) -> String {
    let unit = if group.unit_name.is_empty() { t!("survey.size.no_unit") } else { group.unit_name.clone() };
    let profile = group.profile_title.get(language());
    if several && !profile.is_empty() { format!("{unit} · {profile}") } else { unit }
}

fn group_value(group: &SheetGroup) -> String {
    let unit = group.unit.map(|unit| unit.to_string()).unwrap_or_default();
    let profile = group.profile.map(|profile| profile.to_string()).unwrap_or_default();
    format!("{unit}.{profile}")
}

fn codes(survey: &Survey, groups: &[SheetGroup], format: &Format) -> AnyView {
    let several = |group: &SheetGroup| groups.iter().filter(|other| other.unit == group.unit).count() > 1;
    let named: Vec<(String, &SheetGroup)> =
        groups.iter().map(|group| (group_name(group, several(group)), group)).collect();
    let rows = named
        .iter()
        .map(|(name, group)| {
            view! {
                <tr role="row">
                    <th role="rowheader" scope="row">{name.clone()}</th>
                    <td role="cell" data-label=t!("survey.size.people") data-num="">{format.count(group.members)}</td>
                    <td role="cell" data-label=t!("survey.codes.on_paper") data-num="">{format.count(group.on_paper)}</td>
                    <td role="cell" data-label=t!("survey.codes.printed") data-num="">{format.count(group.printed)}</td>
                </tr>
            }
        })
        .collect_view();
    let options = named.iter().map(|(name, group)| SelectOption::new(group_value(group), name.clone())).collect();
    let id = survey.id.to_string();
    let first = named.first().map_or(1, |(_, group)| (group.on_paper - group.printed).max(1));
    view! {
        <Section id="codes" title=t!("survey.codes.title") text=t!("survey.codes.text")>
            <div class="table-box">
                <table class="table" data-stack="" role="table">
                    <caption class="visually-hidden">{t!("survey.codes.caption")}</caption>
                    <thead role="rowgroup">
                        <tr role="row">
                            <th role="columnheader" scope="col">{t!("survey.size.unit")}</th>
                            <th role="columnheader" scope="col" data-num="">{t!("survey.size.people")}</th>
                            <th role="columnheader" scope="col" data-num="">{t!("survey.codes.on_paper")}</th>
                            <th role="columnheader" scope="col" data-num="">{t!("survey.codes.printed")}</th>
                        </tr>
                    </thead>
                    <tbody role="rowgroup">{rows}</tbody>
                </table>
            </div>
            <PostForm<PrintSheets> class="form">
                <input type="hidden" name="survey" value=id/>
                <Select name="group" label=t!("survey.codes.group") options=options/>
                <TextField name="count" label=t!("survey.codes.count") hint=t!("survey.codes.count_hint")
                    value=first.to_string() inputmode="numeric" maxlength=4 autocomplete="off"/>
                <Check name="replace" label=t!("survey.codes.replace") hint=t!("survey.codes.replace_hint")/>
                <button class="button" type="submit"><Icon name="qr"/>{t!("survey.codes.action")}</button>
            </PostForm<PrintSheets>>
        </Section>
    }
    .into_any()
}
