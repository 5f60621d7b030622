//! A decision's numbers as the wire has them: nothing is worked out here but who says what
//! of what.

use std::collections::BTreeMap;

use pilotbox_challenge::{
    Rubric,
    lint::{parse_manifest, parse_rubric},
    rubric::{Criterion, Heading},
    statistics::{
        agreement::Alpha,
        decision::{Assessed, Candidate, Decision, Exclusion, Separation, Standing},
        lottery::list_digest,
        panel::{HumanScore, Judgement, Moderation},
    },
};
use pilotbox_evaluate::Written;
use pilotbox_model::{
    MetricScore, Score,
    api::{
        challenges::Bilingual,
        decisions::{
            DecidedAutomatic, DecidedCandidate, DecidedCriterion, DecidedEvaluator, DecidedHeading,
            DecidedHuman, DecidedMark, DecidedMetric, DecidedModeration, DecidedNumbers,
            DecidedPanel, DecidedStratum, DecisionExclusion, DecisionSeparation, LeftOutView,
            LotteryView,
        },
        jury::{AgreementView, CriterionAgreementView, RubricHeading},
    },
};

use super::{bilingual, count};
use crate::problem::Problem;

/// Every number of a decision, with the words around it.
pub(crate) fn numbers(written: &Written) -> Result<DecidedNumbers, Problem> {
    let words = Words::read(written)?;
    let decision = &written.published.decision;
    Ok(DecidedNumbers {
        candidates: decision
            .candidates
            .iter()
            .map(|one| words.candidate(one))
            .collect(),
        beats: decision.beats.clone(),
        panel: words.panel(decision),
        moderations: decision
            .moderations
            .iter()
            .map(|one| words.moderation(one))
            .collect(),
        is_reliable: decision.is_reliable,
        cases: count(written.published.snapshot.cases.len()),
    })
}

/// The lottery of a decision that is out.
pub(crate) fn lottery(written: &Written) -> Result<LotteryView, Problem> {
    let snapshot = &written.published.snapshot;
    let manifest = parse_manifest(&snapshot.manifest).map_err(|_| unreadable())?;
    let by_lot = |one: &Assessed| match &one.standing {
        Standing::Placed(placed) => placed.after_by == Some(Separation::Lottery),
        Standing::Excluded(_) => false,
    };
    let seed = serde_json::to_value(&snapshot.lottery.seed).map_err(Problem::internal)?;
    Ok(LotteryView {
        name: format!("{}@{}", manifest.id, manifest.version),
        commitment: snapshot.lottery.commitment.to_string(),
        seed: seed.as_str().unwrap_or_default().to_owned(),
        list_digest: list_digest(&snapshot.participants()).to_string(),
        was_needed: written.published.decision.candidates.iter().any(by_lot),
    })
}

/// What was left out, once that is out.
pub(crate) fn left_out(written: &Written) -> Vec<LeftOutView> {
    let all = written.left_out.iter().map(|one| LeftOutView {
        id: None,
        submission: one.submission.clone(),
        title: one.title.clone(),
        organisation: one.organisation.clone(),
        is_rubric: one.is_rubric,
        evaluator_name: None,
        reason: bilingual(&one.reason),
    });
    all.collect()
}

/// What is said around the numbers.
struct Words<'w> {
    written: &'w Written,
    rubric: Rubric,
    candidates: BTreeMap<&'w str, &'w Candidate>,
    /// By candidate, evaluator and criterion.
    comments: BTreeMap<(&'w str, &'w str, &'w str), (&'w str, &'w str)>,
}

impl<'w> Words<'w> {
    fn read(written: &'w Written) -> Result<Self, Problem> {
        let snapshot = &written.published.snapshot;
        Ok(Self {
            written,
            rubric: parse_rubric(&snapshot.rubric).map_err(|_| unreadable())?,
            candidates: snapshot
                .candidates
                .iter()
                .map(|one| (one.id.as_str(), one))
                .collect(),
            comments: written
                .comments
                .iter()
                .map(|one| {
                    let key = (
                        one.candidate.as_str(),
                        one.evaluator.as_str(),
                        one.criterion.as_str(),
                    );
                    (key, (one.comment.as_str(), one.moderated_comment.as_str()))
                })
                .collect(),
        })
    }

    fn candidate(&self, one: &Assessed) -> DecidedCandidate {
        let entered = self.candidates.get(one.id.as_str());
        let (organisation, title) = self.written.named(&one.id);
        let (placed, exclusions) = match &one.standing {
            Standing::Placed(placed) => (Some(placed), Vec::new()),
            Standing::Excluded(reasons) => (None, reasons.iter().copied().map(exclusion).collect()),
        };
        DecidedCandidate {
            submission: one.id.clone(),
            title: title.to_owned(),
            organisation: organisation.to_owned(),
            plugin_digest: entered
                .map(|one| one.plugin.to_string())
                .unwrap_or_default(),
            has_references: entered.is_some_and(|one| one.has_references),
            cost_eur: entered.and_then(|one| one.cost_eur),
            position: placed.map(|placed| placed.position),
            place: placed.map(|placed| placed.place),
            after_by: placed.and_then(|placed| placed.after_by).map(separation),
            rank_low: placed.map(|placed| placed.ranks.low),
            rank_high: placed.map(|placed| placed.ranks.high),
            leads_under_weights: placed.map(|placed| placed.leads_under_weights),
            weights_rank_low: placed.map(|placed| placed.ranks_under_weights.low),
            weights_rank_high: placed.map(|placed| placed.ranks_under_weights.high),
            exclusions,
            total: one.total,
            low: one.interval.map(|interval| interval.low),
            high: one.interval.map(|interval| interval.high),
            headings: headings(one),
            automatic: one.automatic.as_ref().map(automatic),
            human: one.human.as_ref().map(|human| self.human(&one.id, human)),
            ticket: one.ticket.clone(),
        }
    }

    fn human(&self, candidate: &str, human: &HumanScore) -> DecidedHuman {
        let values = human.criteria.iter().zip(&self.rubric.criteria);
        let criteria = values.map(|(score, criterion)| DecidedCriterion {
            criterion: score.criterion.clone(),
            title: bilingual(&criterion.title),
            heading: heading(criterion.heading),
            value: score.value,
            marks: self.marks(candidate, &score.criterion),
        });
        DecidedHuman {
            score: human.score,
            evaluators: human.evaluators,
            criteria: criteria.collect(),
        }
    }

    fn marks(&self, candidate: &str, criterion: &str) -> Vec<DecidedMark> {
        let own = self.judgements(candidate);
        let marks = own.filter_map(|sheet| {
            let mark = sheet.marks.get(criterion)?;
            let key = (candidate, sheet.evaluator.as_str(), criterion);
            let (comment, moderated_comment) = self.comments.get(&key).copied().unwrap_or_default();
            Some(DecidedMark {
                evaluator: sheet.evaluator.clone(),
                given: mark.given,
                moderated: mark.moderated,
                comment: comment.to_owned(),
                moderated_comment: moderated_comment.to_owned(),
            })
        });
        let mut marks: Vec<DecidedMark> = marks.collect();
        marks.sort_by(|a, b| code_order(&a.evaluator).cmp(&code_order(&b.evaluator)));
        marks
    }

    fn judgements(&self, candidate: &str) -> impl Iterator<Item = &'w Judgement> {
        let all = self.written.published.snapshot.judgements.iter();
        let candidate = candidate.to_owned();
        all.filter(move |one| one.candidate == candidate)
    }

    fn criterion(&self, id: &str) -> Option<&Criterion> {
        self.rubric.criteria.iter().find(|one| one.id == id)
    }

    fn panel(&self, decision: &Decision) -> DecidedPanel {
        let mut judged: BTreeMap<(usize, &str), u64> = BTreeMap::new();
        for sheet in &self.written.published.snapshot.judgements {
            *judged.entry(code_order(&sheet.evaluator)).or_default() += 1;
        }
        let effect = |code: &str| {
            let mut effects = decision.panel.effects.iter();
            effects
                .find(|one| one.evaluator == code)
                .map(|one| one.effect)
        };
        let evaluators = judged.iter().map(|((_, code), judged)| DecidedEvaluator {
            evaluator: (*code).to_owned(),
            judged: *judged,
            effect: effect(code),
        });
        let criteria = decision.panel.criteria.iter().filter_map(|one| {
            let criterion = self.criterion(&one.criterion)?;
            Some(CriterionAgreementView {
                criterion: one.criterion.clone(),
                title: bilingual(&criterion.title),
                agreement: one.agreement.map(agreement),
            })
        });
        DecidedPanel {
            all_judged_all: decision.panel.all_judged_all,
            evaluators: evaluators.collect(),
            agreement: decision.panel.agreement.map(agreement),
            criteria: criteria.collect(),
        }
    }

    fn moderation(&self, one: &Moderation) -> DecidedModeration {
        let criterion = self.criterion(&one.criterion);
        let standing = || {
            let sheets = self.judgements(&one.candidate);
            sheets.filter_map(|sheet| Some(sheet.marks.get(&one.criterion)?.standing()))
        };
        DecidedModeration {
            submission: one.candidate.clone(),
            criterion: one.criterion.clone(),
            criterion_title: criterion.map_or_else(
                || Bilingual {
                    bg: one.criterion.clone(),
                    en: one.criterion.clone(),
                },
                |criterion| bilingual(&criterion.title),
            ),
            lowest: one.lowest,
            highest: one.highest,
            lowest_standing: standing().min().unwrap_or_default(),
            highest_standing: standing().max().unwrap_or_default(),
        }
    }
}

/// `E2` comes before `E10`.
fn code_order(code: &str) -> (usize, &str) {
    (code.len(), code)
}

fn headings(one: &Assessed) -> Vec<DecidedHeading> {
    let headings = one.headings.iter().map(|part| DecidedHeading {
        heading: heading(part.heading),
        score: part.score,
        share: part.share,
    });
    headings.collect()
}

fn automatic(score: &Score) -> DecidedAutomatic {
    let strata = score.strata.iter().map(|stratum| DecidedStratum {
        name: stratum.name.clone(),
        cases: stratum.cases,
        failed: stratum.failed,
        quality: stratum.quality,
        metrics: stratum.metrics.iter().map(metric).collect(),
    });
    DecidedAutomatic {
        total: score.total,
        low: score.interval.low,
        high: score.interval.high,
        is_reliable: score.interval.reliable,
        quality: score.parts.quality,
        equity: score.parts.equity,
        robustness: score.parts.robustness,
        cost: score.parts.cost,
        metrics: score.metrics.iter().map(metric).collect(),
        strata: strata.collect(),
        broken_gates: score.broken_gates.clone(),
        fuel_p95: score.fuel_p95,
    }
}

fn metric(one: &MetricScore) -> DecidedMetric {
    DecidedMetric {
        name: one.name.clone(),
        value: one.value,
        unit: one.unit.clone(),
        normalised: one.normalised,
    }
}

fn agreement(alpha: Alpha) -> AgreementView {
    AgreementView {
        alpha: alpha.alpha,
        pairable: alpha.pairable,
    }
}

fn heading(heading: Heading) -> RubricHeading {
    match heading {
        Heading::Potential => RubricHeading::Potential,
        Heading::Prioritisation => RubricHeading::Prioritisation,
        Heading::Readiness => RubricHeading::Readiness,
        Heading::Sustainability => RubricHeading::Sustainability,
    }
}

fn separation(separation: Separation) -> DecisionSeparation {
    match separation {
        Separation::Total => DecisionSeparation::Total,
        Separation::References => DecisionSeparation::References,
        Separation::Cost => DecisionSeparation::Cost,
        Separation::Lottery => DecisionSeparation::Lottery,
    }
}

fn exclusion(exclusion: Exclusion) -> DecisionExclusion {
    match exclusion {
        Exclusion::Unscored => DecisionExclusion::Unscored,
        Exclusion::BelowAutomatic => DecisionExclusion::BelowAutomatic,
        Exclusion::BelowHuman => DecisionExclusion::BelowHuman,
    }
}

/// The decision was made from these texts.
fn unreadable() -> Problem {
    Problem::internal("a decision's manifest or rubric cannot be read")
}
