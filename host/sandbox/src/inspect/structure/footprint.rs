//! What one instance of a module or component holds before it has run, told
//! without making any: sums over what it instantiates, each of which is known
//! when it is met, since a component can only instantiate what ended before.

use pilotbox_model::Limits;

use super::{Rejection, bounds, demand};

/// Sums that stop at the largest number instead of wrapping.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Footprint {
    core_instances: u64,
    component_instances: u64,
    items: u64,
    memory_bytes: u64,
    table_elements: u64,
}

impl Footprint {
    /// A module's, which is one core instance.
    pub(super) fn of_module(memory_bytes: u64, table_elements: u64) -> Self {
        Self {
            core_instances: 1,
            memory_bytes,
            table_elements,
            ..Self::default()
        }
    }

    /// The same as one component.
    pub(super) fn of_component(mut self) -> Self {
        self.component_instances = self.component_instances.saturating_add(1);
        self
    }

    pub(super) fn add(&mut self, other: Self) {
        let sums = [
            (&mut self.core_instances, other.core_instances),
            (&mut self.component_instances, other.component_instances),
            (&mut self.items, other.items),
            (&mut self.memory_bytes, other.memory_bytes),
            (&mut self.table_elements, other.table_elements),
        ];
        for (sum, more) in sums {
            *sum = sum.saturating_add(more);
        }
    }

    /// The larger of each.
    pub(super) fn at_least(&mut self, other: Self) {
        self.core_instances = self.core_instances.max(other.core_instances);
        self.component_instances = self.component_instances.max(other.component_instances);
        self.items = self.items.max(other.items);
        self.memory_bytes = self.memory_bytes.max(other.memory_bytes);
        self.table_elements = self.table_elements.max(other.table_elements);
    }

    pub(super) fn add_items(&mut self, count: u64) {
        self.items = self.items.saturating_add(count);
    }

    pub(super) fn demand(&self, limits: &Limits) -> Result<(), Rejection> {
        let whole = || "the component, with all that it instantiates,".to_owned();
        demand(&bounds::CORE_INSTANCES, self.core_instances, whole)?;
        demand(
            &bounds::COMPONENT_INSTANCES,
            self.component_instances,
            whole,
        )?;
        demand(&bounds::UNROLLED_ITEMS, self.items, whole)?;
        starts_with("bytes of memory", self.memory_bytes, limits.memory_bytes)?;
        starts_with(
            "elements of tables",
            self.table_elements,
            limits.table_elements,
        )
    }
}

fn starts_with(what: &'static str, size: u64, limit: u64) -> Result<(), Rejection> {
    if size <= limit {
        return Ok(());
    }
    Err(Rejection::StartsTooLarge { what, size, limit })
}
