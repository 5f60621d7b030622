//! How the values of an ordered column spread: least, quartiles, most.

use jiff::Span;
use jiff::civil::DateTime;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Shares at which a column is cut.
const SHARES: [f64; 7] = [0.0, 0.05, 0.25, 0.5, 0.75, 0.95, 1.0];

/// A value of an ordered column.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", tag = "type", content = "value")]
pub enum Point {
    /// A whole number.
    Integer(i64),
    /// A number.
    Number(f64),
    /// A date (`2024-05-31`) or a time in UTC (`2024-05-31T12:00:00`).
    Moment(String),
}

/// The value that this share of a column's values does not exceed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Quantile {
    /// 0 (the least value) to 1 (the most).
    pub share: f64,
    /// The value, one of the column's own.
    pub value: Point,
}

/// The quantiles of whole numbers, worded by `point`; none of no values.
pub(super) fn integers(mut values: Vec<i64>, point: impl Fn(i64) -> Point) -> Vec<Quantile> {
    values.sort_unstable();
    cut(&values)
        .into_iter()
        .map(|(share, value)| Quantile {
            share,
            value: point(value),
        })
        .collect()
}

/// The quantiles of numbers; what is no number is left out.
pub(super) fn numbers(mut values: Vec<f64>) -> Vec<Quantile> {
    values.retain(|value| value.is_finite());
    values.sort_unstable_by(f64::total_cmp);
    let point = |(share, value)| Quantile {
        share,
        value: Point::Number(value),
    };
    cut(&values).into_iter().map(point).collect()
}

/// Values at the places of the shares, the nearest below.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share of a length is a place in it"
)]
fn cut<T: Copy>(sorted: &[T]) -> Vec<(f64, T)> {
    let last = sorted.len().saturating_sub(1) as f64;
    let at = |share: f64| {
        sorted
            .get((last * share) as usize)
            .map(|value| (share, *value))
    };
    SHARES.into_iter().filter_map(at).collect()
}

/// A day, counted from 1970-01-01, as people write it.
pub(super) fn date_text(days: i64) -> String {
    moment(days.checked_mul(86_400)).map_or(String::new(), |moment| moment.date().to_string())
}

/// A time, in milliseconds from 1970-01-01 UTC, as people write it.
pub(super) fn time_text(milliseconds: i64) -> String {
    let moment = moment(Some(milliseconds.div_euclid(1_000)));
    moment.map_or(String::new(), |moment| moment.to_string())
}

fn moment(seconds: Option<i64>) -> Option<DateTime> {
    let span = Span::new().try_seconds(seconds?).ok()?;
    DateTime::constant(1970, 1, 1, 0, 0, 0, 0)
        .checked_add(span)
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_values_of_the_column() {
        let quantiles = integers((0..=100).rev().collect(), Point::Integer);
        let values: Vec<&Point> = quantiles.iter().map(|quantile| &quantile.value).collect();
        let wanted = [0, 5, 25, 50, 75, 95, 100].map(Point::Integer);
        assert_eq!(values, wanted.iter().collect::<Vec<_>>());
        assert!(integers(Vec::new(), Point::Integer).is_empty());
    }

    #[test]
    fn what_is_no_number_is_left_out() {
        let quantiles = numbers(vec![f64::NAN, 2.5, f64::INFINITY]);
        assert!(
            quantiles
                .iter()
                .all(|quantile| quantile.value == Point::Number(2.5))
        );
    }

    #[test]
    fn moments_are_written_as_dates_and_times() {
        assert_eq!(date_text(0), "1970-01-01");
        assert_eq!(date_text(-1), "1969-12-31");
        assert_eq!(time_text(1_500), "1970-01-01T00:00:01");
        assert_eq!(date_text(i64::MAX), "");
        assert_eq!(time_text(i64::MAX), "");
    }
}
