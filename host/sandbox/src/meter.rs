//! Whose fuel is spent. `pilotbox:challenge/meter` brackets each call into the
//! plugin: `start` swaps in the plugin's budget, `stop` puts the harness's back.

use wasmtime::StoreContextMut;
use wasmtime::component::Linker;

use crate::state::CaseState;

/// Who runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    /// Both components are instantiated, on the plugin's budget.
    Instantiate,
    /// The harness runs.
    Harness,
    /// The plugin runs.
    Plugin,
}

/// The two budgets of a case; the one that is not being spent rests here.
#[derive(Debug)]
pub(crate) struct Meter {
    plugin_budget: u64,
    resting: u64,
}

impl Meter {
    /// A meter whose plugin may use `plugin_budget` fuel over the whole case.
    pub(crate) fn new(plugin_budget: u64, harness_budget: u64) -> Self {
        Self {
            plugin_budget,
            resting: harness_budget,
        }
    }

    /// Puts the fuel that is left to rest and returns the other side's.
    pub(crate) fn swap(&mut self, left: u64) -> u64 {
        std::mem::replace(&mut self.resting, left)
    }

    /// Fuel that the plugin has used, given what is left in the store.
    pub(crate) fn plugin_used(&self, phase: Phase, left: u64) -> u64 {
        let plugin_left = if phase == Phase::Harness {
            self.resting
        } else {
            left
        };
        self.plugin_budget.saturating_sub(plugin_left)
    }
}

/// Links `pilotbox:challenge/meter`.
pub(crate) fn link(linker: &mut Linker<CaseState>) -> wasmtime::Result<()> {
    let mut meter = linker.instance("pilotbox:challenge/meter@0.1.0")?;
    meter.func_wrap(
        "start",
        |mut store: StoreContextMut<'_, CaseState>, (): ()| {
            switch(&mut store, Phase::Harness, Phase::Plugin)
        },
    )?;
    meter.func_wrap(
        "stop",
        |mut store: StoreContextMut<'_, CaseState>, (): ()| {
            switch(&mut store, Phase::Plugin, Phase::Harness)?;
            let left = store.get_fuel().unwrap_or(0);
            Ok((store.data().meter.plugin_used(Phase::Harness, left),))
        },
    )
}

/// Moves from one side to the other. A harness that starts twice or stops
/// without a start is broken; only a harness can get here.
fn switch(
    store: &mut StoreContextMut<'_, CaseState>,
    from: Phase,
    to: Phase,
) -> wasmtime::Result<()> {
    let state = store.data_mut();
    if state.limiter.phase != from {
        return Err(wasmtime::Error::msg(
            "meter.start and meter.stop do not alternate",
        ));
    }
    state.limiter.phase = to;
    // A live engine has no fuel to swap.
    if let Ok(left) = store.get_fuel() {
        let next = store.data_mut().meter.swap(left);
        store.set_fuel(next)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn budgets_are_kept_apart_and_add_up_over_calls() {
        let mut meter = Meter::new(100, 1000);
        // Instantiation used 10 of the plugin's fuel; then the harness runs.
        assert_eq!(meter.plugin_used(Phase::Instantiate, 90), 10);
        assert_eq!(meter.swap(90), 1000);
        // The harness used 1, the plugin 20, the harness 2, the plugin 30.
        assert_eq!(meter.swap(999), 90);
        assert_eq!(meter.swap(70), 999);
        assert_eq!(meter.plugin_used(Phase::Harness, 997), 30);
        assert_eq!(meter.swap(997), 70);
        assert_eq!(meter.plugin_used(Phase::Plugin, 40), 60);
    }
}
