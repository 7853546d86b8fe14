//! `cargo xtask bench sync|pages|figures|clock`: figures of real machines on this computer. Prints tables; asserts nothing, because the
//! computer is shared and noisy. Every figure stands beside one of the same run. `bench town` leaves a filled town for
//! `cargo xtask bench web`.

mod clock;
mod figures;
mod fill;
mod machine;
mod network;
mod pages;
mod proxy;
mod raw;
mod sync;
mod town;
mod wall;

use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let result = match arguments.first().map(String::as_str) {
        Some("sync") => sync::run(&Numbers::read(&arguments[1..])),
        Some("pages") => pages::run(&Numbers::read(&arguments[1..])),
        Some("clock") => clock::run(&Numbers::read(&arguments[1..])),
        Some("figures") => figures::run(&Numbers::read(&arguments[1..])),
        Some("town") if arguments.len() > 1 => {
            let cases = Numbers::read(&arguments[2..]).one("cases", 10_000);
            town::run(Path::new(&arguments[1]), cases)
        }
        _ => {
            eprintln!(
                "usage: bench clock [--rounds 2000]\n       bench sync [--cases 5000] [--store 20000] [--idle-at 1000,100000]\n       \
                 bench pages [--cases 100000]\n       bench figures [--cases 200000] [--keep FOLDER] [--only wall] [--meixian 1]\n       bench town FOLDER [--cases 10000]"
            );
            return ExitCode::from(2);
        }
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bench: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Arguments of the form `--name 5000`, `--name 1000,100000` or `--name FOLDER`.
pub struct Numbers(Vec<(String, String)>);

impl Numbers {
    fn read(arguments: &[String]) -> Self {
        let pairs = arguments.chunks(2).filter_map(|pair| match pair {
            [name, value] => Some((name.trim_start_matches('-').to_owned(), value.clone())),
            _ => None,
        });
        Self(pairs.collect())
    }

    /// As it was typed.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The given numbers, or the usual ones.
    pub fn list(&self, name: &str, usual: &[usize]) -> Vec<usize> {
        let numbers = |text: &str| text.split(',').filter_map(|value| value.parse().ok()).collect();
        self.text(name).map_or_else(|| usual.to_vec(), numbers)
    }

    /// One number.
    pub fn one(&self, name: &str, usual: usize) -> usize {
        self.list(name, &[usual]).first().copied().unwrap_or(usual)
    }
}
