//! `cargo xtask demo`, `bench` and `dist`: builds the program with its client, then hands over to it.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;

use crate::{browser, run, tools, web};

/// Arguments of `cargo xtask demo`.
#[derive(Args)]
pub struct Demo {
    /// Build with optimisation: minutes more the first time, faster with very many cases.
    #[arg(long)]
    release: bool,
    /// What `daiban demo` understands: --dir D (usually build/demo), --fresh, --json, --port-base N.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    pub arguments: Vec<String>,
}

/// Arguments of `cargo xtask bench`.
#[derive(Args)]
pub struct Bench {
    /// sync, pages or web.
    pub name: String,
    /// What the bench understands, for example --cases 5000.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    pub arguments: Vec<String>,
}

/// How the program is compiled. The development build is ready sooner and quick enough for the demo and the tests,
/// because the signatures, hashes and SQLite are optimised in it all the same.
#[derive(Clone, Copy)]
pub enum Build {
    Development,
    Optimised,
}

/// Builds client and node, and becomes `daiban demo`.
pub fn demo(demo: &Demo) -> Result<()> {
    tools::c_compiler()?;
    web::build(&web::Web::default())?;
    // `--release` may also stand behind an argument of the node, where clap leaves it to us.
    let (ours, theirs): (Vec<_>, Vec<_>) = demo.arguments.iter().partition(|argument| *argument == "--release");
    let build = if demo.release || !ours.is_empty() { Build::Optimised } else { Build::Development };
    let program = program(build, "daiban")?;
    let mut command = run::program(program);
    // A folder that the user names is meant from where he stands; the usual one is out of the way of the source.
    command.current_dir(std::env::current_dir()?).arg("demo").args(&theirs);
    if !theirs.iter().any(|argument| argument.split('=').next() == Some("--dir")) {
        command.arg("--dir").arg(run::root().join("build/demo"));
    }
    run::become_program(&mut command)
}

/// Builds with optimisation and becomes the bench.
pub fn bench(bench: &Bench) -> Result<()> {
    if bench.name == "web" {
        return browser::bench(&bench.arguments);
    }
    tools::c_compiler()?;
    web::build(&web::Web::default())?;
    // The bench starts real nodes as well and finds them beside itself.
    program(Build::Optimised, "daiban")?;
    let program = program(Build::Optimised, "bench")?;
    let mut command = run::program(program);
    run::become_program(command.current_dir(std::env::current_dir()?).arg(&bench.name).args(&bench.arguments))
}

/// Builds the one file that an installation needs.
pub fn dist() -> Result<()> {
    tools::c_compiler()?;
    web::build(&web::Web::default())?;
    let program = program(Build::Optimised, "daiban")?;
    eprintln!("\n{} is the whole of Daiban: copy it to a machine, then see docs/OPERATING.md", program.display());
    Ok(())
}

/// Compiles one program of the workspace and says where it lies.
pub fn program(build: Build, name: &str) -> Result<PathBuf> {
    let (folder, flags): (&str, &[&str]) = match build {
        Build::Development => ("debug", &[]),
        Build::Optimised => ("release", &["--release"]),
    };
    run::run(run::cargo().arg("build").args(run::HOST_PACKAGES).args(["--bin", name]).args(flags))?;
    Ok(run::target_dir()?.join(folder).join(name).with_extension(std::env::consts::EXE_EXTENSION))
}
