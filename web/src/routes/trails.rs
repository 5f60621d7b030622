//! Addresses of the public account.

use axum::routing::{MethodRouter, get};

use crate::{
    pages::{
        challenges::trail as challenge,
        pilots::trail as pilot,
        years::{self, one},
    },
    visit::Portal,
};

/// Trails and years, for everybody.
pub(super) fn of_account() -> [(&'static str, MethodRouter<Portal>); 4] {
    [
        ("/challenges/{id}/trail", get(challenge::show)),
        ("/pilots/{id}/trail", get(pilot::show)),
        ("/years", get(years::list)),
        ("/years/{year}", get(one::show)),
    ]
}
