//! The answers that are errors, for the description of the API. Each operation
//! lists them, so that a client and a fuzzer know every status that may come.

use std::collections::BTreeMap;

use utoipa::{
    IntoResponses,
    openapi::{
        ContentBuilder, Ref, RefOr,
        response::{Response, ResponseBuilder},
    },
};

/// The statuses that any operation may answer with besides its own, and what
/// they mean. The exact kind is in the body's `code`.
const PROBLEMS: [(&str, &str); 19] = [
    (
        "400",
        "A field is missing, of a wrong type or out of its bounds.",
    ),
    (
        "401",
        "Nobody is signed in, or session or token are no longer good.",
    ),
    ("403", "Not allowed for this account."),
    ("404", "Not there, or not for this reader."),
    ("405", "The method is not allowed here."),
    ("408", "The request took too long to arrive."),
    ("409", "It clashes with what is there, or with the state."),
    ("410", "It has expired."),
    ("411", "The length has to be told."),
    ("412", "It has changed since it was read."),
    ("413", "Larger than the limit."),
    ("415", "Another content type or encoding is wanted."),
    ("422", "Understood and refused."),
    ("423", "Locked for a while."),
    (
        "429",
        "Too many requests, or the quota is used up; see `retry-after`.",
    ),
    ("500", "A fault of the server; the log has its cause."),
    ("503", "Too busy or a part is down; see `retry-after`."),
    ("507", "No room to keep it."),
    ("default", "Any other problem."),
];

/// Name it among an operation's `responses` after its good answers.
pub struct Problems;

impl IntoResponses for Problems {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let all = PROBLEMS.iter();
        all.map(|(status, meaning)| ((*status).to_owned(), RefOr::T(problem(meaning))))
            .collect()
    }
}

fn problem(meaning: &str) -> Response {
    let content = ContentBuilder::new()
        .schema(Some(Ref::from_schema_name("ProblemBody")))
        .build();
    ResponseBuilder::new()
        .description(meaning)
        .content("application/problem+json", content)
        .build()
}
