//! What a command prints: tables and charts for people, JSON for programs, a
//! progress bar where somebody watches.

mod bar;
mod chart;
mod page;
mod profile;
mod run;
mod server;

use comfy_table::{Table, presets::UTF8_HORIZONTAL_ONLY};
use serde::Serialize;

use crate::exit::{Exit, Failure};

pub(crate) use bar::{Bar, RunBar, bytes_bar};
pub(crate) use page::Page;
pub(crate) use profile::print_profile;
pub(crate) use run::{print_run, run_as_json};
pub(crate) use server::{local_time, print_run_view, print_submission, print_submissions};

/// Prints a value as JSON.
pub(crate) fn json(value: &impl Serialize) -> Result<(), Failure> {
    let text = serde_json::to_string_pretty(value)
        .map_err(|error| Failure::new(Exit::Host, format!("JSON: {error}")))?;
    let mut page = Page::default();
    page.line(text);
    page.print()
}

/// Prints a value as one line of JSON.
pub(crate) fn json_line(value: &impl Serialize) -> Result<(), Failure> {
    let text = serde_json::to_string(value)
        .map_err(|error| Failure::new(Exit::Host, format!("JSON: {error}")))?;
    let mut page = Page::default();
    page.line(text);
    page.print()
}

/// An empty table.
pub(crate) fn table(header: &[&str]) -> Table {
    let mut table = Table::new();
    table
        .load_style(UTF8_HORIZONTAL_ONLY)
        .set_header(header.iter().copied());
    table
}

/// Prints a failure as JSON, and hands back the same exit code.
pub(crate) fn json_failure(failure: Failure) -> Failure {
    match json(&failure.as_json()) {
        Ok(()) => failure.silenced(),
        Err(failure) => failure,
    }
}
