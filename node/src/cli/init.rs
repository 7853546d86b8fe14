//! `daiban init`: makes the machine of a district with its directory, or joins the network of a place above.

use super::ERROR;
use super::district::{Files, district_rows};
use super::order::Report;
use crate::config::{Config, check_url};
use crate::join::{self, Joining};
use crate::node::{begin_founding, founded};
use crate::{Clock, Error, Node};
use clap::Args;
use daiban_shared::day::Day;
use serde_json::json;
use std::io::Write;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Between two questions to the parent: a person compares words meanwhile.
const ASK_SECONDS: u64 = 2;

/// Questions without an answer in a row, once there was one: a minute. Calling again goes on from there.
const FAILURES_MAX: u32 = 30;

/// `daiban init`
#[derive(Debug, Args)]
pub struct Arguments {
    /// District: the first six digits of its official code. 441403 (Meixian) is built in; others need --places.
    #[arg(long, value_name = "CODE", conflicts_with = "parent")]
    site_code: Option<String>,
    /// District: table of its places instead of the built-in one.
    #[arg(long, value_name = "FILE", conflicts_with = "parent")]
    places: Option<PathBuf>,
    /// District: list of its departments.
    #[arg(long, value_name = "FILE", conflicts_with = "parent")]
    departments: Option<PathBuf>,
    /// District: catalogue of items.
    #[arg(long, value_name = "FILE", conflicts_with = "parent")]
    catalogue: Option<PathBuf>,
    /// District: table of working days.
    #[arg(long, value_name = "FILE", conflicts_with = "parent")]
    calendar: Option<PathBuf>,
    /// Town or village: address of the machine of the place above.
    #[arg(long, value_name = "URL", requires = "code")]
    parent: Option<String>,
    /// Town or village: the code from `daiban node invite` there.
    #[arg(long, requires = "parent")]
    code: Option<String>,
    /// Where this machine will listen; 127.0.0.1:8160 if absent.
    #[arg(long, value_name = "ADDRESS:PORT")]
    listen: Option<SocketAddr>,
    /// A practice network: every page says that nothing is real.
    #[arg(long)]
    practice: bool,
}

impl Arguments {
    /// These settings with what the command line says.
    fn chosen(&self, config: Config) -> Config {
        Config { listen: self.listen.unwrap_or(config.listen), practice: self.practice || config.practice, ..config }
    }
}

/// Makes or joins, says what became of it, and gives the exit code.
pub fn run(dir: &Path, json: bool, arguments: Arguments) -> u8 {
    let report = match (&arguments.parent, &arguments.code) {
        (Some(parent), Some(code)) => join_network(dir, json, parent, code, &arguments),
        _ => district(dir, &arguments).and_then(|(node, report)| show(&node, json, report)),
    };
    match report {
        Ok(report) if report.lines.is_empty() => report.exit,
        Ok(report) | Err(report) => {
            report.print(json);
            report.exit
        }
    }
}

/// Shows the root key; only then the folder counts. A full disk or a closed terminal leaves one that is made again.
fn show(node: &Node, json: bool, report: Report) -> Result<Report, Report> {
    let mut out = std::io::stdout().lock();
    let text = if json { report.data.to_string() } else { report.lines.join("\n") };
    writeln!(out, "{text}").and_then(|()| out.flush()).map_err(|why| {
        Report::failed(ERROR, vec![format!("the root key could not be shown ({why}); run `daiban init` again")])
    })?;
    founded(node.folder())?;
    Ok(Report { exit: report.exit, lines: Vec::new(), data: report.data })
}

fn district(dir: &Path, arguments: &Arguments) -> Result<(Node, Report), Report> {
    let files = Files {
        places: read(arguments.places.as_deref())?,
        departments: read(arguments.departments.as_deref())?,
        catalogue: read(arguments.catalogue.as_deref())?,
        calendar: read(arguments.calendar.as_deref())?,
    };
    let clock = Clock::System;
    let rows = district_rows(&files, arguments.site_code.as_deref(), Day::of(clock.now()))
        .map_err(|wrong| wrong.report(super::lang()))?;
    make_private(dir)?;
    // Before the settings are written: those of a machine that stands here already stay as they are.
    begin_founding(dir)?;
    arguments.chosen(Config::default()).save(dir)?;
    let count = rows.len();
    let (node, secret) = Node::init_district(dir, clock, rows)?;
    let directory = node.store().directory();
    let name = directory
        .newest()
        .site(node.identity().site())
        .map_or_else(String::new, |site| format!("{} {}", site.zh, site.en));
    let sheet = secret.sheet();
    let mut lines = vec![
        format!("{name}: machine {} made in {}, directory of {count} rows", node.identity().node(), dir.display()),
        String::new(),
        "ROOT KEY. Write it down or print it, and lock it away: it is shown once and kept nowhere. Whoever has it can make".to_owned(),
        "another machine this network's district; without it a lost district machine cannot be replaced.".to_owned(),
    ];
    lines.extend(sheet.chunks(4).map(|groups| format!("    {}", groups.join(" "))));
    lines.extend([
        String::new(),
        format!("next: daiban --dir {} user add admin --name NAME --role admin", dir.display()),
        format!("      daiban --dir {} run", dir.display()),
    ]);
    let data = json!({ "node": node.identity().node(), "site": node.identity().site(), "name": name, "rows": count, "root_key": sheet });
    Ok((node, Report::done(lines, data)))
}

fn read(path: Option<&Path>) -> Result<Option<Vec<u8>>, Report> {
    let read = |path: &Path| {
        std::fs::read(path).map_err(|source| Report::from(Error::File { what: "read", path: path.into(), source }))
    };
    path.map(read).transpose()
}

/// Makes the folder so that only its owner looks in: the database holds names and ID numbers.
fn make_private(dir: &Path) -> Result<(), Error> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(dir).map_err(|source| Error::File { what: "make", path: dir.into(), source })
}

/// Asks until the machine is part of the network; stopping and calling again goes on from there.
fn join_network(dir: &Path, json: bool, parent: &str, code: &str, arguments: &Arguments) -> Result<Report, Report> {
    check_url(parent).map_err(|why| Report::failed(super::REFUSED, vec![why]))?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| Report::failed(ERROR, vec![error.to_string()]))?;
    make_private(dir)?;
    let mut shown = None;
    let mut failures = 0;
    loop {
        match runtime.block_on(join::step(dir, Clock::System, parent, code)) {
            Ok(now) => {
                failures = 0;
                if shown.as_ref() != Some(&now) {
                    tell(&now, json);
                    shown = Some(now.clone());
                }
                if now == Joining::Joined {
                    break;
                }
            }
            // People compare words for minutes; a line that breaks meanwhile comes back.
            Err(_) if shown.is_some() && failures < FAILURES_MAX => failures += 1,
            Err(error) => return Err(error.into()),
        }
        runtime.block_on(async { tokio::time::sleep(Duration::from_secs(ASK_SECONDS)).await });
    }
    let joined = Config::load(dir)?;
    arguments.chosen(joined).save(dir)?;
    let lines = vec![
        "joined".to_owned(),
        format!("next: daiban --dir {} user add NAME --name NAME --role agent", dir.display()),
        format!("      daiban --dir {} run", dir.display()),
    ];
    Ok(Report::done(lines, json!({ "joined": true })))
}

fn tell(joining: &Joining, json: bool) {
    let (line, data) = match joining {
        Joining::Compare { words, site } => (
            format!(
                "{} {}: compare these words with the screen of the place above, by phone, and have it confirm:\n\n    {}",
                site.0,
                site.1,
                words.join("-")
            ),
            json!({ "state": "compare", "words": words, "site": site.0, "site_en": site.1 }),
        ),
        Joining::Confirmed => ("confirmed; waiting for the district".to_owned(), json!({ "state": "confirmed" })),
        Joining::Joined => return,
    };
    if json { println!("{data}") } else { println!("{line}") }
}
