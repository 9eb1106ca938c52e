//! `check`: is this database fit to be served? Exit 0 fine, 1 findings, 2 could not run.

use super::Failure;
use super::message::say;
use super::open::open;
use crate::config::DataOptions;
use weiterblick_store::installation;

pub async fn check(options: &DataOptions) -> Result<(), Failure> {
    let could_not_run = |failure: Failure| Failure { code: 2, ..failure };
    let opened = open(options).await.map_err(could_not_run)?;
    let reason = |error: weiterblick_store::StoreError| Failure {
        text: say("cli.database", &[("reason", error.to_string())]),
        code: 2,
    };
    let mut findings = Vec::new();
    let (found, known) = (opened.db.schema().await.map_err(reason)?, opened.db.known_schema());
    if found != known {
        findings.push(say("cli.check.schema", &[("found", found.to_string()), ("known", known.to_string())]));
    } else {
        let mut conn = opened.db.read().await.map_err(reason)?;
        let expected = weiterblick_app::secret::keyed_hash(&opened.dir.installation_key, "fingerprint", b"");
        if installation::get(&mut conn, "key_fingerprint").await.map_err(reason)?.as_deref() != Some(&expected) {
            findings.push(say("cli.wrong_key", &[]));
        }
    }
    findings.extend(
        opened.db.integrity().await.map_err(reason)?.into_iter().map(|line| say("cli.check.integrity", &[("line", line)])),
    );
    opened.db.close().await;
    if findings.is_empty() {
        println!("{}", say("cli.check.fine", &[]));
        Ok(())
    } else {
        Err(Failure::new(findings.join("\n")))
    }
}
