//! A district and one of its towns, joined as an operator joins them.

use super::machine::{Machine, order, program};
use anyhow::{Context, Result};
use serde_json::Value;
use std::io::{BufRead, BufReader};
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
