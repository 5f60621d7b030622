//! Rows without a time are cut by units that stay whole: a group of rows, or one
//! row. Which unit goes where follows from the seed and the unit's name alone, so
//! that the order of the rows decides nothing.

use std::collections::{BTreeMap, BTreeSet};

use pilotbox_model::Digest;

use super::{
    ALL, RowSplit,
    columns::{Columns, at_row},
};
use crate::template::{FormError, TemplateForm};

/// Persons that a place may take: the harness counts them in 32 bits.
pub(in crate::template) const MAX_CAPACITY: i64 = 1_000_000;

/// Units of rows by stratum: `stratum -> unit -> rows`.
type Strata = BTreeMap<String, BTreeMap<String, Vec<usize>>>;

pub(super) fn classify(
    form: &TemplateForm,
    columns: &Columns<'_>,
) -> Result<RowSplit, Vec<FormError>> {
    let units = || {
        let classes = columns.names("target")?.unwrap_or_default();
        if classes.iter().collect::<BTreeSet<_>>().len() < 2 {
            let message = "its column holds one class; hint: two or more are needed";
            return Err(FormError::new("params.target", message));
        }
        let group = columns.names("group")?;
        let by_name = match group {
            Some(group) => Some(group),
            None => distinct(columns.names("id")?)?,
        };
        // Without a name a row is known by its place.
        Ok(by_name.unwrap_or_else(|| (0..columns.rows).map(|row| format!("{row:012}")).collect()))
    };
    cut(form, columns, units().map_err(|error| vec![error])?)
}

pub(super) fn assign(
    form: &TemplateForm,
    columns: &Columns<'_>,
) -> Result<RowSplit, Vec<FormError>> {
    let units = || {
        let group = columns.names("group")?.unwrap_or_default();
        check_wishes(form, columns, &group)?;
        Ok(group)
    };
    cut(form, columns, units().map_err(|error| vec![error])?)
}

fn distinct(ids: Option<Vec<String>>) -> Result<Option<Vec<String>>, FormError> {
    let mut seen = BTreeSet::new();
    let double = ids.iter().flatten().position(|id| !seen.insert(id));
    match double {
        Some(row) => Err(at_row("id", row, "repeats an earlier one")),
        None => Ok(ids),
    }
}

/// Wishes must be in an order, once each, and a place has one capacity.
fn check_wishes(
    form: &TemplateForm,
    columns: &Columns<'_>,
    groups: &[String],
) -> Result<(), FormError> {
    let persons = columns.names("person")?.unwrap_or_default();
    let places = columns.names("place")?.unwrap_or_default();
    let capacities = columns.integers("capacity")?;
    if form.text("rank").is_some() {
        let ranks = columns.integers("rank")?;
        if let Some(row) = ranks.iter().position(|rank| *rank < 1) {
            return Err(at_row("rank", row, "is less than 1"));
        }
    } else {
        let costs = columns.numbers("cost")?;
        let fits = |cost: &f64| cost.is_finite() && *cost >= 0.0;
        if let Some(row) = costs.iter().position(|cost| !fits(cost)) {
            return Err(at_row("cost", row, "is no number of 0 or more"));
        }
    }
    let (mut wished, mut held) = (BTreeSet::new(), BTreeMap::new());
    let rows = groups.iter().zip(&persons).zip(&places).zip(capacities);
    for (row, (((group, person), place), capacity)) in rows.enumerate() {
        if !(0..=MAX_CAPACITY).contains(capacity) {
            let message = format!("is not from 0 to {MAX_CAPACITY}");
            return Err(at_row("capacity", row, &message));
        }
        if !wished.insert((group, person, place)) {
            return Err(at_row("place", row, "repeats a wish of the same person"));
        }
        if *held.entry((group, place)).or_insert(capacity) != capacity {
            let message = "differs from an earlier row of the same place and group";
            return Err(at_row("capacity", row, message));
        }
    }
    Ok(())
}

fn cut(
    form: &TemplateForm,
    columns: &Columns<'_>,
    units: Vec<String>,
) -> Result<RowSplit, Vec<FormError>> {
    let strata = strata(columns, units).map_err(|error| vec![error])?;
    let mut split = RowSplit::default();
    let mut errors = Vec::new();
    for (stratum, units) in &strata {
        if let Err(error) = cut_stratum(form, stratum, units, &mut split) {
            errors.push(error);
        }
    }
    for rows in split.parts.values_mut() {
        rows.sort_unstable();
    }
    split.strata = strata.into_keys().collect();
    if errors.is_empty() {
        Ok(split)
    } else {
        Err(errors)
    }
}

fn strata(columns: &Columns<'_>, units: Vec<String>) -> Result<Strata, FormError> {
    let names = columns.names("strata")?;
    let names = names.unwrap_or_else(|| vec![ALL.to_owned(); columns.rows]);
    let mut strata = Strata::new();
    let mut of: BTreeMap<String, String> = BTreeMap::new();
    for (row, (unit, stratum)) in units.into_iter().zip(names).enumerate() {
        let own = of.entry(unit.clone()).or_insert_with(|| stratum.clone());
        if *own != stratum {
            let message = "differs within its group; hint: a group lies in one stratum";
            return Err(at_row("strata", row, message));
        }
        let units = strata.entry(stratum).or_default();
        units.entry(unit).or_default().push(row);
    }
    Ok(strata)
}

/// Fills every part with its share of a stratum's units, in the order of their
/// digests.
fn cut_stratum(
    form: &TemplateForm,
    stratum: &str,
    units: &BTreeMap<String, Vec<usize>>,
    split: &mut RowSplit,
) -> Result<(), FormError> {
    let mut drawn: Vec<_> = units.iter().collect();
    let seed = form.seed.to_le_bytes();
    drawn.sort_by_cached_key(|(unit, _)| {
        Digest::of_parts([seed.as_slice(), stratum.as_bytes(), unit.as_bytes()])
    });
    let parts = form.kind.parts();
    let whole: u64 = parts
        .iter()
        .map(|part| u64::from(form.shares.of(*part)))
        .sum();
    let place = |weight: u64| {
        let at = u128::from(weight) * drawn.len() as u128 / u128::from(whole.max(1));
        usize::try_from(at).unwrap_or(drawn.len())
    };
    let mut so_far = 0;
    for part in parts {
        let from = place(so_far);
        so_far += u64::from(form.shares.of(*part));
        let taken = drawn.get(from..place(so_far)).unwrap_or_default();
        if taken.is_empty() {
            let message = format!(
                "stratum `{stratum}` has {} rows or groups, too few for the part `{}`; \
                 hint: bring more, or use fewer strata",
                drawn.len(),
                part.folder()
            );
            return Err(FormError::new("table", message));
        }
        let rows = taken.iter().flat_map(|(_, rows)| rows.iter().copied());
        split.parts.entry(*part).or_default().extend(rows);
    }
    Ok(())
}
