use crate::context::{Ctx, RequestContext, request};
use crate::error::Error;
use crate::page::{Frame, Page, path_param, query};
use crate::survey::answering::question::{Filled, Heading, QuestionView};
use crate::texts::language;
use crate::ui::{Alert, Icon};
use leptos::prelude::*;
use std::sync::Arc;
use weiterblick_domain::ids::{QuestionnaireId, QuestionnaireVersionId};
use weiterblick_domain::policy::Relation;
use weiterblick_domain::policy::action::ReadSurveys;
use weiterblick_domain::questionnaire::{self as model, Definition, Layout, pages};
use weiterblick_domain::survey::Mode;
use weiterblick_domain::text::Language;
use weiterblick_store::questionnaire as store;

/// `/frageboegen/{id}/vorschau`: as a participant sees it, without a form around it: nothing can be sent or stored.
///
/// `?version=` one version, else the newest; `?ansicht=einzeln` one question a page with `?seite=`; `?sprache=` of the
/// questions.
pub async fn preview() -> Result<Page, Error> {
    let ctx = Ctx::get()?;
    let grant = ctx.grant::<ReadSurveys>(Relation::Organisation)?;
    let id: QuestionnaireId = path_param("id")?;
    let mut conn = ctx.state.db.read().await?;
    let found = store::questionnaire(&mut conn, &grant, id).await?;
    let wanted: Option<QuestionnaireVersionId> = query("version").parse().ok();
    let version = match wanted {
        Some(version) => store::version(&mut conn, &grant, version).await?,
        None => found.newest,
    };
    drop(conn);
    if version.questionnaire != id {
        return Err(Error::not_found());
    }
    let title = found.title.get(language()).to_owned();
    let place = Place::of(id, wanted, &version.definition);
    Ok(show(&title, &place, &version.definition))
}

/// Builds a view as if the request were in `language`: what stands around the questions is in their language too.
fn in_language(language: Language, build: impl FnOnce() -> AnyView) -> AnyView {
    let request = RequestContext { language, ..(*request()).clone() };
    Owner::new().with(|| {
        provide_context(Arc::new(request));
        build()
    })
}

/// What of the questionnaire is looked at, and how.
struct Place {
    id: QuestionnaireId,
    version: Option<QuestionnaireVersionId>,
    language: Language,
    layout: Layout,
    index: usize,
}

impl Place {
    fn of(id: QuestionnaireId, version: Option<QuestionnaireVersionId>, definition: &Definition) -> Self {
        let offered = |wanted: &Language| definition.languages.contains(wanted);
        let chosen = Language::from_code(&query("sprache")).filter(offered);
        let language = chosen.or_else(|| Some(language()).filter(offered)).unwrap_or(definition.base_language);
        let layout = if query("ansicht") == "einzeln" { Layout::One } else { Layout::All };
        let last = pages(definition, layout).len().saturating_sub(1);
        let index = query("seite").parse::<usize>().unwrap_or(1).saturating_sub(1).min(last);
        Self { id, version, language, layout, index }
    }

    fn address(&self) -> String {
        let mut parts = vec![format!("sprache={}", self.language.code())];
        parts.extend(self.version.map(|version| format!("version={version}")));
        if self.layout == Layout::One {
            parts.push("ansicht=einzeln".to_owned());
        }
        if self.index > 0 {
            parts.push(format!("seite={}", self.index + 1));
        }
        format!("/frageboegen/{}/vorschau?{}", self.id, parts.join("&"))
    }
}

fn show(title: &str, place: &Place, definition: &Definition) -> Page {
    let pages = pages(definition, place.layout);
    let filled = Filled::default();
    let heading = if place.layout == Layout::One { Heading::Two } else { Heading::Three };
    let questions =
        QuestionView { definition, filled: &filled, mode: Mode::Anonymous, language: place.language, heading };
    let parts = pages.get(place.index).map(|page| in_language(place.language, || parts(&questions, page)));
    let tools = tools(place, definition);
    let content = view! {
        <div class="wrap survey__grid">
            <div class="survey__progress">
                <Alert title=t!("questionnaire.preview.banner")><p>{t!("questionnaire.preview.banner_text")}</p></Alert>
                {tools}
            </div>
            <div class="survey__main" lang=place.language.code()>
                <h1>{title.to_owned()}</h1>
                {parts}
            </div>
            {(place.layout == Layout::One).then(|| bar(place, pages.len()))}
        </div>
    };
    Page::new(t!("questionnaire.preview.page", title = title), content)
        .frame(Frame::Survey)
        .org(t!("questionnaire.preview.org"))
}

fn tools(place: &Place, definition: &Definition) -> AnyView {
    let languages = definition
        .languages
        .iter()
        .map(|language| {
            let there = Place { language: *language, ..*place };
            let current = *language == place.language;
            view! {
                <li>
                    <a class="link-plain" href=there.address() lang=language.code() aria-current=current.then_some("true")>
                        {t!(format!("language.{}", language.code()))}
                    </a>
                </li>
            }
        })
        .collect_view();
    let (layout, key) = match place.layout {
        Layout::One => (Layout::All, "questionnaire.preview.whole"),
        Layout::Section | Layout::All => (Layout::One, "questionnaire.preview.paged"),
    };
    let other = Place { layout, index: 0, ..*place };
    view! {
        <ul class="cluster" data-gap="5">
            {languages}
            <li><a class="link-plain" href=other.address()>{t!(key)}</a></li>
            <li><a class="link-plain" href=format!("/frageboegen/{}", place.id)>{t!("questionnaire.preview.back")}</a></li>
        </ul>
    }
    .into_any()
}

fn parts(questions: &QuestionView<'_>, page: &model::Page) -> AnyView {
    page.parts.iter().map(|part| questions.part(part, Heading::Two)).collect_view().into_any()
}

fn bar(place: &Place, of: usize) -> AnyView {
    let to = |index: usize| Place { index, ..*place }.address();
    view! {
        <div class="survey__bar">
            <div class="survey__bar-row">
                {(place.index > 0).then(|| view! {
                    <a class="button" data-kind="secondary" href=to(place.index - 1)>
                        <Icon name="arrow-left" flip=true/>{t!("questionnaire.preview.previous")}
                    </a>
                })}
                {(place.index + 1 < of).then(|| view! {
                    <a class="button" href=to(place.index + 1)>
                        {t!("questionnaire.preview.next")}<Icon name="arrow-right" flip=true/>
                    </a>
                })}
            </div>
        </div>
    }
    .into_any()
}
