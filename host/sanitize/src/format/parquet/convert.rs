//! Columns of Parquet as the six types of a table. Text is read as views into the pages
//! it stands in, so that a cell that is repeated a million times takes its bytes once
//! until it is known to be short.

use std::sync::Arc;

use arrow_array::{Array, ArrayRef, builder::StringBuilder, cast::AsArray};
use arrow_cast::{CastOptions, cast_with_options};
use arrow_schema::{DataType, Field};

use crate::format::{FormatError, Place, Reason, Type, columns, finding::Desk};

/// How a field is read, and what it becomes.
pub(super) fn field(
    found: &Field,
    name: &str,
    desk: &mut Desk<'_>,
) -> Result<(Field, Field), FormatError> {
    let place = Place::table(name).column(found.name());
    let data_type = found.data_type();
    let Some(wanted) = kind(data_type) else {
        let found = data_type.to_string();
        return Err(FormatError::refused(place, Reason::ColumnType { found }));
    };
    if loses(data_type) {
        let found = data_type.to_string();
        desk.warn(place, Reason::ColumnChanged { found, wanted });
    }
    let as_read = match wanted {
        Type::Text => DataType::Utf8View,
        _ => data_type.clone(),
    };
    let as_read = Field::new(found.name(), as_read, found.is_nullable());
    Ok((as_read, columns::field(found.name(), wanted)))
}

/// Bytes of text that an array will take.
pub(super) fn text_bytes(array: &ArrayRef) -> usize {
    match array.as_string_view_opt() {
        Some(views) => views.lengths().map(|length| length as usize).sum(),
        None => 0,
    }
}

/// An array as an array of a type of tables.
pub(super) fn array(array: &ArrayRef, wanted: &DataType, limit: usize) -> Result<ArrayRef, Reason> {
    if let Some(views) = array.as_string_view_opt() {
        let mut text = StringBuilder::with_capacity(views.len(), 0);
        for view in views {
            match view {
                Some(view) if view.len() > limit => return Err(Reason::FieldBytes { limit }),
                view => text.append_option(view),
            }
        }
        return Ok(Arc::new(text.finish()));
    }
    let options = CastOptions {
        safe: false,
        ..CastOptions::default()
    };
    let wanted_kind = kind(wanted).unwrap_or(Type::Text);
    let cast = cast_with_options(array, wanted, &options);
    cast.map_err(|_| Reason::Range {
        wanted: wanted_kind,
    })
}

/// What a column of a type becomes, if it can be read.
fn kind(data_type: &DataType) -> Option<Type> {
    use DataType::{
        Boolean, Date32, Decimal32, Decimal64, Decimal128, Decimal256, Float16, Float32, Float64,
        Int8, Int16, Int32, Int64, Timestamp, UInt8, UInt16, UInt32, UInt64, Utf8,
    };
    match data_type {
        Utf8 => Some(Type::Text),
        Int8 | Int16 | Int32 | Int64 | UInt8 | UInt16 | UInt32 | UInt64 => Some(Type::Integer),
        Float16 | Float32 | Float64 | Decimal32(..) | Decimal64(..) | Decimal128(..)
        | Decimal256(..) => Some(Type::Number),
        Boolean => Some(Type::Boolean),
        Date32 => Some(Type::Date),
        Timestamp(..) => Some(Type::Time),
        _ => None,
    }
}

/// Whether a value may lose something.
fn loses(data_type: &DataType) -> bool {
    use arrow_schema::TimeUnit::{Microsecond, Nanosecond};
    match data_type {
        DataType::Timestamp(unit, _) => matches!(unit, Microsecond | Nanosecond),
        other => other.is_decimal(),
    }
}
