use super::results::{Outcome, Published, ReadsRelease, Sight, SurveyResult, heads};
use super::save::NamedCompetence;
use crate::row::RowExt;
use crate::sql;
use crate::{Conn, StoreError};
use sqlx::any::AnyRow;
use std::collections::{BTreeSet, HashMap};
use weiterblick_domain::ids::{ReleaseId, SurveyId};
use weiterblick_domain::insight::displayed::{Bound, Status};
use weiterblick_domain::insight::{CellKey, CellRow, Decimal, Displayed, Figure, FigureRow, Participation, Release};
use weiterblick_domain::policy::Grant;

/// A survey with the part of its release that was asked for.
#[derive(Debug, Clone)]
pub struct Opened {
    /// Every survey that the reader may know of, as [`super::results`] gives them.
    pub results: Vec<SurveyResult>,
    /// Place of the survey among them.
    pub index: usize,
    /// `None`: there is no published release.
    pub content: Option<Content>,
}

impl Opened {
    pub fn survey(&self) -> &SurveyResult {
        &self.results[self.index]
    }
}

#[derive(Debug, Clone)]
pub struct Content {
    /// All cells that the reader may see, with the figures of those that were picked. Without log.
    pub release: Release,
    /// In questionnaire order.
    pub competences: Vec<NamedCompetence>,
    /// Cells of the units that the reader leads; empty for whoever sees everything.
    pub led: Vec<CellKey>,
}

/// Opens the result of one survey in three statements, none of them on a table with answers.
///
/// `pick` chooses from the visible cells (by priority, then the led ones) those whose figures are read.
///
/// # Errors
/// [`StoreError::NotFound`] when the survey is not there, not closed, or not for this reader.
pub async fn open<A: ReadsRelease>(
    conn: &mut Conn,
    grant: &Grant<A>,
    sight: &Sight,
    survey: SurveyId,
    pick: impl FnOnce(&[CellRow], &[CellKey]) -> Vec<CellKey>,
) -> Result<Opened, StoreError> {
    let (results, competences) = heads(conn, grant, sight, Some(survey)).await?;
    let index = results.iter().position(|result| result.survey == survey).ok_or(StoreError::NotFound)?;
    let Outcome::Published(head) = results[index].outcome.clone() else {
        return Ok(Opened { results, index, content: None });
    };
    let (cells, led) = cells(conn, grant, sight, head.release).await?;
    let picked: Vec<CellKey> =
        pick(&cells, &led).into_iter().filter(|key| cells.iter().any(|row| row.cell == *key)).collect();
    let mut figures = figures(conn, head.release, &picked).await?;
    sort(&mut figures, &competences, &cells);
    let content = Content { release: release(head, &competences, cells, figures), competences, led };
    Ok(Opened { results, index, content: Some(content) })
}

fn release(head: Published, competences: &[NamedCompetence], cells: Vec<CellRow>, figures: Vec<FigureRow>) -> Release {
    Release {
        engine_version: head.engine_version,
        rules: head.rules,
        rules_hash: head.rules_hash,
        competences: competences.iter().map(|named| named.row).collect(),
        cells,
        figures,
        log: Vec::new(),
    }
}

/// The cells that the reader may see, by priority, and those of the units they lead.
async fn cells<A: ReadsRelease>(
    conn: &mut Conn,
    grant: &Grant<A>,
    sight: &Sight,
    release: ReleaseId,
) -> Result<(Vec<CellRow>, Vec<CellKey>), StoreError> {
    let (everything, today) = sight.columns();
    let rows = sqlx::query(
        "SELECT c.cell, c.label, c.parent, c.priority, c.n_class, c.participation_class,
                CASE WHEN $2 = 0 AND EXISTS (
                    SELECT 1 FROM membership m
                    WHERE m.person_id = $3 AND m.leads = 1 AND m.valid_from <= $4
                      AND (m.valid_to IS NULL OR m.valid_to >= $4) AND c.cell = 'unit:' || m.unit_id
                ) THEN 1 ELSE 0 END AS led
         FROM insight_cell c
         WHERE c.release_id = $1
         ORDER BY c.priority",
    )
    .bind(release.to_string())
    .bind(everything)
    .bind(grant.person().to_string())
    .bind(today)
    .fetch_all(conn)
    .await?;
    let mut cells = Vec::with_capacity(rows.len());
    let mut led = Vec::new();
    for row in &rows {
        let cell = cell_row(row)?;
        if row.flag("led")? {
            led.push(cell.cell);
        }
        cells.push(cell);
    }
    if matches!(sight, Sight::LedUnits { .. }) {
        let visible = visible(&cells, &led);
        cells.retain(|row| visible.contains(&row.cell));
    }
    Ok((cells, led))
}

/// The company and everything in the tree of the release below the led units. `cells` has parents before children.
fn visible(cells: &[CellRow], led: &[CellKey]) -> BTreeSet<CellKey> {
    let mut below: BTreeSet<CellKey> = BTreeSet::new();
    for row in cells {
        if led.contains(&row.cell) || row.parent.is_some_and(|parent| below.contains(&parent)) {
            below.insert(row.cell);
        }
    }
    below.insert(CellKey::COMPANY);
    below
}

fn cell_row(row: &AnyRow) -> Result<CellRow, StoreError> {
    let n_class = row.text("n_class")?;
    Ok(CellRow {
        cell: row.parsed("cell")?,
        label: row.json("label")?,
        parent: row.parsed_opt("parent")?,
        priority: row.small("priority")?,
        n_class: match n_class.as_str() {
            "" => None,
            class => Some(class.parse().map_err(|_| StoreError::Corrupt("n_class"))?),
        },
        participation: Participation::from_class(&row.text("participation_class")?)
            .ok_or(StoreError::Corrupt("participation_class"))?,
    })
}

async fn figures(conn: &mut Conn, release: ReleaseId, cells: &[CellKey]) -> Result<Vec<FigureRow>, StoreError> {
    if cells.is_empty() {
        return Ok(Vec::new());
    }
    let cells = sql::padded(cells.to_vec());
    let mut query = sqlx::query(sql::within(
        "SELECT cell, question, figure, display, value, bound, status
         FROM insight_figure
         WHERE release_id = $1 AND cell IN",
        2,
        cells.len(),
        "",
    ))
    .bind(release.to_string());
    for cell in &cells {
        query = query.bind(cell.to_string());
    }
    query.fetch_all(conn).await?.iter().map(figure_row).collect()
}

fn figure_row(row: &AnyRow) -> Result<FigureRow, StoreError> {
    let value = row.text("value")?;
    let value: Option<Decimal> = match value.as_str() {
        "" => None,
        text => Some(text.parse().map_err(|_| StoreError::Corrupt("value"))?),
    };
    let bound = Bound::from_code(&row.text("bound")?).ok_or(StoreError::Corrupt("bound"))?;
    let status = Status::from_code(&row.text("status")?).ok_or(StoreError::Corrupt("status"))?;
    Ok(FigureRow {
        cell: row.parsed("cell")?,
        competence: row.parsed("question")?,
        figure: Figure::from_code(&row.text("figure")?).ok_or(StoreError::Corrupt("figure"))?,
        displayed: Displayed::from_columns(&row.text("display")?, value, bound, status)
            .map_err(|_| StoreError::Corrupt("display"))?,
    })
}

/// In the order of the release job: competences as asked, cells by priority, figures as declared.
fn sort(figures: &mut [FigureRow], competences: &[NamedCompetence], cells: &[CellRow]) {
    let place: HashMap<_, usize> = competences.iter().map(|named| named.row.competence).zip(0..).collect();
    let priority: HashMap<_, u32> = cells.iter().map(|row| (row.cell, row.priority)).collect();
    let end = (usize::MAX, u32::MAX);
    figures.sort_unstable_by_key(|row| {
        let competence = place.get(&row.competence).copied().unwrap_or(end.0);
        (competence, priority.get(&row.cell).copied().unwrap_or(end.1), row.figure)
    });
}
