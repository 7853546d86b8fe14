//! A district and one of its towns, joined as an operator joins them, and an account at one of them.

use super::machine::{Machine, order, program};
use anyhow::{Context, Result};
use serde_json::Value;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Folders of the two machines.
pub struct Network {
    /// 梅县区
    pub district: PathBuf,
    /// The town with number 002.
    pub town: PathBuf,
}

/// Makes both; nothing runs afterwards.
pub fn make(folder: &Path) -> Result<Network> {
    let network = Network { district: folder.join("district"), town: folder.join("town") };
    order(&network.district, &["init", "--site-code", "441403"])?;
    let district = Machine::start(&network.district)?;
    let invite = order(&network.district, &["node", "invite", "002"])?;
    let code = invite["code"].as_str().context("no code")?;
    let url = format!("http://{}", district.address);
    let mut joining = Command::new(program()?);
    joining.arg("--dir").arg(&network.town).args(["--json", "init", "--parent", &url, "--code", code]);
    let mut child = joining.stdout(Stdio::piped()).spawn()?;
    let mut lines = BufReader::new(child.stdout.take().context("no output")?).lines();
    let compare: Value = serde_json::from_str(&lines.next().context("joining ended")??)?;
    let words: Vec<&str> = compare["words"].as_array().context("no words")?.iter().filter_map(Value::as_str).collect();
    order(&network.district, &["node", "confirm", "002", "--words", &words.join("-")])?;
    for line in lines {
        line?;
    }
    child.wait()?;
    district.stop()?;
    Ok(network)
}

/// Writes the parent's address into a machine's settings.
pub fn point_to(town: &Path, address: &str) -> Result<()> {
    let mut config = daiban_node::config::Config::load(town)?;
    config.parent = Some(format!("http://{address}"));
    config.save(town)?;
    Ok(())
}

/// Of the account that the bench makes.
pub const PASSWORD: &str = "bench-Pass-2026";
const USER: &str = "bench";

/// Adds an account with these roles to a machine that may run; gives its name for signing in.
pub fn add_user(folder: &Path, roles: &[&str]) -> Result<&'static str> {
    let mut command = Command::new(program()?);
    command.arg("--dir").arg(folder).args(["user", "add", USER, "--name", "测量", "--password-stdin"]);
    for role in roles {
        command.args(["--role", role]);
    }
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::null()).spawn()?;
    child.stdin.take().context("no input")?.write_all(format!("{PASSWORD}\n").as_bytes())?;
    child.wait()?;
    // Fails with the reason if the account is not there.
    order(folder, &["user", "list"])?;
    Ok(USER)
}
