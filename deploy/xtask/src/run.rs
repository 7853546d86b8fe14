//! Starts other programs and says what it started; the only file that builds a `Command`.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

/// One package selection for every host build: with another one features unify differently and dependencies build twice.
pub const HOST_PACKAGES: [&str; 3] = ["--workspace", "--exclude", "daiban-web"];

/// The folder of the root `Cargo.toml`.
pub fn root() -> PathBuf {
    let own =
        std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    own.ancestors().nth(2).map_or_else(|| own.clone(), Path::to_path_buf)
}

/// A program that starts in the root folder, with nothing of the cargo that runs xtask in its environment.
pub fn program(name: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(name);
    command.current_dir(root());
    // Build scripts watch some of these; left in place, each change between plain cargo and xtask would rebuild them.
    for (key, _) in std::env::vars_os() {
        let name = key.to_string_lossy();
        if ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_", "LD_LIBRARY_PATH"].iter().any(|own| name.starts_with(own)) {
            command.env_remove(&key);
        }
    }
    command
}

/// `cargo` of the toolchain that built xtask.
pub fn cargo() -> Command {
    program(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Runs to the end with output on the terminal (standard output goes to standard error, so that `--json` stays clean).
pub fn run(command: &mut Command) -> Result<()> {
    let line = say(command);
    let status = command.stdout(std::io::stderr()).status().with_context(|| format!("cannot start: {line}"))?;
    if !status.success() {
        bail!("failed ({status}): {line}");
    }
    Ok(())
}

/// Runs to the end and passes every line of standard output on to `each` beside printing it; returns whether it succeeded.
pub fn run_lines(command: &mut Command, mut each: impl FnMut(&str)) -> Result<bool> {
    let line = say(command);
    let mut child = command.stdout(Stdio::piped()).spawn().with_context(|| format!("cannot start: {line}"))?;
    if let Some(out) = child.stdout.take() {
        for text in BufReader::new(out).split(b'\n') {
            let text = text.context("cannot read the output")?;
            let text = String::from_utf8_lossy(&text);
            eprintln!("{text}");
            each(&text);
        }
    }
    Ok(child.wait()?.success())
}

/// Standard output of a program that must succeed.
pub fn output(command: &mut Command) -> Result<String> {
    let line = text_of(command);
    let output = command.stderr(Stdio::inherit()).output().with_context(|| format!("cannot start: {line}"))?;
    if !output.status.success() {
        bail!("failed ({}): {line}", output.status);
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Whether a program can be started at all; its output is dropped.
pub fn exists(name: &str) -> bool {
    program(name).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok()
}

/// Becomes the program (on Unix), so that Ctrl-C and the exit code are its own.
pub fn become_program(command: &mut Command) -> Result<()> {
    let line = say(command);
    #[cfg(unix)]
    {
        use std::os::unix::process::CommandExt;
        Err(command.exec()).with_context(|| format!("cannot start: {line}"))
    }
    #[cfg(not(unix))]
    {
        let status = command.status().with_context(|| format!("cannot start: {line}"))?;
        std::process::exit(status.code().unwrap_or(1))
    }
}

/// Where cargo puts host builds; respects `CARGO_TARGET_DIR` and the user's configuration.
pub fn target_dir() -> Result<PathBuf> {
    let text = output(cargo().args(["metadata", "--format-version", "1", "--no-deps", "--offline"]))?;
    let metadata: serde_json::Value = serde_json::from_str(&text).context("cargo metadata is not JSON")?;
    let dir = metadata["target_directory"].as_str().context("cargo metadata names no target folder")?;
    Ok(PathBuf::from(dir))
}

fn say(command: &Command) -> String {
    let line = text_of(command);
    eprintln!("\n> {line}");
    line
}

fn text_of(command: &Command) -> String {
    let name =
        Path::new(command.get_program()).file_name().unwrap_or(command.get_program()).to_string_lossy().into_owned();
    command.get_args().fold(name, |line, argument| line + " " + &argument.to_string_lossy())
}
