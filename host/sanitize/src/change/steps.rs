//! The steps that change cells one by one. A missing cell stays missing.

use std::sync::Arc;

use arrow_array::{
    Array, ArrayRef, Int64Array, StringArray,
    builder::StringBuilder,
    cast::AsArray,
    types::{Float64Type, Int64Type},
};
use arrow_cast::cast;
use arrow_schema::{ArrowError, DataType};

use super::{Redactor, key::Pseudonyms};
use crate::policy::Step;

/// How often a text is looked at again after a redaction: what was taken out may leave
/// something to be found. Then the whole text goes.
const MAX_REDACTIONS: usize = 4;

/// The cells of a block after a step, and how many of them are other than before.
pub(super) fn apply(
    step: &Step,
    cells: &ArrayRef,
    pseudonyms: &Pseudonyms,
    redactor: &Redactor,
) -> Result<(ArrayRef, u64), ArrowError> {
    match step {
        Step::Pseudonym { prefix, length } => {
            let made = pseudonymise(cells, prefix, *length, pseudonyms)?;
            Ok((made, (cells.len() - cells.null_count()) as u64))
        }
        Step::Redact { with } => Ok(redact(cells.as_string(), with, redactor)),
        Step::TopCode { at } => Ok(numbers(cells, |x| x.min(whole(*at)), |x| x.min(*at))),
        Step::BottomCode { at } => Ok(numbers(cells, |x| x.max(whole(*at)), |x| x.max(*at))),
        Step::Clamp { min, max } => Ok(numbers(
            cells,
            |x| x.clamp(whole(*min), whole(*max)),
            |x| x.clamp(*min, *max),
        )),
        Step::Round { to } => {
            let unit = whole(*to).max(1);
            Ok(numbers(cells, |x| round_whole(x, unit), |x| round(x, *to)))
        }
        Step::Drop | Step::Generalise { .. } | Step::Suppress { .. } => Ok((cells.clone(), 0)),
    }
}

fn pseudonymise(
    cells: &ArrayRef,
    prefix: &str,
    length: u32,
    pseudonyms: &Pseudonyms,
) -> Result<ArrayRef, ArrowError> {
    let texts = cast(cells, &DataType::Utf8)?;
    let texts = texts.as_string::<i32>();
    let bytes = prefix.len() + length as usize;
    let mut made = StringBuilder::with_capacity(texts.len(), texts.len() * bytes);
    let mut name = String::with_capacity(bytes);
    for text in texts {
        made.append_option(text.map(|text| {
            name.clear();
            name.push_str(prefix);
            pseudonyms.name(text, length, &mut name);
            name.as_str()
        }));
    }
    Ok(Arc::new(made.finish()))
}

fn numbers(
    cells: &ArrayRef,
    integer: impl Fn(i64) -> i64,
    number: impl Fn(f64) -> f64,
) -> (ArrayRef, u64) {
    if let Some(before) = cells.as_primitive_opt::<Int64Type>() {
        let after: Int64Array = before.unary(integer);
        let changed = before
            .iter()
            .zip(&after)
            .filter(|(before, after)| before != after);
        let changed = changed.count() as u64;
        return (Arc::new(after), changed);
    }
    let before = cells.as_primitive::<Float64Type>();
    // Adding 0 turns a negative zero, that rounding can make, into the other one.
    let after = before.unary::<_, Float64Type>(|x| number(x) + 0.0);
    let changed = before
        .iter()
        .zip(&after)
        .filter(|(before, after)| before != after);
    let changed = changed.count() as u64;
    (Arc::new(after), changed)
}

/// A number of the policy that is whole, which the policy's rules have checked. Beyond
/// the range of whole numbers it becomes the nearest one.
#[expect(
    clippy::cast_possible_truncation,
    reason = "the cast saturates, which is meant"
)]
fn whole(number: f64) -> i64 {
    number as i64
}

/// The nearest multiple, halves away from zero. A multiple that does not fit is replaced
/// by the next one towards zero.
fn round_whole(value: i64, unit: i64) -> i64 {
    let (wide, unit) = (i128::from(value), i128::from(unit));
    let half = unit / 2 + unit % 2;
    let towards_zero = wide / unit * unit;
    let rest = (wide % unit).abs();
    let rounded = if rest >= half {
        towards_zero + unit * wide.signum()
    } else {
        towards_zero
    };
    i64::try_from(rounded)
        .or_else(|_| i64::try_from(towards_zero))
        .unwrap_or(0)
}

/// The nearest multiple. A unit such as 0.1 is better met by dividing by 10.
fn round(value: f64, unit: f64) -> f64 {
    let per_one = 1.0 / unit;
    let rounded = if unit < 1.0 && (per_one - per_one.round()).abs() < 1e-9 * per_one {
        libm::round(value * per_one.round()) / per_one.round()
    } else {
        libm::round(value / unit) * unit
    };
    if rounded.is_finite() { rounded } else { value }
}

fn redact(texts: &StringArray, with: &str, redactor: &Redactor) -> (ArrayRef, u64) {
    let mut made = StringBuilder::with_capacity(texts.len(), texts.value_data().len());
    let mut changed = 0;
    for text in texts {
        let clean = text.and_then(|text| redacted(text, with, redactor));
        changed += u64::from(clean.is_some());
        match clean {
            Some(clean) => made.append_value(clean),
            None => made.append_option(text),
        }
    }
    (Arc::new(made.finish()), changed)
}

/// The text without what the redactor marks; nothing when it marks nothing.
fn redacted(text: &str, with: &str, redactor: &Redactor) -> Option<String> {
    let mut spans = redactor(text);
    if spans.is_empty() {
        return None;
    }
    let mut text = text.to_owned();
    for _ in 0..MAX_REDACTIONS {
        match replaced(&text, spans, with) {
            Some(clean) => text = clean,
            None => break,
        }
        spans = redactor(&text);
        if spans.is_empty() {
            return Some(text);
        }
    }
    Some(if redactor(with).is_empty() {
        with.to_owned()
    } else {
        String::new()
    })
}

/// The text with these parts replaced; nothing when a part is none of the text.
fn replaced(text: &str, mut spans: Vec<(usize, usize)>, with: &str) -> Option<String> {
    spans.sort_unstable();
    let (mut out, mut from) = (String::with_capacity(text.len()), 0);
    for (start, end) in spans {
        if start > end || text.get(start..end).is_none() {
            return None;
        }
        if start >= from {
            out.push_str(text.get(from..start)?);
            out.push_str(with);
        }
        from = from.max(end);
    }
    out.push_str(text.get(from..)?);
    Some(out)
}

#[cfg(test)]
mod tests;
