//! Practice: district, town and village of the same names, each a machine of its own in this process, under a root key of
//! their own, so that nothing they write is an entry anywhere else. They listen on loopback and dial only each other.
//!
//! Knows nothing of HTTP requests: whoever serves the pages is given as a function.

mod found;

pub use found::{Made, found};

use crate::clock::Clock;
use crate::error::Error;
use crate::node::Node;
use crate::sync::dial;
use crate::upkeep;
use daiban_shared::api::{Seat, SiteRef};
use daiban_shared::kind::Role;
use daiban_shared::site::Tier;
use std::future::Future;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::runtime::Handle;
use tokio::sync::watch;

/// Folder of the practice network in the machine's own.
pub const FOLDER: &str = "practice";
/// Nobody pressed anything for so long: it ends and everything in it is thrown away.
pub const IDLE_MS_MAX: u64 = 4 * 3_600_000;
/// Between two looks whether anybody is still there.
const LOOK: Duration = Duration::from_secs(60);
/// Machines let running requests finish for as long.
const STOP_MAX: Duration = Duration::from_secs(5);

/// Serves the pages of one machine until told to stop.
pub type Serve = Arc<
    dyn Fn(Node, tokio::net::TcpListener, Inside, watch::Receiver<bool>) -> Pin<Box<dyn Future<Output = ()> + Send>>
        + Send
        + Sync,
>;

/// The desks somebody can sit down at: code, capacity, level.
pub const SEATS: [(&str, Role, Tier); 5] = [
    ("agent", Role::Agent, Tier::Village),
    ("clerk", Role::Clerk, Tier::Town),
    ("reviewer", Role::Reviewer, Tier::Town),
    ("decider", Role::Reviewer, Tier::District),
    ("supervisor", Role::Supervisor, Tier::District),
];

/// What a machine of a practice network knows of it.
#[derive(Debug, Clone)]
pub struct Inside {
    /// Address of the real machine.
    pub home: String,
    /// The desks.
    pub seats: Vec<Seat>,
}

/// The practice network of one real machine; at most one.
#[derive(Clone)]
pub struct Practice(Arc<Inner>);

struct Inner {
    folder: PathBuf,
    running: Mutex<Option<Running>>,
}

struct Running {
    inside: Inside,
    nodes: Vec<Node>,
    stop: watch::Sender<bool>,
    tasks: Vec<tokio::task::JoinHandle<()>>,
}

impl Practice {
    /// That of a machine's folder. What a killed process left behind is thrown away before the next start.
    pub fn of(machine: &Path) -> Self {
        Self(Arc::new(Inner { folder: machine.join(FOLDER), running: Mutex::new(None) }))
    }

    /// The desks while it runs.
    pub fn seats(&self) -> Vec<Seat> {
        self.running().as_ref().map(|running| running.inside.seats.clone()).unwrap_or_default()
    }

    /// Starts it, unless it runs; blocks while the machines are made. `home` = the address of the real machine.
    ///
    /// Errors: the directory of the real machine has no village or town to practise; the folder cannot be written.
    pub fn start(&self, real: &Node, home: &str, serve: &Serve) -> Result<Vec<Seat>, Error> {
        let mut running = self.running();
        if let Some(running) = running.as_ref() {
            return Ok(running.inside.seats.clone());
        }
        self.clear()?;
        let made = found(&self.0.folder, real)?;
        let started = begin(made, home, serve)?;
        let seats = started.inside.seats.clone();
        *running = Some(started);
        drop(running);
        self.watch();
        Ok(seats)
    }

    /// Stops it and throws everything away; blocks until its machines are closed.
    pub fn stop(&self) -> Result<(), Error> {
        let Some(running) = self.running().take() else { return Ok(()) };
        let _ = running.stop.send(true);
        let Running { tasks, nodes, .. } = running;
        drop(nodes);
        Handle::current().block_on(async {
            for task in tasks {
                let _ = tokio::time::timeout(STOP_MAX, task).await;
            }
        });
        self.clear()
    }

    fn clear(&self) -> Result<(), Error> {
        match std::fs::remove_dir_all(&self.0.folder) {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
            Err(source) => Err(Error::File { what: "remove", path: self.0.folder.clone(), source }),
        }
    }

    /// Ends a network that nobody uses.
    fn watch(&self) {
        let practice = self.clone();
        tokio::spawn(async move {
            loop {
                tokio::time::sleep(LOOK).await;
                let own = practice.clone();
                let ended = tokio::task::spawn_blocking(move || own.end_if_idle()).await;
                if ended.unwrap_or(true) {
                    return;
                }
            }
        });
    }

    /// Says whether it does not run any more.
    fn end_if_idle(&self) -> bool {
        let idle = match self.running().as_ref() {
            None => return true,
            Some(running) => running.nodes.iter().all(is_idle),
        };
        if idle {
            tracing::info!("nobody practises any more; the practice network ends");
            if let Err(why) = self.stop() {
                tracing::warn!(%why, "the practice network's folder was not removed");
            }
        }
        idle
    }

    fn running(&self) -> MutexGuard<'_, Option<Running>> {
        // A panic while it was held left nothing half done that the next start would not clear.
        self.0.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Nobody pressed anything at this machine for long.
fn is_idle(node: &Node) -> bool {
    let newest = node.store().read(|conn| {
        let newest: Option<i64> = conn.query_row("SELECT max(seen_at) FROM session", [], |row| row.get(0))?;
        Ok(newest.and_then(|at| u64::try_from(at).ok()))
    });
    let last = newest.ok().flatten().unwrap_or(0).max(node.started());
    node.clock().now().saturating_sub(last) > IDLE_MS_MAX
}

/// Opens the machines on free ports of loopback, each with its parent's address, and lets them run.
fn begin(made: Vec<Made>, home: &str, serve: &Serve) -> Result<Running, Error> {
    let mut listeners = Vec::new();
    for _ in &made {
        listeners.push(TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).map_err(no_port)?);
    }
    let addresses =
        listeners.iter().map(|listener| listener.local_addr().map_err(no_port)).collect::<Result<Vec<_>, _>>()?;
    let urls: Vec<String> = addresses.iter().map(|address: &SocketAddr| format!("http://{address}")).collect();
    let inside = Inside { home: home.to_owned(), seats: seats(&made, &urls) };
    let (stop, stopped) = watch::channel(false);
    let (mut nodes, mut tasks) = (Vec::new(), Vec::new());
    for (place, (machine, listener)) in made.iter().zip(listeners).enumerate() {
        let node = Node::open(&machine.folder, Clock::System)?;
        listener.set_nonblocking(true).map_err(no_port)?;
        let listener = tokio::net::TcpListener::from_std(listener).map_err(no_port)?;
        tasks.push(tokio::spawn(serve(node.clone(), listener, inside.clone(), stopped.clone())));
        tasks.push(tokio::spawn(upkeep::run(node.clone(), stopped.clone())));
        // Parents come first, so the one above is the machine before.
        if let Some(above) = place.checked_sub(1).and_then(|above| urls.get(above)) {
            tasks.push(tokio::spawn(dial::run(node.clone(), above.clone(), stopped.clone())));
        }
        nodes.push(node);
    }
    Ok(Running { inside, nodes, stop, tasks })
}

fn seats(made: &[Made], urls: &[String]) -> Vec<Seat> {
    let seat = |(code, role, tier): (&str, Role, Tier)| {
        let place = made.iter().position(|machine| machine.tier == tier)?;
        let machine = &made[place];
        let site = SiteRef { id: machine.site, zh: machine.zh.clone(), en: machine.en.clone(), tier };
        Some(Seat { code: code.to_owned(), role, site, url: urls[place].clone() })
    };
    SEATS.into_iter().filter_map(seat).collect()
}

fn no_port(why: std::io::Error) -> Error {
    Error::Other(format!("practice finds no free port on this machine: {why}"))
}
