//! Whether a text is a band of a width, such as `[20, 25)`.

/// How far a bound may lie from where it should, as a share of the width or of the bound:
/// bounds are written with few decimals.
const ROUNDING: f64 = 1e-6;

pub(super) fn is_band(text: &str, width: f64, origin: f64) -> bool {
    let inner = text
        .strip_prefix('[')
        .and_then(|text| text.strip_suffix(')'));
    let parts = inner.and_then(|inner| inner.split_once(", "));
    let numbers = parts.and_then(|(low, high)| low.parse().ok().zip(high.parse().ok()));
    numbers.is_some_and(|(low, high): (f64, f64)| {
        let slack = ROUNDING * width.max(low.abs() * 1e-6);
        let times = (low - origin) / width;
        (high - low - width).abs() <= slack && (times - times.round()).abs() * width <= slack
    })
}
