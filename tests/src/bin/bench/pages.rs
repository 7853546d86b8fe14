//! `bench pages`: how long the district's pages wait for inbox, search, counts and a case, while a sync runs.

use super::machine::Machine;
use super::proxy;
use super::{Numbers, fill, network};
use anyhow::{Context, Result};
use std::time::{Duration, Instant};

/// Entries of each stored case: enough for every list; twelve would only take longer to write.
const ENTRIES: usize = 3;
/// Measured requests of each kind, at least.
const REQUESTS: usize = 200;
/// How long each kind is asked for while a sync runs: over many slices and a checkpoint.
const SPELL: Duration = Duration::from_secs(2);
/// Cases that come in while the pages are measured.
const COMING: usize = 20_000;

/// Runs and prints.
pub fn run(numbers: &Numbers) -> Result<()> {
    let cases = numbers.one("cases", 100_000);
    let folder = daiban_node::store::Folder::new()?;
    eprintln!("a district and a town in a folder of their own");
    let network = network::make(folder.path())?;
    fill::cases(&network.town, 0, cases, ENTRIES)?;
    let parent = Machine::start(&network.district)?;
    let (line, _) = proxy::open(parent.address.clone())?;
    network::point_to(&network.town, &line)?;
    let child = Machine::start(&network.town)?;
    eprintln!("sending them to the district");
    while parent.gauge("entries_position")? < (cases * ENTRIES) as i64 || child.gauge("pending_up")? > 0 {
        std::thread::sleep(Duration::from_millis(200));
    }
    child.stop()?;
    let user = network::add_user(&network.district, &["supervisor", "clerk"])?;
    let cookie = sign_in(&parent, user)?;
    let get = |path: &str| parent.request("GET", path, &format!("Cookie: {cookie}\r\n"), "");
    let first = get("/api/v1/cases")?;
    let body: serde_json::Value = serde_json::from_str(first.rsplit("\r\n\r\n").next().unwrap_or("{}"))?;
    let case = body["items"][0]["id"].as_str().context("no case in the list")?.to_owned();
    let paths = [
        ("inbox", "/api/v1/cases?status=received".to_owned()),
        ("search, two characters", "/api/v1/cases?q=%E6%9D%8E%E5%BB%BA".to_owned()),
        ("search, pinyin initials", "/api/v1/cases?q=ljg".to_owned()),
        ("by filing, newest first", "/api/v1/cases?sort=-filed&size=100".to_owned()),
        ("by name, open ones", "/api/v1/cases?status=received,accepted&sort=applicant&size=100".to_owned()),
        ("by newest step", "/api/v1/cases?sort=-change&size=100".to_owned()),
        ("length of a list", "/api/v1/case-count?status=received".to_owned()),
        ("find, two characters", "/api/v1/find?q=%E6%9D%8E%E5%BB%BA".to_owned()),
        ("find, pinyin initials", "/api/v1/find?q=ljg".to_owned()),
        ("find, one letter", "/api/v1/find?q=l".to_owned()),
        ("counts", "/api/v1/overview".to_owned()),
        ("home", "/api/v1/home".to_owned()),
        ("case page", format!("/api/v1/cases/{case}")),
    ];
    println!("pages with {cases} cases, milliseconds at the API (connection included):");
    measure("quiet", &paths, &get, Duration::ZERO)?;
    eprintln!("writing {COMING} more cases, to be sent while the pages are measured");
    fill::cases(&network.town, cases, COMING, fill::ENTRIES)?;
    let stored = parent.gauge("entries_position")?;
    let child = Machine::start(&network.town)?;
    while parent.gauge("entries_position")? == stored {
        std::thread::sleep(Duration::from_millis(20));
    }
    let begin = (Instant::now(), parent.gauge("entries_position")?);
    measure("while a sync runs", &paths, &get, SPELL)?;
    let came = (parent.gauge("entries_position")? - begin.1) as f64 / begin.0.elapsed().as_secs_f64();
    println!("  {came:.0} entries/s came meanwhile; {} were still to come at the end", child.gauge("pending_up")?);
    child.stop()?;
    parent.stop()
}

/// Asks for each path often enough and prints how long it took.
pub fn measure(
    title: &str,
    paths: &[(&str, String)],
    get: &impl Fn(&str) -> Result<String>,
    spell: Duration,
) -> Result<()> {
    println!("  {title:<28}{:>9}{:>9}{:>9}", "p50", "p95", "max");
    for (name, path) in paths {
        let mut times = Vec::with_capacity(REQUESTS);
        let began = Instant::now();
        while times.len() < REQUESTS || began.elapsed() < spell {
            let begin = Instant::now();
            get(path)?;
            times.push(begin.elapsed().as_secs_f64() * 1_000.0);
        }
        times.sort_by(f64::total_cmp);
        let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
        println!("    {name:<26}{:>9.1}{:>9.1}{:>9.1}", at(0.5), at(0.95), at(1.0));
    }
    Ok(())
}

/// The cookie of somebody who has signed in.
pub fn sign_in(machine: &Machine, user: &str) -> Result<String> {
    let body = serde_json::json!({ "user": user, "password": network::PASSWORD }).to_string();
    let headers = format!("Content-Type: application/json\r\nOrigin: http://{}\r\n", machine.address);
    let answer = machine.request("POST", "/api/v1/session", &headers, &body)?;
    let line = answer.lines().find(|line| line.to_ascii_lowercase().starts_with("set-cookie:")).context("no cookie")?;
    Ok(line.split(':').nth(1).and_then(|value| value.split(';').next()).context("no cookie")?.trim().to_owned())
}
