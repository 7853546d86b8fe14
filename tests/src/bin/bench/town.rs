//! `bench town`: a town with very many cases and one clerk, left in a folder for the pages to be measured against.
//!
//! Its district stands beside it and does not run: nothing else happens on the computer while pages are measured.

use super::{fill, network};
use anyhow::{Context, Result, ensure};
use std::path::Path;

/// Entries of each case, as in `bench pages`: the lists need no more.
const ENTRIES: usize = 3;

/// Makes the town in `folder` and prints where it lies and who may sign in, as one line of JSON.
pub fn run(folder: &Path, cases: usize) -> Result<()> {
    ensure!(!folder.join("town").exists(), "{} holds a town already; name another folder", folder.display());
    std::fs::create_dir_all(folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
    eprintln!("a district and a town");
    let network = network::make(folder)?;
    fill::cases(&network.town, 0, cases, ENTRIES)?;
    let user = network::add_user(&network.town, &["clerk"])?;
    let made = serde_json::json!({
        "dir": network.town,
        "cases": cases,
        "user": { "user": user, "password": network::PASSWORD, "role": "clerk" },
    });
    println!("{made}");
    Ok(())
}
