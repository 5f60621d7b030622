//! The columns of records that come without a header: a name is a column from its first
//! appearance on, of the narrowest type that holds all of its values.

use std::collections::BTreeMap;

use super::{
    FormatError, Place, Reason, Type,
    cell::{self, Value},
};

/// Names and types of columns, while they are being found.
#[derive(Default)]
pub(crate) struct Shape {
    names: Vec<String>,
    places: BTreeMap<String, usize>,
    seen: Vec<Seen>,
}

/// What the values of a column were, so far.
#[derive(Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "a set of what was seen")]
struct Seen {
    text: bool,
    day: bool,
    moment: bool,
    integer: bool,
    number: bool,
    boolean: bool,
}

impl Shape {
    /// Counts a value in.
    pub(crate) fn add(
        &mut self,
        name: &str,
        value: Value<'_>,
        limit: usize,
        place: &Place,
    ) -> Result<(), FormatError> {
        let column = match self.places.get(name) {
            Some(column) => *column,
            None if self.names.len() >= limit => {
                let reason = Reason::Columns { limit };
                return Err(FormatError::refused(place.clone(), reason));
            }
            None => {
                self.places.insert(name.to_owned(), self.names.len());
                self.names.push(name.to_owned());
                self.seen.push(Seen::default());
                self.names.len() - 1
            }
        };
        if let Some(seen) = self.seen.get_mut(column) {
            seen.add(value);
        }
        Ok(())
    }

    /// The columns in the order of their first appearance.
    pub(crate) fn fields(&self) -> Vec<(String, Type)> {
        let kinds = self.seen.iter().map(|seen| seen.kind());
        self.names.iter().cloned().zip(kinds).collect()
    }

    /// How many columns there are.
    pub(crate) fn width(&self) -> usize {
        self.names.len()
    }

    /// The place of a column and its type.
    pub(crate) fn column(&self, name: &str) -> Option<(usize, Type)> {
        let place = *self.places.get(name)?;
        Some((place, self.seen.get(place)?.kind()))
    }
}

impl Seen {
    fn add(&mut self, value: Value<'_>) {
        match value {
            Value::Missing => {}
            Value::Integer(_) => self.integer = true,
            Value::Number(_) => self.number = true,
            Value::Boolean(_) => self.boolean = true,
            Value::Date(_) => self.day = true,
            Value::Time(_) => self.moment = true,
            Value::Text(text) => match cell::readings(text.as_bytes()) {
                readings if readings & cell::DATE != 0 => self.day = true,
                cell::TIME => self.moment = true,
                _ => self.text = true,
            },
        }
    }

    fn kind(self) -> Type {
        let moments = self.day || self.moment;
        let numbers = self.integer || self.number;
        match (self.text, self.boolean, numbers, moments) {
            (false, true, false, false) => Type::Boolean,
            (false, false, true, false) if self.number => Type::Number,
            (false, false, true, false) => Type::Integer,
            (false, false, false, true) if self.moment => Type::Time,
            (false, false, false, true) => Type::Date,
            _ => Type::Text,
        }
    }
}

/// A value as its column holds it. What a text column makes of a value that is none is
/// put into `buffer`; nothing where the value does not fit.
#[expect(
    clippy::cast_precision_loss,
    reason = "a column that also has decimals"
)]
pub(crate) fn fitted<'a>(
    value: Value<'a>,
    kind: Type,
    buffer: &'a mut String,
) -> Option<Value<'a>> {
    let fitted = match (value, kind) {
        (Value::Missing, _)
        | (Value::Text(_), Type::Text)
        | (Value::Integer(_), Type::Integer)
        | (Value::Number(_), Type::Number)
        | (Value::Boolean(_), Type::Boolean) => value,
        (Value::Integer(value), Type::Number) => Value::Number(value as f64),
        (Value::Text(text), Type::Date) => Value::Date(cell::date(text.as_bytes())?),
        (Value::Text(text), Type::Time) => Value::Time(cell::time(text.as_bytes())?),
        (Value::Integer(value), Type::Text) => kept(buffer, value.to_string()),
        (Value::Number(value), Type::Text) => kept(buffer, value.to_string()),
        (Value::Boolean(value), Type::Text) => kept(buffer, value.to_string()),
        _ => return None,
    };
    Some(fitted)
}

fn kept(buffer: &mut String, text: String) -> Value<'_> {
    *buffer = text;
    Value::Text(buffer)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(values: &[Value<'_>]) -> Type {
        let mut shape = Shape::default();
        for value in values {
            let added = shape.add("x", *value, 1, &Place::default());
            added.expect("there is room");
        }
        shape.fields()[0].1
    }

    #[test]
    fn a_type_widens_as_values_come() {
        use Value::{Boolean, Integer, Missing, Number, Text};
        assert_eq!(kind(&[Missing, Integer(1)]), Type::Integer);
        assert_eq!(kind(&[Integer(1), Number(0.5)]), Type::Number);
        assert_eq!(kind(&[Boolean(true), Missing]), Type::Boolean);
        assert_eq!(
            kind(&[Text("2025-01-01"), Text("2025-01-01T10:00Z")]),
            Type::Time
        );
        assert_eq!(kind(&[Text("2025-01-01"), Integer(1)]), Type::Text);
        assert_eq!(kind(&[Missing]), Type::Text);
    }

    #[test]
    fn a_column_too_many_is_refused() {
        let mut shape = Shape::default();
        let place = Place::table("t");
        shape
            .add("x", Value::Missing, 1, &place)
            .expect("there is room");
        let error = shape
            .add("y", Value::Missing, 1, &place)
            .expect_err("one too many");
        assert!(error.to_string().starts_with("`t`: more than 1 columns"));
    }
}
