//! The past round table from its first item to its last.

use super::audience::Audience;
use super::host::Host;
use super::seed::{Past, numbered};
use super::{board, questions, round};
use crate::demo::DemoError;
use weiterblick_domain::ids::{AgendaItemId, PollId};
use weiterblick_domain::policy::event::action::Run;
use weiterblick_domain::roundtable::agenda::AgendaState;
use weiterblick_domain::roundtable::poll::template::{ItemKind, TemplateItem};
use weiterblick_domain::roundtable::stage::Stage;
use weiterblick_domain::time::MINUTE;
use weiterblick_live::{Command, Scope};
use weiterblick_store::roundtable::agenda;

pub struct Course<'a> {
    pub host: &'a Host<'a>,
    pub past: &'a Past,
    pub polls: &'a [PollId],
    pub audience: &'a Audience,
}

impl Course<'_> {
    /// # Errors
    /// [`DemoError`].
    pub async fn run(&self) -> Result<(), DemoError> {
        let hall = self.host.hall;
        let ids = agenda::of_event(&mut *hall.state.db.read().await?, self.host.event()).await?;
        let planned = &self.past.meeting.agenda;
        for (at, ((item, plan), minutes)) in ids.iter().zip(planned).zip(&self.past.took).enumerate() {
            let ends = hall.now().plus(minutes * MINUTE);
            self.bring(item.id, AgendaState::Current).await?;
            self.item(item.id, plan, &planned[..at]).await?;
            hall.set_clock(ends);
        }
        match ids.last() {
            Some(last) => self.bring(last.id, AgendaState::Done).await,
            None => Ok(()),
        }
    }

    async fn bring(&self, item: AgendaItemId, state: AgendaState) -> Result<(), DemoError> {
        let mut tx = self.host.begin().await?;
        agenda::set_state(&mut tx, &self.host.grant::<Run>()?, item, state, self.host.hall.now()).await?;
        self.host.commit(tx, Scope::Plan).await
    }

    async fn item(&self, id: AgendaItemId, plan: &TemplateItem, before: &[TemplateItem]) -> Result<(), DemoError> {
        match (plan.kind, plan.poll) {
            (ItemKind::Poll, Some(poll)) => {
                let is_round = |item: &&TemplateItem| item.kind == ItemKind::Poll && item.poll == Some(poll);
                round::hold(self, poll, before.iter().filter(is_round).count() + 1).await
            }
            (ItemKind::Cards, Some(poll)) => {
                self.show(Stage::Board(*numbered(self.polls, poll)?)).await?;
                board::sort(self, poll).await
            }
            (ItemKind::Questions, _) => {
                self.show(Stage::Questions).await?;
                questions::take(self.host, self.audience, &self.past.question).await
            }
            _ => self.show(Stage::Agenda(id)).await,
        }
    }

    /// # Errors
    /// [`DemoError::Command`].
    pub async fn show(&self, stage: Stage) -> Result<(), DemoError> {
        self.host.command(Command::Stage(stage)).await?;
        Ok(())
    }
}
