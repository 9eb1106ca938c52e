//! Arguments of server functions with unknown fields refused (security.md E8, S14).

use leptos::server_fn::ServerFn;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::ops::Deref;

/// Wraps the arguments of every server function: `#[server(custom = Strict, …)]`.
#[derive(Debug, Clone)]
pub struct Strict<T>(pub T);

impl<T> Deref for Strict<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> From<T> for Strict<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

impl<T: Serialize> Serialize for Strict<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Strict<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut unknown = None;
        let value = serde_ignored::deserialize(deserializer, |path| {
            unknown.get_or_insert_with(|| path.to_string());
        })?;
        match unknown {
            Some(field) => Err(D::Error::custom(format_args!("unknown field {field}"))),
            None => Ok(Self(value)),
        }
    }
}

/// The server function behind a struct of arguments.
pub trait Call {
    const PATH: &'static str;
    type Output;
}

impl<T> Call for T
where
    Strict<T>: ServerFn,
{
    const PATH: &'static str = <Strict<T> as ServerFn>::PATH;
    type Output = <Strict<T> as ServerFn>::Output;
}
