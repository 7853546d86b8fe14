//! Settings of one machine: `daiban.toml` in its folder. Every field has a default, so an empty or absent file is fine.
//! Keys and codes are never in here: the machine's key lies beside it in a file that only its owner may read.

use crate::{Error, file};
use serde::{Deserialize, Serialize};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::Path;

/// Name of the file in the folder.
pub const FILE: &str = "daiban.toml";
/// Where a machine listens if nobody says otherwise.
pub const LISTEN_DEFAULT: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8160);
/// Readers of the database: two cores have enough with four.
pub const READERS_DEFAULT: usize = 4;
/// More readers than this only cost memory.
const READERS_MAX: usize = 64;

/// `daiban.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// Address and port of the pages and of the machines below. Port 0 lets the system choose.
    pub listen: SocketAddr,
    /// Address of the machine of the place above, e.g. `http://192.0.2.10:8160`; absent at the district.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// A practice network: every page says that nothing here is real.
    pub practice: bool,
    /// Connections that read the database.
    pub readers: usize,
    /// What is logged: `error`, `warn`, `info`, `debug`, or a filter such as `info,daiban_node::sync=debug`.
    pub log: String,
}

impl Default for Config {
    fn default() -> Self {
        Self { listen: LISTEN_DEFAULT, parent: None, practice: false, readers: READERS_DEFAULT, log: "info".to_owned() }
    }
}

impl Config {
    /// Reads the folder's file; without one the defaults hold. A wrong line is an error that names it.
    pub fn load(folder: &Path) -> Result<Self, Error> {
        let path = folder.join(FILE);
        match std::fs::read_to_string(&path) {
            Ok(text) => Self::parse(&text, &path),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Self::default()),
            Err(source) => Err(Error::File { what: "read", path, source }),
        }
    }

    /// Reads the text of a settings file; `path` is for the error only.
    pub fn parse(text: &str, path: &Path) -> Result<Self, Error> {
        let wrong = |why: String| Error::Other(format!("settings {}: {why}", path.display()));
        let config: Self = toml::from_str(text).map_err(|error| wrong(error.to_string().trim_end().to_owned()))?;
        if config.readers == 0 || config.readers > READERS_MAX {
            return Err(wrong(format!("readers must be between 1 and {READERS_MAX}")));
        }
        if let Some(parent) = &config.parent {
            check_url(parent).map_err(|why| wrong(format!("parent: {why}")))?;
        }
        Ok(config)
    }

    /// Writes the folder's file; a power cut or a full disk leaves the old one.
    pub fn save(&self, folder: &Path) -> Result<(), Error> {
        let text = toml::to_string(self).map_err(|error| Error::Other(format!("settings: {error}")))?;
        file::write_open(folder, FILE, &text)
    }

    /// What an operator should know about these settings before anybody relies on the machine.
    pub fn warnings(&self) -> Vec<String> {
        let mut out = Vec::new();
        if !self.listen.ip().is_loopback() {
            out.push(format!(
                "listening on {} without TLS: passwords can be read on the line; put a TLS proxy in front or listen on 127.0.0.1",
                self.listen
            ));
        }
        out
    }
}

/// Whether this is an address that a child can dial.
pub fn check_url(url: &str) -> Result<(), String> {
    let bad = || format!("“{url}” is not an address such as http://192.0.2.10:8160");
    let parsed: http::Uri = url.parse().map_err(|_| bad())?;
    match (parsed.scheme_str(), parsed.host()) {
        (Some("http"), Some(host)) if !host.is_empty() => Ok(()),
        (Some("https"), Some(_)) => {
            Err("https comes with a later version; use http behind a tunnel or proxy".to_owned())
        }
        _ => Err(bad()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXAMPLE: &str = include_str!("../../deploy/daiban.example.toml");

    fn parse(text: &str) -> Result<Config, String> {
        Config::parse(text, Path::new("daiban.toml")).map_err(|error| error.to_string())
    }

    #[test]
    fn the_example_file_shows_every_setting_with_its_default() {
        let example = parse(EXAMPLE).expect("the example is read");
        assert_eq!(example, Config::default());
        let uncommented =
            EXAMPLE.lines().map(|line| line.strip_prefix("#: ").unwrap_or(line)).collect::<Vec<_>>().join("\n");
        let all = parse(&uncommented).expect("the commented lines are right too");
        assert_eq!(all.parent.as_deref(), Some("http://192.0.2.10:8160"));
        let written = toml::Table::try_from(&all).expect("a table");
        for key in written.keys() {
            assert!(
                uncommented.lines().any(|line| line.starts_with(&format!("{key} ="))),
                "{key} is missing in the example"
            );
        }
    }

    #[test]
    fn an_empty_file_is_the_default_and_a_saved_one_reads_back() {
        assert_eq!(parse(""), Ok(Config::default()));
        let config = Config { parent: Some("http://127.0.0.1:1".into()), practice: true, ..Config::default() };
        assert_eq!(parse(&toml::to_string(&config).expect("text")), Ok(config));
    }

    #[test]
    fn wrong_settings_are_named() {
        let table = [
            ("lisen = \"127.0.0.1:1\"", "lisen"),
            ("listen = \"somewhere\"", "listen"),
            ("readers = 0", "readers"),
            ("parent = \"192.0.2.1\"", "http://192.0.2.10:8160"),
            ("parent = \"https://town\"", "later version"),
        ];
        for (text, part) in table {
            let error = parse(text).expect_err(text);
            assert!(error.contains(part), "{text}: {error}");
        }
    }

    #[test]
    fn listening_beyond_this_machine_is_warned_about() {
        assert!(Config::default().warnings().is_empty());
        let open = Config { listen: "0.0.0.0:8160".parse().expect("an address"), ..Config::default() };
        assert_eq!(open.warnings().len(), 1);
    }
}
