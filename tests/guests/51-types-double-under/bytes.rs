//! Each type is a pair of the one before: 2^18 types in 18 lines.

use wasm_encoder::{Component, ComponentTypeSection, ComponentValType, PrimitiveValType};

const LINES: u32 = 18;

pub(super) fn bytes() -> Vec<u8> {
    let mut types = ComponentTypeSection::new();
    types.defined_type().list(PrimitiveValType::U8);
    for index in 1..=LINES {
        let half = ComponentValType::Type(index - 1);
        types.defined_type().tuple([half, half]);
    }
    let mut component = Component::new();
    component.section(&types);
    super::plain_with(&component)
}
