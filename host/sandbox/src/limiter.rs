//! One sum over all memories and tables of a case. The engine's own limits
//! count each memory for itself, which many memories would escape.

use wasmtime::ResourceLimiter;

use crate::meter::Phase;

/// Bytes that one element of a table takes.
const TABLE_ELEMENT_BYTES: u64 = 8;

/// What a case may hold, and what it holds.
#[derive(Debug)]
pub(crate) struct SummedLimiter {
    /// Who is charged for growth.
    pub(crate) phase: Phase,
    /// Set when a growth was denied in that phase.
    pub(crate) denied: Option<Phase>,
    plugin: Account,
    harness: Account,
    table_elements: Account,
    /// What an allowed growth charged last, to be given back if it fails.
    last_growth: u64,
}

#[derive(Debug)]
struct Account {
    used: u64,
    peak: u64,
    limit: u64,
}

impl Account {
    fn new(limit: u64) -> Self {
        Self {
            used: 0,
            peak: 0,
            limit,
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
    pub(crate) fn new(limits: &pilotbox_model::Limits, harness_initial: u64) -> Self {
        Self {
            phase: Phase::Instantiate,
            denied: None,
            plugin: Account::new(limits.memory_bytes.saturating_add(harness_initial)),
            harness: Account::new(limits.harness_memory_bytes),
            table_elements: Account::new(limits.table_elements),
            last_growth: 0,
        }
    }

    /// The most that was charged to the plugin, in bytes, the harness's initial
    /// memory included.
    pub(crate) fn plugin_peak_bytes(&self) -> u64 {
        self.plugin.peak + self.table_elements.peak * TABLE_ELEMENT_BYTES
    }

    fn account(&mut self) -> &mut Account {
        match self.phase {
            Phase::Instantiate | Phase::Plugin => &mut self.plugin,
            Phase::Harness => &mut self.harness,
        }
    }

    fn settle(&mut self, allowed: bool) -> bool {
        if !allowed {
            self.last_growth = 0;
            self.denied = Some(self.phase);
        }
        allowed
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
        let growth = self.last_growth;
        let allowed = self.account().charge(growth);
        Ok(self.settle(allowed))
    }

    fn memory_grow_failed(&mut self, _error: wasmtime::Error) -> wasmtime::Result<()> {
        let growth = std::mem::take(&mut self.last_growth);
        let account = self.account();
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
        let allowed = self
            .table_elements
            .charge(desired.saturating_sub(current) as u64);
        Ok(self.settle(allowed))
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
            ..Limits::default()
        };
        SummedLimiter::new(&limits, 10)
    }

    #[test]
    fn memories_are_summed() {
        let mut limiter = limiter();
        assert!(limiter.memory_growing(0, 60, None).unwrap());
        assert!(limiter.memory_growing(0, 50, None).unwrap());
        assert!(!limiter.memory_growing(0, 1, None).unwrap());
        assert_eq!(limiter.denied, Some(Phase::Instantiate));
    }

    #[test]
    fn each_side_pays_for_itself() {
        let mut limiter = limiter();
        limiter.phase = Phase::Harness;
        assert!(!limiter.memory_growing(0, 51, None).unwrap());
        limiter.phase = Phase::Plugin;
        assert!(limiter.memory_growing(0, 110, None).unwrap());
        assert_eq!(limiter.plugin_peak_bytes(), 110);
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
