use crate::coded::coded;

coded! {
    /// Where a framework version stands (needs-analysis §3.2).
    FrameworkState {
        /// Entwurf: may be edited, cannot be used.
        Draft = "draft",
        /// Veröffentlicht: may be used, never changes.
        Published = "published",
        /// Zurückgezogen: stays readable, is offered to nobody any more.
        Retired = "retired",
    }
}

coded! {
    /// What a node of a framework's tree is.
    NodeKind {
        /// Bereich: a head over other nodes.
        Area = "area",
        /// Kompetenz: can be rated.
        Competence = "competence",
    }
}
