//! One way to forecast: a season that is repeated, and how much of today's
//! difference from it lasts from one step to the next.

use crate::history::History;

const DAY_SECONDS: i64 = 24 * 60 * 60;
const WEEK_SECONDS: i64 = 7 * DAY_SECONDS;

/// So many seasons back are averaged, the latest counting most:
const SEASONS: i64 = 5;
/// each weighs this much of the one after it.
const AGING: f64 = 0.7;

/// A season, and how the level decays to it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Model {
    /// Seconds of the season; 0 for none, where the level is all there is.
    season: i64,
    /// Part of today's difference that is left after one step.
    kept: f64,
}

/// Persistence first, then seasons of a day and a week with levels that last
/// for ever, for some steps, and not at all.
pub(crate) const MODELS: [Model; 13] = [
    Model {
        season: 0,
        kept: 1.0,
    },
    Model {
        season: DAY_SECONDS,
        kept: 1.0,
    },
    Model {
        season: DAY_SECONDS,
        kept: 0.98,
    },
    Model {
        season: DAY_SECONDS,
        kept: 0.9,
    },
    Model {
        season: DAY_SECONDS,
        kept: 0.7,
    },
    Model {
        season: DAY_SECONDS,
        kept: 0.4,
    },
    Model {
        season: DAY_SECONDS,
        kept: 0.0,
    },
    Model {
        season: WEEK_SECONDS,
        kept: 1.0,
    },
    Model {
        season: WEEK_SECONDS,
        kept: 0.98,
    },
    Model {
        season: WEEK_SECONDS,
        kept: 0.9,
    },
    Model {
        season: WEEK_SECONDS,
        kept: 0.7,
    },
    Model {
        season: WEEK_SECONDS,
        kept: 0.4,
    },
    Model {
        season: WEEK_SECONDS,
        kept: 0.0,
    },
];

impl Model {
    /// The value some steps after a moment, from what was measured up to it.
    pub(crate) fn at(&self, history: &History, moment: i64, ahead: i64) -> f64 {
        let Some((seen, level)) = history.last(moment) else {
            return 0.0;
        };
        let usual = |time: i64| self.usual(history, seen, time);
        match (usual(moment + ahead * history.step), usual(seen)) {
            (Some(then), Some(now)) => {
                let steps = ahead + (moment - seen) / history.step;
                then + (level - now) * power(self.kept, steps)
            }
            (Some(then), None) => then,
            (None, _) => level,
        }
    }

    /// What is usual at a time: the mean of the seasons before that were measured
    /// up to `seen`; nothing without any.
    fn usual(&self, history: &History, seen: i64, time: i64) -> Option<f64> {
        if self.season == 0 || self.season % history.step != 0 {
            return None;
        }
        let (mut sum, mut weights, mut weight) = (0.0, 0.0, 1.0);
        let (mut back, mut found) = (time - self.season, 0);
        while back >= history.first() && found < SEASONS {
            let known = (back <= seen).then(|| history.at(back)).flatten();
            if let Some(value) = known {
                sum += weight * value;
                weights += weight;
                weight *= AGING;
                found += 1;
            }
            back -= self.season;
        }
        (weights > 0.0).then(|| sum / weights)
    }
}

/// A power by repeated squaring: the same bits on every platform.
fn power(base: f64, exponent: i64) -> f64 {
    let (mut product, mut square, mut left) = (1.0, base, exponent.max(0));
    while left > 0 {
        if left % 2 == 1 {
            product *= square;
        }
        square *= square;
        left /= 2;
    }
    product
}
