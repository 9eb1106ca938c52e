//! What the island does in a browser: listens to its form, sends what changed, and holds a submit back that would lose it.

use super::{AutosaveTexts, Line};
use crate::browser::{differs_from_page, fields};
use crate::error::{Error, ErrorKind};
use crate::survey::answering::posted::PostedAnswers;
use crate::survey::answering::save::{AUTO, Saved, answer_save};
use leptos::leptos_dom::helpers::{TimeoutHandle, set_timeout};
use leptos::prelude::*;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::js_sys::Date;
use web_sys::{Event, EventTarget, HtmlElement, HtmlFormElement, HtmlInputElement, SubmitEvent};

/// Rest after the last change before it is sent (needs-analysis.md §13).
const DEBOUNCE: Duration = Duration::from_secs(1);
/// A request without an answer for so long counts as "no connection" for the eye; it may still succeed.
const SLOW: Duration = Duration::from_secs(8);
const LONGEST_WAIT_SECONDS: u64 = 30;

/// One request.
#[derive(Clone)]
struct Batch {
    page: String,
    revision: u64,
    answers: PostedAnswers,
}

struct Saver {
    form: HtmlFormElement,
    revision: HtmlInputElement,
    texts: AutosaveTexts,
    line: RwSignal<Line>,
    /// Something changed that no request carries.
    dirty: Cell<bool>,
    /// The last request was refused because of what an answer says.
    refused: Cell<bool>,
    in_flight: Cell<bool>,
    /// A request whose answer did not come. It is repeated as it was: the server may have stored it, and a repetition
    /// is no conflict, while a different one on the same base is.
    unanswered: RefCell<Option<Batch>>,
    failures: Cell<u32>,
    /// Saving goes on by the form only.
    stopped: Cell<bool>,
    /// A submit that waits, with the button that was pressed.
    held: RefCell<Option<Option<HtmlElement>>>,
    /// The page is on its way out, with everything saved.
    leaving: Cell<bool>,
    timer: Cell<Option<TimeoutHandle>>,
    requests: Cell<u32>,
}

/// Starts saving the form around the hidden field `anchor`; without such a field nothing happens.
pub fn start(anchor: &str, texts: AutosaveTexts, line: RwSignal<Line>) -> Option<()> {
    let document = document();
    let revision = document.get_element_by_id(anchor)?.dyn_into::<HtmlInputElement>().ok()?;
    let form = revision.form()?;
    let saver = Rc::new(Saver {
        form: form.clone(),
        revision,
        texts,
        line,
        dirty: Cell::new(false),
        refused: Cell::new(false),
        in_flight: Cell::new(false),
        unanswered: RefCell::new(None),
        failures: Cell::new(0),
        stopped: Cell::new(false),
        held: RefCell::new(None),
        leaving: Cell::new(false),
        timer: Cell::new(None),
        requests: Cell::new(0),
    });
    saver.listen(&form, "input", |saver, _| saver.changed());
    saver.listen(&form, "change", |saver, _| saver.changed());
    saver.listen(&form, "submit", |saver, event| saver.submitted(event));
    saver.listen(&document, "visibilitychange", |saver, _| saver.hidden());
    let window = window();
    saver.listen(&window, "online", |saver, _| saver.online());
    saver.listen(&window, "beforeunload", |saver, event| saver.leave(event));
    if differs_from_page(&form) {
        // Typed before this program was there.
        saver.changed();
    }
    Some(())
}

impl Saver {
    /// Handlers live as long as the page does.
    fn listen(self: &Rc<Self>, target: &EventTarget, name: &str, handler: fn(&Rc<Self>, &Event)) {
        let saver = Rc::clone(self);
        let closure = Closure::<dyn Fn(Event)>::new(move |event: Event| handler(&saver, &event));
        drop(target.add_event_listener_with_callback(name, closure.as_ref().unchecked_ref()));
        closure.forget();
    }

    fn changed(self: &Rc<Self>) {
        self.leaving.set(false);
        if !self.stopped.get() {
            self.dirty.set(true);
            self.say("", &self.texts.saving, "");
            self.schedule(DEBOUNCE);
        }
    }

    fn hidden(self: &Rc<Self>) {
        if document().hidden() && self.dirty.get() {
            self.send();
        }
    }

    fn online(self: &Rc<Self>) {
        if self.unsaved() || self.held.borrow().is_some() {
            self.send();
        }
    }

    fn leave(&self, event: &Event) {
        if !self.leaving.get() && (self.unsaved() || self.refused.get()) {
            event.prevent_default();
        }
    }

    /// Lets a submit go when everything is saved and there is a connection; otherwise saves first.
    fn submitted(self: &Rc<Self>, event: &Event) {
        let go = self.leaving.get() || self.stopped.get() || (!self.unsaved() && window().navigator().on_line());
        if go {
            self.leaving.set(true);
            return;
        }
        event.prevent_default();
        let button = event.dyn_ref::<SubmitEvent>().and_then(SubmitEvent::submitter);
        *self.held.borrow_mut() = Some(button);
        if !window().navigator().on_line() {
            self.say_offline();
        }
        self.send();
    }

    fn unsaved(&self) -> bool {
        self.dirty.get() || self.in_flight.get() || self.unanswered.borrow().is_some()
    }

    fn schedule(self: &Rc<Self>, wait: Duration) {
        if let Some(timer) = self.timer.take() {
            timer.clear();
        }
        let saver = Rc::clone(self);
        self.timer.set(set_timeout(move || saver.send(), wait).ok());
    }

    fn send(self: &Rc<Self>) {
        if self.in_flight.get() || self.stopped.get() {
            return;
        }
        let repeated = self.unanswered.borrow_mut().take();
        let Some(batch) = repeated.or_else(|| self.collect()) else { return };
        self.in_flight.set(true);
        let number = self.requests.get() + 1;
        self.requests.set(number);
        let saver = Rc::clone(self);
        let slow = move || {
            if saver.in_flight.get() && saver.requests.get() == number {
                saver.say_offline();
            }
        };
        drop(set_timeout(slow, SLOW));
        let saver = Rc::clone(self);
        leptos::task::spawn_local(async move {
            let Batch { page, revision, answers } = batch.clone();
            let answer = answer_save(page, revision, answers, AUTO.to_owned()).await;
            saver.in_flight.set(false);
            saver.answered(batch, answer);
        });
    }

    /// Everything that the form holds now.
    fn collect(&self) -> Option<Batch> {
        let fields = fields(&self.form)?;
        self.dirty.set(false);
        self.refused.set(false);
        let page = fields.iter().find(|(name, _)| name == "page").map(|(_, value)| value.clone())?;
        let revision = self.revision.value().parse().ok()?;
        Some(Batch { page, revision, answers: PostedAnswers::of_form(fields) })
    }

    fn answered(self: &Rc<Self>, batch: Batch, answer: Result<Saved, Error>) {
        match answer {
            Ok(saved) => {
                self.failures.set(0);
                self.revision.set_value(&saved.revision.to_string());
                if self.dirty.get() {
                    self.send();
                } else {
                    self.say("", &self.texts.saved, &self.texts.saved_at.replace("%{time}", &clock()));
                    self.release();
                }
            }
            Err(error) => self.failed(batch, &error),
        }
    }

    fn failed(self: &Rc<Self>, batch: Batch, error: &Error) {
        match error.kind {
            ErrorKind::Invalid => {
                // The other answers of the page were stored, on a revision of their own.
                if let Some(revision) = error.params.get("revision") {
                    self.revision.set_value(revision);
                }
                self.refused.set(true);
                self.say("error", &self.texts.check, &self.texts.check_more);
                self.release();
            }
            ErrorKind::Conflict => {
                self.dirty.set(true);
                self.stop(&self.texts.conflict, &self.texts.conflict_more);
            }
            ErrorKind::NotFound | ErrorKind::Forbidden | ErrorKind::Unauthenticated => {
                // Nothing can be saved any more; a warning would only hold people up.
                self.dirty.set(false);
                self.stop(&self.texts.ended, &self.texts.ended_more);
            }
            _ => {
                *self.unanswered.borrow_mut() = Some(batch);
                let failures = self.failures.get() + 1;
                self.failures.set(failures);
                self.say_offline();
                let seconds = 2_u64.saturating_pow(failures).min(LONGEST_WAIT_SECONDS);
                self.schedule(Duration::from_secs(seconds));
            }
        }
    }

    /// Leaves the rest to the form: the page that answers it shows what is wrong.
    fn stop(&self, text: &str, more: &str) {
        self.stopped.set(true);
        self.say("error", text, more);
        self.release();
    }

    /// Sends the form that was held back.
    fn release(&self) {
        let Some(button) = self.held.borrow_mut().take() else { return };
        self.leaving.set(true);
        drop(match button {
            Some(button) => self.form.request_submit_with_submitter(Some(&button)),
            None => self.form.request_submit(),
        });
    }

    fn say_offline(&self) {
        self.say("offline", &self.texts.offline, &self.texts.offline_more);
    }

    fn say(&self, state: &'static str, text: &str, more: &str) {
        let line = Line { state, text: text.to_owned(), more: more.to_owned() };
        // Said once per change: a status that repeats itself interrupts whoever listens.
        if *self.line.read_untracked() != line {
            self.line.set(line);
        }
    }
}

/// Hours and minutes of this device; never sent.
fn clock() -> String {
    let now = Date::new_0();
    format!("{}:{:02}", now.get_hours(), now.get_minutes())
}
