//! How a server's refusal is told: what it says, its hint, the request's id.

use pilotbox_model::api::problem::{Code, ProblemBody};
use reqwest::blocking::Response;

use crate::exit::{Exit, Failure};

/// Most of a refusal that is read.
const MAX_BYTES: u64 = 64 * 1024;

/// What the server said, as a failure with its exit code.
pub(crate) fn refused(response: Response) -> Failure {
    let status = response.status();
    let body = super::bytes(response, MAX_BYTES).unwrap_or_default();
    match serde_json::from_slice::<ProblemBody>(&body) {
        Ok(problem) => Failure::told(exit(problem.code), problem.code, text(&problem)),
        Err(_) => Failure::new(
            Exit::Server,
            format!(
                "the server answered {status}, which is none of its own answers; hint: is it a Pilotbox?"
            ),
        ),
    }
}

fn exit(code: Code) -> Exit {
    match code {
        Code::SignInNeeded
        | Code::WrongCredentials
        | Code::NotAllowed
        | Code::ForeignForm
        | Code::SecondFactorNeeded
        | Code::LockedOut => Exit::NotAllowed,
        Code::Internal | Code::Unavailable | Code::NoRoom | Code::RequestTimeout => Exit::Server,
        _ => Exit::Refused,
    }
}

fn text(problem: &ProblemBody) -> String {
    let mut text = problem.title.clone();
    if let Some(detail) = &problem.detail {
        text = format!("{text}: {detail}");
    }
    let usual = match problem.code {
        Code::SignInNeeded => Some("`pilotbox login` makes a token"),
        _ => None,
    };
    if let Some(hint) = problem.hint.as_deref().or(usual) {
        text = format!("{text}; hint: {hint}");
    }
    match &problem.request_id {
        Some(id) => format!("{text} (request {id})"),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_says_what_where_and_what_to_do() {
        let problem = ProblemBody {
            kind: String::new(),
            title: "the quota is used up".to_owned(),
            status: 429,
            code: Code::QuotaExceeded,
            detail: Some("5 of 5 submissions today".to_owned()),
            hint: Some("the next day begins at 00:00 Europe/Sofia".to_owned()),
            fields: Vec::new(),
            request_id: Some("01J".to_owned()),
        };
        assert_eq!(
            text(&problem),
            "the quota is used up: 5 of 5 submissions today; hint: the next day begins at 00:00 Europe/Sofia (request 01J)"
        );
        assert_eq!(exit(problem.code), Exit::Refused);
    }
}
