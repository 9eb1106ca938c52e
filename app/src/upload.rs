//! Forms that carry a file: `#[server(custom = Strict, input = UploadForm, …)]`, an argument of type [`Upload`], and
//! `<PostForm<…> upload=true>`. A form without file may also come as `application/x-www-form-urlencoded`.

use crate::strict::Strict;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart};
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderValue, Method, Request};
use leptos::server_fn::ContentType;
use leptos::server_fn::codec::{Encoding, FromReq, IntoReq, PostUrl};
use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use leptos::server_fn::request::ClientReq;
use serde::de::value::{Error as ValueError, MapDeserializer};
use serde::de::{DeserializeOwned, Error as _, IntoDeserializer, Visitor};
use serde::{Deserialize, Deserializer, Serialize, forward_to_deserialize_any};
use std::fmt;

/// How the arguments of a server function with a file arrive.
pub struct UploadForm;

impl ContentType for UploadForm {
    const CONTENT_TYPE: &'static str = "multipart/form-data";
}

impl Encoding for UploadForm {
    const METHOD: Method = Method::POST;
}

/// The bytes of a file; empty where none was chosen.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(transparent)]
pub struct Upload(pub Vec<u8>);

impl<'de> Deserialize<'de> for Upload {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Bytes;
        impl Visitor<'_> for Bytes {
            type Value = Upload;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a file")
            }

            fn visit_str<E>(self, text: &str) -> Result<Upload, E> {
                Ok(Upload(text.as_bytes().to_vec()))
            }

            fn visit_byte_buf<E>(self, bytes: Vec<u8>) -> Result<Upload, E> {
                Ok(Upload(bytes))
            }
        }
        deserializer.deserialize_any(Bytes)
    }
}

/// One field of a sent form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    Text(String),
    File(Vec<u8>),
}

fn is_multipart(headers: &HeaderMap) -> bool {
    headers.get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"multipart/form-data"))
}

/// The fields of a `multipart/form-data` body, in their order; `None` when it cannot be read.
///
/// The caller has bounded the body's size.
pub async fn parts(content_type: &HeaderValue, body: Bytes) -> Option<Vec<(String, Part)>> {
    let mut request = Request::new(Body::from(body));
    request.headers_mut().insert(CONTENT_TYPE, content_type.clone());
    DefaultBodyLimit::disable().apply(&mut request);
    let mut form = Multipart::from_request(request, &()).await.ok()?;
    let mut parts = Vec::new();
    while let Some(field) = form.next_field().await.ok()? {
        let name = field.name()?.to_owned();
        let is_file = field.file_name().is_some();
        let bytes = field.bytes().await.ok()?;
        let part = if is_file { Part::File(bytes.to_vec()) } else { Part::Text(String::from_utf8(bytes.into()).ok()?) };
        parts.push((name, part));
    }
    Some(parts)
}

/// What was typed into a form with a file, to be shown again; files are not, and what cannot be read is nothing.
pub async fn typed(content_type: &HeaderValue, body: Bytes) -> Vec<(String, String)> {
    let parts = parts(content_type, body).await.unwrap_or_default();
    let text = |(name, part)| match part {
        Part::Text(text) => Some((name, text)),
        Part::File(_) => None,
    };
    parts.into_iter().filter_map(text).collect()
}

/// A field as an argument: text as text, a file as bytes.
pub struct PartDeserializer(Part);

impl<'de> Deserializer<'de> for PartDeserializer {
    type Error = ValueError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ValueError> {
        match self.0 {
            Part::Text(text) => visitor.visit_string(text),
            Part::File(bytes) => visitor.visit_byte_buf(bytes),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

impl IntoDeserializer<'_, ValueError> for Part {
    type Deserializer = PartDeserializer;

    fn into_deserializer(self) -> PartDeserializer {
        PartDeserializer(self)
    }
}

fn from_parts<T: DeserializeOwned>(parts: Vec<(String, Part)>) -> Result<Strict<T>, ValueError> {
    Strict::deserialize(MapDeserializer::new(parts.into_iter()))
}

impl<T, E> FromReq<UploadForm, Request<Body>, E> for Strict<T>
where
    T: DeserializeOwned + Send,
    E: FromServerFnError + Send,
{
    async fn from_req(request: Request<Body>) -> Result<Self, E> {
        let refused = |error: ValueError| E::from_server_fn_error(ServerFnErrorErr::Args(error.to_string()));
        if !is_multipart(request.headers()) {
            return <Self as FromReq<PostUrl, Request<Body>, E>>::from_req(request).await;
        }
        let content_type = request.headers().get(CONTENT_TYPE).cloned();
        // The route's limit has been applied to the body before it came here (security.md E33).
        let body = to_bytes(request.into_body(), usize::MAX).await;
        let (Some(content_type), Ok(body)) = (content_type, body) else {
            return Err(refused(ValueError::custom("body")));
        };
        let parts = parts(&content_type, body).await.ok_or_else(|| refused(ValueError::custom("multipart")))?;
        from_parts(parts).map_err(refused)
    }
}

impl<T, R, E> IntoReq<UploadForm, R, E> for Strict<T>
where
    T: Serialize + Send,
    R: ClientReq<E>,
    E: FromServerFnError,
{
    fn into_req(self, path: &str, accepts: &str) -> Result<R, E> {
        <Self as IntoReq<PostUrl, R, E>>::into_req(self, path, accepts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq, Eq, Deserialize)]
    struct Args {
        kind: String,
        #[serde(default)]
        file: Upload,
    }

    async fn read(body: &str) -> Option<Result<Args, String>> {
        let content_type = HeaderValue::from_static("multipart/form-data; boundary=x");
        let parts = parts(&content_type, Bytes::from(body.replace('\n', "\r\n"))).await?;
        Some(from_parts::<Args>(parts).map(|args| args.0).map_err(|error| error.to_string()))
    }

    #[tokio::test]
    async fn a_form_with_a_file_becomes_arguments() {
        let body = "--x\nContent-Disposition: form-data; name=\"kind\"\n\npeople\n--x\n\
                    Content-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\nContent-Type: text/csv\n\na;b\n--x--\n";
        let args = Args { kind: "people".to_owned(), file: Upload(b"a;b".to_vec()) };
        assert_eq!(read(body).await, Some(Ok(args)));
    }

    #[tokio::test]
    async fn a_missing_file_is_empty_and_an_unknown_field_is_refused() {
        let kind = "--x\nContent-Disposition: form-data; name=\"kind\"\n\npeople\n--x";
        let args = Args { kind: "people".to_owned(), file: Upload::default() };
        assert_eq!(read(&format!("{kind}--\n")).await, Some(Ok(args)));
        let unknown = read(&format!("{kind}\nContent-Disposition: form-data; name=\"id\"\n\n1\n--x--\n")).await;
        assert!(unknown.is_some_and(|args| args.is_err()));
    }

    #[tokio::test]
    async fn a_broken_body_is_no_form() {
        for body in ["", "--x", "--x\nContent-Disposition: form-data; name=\"kind\"\n\npeo", "hello"] {
            assert_eq!(read(body).await, None, "{body:?}");
        }
    }
}
