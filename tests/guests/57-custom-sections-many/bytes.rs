//! More custom sections than there may be, each of them empty.

use wasm_encoder::{Component, CustomSection};

const SECTIONS: usize = 1_001;

pub(super) fn bytes() -> Vec<u8> {
    let mut component = Component::new();
    for _ in 0..SECTIONS {
        component.section(&CustomSection {
            name: "".into(),
            data: vec![].into(),
        });
    }
    super::plain_with(&component)
}
