//! Addresses of pilots: for everybody, and for staff.

use axum::routing::{MethodRouter, get};

use crate::{
    pages::{
        pilots::{self, one},
        staff::pilots::{self as work, data, new},
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

/// What staff do with pilots; the tables that they bring are sent elsewhere, since that
/// takes longer than a page may.
pub(super) fn of_staff() -> [(&'static str, MethodRouter<Portal>); 3] {
    [
        ("/staff/pilots/{id}/data", get(data::show)),
        ("/staff/pilots/{id}", get(work::show).post(work::post)),
        (
            "/staff/challenges/{id}/pilots",
            get(new::show).post(new::post),
        ),
    ]
}
