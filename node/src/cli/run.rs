//! `daiban run`: the machine of a folder, until Ctrl-C or SIGTERM.

use super::order::Report;
use super::{ERROR, panics};
use crate::config::Config;
use crate::node::ADDRESS_FILE;
use crate::sync::dial;
use crate::{Clock, Error, Node, file, http, upkeep};
use clap::Args;
use serde_json::json;
use std::io::{IsTerminal, Read};
use std::net::SocketAddr;
use std::path::Path;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tracing_subscriber::EnvFilter;

/// `daiban run`
#[derive(Debug, Args)]
pub struct Arguments {
    /// Listen here instead of where the settings say; port 0 lets the system choose.
    #[arg(long, value_name = "ADDRESS:PORT")]
    listen: Option<SocketAddr>,
    /// Also stop when standard input ends: whoever started this machine is gone.
    #[arg(long, hide = true)]
    until_input_ends: bool,
}

/// Runs until told to stop.
pub fn run(dir: &Path, json: bool, arguments: &Arguments) -> Report {
    match start(dir, json, arguments) {
        Ok(()) => Report::done(vec!["stopped".to_owned()], json!({ "stopped": true })),
        Err(error) => Report::failed(ERROR, vec![error.to_string()]),
    }
}

fn start(dir: &Path, json: bool, arguments: &Arguments) -> Result<(), Error> {
    let config = Config::load(dir)?;
    log(&config.log)?;
    panics::keep_words_out_of_the_log();
    config.warnings().iter().for_each(|warning| tracing::warn!("{warning}"));
    // The store's own threads do not need the runtime, and opening blocks.
    let node = Node::open(dir, Clock::System)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.map_err(|source| Error::Other(format!("the program cannot start its threads: {source}")))?;
    let listen = arguments.listen.unwrap_or(config.listen);
    let result = runtime.block_on(serve(&node, listen, config.parent, json, arguments.until_input_ends));
    // Whoever looks for a running machine finds none.
    let _ = std::fs::remove_file(dir.join(ADDRESS_FILE));
    result
}

async fn serve(
    node: &Node,
    listen: SocketAddr,
    parent: Option<String>,
    json: bool,
    until_input_ends: bool,
) -> Result<(), Error> {
    let listener = TcpListener::bind(listen).await.map_err(|source| in_use(listen, &source))?;
    let address = listener.local_addr().map_err(|source| in_use(listen, &source))?;
    file::write_open(node.folder(), ADDRESS_FILE, &address.to_string())?;
    announce(node, address, json);
    let (stop, stopped) = watch::channel(false);
    let upkeep = tokio::spawn(upkeep::run(node.clone(), stopped.clone()));
    let dialing = parent.map(|parent| tokio::spawn(dial::run(node.clone(), parent, stopped)));
    http::serve(node.clone(), listener, told_to_stop(until_input_ends)).await?;
    let _ = stop.send(true);
    if let Some(dialing) = dialing {
        // A request under way is cut: the parent has what it acknowledged, the rest is sent again.
        let _ = tokio::time::timeout(std::time::Duration::from_secs(5), dialing).await;
    }
    let _ = upkeep.await;
    tracing::info!("stopped");
    Ok(())
}

fn announce(node: &Node, address: SocketAddr, json: bool) {
    let directory = node.store().directory();
    let name = directory
        .newest()
        .site(node.identity().site())
        .map_or_else(String::new, |site| format!("{} {}", site.zh, site.en));
    tracing::info!(%address, node = %node.identity().node(), "running");
    if json {
        println!("{}", json!({ "url": format!("http://{address}"), "site": node.identity().site(), "name": name }));
    } else {
        println!("{name}: http://{address}  (Ctrl-C stops)");
    }
}

/// Ctrl-C, SIGTERM, or the end of the input.
pub(super) async fn told_to_stop(until_input_ends: bool) {
    let input = async {
        if until_input_ends {
            input_ended().await;
        } else {
            std::future::pending::<()>().await;
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        () = terminated() => {}
        () = input => {}
    }
    tracing::info!("stopping");
}

/// Resolves at the end of standard input. A plain thread, because the runtime waits for its own blocking threads.
async fn input_ended() {
    let (sender, receiver) = tokio::sync::oneshot::channel();
    std::thread::spawn(move || {
        let mut rest = [0u8; 64];
        while std::io::stdin().read(&mut rest).is_ok_and(|count| count > 0) {}
        let _ = sender.send(());
    });
    let _ = receiver.await;
}

#[cfg(unix)]
async fn terminated() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut signal) => {
            signal.recv().await;
        }
        Err(error) => {
            tracing::warn!(%error, "SIGTERM is not heard; stop with Ctrl-C");
            std::future::pending::<()>().await;
        }
    }
}

#[cfg(not(unix))]
async fn terminated() {
    std::future::pending::<()>().await;
}

fn in_use(listen: SocketAddr, source: &std::io::Error) -> Error {
    Error::Other(format!(
        "cannot listen on {listen}: {source}; another program may use it, change `listen` in the settings"
    ))
}

fn log(filter: &str) -> Result<(), Error> {
    let filter = EnvFilter::try_new(filter).map_err(|error| Error::Other(format!("settings: log: {error}")))?;
    // A second start in one process (tests) keeps the first log.
    let colours = std::io::stderr().is_terminal();
    let _ =
        tracing_subscriber::fmt().with_env_filter(filter).with_ansi(colours).with_writer(std::io::stderr).try_init();
    Ok(())
}
