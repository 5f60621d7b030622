//! How large and how deep an upload may be in each respect. A component of a
//! few kilobytes can cost minutes and gigabytes to those who read it; one that
//! a compiler made stays far below these.
//!
//! The values leave room for what was measured: Python (componentize-py 0.25,
//! 18 MB) and JavaScript (componentize-js 0.23, 12 MB) runtimes, the largest
//! plugins there are. The largest of either: 38 core instances, 14,858 functions,
//! one of 427 KB, 271 locals, blocks 781 deep, 3,315 definitions, 600 types,
//! 10,002 segments. Each bound is tried at its value and one over it.

use pilotbox_model::Bound;

use crate::engine::MAX_CORE_INSTANCES;

/// A bound and what an author can do who meets it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limit {
    pub(super) bound: Bound,
    pub(super) hint: &'static str,
}

impl Limit {
    const fn new(name: &'static str, value: u64, unit: &'static str) -> Self {
        let bound = Bound::of_release(name, value, unit, "", "");
        let hint = "no compiler makes such a component; build it anew from its source";
        Self { bound, hint }
    }

    const fn set_by_the_parser(mut self) -> Self {
        self.bound.changed_by = "release of wasmparser";
        self
    }

    const fn prevents(mut self, prevents: &'static str) -> Self {
        self.bound.prevents = prevents;
        self
    }

    const fn guest(mut self, guest: &'static str) -> Self {
        self.bound.guest = guest;
        self
    }

    const fn hint(mut self, hint: &'static str) -> Self {
        self.hint = hint;
        self
    }
}

/// Core instances that a runner keeps for one case, as in `engine.rs`: what
/// needs more is refused before it is compiled.
pub(super) const CORE_INSTANCES: Limit = Limit::new(
    "core_instances",
    MAX_CORE_INSTANCES as u64,
    "core instances",
)
.prevents("components that instantiate components that instantiate …: 2^n instances in n lines")
.guest("55-instances-fan-out")
.hint("link fewer core modules into it");

/// Instances of components, each of which the engine unrolls when it compiles.
pub(super) const COMPONENT_INSTANCES: Limit =
    Limit::new("component_instances", 32, "component instances")
        .prevents("the same fan-out by components that hold no module, unrolled when compiled")
        .guest("55-components-fan-out")
        .hint("instantiate fewer components in it");

/// Definitions of a component, times its instances.
pub(super) const UNROLLED_ITEMS: Limit = Limit::new(
    "unrolled_items",
    100_000,
    "definitions in all its instances",
)
.prevents("a large component instantiated often, unrolled when compiled")
.hint("instantiate fewer components in it");

/// Components in components.
pub(super) const COMPONENT_NESTING: Limit =
    Limit::new("component_nesting", 8, "components in one another")
        .prevents("state that readers keep for each level");

/// Components in all.
pub(super) const COMPONENTS: Limit = Limit::new("components", 64, "components")
    .prevents("a snapshot of all types for each component, which is quadratic");

/// Core modules in all.
pub(super) const MODULES: Limit = Limit::new("modules", 128, "core modules")
    .prevents("tables of the engine for each module")
    .hint("link fewer core modules into it");

/// Type declarations within type declarations.
pub(super) const TYPE_NESTING: Limit = Limit::new("type_nesting", 8, "types in one another")
    .prevents("readers that recurse: 300 KB of nested types overflow the host's stack")
    .guest("50-declarations-deep");

/// Component types in all, declarations within them included.
pub(super) const TYPES: Limit = Limit::new("types", 10_000, "types")
    .prevents("chains of types that printers follow from each of their members");

/// Fields, cases, flags, members or parameters of one type.
pub(super) const TYPE_WIDTH: Limit = Limit::new("type_width", 512, "members")
    .prevents("types that are wide in each of many places")
    .guest("51-record-wide")
    .hint("group what belongs together");

/// How deep a value type goes. The validator's own, who stops there.
pub(super) const TYPE_DEPTH: Limit = Limit::new("type_depth", 100, "value types in one another")
    .set_by_the_parser()
    .prevents("readers that recurse as deep as a type goes")
    .guest("50-types-deep");

/// Types that one component holds when all are written out. The validator's own,
/// who stops there.
pub(super) const TYPE_SIZE: Limit = Limit::new("type_size", 999_999, "types when written out")
    .set_by_the_parser()
    .prevents(
        "types that double: 2^20 types in 20 lines, copied by whoever prints or compares them",
    )
    .guest("51-types-double");

/// Imports and exports of the component itself.
pub(super) const INTERFACES: Limit = Limit::new("interfaces", 256, "imports and exports")
    .prevents("a page of names in every message and report");

/// Imports, exports, aliases, instances and adapted functions of all components.
pub(super) const ITEMS: Limit = Limit::new("items", 50_000, "definitions")
    .prevents("memory of the host for each, many times what it takes in the file");

/// Characters of a name in component types, imports and exports.
pub(super) const NAME_BYTES: Limit = Limit::new("name_bytes", 1_024, "bytes in a name")
    .prevents("names of megabytes in messages and reports")
    .guest("57-name-long")
    .hint("give it a shorter name");

/// Bytes of a name that a core module imports or exports.
pub(super) const CORE_NAME_BYTES: Limit = Limit::new("core_name_bytes", 16_384, "bytes in a name")
    .prevents("names of megabytes in messages of traps")
    .hint("give it a shorter name");

/// Custom sections in all.
pub(super) const CUSTOM_SECTIONS: Limit = Limit::new("custom_sections", 1_000, "custom sections")
    .prevents("work for each section of a file that is made of empty ones")
    .hint("build with `pilotbox build`, which strips what is not needed");

/// Bytes of custom sections in all, debug information included.
pub(super) const CUSTOM_BYTES: Limit =
    Limit::new("custom_bytes", 16 << 20, "bytes of custom sections")
        .prevents("debug information that takes a runner's time and memory when a guest traps")
        .guest("57-custom-sections-large")
        .hint("build with `pilotbox build`, which strips debug information");

/// Units of debug information times the bytes that are read anew for each.
pub(super) const DEBUG_WORK: Limit = Limit::new(
    "debug_work",
    32 << 20,
    "bytes of debug information, read once for each of its units",
)
.prevents("minutes and gigabytes that a runner takes to say where a guest was stopped")
.guest("57-debug-information-heavy")
.hint("build without `--debug`");

/// Bytes of the section that documents a WIT package.
pub(super) const DOCS_BYTES: Limit = Limit::new("docs_bytes", 1 << 20, "bytes of documentation")
    .prevents("JSON that is read into memory of many times its size")
    .hint("strip the section `package-docs`");

/// Functions that all modules define and import.
pub(super) const FUNCTIONS: Limit = Limit::new("functions", 100_000, "functions")
    .prevents("a table entry, a symbol and a compilation for each function of three bytes")
    .guest("54-million-functions")
    .hint("link with `--gc-sections`, which drops what is never called");

/// Bytes of one function.
pub(super) const FUNCTION_BYTES: Limit =
    Limit::new("function_bytes", 1 << 20, "bytes of code in one function")
        .prevents("compile time and memory that grow faster than the function")
        .guest("53-giant-function")
        .hint("split this function");

/// Locals of one function, its parameters not included.
pub(super) const LOCALS: Limit = Limit::new("locals", 5_000, "locals")
    .prevents("compile time of locals times blocks; five bytes declare 50,000 locals")
    .guest("53-locals-50000")
    .hint("build with optimization, or split this function");

/// Locals of one function times its blocks.
pub(super) const LOCALS_IN_BLOCKS: Limit =
    Limit::new("locals_in_blocks", 50_000_000, "locals times blocks")
        .prevents("a compiler that settles each local in each block: 10,000 of one in 5,000 of the other took 17 s")
        .hint("split this function");

/// Blocks, loops and branches within one another.
pub(super) const BLOCK_NESTING: Limit = Limit::new("block_nesting", 5_000, "nested blocks")
    .prevents("stacks of readers and of the compiler")
    .hint("split this function");

/// Loops within one another.
pub(super) const LOOP_NESTING: Limit = Limit::new("loop_nesting", 200, "nested loops")
    .prevents("compile time that grows with the square of the nesting: 11,000 loops in 40 KB")
    .guest("52-loops-11000")
    .hint("split this function");

/// Targets of one `br_table`.
pub(super) const BR_TABLE_TARGETS: Limit =
    Limit::new("br_table_targets", 16_384, "targets of a `br_table`")
        .prevents("an edge of the compiler's graph for each byte")
        .hint("split this function");

/// Parameters and results of a core function.
pub(super) const SIGNATURE: Limit = Limit::new("signature", 128, "parameters and results")
    .prevents("two bytes of code that move a thousand values")
    .hint("hand a structure over by its address");

/// Parameters and results of a block.
pub(super) const BLOCK_SIGNATURE: Limit =
    Limit::new("block_signature", 32, "parameters and results of a block")
        .prevents("`br_table`s that move many values for each of many targets");

/// Values that all instructions move: arguments of each call, results for each
/// target of each branch.
pub(super) const VALUES_MOVED: Limit = Limit::new("values_moved", 64 << 20, "values moved")
    .prevents(
        "unreachable calls of two bytes for 128 values each: 32 MB of them took 19 s to validate",
    )
    .hint("hand structures over by their address");

/// Types of core modules in all.
pub(super) const CORE_TYPES: Limit = Limit::new("core_types", 20_000, "core types")
    .prevents("memory of the host for each, many times what it takes in the file");

/// Imports of core modules in all.
pub(super) const CORE_IMPORTS: Limit =
    Limit::new("core_imports", 50_000, "core imports").prevents("a look-up by name for each");

/// Exports of core modules in all.
pub(super) const CORE_EXPORTS: Limit =
    Limit::new("core_exports", 50_000, "core exports").prevents("an entry by name for each");

/// Globals of core modules in all.
pub(super) const GLOBALS: Limit = Limit::new("globals", 20_000, "globals")
    .prevents("memory of an instance that no limit of the challenge counts");

/// Data and element segments of core modules in all.
pub(super) const SEGMENTS: Limit = Limit::new("segments", 30_000, "data and element segments")
    .prevents("work for each segment in every instantiation, which costs no fuel");

/// Bytes that say how globals and tables begin.
pub(super) const INITIALIZER_BYTES: Limit = Limit::new(
    "initializer_bytes",
    4 << 20,
    "bytes of globals, elements and offsets",
)
.prevents("constant expressions of megabytes, computed in every instantiation for no fuel");

/// The bound of the validator's own that its error is about.
pub(super) fn stopped_by(message: &str) -> Option<&'static Limit> {
    if message.starts_with("effective type size exceeds") {
        return Some(&TYPE_SIZE);
    }
    message
        .starts_with("type nesting is too deep")
        .then_some(&TYPE_DEPTH)
}

/// All of them, for tables.
pub(crate) const BOUNDS: [Bound; 35] = [
    TYPE_NESTING.bound,
    TYPES.bound,
    TYPE_WIDTH.bound,
    TYPE_DEPTH.bound,
    TYPE_SIZE.bound,
    INTERFACES.bound,
    ITEMS.bound,
    NAME_BYTES.bound,
    CORE_NAME_BYTES.bound,
    COMPONENTS.bound,
    COMPONENT_NESTING.bound,
    MODULES.bound,
    CORE_INSTANCES.bound,
    COMPONENT_INSTANCES.bound,
    UNROLLED_ITEMS.bound,
    FUNCTIONS.bound,
    FUNCTION_BYTES.bound,
    LOCALS.bound,
    LOCALS_IN_BLOCKS.bound,
    BLOCK_NESTING.bound,
    LOOP_NESTING.bound,
    BR_TABLE_TARGETS.bound,
    SIGNATURE.bound,
    BLOCK_SIGNATURE.bound,
    VALUES_MOVED.bound,
    CORE_TYPES.bound,
    CORE_IMPORTS.bound,
    CORE_EXPORTS.bound,
    GLOBALS.bound,
    SEGMENTS.bound,
    INITIALIZER_BYTES.bound,
    CUSTOM_SECTIONS.bound,
    CUSTOM_BYTES.bound,
    DEBUG_WORK.bound,
    DOCS_BYTES.bound,
];
