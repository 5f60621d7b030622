//! The data of a chart as rows: the table beside it, and the file for spreadsheets.

use leptos::prelude::*;

use crate::{
    components::table::Column,
    language::{Language, Locale as _},
};

/// What stands in one cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Words.
    Text(String),
    /// A number, and with how many decimals people read it.
    Number(f64, usize),
    /// A whole number.
    Whole(u64),
    /// Nothing.
    Nothing,
}

impl Cell {
    /// A number that may be missing.
    pub fn number(value: Option<f64>, decimals: usize) -> Self {
        value.map_or(Self::Nothing, |value| Self::Number(value, decimals))
    }

    /// A whole number that may be missing.
    pub fn whole(value: Option<u64>) -> Self {
        value.map_or(Self::Nothing, Self::Whole)
    }

    fn read(&self, language: Language) -> AnyView {
        match self {
            Self::Text(text) => view! { <bdi>{text.clone()}</bdi> }.into_any(),
            Self::Number(value, decimals) => language.decimal(*value, *decimals).into_any(),
            Self::Whole(value) => language.whole(*value).into_any(),
            Self::Nothing => "–".into_any(),
        }
    }

    fn written(&self) -> String {
        match self {
            Self::Text(text) => quoted(text),
            Self::Number(value, _) if value.is_finite() => value.to_string(),
            Self::Whole(value) => value.to_string(),
            Self::Number(..) | Self::Nothing => String::new(),
        }
    }
}

/// Rows under heads.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// Each column's name, and whether it holds numbers.
    pub heads: Vec<(String, bool)>,
    /// The rows.
    pub rows: Vec<Vec<Cell>>,
}

impl Sheet {
    /// As a table of a page.
    pub fn table(&self, language: Language) -> (Vec<Column>, Vec<Vec<AnyView>>) {
        let column = |(name, is_number): &(String, bool)| match is_number {
            true => Column::number(name.clone()),
            false => Column::text(name.clone()),
        };
        let row = |cells: &Vec<Cell>| cells.iter().map(|cell| cell.read(language)).collect();
        (
            self.heads.iter().map(column).collect(),
            self.rows.iter().map(row).collect(),
        )
    }

    /// As CSV (RFC 4180) with numbers to the last digit, as programs read them.
    pub fn csv(&self) -> String {
        let heads: Vec<String> = self.heads.iter().map(|(name, _)| quoted(name)).collect();
        let mut text = heads.join(",");
        text.push_str("\r\n");
        for row in &self.rows {
            let cells: Vec<String> = row.iter().map(Cell::written).collect();
            text.push_str(&cells.join(","));
            text.push_str("\r\n");
        }
        text
    }
}

/// A text as it stands in CSV. A spreadsheet runs what begins like a formula; a quote in
/// front makes it text.
fn quoted(text: &str) -> String {
    let inert = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text.to_owned()
    };
    if inert.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", inert.replace('"', "\"\""))
    } else {
        inert
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_for_spreadsheets_runs_no_formula() {
        let sheet = Sheet {
            heads: vec![("Случай".to_owned(), false), ("a, \"b\"".to_owned(), true)],
            rows: vec![
                vec![Cell::Text("=1+1".to_owned()), Cell::Number(0.125, 1)],
                vec![Cell::Text("две\nлинии".to_owned()), Cell::Nothing],
                vec![Cell::Whole(12_345), Cell::Number(f64::NAN, 1)],
            ],
        };
        let expected = "Случай,\"a, \"\"b\"\"\"\r\n'=1+1,0.125\r\n\"две\nлинии\",\r\n12345,\r\n";
        assert_eq!(sheet.csv(), expected);
    }
}
