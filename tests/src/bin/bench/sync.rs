//! `bench sync`: a town's cases go to the district over loopback: durable, verified, in views and searchable there.

use super::machine::Machine;
use super::proxy::{self, Count};
use super::{Numbers, fill, network, raw};
use anyhow::{Result, bail};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Longer than any run that still makes sense.
const PATIENCE: Duration = Duration::from_secs(1_800);
/// The district's own long poll holds an idle request this long.
const IDLE: Duration = Duration::from_secs(60);

/// Runs and prints.
pub fn run(numbers: &Numbers) -> Result<()> {
    let (cases, stored) = (numbers.one("cases", 5_000), numbers.one("store", 20_000));
    let idle_at = numbers.list("idle-at", &[1_000]);
    let folder = daiban_node::store::Folder::new()?;
    eprintln!("a district and a town in a folder of their own");
    let network = network::make(folder.path())?;
    let district_db = network.district.join(daiban_node::node::DATABASE_FILE);
    let town_db = network.town.join(daiban_node::node::DATABASE_FILE);
    let mut written = 0;
    let mut idle = Vec::new();
    for at in idle_at.iter().filter(|at| **at <= stored) {
        fill::cases(&network.town, written, at.saturating_sub(written), fill::ENTRIES)?;
        written = written.max(*at);
        let transfer = transfer(&network.district, &network.town, written, true)?;
        idle.push((*at, transfer.idle));
    }
    eprintln!("filling the store with {stored} cases");
    fill::cases(&network.town, written, stored.saturating_sub(written), fill::ENTRIES)?;
    transfer(&network.district, &network.town, stored.max(written), false)?;
    eprintln!("measuring {cases} cases");
    fill::cases(&network.town, stored.max(written), cases, fill::ENTRIES)?;
    let bytes_before = size(&district_db)?;
    let measured = transfer(&network.district, &network.town, stored.max(written) + cases, false)?;
    let entries = (cases * fill::ENTRIES) as f64;
    let limit = raw::entries_per_second(&town_db, folder.path(), cases * fill::ENTRIES)?;
    let rate = entries / measured.seconds;
    println!("sync of {cases} cases ({} entries each) into a store of {stored}:", fill::ENTRIES);
    println!(
        "  {:>10.0} cases/s    {rate:>10.0} entries/s    in {:.1} s",
        cases as f64 / measured.seconds,
        measured.seconds
    );
    println!("  {:>10.1} % of the raw SQLite limit of this run ({limit:.0} entries/s)", 100.0 * rate / limit);
    println!(
        "  {:>10.0} bytes a step on the wire, {:.0} a case (up, HTTP headers included)",
        measured.up as f64 / entries,
        measured.up as f64 / cases as f64
    );
    println!(
        "  {:>10.0} bytes of disk a case at the parent (growth), {:.0} over all",
        (size(&district_db)? - bytes_before) as f64 / cases as f64,
        size(&district_db)? as f64 / (stored.max(written) + cases) as f64
    );
    println!("  {:>10.0} MiB peak memory of the parent, {:.0} of the child", measured.parent_rss, measured.child_rss);
    println!("  {:>10.1} s processor time of the parent, {:.1} of the child", measured.parent_cpu, measured.child_cpu);
    for (at, idle) in idle.iter().filter_map(|(at, idle)| Some((at, idle.as_ref()?))) {
        println!(
            "nothing new at {at} cases: {} requests in {} s, {:.0} bytes each (both ways, headers included), {:.1} ms of both processors each",
            idle.requests,
            IDLE.as_secs(),
            idle.bytes,
            idle.cpu_ms
        );
    }
    Ok(())
}

struct Transfer {
    seconds: f64,
    up: u64,
    parent_rss: f64,
    child_rss: f64,
    parent_cpu: f64,
    child_cpu: f64,
    idle: Option<Idle>,
}

struct Idle {
    requests: u64,
    bytes: f64,
    /// Of both machines, with everything else they do in that time.
    cpu_ms: f64,
}

/// Starts both machines, waits until the district has all these cases and has said so, and stops them.
fn transfer(district: &Path, town: &Path, cases: usize, with_idle: bool) -> Result<Transfer> {
    let parent = Machine::start(district)?;
    let (line, count) = proxy::open(parent.address.clone())?;
    network::point_to(town, &line)?;
    let cpu = parent.cpu_seconds()?;
    let child = Machine::start(town)?;
    let begin = Instant::now();
    // A child that has not met its parent yet has nothing pending for it.
    let expected = (cases * fill::ENTRIES) as i64;
    while parent.gauge("entries_position")? < expected || child.gauge("pending_up")? > 0 {
        if begin.elapsed() > PATIENCE {
            bail!("not finished after {} s; {} entries left", PATIENCE.as_secs(), child.gauge("pending_up")?);
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    let seconds = begin.elapsed().as_secs_f64();
    let up = count.read().up;
    let idle = if with_idle { Some(watch_idle(&parent, &child, &count)?) } else { None };
    let result = Transfer {
        seconds,
        up,
        parent_rss: parent.peak_rss_mib()?,
        child_rss: child.peak_rss_mib()?,
        parent_cpu: parent.cpu_seconds()? - cpu,
        child_cpu: child.cpu_seconds()?,
        idle,
    };
    child.stop()?;
    parent.stop()?;
    Ok(result)
}

/// What the line costs while nothing happens: waits for what follows a transfer (receipts, the parent's own entries).
fn watch_idle(parent: &Machine, child: &Machine, count: &Arc<Count>) -> Result<Idle> {
    let begin = Instant::now();
    while child.gauge("pending_down")? > 0 && begin.elapsed() < IDLE {
        std::thread::sleep(Duration::from_millis(200));
    }
    std::thread::sleep(IDLE / 2);
    let before = (count.read(), parent.cpu_ms()? + child.cpu_ms()?);
    std::thread::sleep(IDLE);
    let used = count.read() - before.0;
    let cpu_ms = parent.cpu_ms()? + child.cpu_ms()? - before.1;
    let each = used.requests.max(1) as f64;
    Ok(Idle { requests: used.requests, bytes: (used.up + used.down) as f64 / each, cpu_ms: cpu_ms / each })
}

fn size(path: &Path) -> Result<u64> {
    Ok(std::fs::metadata(path)?.len())
}
