//! `pilotbox completions`.

use clap::CommandFactory;

use crate::arguments::{Arguments, Completions};

pub(crate) fn completions(arguments: &Completions) {
    let mut command = Arguments::command();
    clap_complete::generate(
        arguments.shell,
        &mut command,
        "pilotbox",
        &mut std::io::stdout(),
    );
}
