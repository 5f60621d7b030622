//! `pilotbox data quality`: how well identifiers are found, on cells of known truth.

use std::path::Path;

use pilotbox_sanitize::{
    find::{Kind, detect_column, quality::Quality as Figures},
    generate,
};
use serde_json::json;

use crate::{
    arguments::data::Quality,
    exit::Failure,
    show::{self, Page, table},
};

/// A column with the truth of each cell.
struct Labelled {
    name: String,
    cells: Vec<Option<String>>,
    truth: Vec<Option<Kind>>,
}

pub(super) fn quality(arguments: &Quality) -> Result<(), Failure> {
    let mut figures = Figures::default();
    let mut cells = 0_usize;
    let mut measure = |column: &Labelled| {
        let texts = column.cells.iter().map(Option::as_deref);
        let found = detect_column(&column.name, texts, arguments.today);
        cells += found.len();
        for (truth, found) in column.truth.iter().zip(found) {
            figures.count(*truth, found);
        }
    };
    match &arguments.file {
        Some(path) => labelled(path)?.iter().for_each(&mut measure),
        None => generate::cells(arguments.seed, arguments.cells).for_each(|column| {
            let truth = column
                .labels
                .iter()
                .map(|label| kind(label.as_str()))
                .collect();
            measure(&Labelled {
                name: column.name,
                cells: column.cells,
                truth,
            });
        }),
    }
    tell(arguments, &figures, cells)
}

fn tell(arguments: &Quality, figures: &Figures, cells: usize) -> Result<(), Failure> {
    let (recall, precision) = (figures.recall(), figures.precision());
    if arguments.json {
        return show::json(
            &json!({ "cells": cells, "recall": recall, "precision": precision, "kinds": figures.kinds }),
        );
    }
    let mut page = Page::default();
    let mut grid = table(&["kind", "cells", "recall", "precision"]);
    for one in &figures.kinds {
        let kind = serde_json::to_value(one.kind).unwrap_or_default();
        let kind = kind.as_str().unwrap_or_default().to_owned();
        grid.add_row([
            kind,
            one.truth.to_string(),
            format!("{:.4}", one.recall()),
            format!("{:.4}", one.precision()),
        ]);
    }
    page.line(grid);
    page.line(format_args!(
        "{cells} cells: recall {recall:.4}, precision {precision:.4}"
    ));
    page.print()
}

/// Cells of one name that follow one another are one column.
fn labelled(path: &Path) -> Result<Vec<Labelled>, Failure> {
    let wrong = |error: csv::Error| Failure::usage(format!("`{}`: {error}", path.display()));
    let mut reader = csv::Reader::from_path(path).map_err(wrong)?;
    let mut columns: Vec<Labelled> = Vec::new();
    for record in reader.records() {
        let record = record.map_err(wrong)?;
        let field = |place: usize| record.get(place).unwrap_or_default().to_owned();
        let (name, text, truth) = (field(0), field(1), field(2));
        let known = truth == "none" || kind(&truth).is_some();
        if !known {
            let line = record.position().map_or(0, csv::Position::line);
            let message = format!(
                "`{}`:{line}: `{truth}` is no kind; hint: `egn`, `none`, ...",
                path.display()
            );
            return Err(Failure::usage(message));
        }
        if columns.last().is_none_or(|column| column.name != name) {
            columns.push(Labelled {
                name,
                cells: Vec::new(),
                truth: Vec::new(),
            });
        }
        if let Some(column) = columns.last_mut() {
            column.cells.push(Some(text));
            column.truth.push(kind(&truth));
        }
    }
    Ok(columns)
}

fn kind(name: &str) -> Option<Kind> {
    serde_json::from_value(serde_json::Value::String(name.to_owned())).ok()
}
