//! Any bytes as a text that a person hands in.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    pilotbox_fuzz::json(bytes);
});
