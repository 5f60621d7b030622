//! Addresses of evaluators.

use axum::routing::{MethodRouter, get};

use crate::{
    pages::{
        compare,
        evaluation::{
            self,
            assignment::{self, moderation},
        },
    },
    visit::Portal,
};

/// Their work, and comparisons under codes.
pub(super) fn of_jury() -> [(&'static str, MethodRouter<Portal>); 6] {
    [
        ("/evaluation", get(evaluation::list)),
        ("/evaluation/{id}", get(evaluation::show)),
        (
            "/assignments/{id}",
            get(assignment::show).post(assignment::post),
        ),
        (
            "/assignments/{id}/moderations/{criterion}",
            get(moderation::show).post(moderation::post),
        ),
        ("/evaluation/{id}/compare", get(compare::show_blind)),
        ("/evaluation/{id}/compare/{file}", get(compare::file_blind)),
    ]
}
