//! One sum over all memories and tables of a case. The engine's own limits
//! count each memory for itself, which many memories would escape.

use std::fmt;

use serde::{Deserialize, Serialize};
use wasmtime::ResourceLimiter;

use crate::meter::Phase;

/// Bytes that one element of a table takes.
const TABLE_ELEMENT_BYTES: u64 = 8;

/// Memory and tables that something holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holdings {
    /// Bytes of all memories together.
    pub memory_bytes: u64,
    /// Elements of all tables together.
    pub table_elements: u64,
}

impl Holdings {
    /// What it takes of the machine's memory.
    pub(crate) fn bytes(self) -> u64 {
        let tables = self.table_elements.saturating_mul(TABLE_ELEMENT_BYTES);
        self.memory_bytes.saturating_add(tables)
    }
}

/// What a case may hold, and what it holds.
#[derive(Debug)]
pub(crate) struct SummedLimiter {
    /// Who is charged for growth.
    pub(crate) phase: Phase,
    /// The last growth that was denied.
    pub(crate) denied: Option<Denial>,
    plugin: Side,
    harness: Side,
    /// What an allowed growth charged last, to be given back if it fails.
    last_growth: u64,
}

/// A growth that was denied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Denial {
    /// Who asked.
    pub(crate) phase: Phase,
    what: &'static str,
    asked: u64,
    held: u64,
    limit: u64,
}

impl fmt::Display for Denial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            what,
            asked,
            held,
            limit,
            ..
        } = self;
        write!(
            f,
            "{asked} more {what} were denied, where {held} of {limit} are held"
        )
    }
}

/// What one side of a case may hold, and what it holds.
#[derive(Debug)]
struct Side {
    memory_bytes: Account,
    table_elements: Account,
}

#[derive(Debug)]
struct Account {
    used: u64,
    peak: u64,
    /// What the other side held at first, which is charged here too.
    initial: u64,
    limit: u64,
}

impl Account {
    fn new(limit: u64, initial: u64) -> Self {
        Self {
            used: 0,
            peak: 0,
            initial,
            limit: limit.saturating_add(initial),
        }
    }

    fn denial(&self, phase: Phase, what: &'static str, asked: u64) -> Denial {
        Denial {
            phase,
            what,
            asked,
            held: self.used.saturating_sub(self.initial),
            limit: self.limit.saturating_sub(self.initial),
        }
    }

    fn charge(&mut self, amount: u64) -> bool {
        match self.used.checked_add(amount) {
            Some(used) if used <= self.limit => {
                self.used = used;
                self.peak = self.peak.max(used);
                true
            }
            _ => false,
        }
    }
}

impl SummedLimiter {
    /// `harness_initial` is what the harness holds before it runs: instantiation
    /// is charged to the plugin, which must not pay for the harness.
    pub(crate) fn new(limits: &pilotbox_model::Limits, harness_initial: Holdings) -> Self {
        Self {
            phase: Phase::Instantiate,
            denied: None,
            plugin: Side {
                memory_bytes: Account::new(limits.memory_bytes, harness_initial.memory_bytes),
                table_elements: Account::new(limits.table_elements, harness_initial.table_elements),
            },
            harness: Side {
                memory_bytes: Account::new(limits.harness_memory_bytes, 0),
                table_elements: Account::new(limits.table_elements, 0),
            },
            last_growth: 0,
        }
    }

    /// The most that was charged to the plugin, what the harness held at first
    /// included.
    pub(crate) fn plugin_peak(&self) -> Holdings {
        Holdings {
            memory_bytes: self.plugin.memory_bytes.peak,
            table_elements: self.plugin.table_elements.peak,
        }
    }

    /// The side that is charged for growth.
    fn side(&mut self) -> &mut Side {
        match self.phase {
            Phase::Instantiate | Phase::Plugin => &mut self.plugin,
            Phase::Harness => &mut self.harness,
        }
    }
}

impl ResourceLimiter for SummedLimiter {
    fn memory_growing(
        &mut self,
        current: usize,
        desired: usize,
        maximum: Option<usize>,
    ) -> wasmtime::Result<bool> {
        // A guest's own maximum refuses without our being charged.
        if maximum.is_some_and(|maximum| desired > maximum) {
            return Ok(false);
        }
        self.last_growth = desired.saturating_sub(current) as u64;
        let (growth, phase) = (self.last_growth, self.phase);
        let account = &mut self.side().memory_bytes;
        let allowed = account.charge(growth);
        if !allowed {
            self.denied = Some(account.denial(phase, "bytes of memory", growth));
            self.last_growth = 0;
        }
        Ok(allowed)
    }

    fn memory_grow_failed(&mut self, _error: wasmtime::Error) -> wasmtime::Result<()> {
        let growth = std::mem::take(&mut self.last_growth);
        let account = &mut self.side().memory_bytes;
        account.used = account.used.saturating_sub(growth);
        Ok(())
    }

    fn table_growing(
        &mut self,
        current: usize,
        desired: usize,
        maximum: Option<usize>,
    ) -> wasmtime::Result<bool> {
        if maximum.is_some_and(|maximum| desired > maximum) {
            return Ok(false);
        }
        let growth = desired.saturating_sub(current) as u64;
        let phase = self.phase;
        let account = &mut self.side().table_elements;
        let allowed = account.charge(growth);
        if !allowed {
            self.denied = Some(account.denial(phase, "elements of tables", growth));
        }
        Ok(allowed)
    }
}

#[cfg(test)]
mod tests {
    use pilotbox_model::Limits;

    use super::*;

    fn limiter() -> SummedLimiter {
        let limits = Limits {
            memory_bytes: 100,
            harness_memory_bytes: 50,
            table_elements: 20,
            ..Limits::default()
        };
        let initial = Holdings {
            memory_bytes: 10,
            table_elements: 3,
        };
        SummedLimiter::new(&limits, initial)
    }

    #[test]
    fn memories_are_summed() {
        let mut limiter = limiter();
        assert!(limiter.memory_growing(0, 60, None).unwrap());
        assert!(limiter.memory_growing(0, 50, None).unwrap());
        assert!(!limiter.memory_growing(0, 1, None).unwrap());
        let denied = limiter.denied.map(|denial| denial.to_string());
        assert_eq!(
            denied.as_deref(),
            Some("1 more bytes of memory were denied, where 100 of 100 are held")
        );
    }

    #[test]
    fn each_side_pays_for_itself() {
        let mut limiter = limiter();
        limiter.phase = Phase::Harness;
        assert!(!limiter.memory_growing(0, 51, None).unwrap());
        limiter.phase = Phase::Plugin;
        assert!(limiter.memory_growing(0, 110, None).unwrap());
        assert_eq!(limiter.plugin_peak().memory_bytes, 110);
    }

    #[test]
    fn each_side_pays_for_its_own_tables() {
        let mut limiter = limiter();
        assert!(limiter.table_growing(0, 23, None).unwrap());
        limiter.phase = Phase::Harness;
        assert!(limiter.table_growing(0, 20, None).unwrap());
        assert!(!limiter.table_growing(0, 1, None).unwrap());
        let denied = limiter.denied.map(|denial| denial.phase);
        assert_eq!(denied, Some(Phase::Harness));
        limiter.phase = Phase::Plugin;
        assert!(!limiter.table_growing(0, 1, None).unwrap());
        assert_eq!(limiter.plugin_peak().table_elements, 23);
    }

    #[test]
    fn a_growth_that_failed_is_given_back() {
        let mut limiter = limiter();
        assert!(limiter.memory_growing(0, 110, None).unwrap());
        limiter
            .memory_grow_failed(wasmtime::Error::msg("no memory"))
            .unwrap();
        assert!(limiter.memory_growing(0, 110, None).unwrap());
    }
}
