//! Cases kept in a table: one row a case, with the columns `id`, `stratum`,
//! `block` and `twin_of` (empty unless the case is a twin), and whatever else the
//! harness needs to find a case's data.

use crate::{Case, Table, TableError, open};

/// A table of cases.
pub struct CaseTable(Table);

/// One row of it.
pub struct CaseRow<'a> {
    table: &'a Table,
    row: u64,
}

impl CaseTable {
    /// Opens a table of the split that runs.
    pub fn open(name: &str) -> Result<Self, TableError> {
        Ok(Self(open(name)?))
    }

    /// Every case, in the order of the rows.
    pub fn cases(&self) -> Result<Vec<Case>, TableError> {
        let strata = self.0.text("stratum")?;
        let blocks = self.0.text("block")?;
        let twins = self.0.text("twin_of")?;
        let ids = self.0.text("id")?;
        let rows = ids.into_iter().zip(strata).zip(blocks).zip(twins);
        Ok(rows
            .map(|(((id, stratum), block), twin)| case(id, stratum, block, twin))
            .collect())
    }

    /// The row of a case. Ids are distinct, so the dictionary of the column
    /// holds them in the order of the rows.
    pub fn row(&self, id: &str) -> Result<CaseRow<'_>, TableError> {
        let ids = self.0.dictionary("id")?;
        let row = (0..)
            .zip(&ids)
            .find_map(|(row, candidate)| (candidate == id).then_some(row));
        let row = row.ok_or_else(|| TableError::UnknownTable(format!("case {id}")))?;
        Ok(CaseRow {
            table: &self.0,
            row,
        })
    }
}

impl CaseRow<'_> {
    /// Whether the case is a perturbed twin.
    pub fn is_twin(&self) -> Result<bool, TableError> {
        Ok(!self.table.text_range("twin_of", self.row..self.row + 1)?[0].is_empty())
    }

    /// A number that is not negative, such as an index into another table.
    pub fn index(&self, column: &str) -> Result<u64, TableError> {
        Ok(self.table.s64_range(column, self.row..self.row + 1)?[0].unsigned_abs())
    }
}

fn case(id: String, stratum: String, block: String, twin_of: String) -> Case {
    let case = Case::new(id, stratum).block(block);
    if twin_of.is_empty() {
        case
    } else {
        case.twin_of(twin_of)
    }
}
