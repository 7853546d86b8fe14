//! `bench figures`: how long a district with ten years of cases waits for its figures, and whether they are right.
//!
//! The store is filled through `seed::past`: entries that the machines of 391 villages and 20 towns would have signed (filed, accepted,
//! decided), received and projected by the store's own code, in the order of their days; no row of a view is written by the bench.

use super::machine::Machine;
use super::pages::{measure, sign_in};
use super::{Numbers, network, wall};
use anyhow::{Context, Result, ensure};
use daiban_node::seed::past::{Going, Past, PastCase, meixian, places_of, workdays};
use daiban_node::{Clock, Node};
use daiban_shared::day::Day;
use daiban_shared::id::SiteId;
use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

/// Days that the cases are spread over: the last one has to lie before today.
const YEARS: (&str, &str) = ("2016-11-01", "2026-10-30");
/// The half-year that is measured and scanned.
const HALF: (&str, &str) = ("2026-01-01", "2026-06-30");
/// The month that is measured.
const MONTH: (&str, &str) = ("2026-09-01", "2026-09-30");
/// Cases that are planned and written at once.
const BLOCK: usize = 20_000;

/// Runs and prints.
pub fn run(numbers: &Numbers) -> Result<()> {
    let cases = numbers.one("cases", 200_000);
    let folder = daiban_node::store::Folder::new()?;
    if numbers.one("meixian", 0) > 0 {
        return whole_report(folder.path());
    }
    let district = numbers.text("keep").map_or(folder.path(), Path::new).join("district");
    if !district.exists() {
        fill(&district, cases)?;
    }
    let (plan, sites, own) = reopened(&district, cases)?;
    let database = district.join(daiban_node::node::DATABASE_FILE);
    let size = std::fs::metadata(&database)?.len();
    println!(
        "figures of {cases} cases, {} places, {:.0} bytes of disk a case:",
        sites.len(),
        size as f64 / cases as f64
    );
    rows_of_counters(&database, cases)?;
    let machine = Machine::start(&district)?;
    let user = network::add_user(&district, &["supervisor"])?;
    let cookie = sign_in(&machine, user)?;
    let get = |path: &str| machine.request("GET", path, &format!("Cookie: {cookie}\r\n"), "");
    exact(&plan, &sites, &get)?;
    wall::exact(&database, own, &get)?;
    let places =
        wall::Places { district: own, town: SiteId(sites.last().copied().unwrap_or(0)), village: SiteId(sites[0]) };
    let only = numbers.text("only");
    for (name, paths) in [("figures", paths(&sites)), ("wall", wall::paths(places))] {
        if only.is_none_or(|only| only == name) {
            measure(&format!("{name}, milliseconds at the API"), &paths, &get, Duration::ZERO)?;
        }
    }
    machine.stop()
}

fn fill(district: &Path, cases: usize) -> Result<()> {
    eprintln!("a district with a machine at every place");
    let mut past = Past::found(district, day(YEARS.1))?;
    let plan = Plan::new(past.node(), cases);
    let began = Instant::now();
    for first in (0..cases).step_by(BLOCK) {
        let block: Vec<PastCase> = (first..cases.min(first + BLOCK)).map(|i| plan.case(i)).collect();
        past.write(&block)?;
        let rate = (first + block.len()) as f64 / began.elapsed().as_secs_f64();
        eprint!("\r  {} of {cases} cases written, {rate:.0} a second ", first + block.len());
    }
    let seconds = began.elapsed().as_secs_f64();
    println!(
        "\n{cases} cases written in {seconds:.0} s, {:.0} cases/s (signed, received, projected: one core signs and writes)",
        cases as f64 / seconds
    );
    Ok(())
}

/// The plan by which a folder was filled, its places and its own.
fn reopened(district: &Path, cases: usize) -> Result<(Plan, Vec<u32>, SiteId)> {
    let began = Instant::now();
    let node = Node::open(district, Clock::set_to(day(YEARS.1).at_minute(1_400)))?;
    println!("opened in {:.1} s (longer where older views are made anew)", began.elapsed().as_secs_f64());
    let sites = places_of(&node).iter().map(|place| place.site.0).collect();
    Ok((Plan::new(&node, cases), sites, node.identity().site()))
}

fn paths(sites: &[u32]) -> Vec<(&'static str, String)> {
    let town = sites.last().copied().unwrap_or(0);
    let month = format!("period=month&from={}&to={}", MONTH.0, MONTH.1);
    let half = format!("period=half_year&from={}&to={}", HALF.0, HALF.1);
    vec![
        ("month, by place", format!("/api/v1/figures?by=place&{month}")),
        ("month, by department", format!("/api/v1/figures?by=department&{month}")),
        ("month, by item", format!("/api/v1/figures?by=item&{month}")),
        ("month, by officer", format!("/api/v1/figures?by=officer&{month}")),
        ("half-year, by place", format!("/api/v1/figures?by=place&{half}")),
        ("half-year, by department", format!("/api/v1/figures?by=department&{half}")),
        ("half-year, by item", format!("/api/v1/figures?by=item&{half}")),
        ("half-year, by officer", format!("/api/v1/figures?by=officer&{half}")),
        ("ten years by month", format!("/api/v1/figures?by=time&period=month&from={}&to={}", YEARS.0, YEARS.1)),
        ("running month, by place", "/api/v1/figures?by=place&period=month&from=2026-10-01&to=2026-10-28".to_owned()),
        ("a week, by item", "/api/v1/figures?by=item&period=week&from=2026-09-14&to=2026-09-20".to_owned()),
        ("a day, by officer", "/api/v1/figures?by=officer&period=day&from=2026-09-16&to=2026-09-16".to_owned()),
        ("half-year of a town", format!("/api/v1/figures?by=item&site={town}&{half}")),
        ("half-year of a village", format!("/api/v1/figures?by=item&site={}&{half}", sites[0])),
        ("list of a month's accepted", format!("/api/v1/cases?figure=accepted&from={}&to={}", MONTH.0, MONTH.1)),
        ("list of a half-year's late", format!("/api/v1/cases?figure=late&from={}&to={}", HALF.0, HALF.1)),
        ("list of what is in work", format!("/api/v1/cases?figure=in_work&from={}&to={}", MONTH.0, MONTH.1)),
    ]
}

/// What is written, case by case: computed again where it is compared.
struct Plan {
    days: Vec<Day>,
    cases: usize,
    places: usize,
    items: usize,
}

impl Plan {
    fn new(node: &Node, cases: usize) -> Self {
        Self {
            days: workdays(node, day(YEARS.0), day(YEARS.1)),
            cases,
            places: places_of(node).len(),
            items: node.store().directory().newest().items().count(),
        }
    }

    fn case(&self, i: usize) -> PastCase {
        let at = i * self.days.len() / self.cases;
        // A cheap mixture that fits no period of the plan.
        let mixed = (i as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 33;
        let is_new = at + 5 >= self.days.len();
        let going = match mixed % 100 {
            0..50 => Going::AtOnce,
            50..80 => Going::Due(-1),
            80..90 => Going::Due(0),
            90..94 => Going::Due(2),
            _ if is_new || mixed % 500 == 99 => Going::Silent,
            94..99 if at + 60 < self.days.len() => Going::Due(-2),
            _ if mixed % 1_000 == 199 => Going::Open,
            _ if at + 60 < self.days.len() => Going::AtOnce,
            _ => Going::Open,
        };
        let place = (mixed / 100) as usize % self.places;
        PastCase { place, item: (mixed / 7_919) as usize % self.items, day: self.days[at], going }
    }
}

/// A plain scan of what was written, case by case, beside the figures: accepted of the half-year by place, and all of it.
fn exact(plan: &Plan, sites: &[u32], get: &impl Fn(&str) -> Result<String>) -> Result<()> {
    let (from, to) = (day(HALF.0), day(HALF.1));
    let mut scanned: BTreeMap<u32, u64> = BTreeMap::new();
    for case in (0..plan.cases).map(|i| plan.case(i)).filter(|case| from <= case.day && case.day <= to) {
        // Five working days of silence count from the day of receipt: they are long over.
        *scanned.entry(sites[case.place]).or_default() += 1;
    }
    let answer = get(&format!("/api/v1/figures?by=place&period=half_year&from={from}&to={to}"))?;
    let body: serde_json::Value = serde_json::from_str(answer.rsplit("\r\n\r\n").next().unwrap_or("{}"))?;
    let (mut seen, mut sum) = (0, 0);
    for row in body["rows"].as_array().context("no rows")? {
        let site = row["key"]["site"]["id"].as_u64().context("no place")? as u32;
        let is_village = row["key"]["site"]["tier"] == "village";
        if is_village || row["key"]["own"] == true {
            let expected = scanned.get(&site).copied().unwrap_or(0);
            ensure!(row["now"]["accepted"] == expected, "place {site}: {} and not {expected}", row["now"]["accepted"]);
            (seen, sum) = (seen + 1, sum + expected);
        }
    }
    let all: u64 = scanned.values().sum();
    ensure!(sum == all && body["total"]["now"]["accepted"] == all, "all together: {}", body["total"]);
    println!("  a plain scan of the plan gives the same: {all} accepted in the half-year at {seen} places");
    Ok(())
}

fn rows_of_counters(database: &Path, planned: usize) -> Result<()> {
    let conn = rusqlite::Connection::open(database)?;
    for (name, kind) in [("by place", 1), ("by item", 2), ("by officer", 3)] {
        let rows: i64 = conn.query_row("SELECT count(*) FROM figure WHERE kind = ?1", [kind], |row| row.get(0))?;
        let years: i64 = conn.query_row("SELECT count(*) FROM carried WHERE kind = ?1", [kind], |row| row.get(0))?;
        println!("  {rows} counters of months and {years} of years {name}");
    }
    let scan = "SELECT count(*), sum(ended_day IS NOT NULL), sum(ended_day IS NOT NULL AND marks & 2 > 0) FROM case_view \
                WHERE status > 0";
    let (cases, done, on_time): (i64, i64, i64) =
        conn.query_row(scan, [], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    ensure!(cases == planned as i64, "the folder holds {cases} cases and not {planned}");
    let sum = "SELECT sum(done), sum(on_time) FROM figure WHERE kind = 1";
    let counted: (i64, i64) = conn.query_row(sum, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
    ensure!(counted == (done, on_time), "counters {counted:?}, rows {done} {on_time}");
    println!("  a scan of all {cases} rows gives the same: {done} done, {on_time} on time");
    Ok(())
}

/// The whole of Meixian's report: 247,500 accepted, 243,000 on time; online 11,485 and 11,258.
fn whole_report(folder: &Path) -> Result<()> {
    let mut past = Past::found(&folder.join("district"), day("2014-07-16"))?;
    let plan = meixian(&past, 247_500);
    let item = past.items().next().context("no item")?.to_owned();
    for (no, block) in plan.chunks(BLOCK).enumerate() {
        past.write(block)?;
        eprint!("\r  {} of {} cases written ", no * BLOCK + block.len(), plan.len());
    }
    let store = past.node().store();
    let directory = store.directory();
    let look = daiban_node::store::Look {
        site: past.node().identity().site(),
        now: past.node().clock().now(),
        directory: &directory,
    };
    let (from, to) = daiban_node::seed::past::MEIXIAN;
    let asked = daiban_node::store::Asked {
        site: look.site,
        by: daiban_shared::figures::Dimension::Item,
        period: daiban_shared::figures::Term::Day,
        from: day(from),
        to: day(to),
    };
    let view = store.read(|conn| daiban_node::store::figures(conn, look, asked))?;
    let now = view.total.now;
    println!("\nMeixian, {from} to {to}: {} accepted, {} on time", now.accepted, now.on_time);
    ensure!((now.accepted, now.on_time) == (247_500, 243_000), "{now:?}");
    let online = view
        .rows
        .iter()
        .find(|row| matches!(&row.key, daiban_shared::api::FigureKey::Item { code, .. } if *code == item));
    let online = online.context("no online cases")?.figures.now;
    ensure!((online.accepted, online.done) == (11_485, 11_258), "{online:?}");
    let share = |rate: daiban_shared::figures::Rate, of| {
        rate.of(of).map_or(String::new(), |share| format!("{}.{:02} %", share / 100, share % 100))
    };
    println!("  on time of the accepted: {}", share(daiban_shared::figures::Rate::OnTimeOfAccepted, &now));
    println!("  online, done of the accepted: {}", share(daiban_shared::figures::Rate::DoneOfAccepted, &online));
    Ok(())
}

fn day(text: &str) -> Day {
    Day::parse(text).unwrap_or(Day(0))
}
