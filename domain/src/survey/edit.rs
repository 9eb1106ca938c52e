//! What may still be changed.

use super::State;
use crate::questionnaire::words;

/// Months after which sealed answers and named assessments are deleted (needs-analysis §11.10).
pub const RETENTION_DEFAULT_MONTHS: u16 = 24;

words! {
    /// Settings of a survey.
    Field {
        Title = "title",
        WaveLabel = "wave_label",
        Mode = "mode",
        Threshold = "threshold",
        Questionnaire = "questionnaire",
        Audience = "audience",
        Attributes = "attributes",
        Notice = "notice",
        Channels = "channels",
        ShareWithEmployees = "share_with_employees",
        Checklist = "checklist",
        OpensAt = "opens_at",
        ClosesAt = "closes_at",
    }
}

/// Whether `field` may be changed in `state` (needs-analysis §3.3, §11.2).
///
/// Scheduling sends the works council a dossier of what is asked, whom and how it is evaluated, and passes the size
/// check; those fields need the way back to draft. What participants were promised is fixed once they can answer. An
/// open survey's end moves by the rules of [`change_close`](super::change_close); retention has its own rule,
/// [`may_set_retention`].
pub const fn may_edit(field: Field, state: State) -> bool {
    match field {
        Field::Mode | Field::Questionnaire | Field::Audience | Field::Attributes | Field::Notice => {
            matches!(state, State::Draft)
        }
        Field::Title
        | Field::WaveLabel
        | Field::Threshold
        | Field::Channels
        | Field::ShareWithEmployees
        | Field::Checklist
        | Field::OpensAt => matches!(state, State::Draft | State::Scheduled),
        Field::ClosesAt => matches!(state, State::Draft | State::Scheduled | State::Open),
    }
}

/// Whether the answers may be kept for `months`: shorter always, longer only in draft (needs-analysis §11.10).
pub const fn may_set_retention(state: State, current_months: u16, months: u16) -> bool {
    match state {
        State::Draft => months >= 1,
        State::Scheduled | State::Open | State::Closed | State::Archived => months >= 1 && months <= current_months,
        State::Deleted => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_has_its_states() {
        // Fields that may be changed until and including a state.
        let table = [
            (Field::Title, State::Scheduled),
            (Field::WaveLabel, State::Scheduled),
            (Field::Mode, State::Draft),
            (Field::Threshold, State::Scheduled),
            (Field::Questionnaire, State::Draft),
            (Field::Audience, State::Draft),
            (Field::Attributes, State::Draft),
            (Field::Notice, State::Draft),
            (Field::Channels, State::Scheduled),
            (Field::ShareWithEmployees, State::Scheduled),
            (Field::Checklist, State::Scheduled),
            (Field::OpensAt, State::Scheduled),
            (Field::ClosesAt, State::Open),
        ];
        assert_eq!(table.map(|(field, _)| field).as_slice(), Field::ALL);
        for (field, last) in table {
            for state in State::ALL {
                assert_eq!(may_edit(field, *state), *state <= last, "{field} {state}");
            }
        }
    }

    #[test]
    fn retention_becomes_longer_only_in_draft() {
        for (state, months, expected) in [
            (State::Draft, 36, true),
            (State::Draft, 0, false),
            (State::Scheduled, 25, false),
            (State::Scheduled, 24, true),
            (State::Closed, 6, true),
            (State::Archived, 0, false),
            (State::Deleted, 6, false),
        ] {
            assert_eq!(may_set_retention(state, RETENTION_DEFAULT_MONTHS, months), expected, "{state} {months}");
        }
    }
}
