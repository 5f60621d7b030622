//! What is wrong with a form or its table, as problem details with a list: one entry for
//! each field, called as the request calls it.

use pilotbox_evaluate::{
    OpenError,
    table::InputError,
    template::{Fault, MakeError},
};
use pilotbox_model::api::problem::{Code, FieldProblem};

use crate::problem::Problem;

/// Fields and findings that one answer tells.
const MAX_TOLD: usize = 50;

/// A table that cannot be read.
pub(super) fn of_table(error: &InputError) -> Problem {
    let field = FieldProblem {
        field: "table".to_owned(),
        message: error.to_string(),
        choices: Vec::new(),
    };
    refused(vec![field])
}

/// Why no challenge was made.
pub(super) fn problem(error: &MakeError) -> Problem {
    match error {
        MakeError::Form(faults) => refused(faults.iter().flat_map(fields).collect()),
        MakeError::Findings(findings) => {
            let told: Vec<_> = findings
                .iter()
                .take(MAX_TOLD)
                .map(ToString::to_string)
                .collect();
            Problem::new(Code::Rejected).detail(told.join("\n"))
        }
        // The manifest that was written is above the operator's ceiling or not whole.
        MakeError::Open(OpenError::Ceiling(findings)) => {
            let told: Vec<_> = findings.iter().map(ToString::to_string).collect();
            Problem::new(Code::Rejected).detail(told.join("\n"))
        }
        other => Problem::internal(other),
    }
}

/// A form is refused with all that is wrong; the detail says it again for people who
/// read no list.
fn refused(mut fields: Vec<FieldProblem>) -> Problem {
    fields.truncate(MAX_TOLD);
    let line = |one: &FieldProblem| format!("`{}`: {}", one.field, one.message);
    let told: Vec<_> = fields.iter().map(line).collect();
    Problem::new(Code::Rejected)
        .detail(told.join("\n"))
        .fields(fields)
}

/// The fields of the request that a fault is about.
fn fields(fault: &Fault) -> Vec<FieldProblem> {
    let names = match fault.field.as_str() {
        // The statement is made of both, and either may be empty.
        "statement.bg" => vec!["problem.bg".to_owned(), "affected.bg".to_owned()],
        "statement.en" => vec!["problem.en".to_owned(), "affected.en".to_owned()],
        "phases.opens" => vec!["opens_at".to_owned()],
        "phases.closes" => vec!["closes_at".to_owned()],
        other => vec![match other.strip_prefix("params.") {
            Some(setting) => format!("settings.{setting}"),
            None => other.to_owned(),
        }],
    };
    let of = |field| FieldProblem {
        field,
        message: fault.message.clone(),
        choices: fault.choices.clone(),
    };
    names.into_iter().map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(field: &str) -> Fault {
        Fault {
            field: field.to_owned(),
            message: "it is wrong".to_owned(),
            choices: vec!["a".to_owned()],
        }
    }

    #[test]
    fn fields_are_called_as_the_request_calls_them() {
        let faults = ["params.target", "phases.closes", "statement.bg", "id"].map(fault);
        let body = problem(&MakeError::Form(faults.to_vec())).body();
        let names: Vec<_> = body.fields.iter().map(|one| one.field.as_str()).collect();
        let expected = [
            "settings.target",
            "closes_at",
            "problem.bg",
            "affected.bg",
            "id",
        ];
        assert_eq!(names, expected);
        assert_eq!((body.code, body.status), (Code::Rejected, 422));
        assert!(body.fields.iter().all(|one| one.choices == ["a"]));
        let detail = body.detail.unwrap_or_default();
        assert!(
            detail.starts_with("`settings.target`: it is wrong\n"),
            "{detail}"
        );
    }

    #[test]
    fn a_table_that_cannot_be_read_is_the_fields_fault() {
        let body = of_table(&InputError::NoRows).body();
        assert_eq!(body.fields[0].field, "table");
    }

    #[test]
    fn so_many_faults_are_told() {
        let many = vec![fault("table"); MAX_TOLD + 1];
        assert_eq!(
            problem(&MakeError::Form(many)).body().fields.len(),
            MAX_TOLD
        );
    }
}
