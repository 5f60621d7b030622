//! How much at once, of everybody and of one client. What would have to wait is turned
//! away at once with a time to come back: a queue in memory helps nobody.

use std::{
    net::{IpAddr, Ipv4Addr},
    time::Duration,
};

use axum::{
    body::Body,
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use futures_util::StreamExt;
use http::{HeaderMap, header::CONTENT_LENGTH};
use pilotbox_model::api::problem::Code;

use super::{
    ClientAddress, Guard, free_bytes,
    places::{Place, Places, Share, Taken},
    rate::Source,
};
use crate::{principal::Principal, problem::Problem, telemetry::Rejection};

/// When to come back, if all places are taken.
const RETRY_SOON: Duration = Duration::from_secs(2);

/// When to come back, if the disk is full: somebody has to make room.
const RETRY_LATER: Duration = Duration::from_mins(5);

/// Says that a request within the process is part of an upload that has its places.
/// An extension of such requests: a page that hands a file on to the API is one upload.
#[derive(Clone, Copy, Debug)]
pub(crate) struct HoldsUpload;

/// Layer: a bounded number of requests at once.
pub(super) async fn admit_request(
    State(guard): State<Guard>,
    request: Request,
    next: Next,
) -> Response {
    match guard.place(&guard.0.requests, &request, Rejection::Busy) {
        Ok(_place) => next.run(request).await,
        Err(problem) => problem.into_response(),
    }
}

/// Layer: a bounded number of uploads at once, while there is room for them.
pub(super) async fn admit_upload(
    State(guard): State<Guard>,
    mut request: Request,
    next: Next,
) -> Response {
    let admitted = guard.upload_place(&request);
    let admitted = admitted.and_then(|place| Ok((place, guard.account_place(&request)?)));
    match admitted {
        Ok(_places) => {
            request.extensions_mut().insert(HoldsUpload);
            next.run(request).await
        }
        Err(problem) => problem.into_response(),
    }
}

/// Layer: a bounded number of streams at once, counted until their end.
pub(super) async fn admit_stream(
    State(guard): State<Guard>,
    request: Request,
    next: Next,
) -> Response {
    match guard.place(&guard.0.streams, &request, Rejection::Streams) {
        Ok(place) => next.run(request).await.map(|body| holding(body, place)),
        Err(problem) => problem.into_response(),
    }
}

/// The length that the head tells, if it does.
pub(super) fn told_length(headers: &HeaderMap) -> Option<u64> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

impl Guard {
    /// The place of an upload, if there is room for its bytes; none for a part of an
    /// upload that has one.
    fn upload_place(&self, request: &Request) -> Result<Option<Place>, Problem> {
        if request.extensions().get::<HoldsUpload>().is_some() {
            return Ok(None);
        }
        self.check_room(told_length(request.headers()))?;
        let place = self.place(&self.0.uploads, request, Rejection::Uploads)?;
        Ok(Some(place))
    }

    /// The place of the account that uploads; none where it is not known.
    fn account_place(&self, request: &Request) -> Result<Option<Share>, Problem> {
        let principal = request.extensions().get::<Principal>();
        let Some(account) = principal.and_then(Principal::account) else {
            return Ok(None);
        };
        let share = self.0.account_uploads.take(Source::of_account(account));
        let share = share.ok_or_else(|| self.refuse_one(Rejection::AccountPlaces))?;
        Ok(Some(share))
    }

    fn place(&self, places: &Places, request: &Request, why: Rejection) -> Result<Place, Problem> {
        places.take(client(request)).map_err(|taken| match taken {
            Taken::All => {
                self.0.metrics.count_rejection(why);
                Problem::new(Code::Unavailable)
                    .detail("every place is taken".to_owned())
                    .hint("try again after `retry-after`")
                    .retry_after(RETRY_SOON)
            }
            Taken::Own => self.refuse_one(Rejection::AddressPlaces),
        })
    }

    /// The answer to one client that has all the places that one may have.
    fn refuse_one(&self, why: Rejection) -> Problem {
        self.0.metrics.count_rejection(why);
        Problem::new(Code::TooManyRequests)
            .detail("as many requests of yours are under way as one may have".to_owned())
            .hint("let one of them end, then try again after `retry-after`")
            .retry_after(RETRY_SOON)
    }

    /// Whether the disk has room for so many bytes more.
    pub fn check_room(&self, length: Option<u64>) -> Result<(), Problem> {
        let needed = self
            .0
            .limits
            .min_free_disk_bytes
            .saturating_add(length.unwrap_or(0));
        // A disk that cannot be asked refuses when it is written to.
        let free = free_bytes(&self.0.data).unwrap_or(u64::MAX);
        if free >= needed {
            return Ok(());
        }
        self.0.metrics.count_rejection(Rejection::Disk);
        tracing::error!(free, needed, "an upload was refused: the disk is full");
        Err(Problem::new(Code::NoRoom)
            .detail("the server has no room for uploads".to_owned())
            .hint("the operator has been told by the log; try again later")
            .retry_after(RETRY_LATER))
    }
}

/// Whose request it is. Those of nobody share: without an address there is no bound of
/// their own to give them.
fn client(request: &Request) -> ClientAddress {
    let nobody = || ClientAddress::new(IpAddr::V4(Ipv4Addr::UNSPECIFIED));
    let known = request.extensions().get::<ClientAddress>().copied();
    known.unwrap_or_else(nobody)
}

/// The place is given back when the body has ended or was dropped.
fn holding(body: Body, place: Place) -> Body {
    let chunks = body.into_data_stream().map(move |chunk| {
        let _held = &place;
        chunk
    });
    Body::from_stream(chunks)
}
