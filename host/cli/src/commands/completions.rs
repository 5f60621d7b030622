//! `pilotbox completions`.

use clap::CommandFactory;

use crate::{
    arguments::{Arguments, Completions},
    exit::Failure,
};

pub(crate) fn completions(arguments: &Completions) -> Result<(), Failure> {
    let mut command = Arguments::command();
    clap_complete::generate(
        arguments.shell,
        &mut command,
        "pilotbox",
        &mut std::io::stdout(),
    );
    Ok(())
}
