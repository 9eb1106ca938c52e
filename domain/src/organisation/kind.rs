use crate::coded::coded;

coded! {
    /// What kind of tenant an organisation is.
    OrganisationKind {
        /// Betrieb
        Company = "company",
        /// Netzwerk
        Network = "network",
    }
}

coded! {
    /// How a person is reached.
    Channel {
        Mail = "mail",
        /// A printed code.
        Sheet = "sheet",
        /// A shared device in the workshop.
        Kiosk = "kiosk",
    }
}
