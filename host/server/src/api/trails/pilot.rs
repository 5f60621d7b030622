//! The trail of a pilot. All of it is public from the day on which it was opened: what is
//! said of it, but for comments that nobody let pass.

use jiff::civil::Date;
use pilotbox_model::api::{
    pilots::{ExitKind, IndicatorView, MilestoneView, PilotDetail, PilotState},
    trails::{PilotTrail, TrailEntry, TrailKind},
};
use pilotbox_store::{PilotRow, ToldLink, to_millis};
use serde::Deserialize;

use super::{
    entry::{self, EUR, about, both, euro, record},
    in_order, words,
};
use crate::{api::pilots, data, problem::Problem, state::AppState};

/// What the record says of a pilot's end.
#[derive(Deserialize)]
struct Ended {
    decision: String,
    ends_on: Option<String>,
}

/// What the record says of newer tables.
#[derive(Deserialize)]
struct Brought {
    number: u64,
    data: String,
}

/// The trail of a pilot.
pub(super) async fn trail(state: &AppState, id: &str) -> Result<PilotTrail, Problem> {
    let row = state.store.pilot(id).await?;
    let pilot = pilots::record(state, &row).await?;
    let mut entries = vec![opened(state, &row).await?];
    entries.extend(days(&pilot));
    entries.extend(
        pilot
            .milestones
            .iter()
            .map(milestones)
            .collect::<Result<Vec<_>, _>>()?
            .concat(),
    );
    entries.extend(pilot.indicators.iter().flat_map(measured));
    entries.extend(tables(state, &row).await?);
    entries.extend(stopped(&row)?);
    entries.extend(exits(state, &row).await?);
    Ok(PilotTrail {
        budget_eur: pilot.budget_eur,
        scored: pilot.scored,
        indicators: pilot.indicators,
        helpful: pilot.helpful,
        exit: pilot.exit,
        entries: in_order(entries, data::today(state)?),
        about: pilot.about,
    })
}

async fn opened(state: &AppState, row: &PilotRow) -> Result<TrailEntry, Problem> {
    let at = state.store.pilot_opened_at(&row.id).await?;
    let links = links(state, row, "pilot-opened").await?;
    Ok(TrailEntry {
        name: Some(row.organisation.clone()),
        value: Some(euro(row.budget_eur)),
        unit: Some(EUR.to_owned()),
        digest: Some(row.plugin_digest.clone()),
        record: links.first().and_then(|link| record(link.seq)),
        address: Some(format!("/api/v1/challenges/{}/trail", row.challenge_id)),
        ..entry::at(TrailKind::Pilot, at)?
    })
}

/// Its first and its last day. Of one that was stopped the last day never comes.
fn days(pilot: &PilotDetail) -> Vec<TrailEntry> {
    let mut days = vec![entry::on(TrailKind::Begins, pilot.about.starts_on)];
    if pilot.about.state != PilotState::Stopped {
        days.push(entry::on(TrailKind::Ends, pilot.about.ends_on));
    }
    days
}

fn milestones(one: &MilestoneView) -> Result<Vec<TrailEntry>, Problem> {
    let due = TrailEntry {
        text: about(TrailKind::MilestoneDue, &one.title),
        ..entry::on(TrailKind::MilestoneDue, one.due_on)
    };
    let Some(at) = one.reached_at else {
        return Ok(vec![due]);
    };
    let reached = TrailEntry {
        text: about(TrailKind::MilestoneReached, &one.title),
        ..entry::at(TrailKind::MilestoneReached, to_millis(at))?
    };
    Ok(vec![due, reached])
}

fn measured(one: &IndicatorView) -> Vec<TrailEntry> {
    let values = one.measured.iter().map(|measured| TrailEntry {
        text: about(TrailKind::Measured, &one.indicator),
        value: Some(measured.value),
        unit: Some(one.unit.clone()),
        ..entry::on(TrailKind::Measured, measured.on)
    });
    values.collect()
}

async fn tables(state: &AppState, row: &PilotRow) -> Result<Vec<TrailEntry>, Problem> {
    let links = links(state, row, "pilot-data").await?;
    let told = links.iter().filter_map(|link| {
        let brought: Brought = serde_json::from_str(&link.body).ok()?;
        let told = entry::at(TrailKind::Tables, link.at).map(|one| TrailEntry {
            name: Some(brought.number.to_string()),
            digest: Some(brought.data),
            record: record(link.seq),
            ..one
        });
        Some(told)
    });
    told.collect()
}

fn stopped(row: &PilotRow) -> Result<Option<TrailEntry>, Problem> {
    let Some(at) = row.stopped_at else {
        return Ok(None);
    };
    Ok(Some(TrailEntry {
        note: row.stop_reason.clone(),
        ..entry::at(TrailKind::Stopped, at)?
    }))
}

/// Every decision, since a pilot that was extended ends once more.
async fn exits(state: &AppState, row: &PilotRow) -> Result<Vec<TrailEntry>, Problem> {
    let links = links(state, row, "pilot-ended").await?;
    links.iter().filter_map(exit).collect()
}

fn exit(link: &ToldLink) -> Option<Result<TrailEntry, Problem>> {
    let ended: Ended = serde_json::from_str(&link.body).ok()?;
    let (bg, en) = words::exit(ExitKind::parse(&ended.decision)?);
    let told = entry::at(TrailKind::Exit, link.at).map(|one| TrailEntry {
        text: about(TrailKind::Exit, &both(bg, en)),
        name: Some(ended.decision.clone()),
        note: ended.ends_on.filter(|day| day.parse::<Date>().is_ok()),
        record: record(link.seq),
        ..one
    });
    Some(told)
}

async fn links(state: &AppState, row: &PilotRow, kind: &str) -> Result<Vec<ToldLink>, Problem> {
    let store = &state.store;
    Ok(store
        .links_of_pilot(&row.challenge_id, &row.id, kind)
        .await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(body: &str) -> ToldLink {
        ToldLink {
            seq: 7,
            at: 0,
            body: body.to_owned(),
        }
    }

    #[test]
    fn each_decision_is_an_entry_and_what_nobody_knows_is_none() {
        let extended = r#"{"pilot":"A","decision":"extend","ends_on":"2027-12-31"}"#;
        let entry = exit(&link(extended)).unwrap().unwrap();
        assert_eq!(entry.name.as_deref(), Some("extend"));
        assert_eq!(entry.note.as_deref(), Some("2027-12-31"));
        assert_eq!(entry.record, Some(7));
        assert_eq!(entry.text.en, "Decision on the pilot: it is extended");
        for other in [r#"{"decision":"sell"}"#, "{}", "no JSON"] {
            assert!(exit(&link(other)).is_none(), "{other}");
        }
    }
}
