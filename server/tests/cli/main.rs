//! The command line of the built program: starts that are refused, the commands beside `serve`, and its options.

#[path = "../process/mod.rs"]
mod process;

mod commands;
mod folder;
mod log;
mod options;
mod start;

use process::{command, run};
use sqlx::{AnyConnection, AssertSqlSafe, Connection};
use std::path::Path;

const PASSWORD: &str = "ein langes Passwort zum Testen";

/// Runs a command on this data directory.
fn on(data: &Path, command_line: &[&str]) -> process::Said {
    let data = ["--data-dir", data.to_str().unwrap()];
    run(command(&[command_line, data.as_slice()].concat()), "")
}

/// Changes a database past the program.
fn sql(url: &str, text: &str) {
    sqlx::any::install_default_drivers();
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
        let mut connection = AnyConnection::connect(url).await.unwrap();
        sqlx::raw_sql(AssertSqlSafe(text.to_owned())).execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();
    });
}

fn sqlite(database: &Path, text: &str) {
    sql(&format!("sqlite://{}?mode=rw", database.display()), text);
}
