//! Components that are valid, or nearly, from the inspection to machine code.
//!
//! Bytes that begin as a component does are taken as one. Others are the choices
//! by which one is made, so that libFuzzer's changes stay close to what is valid.
//! The corpus in the tree holds components only, and so does not depend on the
//! generator's version: with `PILOTBOX_COMPONENTS_TO` set to a folder, each input
//! is written there as the component that it stands for.
#![no_main]

mod smith;

use std::{borrow::Cow, path::Path};

/// How a component begins.
const COMPONENT: &[u8] = b"\0asm\x0d\0\x01\0";

/// Of this many components one is compiled: with coverage and assertions that takes
/// a hundred times longer than all else.
const COMPILED_ONE_IN: usize = 16;

libfuzzer_sys::fuzz_target!(
    // libFuzzer's own hook would end the process on a panic that the host catches.
    init: std::panic::set_hook(Box::new(|panic| eprintln!("{panic}"))),
    |bytes: &[u8]| plug(bytes)
);

fn plug(bytes: &[u8]) {
    let component = if bytes.starts_with(COMPONENT) {
        Some(Cow::Borrowed(bytes))
    } else {
        smith::component(bytes).map(Cow::Owned)
    };
    let Some(component) = component else { return };
    if let Some(folder) = std::env::var_os("PILOTBOX_COMPONENTS_TO") {
        let name = pilotbox_model::Digest::of(&component).hex();
        let path = Path::new(&folder).join(name);
        std::fs::write(path, &component).expect("the folder can be written");
    }
    let sum: usize = component.iter().copied().map(usize::from).sum();
    pilotbox_fuzz::plug(&component, sum.is_multiple_of(COMPILED_ONE_IN));
}
