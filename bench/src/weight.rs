//! Bytes on the wire: pages and what they name, packed as the server sends them.

use crate::browser::Browser;
use crate::error::Error;
use crate::html;
use serde::Serialize;
use std::collections::BTreeMap;

/// Bytes of a page and its files.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Weight {
    pub html: usize,
    pub css: usize,
    pub js: usize,
    pub wasm: usize,
}

impl Weight {
    pub const fn total(&self) -> usize {
        self.html + self.css + self.js + self.wasm
    }
}

/// Weighs each file once.
#[derive(Default)]
pub struct Scales {
    known: BTreeMap<String, usize>,
}

impl Scales {
    /// A page of which the source is known.
    ///
    /// # Errors
    /// [`Error`] when the page or one of its files cannot be fetched.
    pub async fn page(&mut self, browser: &mut Browser, path: &str) -> Result<Weight, Error> {
        let source = browser.open(path).await?;
        let mut weight = Weight { html: browser.packed(path).await?.len(), ..Weight::default() };
        for file in html::assets(&source.html) {
            let bytes = self.file(browser, &file).await?;
            match file.rsplit('.').next() {
                Some("css") => weight.css += bytes,
                Some("js") => weight.js += bytes,
                Some("wasm") => weight.wasm += bytes,
                _ => {}
            }
        }
        Ok(weight)
    }

    async fn file(&mut self, browser: &mut Browser, file: &str) -> Result<usize, Error> {
        if let Some(bytes) = self.known.get(file) {
            return Ok(*bytes);
        }
        let bytes = browser.packed(file).await?.len();
        self.known.insert(file.to_owned(), bytes);
        Ok(bytes)
    }
}
