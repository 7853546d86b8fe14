//! The processes of a demo: started, watched until they answer, told to stop, and ended if they do not.

use super::state::{Demo, Machine};
use crate::error::Error;
use std::fs::File;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::process::{Child, Command};
use tokio::time::{Instant, sleep, timeout};

/// A machine that is not ready by then has failed: opening takes a second, a slow disk more.
const READY_MAX: Duration = Duration::from_secs(60);
/// Between two looks at a machine.
const LOOK: Duration = Duration::from_millis(100);
/// An answer is a few hundred bytes.
const ANSWER_BYTES_MAX: u64 = 16 * 1024;
/// One look takes no longer.
const ANSWER_MAX: Duration = Duration::from_secs(2);
/// A machine lets running requests finish for as long; then it is ended by its number.
const STOP_MAX: Duration = Duration::from_secs(20);

/// The running machines, in the order of the demo's.
pub struct Children {
    list: Vec<Running>,
}

struct Running {
    name: String,
    port: u16,
    log: PathBuf,
    child: Child,
    pid: Option<u32>,
}

impl Children {
    /// Starts every machine as a process of this same program.
    pub fn start(dir: &Path, demo: &Demo) -> Result<Self, Error> {
        let program =
            std::env::current_exe().map_err(|source| Error::File { what: "find", path: "daiban".into(), source })?;
        let list =
            demo.machines.iter().map(|machine| Running::start(&program, dir, machine)).collect::<Result<_, _>>()?;
        Ok(Self { list })
    }

    /// The number of each process.
    pub fn pids(&self) -> Vec<Option<u32>> {
        self.list.iter().map(|running| running.pid).collect()
    }

    /// Waits until all answer that they are ready.
    ///
    /// Errors: one has ended, or is not ready in time; its log says why.
    pub async fn all_ready(&mut self) -> Result<(), Error> {
        let end = Instant::now() + READY_MAX;
        for running in &mut self.list {
            while !is_open(running.port).await {
                let ended = running.child.try_wait().ok().flatten();
                if let Some(status) = ended {
                    return Err(Error::Other(format!(
                        "{} ended ({status}); see {}",
                        running.name,
                        running.log.display()
                    )));
                }
                if Instant::now() > end {
                    let seconds = READY_MAX.as_secs();
                    return Err(Error::Other(format!(
                        "{} is not ready after {seconds} s; see {}",
                        running.name,
                        running.log.display()
                    )));
                }
                sleep(LOOK).await;
            }
        }
        Ok(())
    }

    /// Tells about every machine that ends while the others run; the demo goes on, because a dead place is part of it.
    pub async fn report_ends(&mut self) {
        let mut told = vec![false; self.list.len()];
        loop {
            for (running, told) in self.list.iter_mut().zip(&mut told) {
                if let (false, Ok(Some(status))) = (*told, running.child.try_wait()) {
                    eprintln!("{} has ended ({status}); its log: {}", running.name, running.log.display());
                    *told = true;
                }
            }
            sleep(LOOK).await;
        }
    }

    /// Tells all to stop, waits, and ends those that do not.
    pub async fn stop(&mut self) {
        for running in &mut self.list {
            drop(running.child.stdin.take());
        }
        let end = Instant::now() + STOP_MAX;
        for running in &mut self.list {
            let left = end.saturating_duration_since(Instant::now());
            if timeout(left, running.child.wait()).await.is_err() {
                eprintln!("{} did not stop within {} s and is ended", running.name, STOP_MAX.as_secs());
                // It may have ended in this moment; nothing it acknowledged is lost either way.
                let _ = running.child.kill().await;
            }
        }
    }
}

impl Running {
    fn start(program: &Path, dir: &Path, machine: &Machine) -> Result<Self, Error> {
        let folder = dir.join(&machine.folder);
        let log = folder.join("daiban.log");
        let file = File::options().create(true).append(true).open(&log);
        let file = file.map_err(|source| Error::File { what: "write", path: log.clone(), source })?;
        let mut command = Command::new(program);
        command.arg("--dir").arg(&folder).args(["run", "--until-input-ends"]);
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(file).kill_on_drop(true);
        let child = command.spawn().map_err(|source| Error::File { what: "start", path: program.into(), source })?;
        Ok(Self { name: machine.name.clone(), port: machine.port, log, pid: child.id(), child })
    }
}

/// One question to `/readyz`. Not ready, not there yet and not understood are the same here; but a machine whose only
/// trouble is its clock is open to people: its pages say so, and an administrator confirms the clock there.
async fn is_open(port: u16) -> bool {
    let look = async {
        let mut line = TcpStream::connect(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).await?;
        line.write_all(
            format!("GET /readyz HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n").as_bytes(),
        )
        .await?;
        let mut answer = String::new();
        line.take(ANSWER_BYTES_MAX).read_to_string(&mut answer).await?;
        let is_clock_alone = answer.contains("\"clock\":false")
            && ["database", "joined", "disk"].iter().all(|part| answer.contains(&format!("\"{part}\":true")));
        Ok::<bool, std::io::Error>(answer.starts_with("HTTP/1.1 200") || is_clock_alone)
    };
    matches!(timeout(ANSWER_MAX, look).await, Ok(Ok(true)))
}
