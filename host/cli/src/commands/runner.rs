//! `pilotbox runner`: serves a parent over its own input and output.

use crate::exit::{Exit, Failure};

pub(crate) fn runner() -> Result<(), Failure> {
    pilotbox_evaluate::serve_runner(std::io::stdin().lock(), std::io::stdout().lock())
        .map_err(|error| Failure::new(Exit::Host, format!("the parent process: {error}")))
}
