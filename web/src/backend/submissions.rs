//! Submissions, runs, cases, logs.

use axum::http::Method;
use pilotbox_model::api::{
    Page,
    runs::{CaseView, LogView, RunView},
    submissions::{Dossier, FinalistAsk, SubmissionView},
};

use super::{Api, part};
use crate::{
    failure::Failure,
    form::{Outgoing, SentFile},
};

/// Cases on one page: the strip of marks above them still fits a phone.
const CASES: &str = "120";

/// Lines of log on one page.
const LINES: &str = "200";

/// Files of a submission.
pub struct SubmittedFiles<'a> {
    /// The component.
    pub plugin: &'a SentFile,
    /// The PDF, if one goes with it.
    pub document: Option<&'a SentFile>,
}

impl Api {
    /// A page of submissions, from new to old.
    pub async fn submissions(
        &self,
        challenge: Option<&str>,
        cursor: Option<&str>,
    ) -> Result<Page<SubmissionView>, Failure> {
        let asked = [("challenge", challenge), ("cursor", cursor)];
        self.get(&with_query("/submissions", &asked)).await
    }

    /// A submission with its runs.
    pub async fn submission(&self, id: &str) -> Result<SubmissionView, Failure> {
        self.get(&format!("/submissions/{}", part(id))).await
    }

    /// A submission with its runs, and its version.
    pub async fn submission_version(&self, id: &str) -> Result<(SubmissionView, String), Failure> {
        self.get_version(&format!("/submissions/{}", part(id)))
            .await
    }

    /// Submits a plugin for an organisation, or for the only one that is enrolled.
    pub async fn submit(
        &self,
        challenge: &str,
        organisation: Option<&str>,
        dossier: &Dossier,
        files: SubmittedFiles<'_>,
    ) -> Result<SubmissionView, Failure> {
        let path = format!("/challenges/{}/submissions", part(challenge));
        let path = with_query(&path, &[("organisation", organisation)]);
        let dossier = serde_json::to_string(dossier).map_err(Failure::internal)?;
        let mut parts = vec![("plugin", files.plugin)];
        parts.extend(files.document.map(|file| ("document", file)));
        let (kind, body) = Outgoing::of(&[("dossier", "application/json", dossier)], &parts)?;
        self.send_body(Method::POST, &path, &kind, body).await
    }

    /// Replaces the dossier of this version; what is empty in it becomes empty.
    pub async fn change_dossier(
        &self,
        id: &str,
        version: &str,
        dossier: &Dossier,
    ) -> Result<(), Failure> {
        let path = format!("/submissions/{}", part(id));
        let api = self.on_top_of(version);
        api.tell(Method::PATCH, &path, dossier).await
    }

    /// Puts a PDF to the dossier of this version, in place of the one that is there.
    pub async fn change_document(
        &self,
        id: &str,
        version: &str,
        document: &SentFile,
    ) -> Result<SubmissionView, Failure> {
        let path = format!("/submissions/{}/document", part(id));
        let api = self.on_top_of(version);
        let body = document.body()?;
        api.send_body(Method::PUT, &path, "application/pdf", body)
            .await
    }

    /// Takes a submission back.
    pub async fn withdraw(&self, id: &str) -> Result<(), Failure> {
        let path = format!("/submissions/{}/withdrawal", part(id));
        self.act(Method::POST, &path).await
    }

    /// Makes a submission a finalist, or gives its place up.
    pub async fn choose_finalist(&self, id: &str, is_finalist: bool) -> Result<(), Failure> {
        let path = format!("/submissions/{}/finalist", part(id));
        let ask = FinalistAsk { is_finalist };
        self.tell(Method::PUT, &path, &ask).await
    }

    /// A run, as far as the reader may see it.
    pub async fn run(&self, id: &str) -> Result<RunView, Failure> {
        self.get(&format!("/runs/{}", part(id))).await
    }

    /// A page of a run's cases.
    pub async fn cases(&self, run: &str, cursor: Option<&str>) -> Result<Page<CaseView>, Failure> {
        let path = format!("/runs/{}/cases", part(run));
        let asked = [("limit", Some(CASES)), ("cursor", cursor)];
        self.get(&with_query(&path, &asked)).await
    }

    /// A page of what the plugin logged.
    pub async fn log(&self, run: &str, cursor: Option<&str>) -> Result<Page<LogView>, Failure> {
        let path = format!("/runs/{}/logs", part(run));
        let asked = [("limit", Some(LINES)), ("cursor", cursor)];
        self.get(&with_query(&path, &asked)).await
    }
}

/// An address with those of the values that are there.
fn with_query(path: &str, asked: &[(&str, Option<&str>)]) -> String {
    let pairs: Vec<String> = asked
        .iter()
        .filter_map(|(name, value)| Some(format!("{name}={}", part((*value)?))))
        .collect();
    if pairs.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{}", pairs.join("&"))
    }
}

#[cfg(test)]
mod tests {
    use super::with_query;

    #[test]
    fn only_what_is_asked_stands_in_an_address() {
        let asked = [("challenge", Some("a&b")), ("cursor", None)];
        assert_eq!(with_query("/x", &asked), "/x?challenge=a%26b");
        assert_eq!(with_query("/x", &[("cursor", None)]), "/x");
    }
}
