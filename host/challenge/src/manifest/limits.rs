//! The bounds of a case as a manifest writes them: any may be left out.

use pilotbox_model::Limits;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The bounds of one case. What is left out is the default of
/// [`pilotbox_model::Limits`]; its documentation gives the reasons.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct LimitsEntry {
    /// Fuel for the plugin in one case.
    #[schemars(range(min = 1))]
    pub fuel: u64,
    /// Fuel for the harness in one case.
    #[schemars(range(min = 1))]
    pub harness_fuel: u64,
    /// Wall clock of one case in milliseconds.
    #[schemars(range(min = 1))]
    pub wall_clock_ms: u64,
    /// Bytes that all memories of the plugin may hold together.
    #[schemars(range(min = 1))]
    pub memory_bytes: u64,
    /// Bytes that all memories of the harness may hold together.
    #[schemars(range(min = 1))]
    pub harness_memory_bytes: u64,
    /// Elements that all tables of plugin and harness may hold together.
    #[schemars(range(min = 1))]
    pub table_elements: u64,
    /// Bytes of log kept for a case.
    pub log_bytes: u64,
    /// Bytes that a case may hand to the host in all calls together.
    #[schemars(range(min = 1))]
    pub output_bytes: u64,
    /// Size of an uploaded component in bytes.
    #[schemars(range(min = 1))]
    pub component_bytes: u64,
}

impl Default for LimitsEntry {
    fn default() -> Self {
        let limits = Limits::default();
        Self {
            fuel: limits.fuel,
            harness_fuel: limits.harness_fuel,
            wall_clock_ms: limits.wall_clock_ms,
            memory_bytes: limits.memory_bytes,
            harness_memory_bytes: limits.harness_memory_bytes,
            table_elements: limits.table_elements,
            log_bytes: limits.log_bytes,
            output_bytes: limits.output_bytes,
            component_bytes: limits.component_bytes,
        }
    }
}

impl From<&LimitsEntry> for Limits {
    fn from(entry: &LimitsEntry) -> Self {
        Self {
            fuel: entry.fuel,
            harness_fuel: entry.harness_fuel,
            wall_clock_ms: entry.wall_clock_ms,
            memory_bytes: entry.memory_bytes,
            harness_memory_bytes: entry.harness_memory_bytes,
            table_elements: entry.table_elements,
            log_bytes: entry.log_bytes,
            output_bytes: entry.output_bytes,
            component_bytes: entry.component_bytes,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_are_the_models() {
        assert_eq!(Limits::from(&LimitsEntry::default()), Limits::default());
    }
}
