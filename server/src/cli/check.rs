//! `check`: is this database fit to be served? Exit 0 fine, 1 findings, 2 could not run.

use super::Failure;
use super::message::say;
use super::open::{foreign, open_existing, store_failure};
use crate::config::DataOptions;

pub async fn check(options: &DataOptions) -> Result<(), Failure> {
    let could_not_run = |failure: Failure| Failure { code: 2, ..failure };
    let opened = open_existing(options).await.map_err(could_not_run)?;
    let reason = |error| could_not_run(store_failure(error));
    let mut findings = Vec::new();
    let (found, known) = (opened.db.schema().await.map_err(reason)?, opened.db.known_schema());
    if found != known {
        findings.push(say("cli.check.schema", &[("found", found.to_string()), ("known", known.to_string())]));
    } else {
        findings.extend(foreign(&opened.db, &opened.dir, false).await.map_err(could_not_run)?);
    }
    findings.extend(
        opened
            .db
            .integrity()
            .await
            .map_err(reason)?
            .into_iter()
            .map(|line| say("cli.check.integrity", &[("line", line)])),
    );
    opened.db.close().await;
    if findings.is_empty() {
        println!("{}", say("cli.check.fine", &[]));
        Ok(())
    } else {
        Err(Failure::new(findings.join("\n")))
    }
}
