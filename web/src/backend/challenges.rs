//! Challenges, as everybody and startups use them.

use axum::http::Method;
use pilotbox_model::api::{
    Page,
    admin::QuotaView,
    challenges::{
        AnnouncementView, BoardSplit, BoardView, ChallengeDetail, ChallengeView, ClarificationView,
        DataView, EnrolAsk, EnrolmentView, InterfaceView, PublishedOrganisation, Question,
        RulesView,
    },
};

use super::{Api, part};
use crate::failure::Failure;

/// Pages of the API that one page of the portal looks through at most. Keeps a filter
/// that fits nothing from reading the whole list at once.
const MOST_PAGES: usize = 10;

/// Rows of each page that is looked through.
const LOOK_ROWS: u32 = 100;

impl Api {
    /// A page of challenges.
    pub async fn challenges(&self, cursor: Option<&str>) -> Result<Page<ChallengeView>, Failure> {
        self.get(&list("/challenges", cursor)).await
    }

    /// A page of so many challenges.
    pub async fn some_challenges(
        &self,
        cursor: Option<&str>,
        rows: u32,
    ) -> Result<Page<ChallengeView>, Failure> {
        self.get(&limited("/challenges", cursor, rows)).await
    }

    /// Challenges that fit, from a cursor on: at least `enough` of them, unless the list
    /// ends or too many do not fit. Where it goes on the answer says.
    pub async fn fitting_challenges(
        &self,
        mut cursor: Option<String>,
        enough: usize,
        fits: impl Fn(&ChallengeView) -> bool,
    ) -> Result<Page<ChallengeView>, Failure> {
        let mut items = Vec::new();
        for _ in 0..MOST_PAGES {
            let page = self.some_challenges(cursor.as_deref(), LOOK_ROWS).await?;
            items.extend(page.items.into_iter().filter(&fits));
            cursor = page.next;
            if cursor.is_none() || items.len() >= enough {
                break;
            }
        }
        Ok(Page {
            items,
            next: cursor,
        })
    }

    /// A challenge with its statement.
    pub async fn challenge(&self, id: &str) -> Result<ChallengeDetail, Failure> {
        self.get(&format!("/challenges/{}", part(id))).await
    }

    /// The interface that a program for a challenge exports.
    pub async fn interface(&self, id: &str) -> Result<InterfaceView, Failure> {
        self.get(&format!("/challenges/{}/interface", part(id)))
            .await
    }

    /// The data that startups get.
    pub async fn data(&self, id: &str) -> Result<DataView, Failure> {
        self.get(&format!("/challenges/{}/data", part(id))).await
    }

    /// What bounds a program, and how it is scored.
    pub async fn rules(&self, id: &str) -> Result<RulesView, Failure> {
        self.get(&format!("/challenges/{}/rules", part(id))).await
    }

    /// Announcements of a challenge or of the site, newest first.
    pub async fn announcements(
        &self,
        challenge: Option<&str>,
        cursor: Option<&str>,
        rows: u32,
    ) -> Result<Page<AnnouncementView>, Failure> {
        let path = match challenge {
            Some(id) => format!("/challenges/{}/announcements", part(id)),
            None => "/announcements".to_owned(),
        };
        self.get(&limited(&path, cursor, rows)).await
    }

    /// Questions and answers, oldest first.
    pub async fn clarifications(
        &self,
        challenge: &str,
        cursor: Option<&str>,
        rows: u32,
    ) -> Result<Page<ClarificationView>, Failure> {
        let path = format!("/challenges/{}/clarifications", part(challenge));
        self.get(&limited(&path, cursor, rows)).await
    }

    /// Asks a question.
    pub async fn ask_question(
        &self,
        challenge: &str,
        ask: &Question,
    ) -> Result<ClarificationView, Failure> {
        let path = format!("/challenges/{}/clarifications", part(challenge));
        self.send(Method::POST, &path, ask).await
    }

    /// What one of the viewer's organisations has used and may use.
    pub async fn own_quota(
        &self,
        challenge: &str,
        organisation: &str,
    ) -> Result<QuotaView, Failure> {
        let (id, organisation) = (part(challenge), part(organisation));
        let path = format!("/challenges/{id}/quota?organisation={organisation}");
        self.get(&path).await
    }

    /// Enrols an organisation.
    pub async fn enrol(&self, challenge: &str, ask: &EnrolAsk) -> Result<EnrolmentView, Failure> {
        let path = format!("/challenges/{}/enrolments", part(challenge));
        self.send(Method::POST, &path, ask).await
    }

    /// A page of organisations on boards of published results.
    pub async fn published_organisations(
        &self,
        cursor: Option<&str>,
    ) -> Result<Page<PublishedOrganisation>, Failure> {
        self.get(&list("/organisations", cursor)).await
    }

    /// The ranking of a split; of the present version, if none is named.
    pub async fn board(
        &self,
        challenge: &str,
        split: BoardSplit,
        version: Option<&str>,
    ) -> Result<BoardView, Failure> {
        self.get(&board_path(challenge, split, version)).await
    }
}

/// Where the API gives a board.
pub(crate) fn board_path(challenge: &str, split: BoardSplit, version: Option<&str>) -> String {
    let version = version.map(|version| format!("&version={}", part(version)));
    format!(
        "/challenges/{}/board?split={}{}",
        part(challenge),
        split.as_str(),
        version.unwrap_or_default()
    )
}

/// The address of a list from a cursor on.
pub(super) fn list(path: &str, cursor: Option<&str>) -> String {
    match cursor {
        Some(cursor) => format!("{path}?cursor={}", part(cursor)),
        None => path.to_owned(),
    }
}

/// The address of a list from a cursor on, so many rows of it.
pub(super) fn limited(path: &str, cursor: Option<&str>, rows: u32) -> String {
    let cursor = cursor.map(|cursor| format!("&cursor={}", part(cursor)));
    format!("{path}?limit={rows}{}", cursor.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use async_trait::async_trait;
    use axum::{
        body::Body,
        http::{Extensions, HeaderMap, Request, Response},
    };
    use futures_util::FutureExt as _;

    use super::*;
    use crate::backend::Backend;

    /// A list of so many challenges, in pages of `LOOK_ROWS`.
    struct Listed(u32);

    #[async_trait]
    impl Backend for Listed {
        async fn answer(&self, request: Request<Body>) -> Response<Body> {
            let query = request.uri().query().unwrap_or_default();
            let start = query.split("cursor=").nth(1);
            let start: u32 = start.and_then(|text| text.parse().ok()).unwrap_or(0);
            let end = (start + LOOK_ROWS).min(self.0);
            let items: Vec<_> = (start..end).map(challenge).collect();
            let next = (end < self.0).then(|| end.to_string());
            let page = Page { items, next };
            Response::new(Body::from(serde_json::to_vec(&page).unwrap_or_default()))
        }
    }

    fn challenge(number: u32) -> ChallengeView {
        let title = pilotbox_model::api::challenges::Bilingual {
            bg: "Задача".to_owned(),
            en: "Problem".to_owned(),
        };
        ChallengeView {
            id: number.to_string(),
            title,
            state: pilotbox_model::api::challenges::ChallengeState::Open,
            accepts_submissions: true,
            version: "1.0.0".to_owned(),
            interface: "pilotbox:services/school-admission@0.1.0".to_owned(),
            is_practice: false,
            budget_eur: None,
            opens_at: jiff::Timestamp::UNIX_EPOCH,
            closes_at: None,
            updated_at: jiff::Timestamp::UNIX_EPOCH,
        }
    }

    /// The ids that fit and where the list goes on.
    fn fitting(
        rows: u32,
        cursor: Option<&str>,
        enough: usize,
        fits: impl Fn(&str) -> bool,
    ) -> Option<(Vec<String>, Option<String>)> {
        let backend = Arc::new(Listed(rows));
        let api = Api::new(backend, &HeaderMap::new(), Extensions::new());
        let cursor = cursor.map(str::to_owned);
        let found = api.fitting_challenges(cursor, enough, |one| fits(&one.id));
        let page = found.now_or_never()?.ok()?;
        Some((
            page.items.into_iter().map(|one| one.id).collect(),
            page.next,
        ))
    }

    #[test]
    fn a_filter_goes_on_until_there_are_enough() {
        let tens = |id: &str| id.ends_with("50");
        let (ids, next) = fitting(1_000, None, 3, tens).unwrap_or_default();
        assert_eq!(ids, ["50", "150", "250"]);
        assert_eq!(next.as_deref(), Some("300"));
        let (ids, next) = fitting(1_000, next.as_deref(), 300, tens).unwrap_or_default();
        assert_eq!(ids.first().map(String::as_str), Some("350"));
        assert_eq!((ids.len(), next), (7, None));
    }

    #[test]
    fn a_filter_that_fits_nothing_stops_and_says_where() {
        let (ids, next) = fitting(10_000, None, 1, |_| false).unwrap_or_default();
        assert!(ids.is_empty());
        assert_eq!(next.as_deref(), Some("1000"));
    }

    #[test]
    fn addresses_carry_what_was_asked_and_nothing_else() {
        assert_eq!(limited("/x", Some("a&b"), 5), "/x?limit=5&cursor=a%26b");
        assert_eq!(
            board_path("../c", BoardSplit::Final, Some("1.0&x=1")),
            "/challenges/..%2Fc/board?split=final&version=1.0%26x%3D1"
        );
    }
}
