//! A release as a file: the rows that this reader sees on the screen, one figure a line (insight.md §8).

use super::access::reading;
use super::dashboard::cell_name;
use super::parts::survey_name;
use crate::context::Ctx;
use crate::error::Error;
use crate::export::csv::{CONTENT_TYPE, Cell, write};
use crate::page::path_param;
use crate::routes::File;
use weiterblick_domain::ids::SurveyId;
use weiterblick_domain::insight::displayed::Status;
use weiterblick_domain::insight::{CellRow, Decimal, Displayed, Figure, Participation};
use weiterblick_domain::policy::action::ExportRelease;
use weiterblick_domain::text::Language;
use weiterblick_store::insight::{Content, NamedCompetence, Picked, Published, SurveyResult, open};

pub const COLUMNS: [&str; 20] = [
    "release_id",
    "survey",
    "wave",
    "day",
    "cell",
    "cell_label",
    "cell_kind",
    "framework",
    "framework_version",
    "competence",
    "question",
    "figure",
    "display",
    "value",
    "bound",
    "status",
    "n_class",
    "k",
    "gap_source",
    "cut_rule",
];

/// `/auswertung/{survey}/werte.csv`
pub async fn values(ctx: Ctx) -> Result<File, Error> {
    let (grant, sight) = reading::<ExportRelease>(&ctx)?;
    let survey: SurveyId = path_param("survey")?;
    ctx.state.throttles.export(&grant.account().to_string(), ctx.now)?;
    let opened = open(&mut *ctx.state.db.read().await?, &grant, &sight, survey, |cells, _| Picked::all(cells)).await?;
    let result = opened.survey();
    let (Some(content), Some(head)) = (&opened.content, result.published()) else { return Err(Error::not_found()) };
    let language = ctx.request.language;
    let bytes = write(language, COLUMNS, rows(result, head, content, language));
    let name = t!("insight.csv.file", name = survey_name(result).replace('/', "-"), day = head.day);
    Ok(File { name, content_type: CONTENT_TYPE, bytes })
}

/// What all lines of a file share.
struct Sheet<'a> {
    survey: &'a SurveyResult,
    head: &'a Published,
    language: Language,
}

/// One line.
struct Line<'a> {
    cell: &'a CellRow,
    competence: Option<&'a NamedCompetence>,
    question: &'static str,
    figure: &'static str,
    display: &'a str,
    value: Option<Decimal>,
    bound: &'static str,
    status: Status,
}

/// Participation of every cell, then every figure, hidden ones without a value.
pub fn rows(
    survey: &SurveyResult,
    head: &Published,
    content: &Content,
    language: Language,
) -> Vec<[Cell; COLUMNS.len()]> {
    let sheet = Sheet { survey, head, language };
    let participation = content.release.cells.iter().map(|cell| sheet.participation(cell));
    let figures = content.release.figures.iter().filter_map(|row| {
        let columns = row.displayed.columns();
        Some(sheet.line(&Line {
            cell: content.release.cell(row.cell)?,
            competence: content.competences.iter().find(|named| named.row.competence == row.competence),
            question: if row.figure == Figure::OptOut { "opt_out" } else { "rating" },
            figure: row.figure.code(),
            display: columns.display,
            value: columns.value,
            bound: columns.bound.code(),
            status: columns.status,
        }))
    });
    participation.chain(figures).collect()
}

impl Sheet<'_> {
    fn participation(&self, cell: &CellRow) -> [Cell; COLUMNS.len()] {
        let hidden = Displayed::Hidden.columns();
        let (display, value, status) = match cell.participation {
            Participation::Hidden => (hidden.display, None, Status::Hidden),
            Participation::High => ("high", None, Status::Shown),
            Participation::Percent { value } => ("percent", Some(value), Status::Shown),
        };
        self.line(&Line {
            cell,
            competence: None,
            question: "participation",
            figure: "participation",
            display,
            value,
            bound: hidden.bound.code(),
            status,
        })
    }

    fn line(&self, line: &Line) -> [Cell; COLUMNS.len()] {
        let of_competence =
            |text: fn(&NamedCompetence) -> String| Cell::text(line.competence.map_or_else(String::new, text));
        let code = |named: &NamedCompetence| match named.code.as_str() {
            "" => named.row.competence.to_string(),
            code => code.to_owned(),
        };
        [
            Cell::text(self.head.release.to_string()),
            Cell::text(self.survey.title.clone()),
            Cell::text(self.survey.wave_label.clone()),
            Cell::text(self.head.day.clone()),
            Cell::text(line.cell.cell.to_string()),
            Cell::text(cell_name(line.cell.cell, line.cell.label.get(self.language))),
            Cell::text(line.cell.cell.kind().code()),
            of_competence(|named| named.framework.clone()),
            of_competence(|named| named.framework_version.clone()),
            of_competence(code),
            Cell::text(line.question),
            Cell::text(line.figure),
            Cell::text(line.display),
            line.value.map_or(Cell::Empty, Cell::Number),
            Cell::text(line.bound),
            Cell::text(line.status.code()),
            line.cell.n_class.map_or(Cell::Empty, |n| Cell::count(i64::from(n))),
            Cell::count(i64::from(self.head.rules.k)),
            Cell::text(self.head.rules.gap_source.code()),
            Cell::text(self.head.rules.cut_rule.code()),
        ]
    }
}
