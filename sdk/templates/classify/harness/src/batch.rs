//! Which rows make a case: those of one group, or else some rows of one stratum,
//! in the order of the table.

use std::collections::BTreeMap;

use pilotbox_harness::Case;

use crate::setting::Setting;

/// What tells the cases apart, row by row.
#[derive(Clone, Debug, Default)]
pub(crate) struct Keys {
    pub rows: usize,
    /// Stratum of each row, where a column gives it.
    pub strata: Option<Vec<String>>,
    /// Group of each row, where a column gives it.
    pub groups: Option<Vec<String>>,
}

/// One case for each group or batch.
pub(crate) fn cases(keys: &Keys, setting: &Setting) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let mut known = BTreeMap::new();
    for (row, id) in ids(keys, setting).into_iter().enumerate() {
        if known.insert(id.clone(), row).is_none() {
            cases.push(Case::new(id, stratum(keys, row)));
        }
    }
    cases
}

/// The rows of a case.
pub(crate) fn rows(keys: &Keys, setting: &Setting, wanted: &str) -> Vec<usize> {
    let ids = ids(keys, setting).into_iter().enumerate();
    ids.filter(|(_, id)| id == wanted)
        .map(|(row, _)| row)
        .collect()
}

/// The case of each row.
fn ids(keys: &Keys, setting: &Setting) -> Vec<String> {
    if let Some(groups) = &keys.groups {
        return groups.clone();
    }
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    (0..keys.rows)
        .map(|row| {
            let stratum = stratum(keys, row);
            let count = seen.entry(stratum).or_default();
            let batch = *count / setting.batch + 1;
            *count += 1;
            format!("{stratum} {batch}")
        })
        .collect()
}

fn stratum(keys: &Keys, row: usize) -> &str {
    keys.strata.as_ref().map_or("all", |strata| &strata[row])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::setting::tests::setting;

    fn own(names: &[&str]) -> Option<Vec<String>> {
        Some(names.iter().map(|name| (*name).to_owned()).collect())
    }

    #[test]
    fn batches_lie_in_one_stratum() {
        let keys = Keys {
            rows: 5,
            strata: own(&["old", "new", "old", "old", "new"]),
            groups: None,
        };
        let setting = setting(&[("batch", "2")]);
        let cases = cases(&keys, &setting);
        let told: Vec<_> = cases
            .iter()
            .map(|case| (&*case.id, &*case.stratum))
            .collect();
        assert_eq!(told, [("old 1", "old"), ("new 1", "new"), ("old 2", "old")]);
        assert_eq!(rows(&keys, &setting, "old 1"), [0, 2]);
        assert_eq!(rows(&keys, &setting, "old 2"), [3]);
        assert!(rows(&keys, &setting, "old 3").is_empty());
    }

    #[test]
    fn a_group_is_a_case() {
        let keys = Keys {
            rows: 3,
            strata: None,
            groups: own(&["b", "a", "b"]),
        };
        let cases = cases(&keys, &setting(&[]));
        assert_eq!(cases.len(), 2);
        assert_eq!((&*cases[0].id, &*cases[0].stratum), ("b", "all"));
        assert_eq!(rows(&keys, &setting(&[]), "b"), [0, 2]);
    }
}
