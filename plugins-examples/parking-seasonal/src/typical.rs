//! What a typical day does: a mean over past days, each with its weight.

use crate::days::{Days, weekday};

const SATURDAY: i64 = 5;

/// A working day weighs this much against one of the same weekday.
const OTHER_WORKING_DAY: f64 = 0.15;
/// What a day weighs by how many whole weeks it lies back, five at most.
const RECENCY: [f64; 6] = [1.0, 1.0, 0.7, 0.5, 0.35, 0.25];
/// A day whose share at this time differs by so much from today's weighs half.
const LIKENESS: f64 = 0.12;

/// The mean change from the slot of index `now` to `target`, 0 where no past
/// day shows both.
pub(crate) fn change(days: &Days, history: &[f64], now: usize, target: i64) -> f64 {
    let (slot, share) = (days.slot(now), history[now]);
    let changes = days.past().filter_map(|back| {
        let weight = kind_weight(target, back)?;
        let before = days.seen(history, slot, back)?;
        let after = days.seen(history, target, back)?;
        let apart = (before - share) / LIKENESS;
        Some((weight / (1.0 + apart * apart), after - before))
    });
    mean(changes).unwrap_or(0.0)
}

/// The mean share at `target`, if any past day shows it.
pub(crate) fn level(days: &Days, history: &[f64], target: i64) -> Option<f64> {
    let levels = days.past().filter_map(|back| {
        Some((
            kind_weight(target, back)?,
            days.seen(history, target, back)?,
        ))
    });
    mean(levels)
}

/// How much a day of the past counts by the calendar alone; `None` for a day of
/// another kind, which is no guide at all.
fn kind_weight(today: i64, days_back: usize) -> Option<f64> {
    let recency = RECENCY[(days_back / 7).min(RECENCY.len() - 1)];
    if days_back.is_multiple_of(7) {
        return Some(recency);
    }
    let then = (weekday(today) - days_back as i64).rem_euclid(7);
    let both_work = weekday(today) < SATURDAY && then < SATURDAY;
    both_work.then_some(OTHER_WORKING_DAY * recency)
}

fn mean(weighted: impl Iterator<Item = (f64, f64)>) -> Option<f64> {
    let (mut sum, mut weights) = (0.0, 0.0);
    for (weight, value) in weighted {
        sum += weight * value;
        weights += weight;
    }
    (weights > 0.0).then(|| sum / weights)
}
