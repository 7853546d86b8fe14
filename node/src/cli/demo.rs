//! `daiban demo`: seven machines of Meixian with sample staff and cases.

use clap::Args;
use std::path::Path;
use std::process::ExitCode;

/// `daiban demo`
#[derive(Debug, Args)]
pub struct Arguments {
    /// Begin anew, even where a demo was stopped before.
    #[arg(long)]
    pub fresh: bool,
    /// The first machine's port, the others count up; 0 lets the system choose.
    #[arg(long, default_value_t = 8160)]
    pub port_base: u16,
}

/// Runs the demo.
pub fn run(_dir: &Path, _json: bool, _arguments: Arguments) -> ExitCode {
    ExitCode::FAILURE
}
