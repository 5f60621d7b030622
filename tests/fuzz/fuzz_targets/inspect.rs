//! Any bytes as an upload.
#![no_main]

libfuzzer_sys::fuzz_target!(
    // libFuzzer's own hook would end the process on a panic that the host catches.
    init: std::panic::set_hook(Box::new(|panic| eprintln!("{panic}"))),
    |bytes: &[u8]| {
        pilotbox_fuzz::inspect(bytes);
    }
);
