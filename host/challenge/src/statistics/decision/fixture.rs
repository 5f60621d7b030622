//! A small snapshot that can be decided, for tests.

use pilotbox_model::{Case, CaseResult, Digest};

use super::{
    super::{
        lottery::LotterySeed,
        panel::{Judgement, Mark},
    },
    Candidate, CaseFigures, FORMAT, Lottery, Rule, Snapshot,
};
use crate::{fixture, lint::parse_rubric};

/// Evaluators of the snapshot.
pub(super) const EVALUATORS: [&str; 3] = ["e1", "e2", "e3"];

/// Sixteen cases by day and night, each a block of its own.
pub(super) fn cases() -> Vec<Case> {
    let stratum = |at: u32| if at.is_multiple_of(4) { "night" } else { "day" };
    (0..16)
        .map(|at| fixture::case(&format!("c{at:02}"), stratum(at), &format!("b{at:02}")))
        .collect()
}

/// Results with an error around a level; a longer turn gives other cases the worse ones.
pub(super) fn results(error: f64, turn: u32) -> Vec<CaseResult> {
    (0..16)
        .map(|at| {
            let noise = f64::from((at * 7 + turn) % 11) / 4.0;
            fixture::scored(&format!("c{at:02}"), error + noise, 0.9, 10_000)
        })
        .collect()
}

/// A candidate without references and without a stated cost.
pub(super) fn candidate(id: &str, results: &[CaseResult]) -> Candidate {
    Candidate {
        id: id.to_owned(),
        plugin: Digest::of(id.as_bytes()),
        has_references: false,
        cost_eur: None,
        results: results.iter().map(CaseFigures::from).collect(),
    }
}

/// The same mark for every criterion, from every evaluator.
pub(super) fn judgements(candidate: &str, given: u8) -> Vec<Judgement> {
    let mark = Mark {
        given,
        moderated: None,
    };
    let criteria = ["potential", "prioritisation", "readiness", "sustainability"];
    let marks = criteria.map(|criterion| (criterion.to_owned(), mark));
    EVALUATORS
        .iter()
        .map(|evaluator| Judgement {
            evaluator: (*evaluator).to_owned(),
            candidate: candidate.to_owned(),
            marks: marks.clone().into(),
        })
        .collect()
}

/// A snapshot of these candidates, each with the mark that everybody gives it.
pub(super) fn snapshot(candidates: Vec<(Candidate, u8)>) -> Snapshot {
    let rubric = parse_rubric(&fixture::rubric()).expect("the fixture is valid");
    let seed = LotterySeed::new([7; 32]);
    Snapshot {
        format: FORMAT,
        manifest: fixture::MANIFEST.to_owned(),
        rubric: fixture::rubric(),
        rule: Rule::usual(&rubric, 10.0, 20.0),
        seed: 11,
        lottery: Lottery {
            commitment: seed.commitment(),
            seed,
            left_out: Vec::new(),
        },
        cases: cases(),
        judgements: candidates
            .iter()
            .flat_map(|(candidate, mark)| judgements(&candidate.id, *mark))
            .collect(),
        candidates: candidates.into_iter().map(|(own, _)| own).collect(),
    }
}

/// Two that differ clearly.
pub(in crate::statistics) fn two() -> Snapshot {
    snapshot(vec![
        (candidate("good", &results(2.0, 0)), 4),
        (candidate("fair", &results(5.0, 3)), 3),
    ])
}
