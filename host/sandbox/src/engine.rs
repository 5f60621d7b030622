//! The engine and every setting that can change a result.

use std::{num::NonZeroUsize, str::FromStr};

use pilotbox_model::{Bound, Digest, EngineInfo};
use wasmtime::{
    Config, Enabled, Engine, InstanceAllocationStrategy, OperatorCost, OptLevel,
    PoolingAllocationConfig, WasmBacktraceDetails, WasmFeatures,
};

use crate::{
    SandboxError,
    case::COMPAT_CALL_FUEL,
    link::FUEL_PER_CALL,
    state::MAX_HANDLES,
    wasi::{EPOCH_SECONDS, MAX_RANDOM_BYTES, STEP},
};

mod refused;

pub use refused::refused_features;

use refused::demand_refused;

/// The version of the engine's crates; a test compares it with the lock file.
const ENGINE_VERSION: &str = "48.0.8";

/// To be raised with any change of ours that can change a result or its fuel and
/// is no constant below: the formula of the score, its draws, a host function.
const RESULTS_REVISION: u32 = 2;

/// Stack of a guest. Bounds recursion; equal on every machine of one
/// architecture.
const MAX_WASM_STACK_BYTES: usize = 512 * 1024;

/// Frames that a stopped guest's stack is told with; recursion has more.
pub(crate) const MAX_BACKTRACE_FRAMES: Option<NonZeroUsize> = NonZeroUsize::new(64);

/// Fuel for each page (64 KiB) that a memory grows by: about what filling it
/// would cost, since the system zeroes it.
const FUEL_PER_GROWN_PAGE: u8 = 255;

/// Memory that a slot of the pool keeps between two cases instead of giving it
/// back to the system: more than the pages that a small guest touches.
const KEEP_RESIDENT_BYTES: usize = 1 << 20;

/// Core instances, memories and tables in one composition. A Python plugin has
/// about 20 core instances, a plugged pair of Rust guests 6.
pub(crate) const MAX_CORE_INSTANCES: u32 = 64;
const MAX_MEMORIES: u32 = 8;
const MAX_TABLES: u32 = 64;

/// The largest memory; the ceiling of `memory_bytes`.
const MAX_MEMORY_BYTES: usize = 1 << 30;

/// The longest table; the ceiling of `table_elements`.
const MAX_TABLE_ELEMENTS: usize = 1_000_000;

/// How often the epoch moves, in milliseconds: a loop is stopped at most one
/// tick after its deadline.
pub const TICK_MS: u64 = 10;

/// What a guest is run for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EngineProfile {
    /// Fuel decides, NaNs are canonical: results are equal everywhere.
    Scored,
    /// No fuel, the clock alone decides: for pilots.
    Live,
}

impl EngineProfile {
    /// Its name, as in arguments.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Scored => "scored",
            Self::Live => "live",
        }
    }
}

impl FromStr for EngineProfile {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        [Self::Scored, Self::Live]
            .into_iter()
            .find(|profile| profile.as_str() == name)
            .ok_or_else(|| format!("`{name}` is no engine profile; hint: `scored` or `live`"))
    }
}

/// How memory of instances is got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Allocation {
    /// Reserved once and reused: for runners.
    Pool,
    /// Got when needed: for compiling, which must not reserve terabytes.
    OnDemand,
}

/// Builds an engine. Code compiled under one allocation runs under the other.
pub fn build_engine(
    profile: EngineProfile,
    allocation: Allocation,
) -> Result<Engine, SandboxError> {
    let mut config = Config::new();
    deny_features(&mut config);
    config
        .consume_fuel(profile == EngineProfile::Scored)
        .cranelift_nan_canonicalization(profile == EngineProfile::Scored)
        .operator_cost(operator_cost())
        .epoch_interruption(true)
        .max_wasm_stack(MAX_WASM_STACK_BYTES)
        // Said here, or the engine would ask the environment, which a runner
        // lacks: the two would disagree.
        .wasm_backtrace_details(WasmBacktraceDetails::Enable)
        .wasm_backtrace_max_frames(MAX_BACKTRACE_FRAMES)
        .cranelift_opt_level(OptLevel::Speed)
        .memory_init_cow(true)
        .parallel_compilation(true);
    if allocation == Allocation::Pool {
        config.allocation_strategy(InstanceAllocationStrategy::Pooling(pool()));
    }
    let engine = Engine::new(&config)?;
    demand_refused(&engine)?;
    Ok(engine)
}

/// What a result was computed with: name, version and a digest of the settings.
pub fn engine_info(profile: EngineProfile) -> EngineInfo {
    let settings = format!(
        "results {RESULTS_REVISION}; {profile:?}; stack {MAX_WASM_STACK_BYTES}; \
         page {FUEL_PER_GROWN_PAGE}; call {FUEL_PER_CALL}; compat call {COMPAT_CALL_FUEL}; \
         random {MAX_RANDOM_BYTES}; step {STEP:?}; epoch {EPOCH_SECONDS}; handles {MAX_HANDLES}; \
         pool {MAX_CORE_INSTANCES} {MAX_MEMORIES} {MAX_TABLES}; simd, no relaxed simd"
    );
    EngineInfo {
        name: "wasmtime".to_owned(),
        version: ENGINE_VERSION.to_owned(),
        settings: Digest::of(settings.as_bytes()),
    }
}

/// The engine's own bounds, for a table.
pub(crate) fn bounds() -> [Bound; 6] {
    [
        Bound::of_release(
            "stack_bytes",
            MAX_WASM_STACK_BYTES as u64,
            "bytes",
            "recursion without end",
            "05-recursion-over",
        ),
        Bound::of_release(
            "core_instances",
            u64::from(MAX_CORE_INSTANCES),
            "instances in a pair",
            "a component that instantiates itself again and again",
            "55-instances-fan-out",
        ),
        Bound::of_release(
            "memories",
            u64::from(MAX_MEMORIES),
            "memories in a pair",
            "many memories, each within its limit",
            "10-too-many-memories",
        ),
        Bound::of_release(
            "tables",
            u64::from(MAX_TABLES),
            "tables in a pair",
            "many tables, each within its limit",
            "12-too-many-tables",
        ),
        Bound::of_release(
            "memory_max_bytes",
            MAX_MEMORY_BYTES as u64,
            "bytes of one memory",
            "a memory larger than the pool's slot",
            "",
        ),
        Bound::of_release(
            "table_max_elements",
            MAX_TABLE_ELEMENTS as u64,
            "elements of one table",
            "a table larger than the pool's slot",
            "",
        ),
    ]
}

/// Features whose results differ between machines, or that nobody needs here.
fn deny_features(config: &mut Config) {
    config
        .wasm_features(WasmFeatures::FUNCTION_REFERENCES | WasmFeatures::GC, false)
        .wasm_relaxed_simd(false)
        .wasm_memory64(false)
        .wasm_wide_arithmetic(false)
        .wasm_custom_page_sizes(false)
        .concurrency_support(false);
}

fn operator_cost() -> OperatorCost {
    let mut cost = OperatorCost::new();
    cost.variable.memory_grow_per_page = FUEL_PER_GROWN_PAGE;
    cost
}

/// A runner handles one case at a time, so the pool is small. Counts are those
/// of a whole composition.
fn pool() -> PoolingAllocationConfig {
    let mut pool = PoolingAllocationConfig::new();
    pool.total_component_instances(4)
        .total_core_instances(2 * MAX_CORE_INSTANCES)
        .total_memories(2 * MAX_MEMORIES)
        .total_tables(2 * MAX_TABLES)
        .max_core_instances_per_component(MAX_CORE_INSTANCES)
        .max_memories_per_component(MAX_MEMORIES)
        .max_tables_per_component(MAX_TABLES)
        // A module may have several, which the validator takes too.
        .max_memories_per_module(MAX_MEMORIES)
        .max_tables_per_module(MAX_TABLES)
        .max_memory_size(MAX_MEMORY_BYTES)
        .table_elements(MAX_TABLE_ELEMENTS)
        .max_component_instance_size(4 << 20)
        .max_core_instance_size(4 << 20)
        .linear_memory_keep_resident(KEEP_RESIDENT_BYTES)
        .table_keep_resident(1 << 16)
        .pagemap_scan(if swap_is_off() {
            Enabled::Auto
        } else {
            Enabled::No
        });
    pool
}

/// The scan of dirty pages misses pages that were swapped out (an open question
/// upstream), so it is used only where nothing is swapped.
fn swap_is_off() -> bool {
    std::fs::read_to_string("/proc/swaps").is_ok_and(|swaps| swaps.lines().count() <= 1)
}

#[cfg(test)]
mod tests {
    use std::hash::{DefaultHasher, Hash, Hasher};

    use super::*;

    fn compatibility(profile: EngineProfile, allocation: Allocation) -> u64 {
        let engine = build_engine(profile, allocation).expect("engine");
        let mut hasher = DefaultHasher::new();
        engine.precompile_compatibility_hash().hash(&mut hasher);
        hasher.finish()
    }

    #[test]
    fn code_compiled_on_demand_runs_in_the_pool() {
        for profile in [EngineProfile::Scored, EngineProfile::Live] {
            assert_eq!(
                compatibility(profile, Allocation::Pool),
                compatibility(profile, Allocation::OnDemand)
            );
        }
    }

    #[test]
    fn scored_and_live_code_is_kept_apart() {
        assert_ne!(
            compatibility(EngineProfile::Scored, Allocation::OnDemand),
            compatibility(EngineProfile::Live, Allocation::OnDemand)
        );
    }

    #[test]
    fn the_stated_version_is_the_locked_one() {
        let lock = include_str!("../../../Cargo.lock");
        let entry = format!("name = \"wasmtime\"\nversion = \"{ENGINE_VERSION}\"");
        assert!(lock.contains(&entry), "engine.rs states {ENGINE_VERSION}");
    }
}
