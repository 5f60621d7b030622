//! What a command prints: tables and charts for people, JSON for programs, a
//! progress bar where somebody watches.

mod bar;
mod chart;
mod page;
mod profile;
mod run;

use serde::Serialize;

use crate::exit::{Exit, Failure};

pub(crate) use bar::Bar;
pub(crate) use page::Page;
pub(crate) use profile::print_profile;
pub(crate) use run::{print_run, run_as_json};

/// Prints a value as JSON.
pub(crate) fn json(value: &impl Serialize) -> Result<(), Failure> {
    let text = serde_json::to_string_pretty(value)
        .map_err(|error| Failure::new(Exit::Host, format!("JSON: {error}")))?;
    let mut page = Page::default();
    page.line(text);
    page.print()
}

/// Prints a failure as JSON, and hands back the same exit code.
pub(crate) fn json_failure(failure: Failure) -> Failure {
    match json(&failure.as_json()) {
        Ok(()) => failure.silenced(),
        Err(failure) => failure,
    }
}
