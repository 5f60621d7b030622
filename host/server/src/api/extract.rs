//! What handlers take from a request. Each refuses what is not as it must be with
//! problem details instead of a library's own words in plain text.

use std::convert::Infallible;

use axum::{
    Json,
    extract::{
        FromRequest, FromRequestParts, Path, Query, Request,
        rejection::{JsonRejection, PathRejection, QueryRejection},
    },
    http::{Uri, request::Parts},
};
use pilotbox_model::api::problem::Code;
use serde::de::DeserializeOwned;

use crate::{principal::Principal, problem::Problem};

/// Longest id or slug in an address. Nothing that is longer is looked up.
const MAX_ID_BYTES: usize = 128;

/// A JSON body. Unknown fields are refused by the types themselves.
pub struct Body<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        match Json::<T>::from_request(request, state).await {
            Ok(Json(value)) => Ok(Self(value)),
            Err(rejection) => Err(refuse_json(&rejection)),
        }
    }
}

fn refuse_json(rejection: &JsonRejection) -> Problem {
    match rejection {
        JsonRejection::MissingJsonContentType(_) => {
            Problem::new(Code::UnsupportedMediaType).hint("send `content-type: application/json`")
        }
        JsonRejection::BytesRejection(_) if rejection.status().as_u16() == 413 => {
            Problem::new(Code::TooLarge).detail("the body is over the limit for this address")
        }
        other => Problem::new(Code::BadRequest).detail(readable(&other.body_text())),
    }
}

/// Parameters after the question mark.
pub struct Params<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Params<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        parameters(&parts.uri).map(Self)
    }
}

/// The parameters of an address.
pub(crate) fn parameters<T: DeserializeOwned>(uri: &Uri) -> Result<T, Problem> {
    let refuse = |rejection: QueryRejection| {
        Problem::new(Code::BadRequest).detail(readable(&rejection.body_text()))
    };
    let Query(value) = Query::try_from_uri(uri).map_err(refuse)?;
    Ok(value)
}

/// The id in an address. One that no id can be is not found.
pub struct Id(pub String);

impl<S: Send + Sync> FromRequestParts<S> for Id {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let id = Path::<String>::from_request_parts(parts, state).await;
        demand_id(id.map_err(refuse_path)?.0).map(Self)
    }
}

/// Two ids in an address, in its order.
pub struct Ids(pub String, pub String);

impl<S: Send + Sync> FromRequestParts<S> for Ids {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let ids = Path::<(String, String)>::from_request_parts(parts, state).await;
        let Path((first, second)) = ids.map_err(refuse_path)?;
        Ok(Self(demand_id(first)?, demand_id(second)?))
    }
}

/// Three in an address, in its order.
pub struct Names(pub String, pub String, pub String);

impl<S: Send + Sync> FromRequestParts<S> for Names {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let names = Path::<(String, String, String)>::from_request_parts(parts, state).await;
        let Path((first, second, third)) = names.map_err(refuse_path)?;
        Ok(Self(
            demand_id(first)?,
            demand_id(second)?,
            demand_id(third)?,
        ))
    }
}

fn refuse_path(_: PathRejection) -> Problem {
    Problem::new(Code::NotFound)
}

/// Letters, digits and dashes: what a text column of either database takes, and
/// what no log or header can be confused by.
fn demand_id(id: String) -> Result<String, Problem> {
    let is_id = !id.is_empty()
        && id.len() <= MAX_ID_BYTES
        && id
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte));
    is_id
        .then_some(id)
        .ok_or_else(|| Problem::new(Code::NotFound))
}

impl<S: Send + Sync> FromRequestParts<S> for Principal {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(parts.extensions.get::<Self>().cloned().unwrap_or_default())
    }
}

/// A library's message, bounded and on one line.
pub(crate) fn readable(text: &str) -> String {
    let bounded: String = text.chars().take(500).collect();
    pilotbox_model::printable(&bounded)
}
