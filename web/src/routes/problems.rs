//! Addresses of problems: for everybody, and for staff.

use axum::routing::{MethodRouter, get};

use crate::{
    pages::{
        problems::{self, new, one},
        staff::problems::{self as queue, one as work},
    },
    visit::Portal,
};

/// The list, each one's page, and the form to propose one.
pub(super) fn of_city() -> [(&'static str, MethodRouter<Portal>); 4] {
    [
        ("/problems", get(problems::list)),
        ("/problems/new", get(new::show).post(new::post)),
        ("/problems/{id}", get(one::show)),
        ("/problems/{id}/support", get(one::stay).post(one::support)),
    ]
}

/// What staff do with problems.
pub(super) fn of_staff() -> [(&'static str, MethodRouter<Portal>); 2] {
    [
        ("/staff/problems", get(queue::list)),
        ("/staff/problems/{id}", get(work::show).post(work::post)),
    ]
}
