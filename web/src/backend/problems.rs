//! Problems of the city: the list, each one's page, support, and what staff do.

use std::fmt::Write as _;

use axum::http::Method;
use pilotbox_model::api::{
    Page,
    civic_problems::{
        CityField, CityProblemAnswer, CityProblemDecision, CityProblemDetail, CityProblemLink,
        CityProblemMerge, CityProblemNew, CityProblemOrder, CityProblemState, CityProblemView,
    },
};

use super::{Api, challenges::limited, part};
use crate::failure::Failure;

/// Which problems a list holds, and in which order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProblemQuery {
    /// Only those of a field.
    pub field: Option<CityField>,
    /// Only those of a district, by its official number.
    pub district: Option<u8>,
    /// Only those in a state.
    pub state: Option<CityProblemState>,
    /// Only those that became a challenge.
    pub challenge: Option<String>,
    /// Words that they hold.
    pub words: String,
    /// Only the visitor's own.
    pub is_own: bool,
    /// Their order.
    pub order: CityProblemOrder,
}

impl ProblemQuery {
    /// The list's address.
    fn path(&self, cursor: Option<&str>, rows: u32) -> String {
        let mut path = limited("/problems", cursor, rows);
        let asked = [
            ("field", self.field.map(|field| field.as_str().to_owned())),
            ("district", self.district.map(|number| number.to_string())),
            ("state", self.state.map(|state| state.as_str().to_owned())),
            ("challenge", self.challenge.clone()),
            ("q", Some(self.words.clone())),
            ("own", self.is_own.then(|| "true".to_owned())),
            ("sort", Some(self.order.as_str().to_owned())),
        ];
        for (name, value) in asked {
            if let Some(value) = value.filter(|value| !value.is_empty()) {
                // A text takes all that is written to it.
                let _ = write!(path, "&{name}={}", part(&value));
            }
        }
        path
    }
}

impl Api {
    /// Problems that fit.
    pub async fn problems(
        &self,
        query: &ProblemQuery,
        cursor: Option<&str>,
        rows: u32,
    ) -> Result<Page<CityProblemView>, Failure> {
        self.get(&query.path(cursor, rows)).await
    }

    /// One problem.
    pub async fn problem(&self, id: &str) -> Result<CityProblemDetail, Failure> {
        self.get(&format!("/problems/{}", part(id))).await
    }

    /// Proposes a problem.
    pub async fn propose_problem(
        &self,
        new: &CityProblemNew,
    ) -> Result<CityProblemDetail, Failure> {
        self.send(Method::POST, "/problems", new).await
    }

    /// Supports a problem, or takes that back.
    pub async fn support_problem(&self, id: &str, is_supported: bool) -> Result<(), Failure> {
        let method = if is_supported {
            Method::PUT
        } else {
            Method::DELETE
        };
        let path = format!("/problems/{}/support", part(id));
        self.act(method, &path).await
    }

    /// Lets a problem pass, or refuses it.
    pub async fn decide_problem(
        &self,
        id: &str,
        decision: &CityProblemDecision,
    ) -> Result<CityProblemDetail, Failure> {
        let path = format!("/problems/{}/decision", part(id));
        self.send(Method::PUT, &path, decision).await
    }

    /// Merges a problem into another one, which is given.
    pub async fn merge_problem(
        &self,
        id: &str,
        merge: &CityProblemMerge,
    ) -> Result<CityProblemDetail, Failure> {
        let path = format!("/problems/{}/merge", part(id));
        self.send(Method::POST, &path, merge).await
    }

    /// Answers a problem.
    pub async fn answer_problem(
        &self,
        id: &str,
        answer: &CityProblemAnswer,
    ) -> Result<CityProblemDetail, Failure> {
        let path = format!("/problems/{}/answer", part(id));
        self.send(Method::PUT, &path, answer).await
    }

    /// Says which challenge a problem becomes.
    pub async fn link_problem(
        &self,
        id: &str,
        link: &CityProblemLink,
    ) -> Result<CityProblemDetail, Failure> {
        let path = format!("/problems/{}/challenge", part(id));
        self.send(Method::PUT, &path, link).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_what_is_asked_for_and_no_more() {
        let plain = ProblemQuery::default();
        assert_eq!(plain.path(None, 5), "/problems?limit=5&sort=newest");
        let query = ProblemQuery {
            field: Some(CityField::Ict),
            district: Some(7),
            state: Some(CityProblemState::Shown),
            words: "a&b".to_owned(),
            is_own: true,
            order: CityProblemOrder::Support,
            ..ProblemQuery::default()
        };
        assert_eq!(
            query.path(Some("3.X"), 5),
            "/problems?limit=5&cursor=3.X&field=ict&district=7&state=shown&q=a%26b&own=true\
             &sort=support"
        );
    }
}
