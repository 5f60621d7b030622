//! A total taken apart by the headings of the methodology. The automatic score feeds
//! potential; people judge the rest, and potential too where the rubric asks.

use serde::{Deserialize, Serialize};

use super::{super::panel::HumanScore, check::Checked};
use crate::rubric::Heading;

/// What a heading adds to a total: `share` times `score`. Over all headings this sums
/// to the total, but for rounding.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HeadingScore {
    /// The heading.
    pub heading: Heading,
    /// From 0 to 100.
    pub score: f64,
    /// Its share in the total, above 0; shares sum to 1.
    pub share: f64,
}

/// The headings that have a share, in the order of the methodology.
pub(super) fn headings(
    checked: &Checked<'_>,
    automatic: f64,
    human: &HumanScore,
) -> Vec<HeadingScore> {
    let all = [
        Heading::Potential,
        Heading::Prioritisation,
        Heading::Readiness,
        Heading::Sustainability,
    ];
    let rows = all.into_iter().filter_map(|heading| {
        let judged = judged(checked, heading, human);
        let own = (heading == Heading::Potential)
            .then_some((checked.snapshot.rule.automatic_share, automatic));
        let (mut share, mut points) = (0.0, 0.0);
        for (part, score) in own.into_iter().chain(judged) {
            share += part;
            points += part * score;
        }
        (share > 0.0).then(|| HeadingScore {
            heading,
            score: points / share,
            share,
        })
    });
    rows.collect()
}

/// Share in the total and score from 0 to 100 of each criterion of a heading.
fn judged(checked: &Checked<'_>, heading: Heading, human: &HumanScore) -> Vec<(f64, f64)> {
    let weights = checked.criterion_weights();
    let sum: f64 = weights.iter().sum();
    let human_share = 1.0 - checked.snapshot.rule.automatic_share;
    let criteria = checked.rubric.criteria.iter().zip(&weights);
    criteria
        .zip(&human.criteria)
        .filter(|((criterion, _), _)| criterion.heading == heading)
        .map(|((_, weight), score)| (human_share * weight / sum, score.value * 20.0))
        .collect()
}
