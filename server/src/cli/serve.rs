//! `serve`: start, tell where, run, stop in order.

use super::Failure;
use super::message::say;
use super::open::{Opened, open_migrated, own, store_failure};
use crate::config::{ServeOptions, public_url};
use crate::demo::{self, DemoError};
use crate::http::{Health, edge, router, site_options};
use crate::jobs;
use crate::state::{app_state, random};
use std::time::Duration;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio_util::sync::CancellationToken;
use tracing_subscriber::EnvFilter;
use weiterblick_app::secret::sha256;
use weiterblick_app::state::Settings;
use weiterblick_store::account;

/// Symbols of the set-up code: no 0/O, 1/I/L.
const CODE_SYMBOLS: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

pub async fn serve(options: ServeOptions) -> Result<(), Failure> {
    let Some(url) = public_url(options.public_url.as_deref(), options.listen) else {
        return Err(Failure::new(say("cli.public_url", &[])));
    };
    if options.print_config {
        for (name, value) in options.effective(&url) {
            println!("{name} = {value}");
        }
        return Ok(());
    }
    let time_zone = jiff::tz::TimeZone::get(&options.time_zone)
        .map_err(|_| Failure::new(say("cli.time_zone", &[("name", options.time_zone.clone())])))?;
    let mail = crate::mail::Mailer::new(&options.mail)
        .map_err(|error| Failure::new(say("cli.mail", &[("reason", error.to_string())])))?;
    // The folder before the port: whoever starts twice learns that, not that a port is taken. Both before the database:
    // a start that fails must not touch it.
    let dir = own(&options.data)?;
    let listener = edge::bind(options.listen).map_err(|error| {
        Failure::new(say("cli.listen", &[("address", options.listen.to_string()), ("reason", error.to_string())]))
    })?;
    let address = listener.local_addr().map_err(|error| Failure::new(error.to_string()))?;
    let url = if options.public_url.is_none() { format!("http://{address}") } else { url };
    let Opened { dir, db } = open_migrated(&options.data, dir).await?;
    // Not before: what goes wrong up to here is told once, in one line for people.
    start_log();
    let settings = Settings { public_url: url.clone(), mail: mail.is_some(), key_dir: dir.keys(), time_zone };

    let empty = account::count(&mut *db.read().await.map_err(store_failure)?).await.map_err(store_failure)? == 0;
    let code = (empty && !options.demo).then(set_up_code);
    let digest = code.as_ref().map(|code| sha256(code.as_bytes()));
    let state = app_state(db.clone(), settings, dir.installation_key, digest);
    if options.demo && empty {
        demo::fill(&state).await.map_err(demo_failure)?;
    }
    let site = site_options(&dir.file("site.txt")).map_err(|error| {
        Failure::new(say(
            "cli.data_dir",
            &[("path", dir.file("site.txt").display().to_string()), ("reason", error.to_string())],
        ))
    })?;

    let stop = CancellationToken::new();
    let health = Health::new(db.clone(), options.data.data_dir.clone());
    if let Some(address) = options.metrics_listen {
        crate::metrics::serve(address, stop.clone()).await.map_err(|error| {
            Failure::new(say("cli.listen", &[("address", address.to_string()), ("reason", error.to_string())]))
        })?;
    }
    let jobs = jobs::start(state.clone(), mail, stop.clone());
    let hub = state.hub.clone();
    let router = router(state, site, health.clone(), options.trusted_proxies.clone());

    println!(
        "{}",
        say(
            "cli.started",
            &[
                ("version", env!("CARGO_PKG_VERSION").to_owned()),
                ("url", url.clone()),
                ("data_dir", options.data.data_dir.display().to_string()),
                ("database", say(if options.data.database_url.is_some() { "cli.postgres" } else { "cli.sqlite" }, &[])),
            ]
        )
    );
    if let Some(code) = code {
        println!("{}", say("cli.set_up_code", &[("url", format!("{url}/einrichten")), ("code", code)]));
    }
    if options.demo {
        println!("{}", demo::sign_ins().map_err(demo_failure)?);
    }

    let mut signals = Signals::listen().map_err(|error| Failure::new(error.to_string()))?;
    let server = tokio::spawn(edge::serve(listener, router, options.max_connections, stop.clone()));
    signals.next().await;
    health.stop();
    stop.cancel();
    tokio::spawn(hard_end(signals));
    // Streams say good-bye and end, or the server would wait for them.
    hub.drain().await;
    // Both end by themselves after `stop`; a panic in them was logged where it happened.
    drop(server.await);
    drop(jobs.await);
    db.close().await;
    Ok(())
}

fn demo_failure(error: DemoError) -> Failure {
    Failure::new(say("cli.demo", &[("reason", error.to_string())]))
}

/// Twelve symbols in groups of four; typed without minding case or dashes.
fn set_up_code() -> String {
    let mut bytes = [0; 12];
    random(&mut bytes);
    bytes.iter().map(|byte| char::from(CODE_SYMBOLS[usize::from(byte % 32)])).collect()
}

fn start_log() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("warn,weiterblick=info"));
    // A second subscriber in one process (tests) keeps the first.
    drop(tracing_subscriber::fmt().json().with_env_filter(filter).with_writer(std::io::stderr).try_init());
}

/// Signals that ask the process to end. From [`Signals::listen`] on they no longer end it by themselves.
struct Signals {
    terminate: Signal,
    interrupt: Signal,
}

impl Signals {
    fn listen() -> std::io::Result<Self> {
        Ok(Self { terminate: signal(SignalKind::terminate())?, interrupt: signal(SignalKind::interrupt())? })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

/// Ten seconds after the first signal, or at the second, the process ends whatever is still under way (E44).
async fn hard_end(mut signals: Signals) {
    tokio::select! {
        () = signals.next() => {}
        () = tokio::time::sleep(Duration::from_secs(10)) => {}
    }
    std::process::exit(1);
}
