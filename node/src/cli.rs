//! The command line: `daiban init`, `run`, `demo`, `import`, `user`, `node`, `deadline`, `clock`, `status`, `check`, `rebuild`, `healthcheck`.
//!
//! Whoever writes into a folder holds its lock: a command takes it, or hands itself to the machine that runs there.
//! Exit codes: 0 = done, 1 = error, 2 = wrong usage, 3 = refused or not healthy.

mod clock;
mod deadline;
mod demo;
pub mod district;
mod import;
mod init;
mod network;
pub mod order;
mod panics;
mod remote;
mod run;
mod status;
mod users;

use clap::{Parser, Subcommand};
use daiban_shared::text::Lang;
use order::{Order, Report};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Exit code of an error.
const ERROR: u8 = 1;
/// Exit code of wrong usage, as the command line's own.
const USAGE: u8 = 2;
/// Exit code of a refusal, or of a machine that is not healthy.
const REFUSED: u8 = 3;

/// Daiban 代办: one program for district, town and village.
#[derive(Debug, Parser)]
#[command(name = "daiban", version, about, max_term_width = 100)]
struct Arguments {
    /// The machine's folder.
    #[arg(long, global = true, default_value = "daiban", value_name = "FOLDER")]
    dir: PathBuf,
    /// Answer as one JSON object, for scripts.
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make the machine of a district, or join the network of a place above.
    Init(init::Arguments),
    /// Run the machine of a folder until Ctrl-C.
    Run(run::Arguments),
    /// Start a district, two towns and four villages with sample staff and cases.
    Demo(demo::Arguments),
    /// Read a file into the district's directory.
    #[command(subcommand)]
    Import(import::Import),
    /// People of this machine.
    #[command(subcommand)]
    User(users::User),
    /// Machines of the places below.
    #[command(subcommand)]
    Node(network::Machines),
    /// When something is due, and why every day counted or not.
    Deadline(deadline::Arguments),
    /// What this machine's clock says, and the word that it is right.
    Clock {
        #[command(subcommand)]
        word: Option<clock::Clock>,
    },
    /// What this machine is, and how its lines stand.
    Status,
    /// Read and verify everything in the store; changes nothing.
    Check,
    /// Make lists, search and figures anew from the entries.
    Rebuild,
    /// Ask the running machine whether people can work; 0 = yes, 3 = no.
    Healthcheck,
}

/// Runs the command of this process.
pub fn main() -> ExitCode {
    let Arguments { dir, json, command } = Arguments::parse();
    let report = match command {
        Command::Init(arguments) => return ExitCode::from(init::run(&dir, json, arguments)),
        Command::Run(arguments) => run::run(&dir, json, &arguments),
        Command::Demo(arguments) => return demo::run(&dir, json, arguments),
        Command::Import(file) => file.order().map_or_else(|report| report, |order| give(&dir, order)),
        Command::User(user) => user.order().map_or_else(|report| report, |order| give(&dir, order)),
        Command::Node(machines) => network::run(&dir, machines),
        Command::Deadline(arguments) => deadline::run(&arguments, lang()),
        Command::Clock { word } => give(&dir, clock::Clock::order(word)),
        Command::Status => give(&dir, Order::Status),
        Command::Check => give(&dir, Order::Check),
        Command::Rebuild => give(&dir, Order::Rebuild),
        Command::Healthcheck => remote::healthcheck(&dir),
    };
    report.print(json);
    ExitCode::from(report.exit)
}

/// Carries out an order here, or hands it to the machine that runs in the folder.
fn give(dir: &Path, order: Order) -> Report {
    use crate::{Clock, Error, Node};
    match Node::open(dir, Clock::System) {
        Ok(node) => order::perform(&node, order),
        // A folder can also be held by another command; then there is nobody to hand the order to.
        Err(Error::FolderInUse { .. }) if remote::is_listening(dir) => remote::give(dir, &order),
        Err(error) => Report::error(&error),
    }
}

/// The operator's language, for messages that exist in both.
fn lang() -> Lang {
    let named = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
    if named.is_some_and(|name| name.starts_with("zh")) { Lang::Zh } else { Lang::En }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn usual_commands_are_understood_and_wrong_ones_are_not() {
        let table = [
            ("daiban run", true),
            ("daiban --dir d run --listen 127.0.0.1:0", true),
            ("daiban init --site-code 441403", true),
            ("daiban init --parent http://127.0.0.1:1 --code ABCDE23456", true),
            ("daiban init --parent http://127.0.0.1:1", false),
            ("daiban init --code ABCDE23456", false),
            ("daiban import catalogue f.json", true),
            ("daiban import nothing f.json", false),
            ("daiban user add li --name 李 --role agent --role clerk --json", true),
            ("daiban user add li --name 李 --role emperor", false),
            ("daiban user add li --name 李", false),
            ("daiban user passwd li", true),
            ("daiban node invite 002", true),
            ("daiban node confirm 0011223344556677 --words 1111-2222", true),
            ("daiban node retire 002 --reason stolen", true),
            ("daiban node retire 002", false),
            ("daiban --version", false),
            (
                "daiban deadline --from 2026-09-25 --days 10 --pause 2026-09-28..2026-09-29 --pause 2026-10-09..2026-10-10",
                true,
            ),
            ("daiban deadline --days -3", true),
            ("daiban clock", true),
            ("daiban clock confirm", true),
            ("daiban clock back", false),
            ("daiban explode", false),
            ("daiban", false),
        ];
        for (line, good) in table {
            assert_eq!(Arguments::try_parse_from(line.split(' ')).is_ok(), good, "{line}");
        }
    }
}
