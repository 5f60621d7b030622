//! Every bound of the system in one table, told by the code that enforces it.

use pilotbox_model::{Bound, Limits};
use serde::Serialize;

use crate::{commands::data::SHOWN_FINDINGS, exit::Failure, show::Page};

/// Bounds of one thing.
#[derive(Serialize)]
pub(super) struct Section {
    /// What is bounded.
    of: &'static str,
    bounds: Vec<Bound>,
}

pub(super) fn sections() -> Vec<Section> {
    let section = |of, bounds| Section { of, bounds };
    vec![
        section(
            "A case, by the challenge's manifest",
            Limits::bounds().to_vec(),
        ),
        section(
            "A case, the same for every challenge",
            pilotbox_sandbox::case_bounds(),
        ),
        section("An upload", pilotbox_sandbox::upload_bounds()),
        section("Workers and receipts", pilotbox_evaluate::worker_bounds()),
        section(
            "A challenge's package",
            pilotbox_challenge::Bounds::table().to_vec(),
        ),
        section(
            "A challenge from a template",
            pilotbox_evaluate::template_bounds(),
        ),
        section("City data", data()),
        section("A pilot", pilotbox_evaluate::pilot_bounds()),
    ]
}

/// Those of the library, and what a screen is spared.
fn data() -> Vec<Bound> {
    let mut bounds = pilotbox_sanitize::data_bounds();
    bounds.push(Bound::of_release(
        "findings_shown",
        SHOWN_FINDINGS as u64,
        "findings on the screen",
        "a screen of findings in which the result is lost",
        "",
    ));
    bounds
}

/// Prints the table of docs/THREATS.md.
pub(super) fn print() -> Result<(), Failure> {
    let mut page = Page::default();
    for section in sections() {
        page.line(format_args!("### {}\n", section.of));
        page.line("| bound | value | unit | changed by | what it prevents | crossed by |");
        page.line("| --- | ---: | --- | --- | --- | --- |");
        for bound in &section.bounds {
            page.line(row(bound));
        }
        page.line("");
    }
    page.print()
}

fn row(bound: &Bound) -> String {
    let Bound {
        name,
        value,
        unit,
        changed_by,
        prevents,
        guest,
    } = bound;
    let ceiling = Limits::CEILING
        .against_ceiling()
        .into_iter()
        .find(|(limit, ..)| limit == name && *changed_by == "the manifest")
        .map(|(.., ceiling)| format!(", up to {}", grouped(ceiling)))
        .unwrap_or_default();
    let guest = match *guest {
        "" => "-".to_owned(),
        guest => format!("`{guest}`"),
    };
    let value = grouped(*value);
    format!("| `{name}` | {value} | {unit} | {changed_by}{ceiling} | {prevents} | {guest} |")
}

/// A number in groups of three digits.
fn grouped(value: u64) -> String {
    let digits = value.to_string();
    let groups: Vec<_> = digits
        .as_bytes()
        .rchunks(3)
        .rev()
        .map(String::from_utf8_lossy)
        .collect();
    groups.join(",")
}
