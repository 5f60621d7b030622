//! One column through its own steps, and up to the point where the search takes over.

use arrow_array::{ArrayRef, UInt32Array};
use arrow_schema::DataType as Arrow;
use arrow_select::take::take;

use super::{
    ChangeError, Changed, Content, Key, Redactor,
    dictionary::{self, Encoded},
    ladder::{Ladder, LadderFault},
    rows::Drawn,
    steps,
};
use crate::policy::{Column, DataType, Hierarchy, Policy, Step};

/// What the steps of every column need.
pub(super) struct Tools<'a> {
    pub(super) policy: &'a Policy,
    pub(super) key: &'a Key,
    pub(super) redactor: &'a Redactor,
    pub(super) rows: &'a Drawn,
}

/// A published column after its own steps.
pub(super) fn change(tools: &Tools<'_>, column: &Column) -> Result<Changed, ChangeError> {
    let pseudonyms = tools.key.pseudonyms(&tools.policy.dataset);
    let mut cells = tools.rows.column(&column.name);
    let mut counts = Vec::new();
    for step in &column.steps {
        let mut changed = 0;
        if let Step::Generalise { level } = step {
            cells = generalised(tools, column, &cells, *level)?;
            changed = cells.iter().map(|block| block.len() as u64).sum();
        } else {
            for block in &mut cells {
                let after = steps::apply(step, block, &pseudonyms, tools.redactor);
                let (after, here) = after.map_err(|_| write_error(column))?;
                *block = after;
                changed += here;
            }
        }
        counts.push(changed);
    }
    if !column.is_searched() {
        return Ok(Changed {
            content: Content::Cells(cells),
            counts,
        });
    }
    let ladder = ladder(tools, column, &cells, column.finest_level())?;
    Ok(Changed {
        content: Content::Ladder(ladder),
        counts,
    })
}

/// The type of Arrow for one of a policy.
pub(super) fn arrow_type(data_type: DataType) -> Arrow {
    match data_type {
        DataType::Text => Arrow::Utf8,
        DataType::Integer => Arrow::Int64,
        DataType::Number => Arrow::Float64,
        DataType::Boolean => Arrow::Boolean,
        DataType::Date => Arrow::Date32,
        DataType::Time => Arrow::Timestamp(arrow_schema::TimeUnit::Millisecond, None),
    }
}

pub(super) fn write_error(column: &Column) -> ChangeError {
    ChangeError::Write {
        column: column.name.clone(),
    }
}

/// The column at a fixed level of its hierarchy, by block.
fn generalised(
    tools: &Tools<'_>,
    column: &Column,
    cells: &[ArrayRef],
    level: u32,
) -> Result<Vec<ArrayRef>, ChangeError> {
    let ladder = ladder(tools, column, cells, level)?;
    let codes = UInt32Array::from(ladder.codes);
    let finished = take(&ladder.faces[0], &codes, None);
    let finished = finished.map_err(|_| write_error(column))?;
    let mut start = 0;
    let parts = tools.rows.blocks.iter().map(|block| {
        let part = finished.slice(start, block.num_rows());
        start += block.num_rows();
        part
    });
    Ok(parts.collect())
}

fn ladder(
    tools: &Tools<'_>,
    column: &Column,
    cells: &[ArrayRef],
    finest: u32,
) -> Result<Ladder, ChangeError> {
    let hierarchy = column.hierarchy.as_ref().unwrap_or(&Hierarchy::Constant);
    let (encoded, cell_columns);
    if let Hierarchy::Cells {
        resolutions,
        longitude,
    } = hierarchy
    {
        cell_columns = longitude.as_ref().map(|name| tools.rows.column(name));
        encoded = super::ladder::cells::encode(cells, cell_columns.as_deref(), resolutions);
    } else {
        // What follows the column's other steps is still of this type, since only
        // `generalise` and `pseudonym` change it and nothing follows those.
        let data_type = arrow_type(column.data_type);
        encoded = dictionary::encode(cells, &data_type);
    }
    let code_of_fault = |fault| named(tools, column, &encoded, fault);
    Ladder::build(&encoded, hierarchy, finest).map_err(code_of_fault)
}

/// The error of a value that its hierarchy does not take, by the first row that has it.
fn named(tools: &Tools<'_>, column: &Column, encoded: &Encoded, fault: LadderFault) -> ChangeError {
    let (LadderFault::Code(code) | LadderFault::Range(code)) = fault;
    let row = encoded
        .codes
        .iter()
        .position(|other| *other == code)
        .unwrap_or_default();
    let (column, row) = (column.name.clone(), tools.rows.raw_row(row));
    match fault {
        LadderFault::Code(_) => ChangeError::Code { column, row },
        LadderFault::Range(_) => ChangeError::Range { column, row },
    }
}
