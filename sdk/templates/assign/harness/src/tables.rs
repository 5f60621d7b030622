//! Reads the table of wishes.

use std::collections::BTreeSet;

use pilotbox_harness::columns::{Names, numbers};
use pilotbox_harness::{Case, TableError, open};

use crate::market::Wish;
use crate::setting::Setting;

/// One case for each group, in the order in which the table names them.
pub(crate) fn cases(setting: &Setting) -> Result<Vec<Case>, TableError> {
    let table = open(&setting.table)?;
    let groups = Names::read(&table, &setting.group)?;
    let strata = match &setting.strata {
        Some(column) => Some(Names::read(&table, column)?),
        None => None,
    };
    Ok(of_groups(&groups, strata.as_ref()))
}

/// The wishes of a group, in the order of the table.
pub(crate) fn wishes(setting: &Setting, id: &str) -> Result<Vec<Wish>, TableError> {
    let table = open(&setting.table)?;
    let groups = Names::read(&table, &setting.group)?;
    let persons = Names::read(&table, &setting.person)?;
    let places = Names::read(&table, &setting.place)?;
    let costs = numbers(&table, &setting.cost)?;
    let capacities = table.s64(&setting.capacity)?;
    let rows = (0..groups.codes.len()).filter(|row| groups.at(*row) == id);
    Ok(rows
        .map(|row| Wish {
            person: persons.codes[row],
            place: places.codes[row],
            cost: costs[row],
            capacity: capacities[row],
        })
        .collect())
}

fn of_groups(groups: &Names, strata: Option<&Names>) -> Vec<Case> {
    let mut seen = BTreeSet::new();
    let first = (0..groups.codes.len()).filter(|row| seen.insert(groups.codes[*row]));
    first
        .map(|row| {
            let stratum = strata.map_or("all", |strata| strata.at(row));
            Case::new(groups.at(row), stratum)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_group_is_a_case_of_its_stratum() {
        let groups = Names::of(["w1", "w1", "w2"]);
        let strata = Names::of(["summer", "summer", "winter"]);
        let cases = of_groups(&groups, Some(&strata));
        let told: Vec<_> = cases
            .iter()
            .map(|case| (&*case.id, &*case.stratum))
            .collect();
        assert_eq!(told, [("w1", "summer"), ("w2", "winter")]);
        assert_eq!(of_groups(&groups, None)[1].stratum, "all");
    }
}
