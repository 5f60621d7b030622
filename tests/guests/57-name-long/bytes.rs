//! An import with a name of 100,000 bytes.

use wasm_encoder::{
    Component, ComponentImportSection, ComponentTypeRef, ComponentTypeSection, InstanceType,
};

const BYTES: usize = 100_000;

pub(super) fn bytes() -> Vec<u8> {
    let mut types = ComponentTypeSection::new();
    types.instance(&InstanceType::new());
    let mut imports = ComponentImportSection::new();
    let name = "a".repeat(BYTES);
    imports.import(name.as_str(), ComponentTypeRef::Instance(0));
    let mut component = Component::new();
    component.section(&types).section(&imports);
    super::plain_with(&component)
}
