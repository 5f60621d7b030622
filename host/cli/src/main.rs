//! The command `pilotbox`. Reads arguments, calls one command, turns its end
//! into an exit code; what a command does lives in the crates below.

mod arguments;
mod ask;
mod client;
mod commands;
mod exit;
mod files;
mod loaded;
mod show;
mod templates;

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
        Command::Pilot(pilot) => commands::pilot::pilot(&pilot),
        Command::Pack(pack) => commands::pack::pack(&pack),
        Command::Data(data) => commands::data::data(&data),
        Command::Keygen(keygen) => commands::keygen::keygen(&keygen),
        Command::Register(register) => commands::register::register(&register),
        Command::Confirm(confirm) => commands::register::confirm(&confirm),
        Command::Reset(reset) => commands::register::reset(&reset),
        Command::Accept(accept) => commands::register::accept(&accept),
        Command::Login(login) => commands::login::login(&login),
        Command::Logout(logout) => commands::login::logout(&logout),
        Command::Challenges(list) => commands::challenges::challenges(&list),
        Command::Enrol(enrol) => commands::challenges::enrol(&enrol),
        Command::Pull(pull) => commands::challenges::pull(&pull),
        Command::Submit(submit) => commands::submit::submit(&submit),
        Command::Status(status) => commands::status::status(&status),
        Command::Logs(logs) => commands::record::logs(&logs),
        Command::Receipt(receipt) => commands::record::receipt(&receipt),
        Command::Keys(keys) => commands::record::keys(&keys),
        Command::Chain(chain) => commands::record::chain(&chain),
        Command::Challenge(challenge) => commands::challenge::challenge(&challenge),
        Command::Decision(asked) => commands::decision::decision(&asked),
        Command::Evaluation(work) => commands::evaluation::evaluation(&work),
        Command::Serve(serve) => commands::serve::serve(&serve),
        Command::Worker(work) => commands::serve::work(&work),
        Command::Config(config) => commands::config::config(&config),
        Command::Admin(admin) => commands::admin::admin(&admin),
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
