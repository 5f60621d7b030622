//! A record of 512 fields.

use wasm_encoder::{Component, ComponentTypeSection, ComponentValType, PrimitiveValType};

const FIELDS: usize = 512;

pub(super) fn bytes() -> Vec<u8> {
    let names: Vec<_> = (0..FIELDS).map(|index| format!("f{index}")).collect();
    let byte = ComponentValType::Primitive(PrimitiveValType::U8);
    let mut types = ComponentTypeSection::new();
    types
        .defined_type()
        .record(names.iter().map(|name| (name.as_str(), byte)));
    let mut component = Component::new();
    component.section(&types);
    super::plain_with(&component)
}
