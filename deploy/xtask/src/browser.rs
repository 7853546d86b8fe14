//! The browser tests and the bench of the pages: real Chromium, real nodes, from `tests/browser`.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use crate::node::{self, Build};
use crate::suite::Count;
use crate::{run, tools, web};

/// Of an error, in the list at the end: what was expected, and the first of what came.
const FAULT_CHARS_MAX: usize = 700;

/// Builds the program and runs every story against it. `pictures` = the pictures of the README are replaced by those of this run.
pub fn test(pictures: bool) -> Result<Count> {
    let program = node::program(Build::Development, "daiban")?;
    install_packages()?;
    let results = run::root().join("build/browser.tap");
    fs::create_dir_all(run::root().join("build/screens")).context("cannot make the folder build/screens")?;
    let mut stories = script();
    stories.current_dir(folder()).env("DAIBAN", program);
    if pictures {
        stories.env("DAIBAN_PICTURES", "1");
    }
    stories.args(["--test", "--test-concurrency=1"]);
    stories.args(["--test-reporter=spec", "--test-reporter-destination=stderr"]);
    stories.arg("--test-reporter=tap").arg(format!("--test-reporter-destination={}", results.display()));
    let passed = run::run(&mut stories).is_ok();
    let text = fs::read_to_string(&results).context("the browser tests left no results")?;
    // Once more and short at the end: whoever reads the end of a long log sees why each of them failed.
    faults(&text).iter().for_each(|fault| eprintln!("{fault}"));
    Ok(Count::of_tap(&text).failing_unless(passed))
}

/// Each failed test of a TAP file with the beginning of its error, a line each.
fn faults(tap: &str) -> Vec<String> {
    let name = |line: &str| {
        let (_, name) = line.trim_start().strip_prefix("not ok ")?.split_once(" - ")?;
        Some(name.to_owned())
    };
    let mut lines = tap.lines().peekable();
    let mut faults = Vec::new();
    while let Some(line) = lines.next() {
        let Some(name) = name(line) else { continue };
        let error = lines
            .by_ref()
            .take_while(|line| line.trim() != "...")
            .skip_while(|line| !line.trim().starts_with("error:"));
        let error = error.take_while(|line| !line.trim().starts_with("code:") && !line.trim().starts_with("stack:"));
        let words: Vec<&str> = error
            .map(|line| line.trim().trim_start_matches("error:").trim())
            .filter(|line| !matches!(*line, "" | "|-"))
            .collect();
        let words: String = words.join(" ").chars().take(FAULT_CHARS_MAX).collect();
        faults.push(format!("failed: {name}: {words}"));
    }
    faults
}

/// Becomes the bench of the pages, after building what it measures: client and program as they are installed.
pub fn bench(arguments: &[String]) -> Result<()> {
    tools::browser()?;
    let mut bench = script();
    if !is_elsewhere(arguments) && std::env::var_os("DAIBAN_BENCH_URL").is_none() {
        tools::c_compiler()?;
        web::build(&web::Web::default())?;
        bench.env("DAIBAN", node::program(Build::Optimised, "daiban")?);
        bench.env("DAIBAN_BENCH", node::program(Build::Optimised, "bench")?);
    }
    install_packages()?;
    // A folder that the user names is meant from where he stands.
    bench.current_dir(std::env::current_dir()?);
    run::become_program(bench.arg(folder().join("bench.mjs")).args(arguments))
}

/// Whether the arguments name a machine that runs already, or only ask what they may be: then nothing is built.
fn is_elsewhere(arguments: &[String]) -> bool {
    arguments.iter().any(|argument| matches!(argument.split('=').next(), Some("--url" | "help")))
}

fn folder() -> PathBuf {
    run::root().join("tests/browser")
}

fn install_packages() -> Result<()> {
    let mut npm = run::program("npm");
    // Debian's Chromium is used; the packages bring none and may not fetch one.
    npm.current_dir(folder()).env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    run::run(npm.args(["ci", "--no-audit", "--no-fund", "--ignore-scripts"]))
}

fn script() -> Command {
    let mut script = run::program("node");
    if let Some(chromium) = tools::chromium() {
        script.env("DAIBAN_CHROMIUM", chromium);
    }
    script
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_failed_test_is_told_with_its_error_in_a_line() {
        let tap = "ok 1 - signs in\n  ---\n  duration_ms: 5\n  ...\nnot ok 2 - prints\n  ---\n  failureType: 'x'\n  error: |-\n    two sheets\n    \n    1 !== 2\n  code: 'E'\n  stack: |-\n    at x\n  ...\nnot ok 3 - finds\n  ---\n  error: 'Timeout'\n  ...\n";
        assert_eq!(faults(tap), ["failed: prints: two sheets 1 !== 2", "failed: finds: 'Timeout'"]);
    }

    #[test]
    fn nothing_is_built_for_a_machine_that_runs() {
        let elsewhere = |line: &str| is_elsewhere(&line.split(' ').map(String::from).collect::<Vec<_>>());
        assert!(elsewhere("--runs 1 --url http://127.0.0.1:8460 --user clerk"));
        assert!(elsewhere("--url=http://127.0.0.1:8460"));
        assert!(elsewhere("help"));
        assert!(!elsewhere("--keep build/bench-town --only typing"));
    }
}
