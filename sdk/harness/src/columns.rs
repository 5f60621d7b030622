//! Columns whose kind the harness does not know beforehand: a challenge's table
//! may hold whole numbers where another holds floats or texts.

use std::collections::BTreeMap;

use crate::{Table, TableError};

/// A column of names: texts, or whole numbers as texts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// For each row an index into `distinct`; `u32::MAX` where it is missing.
    pub codes: Vec<u32>,
    /// The distinct names, in order of first appearance.
    pub distinct: Vec<String>,
}

impl Names {
    /// Reads a column of texts or of whole numbers.
    pub fn read(table: &Table, column: &str) -> Result<Self, TableError> {
        match table.codes_range(column, 0..table.rows()) {
            Ok(codes) => Ok(Self {
                codes,
                distinct: table.dictionary(column)?,
            }),
            Err(TableError::WrongKind(_)) => Ok(Self::of_integers(&table.s64(column)?)),
            Err(error) => Err(error),
        }
    }

    /// Names that are texts already.
    pub fn of<'t>(texts: impl IntoIterator<Item = &'t str>) -> Self {
        let mut names = Self::default();
        let mut known = BTreeMap::new();
        for text in texts {
            let next = known.len() as u32;
            let code = *known.entry(text).or_insert(next);
            if code == next {
                names.distinct.push(text.to_owned());
            }
            names.codes.push(code);
        }
        names
    }

    /// The name in a row; empty where it is missing.
    pub fn at(&self, row: usize) -> &str {
        let code = self.codes.get(row).copied().unwrap_or(u32::MAX);
        self.distinct.get(code as usize).map_or("", String::as_str)
    }

    fn of_integers(values: &[i64]) -> Self {
        let mut names = Self::default();
        let mut known = BTreeMap::new();
        for value in values {
            if *value == i64::MIN {
                names.codes.push(u32::MAX);
                continue;
            }
            let next = known.len() as u32;
            let code = *known.entry(*value).or_insert(next);
            if code == next {
                names.distinct.push(value.to_string());
            }
            names.codes.push(code);
        }
        names
    }
}

/// Reads a column of numbers, whole or not; missing ones are NaN.
pub fn numbers(table: &Table, column: &str) -> Result<Vec<f64>, TableError> {
    match table.f64(column) {
        Err(TableError::WrongKind(_)) => Ok(table.s64(column)?.into_iter().map(number).collect()),
        other => other,
    }
}

fn number(value: i64) -> f64 {
    if value == i64::MIN {
        f64::NAN
    } else {
        value as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_counted_in_order_of_appearance() {
        let names = Names::of(["b", "a", "b"]);
        assert_eq!(names.codes, [0, 1, 0]);
        assert_eq!((names.at(1), names.at(2), names.at(3)), ("a", "b", ""));
        let numbers = Names::of_integers(&[7, i64::MIN, 7, -1]);
        assert_eq!(numbers.codes, [0, u32::MAX, 0, 1]);
        assert_eq!(
            (numbers.at(0), numbers.at(1), numbers.at(3)),
            ("7", "", "-1")
        );
    }

    #[test]
    fn a_missing_whole_number_is_no_number() {
        assert!(number(i64::MIN).is_nan());
        assert_eq!(number(-3).to_bits(), (-3.0_f64).to_bits());
    }
}
