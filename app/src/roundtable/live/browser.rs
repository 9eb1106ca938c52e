//! What the island does in a browser.

use super::pace::{Offset, left, part, retry_after};
use super::{LivePage, LiveTexts};
use crate::browser::{differs_from_page, fields};
use futures_util::StreamExt;
use gloo_net::eventsource::State;
use gloo_net::eventsource::futures::EventSource;
use gloo_net::http::{Request, Response};
use leptos::leptos_dom::helpers::{set_interval, set_timeout};
use leptos::prelude::*;
use serde::Deserialize;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;
use std::time::Duration;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::js_sys::{Date, Math};
use web_sys::{
    Document, DomParser, Element, Event, EventTarget, HtmlElement, HtmlFormElement, NodeList, SubmitEvent,
    SupportedType,
};

/// Without any event for so long the stream counts as dead, in milliseconds (L47).
const SILENT: f64 = 40_000.0;
/// A hidden page keeps its stream for so long, in milliseconds (L47).
const HIDDEN: u32 = 30_000;
/// Figures that grow are fetched no more often, in milliseconds.
const GROWING: u32 = 1_000;
/// After so many failed openings the page asks by itself (L50) …
const BLOCKED: u32 = 3;
/// … in this rhythm, in milliseconds.
const ASK_EVERY: f64 = 5_000.0;
/// Longest wait before an unsent ballot is tried again, in milliseconds (L49).
const BALLOT_WAIT: u32 = 15_000;
/// Where an unacknowledged ballot waits while the tab lives (security.md E66).
const STORED: &str = "wb-ballot";

/// As much of a frame as the page needs.
#[derive(Deserialize)]
struct Heard {
    #[serde(default)]
    r: u64,
    now: Option<f64>,
    build: Option<String>,
    b: Option<u64>,
    joined: Option<u64>,
    connected: Option<u64>,
    reason: Option<String>,
    #[serde(default)]
    rounds: Vec<HeardRound>,
}

#[derive(Deserialize)]
struct HeardRound {
    id: String,
    answered: Option<u64>,
    result: Option<HeardResult>,
}

#[derive(Deserialize)]
struct HeardResult {
    #[serde(default)]
    w: u64,
}

/// A form on its way.
#[derive(Clone)]
struct Unsent {
    url: String,
    body: String,
    /// Kept in the tab until it is acknowledged or refused.
    ballot: bool,
}

struct Client {
    page: LivePage,
    texts: LiveTexts,
    line: RwSignal<String>,
    new_build: RwSignal<bool>,
    /// The newest revisions that were asked for or shown.
    r: Cell<u64>,
    b: Cell<u64>,
    shown: RefCell<HashMap<String, u64>>,
    offset: Cell<Offset>,
    stream: RefCell<Option<EventSource>>,
    /// Streams opened so far: readers of older ones end.
    opened: Cell<u32>,
    failures: Cell<u32>,
    heard_at: Cell<f64>,
    asked_at: Cell<f64>,
    scheduled: Cell<bool>,
    asking: Cell<bool>,
    ended: Cell<bool>,
    unsent: RefCell<Option<Unsent>>,
    send_failures: Cell<u32>,
}

/// Starts the page's stream and takes over its live forms.
pub fn start(page: LivePage, texts: LiveTexts, line: RwSignal<String>, new_build: RwSignal<bool>) {
    let client = Rc::new(Client {
        r: Cell::new(page.r),
        page,
        texts,
        line,
        new_build,
        b: Cell::new(0),
        shown: RefCell::default(),
        offset: Cell::default(),
        stream: RefCell::default(),
        opened: Cell::new(0),
        failures: Cell::new(0),
        heard_at: Cell::new(Date::now()),
        asked_at: Cell::new(Date::now()),
        scheduled: Cell::new(false),
        asking: Cell::new(false),
        ended: Cell::new(false),
        unsent: RefCell::default(),
        send_failures: Cell::new(0),
    });
    let (document, window) = (document(), window());
    client.listen(&document, "submit", Client::submitted);
    client.listen(&document, "visibilitychange", |client, _| client.visibility());
    client.listen(&window, "pageshow", |client, event| {
        // The first one comes with the page itself.
        if event.is_trusted() && Date::now() - client.heard_at.get() > 1_000.0 {
            client.back();
        }
    });
    client.listen(&window, "online", |client, _| client.back());
    client.open();
    let ticking = Rc::clone(&client);
    drop(set_interval(move || ticking.tick(), Duration::from_secs(1)));
    if let Some(kept) = kept_ballot() {
        client.send(kept);
    }
}

impl Client {
    /// Handlers live as long as the page does.
    fn listen(self: &Rc<Self>, target: &EventTarget, name: &str, handler: fn(&Rc<Self>, &Event)) {
        let client = Rc::clone(self);
        let closure = Closure::<dyn Fn(Event)>::new(move |event: Event| handler(&client, &event));
        drop(target.add_event_listener_with_callback(name, closure.as_ref().unchecked_ref()));
        closure.forget();
    }

    // --- The stream ---

    fn open(self: &Rc<Self>) {
        if self.ended.get() || document().hidden() {
            return;
        }
        self.close();
        let number = self.opened.get() + 1;
        self.opened.set(number);
        self.heard_at.set(Date::now());
        let Ok(mut stream) = EventSource::new(&self.page.stream) else { return };
        for kind in ["scene", "count", "board", "hb", "bye"] {
            let Ok(mut frames) = stream.subscribe(kind) else { continue };
            let client = Rc::clone(self);
            leptos::task::spawn_local(async move {
                while let Some(frame) = frames.next().await {
                    if client.opened.get() != number {
                        break;
                    }
                    match frame {
                        Ok((kind, message)) => client.heard(&kind, &message.data().as_string().unwrap_or_default()),
                        // Every subscription hears of it; one of them acts.
                        Err(_) if kind == "scene" => client.lost(),
                        Err(_) => {}
                    }
                }
            });
        }
        *self.stream.borrow_mut() = Some(stream);
    }

    fn close(&self) {
        if let Some(stream) = self.stream.borrow_mut().take() {
            stream.close();
        }
    }

    fn lost(self: &Rc<Self>) {
        let failures = self.failures.get() + 1;
        self.failures.set(failures);
        self.say(&self.texts.lost);
        let closed = self.stream.borrow().as_ref().is_none_or(|stream| stream.state() == State::Closed);
        if closed {
            // After an answer that is no stream the browser does not try again by itself.
            let client = Rc::clone(self);
            later(retry_after(failures, Math::random()), move || client.open());
        }
    }

    fn heard(self: &Rc<Self>, kind: &str, data: &str) {
        let Ok(frame) = serde_json::from_str::<Heard>(data) else { return };
        self.failures.set(0);
        self.heard_at.set(Date::now());
        if self.line.read_untracked().as_str() == self.texts.lost {
            self.say("");
        }
        if let Some(now) = frame.now {
            let mut offset = self.offset.get();
            offset.heard(now, Date::now());
            self.offset.set(offset);
        }
        match kind {
            "scene" => self.scene(&frame),
            "count" => self.count(&frame),
            "board" if frame.b.is_some_and(|b| b > self.b.get()) => {
                let first = self.b.replace(frame.b.unwrap_or_default()) == 0;
                if !first {
                    self.refresh_within(self.page.spread.max(GROWING));
                }
            }
            "bye" => self.said_bye(frame.reason.as_deref().unwrap_or_default()),
            _ => {}
        }
    }

    fn scene(self: &Rc<Self>, frame: &Heard) {
        if frame.build.as_ref().is_some_and(|build| *build != self.page.build) {
            self.new_build.set(true);
        }
        if frame.r > self.r.get() {
            self.r.set(frame.r);
            self.refresh_within(self.page.spread);
        }
    }

    fn count(self: &Rc<Self>, frame: &Heard) {
        put("joined", frame.joined);
        put("connected", frame.connected);
        let mut grown = false;
        for round in &frame.rounds {
            put(&format!("answered-{}", round.id), round.answered);
            if let Some(result) = &round.result {
                let before = self.shown.borrow_mut().insert(round.id.clone(), result.w);
                grown |= before.is_some_and(|before| before != result.w);
            }
        }
        if grown {
            self.refresh_within(self.page.spread.max(GROWING));
        }
    }

    fn said_bye(self: &Rc<Self>, reason: &str) {
        self.close();
        match reason {
            "ended" | "denied" | "removed" => {
                self.ended.set(true);
                self.refresh();
            }
            // Another tab of the same person took over.
            "replaced" => self.ended.set(true),
            _ => self.lost(),
        }
    }

    // --- Time and visibility ---

    fn tick(self: &Rc<Self>) {
        let now = Date::now();
        let server = self.offset.get().server(now);
        for element in all(&document(), "[data-deadline]") {
            let deadline = element.get_attribute("data-deadline").and_then(|text| text.parse::<f64>().ok());
            if let Some(deadline) = deadline {
                set_text(&element, &left(deadline, server));
            }
        }
        if self.ended.get() || document().hidden() {
            return;
        }
        if now - self.heard_at.get() > SILENT {
            self.lost();
            self.open();
        }
        if self.failures.get() >= BLOCKED && now - self.asked_at.get() > ASK_EVERY {
            self.refresh_within(2_000);
        }
    }

    fn visibility(self: &Rc<Self>) {
        if !document().hidden() {
            self.back();
            return;
        }
        let client = Rc::clone(self);
        let opened = self.opened.get();
        later(HIDDEN, move || {
            if document().hidden() && client.opened.get() == opened {
                client.close();
            }
        });
    }

    /// The page is looked at again: it is right at once, and has a stream soon.
    fn back(self: &Rc<Self>) {
        self.refresh();
        let waiting = self.unsent.borrow().clone();
        if let Some(unsent) = waiting {
            self.send(unsent);
        }
        let client = Rc::clone(self);
        later(part(500, Math::random()), move || client.open());
    }

    // --- The page ---

    fn refresh_within(self: &Rc<Self>, spread: u32) {
        if self.scheduled.replace(true) {
            return;
        }
        // The few that must be quick wait their full time between two figures, the many spread out.
        let wait = if spread == GROWING { GROWING } else { part(spread, Math::random()) };
        let client = Rc::clone(self);
        later(wait, move || {
            client.scheduled.set(false);
            client.refresh();
        });
    }

    fn refresh(self: &Rc<Self>) {
        self.asked_at.set(Date::now());
        if self.asking.replace(true) {
            // What changes meanwhile is asked for afterwards.
            self.refresh_within(GROWING);
            return;
        }
        let client = Rc::clone(self);
        leptos::task::spawn_local(async move {
            let address = window().location().href().unwrap_or_default();
            let answer = Request::get(&address).header("Accept", "text/html").send().await;
            client.asking.set(false);
            match answer {
                Ok(response) if response.status() < 500 => client.show(response, None).await,
                _ => client.say(&client.texts.lost),
            }
        });
    }

    /// Puts an answer in place of what the page shows. `sent` is the form that it answers.
    async fn show(self: &Rc<Self>, response: Response, sent: Option<&HtmlFormElement>) {
        let location = window().location();
        let here = location.pathname().unwrap_or_default();
        let url = response.url();
        if !url.is_empty() && path_of(&url) != here {
            drop(location.set_href(&url));
            return;
        }
        let Ok(html) = response.text().await else { return };
        let Some(fresh) = DomParser::new().ok().and_then(|p| p.parse_from_string(&html, SupportedType::TextHtml).ok())
        else {
            return;
        };
        if !replace_regions(&document(), &fresh, sent) && !anything_unsent(&document()) {
            drop(location.reload());
            return;
        }
        if sent.is_some()
            && let Ok(Some(place)) =
                document().query_selector("[data-region] .error-summary, [data-region] [data-focus]")
            && let Ok(place) = place.dyn_into::<HtmlElement>()
        {
            drop(place.focus());
        }
    }

    // --- Forms ---

    fn submitted(self: &Rc<Self>, event: &Event) {
        let Some(form) = event.target().and_then(|target| target.dyn_into::<HtmlFormElement>().ok()) else { return };
        let Some(kind) = form.get_attribute("data-live-form") else { return };
        let Some(mut sent) = fields(&form) else { return };
        event.prevent_default();
        let submitter = event.dyn_ref::<SubmitEvent>().and_then(SubmitEvent::submitter);
        let named = submitter.and_then(|button| Some((button.get_attribute("name")?, button.get_attribute("value")?)));
        sent.extend(named);
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(sent).finish();
        self.send(Unsent { url: form.action(), body, ballot: kind == "ballot" });
    }

    fn send(self: &Rc<Self>, unsent: Unsent) {
        self.say(&self.texts.sending);
        if unsent.ballot {
            keep_ballot(&unsent);
        }
        *self.unsent.borrow_mut() = Some(unsent.clone());
        let client = Rc::clone(self);
        leptos::task::spawn_local(async move {
            let request = Request::post(&unsent.url)
                .header("Accept", "text/html")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .body(unsent.body.clone());
            let answer = match request {
                Ok(request) => request.send().await,
                Err(error) => Err(error),
            };
            match answer {
                Ok(response) if response.status() < 500 => {
                    client.send_failures.set(0);
                    *client.unsent.borrow_mut() = None;
                    forget_ballot();
                    client.say("");
                    let form = form_of(&unsent.url);
                    client.show(response, form.as_ref()).await;
                }
                _ => client.send_again(),
            }
        });
    }

    fn send_again(self: &Rc<Self>) {
        self.say(&self.texts.unsent);
        let failures = self.send_failures.get() + 1;
        self.send_failures.set(failures);
        let client = Rc::clone(self);
        later(retry_after(failures, Math::random()).clamp(1_000, BALLOT_WAIT), move || {
            let waiting = client.unsent.borrow().clone();
            if let Some(unsent) = waiting {
                client.send(unsent);
            }
        });
    }

    fn say(&self, text: &str) {
        if self.line.read_untracked().as_str() != text {
            self.line.set(text.to_owned());
        }
    }
}

fn later(millis: u32, action: impl FnOnce() + 'static) {
    drop(set_timeout(action, Duration::from_millis(u64::from(millis))));
}

fn all(document: &Document, selector: &str) -> Vec<Element> {
    document.query_selector_all(selector).map(|found| elements(&found)).unwrap_or_default()
}

fn all_below(root: &Element, selector: &str) -> Vec<Element> {
    root.query_selector_all(selector).map(|found| elements(&found)).unwrap_or_default()
}

fn elements<T: JsCast>(list: &NodeList) -> Vec<T> {
    (0..list.length()).filter_map(|index| list.get(index)?.dyn_into().ok()).collect()
}

/// A number of a `count` frame, where the page shows it.
fn put(name: &str, value: Option<u64>) {
    let Some(value) = value else { return };
    for element in all(&document(), &format!("[data-live=\"{name}\"]")) {
        set_text(&element, &value.to_string());
    }
}

fn set_text(element: &Element, text: &str) {
    if element.text_content().as_deref() != Some(text) {
        element.set_text_content(Some(text));
    }
}

/// Puts changed regions of `fresh` in the place of the old ones; false where the pages have different regions. Only what
/// stands in a list of regions (`data-regions`) may come and go.
fn replace_regions(old: &Document, fresh: &Document, sent: Option<&HtmlFormElement>) -> bool {
    let fixed = |document: &Document| {
        let regions = all(document, "[data-region]").into_iter();
        regions.filter(|region| !matches!(region.closest("[data-regions]"), Ok(Some(_)))).collect::<Vec<_>>()
    };
    let lists = all(old, "[data-regions]");
    let (regions, fresh_regions) = (fixed(old), fixed(fresh));
    if ids(&regions) != ids(&fresh_regions) || ids(&lists) != ids(&all(fresh, "[data-regions]")) {
        return false;
    }
    for region in &regions {
        replace_region(old, fresh, region, sent);
    }
    for list in &lists {
        replace_list(old, fresh, list, sent);
    }
    true
}

fn ids(elements: &[Element]) -> Vec<String> {
    elements.iter().map(Element::id).collect()
}

fn answers(region: &Element, sent: Option<&HtmlFormElement>) -> bool {
    sent.is_some_and(|form| region.contains(Some(form)))
}

fn replace_region(old: &Document, fresh: &Document, region: &Element, sent: Option<&HtmlFormElement>) {
    let Some(new) = fresh.get_element_by_id(&region.id()) else { return };
    let outdated = !is_in_use(old, region) && differ(region, &new);
    if (answers(region, sent) || outdated)
        && let Ok(new) = old.import_node_with_deep(&new, true)
    {
        drop(region.replace_with_with_node_1(&new));
    }
}

/// The regions of a list: those that are gone leave, unless somebody is still busy with them; new ones come in the order
/// of the fresh page, and the others move only while nobody is busy with any of them (L31).
fn replace_list(old: &Document, fresh: &Document, list: &Element, sent: Option<&HtmlFormElement>) {
    let Some(new_list) = fresh.get_element_by_id(&list.id()) else { return };
    let wanted = children(&new_list);
    for region in children(list) {
        let gone = !wanted.iter().any(|new| new.id() == region.id());
        if !gone {
            replace_region(old, fresh, &region, sent);
        } else if answers(&region, sent) || !is_in_use(old, &region) {
            region.remove();
        }
    }
    let busy = children(list).iter().any(|region| is_in_use(old, region));
    let mut before: Option<Element> = None;
    for new in wanted {
        let next = before.as_ref().map_or_else(|| list.first_child(), |before| before.next_sibling());
        let known = children(list).into_iter().find(|region| region.id() == new.id());
        let stays = known.is_some() && busy;
        let imported = || old.import_node_with_deep(&new, true).ok()?.dyn_into::<Element>().ok();
        let Some(there) = known.or_else(imported) else { continue };
        let is_there = next.as_ref().is_some_and(|next| next.is_same_node(Some(&there)));
        if !is_there && !stays {
            drop(list.insert_before(&there, next.as_ref()));
        }
        before = Some(there);
    }
}

fn children(list: &Element) -> Vec<Element> {
    all_below(list, ":scope > [data-region]")
}

/// By their version, where they have one: a form has a new key each time it is rendered.
fn differ(old: &Element, new: &Element) -> bool {
    match (old.get_attribute("data-version"), new.get_attribute("data-version")) {
        (Some(old), Some(new)) => old != new,
        _ => old.outer_html() != new.outer_html(),
    }
}

/// Somebody types in the region, or has typed something that was not sent (L31).
fn is_in_use(document: &Document, region: &Element) -> bool {
    let focused = document.active_element().is_some_and(|active| {
        region.contains(Some(&active)) && matches!(active.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
    });
    focused || forms(region).iter().any(differs_from_page)
}

fn anything_unsent(document: &Document) -> bool {
    all(document, "[data-region]").iter().any(|region| is_in_use(document, region))
}

fn forms(region: &Element) -> Vec<HtmlFormElement> {
    region.query_selector_all("form").map(|found| elements(&found)).unwrap_or_default()
}

/// The form on the page that is sent to `url`.
fn form_of(url: &str) -> Option<HtmlFormElement> {
    all(&document(), "form")
        .into_iter()
        .filter_map(|form| form.dyn_into::<HtmlFormElement>().ok())
        .find(|form| form.action() == url)
}

fn path_of(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = rest.find('/').map_or("/", |at| &rest[at..]);
    path.split(['?', '#']).next().unwrap_or("/").to_owned()
}

fn storage() -> Option<web_sys::Storage> {
    window().session_storage().ok()?
}

fn keep_ballot(ballot: &Unsent) {
    if let Some(storage) = storage() {
        drop(storage.set_item(STORED, &format!("{}\n{}", ballot.url, ballot.body)));
    }
}

fn forget_ballot() {
    if let Some(storage) = storage() {
        drop(storage.remove_item(STORED));
    }
}

/// A ballot that the tab kept, if it is one of this page.
fn kept_ballot() -> Option<Unsent> {
    let text = storage()?.get_item(STORED).ok()??;
    let (url, body) = text.split_once('\n')?;
    let here = window().location().pathname().ok()?;
    (path_of(url) == here).then(|| Unsent { url: url.to_owned(), body: body.to_owned(), ballot: true })
}
