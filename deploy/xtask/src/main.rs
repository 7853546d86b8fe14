//! `cargo xtask`: everything that is done with the source of Daiban, from one program.
//!
//! It knows how the crates are built and where their products lie; it knows nothing of cases, nodes or pages.

mod run;
mod tools;

mod bundle;
mod web;

mod node;

mod browser;
mod house;
mod icons;
mod suite;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Build, test, demo and bench of Daiban.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", disable_version_flag = true)]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Build everything and start a district, its towns and villages with sample staff and cases.
    ///
    /// What follows goes to `daiban demo`: --dir D (usually build/demo), --fresh, --json, --port-base N.
    Demo(node::Demo),
    /// Run every check and test, as CI does; one line per step at the end.
    Test(suite::Test),
    /// Build the browser client into web/dist.
    Web(web::Web),
    /// Measure with an optimised build: sync, pages, figures, web. What follows the name goes to the bench.
    Bench(node::Bench),
    /// Build the optimised program with the client inside, ready to be copied to a machine.
    Dist,
}

fn main() -> ExitCode {
    let done = match Arguments::parse().task {
        Task::Demo(demo) => node::demo(&demo),
        Task::Test(test) => suite::test(&test),
        Task::Web(web) => web::build(&web),
        Task::Bench(bench) => node::bench(&bench),
        Task::Dist => node::dist(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nxtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_node_understands_reaches_it_untouched() {
        let line = ["cargo xtask", "demo", "--json", "--dir", "here", "--port-base", "0", "--fresh"];
        let Task::Demo(demo) = Arguments::parse_from(line).task else { panic!("not a demo") };
        assert_eq!(demo.arguments, line[2..]);
        let line = ["cargo xtask", "bench", "sync", "--cases", "5000"];
        let Task::Bench(bench) = Arguments::parse_from(line).task else { panic!("not a bench") };
        assert_eq!(
            (bench.name.as_str(), bench.arguments.as_slice()),
            ("sync", ["--cases", "5000"].map(String::from).as_slice())
        );
    }
}
