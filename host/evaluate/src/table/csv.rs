//! CSV as offices write it: commas, semicolons or tabs; decimal points, or decimal commas
//! where semicolons separate; a mark of UTF-8 before it or none. A cell without text is
//! missing.

use std::{collections::HashMap, sync::Arc};

use pilotbox_sandbox::Column;

use super::{InputError, MAX_TABLE_ROWS, check_names};

/// What some programs write before UTF-8.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// Separators that are known; the first is taken where the heading has none.
const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];

/// Stands for a missing text.
const MISSING_CODE: u32 = u32::MAX;

/// Reads names and columns.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<(String, Column)>, InputError> {
    let bytes = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes);
    let text = str::from_utf8(bytes).map_err(|error| InputError::NotUtf8 {
        line: line_of(bytes, error.valid_up_to()),
    })?;
    if text.trim().is_empty() {
        return Err(InputError::Empty);
    }
    let separator = separator(text);
    let (heading, cells) = cells(text, separator)?;
    let has_decimal_commas = separator == b';';
    let columns = cells
        .into_iter()
        .map(|cells| typed(&cells, has_decimal_commas));
    Ok(heading.iter().map(str::to_owned).zip(columns).collect())
}

/// The heading, and the cells of each column.
fn cells(text: &str, separator: u8) -> Result<(csv::StringRecord, Vec<Vec<String>>), InputError> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let heading = reader.headers().map_err(|error| broken(&error))?.clone();
    check_names(heading.iter())?;
    let mut cells: Vec<Vec<String>> = heading.iter().map(|_| Vec::new()).collect();
    let mut rows = 0_usize;
    for record in reader.records() {
        let record = record.map_err(|error| broken(&error))?;
        if record.len() != heading.len() {
            return Err(InputError::Ragged {
                line: record.position().map_or(0, csv::Position::line),
                has: record.len(),
                wants: heading.len(),
            });
        }
        rows += 1;
        if rows > MAX_TABLE_ROWS {
            return Err(InputError::TooManyRows);
        }
        for (column, cell) in cells.iter_mut().zip(record.iter()) {
            column.push(cell.to_owned());
        }
    }
    Ok((heading, cells))
}

/// The separator that the heading has most of.
fn separator(text: &str) -> u8 {
    let heading = text.lines().next().unwrap_or_default();
    let count = |separator: &u8| heading.bytes().filter(|byte| byte == separator).count();
    let mut best = SEPARATORS[0];
    for separator in SEPARATORS {
        if count(&separator) > count(&best) {
            best = separator;
        }
    }
    best
}

/// The narrowest type that all cells agree with.
fn typed(cells: &[String], has_decimal_commas: bool) -> Column {
    if let Some(values) = all(cells, i64::MIN, whole) {
        return Column::Integer(values);
    }
    let number = |cell: &str| number(cell, has_decimal_commas);
    if let Some(values) = all(cells, f64::NAN, number) {
        return Column::Float(values);
    }
    text(cells)
}

/// Every cell as a value; nothing if one is none, or if all are missing.
fn all<T: Copy>(cells: &[String], missing: T, parse: impl Fn(&str) -> Option<T>) -> Option<Vec<T>> {
    if cells.iter().all(String::is_empty) {
        return None;
    }
    let value = |cell: &String| {
        if cell.is_empty() {
            Some(missing)
        } else {
            parse(cell)
        }
    };
    cells.iter().map(value).collect()
}

/// A whole number. What begins with a zero is a code, such as `0700`.
fn whole(cell: &str) -> Option<i64> {
    let digits = cell.strip_prefix('-').unwrap_or(cell);
    let is_code = digits.len() > 1 && digits.starts_with('0');
    let value = cell.parse().ok().filter(|value| *value != i64::MIN);
    value.filter(|_| !is_code && !cell.starts_with('+'))
}

/// A number that is finite.
fn number(cell: &str, has_decimal_commas: bool) -> Option<f64> {
    let is_plain = |c: char| c.is_ascii_digit() || "+-.,eE".contains(c);
    if !cell.chars().all(is_plain) {
        return None;
    }
    let digits = cell.trim_start_matches('-');
    if digits.starts_with('0') && digits.chars().nth(1).is_some_and(|c| c.is_ascii_digit()) {
        return None;
    }
    let value: Option<f64> = if has_decimal_commas {
        cell.replacen(',', ".", 1).parse().ok()
    } else {
        cell.parse().ok()
    };
    value.filter(|value| value.is_finite())
}

fn text(cells: &[String]) -> Column {
    let mut dictionary: Vec<String> = Vec::new();
    let mut known: HashMap<&str, u32> = HashMap::new();
    let mut codes = Vec::with_capacity(cells.len());
    for cell in cells {
        if cell.is_empty() {
            codes.push(MISSING_CODE);
            continue;
        }
        // Rows are bounded, so that there are fewer words than codes.
        let next = u32::try_from(dictionary.len()).unwrap_or(MISSING_CODE);
        let code = *known.entry(cell).or_insert_with(|| {
            dictionary.push(cell.clone());
            next
        });
        codes.push(code);
    }
    Column::Text {
        codes,
        dictionary: Arc::from(dictionary),
    }
}

fn line_of(bytes: &[u8], at: usize) -> u64 {
    let before = bytes.iter().take(at).filter(|byte| **byte == b'\n');
    before.count() as u64 + 1
}

fn broken(error: &csv::Error) -> InputError {
    InputError::Csv(error.to_string())
}
