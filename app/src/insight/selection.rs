//! What the address asks for. Everything on a dashboard can be linked to.

use crate::page::encode;
use weiterblick_domain::ids::SurveyId;
use weiterblick_domain::insight::view::Method;
use weiterblick_domain::insight::{CellKey, CutRule};

/// Which competences are listed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Show {
    #[default]
    All,
    /// Below Soll on average.
    Gaps,
    /// At or above Soll on average.
    Strengths,
}

impl Show {
    pub const fn code(self) -> &'static str {
        match self {
            Self::All => "",
            Self::Gaps => "luecken",
            Self::Strengths => "staerken",
        }
    }

    fn from_code(code: &str) -> Self {
        [Self::Gaps, Self::Strengths].into_iter().find(|show| show.code() == code).unwrap_or_default()
    }
}

/// In which order competences are listed, except in the ranking.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Order {
    #[default]
    Urgency,
    Questionnaire,
    Name,
}

impl Order {
    pub const ALL: [Self; 3] = [Self::Urgency, Self::Questionnaire, Self::Name];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Urgency => "",
            Self::Questionnaire => "fragebogen",
            Self::Name => "name",
        }
    }

    /// The last part of its locale key.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Urgency => "urgency",
            Self::Questionnaire => "questionnaire",
            Self::Name => "name",
        }
    }

    fn from_code(code: &str) -> Self {
        Self::ALL.into_iter().find(|order| order.code() == code).unwrap_or_default()
    }
}

/// How the sections show their figures. A section without levels shows its chart instead.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum View {
    #[default]
    Chart,
    Levels,
    Table,
}

impl View {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Chart => "",
            Self::Levels => "stufen",
            Self::Table => "tabelle",
        }
    }

    /// The word in style, and the last part of its locale key.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Chart => "chart",
            Self::Levels => "levels",
            Self::Table => "table",
        }
    }

    fn from_code(code: &str) -> Self {
        [Self::Levels, Self::Table].into_iter().find(|view| view.code() == code).unwrap_or_default()
    }
}

/// The selection of a dashboard. `None` and defaults are left out of addresses; what cannot be read counts as left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    pub cell: Option<CellKey>,
    pub show: Show,
    /// `None`: the rule that the survey fixed.
    pub rule: Option<CutRule>,
    /// `None`: default order of the ranking.
    pub method: Option<Method>,
    pub order: Order,
    /// Pages of the heat map, from 0.
    pub rows: usize,
    pub columns: usize,
    pub view: View,
    /// Without controls, with every table.
    pub print: bool,
}

/// The view for paper: every chart, all levels and every table.
const PRINT: &str = "druck";

impl Selection {
    /// From the query of a request; what cannot be understood is left out.
    pub fn parse(query: &str) -> Self {
        let page = |value: &str| value.parse::<usize>().map_or(0, |page| page.saturating_sub(1));
        let mut selection = Self::default();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            match name.as_ref() {
                "zelle" => selection.cell = value.parse().ok(),
                "zeigen" => selection.show = Show::from_code(&value),
                "schnitt" => selection.rule = CutRule::from_code(&value),
                "methode" => selection.method = Method::from_code(&value),
                "ordnung" => selection.order = Order::from_code(&value),
                "seite" => selection.rows = page(&value),
                "teams" => selection.columns = page(&value),
                "ansicht" => {
                    selection.view = View::from_code(&value);
                    selection.print = value == PRINT;
                }
                _ => {}
            }
        }
        selection
    }

    /// The address of a dashboard with this selection.
    pub fn path(&self, survey: SurveyId) -> String {
        let page = |page: usize| if page == 0 { String::new() } else { (page + 1).to_string() };
        let pairs = [
            ("zelle", self.cell.map_or_else(String::new, |cell| cell.to_string())),
            ("zeigen", self.show.code().to_owned()),
            ("schnitt", self.rule.map_or("", CutRule::code).to_owned()),
            ("methode", self.method.map_or("", Method::code).to_owned()),
            ("ordnung", self.order.code().to_owned()),
            ("seite", page(self.rows)),
            ("teams", page(self.columns)),
            ("ansicht", if self.print { PRINT } else { self.view.code() }.to_owned()),
        ];
        let query: Vec<String> = pairs
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}={}", encode(&value)))
            .collect();
        let mark = if query.is_empty() { "" } else { "?" };
        format!("/auswertung/{survey}{mark}{}", query.join("&"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use weiterblick_domain::ids::UnitId;

    #[test]
    fn an_address_gives_its_selection_back() {
        let survey = SurveyId::from_bytes([1; 16]);
        let all = Selection {
            cell: Some(CellKey::unit(UnitId::from_bytes([2; 16]))),
            show: Show::Gaps,
            rule: Some(CutRule::Median),
            method: Some(Method::ShareBelow),
            order: Order::Name,
            rows: 1,
            columns: 2,
            view: View::Table,
            print: false,
        };
        let paper = Selection { print: true, ..Selection::default() };
        for selection in [Selection::default(), all, paper] {
            let path = selection.path(survey);
            let query = path.split_once('?').map_or("", |(_, query)| query);
            assert_eq!(Selection::parse(query), selection, "{path}");
        }
        assert_eq!(Selection::default().path(survey), format!("/auswertung/{survey}"));
    }

    #[test]
    fn what_cannot_be_read_is_left_out() {
        let query = "zelle=unit:7&zeigen=x&schnitt=x&methode=x&ordnung=x&seite=x&teams=0&ansicht=x";
        assert_eq!(Selection::parse(query), Selection::default());
        assert_eq!(Selection::parse("seite=3").rows, 2);
    }
}
