//! Questions from the room, and what becomes of them (live.md L10, L25).

use super::audience::{Audience, Guest};
use super::chance::Chance;
use super::host::Host;
use super::seed::{Question, numbered};
use crate::demo::DemoError;
use weiterblick_domain::ids::QuestionId;
use weiterblick_domain::policy::event::action::Moderate;
use weiterblick_domain::roundtable::identity::AuthorRef;
use weiterblick_domain::roundtable::question::{QuestionCommand, QuestionState};
use weiterblick_domain::roundtable::settings::Settings;
use weiterblick_live::Scope;
use weiterblick_store::Tx;
use weiterblick_store::roundtable::question::{self, NewQuestion};
use weiterblick_store::roundtable::question_moderation::{moderate, note_answer, pin};

/// Asks all of them, each by somebody else, lets the room vote, and answers.
///
/// # Errors
/// [`DemoError::Question`]; [`DemoError::Counts`] for more questions than people.
pub async fn take(host: &Host<'_>, audience: &Audience, questions: &[Question]) -> Result<(), DemoError> {
    let people = audience.everybody();
    let mut tx = host.begin().await?;
    let asked = ask(&mut tx, host, &people, questions).await?;
    let grant = host.grant::<Moderate>()?;
    for (question, (id, author)) in questions.iter().zip(&asked) {
        match question.outcome {
            QuestionState::Pending => {}
            QuestionState::Hidden => drop(moderate(&mut tx, &grant, *id, QuestionCommand::Hide).await?),
            QuestionState::Visible | QuestionState::Answered | QuestionState::Merged => {
                moderate(&mut tx, &grant, *id, QuestionCommand::Show).await?;
                support(&mut tx, host, &people, (*id, *author), question).await?;
                pin(&mut tx, &grant, *id, question.pinned).await?;
            }
        }
    }
    for (question, (id, _)) in questions.iter().zip(&asked) {
        if let Some(into) = question.into {
            let (into, _) = *numbered(&asked, into)?;
            moderate(&mut tx, &grant, *id, QuestionCommand::Merge { into }).await?;
        }
    }
    for (question, (id, _)) in questions.iter().zip(&asked) {
        if question.outcome == QuestionState::Answered {
            note_answer(&mut tx, &grant, *id, &question.answer).await?;
            moderate(&mut tx, &grant, *id, QuestionCommand::Answer).await?;
        }
    }
    host.commit(tx, Scope::Board).await
}

type Asked = (QuestionId, AuthorRef);

async fn ask(tx: &mut Tx, host: &Host<'_>, people: &[&Guest], questions: &[Question]) -> Result<Vec<Asked>, DemoError> {
    let settings = Settings::default();
    let order = Chance::of("questions".to_owned()).order(people.len());
    let mut asked = Vec::new();
    for (at, question) in questions.iter().enumerate() {
        let author = order.get(at).and_then(|person| people.get(*person));
        let author = author.ok_or_else(|| DemoError::Counts("questions".to_owned()))?;
        let new = NewQuestion {
            id: host.state().new_id(),
            author: AuthorRef::of(host.event(), &author.token),
            nickname: None,
            text: question.text.clone(),
            state: QuestionState::when_asked(settings.moderation),
            hidden_by: None,
        };
        question::ask(tx, &host.guest()?, &new, settings.question_limits()).await?;
        asked.push((new.id, new.author));
    }
    Ok(asked)
}

/// Votes of others than the author.
async fn support(
    tx: &mut Tx,
    host: &Host<'_>,
    people: &[&Guest],
    (id, author): Asked,
    question: &Question,
) -> Result<(), DemoError> {
    let order = Chance::of(question.text.to_string()).order(people.len());
    let voices = order.iter().filter_map(|at| Some(AuthorRef::of(host.event(), &people.get(*at)?.token)));
    for voice in voices.filter(|voice| *voice != author).take(question.votes) {
        question::vote(tx, &host.guest()?, id, voice).await?;
    }
    Ok(())
}
