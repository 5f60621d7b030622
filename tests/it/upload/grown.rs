//! Components that hold a given number of one thing and little else: at a bound
//! and one beyond it.

mod core;

use wasm_encoder::{
    Alias, Component, ComponentAliasSection, ComponentExportKind, ComponentImportSection,
    ComponentInstanceSection, ComponentOuterAliasKind, ComponentSection, ComponentSectionId,
    ComponentTypeRef, ComponentTypeSection, ComponentValType, CustomSection, InstanceSection,
    InstanceType, Module, ModuleArg, ModuleSection, NestedComponentSection, PrimitiveValType,
    RawSection,
};

/// A component with this many of what the bound counts; nothing for a bound that
/// is not known here.
pub(super) fn grown(bound: &str, count: u64) -> Option<Vec<u8>> {
    let count = usize::try_from(count).expect("a count is small");
    let few = u32::try_from(count).expect("a count is small");
    let component = match bound {
        "type_nesting" => type_nesting(count),
        "types" => with(&types(few, |section, _| {
            section.defined_type().primitive(PrimitiveValType::U8);
        })),
        "type_width" => type_width(count),
        // A byte is the innermost.
        "type_depth" => with(&types(few - 1, |section, index| {
            match index.checked_sub(1) {
                None => section.defined_type().list(PrimitiveValType::U8),
                Some(inner) => section.defined_type().list(ComponentValType::Type(inner)),
            }
        })),
        "type_size" => type_size(few),
        "interfaces" => interfaces(few),
        "items" => items(few),
        "name_bytes" => name(count),
        // The outermost is one itself.
        "components" => repeated(&NestedComponentSection(&Component::new()), count - 1),
        "component_nesting" => (1..count).fold(Component::new(), |inner, _| {
            with(&NestedComponentSection(&inner))
        }),
        "modules" => repeated(&ModuleSection(&Module::new()), count),
        "core_instances" => core_instances(count),
        "component_instances" => component_instances(count - 1),
        "unrolled_items" => unrolled_items(few),
        "custom_sections" => repeated(&custom("", 0), count),
        "custom_bytes" => with(&custom("", count)),
        "debug_work" => debug_work(count),
        "docs_bytes" => docs(count),
        _ => with_module(&core::grown(bound, count)?),
    };
    Some(component.finish())
}

fn with(section: &impl ComponentSection) -> Component {
    repeated(section, 1)
}

fn repeated(section: &impl ComponentSection, times: usize) -> Component {
    let mut component = Component::new();
    for _ in 0..times {
        component.section(section);
    }
    component
}

fn with_module(module: &Module) -> Component {
    with(&ModuleSection(module))
}

fn types(count: u32, mut add: impl FnMut(&mut ComponentTypeSection, u32)) -> ComponentTypeSection {
    let mut section = ComponentTypeSection::new();
    for index in 0..count {
        add(&mut section, index);
    }
    section
}

/// Instances of types that each hold the next.
fn type_nesting(depth: usize) -> Component {
    let mut data = vec![1];
    for _ in 1..depth {
        data.extend([0x42, 1, 1]);
    }
    data.extend([0x42, 0]);
    with(&RawSection {
        id: ComponentSectionId::Type.into(),
        data: &data,
    })
}

fn type_width(members: usize) -> Component {
    let byte = ComponentValType::Primitive(PrimitiveValType::U8);
    with(&types(1, |section, _| {
        section.defined_type().tuple(vec![byte; members]);
    }))
}

/// A tuple is its members and one more.
fn type_size(size: u32) -> Component {
    const WIDTH: u32 = 100;
    let mut section = ComponentTypeSection::new();
    let byte = ComponentValType::Primitive(PrimitiveValType::U8);
    section.defined_type().tuple(vec![byte; 100]);
    let mut held = vec![];
    // Ever larger blocks of what remains, each type of a size of its own.
    let mut sizes = vec![1 + WIDTH];
    let mut rest = size - 1;
    while let Some(last) = sizes.last().copied().filter(|last| 1 + last * WIDTH < size) {
        let index = u32::try_from(sizes.len() - 1).expect("few sizes");
        section
            .defined_type()
            .tuple(vec![ComponentValType::Type(index); 100]);
        sizes.push(1 + last * WIDTH);
    }
    for (index, size) in sizes.iter().enumerate().rev() {
        let index = u32::try_from(index).expect("few sizes");
        while rest >= *size {
            held.push(ComponentValType::Type(index));
            rest -= size;
        }
    }
    held.extend((0..rest).map(|_| byte));
    section.defined_type().tuple(held);
    with(&section)
}

fn interfaces(count: u32) -> Component {
    let mut imports = ComponentImportSection::new();
    for index in 0..count {
        imports.import(format!("i{index}").as_str(), ComponentTypeRef::Instance(0));
    }
    let mut component = with(&types(1, |section, _| {
        section.instance(&InstanceType::new());
    }));
    component.section(&imports);
    component
}

/// Aliases of the first type; that type is a definition, too.
fn items(count: u32) -> Component {
    let mut component = with(&types(1, |section, _| {
        section.defined_type().primitive(PrimitiveValType::U8);
    }));
    component.section(&aliases(count - 1, 0));
    component
}

/// Aliases of the first type of a component further out.
fn aliases(times: u32, count: u32) -> ComponentAliasSection {
    let mut aliases = ComponentAliasSection::new();
    for _ in 0..times {
        aliases.alias(Alias::Outer {
            kind: ComponentOuterAliasKind::Type,
            count,
            index: 0,
        });
    }
    aliases
}

/// A component of a tenth of the definitions, instantiated ten times.
fn unrolled_items(count: u32) -> Component {
    const TIMES: u32 = 10;
    let mut component = with(&types(1, |section, _| {
        section.defined_type().primitive(PrimitiveValType::U8);
    }));
    // Ten instances and the type are definitions of the outermost.
    let rest = count - TIMES - 1;
    component.section(&aliases(rest % TIMES, 0));
    let inner = with(&aliases(rest / TIMES, 1));
    component.section(&NestedComponentSection(&inner));
    component.section(&instances(TIMES as usize));
    component
}

/// Instances of the first component.
fn instances(times: usize) -> ComponentInstanceSection {
    let mut instances = ComponentInstanceSection::new();
    for _ in 0..times {
        instances.instantiate(0, Vec::<(&str, ComponentExportKind, u32)>::new());
    }
    instances
}

fn component_instances(times: usize) -> Component {
    let mut component = with(&NestedComponentSection(&Component::new()));
    component.section(&instances(times));
    component
}

fn core_instances(times: usize) -> Component {
    let mut instances = InstanceSection::new();
    for _ in 0..times {
        instances.instantiate(0, Vec::<(&str, ModuleArg)>::new());
    }
    let mut component = with_module(&Module::new());
    component.section(&instances);
    component
}

fn name(bytes: usize) -> Component {
    let mut imports = ComponentImportSection::new();
    imports.import("a".repeat(bytes).as_str(), ComponentTypeRef::Instance(0));
    let mut component = with(&types(1, |section, _| {
        section.instance(&InstanceType::new());
    }));
    component.section(&imports);
    component
}

fn custom(name: &str, bytes: usize) -> CustomSection<'_> {
    CustomSection {
        name: name.into(),
        data: vec![0; bytes].into(),
    }
}

/// Units and shared bytes whose product is this; neither is beyond a bound of its
/// own.
fn debug_work(product: usize) -> Component {
    let units = (3..=product).find(|units| product.is_multiple_of(*units));
    let units = units.expect("a number divides itself");
    let mut component = Component::new();
    component
        .section(&custom(".debug_info", 4 * units))
        .section(&custom(".debug_ranges", product / units));
    component
}

/// Documentation in JSON that says nothing, behind the byte of its version.
fn docs(bytes: usize) -> Component {
    let mut data = vec![0];
    data.extend(b"{}");
    data.resize(bytes, b' ');
    with(&CustomSection {
        name: "package-docs".into(),
        data: data.into(),
    })
}
