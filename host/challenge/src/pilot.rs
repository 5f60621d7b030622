//! A pilot's form and its answer, as its harness describes them: two JSON Schemas,
//! with Bulgarian under `x-bg`, views under `x-view` and the data's origin under
//! `x-data`. What goes in and what comes out is checked against them, and an answer is
//! made ready to be shown as plain text and numbers.

use jsonschema::Validator;
use pilotbox_model::api::pilots::{AnswerBlock, DataAbout, PilotForm};
use serde_json::Value;

mod bounds;
mod form;
mod show;
mod view;

pub use bounds::bounds;
use view::View;

/// Bytes of one schema. Stops a description from filling memory and pages.
pub const MAX_SCHEMA_BYTES: usize = 256 * 1024;

/// Bytes of an answer. A plugin's page must stay a page.
pub const MAX_ANSWER_BYTES: usize = 256 * 1024;

/// Bytes of a filled form.
pub const MAX_INPUT_BYTES: usize = 16 * 1024;

/// Faults of a form that are told at once.
const MAX_FAULTS: usize = 32;

/// What is wrong with a field of a filled form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputFault {
    /// The field; empty where it is the form as a whole.
    pub field: String,
    /// What is wrong.
    pub message: String,
}

/// A form and its answer.
#[derive(Debug)]
pub struct PilotSchemas {
    form: PilotForm,
    input: Validator,
    answer: Validator,
    schema: Value,
    views: Vec<View>,
}

impl PilotSchemas {
    /// Reads what a harness described. The error says what is wrong with it.
    pub fn read(input: &str, answer: &str) -> Result<Self, String> {
        let input = schema("input", input)?;
        let answer = schema("answer", answer)?;
        let data = view::about(&answer);
        Ok(Self {
            form: PilotForm {
                fields: form::fields(&input)?,
                data,
            },
            input: validator("input", &input)?,
            answer: validator("answer", &answer)?,
            views: view::views(&answer)?,
            schema: answer,
        })
    }

    /// The form.
    pub fn form(&self) -> &PilotForm {
        &self.form
    }

    /// Of what place and time the data is.
    pub fn about(&self) -> &DataAbout {
        &self.form.data
    }

    /// Checks a filled form, and gives it as the harness takes it.
    pub fn check_input(&self, input: &Value) -> Result<String, Vec<InputFault>> {
        let text = input.to_string();
        if text.len() > MAX_INPUT_BYTES {
            let message = format!("the form is over {MAX_INPUT_BYTES} bytes");
            let field = String::new();
            return Err(vec![InputFault { field, message }]);
        }
        let faults: Vec<_> = self
            .input
            .iter_errors(input)
            .take(MAX_FAULTS)
            .map(|error| form::fault(&error))
            .collect();
        if faults.is_empty() {
            Ok(text)
        } else {
            Err(faults)
        }
    }

    /// Reads an answer. The error says how it breaks its schema, not what it says.
    pub fn read_answer(&self, answer: &str) -> Result<Value, String> {
        if answer.len() > MAX_ANSWER_BYTES {
            return Err(format!("the answer is over {MAX_ANSWER_BYTES} bytes"));
        }
        let value: Value = serde_json::from_str(answer)
            .map_err(|error| format!("the answer is no JSON: {error}"))?;
        let place = self.answer.iter_errors(&value).next().map(|error| {
            let place = error.instance_path().as_str().to_owned();
            format!(
                "`{place}` breaks `{}` of the schema",
                error.kind().keyword()
            )
        });
        place.map_or(Ok(value), Err)
    }

    /// An answer as it is to be shown.
    pub fn show(&self, answer: &Value) -> Vec<AnswerBlock> {
        let views = self.views.iter();
        views
            .map(|view| show::block(view, &self.schema, answer))
            .collect()
    }
}

fn schema(what: &str, text: &str) -> Result<Value, String> {
    if text.len() > MAX_SCHEMA_BYTES {
        return Err(format!(
            "the schema of the {what} is over {MAX_SCHEMA_BYTES} bytes"
        ));
    }
    serde_json::from_str(text).map_err(|error| format!("the schema of the {what}: {error}"))
}

fn validator(what: &str, schema: &Value) -> Result<Validator, String> {
    jsonschema::validator_for(schema).map_err(|error| format!("the schema of the {what}: {error}"))
}

#[cfg(test)]
mod tests;
