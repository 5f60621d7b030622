//! Guests whose bytes are written by a program: no text and no compiler makes
//! them. Each lies in its folder as `bytes.rs`, with a function `bytes`.

mod plain;

use plain::{
    elf, module_with, plain, plain_and, plain_and_exports, plain_with, plain_with_fan_out,
    plain_with_function, plain_with_nested_types,
};

/// Lists the files that are compiled into this crate.
macro_rules! written {
    ($($module:ident = $path:tt),* $(,)?) => {
        $(
            #[path = $path]
            mod $module;
        )*

        /// The bytes of the guest in this folder.
        pub(super) fn written(folder: &str) -> Vec<u8> {
            let path = format!("../../guests/{folder}/bytes.rs");
            match path.as_str() {
                $($path => $module::bytes(),)*
                _ => panic!("tests/guests/{folder}/bytes.rs is not listed in tests/src/guests/bytes.rs"),
            }
        }
    };
}

written! {
    debug_information_heavy = "../../guests/57-debug-information-heavy/bytes.rs",
    huge_frames = "../../guests/06-huge-frames/bytes.rs",
    huge_frames_under = "../../guests/06-huge-frames-under/bytes.rs",
    million_functions = "../../guests/54-million-functions/bytes.rs",
    declarations_deep = "../../guests/50-declarations-deep/bytes.rs",
    declarations_under = "../../guests/50-declarations-under/bytes.rs",
    types_deep = "../../guests/50-types-deep/bytes.rs",
    types_under = "../../guests/50-types-under/bytes.rs",
    record_under = "../../guests/51-record-under/bytes.rs",
    record_wide = "../../guests/51-record-wide/bytes.rs",
    types_double = "../../guests/51-types-double/bytes.rs",
    types_double_under = "../../guests/51-types-double-under/bytes.rs",
    blocks_over = "../../guests/52-blocks-over/bytes.rs",
    blocks_under = "../../guests/52-blocks-under/bytes.rs",
    loops_11000 = "../../guests/52-loops-11000/bytes.rs",
    loops_under = "../../guests/52-loops-under/bytes.rs",
    giant_function = "../../guests/53-giant-function/bytes.rs",
    giant_under = "../../guests/53-giant-under/bytes.rs",
    locals_50000 = "../../guests/53-locals-50000/bytes.rs",
    locals_under = "../../guests/53-locals-under/bytes.rs",
    components_fan_out = "../../guests/55-components-fan-out/bytes.rs",
    instances_fan_out = "../../guests/55-instances-fan-out/bytes.rs",
    instances_under = "../../guests/55-instances-under/bytes.rs",
    memories_fan_out = "../../guests/55-memories-fan-out/bytes.rs",
    memories_under = "../../guests/55-memories-under/bytes.rs",
    core_name_under = "../../guests/57-core-name-under/bytes.rs",
    custom_sections_large = "../../guests/57-custom-sections-large/bytes.rs",
    custom_sections_many = "../../guests/57-custom-sections-many/bytes.rs",
    custom_sections_under = "../../guests/57-custom-sections-under/bytes.rs",
    name_long = "../../guests/57-name-long/bytes.rs",
    empty = "../../guests/58-empty/bytes.rs",
    truncated = "../../guests/58-truncated/bytes.rs",
    truncated_at_once = "../../guests/58-truncated-at-once/bytes.rs",
    core_module = "../../guests/59-core-module/bytes.rs",
    disguised_module = "../../guests/59-disguised-module/bytes.rs",
    elf = "../../guests/59-elf/bytes.rs",
    precompiled = "../../guests/59-precompiled/bytes.rs",
    text = "../../guests/59-text/bytes.rs",
    gzip = "../../guests/60-gzip/bytes.rs",
    exports_odd_name = "../../guests/61-exports-odd-name/bytes.rs",
    forges_data = "../../guests/61-forges-data/bytes.rs",
}
