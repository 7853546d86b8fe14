//! Checks that the tools are there, installs what can be installed without asking, and says exactly what is missing.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use crate::run;

/// The first Node whose test runner knows the options in use.
const NODE_MIN: (u32, u32) = (18, 19);

const WASM: &str = "wasm32-unknown-unknown";

/// The compiler for the browser's target; added with rustup where it is missing.
pub fn wasm_target() -> Result<()> {
    let libraries = run::output(run::program("rustc").args(["--print", "target-libdir", "--target", WASM]))?;
    if Path::new(libraries.trim()).is_dir() {
        return Ok(());
    }
    if run::exists("rustup") && run::run(run::program("rustup").args(["target", "add", WASM])).is_ok() {
        return Ok(());
    }
    bail!("the compiler has no {WASM} libraries; install them: rustup target add {WASM}")
}

/// A C compiler, which SQLite and zstd are built with.
pub fn c_compiler() -> Result<()> {
    if ["cc", "gcc", "clang"].into_iter().any(run::exists) {
        return Ok(());
    }
    if apt_install(&["gcc", "libc6-dev"]) {
        return Ok(());
    }
    bail!("no C compiler (SQLite is compiled from source); install one: apt-get install gcc libc6-dev")
}

/// What the browser tests need: Node with npm, Chromium, and a font with Chinese characters for the pictures.
pub fn browser() -> Result<()> {
    let mut missing = Vec::new();
    if run::exists("node") && !has_new_node() {
        bail!("the browser tests need Node {}.{} or newer", NODE_MIN.0, NODE_MIN.1);
    }
    if !run::exists("node") || !run::exists("npm") {
        missing.extend(["nodejs", "npm"]);
    }
    if chromium().is_none() {
        missing.push("chromium");
    }
    if !has_chinese_font() {
        missing.push("fonts-noto-cjk");
    }
    // One story makes a machine look silent for days, in its database.
    if !run::exists("sqlite3") && !run::exists("python3") {
        missing.push("sqlite3");
    }
    if missing.is_empty() || apt_install(&missing) {
        return Ok(());
    }
    let missing = missing.join(" ");
    bail!(
        "the browser tests need {missing}; install them: apt-get install {missing} (or name a Chromium in DAIBAN_CHROMIUM)"
    )
}

/// The Chromium of the machine: `DAIBAN_CHROMIUM`, or one of the usual names on the path.
pub fn chromium() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os("DAIBAN_CHROMIUM") {
        return Some(PathBuf::from(named)).filter(|path| path.is_file());
    }
    let folders = std::env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = std::env::split_paths(&folders).collect();
    let paths =
        ["chromium", "chromium-browser", "google-chrome"].map(|name| folders.iter().map(move |dir| dir.join(name)));
    paths.into_iter().flatten().find(|path| path.is_file())
}

fn has_new_node() -> bool {
    let version = run::output(run::program("node").arg("--version")).unwrap_or_default();
    version_of(&version).is_some_and(|version| version >= NODE_MIN)
}

/// Major and minor of `v20.11.1`.
fn version_of(text: &str) -> Option<(u32, u32)> {
    let mut numbers = text.trim().trim_start_matches('v').split('.').map(str::parse);
    Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
}

fn has_chinese_font() -> bool {
    // Without fontconfig nobody can tell; then the pictures show boxes, and no test fails.
    !run::exists("fc-list")
        || run::output(run::program("fc-list").arg(":lang=zh-cn")).is_ok_and(|fonts| !fonts.trim().is_empty())
}

/// Installs Debian packages; false when this is not Debian, the user is not root, or apt failed.
fn apt_install(packages: &[&str]) -> bool {
    let is_root = run::output(run::program("id").arg("-u")).is_ok_and(|id| id.trim() == "0");
    if !is_root || !run::exists("apt-get") {
        return false;
    }
    let apt = || {
        let mut command = run::program("apt-get");
        command.env("DEBIAN_FRONTEND", "noninteractive");
        command
    };
    run::run(apt().args(["update", "--quiet"])).is_ok()
        && run::run(apt().args(["install", "--yes", "--quiet", "--no-install-recommends"]).args(packages)).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_old_node_is_told_from_a_new_one() {
        assert!(version_of("v20.11.1\n").is_some_and(|version| version >= NODE_MIN));
        assert!(version_of("v18.4.0").is_some_and(|version| version < NODE_MIN));
        assert_eq!(version_of("node"), None);
    }
}
