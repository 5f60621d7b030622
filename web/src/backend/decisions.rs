//! The decision of a contest: how it is made, what it is, letters and inquiries.

use axum::http::Method;
use pilotbox_model::api::{
    decisions::{
        DecisionDifferenceView, DecisionPreview, DecisionSettingsAsk, DecisionSettingsView,
        DecisionVersionView, DecisionView, InquiriesView, InquiryAsk, InquiryReplyAsk,
        InquiryReplyView, InquiryView, LeaveOutAsk, LetterView, LettersView, ProposalAsk,
        ProposalView, PublicationAsk,
    },
    problem::Code,
};

use super::{Api, part};
use crate::failure::Failure;

impl Api {
    /// How a contest is decided; nothing before it was declared.
    pub async fn decision_settings(
        &self,
        challenge: &str,
    ) -> Result<Option<DecisionSettingsView>, Failure> {
        let path = format!("{}/settings", place(challenge));
        there(self.get(&path).await)
    }

    /// Declares how a contest is decided.
    pub async fn declare_decision(
        &self,
        challenge: &str,
        ask: &DecisionSettingsAsk,
    ) -> Result<(), Failure> {
        let path = format!("{}/settings", place(challenge));
        self.tell(Method::PUT, &path, ask).await
    }

    /// The decision as it would be now, for staff.
    pub async fn decision_preview(&self, challenge: &str) -> Result<DecisionPreview, Failure> {
        self.get(&format!("{}/preview", place(challenge))).await
    }

    /// Leaves out what the decision would wait for.
    pub async fn leave_out(&self, challenge: &str, ask: &LeaveOutAsk) -> Result<(), Failure> {
        let path = format!("{}/omissions", place(challenge));
        self.tell(Method::POST, &path, ask).await
    }

    /// Takes that back.
    pub async fn take_back_omission(&self, challenge: &str, id: &str) -> Result<(), Failure> {
        let path = format!("{}/omissions/{}", place(challenge), part(id));
        self.act(Method::DELETE, &path).await
    }

    /// What is proposed to be published, for staff; nothing if nothing is.
    pub async fn decision_proposal(
        &self,
        challenge: &str,
    ) -> Result<Option<ProposalView>, Failure> {
        let path = format!("{}/proposals", place(challenge));
        there(self.get(&path).await)
    }

    /// Proposes to publish the decision, or a correction of it.
    pub async fn propose_decision(
        &self,
        challenge: &str,
        ask: &ProposalAsk,
    ) -> Result<ProposalView, Failure> {
        let path = format!("{}/proposals", place(challenge));
        self.send(Method::POST, &path, ask).await
    }

    /// Publishes what somebody else has proposed.
    pub async fn publish_decision(
        &self,
        challenge: &str,
        ask: &PublicationAsk,
    ) -> Result<DecisionVersionView, Failure> {
        let path = format!("{}/versions", place(challenge));
        self.send(Method::POST, &path, ask).await
    }

    /// The published decision, the latest version if none is named; nothing before it is
    /// out.
    pub async fn decision(
        &self,
        challenge: &str,
        version: Option<u32>,
    ) -> Result<Option<DecisionView>, Failure> {
        let path = of_version(&place(challenge), version);
        there(self.get(&path).await)
    }

    /// What two versions differ in.
    pub async fn decision_difference(
        &self,
        challenge: &str,
        from: u32,
        to: u32,
    ) -> Result<DecisionDifferenceView, Failure> {
        let path = format!("{}/difference?from={from}&to={to}", place(challenge));
        self.get(&path).await
    }

    /// The letters that the visitor may open: the own, and for staff all.
    pub async fn letters(&self, challenge: &str) -> Result<LettersView, Failure> {
        let path = format!("/challenges/{}/letters", part(challenge));
        self.get(&path).await
    }

    /// The letter of a submission.
    pub async fn letter(&self, submission: &str) -> Result<LetterView, Failure> {
        let path = format!("/submissions/{}/letter", part(submission));
        self.get(&path).await
    }

    /// What was asked about a decision.
    pub async fn inquiries(&self, challenge: &str) -> Result<InquiriesView, Failure> {
        let path = format!("/challenges/{}/inquiries", part(challenge));
        self.get(&path).await
    }

    /// Asks about an own submission.
    pub async fn inquire(&self, challenge: &str, ask: &InquiryAsk) -> Result<InquiryView, Failure> {
        let path = format!("/challenges/{}/inquiries", part(challenge));
        self.send(Method::POST, &path, ask).await
    }

    /// Says something in the thread of an inquiry.
    pub async fn reply_to_inquiry(
        &self,
        inquiry: &str,
        ask: &InquiryReplyAsk,
    ) -> Result<InquiryReplyView, Failure> {
        let path = format!("/inquiries/{}/replies", part(inquiry));
        self.send(Method::POST, &path, ask).await
    }
}

/// Where the API gives what of a version of a decision.
pub(crate) fn decision_path(challenge: &str, rest: &str, version: u32) -> String {
    of_version(&format!("{}/{rest}", place(challenge)), Some(version))
}

fn place(challenge: &str) -> String {
    format!("/challenges/{}/decision", part(challenge))
}

fn of_version(path: &str, version: Option<u32>) -> String {
    match version {
        Some(version) => format!("{path}?version={version}"),
        None => path.to_owned(),
    }
}

/// What is there, or that nothing is.
fn there<T>(found: Result<T, Failure>) -> Result<Option<T>, Failure> {
    match found {
        Ok(found) => Ok(Some(found)),
        Err(failure) if failure.code == Code::NotFound => Ok(None),
        Err(failure) => Err(failure),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_stands_in_the_address_and_what_is_missing_is_nothing() {
        let path = decision_path("a/b", "snapshot", 2);
        assert_eq!(path, "/challenges/a%2Fb/decision/snapshot?version=2");
        assert_eq!(of_version("/x", None), "/x");
        let missing: Result<(), _> = Err(Failure::missing());
        assert!(matches!(there(missing), Ok(None)));
        let other: Result<(), _> = Err(Failure::new(Code::Internal));
        assert!(there(other).is_err());
    }
}
