//! A custom section larger than all of them together may be.

use wasm_encoder::CustomSection;

const BYTES: usize = (16 << 20) + 1;

pub(super) fn bytes() -> Vec<u8> {
    super::plain_and(&CustomSection {
        name: "ballast".into(),
        data: vec![0; BYTES].into(),
    })
}
