//! The city's data sets: what everybody reads of them, and what staff do with raw data,
//! policies and releases. Files are no business of pages: links lead to the API itself.

use axum::http::Method;
use pilotbox_model::api::{
    Page,
    challenges::{ChallengeDetail, DataView},
    data::{
        DataPolicyAsk, DataPolicyDetail, DataPolicyDraft, DataReaderAsk, DataSetAsk, DataSetListed,
        DataSetView, FinalFromCatalogueAsk, ReleaseAsk, ReleaseDetail,
    },
};

use super::{Api, part};
use crate::{
    failure::Failure,
    form::{Outgoing, SentFile},
};

/// Pages of the list that a choice of data sets looks through at most, with this many on
/// each. Together as many as the catalogue for programs lists.
const MOST_LOOKS: usize = 10;
const LOOKED_AT: u32 = 200;

/// The whole catalogue for programs, as JSON-LD and as Turtle.
pub(crate) const CATALOGUE: [&str; 2] = [
    "/api/v1/data-catalogue.jsonld",
    "/api/v1/data-catalogue.ttl",
];

impl Api {
    /// A page of data sets: of those that hold these words, if there are any.
    pub async fn data_sets(
        &self,
        words: Option<&str>,
        cursor: Option<&str>,
    ) -> Result<Page<DataSetListed>, Failure> {
        let asked = [("q", words), ("cursor", cursor)];
        let pairs = asked
            .iter()
            .filter_map(|(name, value)| Some(format!("{name}={}", part((*value)?))));
        let pairs: Vec<String> = pairs.collect();
        if pairs.is_empty() {
            return self.get("/data-sets").await;
        }
        self.get(&format!("/data-sets?{}", pairs.join("&"))).await
    }

    /// Data sets that have a release, as far as a form can offer them.
    pub async fn released_data_sets(&self) -> Result<Vec<DataSetListed>, Failure> {
        let mut found = Vec::new();
        let mut cursor = None;
        for _ in 0..MOST_LOOKS {
            let after = cursor.as_deref().map(part);
            let after = after.map(|after| format!("&cursor={after}"));
            let after = after.unwrap_or_default();
            let path = format!("/data-sets?released=true&limit={LOOKED_AT}{after}");
            let page: Page<DataSetListed> = self.get(&path).await?;
            found.extend(page.items);
            cursor = page.next;
            if cursor.is_none() {
                break;
            }
        }
        Ok(found)
    }

    /// Makes a data set.
    pub async fn create_data_set(&self, ask: &DataSetAsk) -> Result<DataSetView, Failure> {
        self.send(Method::POST, "/data-sets", ask).await
    }

    /// A data set, as far as the visitor may see it.
    pub async fn data_set(&self, id: &str) -> Result<DataSetView, Failure> {
        self.get(&set(id)).await
    }

    /// Lets somebody on the staff at raw data.
    pub async fn name_data_reader(&self, id: &str, ask: &DataReaderAsk) -> Result<(), Failure> {
        let path = format!("{}/readers", set(id));
        self.tell(Method::POST, &path, ask).await
    }

    /// Takes that away again.
    pub async fn remove_data_reader(&self, id: &str, account: &str) -> Result<(), Failure> {
        let path = format!("{}/readers/{}", set(id), part(account));
        self.act(Method::DELETE, &path).await
    }

    /// Brings raw data in place of what is there; of a file with several tables the one
    /// that is named.
    pub async fn bring_raw(
        &self,
        id: &str,
        table: Option<String>,
        file: &SentFile,
    ) -> Result<DataSetView, Failure> {
        let texts = table.map(|table| ("table", "text/plain", table));
        let texts: Vec<_> = texts.into_iter().collect();
        let (kind, body) = Outgoing::of(&texts, &[("file", file)])?;
        let path = format!("{}/raw", set(id));
        self.send_body(Method::PUT, &path, &kind, body).await
    }

    /// Deletes raw data before its time.
    pub async fn delete_raw(&self, id: &str) -> Result<(), Failure> {
        self.act(Method::DELETE, &format!("{}/raw", set(id))).await
    }

    /// A policy to start from.
    pub async fn policy_draft(&self, id: &str) -> Result<DataPolicyDraft, Failure> {
        self.get(&format!("{}/policies/draft", set(id))).await
    }

    /// Proposes a policy and tries it.
    pub async fn propose_policy(
        &self,
        id: &str,
        ask: &DataPolicyAsk,
    ) -> Result<DataPolicyDetail, Failure> {
        let path = format!("{}/policies", set(id));
        self.send(Method::POST, &path, ask).await
    }

    /// A policy with its file and the risk that it leaves.
    pub async fn data_policy(&self, id: &str, version: &str) -> Result<DataPolicyDetail, Failure> {
        self.get(&policy(id, version)).await
    }

    /// Approves a policy that somebody else has proposed.
    pub async fn approve_policy(&self, id: &str, version: &str) -> Result<(), Failure> {
        let path = format!("{}/approval", policy(id, version));
        self.act(Method::PUT, &path).await
    }

    /// Makes a release of the raw data that is there.
    pub async fn release_data(&self, id: &str, ask: &ReleaseAsk) -> Result<ReleaseDetail, Failure> {
        let path = format!("{}/releases", set(id));
        self.send(Method::POST, &path, ask).await
    }

    /// A release with what describes it.
    pub async fn data_release(&self, id: &str, number: u32) -> Result<ReleaseDetail, Failure> {
        self.get(&format!("{}/releases/{number}", set(id))).await
    }

    /// Opens a sealed release to everybody.
    pub async fn open_release(&self, id: &str, number: u32) -> Result<(), Failure> {
        let path = format!("{}/releases/{number}/opening", set(id));
        self.act(Method::PUT, &path).await
    }

    /// Attaches releases as the final data of a version that withholds it.
    pub async fn final_from_catalogue(
        &self,
        challenge: &str,
        version: &str,
        ask: &FinalFromCatalogueAsk,
    ) -> Result<ChallengeDetail, Failure> {
        let (challenge, version) = (part(challenge), part(version));
        let path = format!("/challenges/{challenge}/versions/{version}/final-from-catalogue");
        self.send(Method::PUT, &path, ask).await
    }

    /// The data that startups get with one version of a challenge.
    pub async fn data_of_version(
        &self,
        challenge: &str,
        version: &str,
    ) -> Result<DataView, Failure> {
        let (challenge, version) = (part(challenge), part(version));
        let path = format!("/challenges/{challenge}/data?version={version}");
        self.get(&path).await
    }
}

/// Where a browser fetches raw data.
pub(crate) fn raw_address(id: &str) -> String {
    format!("/api/v1{}/raw", set(id))
}

/// Where a browser fetches a data set's description.
pub(crate) fn set_address(id: &str) -> String {
    format!("/api/v1{}", set(id))
}

/// Where a browser fetches a release's description.
pub(crate) fn release_address(id: &str, number: u32) -> String {
    format!("/api/v1{}/releases/{number}", set(id))
}

/// Where a browser fetches a file of a release.
pub(crate) fn file_address(id: &str, number: u32, file: &str) -> String {
    format!("{}/files/{}", release_address(id, number), part(file))
}

fn set(id: &str) -> String {
    format!("/data-sets/{}", part(id))
}

fn policy(id: &str, version: &str) -> String {
    format!("{}/policies/{}", set(id), part(version))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_leave_its_place_in_an_address() {
        assert_eq!(
            file_address("../x", 2, "a b?c.csv"),
            "/api/v1/data-sets/..%2Fx/releases/2/files/a%20b%3Fc.csv"
        );
        assert_eq!(policy("x", "1/.."), "/data-sets/x/policies/1%2F..");
    }
}
