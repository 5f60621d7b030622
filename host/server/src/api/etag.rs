//! Entity tags from revisions: what is unchanged is not sent again, and a change on top
//! of an old copy is refused.

use axum::{
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use pilotbox_model::api::problem::Code;

use crate::problem::Problem;

/// The tag of a revision as a reader of this kind sees it: `view` keeps what the
/// owner sees apart from what others see.
pub fn tag(view: &str, revision: i64) -> String {
    format!("\"{view}-{revision}\"")
}

/// Answers with the tag, or with 304 when the reader has it already.
pub fn tagged(headers: &HeaderMap, tag: &str, fresh: impl IntoResponse) -> Response {
    let has = lists(headers, &header::IF_NONE_MATCH, tag);
    let mut response = if has {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        fresh.into_response()
    };
    if let Ok(value) = HeaderValue::from_str(tag) {
        response.headers_mut().insert(header::ETAG, value);
    }
    response
}

/// Refuses a change whose `If-Match` no longer holds. Without one it passes.
pub fn demand_match(headers: &HeaderMap, tag: &str) -> Result<(), Problem> {
    let is_asked = headers.contains_key(header::IF_MATCH);
    if !is_asked || lists(headers, &header::IF_MATCH, tag) {
        return Ok(());
    }
    Err(Problem::new(Code::Changed).hint("read it again and repeat the change"))
}

fn lists(headers: &HeaderMap, name: &header::HeaderName, tag: &str) -> bool {
    let values = headers.get_all(name).iter();
    values
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(str::trim)
        .any(|given| given == "*" || given.trim_start_matches("W/") == tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(name: header::HeaderName, value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_static(value))])
    }

    #[test]
    fn what_the_reader_has_is_not_sent_again() {
        let tag = tag("owner", 7);
        let known = headers(header::IF_NONE_MATCH, "\"x\", W/\"owner-7\"");
        assert_eq!(tagged(&known, &tag, "body").status(), 304);
        let old = headers(header::IF_NONE_MATCH, "\"owner-6\"");
        assert_eq!(tagged(&old, &tag, "body").status(), 200);
    }

    #[test]
    fn a_change_on_top_of_an_old_copy_is_refused() {
        let tag = tag("owner", 7);
        assert!(demand_match(&HeaderMap::new(), &tag).is_ok());
        assert!(demand_match(&headers(header::IF_MATCH, "\"owner-7\""), &tag).is_ok());
        let refused = demand_match(&headers(header::IF_MATCH, "\"owner-6\""), &tag);
        assert_eq!(refused.unwrap_err().code(), Code::Changed);
    }
}
