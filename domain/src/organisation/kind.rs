use crate::policy::UnknownCode;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

macro_rules! coded {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $code:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name {
            $($(#[$variant_doc])* #[serde(rename = $code)] $variant,)*
        }

        impl $name {
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// How databases, forms and files write it.
            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$variant => $code,)*
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.code())
            }
        }

        impl FromStr for $name {
            type Err = UnknownCode;

            fn from_str(code: &str) -> Result<Self, UnknownCode> {
                Self::ALL.iter().copied().find(|value| value.code() == code).ok_or(UnknownCode)
            }
        }
    };
}

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
