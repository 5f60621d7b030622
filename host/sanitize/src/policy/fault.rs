//! What is wrong with a policy, and where. One fault a line, written for the person
//! who can mend it. Never holds a cell of the data: a policy has none.

use std::fmt;

use serde::Serialize;

/// One thing that is wrong with a policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// The field, as keys and places from 0 joined by dots: `columns.2.role`. Empty for
    /// the whole file.
    pub field: String,
    /// Line from 1, where the policy was read from a file.
    pub line: Option<usize>,
    /// Column of the line from 1 in characters.
    pub column: Option<usize>,
    /// What is wrong, in lower case, values in backticks.
    pub message: String,
    /// What to do about it; may be empty.
    pub hint: String,
}

impl Fault {
    pub(crate) fn new(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            field: field.into(),
            line: None,
            column: None,
            message: message.into(),
            hint: String::new(),
        }
    }

    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }

    /// The same at a byte of the text; at its end when the byte lies beyond.
    pub(super) fn at(mut self, text: &str, offset: usize) -> Self {
        let before = text.get(..offset).unwrap_or(text);
        let line = before.rsplit('\n').next().unwrap_or_default();
        self.line = Some(before.matches('\n').count() + 1);
        self.column = Some(line.chars().count() + 1);
        self
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let (Some(line), Some(column)) = (self.line, self.column) {
            write!(f, "{line}:{column}: ")?;
        }
        if !self.field.is_empty() {
            write!(f, "`{}`: ", self.field)?;
        }
        f.write_str(&self.message)?;
        if !self.hint.is_empty() {
            write!(f, "; hint: {}", self.hint)?;
        }
        Ok(())
    }
}
