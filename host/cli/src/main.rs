//! The command `pilotbox`. Reads arguments, calls one command, turns its end
//! into an exit code; what a command does lives in the crates below.

mod arguments;
mod commands;
mod exit;
mod files;
mod loaded;
mod show;

use std::process::ExitCode;

use clap::Parser;

use arguments::{Arguments, Command};

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let result = match arguments.command {
        Command::New(new) => commands::new::new(&new),
        Command::Build(build) => commands::build::build(&build),
        Command::Inspect(inspect) => commands::inspect::inspect(&inspect),
        Command::Check(check) => commands::check::check(&check),
        Command::Run(run) => commands::run::run(&run),
        Command::Verify(verify) => commands::verify::verify(&verify),
        Command::Pack(pack) => commands::pack::pack(&pack),
        Command::Keygen(keygen) => commands::keygen::keygen(&keygen),
        Command::Completions(completions) => {
            commands::completions::completions(&completions);
            Ok(())
        }
        Command::Doctor(doctor) => commands::doctor::doctor(&doctor),
        Command::Runner(runner) => commands::worker::runner(&runner),
        Command::Compile(compile) => commands::worker::compile(&compile),
        Command::Probe(probe) => commands::worker::probe(&probe),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}
