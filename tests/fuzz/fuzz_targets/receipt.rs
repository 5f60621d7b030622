//! Any bytes as a receipt.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    pilotbox_fuzz::receipt(bytes);
});
