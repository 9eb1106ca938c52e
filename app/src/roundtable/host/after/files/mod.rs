//! The files of an event (live.md L63): each is a table, written as CSV, and all of them together as JSON with the
//! codebook. They hold nothing that depends on when they are written (L64).

mod codebook;
mod sheet;
mod tables;

use super::reading::{self, Reading};
use crate::context::{Ctx, incident};
use crate::error::Error;
use crate::export::csv;
use crate::page::path_param;
use crate::roundtable::access;
use crate::routes::File;
use serde_json::{Map, Value};
use sheet::Sheet;
use weiterblick_domain::ids::EventId;
use weiterblick_domain::policy::event::EventGrant;
use weiterblick_domain::policy::event::action::Export;
use weiterblick_domain::questionnaire::canonical_json;
use weiterblick_store::Conn;
use weiterblick_store::roundtable::minutes::Minutes;

/// Names of the files, and the word of each.
pub const FILES: [(&str, &str); 10] = [
    ("ergebnisse.csv", "results"),
    ("stimmen.csv", "ballots"),
    ("karten.csv", "cards"),
    ("fragen.csv", "questions"),
    ("gruppen.csv", "segments"),
    ("ablauf.csv", "agenda"),
    ("bedarfe.csv", "needs"),
    ("nachweis.csv", "integrity"),
    ("codebuch.csv", "codebook"),
    ("alles.json", "all"),
];

/// `/runde-tische/{event}/dateien/{file}`
pub async fn file(ctx: Ctx) -> Result<File, Error> {
    let id: EventId = path_param("event")?;
    let name: String = path_param("file")?;
    let (_, word) = FILES.into_iter().find(|(known, _)| *known == name).ok_or_else(Error::not_found)?;
    let mut conn = ctx.state.db.read().await?;
    let grant = access::grant::<Export>(&ctx, &mut conn, id).await?;
    let who = ctx.actor().map_or_else(|| id.to_string(), |actor| actor.account.to_string());
    ctx.state.throttles.export(&who)?;
    let Reading { minutes, .. } = reading::open(&ctx, &mut conn, id).await?;
    let language = ctx.request.language;
    if word == "all" {
        let bytes = json(&mut conn, &grant, &minutes).await?;
        return Ok(File { name, content_type: "application/json; charset=utf-8", bytes });
    }
    let sheet = table(&mut conn, &grant, &minutes, word).await?;
    let bytes = csv::write(language, sheet.columns.iter().copied(), sheet.rows);
    Ok(File { name, content_type: csv::CONTENT_TYPE, bytes })
}

async fn table(conn: &mut Conn, grant: &EventGrant<Export>, minutes: &Minutes, word: &str) -> Result<Sheet, Error> {
    match word {
        "results" => Ok(tables::results(minutes)?),
        "ballots" => Ok(tables::ballots(conn, grant, minutes).await?),
        "cards" => Ok(tables::cards(conn, grant).await?),
        "questions" => Ok(tables::questions(conn, grant).await?),
        "segments" => Ok(tables::segments(minutes)),
        "agenda" => Ok(tables::agenda(minutes)),
        "needs" => Ok(tables::needs(minutes)),
        "integrity" => Ok(tables::integrity(minutes)),
        "codebook" => Ok(codebook::codebook(minutes)),
        _ => Err(Error::not_found()),
    }
}

async fn json(conn: &mut Conn, grant: &EventGrant<Export>, minutes: &Minutes) -> Result<Vec<u8>, Error> {
    let mut all = Map::new();
    all.insert("format".to_owned(), Value::from("weiterblick/round-table"));
    all.insert("version".to_owned(), Value::from(codebook::SCHEMA));
    for (_, word) in FILES.iter().filter(|(_, word)| *word != "all") {
        all.insert((*word).to_owned(), table(conn, grant, minutes, word).await?.to_json());
    }
    Ok(canonical_json(&Value::Object(all)).map_err(|error| incident(&error))?.into_bytes())
}
