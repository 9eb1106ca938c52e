//! What frozen versions ask, kept in memory: a version is read, hashed and spread over pages once, not with every page
//! of every participant.

use std::collections::VecDeque;
use std::ops::Deref;
use std::sync::{Arc, Mutex, PoisonError};
use weiterblick_domain::ids::QuestionnaireVersionId;
use weiterblick_domain::questionnaire::{Definition, Layout, Page, pages};
use weiterblick_store::{Conn, StoreError, questionnaire};

/// Versions kept; with one more, the one that was read first goes.
const MOST: usize = 64;

/// A frozen version: its definition, and its pages in every layout.
pub struct Questions {
    definition: Definition,
    one: Vec<Page>,
    section: Vec<Page>,
    all: Vec<Page>,
}

impl Questions {
    pub fn new(definition: Definition) -> Self {
        let [one, section, all] = [Layout::One, Layout::Section, Layout::All].map(|layout| pages(&definition, layout));
        Self { definition, one, section, all }
    }

    pub fn pages(&self, layout: Layout) -> &[Page] {
        match layout {
            Layout::One => &self.one,
            Layout::Section => &self.section,
            Layout::All => &self.all,
        }
    }
}

impl Deref for Questions {
    type Target = Definition;

    fn deref(&self) -> &Definition {
        &self.definition
    }
}

/// The frozen versions that were asked for. They never change, so nothing here grows old.
#[derive(Default)]
pub struct FrozenVersions(Mutex<VecDeque<(QuestionnaireVersionId, Arc<Questions>)>>);

impl FrozenVersions {
    /// The version, from memory or from the database. The survey that names it is the permission.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for a version that is not frozen; `Corrupt` for one that is not what was frozen.
    pub async fn get(&self, conn: &mut Conn, id: QuestionnaireVersionId) -> Result<Arc<Questions>, StoreError> {
        if let Some(known) = self.known(id) {
            return Ok(known);
        }
        let questions = Arc::new(Questions::new(questionnaire::frozen_definition(conn, id).await?));
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.iter().all(|(other, _)| *other != id) {
            kept.push_back((id, Arc::clone(&questions)));
        }
        if kept.len() > MOST {
            kept.pop_front();
        }
        Ok(questions)
    }

    fn known(&self, id: QuestionnaireVersionId) -> Option<Arc<Questions>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.iter().find(|(other, _)| *other == id).map(|(_, questions)| Arc::clone(questions))
    }
}
