//! `cargo xtask web`: compiles the browser client and puts it, ready to be served, into `web/dist`.
//!
//! The node embeds that folder; it never builds it. An unchanged source is not built again.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::bundle::{self, Piece};
use crate::{run, tools};

/// The separate folder keeps browser and host builds from waiting for each other.
const TARGET_DIR: &str = "target/web";

/// What one first visit may load: wasm, script, style and page, brotli. A village line brings it in about ten seconds.
const FIRST_LOAD_BYTES_MAX: usize = 450_000;

/// What the client is made of; a change in any of them means building again.
const INPUTS: [&str; 6] = ["web", "shared", "deploy/xtask/src", "Cargo.toml", "Cargo.lock", "rust-toolchain.toml"];

/// Arguments of `cargo xtask web`.
#[derive(Args, Default)]
pub struct Web {
    /// Quick build while working on the pages: little optimisation, no compression, no size limit.
    #[arg(long)]
    dev: bool,
    /// Build even when nothing has changed.
    #[arg(long)]
    force: bool,
}

impl Web {
    fn profile(&self) -> &'static str {
        if self.dev { "web-dev" } else { "web" }
    }
}

/// Builds the client unless `web/dist` already holds it.
pub fn build(web: &Web) -> Result<()> {
    let root = run::root();
    let dist = root.join("web/dist");
    fs::create_dir_all(&dist).context("cannot make the folder web/dist")?;
    let stamp = root.join(TARGET_DIR).join("built.stamp");
    let wanted = format!("{} {}", web.profile(), hash_of_inputs(&root)?);
    let built = fs::read_to_string(&stamp).unwrap_or_default();
    if !web.force && built == wanted + &list_of(&dist)? {
        eprintln!("the client in web/dist is up to date");
        return Ok(());
    }
    tools::wasm_target()?;
    run::run(&mut cargo("build", "daiban-web", web.profile())?)?;
    let wasm = root.join(TARGET_DIR).join("wasm32-unknown-unknown").join(web.profile()).join("daiban-web.wasm");
    let scratch = root.join(TARGET_DIR).join("parts");
    fs::create_dir_all(&scratch).context("cannot make the folder for the parts of the client")?;
    let mut pieces = bundle::pieces(&root.join("web"), &wasm, &scratch, web.dev)?;
    if !web.dev {
        bundle::compress(&mut pieces);
    }
    write(&dist, &pieces)?;
    let wanted = format!("{} {}", web.profile(), hash_of_inputs(&root)?);
    fs::write(&stamp, wanted + &list_of(&dist)?).context("cannot write the stamp")?;
    report(&pieces, web.dev)
}

/// A cargo command on one package for the browser. All of them share folder, profile and flags, and so what is compiled.
pub fn cargo(command: &str, package: &str, profile: &str) -> Result<Command> {
    let mut cargo = run::cargo();
    cargo.args([command, "--package", package, "--profile", profile, "--target-dir", TARGET_DIR]);
    cargo.args(["--target", "wasm32-unknown-unknown", "--config"]);
    let mut flags = neutral_paths()?;
    // Where what is called by what: the client is cut into parts along that.
    flags.push("-Clink-args=--emit-relocs".to_owned());
    cargo.arg(format!("target.wasm32-unknown-unknown.rustflags={flags:?}"));
    Ok(cargo)
}

/// The client's own tests run on this machine: its reducers and words know no browser. In a folder of their own, because
/// the client's features unify otherwise than the program's.
pub fn native_tests() -> Command {
    let mut cargo = run::cargo();
    cargo.args(["test", "--package", "daiban-web", "--target-dir", TARGET_DIR, "--no-fail-fast"]);
    cargo
}

/// Without these flags every place where the client may panic would name the folders of the machine that built it.
fn neutral_paths() -> Result<Vec<String>> {
    let root = run::root();
    let mut folders = vec![root.canonicalize().context("cannot find the root folder")?];
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| std::env::home_dir().map(|home| home.join(".cargo"))).unwrap_or_default();
    if let Ok(sources) = fs::read_dir(home.join("registry/src")) {
        folders.extend(sources.filter_map(|folder| folder.ok().map(|folder| folder.path())));
    }
    folders.sort();
    Ok(folders.iter().map(|folder| format!("--remap-path-prefix={}=.", folder.display())).collect())
}

fn write(dist: &Path, pieces: &[Piece]) -> Result<()> {
    // New files first, old ones after: a node that reads the folder while it is replaced finds a whole client.
    let mut kept = vec![dist.join(".gitkeep")];
    for piece in pieces {
        let path = dist.join(&piece.path);
        fs::create_dir_all(path.parent().context("a piece without a folder")?)?;
        let brotli = piece.brotli.as_ref().map(|bytes| (".br", bytes));
        let gzip = piece.gzip.as_ref().map(|bytes| (".gz", bytes));
        for (ending, bytes) in [Some(("", &piece.bytes)), brotli, gzip].into_iter().flatten() {
            let path = dist.join(format!("{}{ending}", piece.path));
            fs::write(&path, bytes).with_context(|| format!("cannot write {}", path.display()))?;
            kept.push(path);
        }
    }
    for old in files(dist)?.into_iter().filter(|path| !kept.contains(path)) {
        fs::remove_file(&old).with_context(|| format!("cannot remove {}", old.display()))?;
    }
    Ok(())
}

fn report(pieces: &[Piece], dev: bool) -> Result<()> {
    eprintln!("\n{:<44}{:>12}{:>12}", "web/dist", "bytes", "brotli");
    for piece in pieces {
        let brotli = piece.brotli.as_ref().map_or_else(|| "-".to_owned(), |bytes| bytes.len().to_string());
        eprintln!("{:<44}{:>12}{brotli:>12}", piece.path, piece.bytes.len());
    }
    let first_load: usize = pieces.iter().filter(|piece| piece.is_first_load()).map(Piece::wire_bytes).sum();
    let later: usize = pieces.iter().filter(|piece| piece.is_later_part()).map(Piece::wire_bytes).sum();
    eprintln!("first load: {first_load} bytes (at most {FIRST_LOAD_BYTES_MAX}); {later} when their pages are opened");
    if !dev && first_load > FIRST_LOAD_BYTES_MAX {
        bail!("the first load is {} bytes too large for a village line", first_load - FIRST_LOAD_BYTES_MAX);
    }
    Ok(())
}

fn hash_of_inputs(root: &Path) -> Result<String> {
    let mut hasher = blake3::Hasher::new();
    for input in INPUTS.map(|input| root.join(input)) {
        let paths = if input.is_dir() { files(&input)? } else { vec![input] };
        for path in paths.iter().filter(|path| !path.starts_with(root.join("web/dist"))) {
            let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
            hasher.update(path.to_string_lossy().as_bytes()).update(&(bytes.len() as u64).to_le_bytes()).update(&bytes);
        }
    }
    Ok(hasher.finalize().to_hex().to_string())
}

/// Names and lengths of what lies in the folder: a client that somebody removed or cut is built again.
fn list_of(dist: &Path) -> Result<String> {
    let mut list = String::new();
    for path in files(dist)? {
        let name = path.strip_prefix(dist)?.to_string_lossy().into_owned();
        list += &format!("\n{name} {}", fs::metadata(&path)?.len());
    }
    Ok(list)
}

/// All files under a folder, sorted.
fn files(dir: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut open = vec![dir.to_path_buf()];
    while let Some(dir) = open.pop() {
        for entry in fs::read_dir(&dir).with_context(|| format!("cannot read {}", dir.display()))? {
            let path = entry?.path();
            if path.is_dir() { open.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    Ok(found)
}
