//! What the rules of competences say, as messages at fields.

use crate::error::{Error, ErrorKind, FieldError};
use weiterblick_domain::competence::{
    AnchorError, AnchorProblem, CodeError, LevelError, LevelPart, PlaceError, PublishError, StateError, TargetField,
    TargetProblem, TextErrors, Weight,
};
use weiterblick_store::competence::ChangeError;

impl From<ChangeError> for Error {
    fn from(error: ChangeError) -> Self {
        match error {
            ChangeError::State(error) | ChangeError::Publish(PublishError::State(error)) => match error {
                StateError::Shipped => Self::conflict("competence.error.shipped"),
                StateError::State => Self::conflict("competence.error.state"),
            },
            ChangeError::Publish(PublishError::NoCompetence) => rule("competence.error.no_competence"),
            ChangeError::Publish(PublishError::Anchors) => rule("competence.error.anchors"),
            ChangeError::Place(PlaceError::CodeTaken) | ChangeError::CodeTaken => {
                Self::field("code", "competence.code.taken")
            }
            ChangeError::Place(PlaceError::TooDeep) => Self::field("parent", "competence.error.too_deep"),
            ChangeError::Place(PlaceError::Full) => rule("competence.error.full"),
            ChangeError::Place(_) => Self::field("parent", "error.choose"),
            ChangeError::Scale => Self::field("scale", "error.choose"),
            ChangeError::TooManyTargets { max } => rule("competence.error.too_many_targets").with("max", max),
            ChangeError::Store(error) => error.into(),
        }
    }
}

/// A rule that no single field breaks.
pub fn rule(key: &str) -> Error {
    Error::new(ErrorKind::Invalid, key)
}

/// The errors of a text in both languages: fields `name[de]` and `name[en]`.
pub fn texts(name: &str, errors: TextErrors) -> impl Iterator<Item = FieldError> {
    errors.into_iter().map(move |(language, error)| FieldError::text(&format!("{name}[{}]", language.code()), error))
}

pub fn code(name: &str, error: CodeError) -> FieldError {
    match error {
        CodeError::Empty => FieldError::new(name, "error.text.empty"),
        CodeError::TooLong { max } => FieldError::new(name, "error.text.too_long").with("max", max),
        CodeError::Characters => FieldError::new(name, "competence.code.characters"),
        CodeError::Reserved => FieldError::new(name, "competence.code.reserved"),
    }
}

/// Fields `anchors[l1][de]` and so on.
pub fn anchor(error: AnchorError) -> FieldError {
    let field = format!("anchors[l{}][{}]", error.level, error.language.code());
    match error.problem {
        AnchorProblem::Missing => FieldError::new(field, "competence.anchor.missing").with("level", error.level),
        AnchorProblem::Text(error) => FieldError::text(&field, error),
    }
}

/// Fields `levels[l1][title][de]` and so on.
pub fn level(error: LevelError) -> FieldError {
    let part = match error.part {
        LevelPart::Title => "title",
        LevelPart::Description => "description",
    };
    FieldError::text(&format!("levels[l{}][{part}][{}]", error.level, error.language.code()), error.error)
}

pub const fn target_field(field: TargetField) -> &'static str {
    match field {
        TargetField::SollMin => "soll_min",
        TargetField::SollMax => "soll_max",
        TargetField::Weight => "weight",
        TargetField::PeopleNeeded => "people_needed",
    }
}

/// `title` is the competence: the summary on top of the page has no row around it.
pub fn target(field: String, problem: TargetProblem, title: &str) -> FieldError {
    let error = match problem {
        TargetProblem::Level { max } => FieldError::new(field, "competence.target.level").with("max", max),
        TargetProblem::Reversed => FieldError::new(field, "competence.target.reversed"),
        TargetProblem::Weight => FieldError::new(field, "competence.target.weight_range").with("max", Weight::MAX),
        TargetProblem::People => FieldError::new(field, "competence.target.people_range"),
    };
    error.with("title", title)
}
