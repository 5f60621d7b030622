//! How much a ranking owes to its weights: totals of every candidate under weights that
//! were drawn around the declared ones. All candidates share the draws.

use super::{
    super::{dirichlet::WeightDraws, panel::human_score},
    Contender,
    check::Checked,
    combined,
};
use crate::score::{DRAWS, PartWeights, Weights, reweighed};

/// One draw of everything that is weighed.
pub(super) struct Weighing {
    score: Weights,
    automatic_share: f64,
    criteria: Vec<f64>,
}

/// The draws, in the order parts of the score, metrics, strata, shares, criteria.
pub(super) fn weighings(checked: &Checked<'_>) -> Vec<Weighing> {
    let declared = Weights::declared(&checked.manifest);
    let criteria = checked.criterion_weights();
    let rule = &checked.snapshot.rule;
    let mut draws = WeightDraws::new(checked.snapshot.seed);
    let mut around = |weights: &[f64]| draws.around(weights, rule.weight_concentration);
    let share = rule.automatic_share;
    let weighing = |_| Weighing {
        score: Weights {
            parts: parts(&declared.parts, &mut around),
            metrics: around(&declared.metrics),
            strata: around(&declared.strata),
        },
        automatic_share: around(&[share, 1.0 - share])
            .first()
            .copied()
            .unwrap_or(share),
        criteria: around(&criteria),
    };
    (0..DRAWS).map(weighing).collect()
}

/// A candidate's total under each draw; `None` without both scores.
pub(super) fn totals(
    checked: &Checked<'_>,
    contender: &Contender<'_>,
    weighings: &[Weighing],
) -> Option<Vec<f64>> {
    let human = contender.human.as_ref()?;
    let automatic = reweighed(
        &checked.manifest,
        &checked.snapshot.cases,
        &contender.entered.results,
        weighings.iter().map(|weighing| &weighing.score),
    )?;
    let rows = automatic.into_iter().zip(weighings);
    let total = |(automatic, weighing): (f64, &Weighing)| {
        let human = human_score(&human.criteria, &weighing.criteria);
        combined(weighing.automatic_share, automatic, human)
    };
    Some(rows.map(total).collect())
}

fn parts(declared: &PartWeights, around: &mut impl FnMut(&[f64]) -> Vec<f64>) -> PartWeights {
    let PartWeights {
        quality,
        equity,
        robustness,
        cost,
    } = *declared;
    match around(&[quality, equity, robustness, cost])[..] {
        [quality, equity, robustness, cost] => PartWeights {
            quality,
            equity,
            robustness,
            cost,
        },
        _ => *declared,
    }
}
