//! What a harness does for citizens, if it serves pilots: it describes a form and
//! turns a filled one into calls of the plugin. Only tables of `data/pilot` are
//! there then; no split is.

use std::fmt;

use crate::bindings::pilot::exports::pilotbox::challenge::pilot;

pub use pilot::{Description, PilotError};

/// What a harness that serves pilots is.
pub trait Pilot {
    /// The form and its answer. Never calls the plugin.
    fn describe() -> Description;

    /// Takes a form that fits `input` to an answer that fits `answer`, both JSON.
    fn answer(input: &str) -> Result<String, PilotError>;
}

impl PilotError {
    /// The form cannot be answered; say which field and why.
    pub fn bad_input(message: impl Into<String>) -> Self {
        Self::BadInput(message.into())
    }

    /// The plugin's answer breaks the interface's contract; say what, where and what
    /// was expected.
    pub fn bad_answer(message: impl Into<String>) -> Self {
        Self::BadAnswer(message.into())
    }

    /// The plugin returned its interface's error.
    pub fn declined(refusal: impl fmt::Debug) -> Self {
        Self::Declined(format!("{refusal:?}"))
    }
}

impl From<crate::PluginFault> for PilotError {
    /// What a check of an answer finds is the same fault, whoever asked.
    fn from(fault: crate::PluginFault) -> Self {
        match fault {
            crate::PluginFault::BadAnswer(message) => Self::BadAnswer(message),
            crate::PluginFault::Declined(message) => Self::Declined(message),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_of_the_plugin_stays_one() {
        let fault = crate::PluginFault::bad_answer("0 values, expected 3");
        let PilotError::BadAnswer(message) = PilotError::from(fault) else {
            panic!("it is another fault");
        };
        assert_eq!(message, "0 values, expected 3");
    }
}
