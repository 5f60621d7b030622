//! Templates, and challenges that staff make of them.

use axum::http::Method;
use pilotbox_model::api::{
    challenges::ChallengeDetail,
    templates::{TemplateAsk, TemplateView},
};

use super::{Api, part};
use crate::{
    failure::Failure,
    form::{Outgoing, SentFile},
};

impl Api {
    /// The templates, and whether this installation carries them.
    pub async fn templates(&self) -> Result<Vec<TemplateView>, Failure> {
        self.get("/templates").await
    }

    /// Makes a challenge from a template and a table.
    pub async fn make_challenge(
        &self,
        template: &str,
        ask: &TemplateAsk,
        table: &SentFile,
    ) -> Result<ChallengeDetail, Failure> {
        let form = serde_json::to_string(ask).map_err(Failure::internal)?;
        let texts = [("form", "application/json", form)];
        let (kind, body) = Outgoing::of(&texts, &[("table", table)])?;
        let path = format!("/templates/{}", part(template));
        self.send_body(Method::POST, &path, &kind, body).await
    }
}
