//! The sections of a network, and what stands in their lines.

use crate::format::{
    Type,
    cell::{self, Decimal, Value},
};

/// A section: where its lines go.
pub(super) struct Section {
    pub(super) heading: &'static str,
    pub(super) table: &'static str,
    pub(super) form: Form,
    pub(super) columns: &'static [(&'static str, Type)],
}

/// What a line is.
#[derive(Clone, Copy)]
pub(super) enum Form {
    /// Fields of columns, of which the first so many must be there; the last column is
    /// the comment.
    Columns { least: usize },
    /// A pattern's name and multipliers.
    Pattern,
    /// A sentence.
    Setting,
}

use Type::{Integer, Number, Text};

const COMMENT: (&str, Type) = ("comment", Text);
const ID: (&str, Type) = ("id", Text);
const ENDS: [(&str, Type); 2] = [("node1", Text), ("node2", Text)];

const fn listed(
    heading: &'static str,
    table: &'static str,
    least: usize,
    columns: &'static [(&'static str, Type)],
) -> Section {
    Section {
        heading,
        table,
        form: Form::Columns { least },
        columns,
    }
}

const fn setting(heading: &'static str) -> Section {
    Section {
        heading,
        table: "settings",
        form: Form::Setting,
        columns: &[("section", Text), ("line", Integer), ("text", Text)],
    }
}

pub(super) static SECTIONS: [Section; 28] = [
    listed(
        "JUNCTIONS",
        "junctions",
        2,
        &[
            ID,
            ("elevation", Number),
            ("demand", Number),
            ("pattern", Text),
            COMMENT,
        ],
    ),
    listed(
        "RESERVOIRS",
        "reservoirs",
        2,
        &[ID, ("head", Number), ("pattern", Text), COMMENT],
    ),
    listed(
        "TANKS",
        "tanks",
        6,
        &[
            ID,
            ("elevation", Number),
            ("initial_level", Number),
            ("min_level", Number),
            ("max_level", Number),
            ("diameter", Number),
            ("min_volume", Number),
            ("volume_curve", Text),
            ("overflow", Text),
            COMMENT,
        ],
    ),
    listed(
        "PIPES",
        "pipes",
        6,
        &[
            ID,
            ENDS[0],
            ENDS[1],
            ("length", Number),
            ("diameter", Number),
            ("roughness", Number),
            ("minor_loss", Number),
            ("status", Text),
            COMMENT,
        ],
    ),
    listed(
        "PUMPS",
        "pumps",
        4,
        &[ID, ENDS[0], ENDS[1], ("properties", Text), COMMENT],
    ),
    listed(
        "VALVES",
        "valves",
        6,
        &[
            ID,
            ENDS[0],
            ENDS[1],
            ("diameter", Number),
            ("type", Text),
            ("setting", Text),
            ("minor_loss", Number),
            COMMENT,
        ],
    ),
    listed(
        "DEMANDS",
        "demands",
        2,
        &[
            ("junction", Text),
            ("demand", Number),
            ("pattern", Text),
            COMMENT,
        ],
    ),
    listed(
        "STATUS",
        "status",
        2,
        &[("link", Text), ("status", Text), COMMENT],
    ),
    listed(
        "EMITTERS",
        "emitters",
        2,
        &[("junction", Text), ("coefficient", Number), COMMENT],
    ),
    listed(
        "QUALITY",
        "quality",
        2,
        &[("node", Text), ("value", Number), COMMENT],
    ),
    listed(
        "CURVES",
        "curves",
        3,
        &[ID, ("x", Number), ("y", Number), COMMENT],
    ),
    listed(
        "COORDINATES",
        "coordinates",
        3,
        &[("node", Text), ("x", Number), ("y", Number), COMMENT],
    ),
    listed(
        "VERTICES",
        "vertices",
        3,
        &[("link", Text), ("x", Number), ("y", Number), COMMENT],
    ),
    Section {
        heading: "PATTERNS",
        table: "patterns",
        form: Form::Pattern,
        columns: &[ID, ("step", Integer), ("multiplier", Number)],
    },
    setting("TITLE"),
    setting("OPTIONS"),
    setting("TIMES"),
    setting("ENERGY"),
    setting("REACTIONS"),
    setting("SOURCES"),
    setting("MIXING"),
    setting("CONTROLS"),
    setting("RULES"),
    setting("REPORT"),
    setting("TAGS"),
    setting("LABELS"),
    setting("BACKDROP"),
    setting("ROUGHNESS"),
];

/// A field as a value of its column.
pub(super) fn value(field: &str, kind: Type) -> Option<Value<'_>> {
    match kind {
        _ if field.is_empty() => Some(Value::Missing),
        Type::Number => cell::number(field.as_bytes(), Decimal::Point).map(Value::Number),
        _ => Some(Value::Text(field)),
    }
}
