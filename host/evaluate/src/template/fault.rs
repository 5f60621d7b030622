//! Why no challenge is made of a form and a table: by field where people can mend it.

use std::{io, path::Path};

use pilotbox_challenge::{
    Finding, PackError,
    template::{FormError, TemplateForm, TemplateKind},
};

use super::tables;
use crate::{
    EvaluateError, OpenError,
    table::{InputTable, WriteError},
};

/// Why no challenge is made.
#[derive(Debug, thiserror::Error)]
pub enum MakeError {
    /// This program carries no components of the template.
    #[error(
        "this program carries no template `{0}`; hint: `cargo xtask templates` builds it with them"
    )]
    NoComponents(TemplateKind),
    /// The form or its table is not as it must be.
    #[error("{}", lines(.0))]
    Form(Vec<Fault>),
    /// What came of it is no challenge.
    #[error("{}", .0.iter().map(Finding::to_string).collect::<Vec<_>>().join("\n"))]
    Findings(Vec<Finding>),
    /// Baseline or reference cannot be run.
    #[error(transparent)]
    Evaluate(#[from] EvaluateError),
    /// What was made cannot be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// It cannot be packed.
    #[error(transparent)]
    Pack(#[from] PackError),
    /// A table cannot be written.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// A folder cannot be used.
    #[error("`{path}`: {cause}")]
    Io {
        /// The folder.
        path: String,
        /// What the system said.
        cause: io::Error,
    },
}

/// What is wrong with one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The field, as [`FormError`] names it: `id`, `params.target`, or `table`.
    pub field: String,
    /// What is wrong with it and what to do about it.
    pub message: String,
    /// The columns of the table, where one was named that is not there.
    pub choices: Vec<String>,
}

impl From<FormError> for Fault {
    fn from(error: FormError) -> Self {
        Self {
            field: error.field,
            message: error.message,
            choices: Vec::new(),
        }
    }
}

impl MakeError {
    pub(super) fn of_errors(errors: Vec<FormError>) -> Self {
        Self::Form(errors.into_iter().map(Fault::from).collect())
    }
}

/// What is wrong, with the columns to choose from where a setting names none.
pub(super) fn faults(errors: Vec<FormError>, form: &TemplateForm, table: &InputTable) -> MakeError {
    let fault = |error: FormError| Fault {
        choices: tables::choices(form, table, &error.field),
        ..Fault::from(error)
    };
    MakeError::Form(errors.into_iter().map(fault).collect())
}

/// What is wrong with the table as a whole.
pub(super) fn of_table(message: String) -> MakeError {
    MakeError::of_errors(vec![FormError::new("table", message)])
}

pub(super) fn demand_none(findings: Vec<Finding>) -> Result<(), MakeError> {
    if findings.is_empty() {
        Ok(())
    } else {
        Err(MakeError::Findings(findings))
    }
}

pub(super) fn io_error(path: &Path, cause: io::Error) -> MakeError {
    MakeError::Io {
        path: path.display().to_string(),
        cause,
    }
}

fn lines(faults: &[Fault]) -> String {
    let line = |fault: &Fault| format!("`{}`: {}", fault.field, fault.message);
    faults.iter().map(line).collect::<Vec<_>>().join("\n")
}
