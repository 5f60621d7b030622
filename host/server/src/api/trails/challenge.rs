//! The trail of a challenge. What is put in depends on how much of it is told by now, and
//! on nothing else.

use std::collections::BTreeMap;

use pilotbox_challenge::{Manifest, manifest::Openness};
use pilotbox_model::api::{
    challenges::{Bilingual, ChallengeState},
    jury::AgreementView,
    trails::{ChallengeTrail, FigureView, Told, TrailEntry, TrailKind, TrailPilot},
};
use pilotbox_store::{
    ToldLink, ToldPilot,
    challenges::{Challenge, ListedChallenge},
    data::DataUse,
};
use serde::Deserialize;

use super::{
    entry::{self, EUR, about, both, euro, record},
    figures::{self, BUDGET, PILOTS_BUDGET, count, money},
    in_order,
};
use crate::{
    api::{challenges::manifest, data::used, jury},
    data,
    problem::Problem,
    state::AppState,
};

/// Announcements that are told, the newest.
const ANNOUNCEMENTS: i64 = 100;

/// How many decimals of a score everybody sees, as a factor.
const TENTHS: f64 = 10.0;

/// What the record says of a step in a challenge's life.
#[derive(Deserialize)]
struct Moved {
    to: String,
}

/// A challenge whose trail is written, and how much of it is told.
struct Writer<'a> {
    state: &'a AppState,
    challenge: &'a Challenge,
    told: Told,
    entries: Vec<TrailEntry>,
}

/// The trail of a challenge of which so much is told.
pub(super) async fn trail(
    state: &AppState,
    found: &ListedChallenge,
    told: Told,
) -> Result<ChallengeTrail, Problem> {
    let manifest = manifest(&found.manifest)?;
    let id = &found.challenge.id;
    let mut uses = state.store.uses_of_challenge(id).await?;
    uses.retain(DataUse::is_public);
    let pilots = state.store.told_pilots(id).await?;
    let mut writer = Writer {
        state,
        challenge: &found.challenge,
        told,
        entries: Vec::new(),
    };
    writer.write(&uses, &pilots).await?;
    let entries = in_order(writer.entries, data::today(state)?);
    Ok(ChallengeTrail {
        challenge: id.clone(),
        title: title(&manifest),
        state: found.challenge.state(),
        is_practice: manifest.openness == Openness::Known,
        told,
        figures: figures(state, id, told, &manifest, &pilots).await?,
        agreement: agreement(state, id, told).await,
        data: uses.into_iter().map(used).collect(),
        pilots: pilots.iter().map(pilot).collect(),
        entries,
    })
}

impl Writer<'_> {
    async fn write(&mut self, uses: &[DataUse], pilots: &[ToldPilot]) -> Result<(), Problem> {
        self.problems().await?;
        self.phases().await?;
        self.versions().await?;
        self.data(uses)?;
        self.announcements().await?;
        let published_at = self.moves().await?;
        if self.told == Told::Results {
            self.finalists().await?;
            self.rejudges().await?;
            self.results(published_at).await?;
            self.decisions().await?;
        }
        self.pilots(pilots)
    }

    /// The steps of its life, with the reasons that were given; tells when results came
    /// out. The record names a challenge from its opening on.
    async fn moves(&mut self) -> Result<i64, Problem> {
        let (store, id) = (&self.state.store, &self.challenge.id);
        let reasons = store.move_reasons(id, false).await?;
        let reasons: BTreeMap<(i64, &str), &str> = reasons
            .iter()
            .map(|one| ((one.moved_at, one.to_state.as_str()), one.reason.as_str()))
            .collect();
        let mut published_at = self.challenge.updated_at;
        for link in store.links_about(id, "challenge-moved").await? {
            let Some(to) = moved_to(&link) else {
                continue;
            };
            let Some(kind) = step(to) else {
                continue;
            };
            if to == ChallengeState::Published {
                published_at = link.at;
            }
            let reason = reasons.get(&(link.at, to.as_str()));
            self.entries.push(TrailEntry {
                note: reason.map(|&reason| reason.to_owned()),
                record: record(link.seq),
                ..entry::at(kind, link.at)?
            });
        }
        Ok(published_at)
    }

    async fn phases(&mut self) -> Result<(), Problem> {
        for phase in self.state.store.phases(&self.challenge.id).await? {
            let begins = (TrailKind::PhaseBegins, Some(phase.opens_at));
            for (kind, at) in [begins, (TrailKind::PhaseEnds, phase.closes_at)] {
                let Some(at) = at else {
                    continue;
                };
                self.entries.push(TrailEntry {
                    name: Some(phase.name.clone()),
                    ..entry::at(kind, at)?
                });
            }
        }
        Ok(())
    }

    async fn versions(&mut self) -> Result<(), Problem> {
        for version in self.state.store.told_versions(&self.challenge.id).await? {
            self.entries.push(TrailEntry {
                name: Some(version.version),
                digest: Some(version.pack_digest),
                ..entry::at(TrailKind::Version, version.approved_at)?
            });
        }
        Ok(())
    }

    fn data(&mut self, uses: &[DataUse]) -> Result<(), Problem> {
        for one in uses {
            let Some(at) = one.used_at else {
                continue;
            };
            let (set, release) = (&one.data_set_id, one.release);
            self.entries.push(TrailEntry {
                name: Some(format!("{}: {set} {release}", one.table_name)),
                address: Some(format!("/api/v1/data-sets/{set}/releases/{release}")),
                ..entry::at(TrailKind::Data, at)?
            });
        }
        Ok(())
    }

    async fn announcements(&mut self) -> Result<(), Problem> {
        let id = Some(self.challenge.id.as_str());
        let found = self.state.store.announcements(id, None, ANNOUNCEMENTS);
        for one in found.await? {
            let title = both(&one.title_bg, &one.title_en);
            self.entries.push(TrailEntry {
                text: about(TrailKind::Announcement, &title),
                ..entry::at(TrailKind::Announcement, one.published_at)?
            });
        }
        Ok(())
    }

    async fn finalists(&mut self) -> Result<(), Problem> {
        let links = self
            .state
            .store
            .links_about(&self.challenge.id, "finalists-locked");
        for link in links.await? {
            self.entries.push(TrailEntry {
                record: record(link.seq),
                ..entry::at(TrailKind::Finalists, link.at)?
            });
        }
        Ok(())
    }

    async fn rejudges(&mut self) -> Result<(), Problem> {
        for one in self.state.store.told_rejudges(&self.challenge.id).await? {
            self.entries.push(TrailEntry {
                name: Some(format!("{}, {}", one.version, one.split)),
                ..entry::at(TrailKind::Rejudge, one.decided_at)?
            });
        }
        Ok(())
    }

    /// Scores stand at the moment at which they came out: when a run ended would tell how
    /// long hidden cases take.
    async fn results(&mut self, published_at: i64) -> Result<(), Problem> {
        for one in self.state.store.told_results(&self.challenge.id).await? {
            let receipt = format!("/api/v1/runs/{}/receipt", one.run_id);
            self.entries.push(TrailEntry {
                name: Some(one.organisation),
                value: Some((one.total * TENTHS).round() / TENTHS),
                address: one.receipt.is_some().then_some(receipt),
                digest: one.receipt,
                ..entry::at(TrailKind::Result, published_at)?
            });
        }
        Ok(())
    }

    /// The decision, and its corrections.
    async fn decisions(&mut self) -> Result<(), Problem> {
        for one in self.state.store.trail_decisions(&self.challenge.id).await? {
            self.entries.push(TrailEntry {
                name: Some(one.version.to_string()),
                digest: Some(one.digest),
                ..entry::at(TrailKind::Decision, one.published_at)?
            });
        }
        Ok(())
    }

    async fn problems(&mut self) -> Result<(), Problem> {
        for problem in self.state.store.trail_problems(&self.challenge.id).await? {
            self.entries.push(TrailEntry {
                name: Some(problem.title),
                address: Some(format!("/api/v1/problems/{}", problem.id)),
                ..entry::at(TrailKind::Problem, problem.shown_at)?
            });
        }
        Ok(())
    }

    fn pilots(&mut self, pilots: &[ToldPilot]) -> Result<(), Problem> {
        for one in pilots {
            let title = both(&one.title_bg, &one.title_en);
            self.entries.push(TrailEntry {
                text: about(TrailKind::Pilot, &title),
                value: Some(euro(one.budget_eur)),
                unit: Some(EUR.to_owned()),
                address: Some(format!("/api/v1/pilots/{}/trail", one.id)),
                ..entry::at(TrailKind::Pilot, one.opened_at)?
            });
        }
        Ok(())
    }
}

/// The state that a link of the record tells.
fn moved_to(link: &ToldLink) -> Option<ChallengeState> {
    let moved: Moved = serde_json::from_str(&link.body).ok()?;
    ChallengeState::parse(&moved.to)
}

fn step(to: ChallengeState) -> Option<TrailKind> {
    match to {
        ChallengeState::Draft | ChallengeState::Review => None,
        ChallengeState::Open => Some(TrailKind::Opened),
        ChallengeState::Closed => Some(TrailKind::Closed),
        ChallengeState::Jury => Some(TrailKind::Jury),
        ChallengeState::Published => Some(TrailKind::Published),
        ChallengeState::Archived => Some(TrailKind::Archived),
    }
}

async fn figures(
    state: &AppState,
    id: &str,
    told: Told,
    manifest: &Manifest,
    pilots: &[ToldPilot],
) -> Result<Vec<FigureView>, Problem> {
    let counts = state.store.trail_counts(id).await?;
    let mut all = Vec::new();
    all.extend(
        manifest
            .pilot
            .budget_eur
            .map(|budget| money(BUDGET, budget)),
    );
    all.extend(figures::always(counts));
    if told >= Told::Counts {
        all.extend(figures::of_closed(counts));
    }
    if told >= Told::Results {
        all.extend(figures::of_published(counts));
    }
    if !pilots.is_empty() {
        let sum = pilots.iter().map(|pilot| count(pilot.budget_eur)).sum();
        all.push(money(PILOTS_BUDGET, sum));
    }
    Ok(all)
}

/// How far evaluators agreed, once results are out. An account without it is better than
/// none: the rubric that it needs lies in a pack.
async fn agreement(state: &AppState, id: &str, told: Told) -> Option<AgreementView> {
    if told < Told::Results {
        return None;
    }
    let figures = jury::figures(state, id).await;
    if figures.is_err() {
        tracing::error!(id, "a trail goes without the agreement of its jury");
    }
    figures.ok()?.agreement
}

fn title(manifest: &Manifest) -> Bilingual {
    both(&manifest.title.bg, &manifest.title.en)
}

fn pilot(row: &ToldPilot) -> TrailPilot {
    TrailPilot {
        id: row.id.clone(),
        title: both(&row.title_bg, &row.title_en),
        budget_eur: count(row.budget_eur),
    }
}
