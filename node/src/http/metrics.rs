//! Figures of this process for whoever watches the machine (Prometheus). No figure names a person or a case.

use crate::Error;
use crate::Node;
use crate::store;
use prometheus_client::encoding::{EncodeLabelSet, EncodeLabelValue, text};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;
use std::time::Duration;

/// Seconds: pages aim below 20 ms, a commit waits for the disk, a poll lasts 25 s.
const BUCKETS: [f64; 10] = [0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1.0, 5.0, 30.0];

/// A part of the address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EncodeLabelValue)]
pub enum Area {
    /// `/api/v1`
    Api,
    /// `/api/v1/changes`: waits on purpose.
    Poll,
    /// `/sync/v1`
    Sync,
    /// Everything else.
    Page,
}

impl Area {
    /// The area of a path.
    pub fn of(path: &str) -> Self {
        if path.starts_with("/api/v1/changes") {
            Self::Poll
        } else if path.starts_with("/api/") {
            Self::Api
        } else if path.starts_with("/sync/") {
            Self::Sync
        } else {
            Self::Page
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Request {
    area: Area,
    status: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct AreaOnly {
    area: Area,
}

/// Counters of this process, and gauges that are read when somebody asks.
pub struct Metrics {
    registry: Registry,
    requests: Family<Request, Counter>,
    seconds: Family<AreaOnly, Histogram, fn() -> Histogram>,
    filed: Counter,
    steps: Counter,
    repeated: Counter,
    position: Gauge,
    pending_up: Gauge,
    pending_down: Gauge,
    connected: Gauge,
    recovering: Gauge,
    started_seconds: Gauge,
}

impl Metrics {
    /// Everything at zero.
    pub fn new() -> Self {
        let histogram: fn() -> Histogram = || Histogram::new(BUCKETS);
        let new = Self {
            registry: Registry::with_prefix("daiban"),
            requests: Family::default(),
            seconds: Family::new_with_constructor(histogram),
            filed: Counter::default(),
            steps: Counter::default(),
            repeated: Counter::default(),
            position: Gauge::default(),
            pending_up: Gauge::default(),
            pending_down: Gauge::default(),
            connected: Gauge::default(),
            recovering: Gauge::default(),
            started_seconds: Gauge::default(),
        };
        new.registered()
    }

    fn registered(mut self) -> Self {
        let registry = &mut self.registry;
        registry.register("requests", "Requests answered", self.requests.clone());
        registry.register("request_seconds", "Time to answer", self.seconds.clone());
        registry.register("cases_filed", "Cases filed at this machine since its start", self.filed.clone());
        registry.register("commands", "Commands carried out at this machine since its start", self.steps.clone());
        registry.register(
            "commands_repeated",
            "Commands that came again and were answered as before",
            self.repeated.clone(),
        );
        registry.register("entries_position", "Newest position in the store", self.position.clone());
        registry.register("pending_up", "Entries the parent has not acknowledged", self.pending_up.clone());
        registry.register(
            "pending_down",
            "Entries the machines below have not acknowledged",
            self.pending_down.clone(),
        );
        registry.register("parent_connected", "1 while the line to the parent is up", self.connected.clone());
        registry.register("recovering", "Machines below that have not called since a restore", self.recovering.clone());
        registry.register("started_seconds", "Unix time of this process's start", self.started_seconds.clone());
        self
    }

    /// One request was answered.
    pub fn answered(&self, area: Area, status: u16, took: Duration) {
        self.requests.get_or_create(&Request { area, status }).inc();
        self.seconds.get_or_create(&AreaOnly { area }).observe(took.as_secs_f64());
    }

    /// A case was filed, or the same command came again.
    pub fn filed(&self, fresh: bool) {
        if fresh {
            self.filed.inc()
        } else {
            self.repeated.inc()
        };
    }

    /// A command was carried out, or came again.
    pub fn stepped(&self, fresh: bool) {
        if fresh {
            self.steps.inc()
        } else {
            self.repeated.inc()
        };
    }

    /// Everything in the text format.
    pub fn text(&self, node: &Node) -> Result<String, Error> {
        self.position.set(*node.store().changes().borrow());
        self.started_seconds.set(number(node.started() / 1000));
        let (up, down) = node.store().read(|conn| {
            let mut sums = (0, 0);
            for neighbour in store::neighbours(conn)? {
                let pending = store::pending(conn, neighbour.site)?;
                if neighbour.is_parent { sums.0 += pending } else { sums.1 += pending }
            }
            Ok(sums)
        })?;
        self.pending_up.set(number(up));
        self.pending_down.set(number(down));
        let sync = crate::sync::view(node, daiban_shared::text::Lang::En)?;
        self.connected.set(i64::from(sync.parent.is_some_and(|parent| parent.connected)));
        self.recovering.set(sync.recovering.map_or(0, |(heard, all)| i64::from(all.saturating_sub(heard))));
        let mut out = String::new();
        text::encode(&mut out, &self.registry).map_err(|error| Error::Other(format!("figures: {error}")))?;
        Ok(out)
    }
}

fn number(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}
