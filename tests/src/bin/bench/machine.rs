//! A real machine: the program `daiban` beside this one, in a process of its own.

use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A running machine; stopped when dropped.
pub struct Machine {
    child: Child,
    /// `127.0.0.1:port`
    pub address: String,
}

/// The program under test.
pub fn program() -> Result<PathBuf> {
    let own = std::env::current_exe()?;
    let path = own.with_file_name("daiban");
    if path.exists() { Ok(path) } else { bail!("no program {} (start this by `cargo xtask bench`)", path.display()) }
}

/// Runs a command to its end and gives the last JSON line of its output.
pub fn order(dir: &Path, arguments: &[&str]) -> Result<Value> {
    let output = Command::new(program()?).arg("--dir").arg(dir).arg("--json").args(arguments).output()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    if !output.status.success() {
        bail!("daiban {}: {text}{}", arguments.join(" "), String::from_utf8_lossy(&output.stderr));
    }
    let last = text.lines().last().unwrap_or("{}");
    serde_json::from_str(last).with_context(|| format!("no JSON: {last}"))
}

impl Machine {
    /// Starts the machine of a folder and waits until it answers.
    pub fn start(dir: &Path) -> Result<Self> {
        let log = std::fs::File::create(dir.with_extension("log"))?;
        let mut command = Command::new(program()?);
        command.arg("--dir").arg(dir).args(["run", "--listen", "127.0.0.1:0"]);
        // Its log stays beside the folder: a machine that dies is asked there.
        let child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log).spawn()?;
        let mut machine = Self { child, address: String::new() };
        let started = Instant::now();
        while started.elapsed() < Duration::from_secs(60) {
            if let Ok(address) = std::fs::read_to_string(dir.join("address")) {
                machine.address = address.trim().to_owned();
                if machine.get("/healthz").is_ok() {
                    return Ok(machine);
                }
            }
            if let Some(status) = machine.child.try_wait()? {
                bail!("the machine of {} ended at its start ({status})", dir.display());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        bail!("the machine of {} does not answer", dir.display())
    }

    /// One request without session; gives the body.
    pub fn get(&self, path: &str) -> Result<String> {
        self.request("GET", path, "", "")
    }

    /// One request over a connection of its own.
    pub fn request(&self, method: &str, path: &str, headers: &str, body: &str) -> Result<String> {
        let mut stream = TcpStream::connect(&self.address)?;
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        let length = body.len();
        let host = &self.address;
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{headers}Content-Length: {length}\r\n\r\n{body}"
        )?;
        let mut reader = BufReader::new(stream);
        let mut status = String::new();
        reader.read_line(&mut status)?;
        let mut rest = String::new();
        reader.read_to_string(&mut rest)?;
        if !status.contains(" 20") {
            bail!("{method} {path}: {status}{rest}");
        }
        Ok(rest)
    }

    /// One gauge of `/metrics`.
    pub fn gauge(&self, name: &str) -> Result<i64> {
        let text = self.get("/metrics")?;
        let line = text.lines().find(|line| line.starts_with(&format!("daiban_{name} ")));
        let value = line.and_then(|line| line.split(' ').nth(1)).with_context(|| format!("no figure {name}"))?;
        Ok(value.parse::<f64>()? as i64)
    }

    /// Largest resident memory so far, in MiB.
    pub fn peak_rss_mib(&self) -> Result<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find(|line| line.starts_with("VmHWM")).context("no VmHWM")?;
        let kib: f64 = line.split_whitespace().nth(1).context("no number")?.parse()?;
        Ok(kib / 1024.0)
    }

    /// Processor seconds so far, user and system.
    pub fn cpu_seconds(&self) -> Result<f64> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id()))?;
        let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or("").split_whitespace().collect();
        let ticks: f64 =
            fields.get(11..13).context("short stat")?.iter().filter_map(|field| field.parse::<f64>().ok()).sum();
        Ok(ticks / 100.0)
    }

    /// Processor time so far in milliseconds, finer than `cpu_seconds`: what the scheduler says of each living thread.
    pub fn cpu_ms(&self) -> Result<f64> {
        let mut all = 0.0;
        for task in std::fs::read_dir(format!("/proc/{}/task", self.child.id()))? {
            let text = std::fs::read_to_string(task?.path().join("schedstat"))?;
            let nanoseconds: f64 = text.split_whitespace().next().context("empty schedstat")?.parse()?;
            all += nanoseconds / 1_000_000.0;
        }
        Ok(all)
    }

    /// Ends it as Ctrl-C does.
    pub fn stop(mut self) -> Result<()> {
        let id = self.child.id().to_string();
        Command::new("kill").args(["-TERM", &id]).status()?;
        self.child.wait()?;
        Ok(())
    }
}

impl Drop for Machine {
    fn drop(&mut self) {
        // Already ended after `stop`; then there is nothing to do.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
