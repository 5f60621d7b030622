//! Pilots: the gallery, each one's page and answers, what is said of it, and what staff do.

use axum::http::Method;
use pilotbox_model::api::{
    Page,
    pilots::{
        ExitAsk, FeedbackAsk, FeedbackDecision, FeedbackView, MeasurementAsk, MilestoneChange,
        PilotAnswer, PilotAsk, PilotDetail, PilotNew, PilotStaffView, PilotView, StopAsk,
    },
};

use super::{Api, challenges::limited, part};
use crate::{failure::Failure, form::SentFile};

impl Api {
    /// Pilots, newest first.
    pub async fn pilots(
        &self,
        cursor: Option<&str>,
        rows: u32,
    ) -> Result<Page<PilotView>, Failure> {
        self.get(&limited("/pilots", cursor, rows)).await
    }

    /// One pilot.
    pub async fn pilot(&self, id: &str) -> Result<PilotDetail, Failure> {
        self.get(&format!("/pilots/{}", part(id))).await
    }

    /// Lets a pilot answer a form.
    pub async fn ask_pilot(&self, id: &str, ask: &PilotAsk) -> Result<PilotAnswer, Failure> {
        let path = format!("/pilots/{}/answers", part(id));
        self.send(Method::POST, &path, ask).await
    }

    /// Says what a citizen thinks of a pilot.
    pub async fn say_of_pilot(&self, id: &str, ask: &FeedbackAsk) -> Result<(), Failure> {
        let path = format!("/pilots/{}/feedback", part(id));
        self.tell(Method::POST, &path, ask).await
    }

    /// Opens a pilot.
    pub async fn open_pilot(
        &self,
        challenge: &str,
        new: &PilotNew,
    ) -> Result<PilotDetail, Failure> {
        let path = format!("/challenges/{}/pilots", part(challenge));
        self.send(Method::POST, &path, new).await
    }

    /// How a pilot does.
    pub async fn pilot_work(&self, id: &str) -> Result<PilotStaffView, Failure> {
        self.get(&format!("/pilots/{}/work", part(id))).await
    }

    /// Stops a pilot at once.
    pub async fn stop_pilot(&self, id: &str, ask: &StopAsk) -> Result<(), Failure> {
        let path = format!("/pilots/{}/stop", part(id));
        self.tell(Method::POST, &path, ask).await
    }

    /// Says that a step is reached, or that it is not after all.
    pub async fn set_milestone(
        &self,
        id: &str,
        number: u64,
        change: MilestoneChange,
    ) -> Result<(), Failure> {
        let path = format!("/pilots/{}/milestones/{number}", part(id));
        self.tell(Method::PUT, &path, &change).await
    }

    /// Notes what was measured.
    pub async fn measure_pilot(
        &self,
        id: &str,
        number: u64,
        ask: MeasurementAsk,
    ) -> Result<(), Failure> {
        let path = format!("/pilots/{}/indicators/{number}/values", part(id));
        self.tell(Method::POST, &path, &ask).await
    }

    /// Ends a pilot with a report.
    pub async fn end_pilot(&self, id: &str, ask: &ExitAsk) -> Result<(), Failure> {
        let path = format!("/pilots/{}/exit", part(id));
        self.tell(Method::POST, &path, ask).await
    }

    /// Brings newer tables of a pilot.
    pub async fn bring_pilot_data(&self, id: &str, tables: &SentFile) -> Result<(), Failure> {
        let path = format!("/pilots/{}/data", part(id));
        self.put_file(&path, "application/x-tar", tables.body()?)
            .await
    }

    /// What citizens say of a pilot.
    pub async fn pilot_feedback(
        &self,
        id: &str,
        cursor: Option<&str>,
        rows: u32,
    ) -> Result<Page<FeedbackView>, Failure> {
        let path = format!("/pilots/{}/feedback", part(id));
        self.get(&limited(&path, cursor, rows)).await
    }

    /// Shows a comment, or hides it.
    pub async fn decide_feedback(
        &self,
        id: &str,
        comment: &str,
        decision: FeedbackDecision,
    ) -> Result<(), Failure> {
        let path = format!("/pilots/{}/feedback/{}", part(id), part(comment));
        self.tell(Method::PUT, &path, &decision).await
    }
}
