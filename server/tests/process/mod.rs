//! The built program as a child process, and HTTP by hand: what a client sends is written out, byte by byte.

#![allow(dead_code, reason = "each test file uses its own part")]

use rustix::process::{Pid, Signal, kill_process};
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread::sleep;
use std::time::{Duration, Instant};

const BINARY: &str = env!("CARGO_BIN_EXE_weiterblick");
/// A debug build on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

/// A folder that goes with the test.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("weiterblick-process-{}-{number}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub fn join(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// Where the program of this test keeps its data.
    pub fn data(&self) -> PathBuf {
        self.join("data")
    }

    pub fn database(&self) -> PathBuf {
        self.data().join("weiterblick.db")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

/// The program with German messages and none of this machine's settings.
pub fn command(args: &[&str]) -> Command {
    let mut command = Command::new(BINARY);
    command.args(args).env_clear().env("LANG", "de_DE.UTF-8").stdin(Stdio::null());
    if let Some(folder) = std::env::var_os("TMPDIR") {
        command.env("TMPDIR", folder);
    }
    command
}

/// What a command said before it ended.
#[derive(Debug)]
pub struct Said {
    pub code: Option<i32>,
    pub out: String,
    pub error: String,
}

impl Said {
    /// One clear line and this exit code.
    #[track_caller]
    pub fn refuses(&self, code: i32, words: &[&str]) {
        assert_eq!(self.code, Some(code), "{self:?}");
        assert_eq!(self.error.trim_end().lines().count(), 1, "{self:?}");
        for word in words {
            assert!(self.error.contains(word), "{word} in {self:?}");
        }
    }
}

/// Runs a command that ends by itself. One that does not is ended, and has no exit code.
pub fn run(mut command: Command, input: &str) -> Said {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // A command that refuses may end without reading.
    drop(child.stdin.take().unwrap().write_all(input.as_bytes()));
    let started = Instant::now();
    while child.try_wait().unwrap().is_none() && started.elapsed() < PATIENCE {
        sleep(Duration::from_millis(10));
    }
    drop(child.kill());
    let output = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Said { code: output.status.code(), out: text(output.stdout), error: text(output.stderr) }
}

/// Makes the account `hr@muster.example`, and the database with it.
pub fn create_user(folder: &Folder, password: &str) {
    let data = folder.data();
    let said = run(
        command(&[
            "admin",
            "create-user",
            "--data-dir",
            data.to_str().unwrap(),
            "--email",
            "hr@muster.example",
            "--organisation",
            "Muster",
            "--first-name",
            "Jana",
            "--last-name",
            "Krause",
        ]),
        password,
    );
    assert_eq!(said.code, Some(0), "{said:?}");
}

/// A running server.
pub struct Program {
    child: Child,
    out: PathBuf,
    log: PathBuf,
    pub address: SocketAddr,
}

impl Program {
    /// Serves the folder's data on a port of its own and waits until it is ready.
    pub fn start(folder: &Folder, options: &[&str]) -> Self {
        let (out, log, data) = (folder.join("out.txt"), folder.join("log.txt"), folder.data());
        let always = ["serve", "--listen", "127.0.0.1:0", "--data-dir", data.to_str().unwrap()];
        let child = command(&[&always, options].concat())
            .stdout(File::create(&out).unwrap())
            .stderr(File::create(&log).unwrap())
            .spawn()
            .unwrap();
        let mut program = Self { child, out, log, address: SocketAddr::from(([127, 0, 0, 1], 0)) };
        let started = Instant::now();
        loop {
            if let Some(address) = address_in(&program.out()) {
                program.address = address;
                if program.get("/readyz").status == 200 {
                    return program;
                }
            }
            let ended = program.child.try_wait().unwrap();
            assert!(ended.is_none() && started.elapsed() < PATIENCE, "{ended:?} {}", program.log());
            sleep(Duration::from_millis(10));
        }
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    pub fn out(&self) -> String {
        fs::read_to_string(&self.out).unwrap()
    }

    pub fn log(&self) -> String {
        fs::read_to_string(&self.log).unwrap()
    }

    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream
    }

    pub fn get(&self, path: &str) -> Answer {
        self.send(&format!("GET {path} HTTP/1.1\r\nHost: w\r\nConnection: close\r\n\r\n"))
    }

    /// Sends one request that asks for the connection to be closed, and reads the answer.
    pub fn send(&self, request: &str) -> Answer {
        let mut stream = self.connect();
        stream.write_all(request.as_bytes()).unwrap();
        read_answer(&mut stream)
    }

    /// Sends a form of the page at `path`, as a browser does.
    pub fn submit(&self, path: &str, action: &str, fields: &[(&str, &str)]) -> Answer {
        let body = form(fields);
        self.send(&format!("{}{body}", form_head(path, action, body.len())))
    }

    pub fn terminate(&self) {
        kill_process(Pid::from_raw(self.id().cast_signed()).unwrap(), Signal::TERM).unwrap();
    }

    /// Waits for the end: exit code (none if by a signal) and how long it took.
    pub fn wait(mut self, patience: Duration) -> (Option<i32>, Duration) {
        let started = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return (status.code(), started.elapsed());
            }
            assert!(started.elapsed() < patience, "still running: {}", self.log());
            sleep(Duration::from_millis(5));
        }
    }

    /// Asks it to end, as a service manager does, and sees that it does so in good order.
    pub fn stop(self) {
        self.terminate();
        assert_eq!(self.wait(Duration::from_secs(10)).0, Some(0));
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// The address that the started program prints.
fn address_in(said: &str) -> Option<SocketAddr> {
    let (_, rest) = said.split_once("http://")?;
    let (address, _) = rest.split_once(char::is_whitespace)?;
    address.parse().ok()
}

pub fn form(fields: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}

/// The head of a form's request, up to the empty line; the connection is closed after the answer.
pub fn form_head(path: &str, action: &str, length: usize) -> String {
    format!(
        "POST {path}?_action={action} HTTP/1.1\r\nHost: w\r\nSec-Fetch-Site: same-origin\r\nConnection: close\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n"
    )
}

#[derive(Debug)]
pub struct Answer {
    /// 0 when there was none.
    pub status: u16,
    /// Head and body as they came.
    pub text: String,
}

impl Answer {
    /// The value of a header, of the first one if there are several.
    pub fn header(&self, name: &str) -> Option<&str> {
        let head = self.text.split("\r\n\r\n").next()?;
        let mut lines = head.lines().filter_map(|line| line.split_once(": "));
        lines.find_map(|(found, value)| found.eq_ignore_ascii_case(name).then_some(value))
    }
}

/// Reads until the other end closes.
pub fn read_answer(stream: &mut TcpStream) -> Answer {
    let mut bytes = Vec::new();
    match stream.read_to_end(&mut bytes) {
        Ok(_) => {}
        Err(error) if error.kind() == io::ErrorKind::ConnectionReset => {}
        Err(error) => panic!("{error}"),
    }
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let status = text.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
    Answer { status, text }
}

/// Copies a data directory, permissions included.
pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target)
        } else {
            drop(fs::copy(entry.path(), target))
        }
    }
}
