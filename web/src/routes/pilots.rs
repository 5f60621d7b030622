//! Addresses of pilots: for everybody, and for staff.

use axum::routing::{MethodRouter, get};

use crate::{
    pages::{
        pilots::{self, one},
        staff::pilots::{self as work, new},
    },
    visit::Portal,
};

/// The gallery of pilots, their pages, and the same for frames of other sites.
pub(super) fn of_city() -> [(&'static str, MethodRouter<Portal>); 4] {
    [
        ("/pilots", get(pilots::list)),
        ("/pilots/{id}", get(one::show).post(one::ask)),
        (
            "/pilots/{id}/frame",
            get(one::show_framed).post(one::ask_framed),
        ),
        ("/pilots/{id}/feedback", get(one::stay).post(one::say)),
    ]
}

/// What staff do with pilots.
pub(super) fn of_staff() -> [(&'static str, MethodRouter<Portal>); 2] {
    [
        ("/staff/pilots/{id}", get(work::show).post(work::post)),
        (
            "/staff/challenges/{id}/pilots",
            get(new::show).post(new::post),
        ),
    ]
}
