//! The loop of a running machine: one request to the parent after the other over HTTP, held open while there is nothing
//! new, given up when there is news here.

use crate::error::Error;
use crate::identity;
use crate::join::child;
use crate::node::Node;
use crate::store;
use crate::sync::dial::{self, Turn};
use crate::sync::message;
use crate::sync::serve::WAIT_MS_MAX;
use crate::sync::session::LineFault;
use reqwest::redirect::Policy;
use std::time::{Duration, Instant};
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// The path of the door.
const PATH: &str = "/sync/v1";
/// First pause after a failed call.
const PAUSE_MIN: Duration = Duration::from_secs(1);
/// Longest pause: a line that is back is found within seconds, and a call that nobody answers costs next to nothing.
const PAUSE_MAX: Duration = Duration::from_secs(8);
/// Longest pause that a busy parent may ask for.
const RETRY_AFTER_MAX: Duration = Duration::from_secs(60);
/// An answer has to begin this long after the parent may have held it: a slow line and a slow disk fit in.
const ANSWER_SLACK: Duration = Duration::from_secs(60);
/// A transfer of less says nothing about the line.
const MEASURED_BYTES_MIN: u64 = 32 * 1024;

/// Dials the parent (its address without path) until told to stop (`true`, or the sender is gone).
pub async fn run(node: Node, parent: String, stop: watch::Receiver<bool>) {
    Dialer::new(node, &parent).run(stop).await;
}

fn is_stopped(stop: &watch::Receiver<bool>) -> bool {
    *stop.borrow() || stop.has_changed().is_err()
}

struct Dialer {
    node: Node,
    parent: String,
    client: reqwest::Client,
    pause: Duration,
    /// Packs the next message while the parent works on this one.
    ahead: Option<JoinHandle<()>>,
}

/// How a call ended.
enum Called {
    Answer(Vec<u8>),
    Failed(LineFault, Option<Duration>),
    /// News here: the held call was given up.
    News,
    Stop,
}

impl Dialer {
    fn new(node: Node, parent: &str) -> Self {
        let parent = parent.trim_end_matches('/').to_owned();
        // A sign-in page of the network must not get the message, with the forms in it, by a redirect.
        let client = reqwest::Client::builder().no_proxy().redirect(Policy::none());
        let client = client.connect_timeout(Duration::from_secs(10)).build();
        // Without TLS there is nothing in a client that could fail to be built.
        Self { node, parent, client: client.unwrap_or_default(), pause: PAUSE_MIN, ahead: None }
    }

    async fn run(mut self, mut stop: watch::Receiver<bool>) {
        let mut wait_ms = 0;
        while !is_stopped(&stop) {
            wait_ms = match self.turn(wait_ms, &mut stop).await {
                Ok(Called::Stop) => return,
                Ok(Called::News) => 0,
                Ok(Called::Answer(answer)) => self.take(answer).await.unwrap_or(0),
                Ok(Called::Failed(fault, after)) => {
                    dial::broke(&self.node, fault);
                    self.rest(after, &mut stop).await;
                    0
                }
                Err(why) => {
                    tracing::error!(%why, "this machine cannot sync");
                    dial::broke(&self.node, LineFault::Own);
                    self.rest(None, &mut stop).await;
                    0
                }
            };
            if self.pause > PAUSE_MIN && self.node.lines().parent().fault.is_none() {
                self.pause = PAUSE_MIN;
            }
        }
    }

    /// Takes an answer; how long the next one may be held.
    async fn take(&mut self, answer: Vec<u8>) -> Option<u32> {
        let node = self.node.clone();
        match tokio::task::spawn_blocking(move || dial::hear(&node, &answer)).await {
            Ok(Ok(Some(Turn::Quiet))) => Some(WAIT_MS_MAX),
            Ok(Ok(Some(Turn::Again))) => Some(0),
            Ok(Ok(None)) => {
                tokio::time::sleep(jitter(self.pause)).await;
                self.lengthen();
                self.ask_directory().await;
                None
            }
            Ok(Err(why)) => {
                tracing::error!(%why, "the parent's answer could not be taken");
                dial::broke(&self.node, LineFault::Own);
                tokio::time::sleep(jitter(self.pause)).await;
                self.lengthen();
                None
            }
            Err(_) => None,
        }
    }

    /// If the parent's machine is one that our directory does not know, its directory may say that it was replaced.
    async fn ask_directory(&self) {
        if self.node.lines().parent().fault != Some(LineFault::NewParent) {
            return;
        }
        let asked = child::ask_directory(&self.node);
        let url = format!("{}{}", self.parent, child::JOIN_PATH);
        if let Called::Answer(answer) = self.call(&url, asked, 0).await {
            let node = self.node.clone();
            let taken = tokio::task::spawn_blocking(move || child::take_directory(&node, &answer)).await;
            if let Ok(Err(why)) = taken {
                tracing::error!(%why, "the directory of the machine above could not be taken");
            }
        }
    }

    async fn turn(&mut self, wait_ms: u32, stop: &mut watch::Receiver<bool>) -> Result<Called, Error> {
        let mut changes = self.node.store().changes();
        changes.mark_unchanged();
        if let Some(ahead) = self.ahead.take() {
            // It only saves time: a fault of the store shows itself in `ask`.
            let _ = ahead.await;
        }
        let node = self.node.clone();
        let asked =
            tokio::task::spawn_blocking(move || dial::ask(&node, wait_ms)).await.map_err(|_| Error::Stopping)??;
        if wait_ms == 0 {
            let node = self.node.clone();
            self.ahead = Some(tokio::task::spawn_blocking(move || drop(dial::look_ahead(&node))));
        }
        let url = format!("{}{PATH}", self.parent);
        let call = self.call(&url, asked, wait_ms);
        tokio::pin!(call);
        loop {
            tokio::select! {
                called = &mut call => return Ok(called),
                _ = stop.changed() => return Ok(Called::Stop),
                changed = changes.changed(), if wait_ms > 0 => {
                    if changed.is_ok() && has_news(&self.node)? {
                        return Ok(Called::News);
                    }
                }
            }
        }
    }

    async fn call(&self, url: &str, asked: Vec<u8>, wait_ms: u32) -> Called {
        let sent = asked.len() as u64;
        let began = Instant::now();
        let patience = Duration::from_millis(u64::from(wait_ms)) + ANSWER_SLACK;
        let request = self.client.post(url).timeout(patience).body(asked);
        let Ok(mut response) = request.send().await else { return Called::Failed(LineFault::Down, None) };
        match response.status().as_u16() {
            200 => {}
            403 => return Called::Failed(LineFault::Refused, None),
            300..=399 => return Called::Failed(LineFault::Redirected, None),
            503 | 429 => return Called::Failed(LineFault::Busy, retry_after(&response)),
            _ => return Called::Failed(LineFault::BadAnswer, retry_after(&response)),
        }
        let mut body = Vec::new();
        loop {
            match response.chunk().await {
                Ok(Some(chunk)) if body.len() + chunk.len() <= message::MESSAGE_BYTES_MAX => {
                    body.extend_from_slice(&chunk)
                }
                Ok(Some(_)) => return Called::Failed(LineFault::BadAnswer, None),
                Ok(None) => break,
                Err(_) => return Called::Failed(LineFault::Down, None),
            }
        }
        self.measure(sent + body.len() as u64, began.elapsed());
        Called::Answer(body)
    }

    /// Follows the line's speed slowly, so that one lucky transfer does not fill it for a minute.
    fn measure(&self, bytes: u64, took: Duration) {
        if bytes < MEASURED_BYTES_MIN {
            return;
        }
        let now = bytes.saturating_mul(1000) / (took.as_millis() as u64).max(1);
        let mut call = self.node.lines().parent();
        call.bytes_per_s = Some(call.bytes_per_s.map_or(now, |before| (before * 3 + now) / 4));
    }

    /// Waits before the next call; news here ends the wait.
    async fn rest(&mut self, after: Option<Duration>, stop: &mut watch::Receiver<bool>) {
        let mut changes = self.node.store().changes();
        changes.mark_unchanged();
        let pause = jitter(after.unwrap_or(self.pause).max(PAUSE_MIN));
        tokio::select! {
            () = tokio::time::sleep(pause) => self.lengthen(),
            _ = stop.changed() => {}
            // Somebody has just written something and looks at the screen: try soon, but not in a tight loop.
            _ = changes.changed(), if after.is_none() => {
                self.pause = PAUSE_MIN;
                tokio::time::sleep(PAUSE_MIN).await;
            }
        }
    }

    fn lengthen(&mut self) {
        self.pause = (self.pause * 2).min(PAUSE_MAX);
    }
}

fn has_news(node: &Node) -> Result<bool, Error> {
    let Some(parent) = dial::parent_site(node) else { return Ok(false) };
    Ok(node.store().read(|conn| store::pending(conn, parent))? > 0)
}

fn retry_after(response: &reqwest::Response) -> Option<Duration> {
    let seconds: u64 = response.headers().get("retry-after")?.to_str().ok()?.parse().ok()?;
    Some(Duration::from_secs(seconds).min(RETRY_AFTER_MAX))
}

/// Between half and one and a half of the pause, so that 20 villages do not call in step.
fn jitter(pause: Duration) -> Duration {
    let share = identity::random::<1>().map_or(128, |byte| u32::from(byte[0]));
    pause / 2 + pause * share / 255
}
