//! How the numbers of a column are spread. Pure.

use pilotbox_model::api::challenges::SpreadView;
use pilotbox_sandbox::Column;

/// Equal stretches that values are counted in.
const STRETCHES: usize = 20;

/// A missing integer.
const MISSING: i64 = i64::MIN;

/// The spread of a column; nothing of texts, and where no value is a number.
pub(super) fn of(column: &Column) -> Option<SpreadView> {
    let values: Vec<f64> = match column {
        Column::Float(values) => values.clone(),
        #[expect(clippy::cast_precision_loss, reason = "for a drawing")]
        Column::Integer(values) => {
            let number = |value: &i64| (*value != MISSING).then_some(*value as f64);
            values
                .iter()
                .map(|value| number(value).unwrap_or(f64::NAN))
                .collect()
        }
        Column::Text { .. } => return None,
    };
    let mut sorted: Vec<f64> = values.iter().copied().filter(|v| v.is_finite()).collect();
    sorted.sort_by(f64::total_cmp);
    let (low, high) = (*sorted.first()?, *sorted.last()?);
    let missing = values.len() - sorted.len();
    let count = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
    Some(SpreadView {
        count: count(sorted.len()),
        missing: count(missing),
        quartiles: [0, 1, 2, 3, 4].map(|quarter| at_quarter(&sorted, quarter)),
        counts: counts(&sorted, low, high),
    })
}

/// The smallest value that this many quarters of all do not exceed.
fn at_quarter(sorted: &[f64], quarter: usize) -> f64 {
    let last = sorted.len().saturating_sub(1);
    let at = sorted.len().saturating_mul(quarter).div_ceil(4);
    let at = at.saturating_sub(1).min(last);
    sorted.get(at).copied().unwrap_or_default()
}

fn counts(sorted: &[f64], low: f64, high: f64) -> Vec<u64> {
    let mut counts = vec![0; STRETCHES];
    // Halves, so that the distance of the two largest numbers is a number.
    let span = high / 2.0 - low / 2.0;
    for value in sorted {
        let share = if span > 0.0 {
            (value / 2.0 - low / 2.0) / span
        } else {
            0.0
        };
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "a share from 0 to 1 of a few stretches"
        )]
        let at = (share.clamp(0.0, 1.0) * STRETCHES as f64) as usize;
        if let Some(count) = counts.get_mut(at.min(STRETCHES - 1)) {
            *count += 1;
        }
    }
    counts
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "values are taken as they are")]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_counted_apart() {
        let spread = of(&Column::Float(vec![1.0, f64::NAN, 3.0, 2.0, 5.0])).unwrap();
        assert_eq!((spread.count, spread.missing), (4, 1));
        assert_eq!(spread.quartiles, [1.0, 1.0, 2.0, 3.0, 5.0]);
        assert_eq!(spread.counts.iter().sum::<u64>(), 4);
        let whole = of(&Column::Integer(vec![7, MISSING])).unwrap();
        assert_eq!((whole.count, whole.missing), (1, 1));
        assert_eq!(whole.quartiles, [7.0; 5]);
    }

    #[test]
    fn whatever_the_numbers_are_they_are_counted() {
        let extreme = vec![f64::MIN, f64::MAX, 0.0, f64::INFINITY];
        let spread = of(&Column::Float(extreme)).unwrap();
        assert_eq!(spread.counts.iter().sum::<u64>(), 3);
        assert_eq!(of(&Column::Float(vec![f64::NAN])), None);
        assert_eq!(of(&Column::Float(Vec::new())), None);
    }
}
