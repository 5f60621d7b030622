//! The rules of hierarchies: they fit their column, and each group lies wholly in one
//! group of the next level. Where that broke, the search would miss its optimum.

use std::collections::BTreeMap;

use super::shown;
use crate::{
    Role,
    policy::{
        Column, DataType, DateLevel, Fault, Hierarchy, MAX_COLUMNS, MAX_LEVELS, Policy, Search,
        Step,
    },
};

/// Codes of one hierarchy; a register of every address is no hierarchy.
pub(crate) const MAX_CODES: usize = MAX_COLUMNS * 256;

pub(super) fn check(policy: &Policy, column: &Column, faults: &mut Vec<Fault>) {
    let Some(hierarchy) = &column.hierarchy else {
        if column.least_level > 0 {
            let message = format!(
                "column `{}` has a least level, but no hierarchy",
                shown(&column.name)
            );
            faults.push(Fault::new("least_level", message).hint("add one, or remove the level"));
        }
        return;
    };
    if let Some((message, hint)) = used(column, hierarchy).or_else(|| nested(column, hierarchy)) {
        faults.push(Fault::new("hierarchy", message).hint(hint));
    }
    if column.least_level as usize > hierarchy.levels() {
        let message = format!("level {} of {}", column.least_level, hierarchy.levels());
        faults.push(Fault::new("least_level", message).hint("name a level that there is"));
    }
    if matches!(hierarchy, Hierarchy::Cells { .. }) && policy.privacy.search == Search::Mondrian {
        let message = "`mondrian` makes ranges, and cells have no order";
        let hint = "use `optimal`, or drop the coordinates";
        faults.push(Fault::new("hierarchy", message).hint(hint));
    }
    if let Hierarchy::Cells {
        longitude: Some(longitude),
        ..
    } = hierarchy
    {
        faults.extend(partner(policy, longitude));
    }
}

/// Whether the hierarchy is of use, and fits what the column's steps leave.
fn used(column: &Column, hierarchy: &Hierarchy) -> Option<(String, String)> {
    let name = shown(&column.name);
    let generalises = |step: &Step| matches!(step, Step::Generalise { .. });
    if column.role != Role::QuasiIdentifier && !column.steps.iter().any(generalises) {
        let message = format!("column `{name}` has a hierarchy that nothing uses");
        let hint = "add the step `generalise`, or give it the role `quasi-identifier`";
        return Some((message, hint.to_owned()));
    }
    let before = column.steps.iter().filter(|step| !generalises(step));
    let data_type = before
        .clone()
        .try_fold(column.data_type, |data_type, step| step.output(data_type))?;
    if !hierarchy.fits(data_type) {
        let message = format!(
            "`{}` does not fit column `{name}`, which is {}",
            hierarchy.name(),
            data_type.name()
        );
        return Some((
            message,
            "use another hierarchy; `constant` fits every type".to_owned(),
        ));
    }
    let is_cells = matches!(hierarchy, Hierarchy::Cells { .. });
    let changes = |step: &Step| !matches!(step, Step::Suppress { .. } | Step::Drop);
    if is_cells && before.clone().any(changes) {
        let message =
            format!("the coordinates of column `{name}` are changed before they become cells");
        return Some((message, "choose a coarser resolution instead".to_owned()));
    }
    None
}

/// Whether each group lies wholly in one of the next level.
fn nested(column: &Column, hierarchy: &Hierarchy) -> Option<(String, String)> {
    let say = |message: &str, hint: &str| Some((message.to_owned(), hint.to_owned()));
    match hierarchy {
        Hierarchy::Bands { widths, origin } => bands(column.data_type, widths, *origin),
        Hierarchy::Dates { levels } => dates(column.data_type, levels),
        Hierarchy::Cells { resolutions, .. } => {
            let known = resolutions.iter().all(|resolution| *resolution <= 15);
            if known && is_count(resolutions.len()) && descends(resolutions.iter()) {
                return None;
            }
            say(
                "the resolutions do not fall from 15 or less to 0 or more",
                "for example `[9, 8, 7]`",
            )
        }
        Hierarchy::Prefixes { lengths } => {
            let some = lengths.iter().all(|length| *length > 0);
            if some && is_count(lengths.len()) && descends(lengths.iter()) {
                return None;
            }
            say(
                "the lengths do not fall, or reach 0",
                "for example `[3, 2, 1]`; `*` follows by itself",
            )
        }
        Hierarchy::Codes { parents, .. } => codes(parents),
        Hierarchy::Constant => None,
    }
}

fn dates(data_type: DataType, levels: &[DateLevel]) -> Option<(String, String)> {
    let say = |message: &str, hint: &str| Some((message.to_owned(), hint.to_owned()));
    if !is_count(levels.len()) || !descends(levels.iter().rev()) {
        let hint = "for example `month`, `year`, `decade`";
        return say("the levels do not go from fine to coarse", hint);
    }
    let first = levels.first();
    if data_type == DataType::Date && first.is_some_and(|level| *level <= DateLevel::Day) {
        return say(
            "a date has no hours, and is a day already",
            "begin with `month`",
        );
    }
    None
}

fn bands(data_type: DataType, widths: &[f64], origin: f64) -> Option<(String, String)> {
    let usable = |number: f64| number.is_finite() && number.abs() <= MAX_NUMBER;
    let all = widths.iter().all(|width| usable(*width) && *width > 0.0) && usable(origin);
    if !is_count(widths.len()) || !all {
        let message = "a width is not above 0, or there is none".to_owned();
        return Some((message, "for example `[5, 10, 50]`".to_owned()));
    }
    let whole = widths.iter().all(|width| width.fract() == 0.0) && origin.fract() == 0.0;
    if data_type == DataType::Integer && !whole {
        let message = "bands of whole numbers have a part of one as width or origin".to_owned();
        return Some((message, "use whole widths and a whole origin".to_owned()));
    }
    let pairs = widths.iter().zip(widths.iter().skip(1));
    let parted = pairs.clone().find(|(narrow, wide)| {
        let times = **wide / **narrow;
        times < 1.5 || (times - times.round()).abs() > 1e-9 * times
    });
    parted.map(|(narrow, wide)| {
        let message = format!("a band of width {wide} does not hold whole bands of width {narrow}");
        (
            message,
            "each width is a multiple of the one before, such as `[5, 10, 50]`".to_owned(),
        )
    })
}

/// The largest number of a hierarchy: up to it every whole number is exact.
const MAX_NUMBER: f64 = 9_007_199_254_740_992.0;

fn codes(parents: &BTreeMap<String, Vec<String>>) -> Option<(String, String)> {
    let depth = parents.values().next().map_or(0, Vec::len);
    let even = parents.values().all(|path| path.len() == depth);
    if parents.is_empty() || parents.len() > MAX_CODES || depth >= MAX_LEVELS || !even {
        let message = "codes have no parents, or not equally many each".to_owned();
        return Some((
            message,
            "repeat the last parent of a code with fewer".to_owned(),
        ));
    }
    for level in 1..depth {
        let mut above: BTreeMap<&str, &str> = BTreeMap::new();
        for path in parents.values() {
            let (Some(near), Some(far)) = (path.get(level - 1), path.get(level)) else {
                continue;
            };
            if *above.entry(near).or_insert(far) != far {
                let message = format!("parent `{}` has two parents itself", shown(near));
                return Some((message, "give it the same one for all its codes".to_owned()));
            }
        }
    }
    None
}

/// The column that holds the other half of a coordinate must not be published.
fn partner(policy: &Policy, longitude: &str) -> Option<Fault> {
    let name = shown(longitude);
    let Some(column) = policy.column(longitude) else {
        let fault = Fault::new("hierarchy", format!("no column is called `{name}`"));
        return Some(fault.hint("name the column of the longitude"));
    };
    if column.data_type != DataType::Number || column.is_published() || column.steps.len() > 1 {
        let message = format!("longitude `{name}` is not a number that is dropped");
        let fault = Fault::new("hierarchy", message);
        return Some(fault.hint("the cell holds both, so give it the step `drop` and no other"));
    }
    None
}

fn is_count(levels: usize) -> bool {
    (1..MAX_LEVELS).contains(&levels)
}

fn descends<T: PartialOrd>(items: impl Iterator<Item = T> + Clone) -> bool {
    items
        .clone()
        .zip(items.skip(1))
        .all(|(one, next)| one > next)
}
