//! Questions from the room: what waits, what is shown, what is done (live.md L25).

use super::api::ModerateQuestion;
use super::pages::Console;
use crate::form::PostForm;
use crate::page::query;
use crate::roundtable::scene::Question;
use crate::ui::{Empty, Icon};
use leptos::prelude::*;
use weiterblick_domain::roundtable::question::QuestionState;

/// The three lists of the moderation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tab {
    New,
    Shown,
    Done,
}

impl Tab {
    const ALL: [Self; 3] = [Self::New, Self::Shown, Self::Done];

    const fn word(self) -> &'static str {
        match self {
            Self::New => "neu",
            Self::Shown => "frei",
            Self::Done => "fertig",
        }
    }

    const fn holds(self, state: QuestionState) -> bool {
        matches!(
            (self, state),
            (Self::New, QuestionState::Pending)
                | (Self::Shown, QuestionState::Visible)
                | (Self::Done, QuestionState::Answered | QuestionState::Hidden)
        )
    }
}

pub fn questions(console: &Console) -> Option<AnyView> {
    let board = console.told.board.as_ref()?;
    let chosen = query("fragen");
    let current = Tab::ALL.into_iter().find(|tab| tab.word() == chosen).unwrap_or(Tab::New);
    let tabs = Tab::ALL
        .into_iter()
        .map(|tab| {
            let count = board.questions.iter().filter(|question| tab.holds(question.state)).count();
            let href = format!("?fragen={}#fragen", tab.word());
            view! {
                <li>
                    <a href=href aria-current=(tab == current).then_some("true")>
                        {t!(format!("console.questions.tab.{}", tab.word()))}<span class="count">{count}</span>
                    </a>
                </li>
            }
        })
        .collect_view();
    let listed: Vec<&Question> = board.questions.iter().filter(|question| current.holds(question.state)).collect();
    let list = if listed.is_empty() {
        view! { <Empty title=t!("console.questions.none") text=t!("console.questions.none_text")/> }.into_any()
    } else {
        let items = listed.into_iter().map(|question| item(console, question)).collect_view();
        view! { <ol class="qa">{items}</ol> }.into_any()
    };
    Some(
        view! {
            <section class="console__qa" aria-labelledby="t-fragen" id="fragen" data-region="">
                <h2 id="t-fragen">{t!("console.questions.title")}</h2>
                <nav class="tabs" aria-label=t!("console.questions.filter")><ul>{tabs}</ul></nav>
                {list}
            </section>
        }
        .into_any(),
    )
}

fn item(console: &Console, question: &Question) -> AnyView {
    let number = question.no;
    let button = |command: &'static str, kind: &'static str, icon: &'static str| {
        view! {
            <button class="button" data-kind=kind data-size="s" type="submit" name="command" value=command>
                <Icon name=icon/>{t!(format!("console.questions.{command}"))}
                <span class="visually-hidden">": "{t!("console.questions.number", number = number)}</span>
            </button>
        }
        .into_any()
    };
    let pin = if question.pinned { "unpin" } else { "pin" };
    let buttons = match question.state {
        QuestionState::Pending => vec![button("show", "secondary", "check"), button("hide", "quiet", "eye-off")],
        QuestionState::Visible => {
            vec![button("answer", "secondary", "check"), button(pin, "quiet", "star"), button("hide", "quiet", "eye-off")]
        }
        QuestionState::Hidden => vec![button("show", "quiet", "eye")],
        QuestionState::Answered | QuestionState::Merged => Vec::new(),
    };
    view! {
        <li class="qa__item">
            <p class="qa__votes"><strong>{question.votes}</strong><span>{tn!("console.questions.votes", question.votes as usize)}</span></p>
            <div class="qa__body">
                <p>{question.text.clone()}</p>
                {(!question.nickname.is_empty()).then(|| view! { <p class="text-soft text-sm">{question.nickname.clone()}</p> })}
                <PostForm<ModerateQuestion> live="" row=("question", question.id.to_string())>
                    <input type="hidden" name="event" value=console.event.id.to_string()/>
                    <div class="cluster" data-gap="1">{buttons}</div>
                </PostForm<ModerateQuestion>>
            </div>
        </li>
    }
    .into_any()
}
