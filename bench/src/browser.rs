//! A small browser without script: cookies, links, forms, redirects.

use crate::client::Client;
use crate::error::Error;
use crate::html::{self, Form};
use http::header::{ACCEPT_ENCODING, ACCEPT_LANGUAGE, CONTENT_TYPE, COOKIE, HOST, LOCATION, SET_COOKIE};
use http::{HeaderValue, Method, Request, Response, StatusCode};
use http_body_util::Full;
use hyper::body::Bytes;
use std::collections::BTreeMap;
use std::net::SocketAddr;

const MOST_REDIRECTS: usize = 10;

pub struct Browser {
    client: Client,
    cookies: BTreeMap<String, String>,
}

/// A page that was led to.
pub struct Page {
    pub path: String,
    pub html: String,
}

impl Page {
    /// The first form for this server function.
    pub fn form(&self, action: &str) -> Option<Form> {
        html::forms(&self.html).into_iter().find(|form| form.action.ends_with(&format!("_action={action}")))
    }

    /// Where the page's links lead within the site.
    pub fn links(&self) -> Vec<String> {
        html::links(&self.html).into_iter().filter(|link| link.starts_with('/') && !link.starts_with("//")).collect()
    }

    pub fn missing(&self, what: &str) -> Error {
        Error::Missing { path: self.path.clone(), what: what.to_owned() }
    }
}

impl Browser {
    pub const fn new(address: SocketAddr) -> Self {
        Self { client: Client::new(address), cookies: BTreeMap::new() }
    }

    /// A browser that has these cookies already.
    pub fn with_cookie(address: SocketAddr, cookie: &str) -> Self {
        let pairs = cookie.split("; ").filter_map(|pair| pair.split_once('='));
        let cookies = pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        Self { client: Client::new(address), cookies }
    }

    /// What the browser sends along.
    pub fn cookie(&self) -> String {
        self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
    }

    /// A page, and where it leads to.
    ///
    /// # Errors
    /// [`Error::Status`] when that is no page.
    pub async fn open(&mut self, path: &str) -> Result<Page, Error> {
        let answer = self.send(Method::GET, path, None).await?;
        self.follow(path, answer).await
    }

    /// Fills in these fields of a form and sends it.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub async fn submit(&mut self, form: &Form, typed: &[(&str, &str)]) -> Result<Page, Error> {
        let kept = form.fields.iter().filter(|(name, _)| !typed.iter().any(|(typed, _)| typed == name));
        let mut body = form_urlencoded::Serializer::new(String::new());
        body.extend_pairs(kept).extend_pairs(typed);
        let answer = self.send(Method::POST, &form.action, Some(body.finish())).await?;
        self.follow(&form.action, answer).await
    }

    /// A file as it is sent to browsers: pages with gzip, files of the site with brotli.
    ///
    /// # Errors
    /// [`Error::Status`] when there is none.
    pub async fn packed(&mut self, path: &str) -> Result<Bytes, Error> {
        let mut request = self.request(Method::GET, path, None)?;
        request.headers_mut().insert(ACCEPT_ENCODING, HeaderValue::from_static("gzip, br"));
        let answer = self.client.send(request).await?;
        require(path, answer.status())?;
        Ok(answer.into_body())
    }

    async fn follow(&mut self, path: &str, mut answer: Response<Bytes>) -> Result<Page, Error> {
        let mut path = path.to_owned();
        for _ in 0..MOST_REDIRECTS {
            if !answer.status().is_redirection() {
                break;
            }
            let location = answer.headers().get(LOCATION).and_then(|location| location.to_str().ok());
            path = location.unwrap_or_default().to_owned();
            answer = self.send(Method::GET, &path, None).await?;
        }
        require(&path, answer.status())?;
        Ok(Page { path, html: String::from_utf8_lossy(answer.body()).into_owned() })
    }

    async fn send(&mut self, method: Method, path: &str, form: Option<String>) -> Result<Response<Bytes>, Error> {
        let request = self.request(method, path, form)?;
        let answer = self.client.send(request).await?;
        for cookie in answer.headers().get_all(SET_COOKIE) {
            let cookie = cookie.to_str().unwrap_or_default();
            let (pair, attributes) = cookie.split_once(';').unwrap_or((cookie, ""));
            let Some((name, value)) = pair.split_once('=') else { continue };
            if attributes.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        Ok(answer)
    }

    fn request(&self, method: Method, path: &str, form: Option<String>) -> Result<Request<Full<Bytes>>, Error> {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(HOST, "localhost")
            .header(ACCEPT_LANGUAGE, "de")
            .header("sec-fetch-site", if form.is_some() { "same-origin" } else { "none" });
        if !self.cookies.is_empty() {
            request = request.header(COOKIE, self.cookie());
        }
        if form.is_some() {
            request = request.header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        }
        request
            .body(Full::from(form.unwrap_or_default()))
            .map_err(|error| Error::Request { path: path.to_owned(), reason: error.to_string() })
    }
}

fn require(path: &str, status: StatusCode) -> Result<(), Error> {
    if status == StatusCode::OK {
        return Ok(());
    }
    Err(Error::Status { path: path.to_owned(), status: status.as_u16() })
}
