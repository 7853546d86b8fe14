//! The browser tests: real Chromium, real nodes, from `tests/browser`.

use std::fs;

use anyhow::{Context, Result};

use crate::node::{self, Build};
use crate::suite::Count;
use crate::{run, tools};

/// Builds the program and runs every story against it. `pictures` = the pictures of the README are replaced by those of this run.
pub fn test(pictures: bool) -> Result<Count> {
    let program = node::program(Build::Development, "daiban")?;
    let folder = run::root().join("tests/browser");
    let npm = || {
        let mut npm = run::program("npm");
        // Debian's Chromium is used; the packages bring none and may not fetch one.
        npm.current_dir(&folder).env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
        npm
    };
    run::run(npm().args(["ci", "--no-audit", "--no-fund", "--ignore-scripts"]))?;
    let results = run::root().join("build/browser.tap");
    fs::create_dir_all(run::root().join("build/screens")).context("cannot make the folder build/screens")?;
    let mut stories = run::program("node");
    stories.current_dir(&folder).env("DAIBAN", program);
    if let Some(chromium) = tools::chromium() {
        stories.env("DAIBAN_CHROMIUM", chromium);
    }
    if pictures {
        stories.env("DAIBAN_PICTURES", "1");
    }
    stories.args(["--test", "--test-concurrency=1"]);
    stories.args(["--test-reporter=spec", "--test-reporter-destination=stderr"]);
    stories.arg("--test-reporter=tap").arg(format!("--test-reporter-destination={}", results.display()));
    let passed = run::run(&mut stories).is_ok();
    let text = fs::read_to_string(&results).context("the browser tests left no results")?;
    Ok(Count::of_tap(&text).failing_unless(passed))
}
