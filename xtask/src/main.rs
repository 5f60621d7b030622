//! Chores of the repository, one command each. Prints what it does.

mod bench;
mod command;
mod data;
mod demo;
mod guests;
mod setup;
mod test;
mod tidy;

use std::process::ExitCode;

const HELP: &str = "\
cargo xtask COMMAND

  setup    bring what is missing: WebAssembly targets, a C compiler
  guests   build every component into target/components
  demo     build everything needed, run the examples, print a scoreboard
  test     every test
  bench    the figures, each beside its goal
  tidy     format, lints, docs, and the rules of docs/ARCHITECTURE.md
  data     make the challenges' data again from its sources (needs Python 3)
";

fn main() -> ExitCode {
    let argument = std::env::args().nth(1).unwrap_or_default();
    let result = match argument.as_str() {
        "setup" => setup::setup(),
        "guests" => guests::guests(),
        "demo" => demo::demo(),
        "test" => test::test(),
        "bench" => bench::bench(),
        "tidy" => tidy::tidy(),
        "data" => data::data(),
        "" | "help" | "--help" | "-h" => {
            print!("{HELP}");
            return ExitCode::SUCCESS;
        }
        other => {
            eprint!("error: no command `{other}`\n\n{HELP}");
            return ExitCode::from(2);
        }
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
