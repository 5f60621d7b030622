//! Whether numbers stay within their bounds and are rounded. A step that comes later may
//! move a number again, so each promise is taken as what the later steps leave of it.

use arrow_schema::DataType;

use super::{Broken, Promise, cells::Cells};
use crate::policy::{Column, Step};

/// How near to a multiple a number must be, as a share of the unit or of the number.
const ROUNDING: f64 = 1e-9;

pub(super) fn check(column: &Column, cells: &Cells, broken: &mut Vec<Broken>) {
    // Bands that the search made of numbers are looked at as groups instead.
    if !matches!(cells.data_type, DataType::Int64 | DataType::Float64) {
        return;
    }
    let name = Some(column.name.as_str());
    for (place, step) in column.steps.iter().enumerate() {
        let later = column.steps.get(place + 1..).unwrap_or_default();
        let found = match step {
            Step::TopCode { .. } | Step::BottomCode { .. } | Step::Clamp { .. } => {
                let (low, high) = bounds(step);
                let (low, high) = (after(low, later), after(high, later));
                let beyond = |x: f64| x < low - slack(low) || x > high + slack(high);
                let rows = cells.rows_where(|cell| number(cell).is_none_or(beyond));
                Broken::rows(Promise::Bounds, name, rows)
            }
            Step::Round { to } if !later.iter().any(is_round) => {
                let edges = edges(later);
                let fits = |x: f64| is_multiple(x, *to) || edges.contains(&x);
                let rows = cells.rows_where(|cell| !number(cell).is_some_and(fits));
                Broken::rows(Promise::Rounding, name, rows)
            }
            _ => None,
        };
        broken.extend(found);
    }
}

fn number(cell: &str) -> Option<f64> {
    cell.parse().ok().filter(|number: &f64| number.is_finite())
}

fn bounds(step: &Step) -> (f64, f64) {
    match step {
        Step::TopCode { at } => (f64::NEG_INFINITY, *at),
        Step::BottomCode { at } => (*at, f64::INFINITY),
        Step::Clamp { min, max } => (*min, *max),
        _ => (f64::NEG_INFINITY, f64::INFINITY),
    }
}

/// Where a bound itself ends up after later steps. All of them keep the order of numbers,
/// so what lay within the bound lies within this.
fn after(bound: f64, later: &[Step]) -> f64 {
    later.iter().fold(bound, |bound, step| match step {
        Step::Round { to } if bound.is_finite() => (bound / to).round() * to,
        _ => {
            let (low, high) = bounds(step);
            bound.max(low).min(high)
        }
    })
}

/// The values that later bounds put in the place of rounded numbers.
fn edges(later: &[Step]) -> Vec<f64> {
    let pairs = later.iter().map(bounds);
    pairs
        .flat_map(|(low, high)| [low, high])
        .filter(|edge| edge.is_finite())
        .collect()
}

fn is_round(step: &Step) -> bool {
    matches!(step, Step::Round { .. })
}

fn is_multiple(number: f64, unit: f64) -> bool {
    let times = number / unit;
    (times - times.round()).abs() <= ROUNDING * times.abs().max(1.0)
}

fn slack(bound: f64) -> f64 {
    if bound.is_finite() {
        ROUNDING * bound.abs().max(1.0)
    } else {
        0.0
    }
}
