//! `[jobs]`, `[quota]` and `[limits.ceiling]`: how runs are worked off, and how
//! much a startup and a manifest may ask for.

use std::num::{NonZeroU32, NonZeroU64};

use pilotbox_model::Limits;
use serde::{Deserialize, Serialize};

/// `[jobs]`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct JobsConfig {
    /// Runs that `pilotbox serve` works on at once; 0 leaves them to
    /// `pilotbox worker`.
    pub workers: u32,
    /// Runner processes of one run; 0 takes one for each processor.
    pub runners: u32,
    /// How often a worker says that it lives.
    pub heartbeat_seconds: NonZeroU64,
    /// After how long without a heartbeat its work is given to another.
    pub orphan_seconds: NonZeroU64,
    /// Tries of one job, the first included.
    pub max_attempts: NonZeroU32,
    /// The time that a chunk of cases should take: what a crash may lose.
    pub chunk_seconds: NonZeroU64,
    /// How long a stopping worker waits for what it has begun.
    pub grace_seconds: u64,
}

/// `[quota]`: for challenges that say nothing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct QuotaConfig {
    /// Submissions of one startup to one challenge in a day.
    pub per_day: NonZeroU32,
    /// In a phase.
    pub per_phase: NonZeroU32,
    /// That wait or run at once.
    pub concurrent: NonZeroU32,
}

/// `[limits.ceiling]`: what no manifest may exceed. See
/// [`pilotbox_model::Limits`] for the meaning of each.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Ceiling {
    /// Fuel for the plugin in one case.
    pub fuel: NonZeroU64,
    /// Fuel for the harness in one case.
    pub harness_fuel: NonZeroU64,
    /// Wall clock of one case in milliseconds.
    pub wall_clock_ms: NonZeroU64,
    /// Bytes of the plugin's memories.
    pub memory_bytes: NonZeroU64,
    /// Bytes of the harness's memories.
    pub harness_memory_bytes: NonZeroU64,
    /// Elements of the tables of one side.
    pub table_elements: NonZeroU64,
    /// Bytes of log of one case.
    pub log_bytes: NonZeroU64,
    /// Bytes that a case may hand to the host.
    pub output_bytes: NonZeroU64,
    /// Bytes of an uploaded component.
    pub component_bytes: NonZeroU64,
}

impl Ceiling {
    /// As the limits that `host/challenge` compares with.
    pub fn limits(&self) -> Limits {
        Limits {
            fuel: self.fuel.get(),
            harness_fuel: self.harness_fuel.get(),
            wall_clock_ms: self.wall_clock_ms.get(),
            memory_bytes: self.memory_bytes.get(),
            harness_memory_bytes: self.harness_memory_bytes.get(),
            table_elements: self.table_elements.get(),
            log_bytes: self.log_bytes.get(),
            output_bytes: self.output_bytes.get(),
            component_bytes: self.component_bytes.get(),
        }
    }
}

impl Default for JobsConfig {
    fn default() -> Self {
        Self {
            workers: 1,
            runners: 0,
            heartbeat_seconds: at_least_one(5),
            orphan_seconds: at_least_one(15),
            max_attempts: NonZeroU32::MIN.saturating_add(4),
            chunk_seconds: at_least_one(20),
            grace_seconds: 20,
        }
    }
}

impl Default for QuotaConfig {
    fn default() -> Self {
        Self {
            per_day: NonZeroU32::MIN.saturating_add(9),
            per_phase: NonZeroU32::MIN.saturating_add(99),
            concurrent: NonZeroU32::MIN.saturating_add(1),
        }
    }
}

impl Default for Ceiling {
    fn default() -> Self {
        let top = Limits::CEILING;
        Self {
            fuel: at_least_one(top.fuel),
            harness_fuel: at_least_one(top.harness_fuel),
            wall_clock_ms: at_least_one(top.wall_clock_ms),
            memory_bytes: at_least_one(top.memory_bytes),
            harness_memory_bytes: at_least_one(top.harness_memory_bytes),
            table_elements: at_least_one(top.table_elements),
            log_bytes: at_least_one(top.log_bytes),
            output_bytes: at_least_one(top.output_bytes),
            component_bytes: at_least_one(top.component_bytes),
        }
    }
}

fn at_least_one(value: u64) -> NonZeroU64 {
    NonZeroU64::new(value).unwrap_or(NonZeroU64::MIN)
}
