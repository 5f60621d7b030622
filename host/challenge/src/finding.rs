//! What is wrong with a package, and where. One finding a line, written for the
//! person who can mend it.

use std::fmt;

use pilotbox_model::printable_lines;
use serde::Serialize;

/// One thing that is wrong with a package.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Finding {
    /// The file, relative to the package.
    pub file: String,
    /// Line from 1, where it is known.
    pub line: Option<usize>,
    /// Column from 1 in characters, where it is known.
    pub column: Option<usize>,
    /// Stable name of the kind of finding.
    pub code: &'static str,
    /// What is wrong, in lower case, values in backticks.
    pub message: String,
    /// What to do about it; may be empty.
    pub hint: String,
}

impl Finding {
    /// A finding about a whole file.
    pub fn new(file: impl Into<String>, code: &'static str, message: impl Into<String>) -> Self {
        Self {
            file: file.into(),
            line: None,
            column: None,
            code,
            message: printable_lines(&message.into()),
            hint: String::new(),
        }
    }

    /// The same with what to do about it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }

    /// The same at a place in the file.
    #[must_use]
    pub fn at(mut self, place: Option<Place>) -> Self {
        self.line = place.map(|place| place.line);
        self.column = place.map(|place| place.column);
        self
    }
}

/// A place in a text, both counted from 1, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

impl Place {
    /// The place of a byte offset; the end of the text when it lies beyond.
    pub fn of(text: &str, offset: usize) -> Self {
        let before = text.get(..offset).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        Self {
            line: before.matches('\n').count() + 1,
            column: before.get(line_start..).unwrap_or("").chars().count() + 1,
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let (Some(line), Some(column)) = (self.line, self.column) {
            write!(f, ":{line}:{column}")?;
        }
        write!(f, ": {}", self.message)?;
        if !self.hint.is_empty() {
            write!(f, "; hint: {}", self.hint)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_characters() {
        let text = "a = 1\nя = 2\n";
        assert_eq!(Place::of(text, 0), Place { line: 1, column: 1 });
        let two = text.find('2').unwrap_or_default();
        assert_eq!(Place::of(text, two), Place { line: 2, column: 5 });
        assert_eq!(Place::of(text, 1000), Place { line: 3, column: 1 });
    }

    #[test]
    fn a_finding_is_one_line() {
        let finding = Finding::new("challenge.toml", "unknown-key", "unknown key `foo`")
            .at(Some(Place {
                line: 12,
                column: 5,
            }))
            .hint("remove it");
        let line = "challenge.toml:12:5: unknown key `foo`; hint: remove it";
        assert_eq!(finding.to_string(), line);
        let bare = Finding::new("rubric.toml", "missing", "the file is missing");
        assert_eq!(bare.to_string(), "rubric.toml: the file is missing");
    }
}
