//! The plain guest with something added, so that a guest within its bounds runs
//! to its score, and one beyond them differs from it by nothing else.

use wasm_encoder::{
    CodeSection, Component, ComponentInstanceSection, ComponentSection, ComponentSectionId,
    Function, FunctionSection, InstanceSection, Module, ModuleArg, ModuleSection,
    NestedComponentSection, RawSection, TypeSection,
};

use crate::guests::Guest;

/// Components and instances that the encoder writes into the plain guest.
const PLAIN_COMPONENTS: u32 = 1;
const PLAIN_INSTANCES: u32 = 2;

/// A good plugin.
pub(crate) fn plain() -> Vec<u8> {
    Guest::named("00-plain").bytes()
}

/// It with another section at its end.
pub(crate) fn plain_and(section: &impl ComponentSection) -> Vec<u8> {
    let mut bytes = plain();
    section.append_to_component(&mut bytes);
    bytes
}

/// It with a component in it that nobody instantiates.
pub(crate) fn plain_with(component: &Component) -> Vec<u8> {
    plain_and(&NestedComponentSection(component))
}

/// It with a function in it that is compiled and never called.
pub(crate) fn plain_with_function(function: &Function) -> Vec<u8> {
    plain_and(&ModuleSection(&module_with(function)))
}

/// A module with one function that takes and gives nothing.
pub(crate) fn module_with(function: &Function) -> Module {
    let mut types = TypeSection::new();
    types.ty().function([], []);
    let mut functions = FunctionSection::new();
    functions.function(0);
    let mut code = CodeSection::new();
    code.function(function);
    let mut module = Module::new();
    module.section(&types).section(&functions).section(&code);
    module
}

/// The plain guest with an instance of a component that instantiates another
/// twice, which does the same, down to one that instantiates the module as often
/// as it is told.
pub(crate) fn plain_with_fan_out(levels: u32, module: Option<(&Module, usize)>) -> Vec<u8> {
    let mut component = Component::new();
    if let Some((module, times)) = module {
        let mut instances = InstanceSection::new();
        for _ in 0..times {
            instances.instantiate(0, Vec::<(&str, ModuleArg)>::new());
        }
        component
            .section(&ModuleSection(module))
            .section(&instances);
    }
    let mut bytes = plain();
    NestedComponentSection(&component).append_to_component(&mut bytes);
    for level in 0..levels {
        let inner = PLAIN_COMPONENTS + level;
        NestedComponentSection(&twice(inner)).append_to_component(&mut bytes);
    }
    let mut instances = ComponentInstanceSection::new();
    instances.instantiate(PLAIN_COMPONENTS + levels, no_arguments());
    instances.append_to_component(&mut bytes);
    bytes
}

/// A component that instantiates one of its parent's twice.
fn twice(index: u32) -> Component {
    let mut aliases = wasm_encoder::ComponentAliasSection::new();
    aliases.alias(wasm_encoder::Alias::Outer {
        kind: wasm_encoder::ComponentOuterAliasKind::Component,
        count: 1,
        index,
    });
    let mut instances = ComponentInstanceSection::new();
    instances.instantiate(0, no_arguments());
    instances.instantiate(0, no_arguments());
    let mut component = Component::new();
    component.section(&aliases).section(&instances);
    component
}

fn no_arguments() -> Vec<(&'static str, wasm_encoder::ComponentExportKind, u32)> {
    Vec::new()
}

/// The plain guest with types of instances that each hold the next.
pub(crate) fn plain_with_nested_types(depth: usize) -> Vec<u8> {
    // One type: an instance with one declaration, which is a type.
    let mut data = vec![1];
    for _ in 1..depth {
        data.extend([0x42, 1, 1]);
    }
    // The last one declares nothing.
    data.extend([0x42, 0]);
    plain_and(&RawSection {
        id: ComponentSectionId::Type.into(),
        data: &data,
    })
}

/// The plain guest with an empty instance that is exported under this name.
pub(crate) fn plain_and_exports(name: &str) -> Vec<u8> {
    let mut instances = ComponentInstanceSection::new();
    instances.export_items(no_arguments());
    let mut exports = wasm_encoder::ComponentExportSection::new();
    exports.export(
        name,
        wasm_encoder::ComponentExportKind::Instance,
        PLAIN_INSTANCES,
        None,
    );
    let mut bytes = plain_and(&instances);
    exports.append_to_component(&mut bytes);
    bytes
}

/// The first bytes of a program for Linux on 64-bit machines.
pub(crate) fn elf() -> Vec<u8> {
    let mut bytes = b"\x7fELF\x02\x01\x01".to_vec();
    bytes.resize(64, 0);
    bytes
}
