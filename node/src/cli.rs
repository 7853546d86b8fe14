//! The command line: `daiban init`, `run`, `import`, `user`, `node`, `status`, `check`, `rebuild`, `healthcheck`.

use std::process::ExitCode;

/// Runs the command of this process. 0 = done, 1 = error, 2 = wrong usage, 3 = refused or not healthy.
pub fn main() -> ExitCode {
    ExitCode::SUCCESS
}
