//! `daiban demo`: seven machines of Meixian with sample staff and cases, each its own process and folder.
//!
//! The samples are made once, in this process; then every machine is an ordinary `daiban run` on its own port. The demo
//! tells its children to stop by closing their input, so that they stop too when the demo itself is killed.

mod children;
mod shown;
mod state;

use super::{ERROR, REFUSED};
use crate::{Clock, Error, seed};
use children::Children;
use clap::Args;
use state::{Demo, Machine, STATE_FILE};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Where a demo lives if nobody names a folder: not in the folder that the other commands take then.
const FOLDER_DEFAULT: &str = "daiban-demo";
/// What the command line fills in for the folder.
const FOLDER_UNNAMED: &str = "daiban";

/// `daiban demo`
#[derive(Debug, Args)]
pub struct Arguments {
    /// Begin anew, even where a demo was stopped before.
    #[arg(long)]
    pub fresh: bool,
    /// The first machine's port, the others count up; 0 lets the system choose.
    #[arg(long, default_value_t = 8160)]
    pub port_base: u16,
}

/// Runs the demo until Ctrl-C or SIGTERM.
pub fn run(dir: &Path, json: bool, arguments: Arguments) -> ExitCode {
    let dir = if dir == Path::new(FOLDER_UNNAMED) { PathBuf::from(FOLDER_DEFAULT) } else { dir.to_owned() };
    match start(&dir, json, &arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Error::FolderInUse { path, .. }) => {
            eprintln!(
                "daiban demo: another demo runs in {}; stop it first, or choose another folder with --dir",
                path.display()
            );
            ExitCode::from(REFUSED)
        }
        Err(error) => {
            eprintln!("daiban demo: {error}");
            ExitCode::from(ERROR)
        }
    }
}

fn start(dir: &Path, json: bool, arguments: &Arguments) -> Result<(), Error> {
    std::fs::create_dir_all(dir).map_err(|source| Error::File { what: "make", path: dir.into(), source })?;
    let dir = &dir.canonicalize().map_err(|source| Error::File { what: "find", path: dir.into(), source })?;
    let _held = state::hold(dir)?;
    let mut demo = match state::load(dir)? {
        Some(demo) if demo.complete && !arguments.fresh => demo,
        Some(_) => {
            state::clear(dir)?;
            make(dir)?
        }
        None if state::is_empty(dir)? => make(dir)?,
        None => {
            return Err(Error::Other(format!(
                "{} is not empty and no demo's folder (it has no {STATE_FILE}); choose another with --dir",
                dir.display()
            )));
        }
    };
    demo.choose_ports(arguments.port_base)?;
    demo.configure(dir)?;
    demo.save(dir)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|source| Error::Other(format!("the program cannot start its threads: {source}")))?;
    runtime.block_on(watch(dir, &demo, json))
}

/// Seeds the folder. It is marked as a demo's first, so that a stop in between costs only another beginning.
fn make(dir: &Path) -> Result<Demo, Error> {
    Demo::default().save(dir)?;
    eprintln!("making the sample network in {} (once, about half a minute)", dir.display());
    let nodes = seed::seed_network(dir, Clock::System.now(), &mut |line| eprintln!("  {line}"))?;
    let machines = nodes.into_iter().map(Machine::of).collect();
    let demo = Demo { complete: true, machines };
    demo.save(dir)?;
    Ok(demo)
}

/// Starts the machines, shows them when all are ready, and waits until told to stop.
async fn watch(dir: &Path, demo: &Demo, json: bool) -> Result<(), Error> {
    let mut stop = std::pin::pin!(super::run::told_to_stop(false));
    let mut children = Children::start(dir, demo)?;
    let is_ready = tokio::select! {
        ready = children.all_ready() => Some(ready),
        () = &mut stop => None,
    };
    let result = match is_ready {
        Some(Ok(())) => {
            if json {
                println!("{}", shown::json(dir, demo, &children))
            } else {
                print!("{}", shown::table(demo))
            }
            tokio::select! {
                () = children.report_ends() => {}
                () = &mut stop => {}
            }
            Ok(())
        }
        Some(Err(why)) => Err(why),
        None => Ok(()),
    };
    eprintln!("stopping");
    children.stop().await;
    result
}
