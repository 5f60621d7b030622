//! Series are cut by time: the split `sample` first, `final` last. A later part
//! begins with the history that its first case is shown, which an earlier part
//! has asked for already, so that no history shows what is still hidden.

use std::collections::BTreeMap;

use super::{
    ALL, RowSplit,
    columns::{Columns, at_row},
    sorted,
};
use crate::template::{FormError, Part, TemplateForm};

/// Moments are this near to 1970, in seconds, so that no sum leaves 64 bits.
const FARTHEST: i64 = 1 << 40;
const DAY_SECONDS: i64 = 24 * 60 * 60;
const HOUR_SECONDS: i64 = 60 * 60;
const WEEKDAYS: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

/// Steps of the whole table, and how cases lie on them.
struct Steps {
    first: i64,
    step: i64,
    count: i64,
    history: i64,
    horizon: i64,
    every: i64,
}

/// A part's steps, from the first to before the last.
type Range = (Part, i64, i64);

pub(super) fn split(
    form: &TemplateForm,
    columns: &Columns<'_>,
) -> Result<RowSplit, Vec<FormError>> {
    parts(form, columns).map_err(|error| vec![error])
}

fn parts(form: &TemplateForm, columns: &Columns<'_>) -> Result<RowSplit, FormError> {
    let times = columns.integers("time")?;
    check_target(&columns.numbers("target")?)?;
    let series = columns.names("series")?;
    let series = series.unwrap_or_else(|| vec![String::new(); columns.rows]);
    let steps = steps(form, times)?;
    let order = order(times, &series)?;
    let ranges = cut(form, &steps)?;
    let mut split = RowSplit::default();
    for (part, from, to) in &ranges {
        let rows = order.iter().copied().filter(|row| {
            let step = times
                .get(*row)
                .map(|time| (time - steps.first) / steps.step);
            step.is_some_and(|step| (*from..*to).contains(&step))
        });
        split.parts.insert(*part, rows.collect());
    }
    split.strata = strata(form, columns, &steps, &ranges, series)?;
    Ok(split)
}

fn check_target(target: &[f64]) -> Result<(), FormError> {
    match target.iter().position(|value| value.is_infinite()) {
        Some(row) => Err(at_row("target", row, "is infinite")),
        None => Ok(()),
    }
}

fn steps(form: &TemplateForm, times: &[i64]) -> Result<Steps, FormError> {
    let step = form.integer("step").unwrap_or(1).max(1);
    let first = times.iter().copied().min().unwrap_or_default();
    let last = times.iter().copied().max().unwrap_or_default();
    if first < -FARTHEST || last > FARTHEST {
        let message = "its column holds no seconds since 1970";
        return Err(FormError::new("params.time", message));
    }
    if let Some(row) = times.iter().position(|time| (time - first) % step != 0) {
        let message =
            format!("lies between two steps of {step} seconds; hint: round times to whole steps");
        return Err(at_row("time", row, &message));
    }
    let horizon = form.integer("horizon").unwrap_or(1);
    Ok(Steps {
        first,
        step,
        count: (last - first) / step + 1,
        history: form.integer("history").unwrap_or(1),
        horizon,
        every: form.integer("every").unwrap_or(horizon),
    })
}

/// Rows by series and time. A time that is there twice has no truth.
fn order(times: &[i64], series: &[String]) -> Result<Vec<usize>, FormError> {
    let mut seen = BTreeMap::new();
    for (row, key) in series.iter().zip(times).enumerate() {
        if let Some(other) = seen.insert(key, row) {
            let message = format!(
                "repeats the time of row {}; hint: keep one row a step and series",
                other + 1
            );
            return Err(at_row("time", row, &message));
        }
    }
    Ok(seen.into_values().collect())
}

fn cut(form: &TemplateForm, steps: &Steps) -> Result<Vec<Range>, FormError> {
    let parts = form.kind.parts();
    let weights = parts.iter().map(|part| i64::from(form.shares.of(*part)));
    let whole: i64 = weights.sum();
    let asked = steps.count - steps.history;
    let (mut ranges, mut so_far) = (Vec::new(), 0);
    for part in parts {
        let from = steps.history + asked * so_far / whole;
        so_far += i64::from(form.shares.of(*part));
        let to = steps.history + asked * so_far / whole;
        if to - from < steps.horizon {
            let message = format!(
                "`{}` steps are too few: after {} of history the part `{}` gets {}, and a case asks for {}; \
                 hint: bring more rows, or lower `history` or `horizon`",
                steps.count,
                steps.history,
                part.folder(),
                (to - from).max(0),
                steps.horizon
            );
            return Err(FormError::new("table", message));
        }
        ranges.push((*part, from - steps.history, to));
    }
    Ok(ranges)
}

fn strata(
    form: &TemplateForm,
    columns: &Columns<'_>,
    steps: &Steps,
    ranges: &[Range],
    series: Vec<String>,
) -> Result<Vec<String>, FormError> {
    let moments = || ranges.iter().flat_map(|range| moments(steps, range));
    Ok(match form.text("strata") {
        None => vec![ALL.to_owned()],
        Some("series") => sorted(series),
        Some("weekday") => sorted(moments().map(weekday)),
        Some("hour") => sorted(moments().map(hour)),
        Some(_) => sorted(columns.names("strata")?.unwrap_or_default()),
    })
}

/// When the cases of a part are, in seconds: as the harness finds them.
fn moments(steps: &Steps, (_, from, to): &Range) -> impl Iterator<Item = i64> {
    let (first, step, horizon) = (steps.first, steps.step, steps.horizon);
    let (every, mut at, end) = (steps.every, from + steps.history - 1, *to);
    std::iter::from_fn(move || {
        let now = at;
        at += every;
        (now + horizon < end).then_some(first + now * step)
    })
}

/// 1 January 1970 was a Thursday.
fn weekday(moment: i64) -> String {
    let day = (moment.div_euclid(DAY_SECONDS) + 3).rem_euclid(7);
    let name = usize::try_from(day).ok().and_then(|day| WEEKDAYS.get(day));
    name.copied().unwrap_or_default().to_owned()
}

fn hour(moment: i64) -> String {
    let hour = moment.rem_euclid(DAY_SECONDS) / HOUR_SECONDS;
    format!("{hour:02}")
}
