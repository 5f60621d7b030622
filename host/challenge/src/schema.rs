//! JSON Schemas of the files that people write. Editors read the checked-in
//! copies under `schema/`, validation reads the same schemas from the types.

use std::sync::LazyLock;

use schemars::{JsonSchema, generate::SchemaSettings};
use serde_json::Value;

use crate::{Manifest, Rubric};

/// The JSON Schema of `challenge.toml`, pretty-printed, as it is checked in.
pub fn schema_json() -> String {
    pretty(&MANIFEST)
}

/// The JSON Schema of `rubric.toml`, pretty-printed, as it is checked in.
pub fn rubric_schema_json() -> String {
    pretty(&RUBRIC)
}

/// The JSON Schema of `challenge.toml`.
pub(crate) static MANIFEST: LazyLock<Value> = LazyLock::new(schema_of::<Manifest>);

/// The JSON Schema of `rubric.toml`.
pub(crate) static RUBRIC: LazyLock<Value> = LazyLock::new(schema_of::<Rubric>);

fn schema_of<T: JsonSchema>() -> Value {
    SchemaSettings::draft2020_12()
        .into_generator()
        .into_root_schema_for::<T>()
        .to_value()
}

fn pretty(schema: &Value) -> String {
    format!("{schema:#}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Regenerates with `PILOTBOX_BLESS=1`, else compares as JSON, since the
    /// order of keys is no part of a schema.
    fn assert_checked_in(name: &str, schema: &str) {
        let path = format!("{}/schema/{name}", env!("CARGO_MANIFEST_DIR"));
        if std::env::var_os("PILOTBOX_BLESS").is_some() {
            std::fs::write(&path, schema).expect("the schema folder is writable");
        }
        let json = |text: &str| serde_json::from_str::<Value>(text).unwrap_or_default();
        let checked_in = json(&std::fs::read_to_string(&path).unwrap_or_default());
        assert!(
            checked_in == json(schema),
            "{name} is stale; hint: run with PILOTBOX_BLESS=1"
        );
    }

    #[test]
    fn the_checked_in_schemas_are_those_of_the_types() {
        assert_checked_in("challenge.schema.json", &schema_json());
        assert_checked_in("rubric.schema.json", &rubric_schema_json());
    }
}
