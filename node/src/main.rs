//! The binary `daiban`: hands the command line to `cli`.

fn main() -> std::process::ExitCode {
    daiban_node::cli::main()
}
