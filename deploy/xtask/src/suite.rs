//! `cargo xtask test`: every check and test in one run, with one line per step and one closing line.

use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use clap::{Args, ValueEnum};

use crate::{browser, house, run, tools, web};

/// What proptest draws its cases from.
const LAW_SEED: &str = "PROPTEST_RNG_SEED";

/// Arguments of `cargo xtask test`.
#[derive(Args)]
pub struct Test {
    /// Only these parts; may be given several times.
    #[arg(long, value_enum)]
    only: Vec<Part>,
    /// Replace the pictures of the README (docs/images) by those of the browser stories.
    #[arg(long)]
    pictures: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    /// Format, lints and all tests of rules and nodes.
    Unit,
    /// Build, lints and the client's own tests.
    Web,
    /// The stories in a real browser (builds the client and the program first).
    Browser,
}

/// Tests that ran.
#[derive(Clone, Copy, Default, Debug, PartialEq, Eq)]
pub struct Count {
    passed: usize,
    failed: usize,
}

impl Count {
    /// The totals at the end of a TAP file.
    pub fn of_tap(text: &str) -> Self {
        let total = |name: &str| {
            let lines = text.lines().filter_map(|line| line.strip_prefix(name));
            lines.filter_map(|number| number.trim().parse::<usize>().ok()).sum()
        };
        Self { passed: total("# pass "), failed: total("# fail ") + total("# cancelled ") }
    }

    /// One line of cargo's `test result: ok. 12 passed; 0 failed; ...`; other lines count nothing.
    fn of_cargo(line: &str) -> Self {
        let Some(totals) = line.trim_start().strip_prefix("test result: ") else { return Self::default() };
        let before = |word: &str| {
            let mut words = totals.split([' ', ';', '.']).filter(|part| !part.is_empty()).rev();
            words.by_ref().find(|part| *part == word);
            words.next().and_then(|number| number.parse().ok()).unwrap_or(0)
        };
        Self { passed: before("passed"), failed: before("failed") }
    }

    /// A run that failed without a failed test (it did not compile, it was killed) counts as one failure.
    pub fn failing_unless(self, succeeded: bool) -> Self {
        let failed = if succeeded { self.failed } else { self.failed.max(1) };
        Self { failed, ..self }
    }

    fn plus(self, other: Self) -> Self {
        Self { passed: self.passed + other.passed, failed: self.failed + other.failed }
    }
}

struct Done {
    name: &'static str,
    took: Duration,
    outcome: Result<Count>,
}

impl Done {
    fn is_good(&self) -> bool {
        matches!(self.outcome, Ok(Count { failed: 0, .. }))
    }
}

#[derive(Default)]
struct Steps(Vec<Done>);

impl Steps {
    fn step(&mut self, name: &'static str, action: impl FnOnce() -> Result<Count>) -> bool {
        eprintln!("\n=== {name}");
        let begun = Instant::now();
        let done = Done { name, outcome: action(), took: begun.elapsed() };
        if let Err(error) = &done.outcome {
            eprintln!("{error:#}");
        }
        let good = done.is_good();
        self.0.push(done);
        good
    }

    fn check(&mut self, name: &'static str, action: impl FnOnce() -> Result<()>) -> bool {
        self.step(name, || action().map(|()| Count::default()))
    }
}

/// Runs the chosen parts; an error when a step or a test failed, or when no test ran.
pub fn test(test: &Test) -> Result<()> {
    let wants = |part| test.only.is_empty() || test.only.contains(&part);
    let mut steps = Steps::default();
    let begun = Instant::now();
    let ready = steps.check("tools", || {
        tools::c_compiler()?;
        tools::wasm_target()?;
        if wants(Part::Browser) { tools::browser() } else { Ok(()) }
    });
    if wants(Part::Unit) {
        steps.check("format", || run::run(run::cargo().args(["fmt", "--all", "--check"])));
        steps.check("house rules", house::check);
        if run::exists("cargo-deny") {
            // Advisories are left out: they come from the network, and a new one is no fault of the change under test.
            let checks = ["deny", "check", "bans", "licenses", "sources"];
            steps.check("licences", || run::run(run::cargo().args(checks)));
        } else {
            eprintln!("\n=== licences\nnot checked: cargo-deny is not installed (`cargo install cargo-deny`)");
        }
    }
    let mut has_client = false;
    if wants(Part::Web) || wants(Part::Browser) {
        has_client = steps.check("client", || web::build(&web::Web::default()));
    }
    if wants(Part::Web) {
        steps.check("client lints", client_lints);
        steps.step("client tests", || count(&mut web::native_tests()));
        steps.check("rules in the browser", rules_in_the_browser);
    }
    if wants(Part::Unit) {
        steps.check("lints", || {
            let lints = ["--all-targets", "--", "--deny", "warnings"];
            run::run(run::cargo().arg("clippy").args(run::HOST_PACKAGES).args(lints))
        });
        steps.step("tests", tests);
    }
    if wants(Part::Browser) {
        steps.step("browser", || {
            if !ready || !has_client {
                bail!("not run: the tools or the client are missing, see above");
            }
            browser::test(test.pictures)
        });
    }
    close(&steps.0, begun.elapsed())
}

fn tests() -> Result<Count> {
    let mut tests = run::cargo();
    tests.arg("test").args(run::HOST_PACKAGES).arg("--no-fail-fast");
    // One commit gives one result: laws play the same histories here. Others are played by `cargo test` and when asked for.
    if std::env::var_os(LAW_SEED).is_none() {
        tests.env(LAW_SEED, "20261125");
    }
    count(&mut tests)
}

/// Runs tests of cargo and counts them.
fn count(tests: &mut std::process::Command) -> Result<Count> {
    let mut count = Count::default();
    let succeeded = run::run_lines(tests, |line| count = count.plus(Count::of_cargo(line)))?;
    Ok(count.failing_unless(succeeded))
}

fn client_lints() -> Result<()> {
    run::run(web::cargo("clippy", "daiban-web", "web")?.args(["--", "--deny", "warnings"]))
}

/// `shared` must compile for the browser without anything that the client alone would bring.
fn rules_in_the_browser() -> Result<()> {
    run::run(&mut web::cargo("check", "daiban-shared", "web")?)
}

fn close(steps: &[Done], took: Duration) -> Result<()> {
    println!();
    let mut total = Count::default();
    for step in steps {
        let mark = if step.is_good() { "ok    " } else { "FAILED" };
        let tests = match &step.outcome {
            Ok(Count { passed: 0, failed: 0 }) | Err(_) => String::new(),
            Ok(count) => format!("{} passed, {} failed", count.passed, count.failed),
        };
        println!("{mark} {:<26}{:>6} s  {tests}", step.name, step.took.as_secs());
        if let Ok(count) = &step.outcome {
            total = total.plus(*count);
        }
    }
    println!("{} passed, {} failed ({} s)", total.passed, total.failed, took.as_secs());
    if steps.iter().any(|step| !step.is_good()) {
        bail!("not everything is good, see above");
    }
    if total.passed == 0 {
        bail!("no test ran");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_closing_line_counts_what_cargo_says() {
        let line = "test result: FAILED. 12 passed; 3 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.10s";
        assert_eq!(Count::of_cargo(line), Count { passed: 12, failed: 3 });
        assert_eq!(Count::of_cargo("test a_test_that_passed ... ok"), Count::default());
    }

    #[test]
    fn the_closing_line_counts_what_the_browser_tests_say() {
        let text = "TAP version 13\nok 1 - sign in\n1..1\n# tests 4\n# suites 1\n# pass 2\n# fail 1\n# cancelled 1\n";
        assert_eq!(Count::of_tap(text), Count { passed: 2, failed: 2 });
    }

    #[test]
    fn a_run_that_broke_without_a_failed_test_is_a_failure() {
        assert_eq!(Count { passed: 5, failed: 0 }.failing_unless(false).failed, 1);
        assert_eq!(Count { passed: 5, failed: 2 }.failing_unless(false).failed, 2);
        assert_eq!(Count { passed: 5, failed: 0 }.failing_unless(true).failed, 0);
    }

    #[test]
    fn a_run_without_any_test_is_an_error() {
        let done = |passed| Done { name: "tests", took: Duration::ZERO, outcome: Ok(Count { passed, failed: 0 }) };
        assert!(close(&[done(0)], Duration::ZERO).is_err());
        assert!(close(&[done(1)], Duration::ZERO).is_ok());
        assert!(close(&[Done { outcome: Ok(Count { passed: 1, failed: 1 }), ..done(0) }], Duration::ZERO).is_err());
    }
}
