//! Fuel for work that the host does for a guest.

use wasmtime::{StoreContextMut, Trap};

use crate::state::CaseState;

/// Takes fuel before the work is done; what is not there stops the guest as any
/// loop would. Live engines have no fuel.
pub(crate) fn take(store: &mut StoreContextMut<'_, CaseState>, cost: u64) -> wasmtime::Result<()> {
    let Ok(left) = store.get_fuel() else {
        return Ok(());
    };
    if let Some(left) = left.checked_sub(cost) {
        return store.set_fuel(left);
    }
    store.set_fuel(0)?;
    Err(Trap::OutOfFuel.into())
}
