//! Talking to the machine that runs in a folder: over loopback, with the token that lies in the folder.

use super::order::{Order, Report};
use super::{ERROR, REFUSED};
use crate::Error;
use crate::node::{self, ADDRESS_FILE, CONTROL_FILE};
use serde_json::{Value, json};
use std::future::Future;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::Path;
use std::time::Duration;

/// Checking a large store takes minutes.
const ORDER_SECONDS_MAX: u64 = 3_600;
/// A machine that is alive answers at once.
const HEALTH_SECONDS_MAX: u64 = 5;

/// Whether the process that holds the folder has noted an address.
pub fn is_listening(dir: &Path) -> bool {
    dir.join(ADDRESS_FILE).exists()
}

/// Hands an order to the running machine.
pub fn give(dir: &Path, order: &Order) -> Report {
    match wait(send(dir, order)) {
        Ok(Ok(report)) => report,
        Ok(Err(error)) | Err(error) => Report::error(&error),
    }
}

async fn send(dir: &Path, order: &Order) -> Result<Report, Error> {
    let token = read(dir, CONTROL_FILE)?;
    let url = format!("http://{}/control", address(dir)?);
    let body = serde_json::to_vec(order).map_err(|error| Error::Other(error.to_string()))?;
    let request = client(ORDER_SECONDS_MAX)?.post(&url).bearer_auth(token.trim()).body(body);
    let answer = request.send().await.map_err(|error| unreachable(&url, &error))?;
    let status = answer.status();
    let text = answer.text().await.map_err(|error| unreachable(&url, &error))?;
    serde_json::from_str(&text)
        .map_err(|_| Error::Other(format!("the running machine at {url} answered {status}; is it of another version?")))
}

/// Asks the running machine whether people can work.
pub fn healthcheck(dir: &Path) -> Report {
    let asked = async {
        let url = format!("http://{}/readyz", address(dir)?);
        let answer = client(HEALTH_SECONDS_MAX)?.get(&url).send().await.map_err(|error| unreachable(&url, &error))?;
        let ready = answer.status().is_success();
        let text = answer.text().await.map_err(|error| unreachable(&url, &error))?;
        Ok::<_, Error>((ready, serde_json::from_str::<Value>(&text).unwrap_or(json!({}))))
    };
    match wait(asked) {
        Ok(Ok((true, data))) => Report::done(ready(&data), data),
        Ok(Ok((false, data))) => Report { exit: REFUSED, lines: vec![format!("not ready: {data}")], data },
        Ok(Err(error)) | Err(error) => Report::failed(REFUSED, vec![error.to_string()]),
    }
}

fn ready(data: &Value) -> Vec<String> {
    let mut lines = vec!["ready".to_owned()];
    if let [Some(heard), Some(all)] = [data["recovering"][0].as_u64(), data["recovering"][1].as_u64()] {
        lines.push(format!("recovering: {heard} of {all} machines below have called since the restore"));
    }
    lines
}

/// The address of the machine that runs in a folder, reachable from here. One that was killed leaves its address behind, and
/// another program may listen there: only whoever holds the folder is asked.
fn address(dir: &Path) -> Result<SocketAddr, Error> {
    if !node::is_held(dir) {
        return Err(not_running(dir));
    }
    let text = read(dir, ADDRESS_FILE)?;
    let mut address: SocketAddr =
        text.trim().parse().map_err(|_| Error::Other(format!("{} is damaged", dir.join(ADDRESS_FILE).display())))?;
    if address.ip().is_unspecified() {
        address.set_ip(if address.is_ipv4() {
            IpAddr::V4(Ipv4Addr::LOCALHOST)
        } else {
            IpAddr::V6(Ipv6Addr::LOCALHOST)
        });
    }
    Ok(address)
}

fn read(dir: &Path, name: &str) -> Result<String, Error> {
    let path = dir.join(name);
    std::fs::read_to_string(&path).map_err(|source| {
        if source.kind() == std::io::ErrorKind::NotFound {
            not_running(dir)
        } else {
            Error::File { what: "read", path, source }
        }
    })
}

fn not_running(dir: &Path) -> Error {
    let dir = dir.display();
    Error::Other(format!("no machine runs in {dir}; start it: daiban --dir {dir} run"))
}

fn client(seconds_max: u64) -> Result<reqwest::Client, Error> {
    let builder = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none());
    let builder = builder.timeout(Duration::from_secs(seconds_max));
    builder.build().map_err(|error| Error::Other(error.to_string()))
}

fn unreachable(url: &str, error: &reqwest::Error) -> Error {
    Error::Other(format!("no answer from {url}: {}", error.to_string().trim_end()))
}

fn wait<T>(future: impl Future<Output = T>) -> Result<T, Error> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    Ok(runtime
        .map_err(|source| Error::Other(format!("the program cannot start: {source} ({ERROR})")))?
        .block_on(future))
}
