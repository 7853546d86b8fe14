//! Real processes of the program `daiban`, started on a machine's folder, killed at bad moments, asked over HTTP.

use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

/// A machine that is busy answers well within this time; a test that waits longer has failed.
const WAIT_MAX: Duration = Duration::from_secs(60);

/// A running program; ended when dropped.
pub struct Process {
    child: Child,
    /// Kept open: a program that cannot write its last line ends with an error.
    _output: BufReader<ChildStdout>,
    address: SocketAddr,
}

/// An answer: status and body.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// The body; null if it is no JSON.
    pub body: Value,
}

/// A signed-in person at an address.
#[derive(Debug, Clone)]
pub struct Visitor {
    address: SocketAddr,
    cookie: String,
}

/// The program under test: it lies beside the folder of the test programs.
pub fn program() -> PathBuf {
    let own = std::env::current_exe().expect("a test knows where it lies");
    let folder = own.parent().and_then(Path::parent).expect("target/debug/deps");
    let path = folder.join("daiban");
    assert!(
        path.exists(),
        "{} is missing; `cargo xtask test` builds it, or: cargo build -p daiban-node",
        path.display()
    );
    path
}

/// An address of this machine that nobody listens on.
pub fn free_address() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    listener.local_addr().expect("a bound port has an address")
}

impl Process {
    /// Starts the machine of a folder at this address and waits until it listens.
    pub fn start(folder: &Path, address: SocketAddr) -> Self {
        let mut command = Command::new(program());
        command.arg("--dir").arg(folder).args([
            "--json",
            "run",
            "--until-input-ends",
            "--listen",
            &address.to_string(),
        ]);
        let log =
            std::fs::File::options().create(true).append(true).open(folder.join("daiban.log")).expect("a log file");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(log);
        let mut child = command.spawn().expect("the program starts");
        let mut line = String::new();
        let mut output = BufReader::new(child.stdout.take().expect("its output is a pipe"));
        output.read_line(&mut line).expect("it says where it listens");
        assert!(line.contains("url"), "{} did not start: {}", folder.display(), log_of(folder));
        Self { child, _output: output, address }
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// `kill -9`: nothing is finished, nothing is said.
    pub fn kill(mut self) {
        self.end();
    }

    /// Ctrl-C; the exit code tells whether it stopped in order.
    pub fn stop(mut self) -> bool {
        drop(self.child.stdin.take());
        self.child.wait().expect("it ends").success()
    }

    /// Signs somebody in.
    pub fn sign_in(&self, login: &str, password: &str) -> Visitor {
        let body = json!({ "user": login, "password": password });
        let (head, answer) =
            exchange(self.address, "POST", "/api/v1/session", "", Some(&body)).expect("the machine answers");
        assert!(answer.status < 300, "{answer:?}");
        let cookie = head
            .lines()
            .find_map(|line| line.to_lowercase().starts_with("set-cookie:").then(|| line[11..].trim().to_owned()));
        let cookie = cookie.expect("a session cookie").split(';').next().unwrap_or_default().to_owned();
        Visitor { address: self.address, cookie }
    }

    fn end(&mut self) {
        // It may have ended by itself in this moment.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.end();
    }
}

impl Visitor {
    /// One request; none = no whole answer came.
    pub fn send(&self, method: &str, path: &str, body: Option<&Value>) -> Option<Answer> {
        let headers = format!("Cookie: {}\r\n", self.cookie);
        exchange(self.address, method, path, &headers, body).map(|(_, answer)| answer)
    }

    /// Asks for something that must be there.
    pub fn get(&self, path: &str) -> Value {
        let answer = self.send("GET", path, None).expect("an answer");
        assert_eq!(answer.status, 200, "{path}: {:?}", answer.body);
        answer.body
    }

    /// Every row of a list, page by page.
    pub fn list(&self, path: &str) -> Vec<Value> {
        let mut rows = Vec::new();
        let mut page = self.get(path);
        loop {
            rows.extend(page["items"].as_array().cloned().unwrap_or_default());
            let Some(next) = page["next"].as_str() else { return rows };
            let mark = if path.contains('?') { '&' } else { '?' };
            page = self.get(&format!("{path}{mark}page={next}"));
        }
    }
}

/// Asks again until something is there. Only for what another process does in its own time.
pub fn until<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let end = Instant::now() + WAIT_MAX;
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(Instant::now() < end, "not within {} s: {what}", WAIT_MAX.as_secs());
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// One request over a connection of its own; gives the answer's head too. None = refused, cut, or no HTTP.
pub fn exchange(
    address: SocketAddr,
    method: &str,
    path: &str,
    headers: &str,
    body: Option<&Value>,
) -> Option<(String, Answer)> {
    let body = body.map(Value::to_string).unwrap_or_default();
    let length = body.len();
    let kind = if length > 0 { "Content-Type: application/json\r\n" } else { "" };
    let text = format!(
        "{method} {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n{headers}{kind}Content-Length: {length}\r\n\r\n{body}"
    );
    let bytes = raw(address, text.as_bytes())?;
    let text = String::from_utf8(bytes).ok()?;
    let (head, body) = text.split_once("\r\n\r\n")?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    let length = head
        .lines()
        .find_map(|line| line.to_lowercase().strip_prefix("content-length:").and_then(|n| n.trim().parse().ok()));
    // A machine that was killed in the middle of its answer has not acknowledged anything.
    let is_whole = length.is_none_or(|length: usize| length == body.len());
    let body = serde_json::from_str(body).unwrap_or(Value::Null);
    is_whole.then(|| (head.to_owned(), Answer { status, body }))
}

/// Sends bytes and gives whatever comes back until the other side closes.
pub fn raw(address: SocketAddr, bytes: &[u8]) -> Option<Vec<u8>> {
    let mut line = TcpStream::connect(address).ok()?;
    line.set_read_timeout(Some(WAIT_MAX)).ok()?;
    line.write_all(bytes).ok()?;
    let mut answer = Vec::new();
    line.read_to_end(&mut answer).ok()?;
    Some(answer)
}

fn log_of(folder: &Path) -> String {
    std::fs::read_to_string(folder.join("daiban.log")).unwrap_or_default()
}
