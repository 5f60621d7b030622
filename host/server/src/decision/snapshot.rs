//! The snapshot of a decision and the words around its numbers, from the facts in the
//! database.

use std::collections::{BTreeMap, BTreeSet};

use pilotbox_challenge::{
    manifest::Texts,
    statistics::{
        decision::{Candidate, CaseFigures, FORMAT, LeftOut, Lottery, Rule, Snapshot},
        panel::{Judgement, Mark, moderations},
    },
};
use pilotbox_evaluate::{Comment, Named, Omitted, Written};
use pilotbox_model::{Case, CaseResult, Digest, Split, api::submissions::Dossier};
use pilotbox_store::{
    challenges::{DecidedMarkRow, DecisionFacts, DecisionSettings, FinalistFact},
    from_millis,
};

use super::seed_of;
use crate::{
    api::assignments::views::title,
    live::{Live, Texts as PackTexts},
    problem::Problem,
    state::AppState,
};

/// Finalists that were not left out.
pub(super) fn candidates(facts: &DecisionFacts) -> Vec<&FinalistFact> {
    let left_out: BTreeSet<&str> = facts
        .omissions
        .iter()
        .filter(|one| one.assignment_id.is_none())
        .map(|one| one.submission_id.as_str())
        .collect();
    let stays = |one: &&FinalistFact| !left_out.contains(one.submission_id.as_str());
    facts.finalists.iter().filter(stays).collect()
}

/// Rubrics of candidates that are in, evaluators under the name that each gets.
pub(super) fn judgements(
    marks: &[DecidedMarkRow],
    candidates: &[&FinalistFact],
    name: impl Fn(&str) -> String,
    spread: u8,
) -> Vec<Judgement> {
    let known: BTreeSet<&str> = candidates
        .iter()
        .map(|one| one.submission_id.as_str())
        .collect();
    let mut sheets: BTreeMap<(String, &str), BTreeMap<String, Mark>> = BTreeMap::new();
    for one in marks {
        if !known.contains(one.submission_id.as_str()) {
            continue;
        }
        let key = (name(&one.evaluator_id), one.submission_id.as_str());
        let mark = Mark {
            given: mark(one.given),
            moderated: one.moderated.map(mark),
        };
        let sheet = sheets.entry(key).or_default();
        sheet.insert(one.criterion.clone(), mark);
    }
    let sheets = sheets.into_iter();
    let mut judgements: Vec<Judgement> = sheets
        .map(|((evaluator, candidate), marks)| Judgement {
            evaluator,
            candidate: candidate.to_owned(),
            marks,
        })
        .collect();
    forget_closed(&mut judgements, spread);
    judgements
}

/// Where the one that differed was withdrawn after a moderation, there is none any more:
/// what was first given counts.
fn forget_closed(judgements: &mut [Judgement], spread: u8) {
    let open: BTreeSet<(String, String)> = moderations(judgements, spread)
        .into_iter()
        .map(|one| (one.candidate, one.criterion))
        .collect();
    for judgement in judgements {
        for (criterion, mark) in &mut judgement.marks {
            if !open.contains(&(judgement.candidate.clone(), criterion.clone())) {
                mark.moderated = None;
            }
        }
    }
}

/// A mark from the database, which keeps none outside its bounds.
fn mark(value: i64) -> u8 {
    u8::try_from(value).unwrap_or_default()
}

/// All that is published but the numbers.
pub(super) struct Parts<'a> {
    pub(super) facts: &'a DecisionFacts,
    pub(super) settings: &'a DecisionSettings,
    pub(super) rule: &'a Rule,
    pub(super) texts: &'a PackTexts,
    pub(super) codes: &'a BTreeMap<String, String>,
    pub(super) candidates: &'a [&'a FinalistFact],
}

impl Parts<'_> {
    /// What would be published, or why nothing follows.
    pub(super) async fn written(
        &self,
        state: &AppState,
    ) -> Result<Result<Written, String>, Problem> {
        let snapshot = self.snapshot(state).await?;
        let published = match Live::decide(state, snapshot).await? {
            Ok(published) => published,
            Err(refused) => return Ok(Err(refused.to_string())),
        };
        let names = self.candidates.iter().map(|one| {
            Ok(Named {
                candidate: one.submission_id.clone(),
                organisation: one.organisation.clone(),
                title: title(&one.dossier)?,
            })
        });
        Ok(Ok(Written {
            declared_at: from_millis(self.settings.declared_at),
            declared: self.settings.declared.clone(),
            reason: None,
            changes: Vec::new(),
            names: names.collect::<Result<_, Problem>>()?,
            comments: self.comments(),
            left_out: self.left_out()?,
            published: published.as_ref().clone(),
        }))
    }

    async fn snapshot(&self, state: &AppState) -> Result<Snapshot, Problem> {
        let commitment: Digest = parsed(&self.settings.lottery_commitment)?;
        let mut entered = Vec::new();
        for one in self.candidates {
            entered.push(candidate(state, one).await?);
        }
        let code = |account: &str| self.codes.get(account).cloned().unwrap_or_default();
        Ok(Snapshot {
            format: FORMAT,
            manifest: self.texts.manifest.clone(),
            rubric: self.texts.rubric.clone(),
            rule: self.rule.clone(),
            seed: seed_of(commitment),
            lottery: Lottery {
                commitment,
                seed: parsed(&self.settings.lottery_seed)?,
                left_out: self.others()?,
            },
            cases: self.cases(state).await?,
            candidates: entered,
            judgements: judgements(
                &self.facts.marks,
                self.candidates,
                code,
                self.rule.moderation_spread,
            ),
        })
    }

    /// Finalists that were left out: they stay on the list of the lottery.
    fn others(&self) -> Result<Vec<LeftOut>, Problem> {
        let is_candidate = |one: &FinalistFact| {
            let mut candidates = self.candidates.iter();
            candidates.any(|known| known.submission_id == one.submission_id)
        };
        let others = self.facts.finalists.iter().filter(|one| !is_candidate(one));
        others
            .map(|one| {
                Ok(LeftOut {
                    id: one.submission_id.clone(),
                    plugin: parsed(&one.plugin_digest)?,
                })
            })
            .collect()
    }

    async fn cases(&self, state: &AppState) -> Result<Vec<Case>, Problem> {
        let version = self.facts.version_id.as_deref().unwrap_or_default();
        match state.store.split(version, Split::Final.as_str()).await {
            Ok(split) => serde_json::from_str(&split.cases).map_err(Problem::internal),
            Err(pilotbox_store::StoreError::NotFound) => Ok(Vec::new()),
            Err(error) => Err(error.into()),
        }
    }

    fn comments(&self) -> Vec<Comment> {
        let is_candidate = |one: &&DecidedMarkRow| {
            let mut candidates = self.candidates.iter();
            let is_said = !one.comment.is_empty() || !one.moderated_comment.is_empty();
            is_said && candidates.any(|known| known.submission_id == one.submission_id)
        };
        let said = self.facts.marks.iter().filter(is_candidate);
        let mut comments: Vec<Comment> = said
            .map(|one| Comment {
                evaluator: self
                    .codes
                    .get(&one.evaluator_id)
                    .cloned()
                    .unwrap_or_default(),
                candidate: one.submission_id.clone(),
                criterion: one.criterion.clone(),
                comment: one.comment.clone(),
                moderated_comment: one.moderated_comment.clone(),
            })
            .collect();
        // By codes: the order of the database is that in which work was given.
        comments.sort_by(|a, b| {
            let key = |one: &Comment| {
                (
                    one.candidate.clone(),
                    one.evaluator.clone(),
                    one.criterion.clone(),
                )
            };
            key(a).cmp(&key(b))
        });
        comments
    }

    fn left_out(&self) -> Result<Vec<Omitted>, Problem> {
        let mut all = Vec::new();
        for one in &self.facts.omissions {
            let mut finalists = self.facts.finalists.iter();
            let Some(finalist) = finalists.find(|known| known.submission_id == one.submission_id)
            else {
                continue;
            };
            all.push(Omitted {
                submission: one.submission_id.clone(),
                organisation: finalist.organisation.clone(),
                title: title(&finalist.dossier)?,
                is_rubric: one.assignment_id.is_some(),
                reason: Texts {
                    en: one.reason_en.clone(),
                    bg: one.reason_bg.clone(),
                },
            });
        }
        Ok(all)
    }
}

async fn candidate(state: &AppState, one: &FinalistFact) -> Result<Candidate, Problem> {
    let run = one.run_id.as_deref().unwrap_or_default();
    let results = state.store.all_results(run).await?;
    let dossier: Dossier = serde_json::from_str(&one.dossier).map_err(Problem::internal)?;
    let figures = results.iter().map(|text| {
        let result: CaseResult = serde_json::from_str(text).map_err(Problem::internal)?;
        Ok(CaseFigures::from(&result))
    });
    Ok(Candidate {
        id: one.submission_id.clone(),
        plugin: parsed(&one.plugin_digest)?,
        has_references: !dossier.references.trim().is_empty(),
        cost_eur: dossier.cost_eur,
        results: figures.collect::<Result<_, Problem>>()?,
    })
}

fn parsed<T: std::str::FromStr<Err: std::fmt::Display>>(text: &str) -> Result<T, Problem> {
    text.parse().map_err(Problem::internal)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark_of(evaluator: &str, given: i64, moderated: Option<i64>) -> DecidedMarkRow {
        DecidedMarkRow {
            evaluator_id: evaluator.to_owned(),
            submission_id: "F".to_owned(),
            criterion: "use".to_owned(),
            given,
            moderated,
            comment: String::new(),
            moderated_comment: String::new(),
        }
    }

    fn finalist(id: &str) -> FinalistFact {
        FinalistFact {
            submission_id: id.to_owned(),
            organisation_id: "O".to_owned(),
            organisation: "Acme".to_owned(),
            dossier: r#"{"title": "a"}"#.to_owned(),
            plugin_digest: String::new(),
            run_id: None,
            run_state: None,
        }
    }

    fn standing(marks: &[DecidedMarkRow]) -> Vec<Option<u8>> {
        let finalist = finalist("F");
        let found = judgements(marks, &[&finalist], str::to_owned, 2);
        found.iter().map(|one| one.marks["use"].moderated).collect()
    }

    #[test]
    fn a_moderation_goes_with_whoever_differed() {
        let both = [mark_of("A", 1, Some(3)), mark_of("B", 4, Some(3))];
        assert_eq!(standing(&both), [Some(3), Some(3)]);
        assert_eq!(standing(&both[..1]), [None]);
    }

    #[test]
    fn marks_of_whoever_is_left_out_are_not_taken() {
        let other = finalist("G");
        let none = judgements(&[mark_of("A", 1, None)], &[&other], str::to_owned, 2);
        assert!(none.is_empty());
    }
}
