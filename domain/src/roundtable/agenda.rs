//! How far an item of the agenda has come (live.md §2). What it is: [`ItemKind`](super::poll::template::ItemKind).

use crate::questionnaire::words;

words! {
    AgendaState {
        Planned = "planned",
        Current = "current",
        Done = "done",
        Skipped = "skipped",
    }
}
