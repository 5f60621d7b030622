//! Chores of the repository, one command each. Prints what it does.

mod bench;
mod bounds;
mod client;
mod command;
mod data;
mod demo;
mod fuzz;
mod guests;
mod load;
mod setup;
mod soak;
mod templates;
mod test;
mod tidy;

use std::process::ExitCode;

const HELP: &str = "\
cargo xtask COMMAND

  setup    bring what is missing: WebAssembly targets, a C compiler, PostgreSQL,
           a browser, Node.js and its packages
  client   build what the portal loads in a browser
  guests   build every component into target/components
  templates
           build the components of the templates, and the program with them
  dist     build what is installed: one program, with client and templates in it
  demo     build everything needed, run the examples, print a scoreboard
  test     every test
  bench    the figures, each beside its goal
  fuzz     [TARGET] [--minutes N]: bytes that nobody wrote, for 15 minutes each
  soak     [RUNS KILLS SEED]: hostile guests and killed processes, at length
  load     [portal|pilot] [SECONDS [READS-PER-SECOND]]: readers and uploaders at a
           server, people at the portal, or citizens who ask a pilot, each answer
           timed; `neighbours [SECONDS]`: a pilot alone and beside others that loop
           and leak
  bounds   write the table of all bounds into docs/THREATS.md
  tidy     format, lints, docs, and the rules of docs/ARCHITECTURE.md
  data     make the challenges' data again from its sources (needs Python 3)
";

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let argument = arguments.next().unwrap_or_default();
    let result = match argument.as_str() {
        "setup" => setup::setup(),
        "client" => client::client(),
        "guests" => guests::guests(),
        "templates" => templates::templates(),
        "dist" => templates::dist(),
        "demo" => demo::demo(),
        "test" => test::test(),
        "bench" => bench::bench(),
        "fuzz" => fuzz::fuzz(&arguments.collect::<Vec<_>>()),
        "soak" => soak::soak(&arguments.collect::<Vec<_>>()),
        "load" => load::load(&arguments.collect::<Vec<_>>()),
        "bounds" => bounds::bounds(),
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
