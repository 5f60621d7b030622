//! Lists of lists of lists of bytes, as deep as they may be.

use wasm_encoder::{Component, ComponentTypeSection, ComponentValType, PrimitiveValType};

const LIMIT: u32 = 100;

pub(super) fn bytes() -> Vec<u8> {
    let mut types = ComponentTypeSection::new();
    types.defined_type().list(PrimitiveValType::U8);
    for index in 1..LIMIT - 1 {
        types.defined_type().list(ComponentValType::Type(index - 1));
    }
    let mut component = Component::new();
    component.section(&types);
    super::plain_with(&component)
}
