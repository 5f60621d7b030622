//! The checked input of a search: hierarchies, the criteria, and rows within bounds.

use super::{
    AnonymityError, Attribute, Criteria, Sensitive, criteria::Rule, hierarchy::Hierarchy,
    key::MAX_KEY_BITS, lattice::Lattice,
};

/// Rows of one search. Losses are summed in 64 bits, which hold this many rows of
/// [`MAX_COLUMNS`] columns.
pub(crate) const MAX_ROWS: usize = 1 << 24;

/// Columns of a kind in one search, for the same reason.
pub(crate) const MAX_COLUMNS: usize = 64;

/// Checked input.
#[derive(Debug)]
pub(super) struct Problem<'a> {
    pub(super) attributes: &'a [Attribute],
    pub(super) hierarchies: Vec<Hierarchy>,
    pub(super) lattice: Lattice,
    pub(super) rule: Rule,
    pub(super) rows: usize,
    /// Bits of a key.
    pub(super) bits: u32,
}

impl<'a> Problem<'a> {
    /// Checks everything that a search relies on.
    pub(super) fn new(
        attributes: &'a [Attribute],
        sensitive: &[Sensitive],
        criteria: &Criteria,
    ) -> Result<Self, AnonymityError> {
        Self::by_person(attributes, sensitive, None, criteria)
    }

    /// The same where crowds count persons.
    pub(super) fn by_person(
        attributes: &'a [Attribute],
        sensitive: &[Sensitive],
        persons: Option<&[u32]>,
        criteria: &Criteria,
    ) -> Result<Self, AnonymityError> {
        let columns = attributes.iter().map(|a| (a.name.as_str(), a.codes.len()));
        let rows = same_rows(columns.chain(sensitive.iter().map(named)))?;
        few(attributes.len())?;
        let rule = Rule::by_person(rows, sensitive, persons, criteria)?;
        let lattice = Lattice::new(attributes.iter().map(|a| a.levels.len().max(1)).collect())?;
        let (mut hierarchies, mut bits) = (Vec::new(), 0);
        for attribute in attributes {
            let hierarchy = Hierarchy::new(attribute, bits)?;
            bits += hierarchy.field.bits;
            hierarchies.push(hierarchy);
        }
        if bits > MAX_KEY_BITS {
            return Err(AnonymityError::KeyTooWide { found: bits });
        }
        Ok(Self {
            attributes,
            hierarchies,
            lattice,
            rule,
            rows,
            bits,
        })
    }
}

/// A sensitive column's name and rows, for [`same_rows`].
pub(super) fn named(sensitive: &Sensitive) -> (&str, usize) {
    (&sensitive.name, sensitive.codes.len())
}

/// Refuses more columns of a kind than a search takes.
pub(super) fn few(found: usize) -> Result<(), AnonymityError> {
    if found > MAX_COLUMNS {
        return Err(AnonymityError::TooManyColumns { found });
    }
    Ok(())
}

/// The number of rows that all columns share.
pub(super) fn same_rows<'a>(
    mut columns: impl Iterator<Item = (&'a str, usize)>,
) -> Result<usize, AnonymityError> {
    let rows = columns.next().map_or(0, |(_, rows)| rows);
    if rows > MAX_ROWS {
        return Err(AnonymityError::TooManyRows { found: rows });
    }
    match columns.find(|(_, found)| *found != rows) {
        Some((column, found)) => Err(AnonymityError::Rows {
            column: column.to_owned(),
            found,
            rows,
        }),
        None => Ok(rows),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attribute(rows: usize, values: u32) -> Attribute {
        let levels = vec![(0..values).collect()];
        Attribute {
            name: "age".into(),
            codes: vec![0; rows],
            levels,
        }
    }

    fn refused(attributes: &[Attribute]) -> String {
        let criteria = Criteria {
            k: 2,
            max_suppressed: 0.0,
            diversity: None,
            closeness: None,
        };
        Problem::new(attributes, &[], &criteria)
            .expect_err("it is refused")
            .to_string()
    }

    #[test]
    fn columns_of_different_lengths_are_refused() {
        let error = refused(&[attribute(3, 2), attribute(4, 2)]);
        assert_eq!(error, "column `age` has 4 rows, the first one 3");
    }

    #[test]
    fn more_rows_than_the_limit_are_refused() {
        assert!(refused(&[attribute(MAX_ROWS + 1, 1)]).starts_with("16777217 rows"));
    }

    #[test]
    fn more_columns_than_the_limit_are_refused() {
        assert!(refused(&vec![attribute(1, 1); 65]).starts_with("65 columns"));
    }

    #[test]
    fn codes_that_fit_into_no_key_are_refused() {
        let error = refused(&vec![attribute(1, 1 << 10); 13]);
        assert!(error.starts_with("the columns' values take 130 bits together"));
    }
}
