//! The page that says what went wrong, with the status that says so to programs.

use axum::{
    http::{HeaderMap, StatusCode, Uri, header},
    response::{IntoResponse as _, Response},
};
use leptos::prelude::*;
use pilotbox_model::api::problem::Code;

use crate::{
    failure::Failure,
    page::Page,
    routes::preferred,
    texts::{Text, failure as texts, site},
    visit::{Portal, Visit},
};

/// Addresses of the API that people are sent to.
const PROVIDERS: &str = "/api/v1/auth/oidc/";

/// A page in place of an answer that tells programs of a problem, for a person who
/// asked for that address. Its other headers stay.
pub async fn instead(
    portal: &Portal,
    uri: &Uri,
    headers: &HeaderMap,
    answer: Response,
) -> Response {
    let (parts, body) = answer.into_parts();
    let mut told = Response::new(body);
    *told.status_mut() = parts.status;
    *told.headers_mut() = parts.headers.clone();
    let failure = Failure::of_answer(told).await;
    let visit = Visit::of_nobody(portal, uri);
    let page = if uri.path().starts_with(PROVIDERS) {
        let visit = visit.at_page(preferred(headers), "/sign-in");
        page_of(&visit, &failure, Trouble::at_provider(&failure))
    } else {
        page(&visit, &failure)
    };
    let mut page = page.into_response();
    for (name, value) in &parts.headers {
        let is_of_body = matches!(
            *name,
            header::CONTENT_TYPE | header::CONTENT_LENGTH | header::CONTENT_SECURITY_POLICY
        );
        if !is_of_body {
            page.headers_mut().insert(name.clone(), value.clone());
        }
    }
    page
}

/// What a page says of a failure.
#[derive(Clone, Copy)]
struct Trouble {
    title: Text,
    /// In place of the code's own text.
    lead: Option<Text>,
    /// The way on: an address, and what the link says.
    way: Option<(&'static str, Text)>,
    /// Whether the API's particulars help.
    tells_more: bool,
}

impl Trouble {
    fn of(failure: &Failure) -> Self {
        let title = match failure.code {
            Code::SignInNeeded => texts::TITLE_SIGN_IN,
            Code::NotAllowed | Code::ForeignForm => texts::TITLE_NO_ACCESS,
            Code::SecondFactorNeeded => texts::TITLE_SECOND_FACTOR,
            Code::NotFound => texts::TITLE_NOT_FOUND,
            Code::Gone => texts::TITLE_GONE,
            Code::LockedOut | Code::TooManyRequests | Code::QuotaExceeded => texts::TITLE_WAIT,
            Code::Internal => texts::TITLE_INTERNAL,
            Code::Unavailable | Code::NoRoom => texts::TITLE_UNAVAILABLE,
            _ => texts::SOMETHING_WRONG,
        };
        let way = (failure.code == Code::SecondFactorNeeded)
            .then_some(("/account/second-factor", texts::SET_UP_FACTOR));
        Self {
            title,
            lead: None,
            way,
            // The API's particulars are English; these pages need none.
            tells_more: !matches!(failure.code, Code::NotFound | Code::SecondFactorNeeded),
        }
    }

    /// At the address that an identity provider sends people back to.
    fn at_provider(failure: &Failure) -> Self {
        let is_refused = failure.code == Code::WrongCredentials;
        Self {
            title: texts::TITLE_PROVIDER,
            lead: is_refused.then_some(texts::PROVIDER_FAILED),
            way: Some(("/sign-in", site::SIGN_IN)),
            tells_more: true,
        }
    }
}

/// The page of a failure.
pub fn page(visit: &Visit, failure: &Failure) -> Page {
    page_of(visit, failure, Trouble::of(failure))
}

fn page_of(visit: &Visit, failure: &Failure, trouble: Trouble) -> Page {
    let status = StatusCode::from_u16(failure.code.status());
    let status = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    visit
        .page(visit.say(trouble.title), || show(visit, failure, trouble))
        .status(status)
        .retry_after(failure.retry_after.as_deref().cloned())
}

fn show(visit: &Visit, failure: &Failure, trouble: Trouble) -> impl IntoView + use<> {
    let lead = trouble
        .lead
        .map_or_else(|| failure.text(visit.language), |text| visit.say(text));
    let why = (failure.code == Code::SecondFactorNeeded)
        .then(|| view! { <p>{visit.say(texts::SECOND_FACTOR_WHY)}</p> });
    let wait = wait_seconds(failure).map(|seconds| {
        let text = texts::RETRY_AFTER.of(visit.language, seconds);
        view! { <p>{text}</p> }
    });
    let name = failure.request_id.as_ref().map(|id| {
        let text = texts::REQUEST_NAME.fill(visit.language, &[("id", id)]);
        view! { <p class="help">{text}</p> }
    });
    view! {
        <h1>{visit.say(trouble.title)}</h1>
        <p class="lead">{lead}</p>
        {why}
        {wait}
        {trouble.tells_more.then(|| particulars(visit, failure))}
        {name}
        {ways(visit, failure, trouble)}
    }
}

/// When to try again, where the API has said so.
fn wait_seconds(failure: &Failure) -> Option<u64> {
    failure.retry_after.as_ref()?.to_str().ok()?.parse().ok()
}

fn particulars(visit: &Visit, failure: &Failure) -> Option<impl IntoView + use<>> {
    let more = [failure.detail.clone(), failure.hint.clone()];
    let more: Vec<String> = more.into_iter().flatten().collect();
    (!more.is_empty()).then(|| {
        view! {
            <details>
                <summary>{visit.say(texts::PARTICULARS)}</summary>
                <p lang="en">{more.join(" ")}</p>
            </details>
        }
    })
}

fn ways(visit: &Visit, failure: &Failure, trouble: Trouble) -> impl IntoView + use<> {
    let sign_in = failure.wants_sign_in().then(|| {
        let back = crate::backend::part(&asked_for(visit));
        let href = format!("{}?then={back}", visit.at("/sign-in"));
        view! { <a class="button" href=href>{visit.say(site::SIGN_IN)}</a> }
    });
    let way = trouble
        .way
        .map(|(path, text)| view! { <a class="button" href=visit.at(path)>{visit.say(text)}</a> });
    view! {
        <p class="actions">{sign_in}{way}<a class="button quiet" href=visit.at("")>{visit.say(texts::BACK_HOME)}</a></p>
    }
}

/// The address that was asked for, without its language and with its query: some pages
/// are nothing without theirs.
fn asked_for(visit: &Visit) -> String {
    if visit.query.is_empty() {
        visit.path.clone()
    } else {
        format!("{}?{}", visit.path, visit.query)
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;
    use futures_util::FutureExt as _;

    use super::*;

    fn html(page: Page) -> (u16, String) {
        let response = page.into_response();
        let status = response.status().as_u16();
        let whole = axum::body::to_bytes(response.into_body(), 1 << 20);
        // A page is there as a whole: nothing is waited for.
        let bytes = whole.now_or_never().expect("a page").expect("a page");
        let text = String::from_utf8(bytes.to_vec()).expect("text");
        (status, text.replace("<!---->", ""))
    }

    #[test]
    fn each_kind_of_trouble_has_its_status_and_says_what_it_is() {
        let visit = Visit::for_tests("/staff");
        let cases = [
            (Code::NotAllowed, 403, texts::TITLE_NO_ACCESS),
            (Code::NotFound, 404, texts::TITLE_NOT_FOUND),
            (Code::Gone, 410, texts::TITLE_GONE),
            (Code::TooManyRequests, 429, texts::TITLE_WAIT),
            (Code::Internal, 500, texts::TITLE_INTERNAL),
            (Code::Unavailable, 503, texts::TITLE_UNAVAILABLE),
        ];
        for (code, expected, title) in cases {
            let (status, html) = html(page(&visit, &Failure::new(code)));
            assert_eq!(status, expected);
            assert!(html.contains(&format!("<h1>{}</h1>", title.bg)), "{html}");
            assert!(
                html.contains(Failure::new(code).text(visit.language)),
                "{html}"
            );
        }
    }

    #[test]
    fn without_a_second_factor_one_is_told_why_and_where_to_set_it_up() {
        let visit = Visit::for_tests("/admin");
        let failure = Failure {
            hint: Some("set up a one-time code under `/api/v1/me/second-factor`".to_owned()),
            ..Failure::new(Code::SecondFactorNeeded)
        };
        let (status, html) = html(page(&visit, &failure));
        assert_eq!(status, 403);
        assert!(
            html.contains(r#"href="/bg/account/second-factor""#),
            "{html}"
        );
        assert!(html.contains(texts::SECOND_FACTOR_WHY.bg), "{html}");
        assert!(!html.contains("/api/v1/me"), "{html}");
    }

    #[test]
    fn signing_in_leads_back_to_the_address_with_its_query() {
        let visit = Visit::for_tests("/admin/quotas/change?challenge=a&organisation=b");
        let (status, html) = html(page(&visit, &Failure::new(Code::SignInNeeded)));
        assert_eq!(status, 401);
        let back = "?then=%2Fadmin%2Fquotas%2Fchange%3Fchallenge%3Da%26organisation%3Db\"";
        assert!(html.contains(back), "{html}");
    }

    #[test]
    fn how_long_to_wait_is_told_to_people_and_programs() {
        let failure = Failure {
            retry_after: Some(HeaderValue::from_static("30").into()),
            ..Failure::new(Code::TooManyRequests)
        };
        let page = page(&Visit::for_tests("/"), &failure).into_response();
        assert_eq!(page.headers()["retry-after"], "30");
    }

    #[test]
    fn a_provider_that_refuses_leads_back_to_signing_in() {
        let failure = Failure::new(Code::WrongCredentials);
        let visit = Visit::for_tests("/x").at_page(crate::language::Language::En, "/sign-in");
        let page = page_of(&visit, &failure, Trouble::at_provider(&failure));
        let (status, html) = html(page);
        assert_eq!(status, 401);
        assert!(html.contains(texts::PROVIDER_FAILED.en), "{html}");
        assert!(html.contains(r#"href="/en/sign-in""#), "{html}");
    }
}
