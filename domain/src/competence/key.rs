use super::{Code, Version};
use crate::questionnaire::CompetenceKey;
use crate::text::{Line, TextError};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// What names a competence for good: framework code, version and code (needs-analysis §3.2). As text
/// `digcomp@2.2/1.1`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Key {
    pub framework: Code,
    pub version: Version,
    pub code: Code,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not of the form framework@version/code")]
pub struct KeyError;

impl FromStr for Key {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        let (framework, rest) = text.split_once('@').ok_or(KeyError)?;
        let (version, code) = rest.split_once('/').ok_or(KeyError)?;
        Ok(Self {
            framework: framework.parse().map_err(|_| KeyError)?,
            version: version.parse().map_err(|_| KeyError)?,
            code: code.parse().map_err(|_| KeyError)?,
        })
    }
}

impl TryFrom<String> for Key {
    type Error = KeyError;

    fn try_from(text: String) -> Result<Self, KeyError> {
        text.parse()
    }
}

impl From<Key> for String {
    fn from(key: Key) -> Self {
        key.to_string()
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}/{}", self.framework, self.version, self.code)
    }
}

impl TryFrom<&Key> for CompetenceKey {
    type Error = TextError;

    fn try_from(key: &Key) -> Result<Self, TextError> {
        Ok(Self {
            framework: Line::parse(&key.framework)?,
            version: Line::parse(&key.version)?,
            code: Line::parse(&key.code)?,
        })
    }
}

impl TryFrom<&CompetenceKey> for Key {
    type Error = KeyError;

    fn try_from(key: &CompetenceKey) -> Result<Self, KeyError> {
        Ok(Self {
            framework: key.framework.parse().map_err(|_| KeyError)?,
            version: key.version.parse().map_err(|_| KeyError)?,
            code: key.code.parse().map_err(|_| KeyError)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_reads_what_it_writes() {
        let key: Key = "digcomp@2.2/1.1".parse().unwrap();
        assert_eq!((&*key.framework, &*key.version, &*key.code), ("digcomp", "2.2", "1.1"));
        assert_eq!(key.to_string(), "digcomp@2.2/1.1");
        let in_questionnaire = CompetenceKey::try_from(&key).unwrap();
        assert_eq!(Key::try_from(&in_questionnaire), Ok(key));
    }

    #[test]
    fn an_incomplete_key_is_refused() {
        for bad in ["", "digcomp", "digcomp@2.2", "digcomp/1.1", "@2.2/1.1", "digcomp@/1.1", "digcomp@2.2/", "a@1/b/c"]
        {
            assert_eq!(bad.parse::<Key>(), Err(KeyError), "{bad}");
        }
    }
}
