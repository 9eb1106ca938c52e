//! The edge of the running program: clients that dawdle or contradict themselves, its limits, and its end.

mod process;

use process::{Folder, Program, create_user, form, form_head, read_answer};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream as Connection};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{scope, sleep};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

const PASSWORD: &str = "ein langes Passwort zum Testen";

/// What a client sends before it falls asleep, and the seconds after which it must be closed.
struct Dawdler {
    name: &'static str,
    sends: String,
    /// Goes on with a byte a second.
    drips: bool,
    closed_after: std::ops::RangeInclusive<u64>,
    /// How the answer begins; empty where there is none.
    answer: &'static str,
}

/// How long the server puts up with this client, and what it says.
async fn lifetime(address: SocketAddr, dawdler: &Dawdler) -> (Duration, String) {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let started = Instant::now();
    stream.write_all(dawdler.sends.as_bytes()).await.unwrap();
    let (mut reading, mut writing) = stream.split();
    let drip = async {
        loop {
            tokio::time::sleep(Duration::from_secs(1)).await;
            if dawdler.drips {
                // The end is seen by whoever reads.
                drop(writing.write_all(b"a").await);
            }
        }
    };
    let mut answer = Vec::new();
    let closed = async {
        // A reset is an end too.
        drop(reading.read_to_end(&mut answer).await);
    };
    tokio::select! {
        () = drip => {}
        outcome = timeout(Duration::from_secs(25), closed) => outcome.expect("the connection is closed"),
    }
    (started.elapsed(), String::from_utf8_lossy(&answer).into_owned())
}

/// R8 of security.md, with fewer clients. Another client is served meanwhile, whatever it asks for.
#[test]
fn clients_that_dawdle_are_closed_in_time_and_keep_nobody_waiting() {
    let folder = Folder::new();
    create_user(&folder, PASSWORD);
    let program = Program::start(&folder, &[]);
    let body = form_head("/anmelden", "account/sign_in", 1_000).replace("Connection: close\r\n", "");
    let dawdlers = [
        ("silent", String::new(), false, 9..=12, ""),
        ("half a head", "GET / HTTP/1.1\r\nHost: w\r\nX-Slow: ".to_owned(), false, 9..=12, ""),
        ("a head by drops", "GET / HTTP/1.1\r\nHost: w\r\nX-Slow: ".to_owned(), true, 9..=12, ""),
        ("HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_owned(), false, 0..=12, ""),
        ("half of HTTP/2", "PRI * HT".to_owned(), false, 0..=12, ""),
        ("a body by drops", body.clone(), true, 14..=16, "HTTP/1.1 408 "),
        ("no body", body, false, 14..=16, "HTTP/1.1 408 "),
        (
            "idle after its answer",
            "GET /healthz HTTP/1.1\r\nHost: w\r\n\r\n".to_owned(),
            false,
            9..=12,
            "HTTP/1.1 200 ",
        ),
    ]
    .map(|(name, sends, drips, closed_after, answer)| Dawdler { name, sends, drips, closed_after, answer });

    let dawdling = AtomicBool::new(true);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    scope(|threads| {
        let other = threads.spawn(|| {
            let mut slowest = Duration::ZERO;
            while dawdling.load(Ordering::Relaxed) {
                let started = Instant::now();
                assert_eq!(program.get("/hilfe").status, 200);
                slowest = slowest.max(started.elapsed());
                let started = Instant::now();
                assert_eq!(
                    program.submit("/anmelden", "account/sign_in", &[("email", ""), ("password", "")]).status,
                    422
                );
                slowest = slowest.max(started.elapsed());
                sleep(Duration::from_millis(250));
            }
            slowest
        });
        runtime.block_on(async {
            let mut running = tokio::task::JoinSet::new();
            for dawdler in dawdlers {
                let dawdler = std::sync::Arc::new(dawdler);
                for _ in 0..50 {
                    let (address, dawdler) = (program.address, std::sync::Arc::clone(&dawdler));
                    running.spawn(async move { (dawdler.clone(), lifetime(address, &dawdler).await) });
                }
            }
            while let Some(ended) = running.join_next().await {
                let (dawdler, (lived, said)) = ended.unwrap();
                assert!(said.starts_with(dawdler.answer), "{} hears {said}", dawdler.name);
                assert!(dawdler.closed_after.contains(&lived.as_secs()), "{} lived {lived:?}", dawdler.name);
            }
            dawdling.store(false, Ordering::Relaxed);
        });
        let slowest = other.join().unwrap();
        assert!(slowest < Duration::from_millis(500), "another client waited {slowest:?}");
    });
    program.stop();
}

/// E42 of security.md: what a proxy and we could understand differently is refused, or nothing more is read after it.
#[test]
fn a_request_with_two_lengths_never_hides_another_one() {
    let folder = Folder::new();
    let program = Program::start(&folder, &[]);
    let hidden = "GET /healthz HTTP/1.1\r\nHost: w\r\n\r\n";
    for (headers, body, expected) in [
        ("Content-Length: 5\r\nContent-Length: 6", "hello", 400),
        ("Content-Length: 5, 6", "hello", 400),
        ("Content-Length: +5", "hello", 400),
        // RFC 9112 §6.1: the length does not count, and nothing is read after the answer.
        ("Content-Length: 5\r\nTransfer-Encoding: chunked", "0\r\n\r\n", 404),
        ("Transfer-Encoding: chunked\r\nContent-Length: 5", "0\r\n\r\n", 404),
        ("Transfer-Encoding: chunked, identity", "0\r\n\r\n", 400),
        ("Transfer-Encoding : chunked", "0\r\n\r\n", 400),
    ] {
        let sent = format!(
            "POST /nichts HTTP/1.1\r\nHost: w\r\nSec-Fetch-Site: same-origin\r\n{headers}\r\n\r\n{body}{hidden}"
        );
        let answer = program.send(&sent);
        assert_eq!(answer.status, expected, "{headers}");
        assert_eq!(answer.text.matches("HTTP/1.1 ").count(), 1, "one answer to {headers}");
    }
    let old = program.send("POST /nichts HTTP/1.0\r\nHost: w\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
    assert_eq!(old.status, 400);
    program.stop();
}

/// Sends a request that keeps the connection open, and reads its (empty) answer.
fn take_a_place(program: &Program) -> Connection {
    let mut stream = program.connect();
    stream.write_all(b"GET /healthz HTTP/1.1\r\nHost: w\r\n\r\n").unwrap();
    let mut answer = [0; 15];
    stream.read_exact(&mut answer).unwrap();
    assert_eq!(&answer, b"HTTP/1.1 200 OK");
    stream
}

#[test]
fn above_the_limit_of_connections_each_gets_an_answer_and_is_closed() {
    let folder = Folder::new();
    let program = Program::start(&folder, &["--max-connections", "2"]);
    // The place of the last question whether it is ready may not be free yet.
    sleep(Duration::from_millis(200));
    let first = take_a_place(&program);
    let second = take_a_place(&program);
    for _ in 0..5 {
        let mut third = program.connect();
        third.write_all(b"GET / HTTP/1.1\r\nHost: w\r\n\r\n").unwrap();
        sleep(Duration::from_millis(20));
        let mut answer = String::new();
        third.read_to_string(&mut answer).expect("an answer and an end, not a reset");
        assert!(answer.starts_with("HTTP/1.1 503 ") && answer.contains("retry-after: "), "{answer}");
    }
    drop((first, second));
    sleep(Duration::from_millis(200));
    assert_eq!(program.get("/healthz").status, 200);
    program.stop();
}

/// R6 of security.md without streams: what was begun is answered, what was answered is kept, and nothing new is begun.
#[test]
fn the_end_answers_what_was_begun_and_loses_nothing() {
    let folder = Folder::new();
    create_user(&folder, PASSWORD);
    let program = Program::start(&folder, &[]);

    let body = form(&[("email", "hr@muster.example"), ("password", PASSWORD)]);
    let mut sign_in = program.connect();
    sign_in.write_all(form_head("/anmelden", "account/sign_in", body.len()).as_bytes()).unwrap();
    let mut ready = program.connect();
    ready.write_all(b"GET /readyz HTTP/1.1\r\nHost: w\r\n").unwrap();
    let mut idle = take_a_place(&program);
    sleep(Duration::from_millis(200));

    program.terminate();
    sleep(Duration::from_millis(300));
    assert!(Connection::connect(program.address).is_err(), "nobody new is let in");
    let mut rest = Vec::new();
    idle.read_to_end(&mut rest).expect("whoever is idle is closed");
    ready.write_all(b"\r\n").unwrap();
    assert_eq!(read_answer(&mut ready).status, 503);
    sign_in.write_all(body.as_bytes()).unwrap();
    let answer = read_answer(&mut sign_in);
    assert_eq!(answer.status, 303, "{}", answer.text);
    let (code, took) = program.wait(Duration::from_secs(10));
    assert_eq!(code, Some(0));
    assert!(took < Duration::from_secs(5), "nothing was left to wait for: {took:?}");

    let session = answer.text.lines().find_map(|line| line.strip_prefix("set-cookie: __Host-wb=")).unwrap();
    let cookie = format!("__Host-wb={}", session.split(';').next().unwrap());
    let again = Program::start(&folder, &[]);
    let profile =
        again.send(&format!("GET /profil HTTP/1.1\r\nHost: w\r\nCookie: {cookie}\r\nConnection: close\r\n\r\n"));
    assert_eq!(profile.status, 200, "the session that was answered is there");
    again.stop();
}

/// E44: eight seconds for whoever does not end by themselves.
#[test]
fn a_request_that_never_ends_does_not_keep_the_program_from_ending() {
    let folder = Folder::new();
    let program = Program::start(&folder, &[]);
    let mut endless = program.connect();
    endless.write_all(form_head("/anmelden", "account/sign_in", 1_000).as_bytes()).unwrap();
    sleep(Duration::from_millis(200));
    program.terminate();
    let (code, took) = program.wait(Duration::from_secs(10));
    assert_eq!(code, Some(0));
    assert!(took > Duration::from_secs(6), "it was waited for: {took:?}");
}

#[test]
fn a_second_signal_ends_it_at_once() {
    let folder = Folder::new();
    let program = Program::start(&folder, &[]);
    let mut endless = program.connect();
    endless.write_all(form_head("/anmelden", "account/sign_in", 1_000).as_bytes()).unwrap();
    sleep(Duration::from_millis(200));
    program.terminate();
    sleep(Duration::from_millis(200));
    program.terminate();
    let (code, took) = program.wait(Duration::from_secs(10));
    assert_eq!(code, Some(1));
    assert!(took < Duration::from_secs(2), "{took:?}");
}
