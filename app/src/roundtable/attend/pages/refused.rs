//! What stands there for somebody who is not, or no longer, in the event.

use super::narrow;
use crate::error::{Error, ErrorKind};
use crate::page::{Frame, Page, set_status};
use crate::ui::Icon;
use leptos::prelude::*;

/// A link or code that opens nothing: unknown, ended and locked look alike (live.md §9).
pub fn dead_link() -> Page {
    shown(ErrorKind::NotFound, "attend.dead")
}

/// Somebody who has not joined; the same for an event that does not exist.
pub fn join_first() -> Page {
    shown(ErrorKind::Forbidden, "attend.join_first")
}

/// Somebody whom the host has put out.
pub fn removed() -> Page {
    shown(ErrorKind::Forbidden, "attend.removed")
}

fn shown(kind: ErrorKind, key: &'static str) -> Page {
    set_status(&Error::new(kind, "error.not_found"));
    let title = t!(format!("{key}.title"));
    let content = view! {
        <h1>{title.clone()}</h1>
        <p class="lead">{t!(format!("{key}.text"))}</p>
        <p>
            <a class="button" href="/beitreten">{t!("attend.enter.again")}<Icon name="arrow-right" flip=true/></a>
        </p>
    };
    Page::new(title, narrow(content)).frame(Frame::Vote)
}
