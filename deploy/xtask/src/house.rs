//! Rules of the house that no lint knows: what the reader of the source may rely on.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::run;

const FILE_LINES_MAX: usize = 400;

const SOURCES: [&str; 5] = ["shared", "node", "web/src", "deploy/xtask", "tests"];

/// What the rules may never depend on: they are computed, in the node and in the browser, from their arguments.
const NOT_IN_SHARED: [&str; 9] =
    ["automerge", "getrandom", "hyper", "mio", "rand", "reqwest", "rusqlite", "tokio", "warp"];

/// Checks every Rust file and the dependencies of `shared`; lists all that is wrong.
pub fn check() -> Result<()> {
    let root = run::root();
    let mut wrong = Vec::new();
    for path in SOURCES
        .map(|folder| root.join(folder))
        .iter()
        .map(|folder| rust_files(folder))
        .collect::<Result<Vec<_>>>()?
        .concat()
    {
        let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let name = path.strip_prefix(&root)?.to_string_lossy().into_owned();
        wrong.extend(faults(&name, &text).into_iter().map(|fault| format!("{name}: {fault}")));
    }
    let tree = [
        "tree",
        "--package",
        "daiban-shared",
        "--target",
        "wasm32-unknown-unknown",
        "--edges",
        "normal",
        "--prefix",
        "none",
    ];
    let tree = run::output(run::cargo().args(tree))?;
    for name in tree.lines().filter_map(|line| line.split(' ').next()).filter(|name| NOT_IN_SHARED.contains(name)) {
        wrong.push(format!("shared depends on {name}"));
    }
    if !wrong.is_empty() {
        bail!("{}", wrong.join("\n"));
    }
    Ok(())
}

fn faults(name: &str, text: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let lines = text.lines().count();
    if lines > FILE_LINES_MAX {
        faults.push(format!("{lines} lines, at most {FILE_LINES_MAX}"));
    }
    if !text.trim_start().starts_with("//!") {
        faults.push("does not begin with //! (what it does and what it must not know)".to_owned());
    }
    let code = || text.lines().filter(|line| !line.trim_start().starts_with("//"));
    let is_exempt = name == "node/src/form.rs" || name.starts_with("deploy/");
    if !is_exempt && code().any(|line| line.contains("automerge::")) {
        faults.push("names automerge; only node/src/form.rs may".to_owned());
    }
    if name.starts_with("shared/") && code().any(|line| line.contains("f64") || line.contains("f32")) {
        faults.push("computes with floats, which differ between machines".to_owned());
    }
    faults
}

fn rust_files(dir: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).with_context(|| format!("cannot read {}", dir.display()))? {
        let path = entry?.path();
        if path.is_dir() {
            if !path.ends_with("node_modules") {
                found.extend(rust_files(&path)?);
            }
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_without_a_purpose_or_too_long_is_named() {
        assert!(faults("node/src/a.rs", "//! Why.\nfn main() {}\n").is_empty());
        assert_eq!(faults("node/src/a.rs", "fn main() {}\n").len(), 1);
        assert_eq!(faults("node/src/a.rs", &("//! Why.\n".to_owned() + &"\n".repeat(FILE_LINES_MAX))).len(), 1);
    }

    #[test]
    fn floats_have_no_place_in_the_rules() {
        assert_eq!(faults("shared/src/fold.rs", "//! Why.\nlet x: f64 = 1.0;\n").len(), 1);
        assert!(faults("shared/src/fold.rs", "//! No f64 here.\n").is_empty());
    }

    #[test]
    fn only_the_form_names_automerge() {
        assert!(faults("node/src/form.rs", "//! Why.\nuse automerge::Automerge;\n").is_empty());
        assert_eq!(faults("node/src/cases.rs", "//! Why.\nuse automerge::Automerge;\n").len(), 1);
    }
}
