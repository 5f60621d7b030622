//! Rows as the wire has them.

use jiff::civil::Date;
use pilotbox_model::api::{
    challenges::Bilingual,
    pilots::{
        CommentView, ExitKind, ExitView, FeedbackKind, FeedbackView, HelpfulView, IndicatorView,
        MeasurementView, MilestoneView, PilotDataView, PilotDetail, PilotState, PilotView,
        ScoredView,
    },
};
use pilotbox_store::{
    FeedbackRow, IndicatorRow, MeasurementRow, MilestoneRow, PilotDataRow, PilotLife, PilotRow,
    from_millis,
};

use crate::{api::challenges::manifest, problem::Problem};

/// What a page has beside the pilot's own row.
pub(super) struct Parts {
    pub(super) milestones: Vec<MilestoneRow>,
    pub(super) indicators: Vec<IndicatorRow>,
    pub(super) measurements: Vec<MeasurementRow>,
    pub(super) comments: Vec<FeedbackRow>,
}

/// Where a pilot is in its life on a day. Dates end it by themselves.
pub(super) fn state(life: &PilotLife, today: Date) -> Result<PilotState, Problem> {
    if life.stopped_at.is_some() {
        return Ok(PilotState::Stopped);
    }
    let has_ended = matches!(life.exit_decision.as_deref(), Some("adopt" | "stop"));
    Ok(if has_ended || day(&life.ends_on)? < today {
        PilotState::Over
    } else if day(&life.starts_on)? > today {
        PilotState::Planned
    } else {
        PilotState::Running
    })
}

/// A pilot in the gallery.
pub(super) fn pilot(row: &PilotRow, today: Date) -> Result<PilotView, Problem> {
    Ok(PilotView {
        state: state(&row.life(), today)?,
        id: row.id.clone(),
        title: texts(&row.title_bg, &row.title_en),
        summary: texts(&row.summary_bg, &row.summary_en),
        challenge: row.challenge_id.clone(),
        organisation: row.organisation.clone(),
        starts_on: day(&row.starts_on)?,
        ends_on: day(&row.ends_on)?,
        districts: list(&row.districts)?,
    })
}

/// A pilot with all that is public of it but its form.
pub(super) fn detail(row: &PilotRow, parts: Parts, today: Date) -> Result<PilotDetail, Problem> {
    let milestones: Result<Vec<_>, _> = parts.milestones.iter().map(milestone).collect();
    let indicator = |one: &IndicatorRow| indicator(one, &parts.measurements);
    let indicators: Result<Vec<_>, _> = parts.indicators.iter().map(indicator).collect();
    Ok(PilotDetail {
        about: pilot(row, today)?,
        budget_eur: count(row.budget_eur),
        form: None,
        grants: manifest(&row.manifest)?.grants.tables,
        scored: ScoredView {
            plugin: row.plugin_digest.clone(),
            run: row.run_id.clone(),
            split: row.split.clone(),
            score: row.total.unwrap_or_default(),
            receipt: format!("/api/v1/runs/{}/receipt", row.run_id),
        },
        milestones: milestones?,
        indicators: indicators?,
        exit: exit(row),
        stopped_because: row.stop_reason.clone(),
        comments: parts.comments.into_iter().map(comment).collect(),
        helpful: HelpfulView {
            yes: count(row.helpful),
            no: count(row.not_helpful),
        },
        frame_origins: list(&row.frame_origins)?,
    })
}

/// What a citizen said, as staff see it.
pub(super) fn feedback(row: FeedbackRow) -> Result<FeedbackView, Problem> {
    let kind = FeedbackKind::parse(&row.kind);
    Ok(FeedbackView {
        kind: kind.ok_or_else(|| Problem::internal("an unknown kind of feedback"))?,
        id: row.id,
        comment: row.comment,
        may_be_shown: row.may_be_shown == 1,
        at: from_millis(row.said_at),
        is_shown: row.is_shown.map(|shown| shown == 1),
    })
}

/// A version of a pilot's tables.
pub(super) fn data(row: PilotDataRow) -> PilotDataView {
    PilotDataView {
        number: count(row.number),
        digest: row.digest,
        bytes: count(row.bytes),
        brought_at: from_millis(row.brought_at),
    }
}

/// What the database holds as a list of texts.
pub(super) fn list(text: &str) -> Result<Vec<String>, Problem> {
    serde_json::from_str(text).map_err(Problem::internal)
}

/// A count from the database, which keeps none below zero.
pub(super) fn count(value: i64) -> u64 {
    u64::try_from(value).unwrap_or(0)
}

fn exit(row: &PilotRow) -> Option<ExitView> {
    Some(ExitView {
        decision: ExitKind::parse(row.exit_decision.as_deref()?)?,
        report: texts(row.exit_bg.as_deref()?, row.exit_en.as_deref()?),
        at: from_millis(row.exit_at?),
    })
}

fn milestone(row: &MilestoneRow) -> Result<MilestoneView, Problem> {
    Ok(MilestoneView {
        number: count(row.number),
        title: texts(&row.title_bg, &row.title_en),
        due_on: day(&row.due_on)?,
        reached_at: row.reached_at.map(from_millis),
    })
}

fn indicator(row: &IndicatorRow, all: &[MeasurementRow]) -> Result<IndicatorView, Problem> {
    let own = all.iter().filter(|measured| measured.number == row.number);
    let measured: Result<Vec<_>, Problem> = own
        .map(|measured| {
            Ok(MeasurementView {
                on: day(&measured.measured_on)?,
                value: measured.value,
            })
        })
        .collect();
    Ok(IndicatorView {
        number: count(row.number),
        result: texts(&row.result_bg, &row.result_en),
        indicator: texts(&row.indicator_bg, &row.indicator_en),
        unit: row.unit.clone(),
        baseline: row.baseline,
        target: row.target,
        due_on: day(&row.due_on)?,
        verification: texts(&row.verification_bg, &row.verification_en),
        measured: measured?,
    })
}

fn comment(row: FeedbackRow) -> CommentView {
    CommentView {
        text: row.comment,
        at: from_millis(row.said_at),
    }
}

fn texts(bg: &str, en: &str) -> Bilingual {
    Bilingual {
        bg: bg.to_owned(),
        en: en.to_owned(),
    }
}

fn day(text: &str) -> Result<Date, Problem> {
    text.parse().map_err(Problem::internal)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn life(starts_on: &str, ends_on: &str) -> PilotLife {
        PilotLife {
            id: "P1".to_owned(),
            starts_on: starts_on.to_owned(),
            ends_on: ends_on.to_owned(),
            stopped_at: None,
            stop_reason: None,
            exit_decision: None,
            data_digest: None,
        }
    }

    fn state_on(life: &PilotLife, today: &str) -> PilotState {
        state(life, today.parse().expect("a day")).expect("the days are days")
    }

    #[test]
    fn days_begin_and_end_a_pilot_by_themselves() {
        let life = life("2027-01-10", "2027-01-20");
        for (today, expected) in [
            ("2027-01-09", PilotState::Planned),
            ("2027-01-10", PilotState::Running),
            ("2027-01-20", PilotState::Running),
            ("2027-01-21", PilotState::Over),
        ] {
            assert_eq!(state_on(&life, today), expected, "{today}");
        }
    }

    #[test]
    fn whoever_stops_it_stops_it_on_any_day() {
        let mut stopped = life("2027-01-10", "2027-01-20");
        stopped.stopped_at = Some(1);
        assert_eq!(state_on(&stopped, "2027-01-15"), PilotState::Stopped);
        let mut decided = life("2027-01-10", "2027-01-20");
        decided.exit_decision = Some("adopt".to_owned());
        assert_eq!(state_on(&decided, "2027-01-15"), PilotState::Over);
        decided.exit_decision = Some("extend".to_owned());
        assert_eq!(state_on(&decided, "2027-01-15"), PilotState::Running);
    }
}
