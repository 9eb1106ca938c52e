//! `bench pages`: start, memory, rate, latency and bytes of server-rendered pages.

use crate::browser::Browser;
use crate::ceiling::Ceiling;
use crate::error::Error;
use crate::figures::{Figure, rounded};
use crate::goals::{Values, judge};
use crate::journey;
use crate::load::{Rate, Run, Target, run};
use crate::machine::{Machine, commit};
use crate::memory::{Watch, rss};
use crate::product::{Folder, Product};
use crate::report::{Measured, Result as Report};
use crate::weight::{Scales, Weight};
use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tokio::time::sleep;

const CONNECTIONS: [usize; 3] = [1, 16, 64];
/// Ceilings further apart than this say that something else ran on the machine.
const UNSTEADY: f64 = 0.2;

/// How long everything takes.
struct Plan {
    starts: usize,
    rest: Duration,
    rounds: usize,
    warm_up: Duration,
    duration: Duration,
}

impl Plan {
    const fn new(quick: bool) -> Self {
        let millis = Duration::from_millis;
        if quick {
            Self { starts: 1, rest: millis(500), rounds: 1, warm_up: millis(50), duration: millis(250) }
        } else {
            Self { starts: 3, rest: millis(5_000), rounds: 3, warm_up: millis(500), duration: millis(3_000) }
        }
    }
}

/// Measures everything.
///
/// # Errors
/// [`Error`] when a part of it does not work: then there are no figures.
pub async fn measure(binary: &Path, quick: bool) -> Result<Report, Error> {
    let plan = Plan::new(quick);
    let bytes = std::fs::metadata(binary).map_err(|source| Error::File { path: binary.to_owned(), source })?.len();
    let folder = Folder::new()?;
    let first = Product::start(binary, &folder).await?;
    let fill_ms = millis(first.ready_after);
    let (product, ready_ms) = restart(first, binary, &folder, plan.starts).await?;
    sleep(plan.rest).await;
    let process = product.id().unwrap_or_default();
    let idle_kib = rss(process).unwrap_or_default();

    let address = product.address;
    let questionnaire = journey::questionnaire(address).await?;
    let dashboard = journey::dashboard(address).await?;
    let weights = weigh(&questionnaire, &dashboard).await?;
    let first_use = weights.get(&questionnaire.path).copied().unwrap_or_default();

    let ceiling = Ceiling::bare()?;
    let watch = Watch::start(process);
    let plain = Target { encoding: "identity", ..questionnaire.clone() };
    let targets = [
        ("bare", Target::new(ceiling.address, "/")),
        ("landing", Target::new(address, "/")),
        ("questionnaire", questionnaire),
        ("questionnaire_unpacked", plain),
        ("dashboard", dashboard),
    ];
    let measured = load(&targets, &plan).await?;
    let load_kib = watch.most();
    drop(watch);
    product.stop().await?;

    let ceilings = measured.first().map(|measured| measured.rates.clone()).unwrap_or_default();
    let best = |name: &str| {
        let page = measured.iter().find(|measured| measured.name == name);
        page.and_then(Measured::best).map_or(f64::NAN, |figure| figure.median)
    };
    let ratio = |name: &str| rounded(best(name) / best("bare"), 4);
    let ratios = measured.iter().skip(1).map(|page| (format!("{}_ratio", page.name), ratio(page.name))).collect();
    let dashboard_p99 = measured.iter().find(|page| page.name == "dashboard").and_then(|page| page.rates.get(&1));
    let values = Values {
        wasm_br_bytes: count(first_use.wasm),
        first_use_bytes: count(first_use.html + first_use.css),
        questionnaire_ratio: ratio("questionnaire"),
        dashboard_p99_ms: dashboard_p99.map_or(f64::NAN, |rate| rate.p99_ms),
        ready_ms: ready_ms.median,
        idle_rss_mb: megabytes(idle_kib),
    };
    Ok(Report {
        schema: 1,
        command: "pages",
        quick,
        commit: commit(),
        time: SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |elapsed| elapsed.as_secs()),
        machine: Machine::read(),
        binary_bytes: bytes,
        fill_ms,
        ready_ms,
        idle_rss_mb: values.idle_rss_mb,
        load_rss_mb: megabytes(load_kib),
        stable: is_steady(&ceilings),
        pages: measured,
        ratios,
        weights,
        goals: judge(&values, quick),
    })
}

/// Starts again on the data that is there now. The last one goes on running.
async fn restart(first: Product, binary: &Path, folder: &Folder, starts: usize) -> Result<(Product, Figure), Error> {
    let mut running = first;
    let mut times = Vec::new();
    for _ in 0..starts {
        running.stop().await?;
        running = Product::start(binary, folder).await?;
        times.push(millis(running.ready_after));
    }
    let figure = Figure::of(times).ok_or_else(|| Error::NotReady { said: String::new() })?;
    Ok((running, figure))
}

/// Bytes by path: all public pages, and the two that are measured.
async fn weigh(questionnaire: &Target, dashboard: &Target) -> Result<BTreeMap<String, Weight>, Error> {
    let mut scales = Scales::default();
    let mut weights = BTreeMap::new();
    let mut anybody = Browser::new(questionnaire.address);
    for page in journey::public_pages(questionnaire.address).await? {
        weights.insert(page.path.clone(), scales.page(&mut anybody, &page.path).await?);
    }
    for target in [questionnaire, dashboard] {
        let mut browser = Browser::with_cookie(target.address, target.cookie.as_deref().unwrap_or_default());
        weights.insert(target.path.clone(), scales.page(&mut browser, &target.path).await?);
    }
    Ok(weights)
}

/// All targets in turn, several times over: what slows the machine down for a while slows all of them.
async fn load(targets: &[(&'static str, Target)], plan: &Plan) -> Result<Vec<Measured>, Error> {
    let mut runs: BTreeMap<(usize, usize), Vec<Run>> = BTreeMap::new();
    for _ in 0..plan.rounds {
        for connections in CONNECTIONS {
            for (index, (_, target)) in targets.iter().enumerate() {
                let run = run(target, connections, plan.warm_up, plan.duration).await?;
                runs.entry((index, connections)).or_default().push(run);
            }
        }
    }
    let rates = |index| {
        let of_target = runs.iter().filter(move |((target, _), _)| *target == index);
        of_target.filter_map(|((_, connections), runs)| Some((*connections, Rate::of(runs)?))).collect()
    };
    let measured = |(index, (name, target)): (usize, &(&'static str, Target))| Measured {
        name,
        path: target.path.clone(),
        rates: rates(index),
    };
    Ok(targets.iter().enumerate().map(measured).collect())
}

fn is_steady(ceilings: &BTreeMap<usize, Rate>) -> bool {
    ceilings.values().all(|rate| rate.requests_s.spread() <= UNSTEADY)
}

fn millis(duration: Duration) -> f64 {
    rounded(duration.as_secs_f64() * 1_000.0, 1)
}

#[allow(clippy::cast_precision_loss)]
fn megabytes(kib: u64) -> f64 {
    rounded(kib as f64 / 1_024.0, 1)
}

#[allow(clippy::cast_precision_loss)]
const fn count(bytes: usize) -> f64 {
    bytes as f64
}
