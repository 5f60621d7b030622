//! Whether policy and table belong together. Silence does not publish: every column of
//! the table is named, and of the type that was decided upon.

use arrow_schema::DataType as Arrow;

use super::ChangeError;
use crate::{
    Table,
    policy::{DataType, Policy},
};

/// Refuses a policy with faults, and a table that it was not written for.
pub(super) fn check(table: &Table, policy: &Policy) -> Result<(), ChangeError> {
    let faults = policy.faults();
    if let Some(first) = faults.first() {
        let (count, first) = (faults.len(), first.to_string());
        return Err(ChangeError::Policy { count, first });
    }
    let found = table.rows();
    if u32::try_from(found).is_err() {
        return Err(ChangeError::TooManyRows { found });
    }
    for field in table.schema().fields() {
        let column = field.name().clone();
        let Some(named) = policy.column(&column) else {
            return Err(ChangeError::Unnamed { column });
        };
        let (found, named) = (type_of(field.data_type()), named.data_type);
        if found != named {
            let (found, named) = (found.name(), named.name());
            return Err(ChangeError::Type {
                column,
                found,
                named,
            });
        }
    }
    let absent = policy
        .columns
        .iter()
        .find(|column| table.column(&column.name).is_none());
    match absent {
        Some(column) => Err(ChangeError::Absent {
            column: column.name.clone(),
        }),
        None => Ok(()),
    }
}

/// A table's types are only those of [`crate::table::is_supported`].
fn type_of(data_type: &Arrow) -> DataType {
    match data_type {
        Arrow::Int64 => DataType::Integer,
        Arrow::Float64 => DataType::Number,
        Arrow::Boolean => DataType::Boolean,
        Arrow::Date32 => DataType::Date,
        Arrow::Timestamp(..) => DataType::Time,
        _ => DataType::Text,
    }
}
