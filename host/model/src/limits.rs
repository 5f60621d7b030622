//! The bounds of a case. Each has a name, a unit and a reason.

use serde::{Deserialize, Serialize};

use crate::Bound;

/// 2^20 bytes.
pub const MEBIBYTE: u64 = 1 << 20;

/// The bounds of one case, from the challenge's manifest within the operator's
/// ceiling.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// Fuel for the plugin in one case. Stops loops at the same place everywhere.
    pub fuel: u64,
    /// Fuel for the harness in one case. Stops a harness that an answer upset.
    pub harness_fuel: u64,
    /// Wall clock of one case in milliseconds. The safety net behind fuel.
    pub wall_clock_ms: u64,
    /// Bytes that all memories of the plugin may hold together.
    pub memory_bytes: u64,
    /// Bytes that all memories of the harness may hold together.
    pub harness_memory_bytes: u64,
    /// Elements that all tables of one side, plugin or harness, may hold together.
    pub table_elements: u64,
    /// Bytes of log, and of standard output in profile compat, kept for a case;
    /// what is over is dropped, and the log says so.
    pub log_bytes: u64,
    /// Bytes that a case may hand to the host in all calls together.
    pub output_bytes: u64,
    /// Size of an uploaded component in bytes.
    pub component_bytes: u64,
}

impl Limits {
    /// What no manifest may exceed unless the operator allows it.
    pub const CEILING: Self = Self {
        fuel: 100_000_000_000,
        harness_fuel: 100_000_000_000,
        wall_clock_ms: 120_000,
        memory_bytes: 1024 * MEBIBYTE,
        harness_memory_bytes: 1024 * MEBIBYTE,
        table_elements: 1_000_000,
        log_bytes: MEBIBYTE,
        output_bytes: 64 * MEBIBYTE,
        component_bytes: 64 * MEBIBYTE,
    };

    /// The default of each bound, for a table.
    pub fn bounds() -> [Bound; 9] {
        let limits = Self::default();
        let bound = |name, value, unit, prevents, guest| Bound {
            name,
            value,
            unit,
            changed_by: "the manifest",
            prevents,
            guest,
        };
        [
            bound(
                "fuel",
                limits.fuel,
                "fuel",
                "a plugin's loops; stops them at the same place everywhere",
                "01-fuel-over",
            ),
            bound(
                "harness_fuel",
                limits.harness_fuel,
                "fuel",
                "a harness that an answer upset",
                "00-starves-harness",
            ),
            bound(
                "wall_clock_ms",
                limits.wall_clock_ms,
                "ms",
                "what fuel does not see; the safety net",
                "",
            ),
            bound(
                "memory_bytes",
                limits.memory_bytes,
                "bytes",
                "filling the machine's memory, from the plugin",
                "09-memory-over-limit",
            ),
            bound(
                "harness_memory_bytes",
                limits.harness_memory_bytes,
                "bytes",
                "the same, from the harness",
                "00-fills-harness",
            ),
            bound(
                "table_elements",
                limits.table_elements,
                "elements",
                "filling memory by tables, which memory limits do not see",
                "12-tables-over",
            ),
            bound(
                "log_bytes",
                limits.log_bytes,
                "bytes",
                "filling disks and screens",
                "28-log-over-limit",
            ),
            bound(
                "output_bytes",
                limits.output_bytes,
                "bytes",
                "filling the host's memory through calls",
                "28-output-over-limit",
            ),
            bound(
                "component_bytes",
                limits.component_bytes,
                "bytes",
                "uploads without end",
                "",
            ),
        ]
    }

    /// Name, value and ceiling of each bound, for checks and for tables.
    pub fn against_ceiling(&self) -> [(&'static str, u64, u64); 9] {
        self.against(&Self::CEILING)
    }

    /// The same against the ceiling of one operator.
    pub fn against(&self, top: &Self) -> [(&'static str, u64, u64); 9] {
        [
            ("fuel", self.fuel, top.fuel),
            ("harness_fuel", self.harness_fuel, top.harness_fuel),
            ("wall_clock_ms", self.wall_clock_ms, top.wall_clock_ms),
            ("memory_bytes", self.memory_bytes, top.memory_bytes),
            (
                "harness_memory_bytes",
                self.harness_memory_bytes,
                top.harness_memory_bytes,
            ),
            ("table_elements", self.table_elements, top.table_elements),
            ("log_bytes", self.log_bytes, top.log_bytes),
            ("output_bytes", self.output_bytes, top.output_bytes),
            ("component_bytes", self.component_bytes, top.component_bytes),
        ]
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            fuel: 1_000_000_000,
            harness_fuel: 1_000_000_000,
            wall_clock_ms: 10_000,
            memory_bytes: 64 * MEBIBYTE,
            harness_memory_bytes: 64 * MEBIBYTE,
            table_elements: 20_000,
            log_bytes: 16 * 1024,
            output_bytes: MEBIBYTE,
            component_bytes: 32 * MEBIBYTE,
        }
    }
}
