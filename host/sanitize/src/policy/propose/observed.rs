//! What a profile says of a column, as a proposal needs it.

use super::{Form, Observed};
use crate::{
    find::{ColumnProfile, DataKind, Kind, Point, Reason, Topic},
    policy::DataType,
};

impl From<&ColumnProfile> for Observed {
    fn from(seen: &ColumnProfile) -> Self {
        Self {
            name: seen.name.clone(),
            data_type: data_type(seen.data_type),
            role: seen.role,
            form: form(seen),
            rows: seen.rows,
            distinct: seen.distinct.count,
            min: seen
                .quantiles
                .first()
                .and_then(|least| number(&least.value)),
            max: seen.quantiles.last().and_then(|most| number(&most.value)),
            longest: seen
                .lengths
                .and_then(|lengths| u32::try_from(lengths.max).ok()),
        }
    }
}

fn data_type(kind: DataKind) -> DataType {
    match kind {
        DataKind::Text => DataType::Text,
        DataKind::Integer => DataType::Integer,
        DataKind::Number => DataType::Number,
        DataKind::Boolean => DataType::Boolean,
        DataKind::Date => DataType::Date,
        DataKind::Time => DataType::Time,
    }
}

/// Sentences first: whatever else stands in them, nobody knows all of it.
fn form(seen: &ColumnProfile) -> Form {
    let has = |is: fn(&Reason) -> bool| seen.reasons.iter().any(is);
    if has(|reason| matches!(reason, Reason::FreeText { .. } | Reason::InText { .. })) {
        return Form::FreeText;
    }
    if has(|reason| {
        matches!(
            reason,
            Reason::Kind {
                kind: Kind::Coordinates,
                ..
            }
        )
    }) {
        return Form::Coordinates;
    }
    let is_prefixed = |reason: &Reason| {
        matches!(
            reason,
            Reason::Kind {
                kind: Kind::Geohash,
                ..
            } | Reason::About {
                topic: Topic::PostCode
            }
        )
    };
    if seen.reasons.iter().any(is_prefixed) {
        return Form::Prefixed;
    }
    Form::Usual
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a band of a proposal need not be exact"
)]
fn number(point: &Point) -> Option<f64> {
    match point {
        Point::Integer(value) => Some(*value as f64),
        Point::Number(value) => Some(*value),
        Point::Moment(_) => None,
    }
}
