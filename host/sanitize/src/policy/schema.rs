//! The JSON Schema of a policy. Editors read the checked-in copy under `schema/`.

use schemars::generate::SchemaSettings;

use super::Policy;

/// The JSON Schema of a policy file, pretty-printed, as it is checked in.
pub fn schema_json() -> String {
    let generator = SchemaSettings::draft2020_12().into_generator();
    let schema = generator.into_root_schema_for::<Policy>().to_value();
    format!("{schema:#}\n")
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    /// Regenerates with `PILOTBOX_BLESS=1`, else compares as JSON, since the order of keys
    /// is no part of a schema.
    #[test]
    fn the_checked_in_schema_is_that_of_the_types() {
        let path = format!("{}/schema/policy.schema.json", env!("CARGO_MANIFEST_DIR"));
        if std::env::var_os("PILOTBOX_BLESS").is_some() {
            std::fs::write(&path, schema_json()).expect("the schema folder is writable");
        }
        let json = |text: &str| serde_json::from_str::<Value>(text).unwrap_or_default();
        let checked_in = json(&std::fs::read_to_string(&path).unwrap_or_default());
        assert!(
            checked_in == json(&schema_json()),
            "policy.schema.json is stale; hint: run with PILOTBOX_BLESS=1"
        );
    }
}
