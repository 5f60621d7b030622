//! Numbers as bands `[low, high)`.

use arrow_array::{
    ArrayRef,
    cast::AsArray,
    types::{Float64Type, Int64Type},
};

use super::{LadderFault, Rung};

/// Bands beyond this number are not exact any more.
const MAX_BAND: f64 = 9_007_199_254_740_992.0;

/// Decimals that a bound is written with, at most.
const MAX_DECIMALS: usize = 12;

/// How near to a bound a number counts as the bound: 0.3 is the third tenth, though as
/// binary fractions it is a little less.
const ROUNDING: f64 = 1e-9;

/// One rung a width. Each wider band is found from the narrowest, so that it holds whole
/// bands of those before even where the division of floats would not.
pub(super) fn rungs(
    values: &ArrayRef,
    widths: &[f64],
    origin: f64,
) -> Result<Vec<Rung>, LadderFault> {
    let Some(narrowest) = widths.first().copied() else {
        return Ok(Vec::new());
    };
    let bands = narrow(values, narrowest, origin)?;
    let rung = |width: &f64| {
        let times = truncated((*width / narrowest).round()).max(1);
        let keys = bands
            .iter()
            .map(|band| band.map(|band| band.div_euclid(times)));
        let decimals = decimals(*width).max(decimals(origin));
        Rung::by_key(keys, |band| name(band, *width, origin, decimals))
    };
    Ok(widths.iter().map(rung).collect())
}

/// The narrowest band of each value.
fn narrow(values: &ArrayRef, width: f64, origin: f64) -> Result<Vec<Option<i64>>, LadderFault> {
    if let Some(whole) = values.as_primitive_opt::<Int64Type>() {
        let (width, origin) = (truncated(width).max(1), truncated(origin));
        let band = |(code, value): (u32, Option<i64>)| {
            let Some(value) = value else { return Ok(None) };
            let moved = value.checked_sub(origin).ok_or(LadderFault::Range(code))?;
            in_range(moved.div_euclid(width), code)
        };
        return (0..).zip(whole).map(band).collect();
    }
    let band = |(code, value): (u32, Option<f64>)| {
        let Some(value) = value else { return Ok(None) };
        let times = (value - origin) / width;
        let nearest = libm::round(times);
        let is_bound = (times - nearest).abs() <= ROUNDING * nearest.abs().max(1.0);
        let band = if is_bound {
            nearest
        } else {
            libm::floor(times)
        };
        if band.is_finite() && band.abs() <= MAX_BAND {
            return Ok(Some(truncated(band)));
        }
        Err(LadderFault::Range(code))
    };
    (0..)
        .zip(values.as_primitive::<Float64Type>())
        .map(band)
        .collect()
}

fn in_range(band: i64, code: u32) -> Result<Option<i64>, LadderFault> {
    if band.unsigned_abs() > truncated(MAX_BAND).unsigned_abs() {
        return Err(LadderFault::Range(code));
    }
    Ok(Some(band))
}

#[expect(
    clippy::cast_precision_loss,
    reason = "bands are at most MAX_BAND in number, which is exact"
)]
fn name(band: i64, width: f64, origin: f64, decimals: usize) -> String {
    // Adding 0 turns a negative zero into the other one.
    let low = origin + band as f64 * width + 0.0;
    let high = origin + (band + 1) as f64 * width + 0.0;
    format!("[{low:.decimals$}, {high:.decimals$})")
}

/// How many decimals write the number, at most [`MAX_DECIMALS`].
fn decimals(number: f64) -> usize {
    let is_written = |decimals: &usize| {
        let written = format!("{number:.decimals$}");
        written
            .parse::<f64>()
            .is_ok_and(|back| (back - number).abs() <= ROUNDING * number.abs())
    };
    (0..MAX_DECIMALS).find(is_written).unwrap_or(MAX_DECIMALS)
}

/// A number that is whole and within range, as the callers have checked.
#[expect(
    clippy::cast_possible_truncation,
    reason = "the cast saturates, and parts are cut off"
)]
fn truncated(number: f64) -> i64 {
    number as i64
}
