//! Addresses of decisions: for everybody, for those who took part, and for staff.

use axum::routing::{MethodRouter, get};

use crate::{
    pages::{
        decision::{self, inquiries, letter, protocol},
        staff::decision as work,
    },
    visit::Portal,
};

/// What a decision is, its protocol, letters and inquiries.
pub(super) fn of_city() -> [(&'static str, MethodRouter<Portal>); 5] {
    [
        ("/challenges/{id}/decision", get(decision::show)),
        ("/challenges/{id}/decision/protocol", get(protocol::show)),
        (
            "/challenges/{id}/inquiries",
            get(inquiries::show).post(inquiries::post),
        ),
        (
            "/challenges/{id}/inquiries/{inquiry}",
            get(inquiries::one::show).post(inquiries::one::post),
        ),
        ("/submissions/{id}/letter", get(letter::show)),
    ]
}

/// How staff decide: what would come of it is worked out each time, which takes as long as
/// it takes.
pub(super) fn of_staff() -> [(&'static str, MethodRouter<Portal>); 1] {
    [(
        "/staff/challenges/{id}/decision",
        get(work::show).post(work::post),
    )]
}
