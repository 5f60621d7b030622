//! That no two pages stand at one address.

use async_trait::async_trait;
use axum::{body::Body, http::Request};

use super::*;
use crate::backend::Backend;

struct Silent;

#[async_trait]
impl Backend for Silent {
    async fn answer(&self, _request: Request<Body>) -> Response<Body> {
        Response::new(Body::empty())
    }
}

#[test]
fn forms_with_files_stand_at_the_addresses_of_their_pages() {
    let portal = Portal::for_tests(Silent);
    // The router refuses two answers to one question by a panic.
    let whole = pages(portal.clone())
        .merge(startup_file_pages(portal.clone()))
        .merge(staff_file_pages(portal));
    assert!(whole.has_routes());
}
