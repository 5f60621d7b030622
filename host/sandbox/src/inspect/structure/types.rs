//! Types of components, which may hold types. Read by hand as far as they nest:
//! the parser's own reader recurses as deep as the file says, and a small file
//! would overflow the stack of the host.

use std::ops::Range;

use wasmparser::{
    BinaryReader, ComponentAlias, ComponentDefinedType, ComponentExternName, ComponentImport,
    ComponentType, ComponentTypeRef, CoreType, SectionLimited,
};

use super::{
    Rejection, bounds,
    counts::{Counts, check_name, check_width, demand},
    invalid,
};

/// Leading bytes of the types that hold declarations.
const COMPONENT: u8 = 0x41;
const INSTANCE: u8 = 0x42;

/// Leading bytes of declarations.
const CORE_TYPE: u8 = 0x00;
const TYPE: u8 = 0x01;
const ALIAS: u8 = 0x02;
const IMPORT: u8 = 0x03;

/// Reads a section of component types at this place in the file.
pub(super) fn section(
    file: &[u8],
    range: Range<usize>,
    counts: &mut Counts,
) -> Result<(), Rejection> {
    let start = range.start;
    let mut reader = BinaryReader::new(file.get(range).unwrap_or_default(), start);
    let count = reader.read_var_u32().map_err(invalid)?;
    counts.add(&bounds::TYPES, u64::from(count))?;
    for _ in 0..count {
        component_type(&mut reader, 0, counts)?;
    }
    Ok(())
}

/// Reads a section of core types, of which module types hold declarations.
pub(super) fn core_section(
    section: SectionLimited<'_, CoreType<'_>>,
    counts: &mut Counts,
) -> Result<(), Rejection> {
    counts.add(&bounds::TYPES, u64::from(section.count()))?;
    for ty in section {
        core_type(&ty.map_err(invalid)?, counts)?;
    }
    Ok(())
}

fn core_type(ty: &CoreType<'_>, counts: &mut Counts) -> Result<(), Rejection> {
    let held = match ty {
        CoreType::Module(declarations) => declarations.len(),
        CoreType::Rec(group) => group.types().len(),
    };
    counts.add(&bounds::TYPES, held as u64)
}

/// Recurses no deeper than the bound.
fn component_type(
    reader: &mut BinaryReader<'_>,
    depth: u64,
    counts: &mut Counts,
) -> Result<(), Rejection> {
    let offset = reader.original_position();
    let leading = reader.clone().read_u8().map_err(invalid)?;
    if leading != COMPONENT && leading != INSTANCE {
        let ty = reader.read::<ComponentType>().map_err(invalid)?;
        return check_members(&ty, offset);
    }
    demand(&bounds::TYPE_NESTING, depth.saturating_add(1), || {
        format!("the type at byte {offset}")
    })?;
    reader.read_u8().map_err(invalid)?;
    let count = reader.read_var_u32().map_err(invalid)?;
    counts.add(&bounds::TYPES, u64::from(count))?;
    for _ in 0..count {
        declaration(reader, depth, counts)?;
    }
    Ok(())
}

fn declaration(
    reader: &mut BinaryReader<'_>,
    depth: u64,
    counts: &mut Counts,
) -> Result<(), Rejection> {
    let offset = reader.original_position();
    match reader.read_u8().map_err(invalid)? {
        CORE_TYPE => core_type(&reader.read().map_err(invalid)?, counts),
        TYPE => component_type(reader, depth.saturating_add(1), counts),
        ALIAS => reader.read::<ComponentAlias>().map(drop).map_err(invalid),
        IMPORT => {
            let import = reader.read::<ComponentImport>().map_err(invalid)?;
            check_name(&bounds::NAME_BYTES, import.name.name, offset)
        }
        // An export; anything else the validator refuses.
        _ => {
            let name = reader.read::<ComponentExternName>().map_err(invalid)?;
            reader.read::<ComponentTypeRef>().map_err(invalid)?;
            check_name(&bounds::NAME_BYTES, name.name, offset)
        }
    }
}

/// Checks how many members a type has, and their names.
fn check_members(ty: &ComponentType<'_>, offset: usize) -> Result<(), Rejection> {
    let names: Vec<&str> = match ty {
        ComponentType::Func(func) => func.params.iter().map(|(name, _)| *name).collect(),
        ComponentType::Defined(ComponentDefinedType::Record(fields)) => {
            fields.iter().map(|(name, _)| *name).collect()
        }
        ComponentType::Defined(ComponentDefinedType::Variant(cases)) => {
            cases.iter().map(|case| case.name).collect()
        }
        ComponentType::Defined(
            ComponentDefinedType::Flags(names) | ComponentDefinedType::Enum(names),
        ) => names.to_vec(),
        ComponentType::Defined(ComponentDefinedType::Tuple(members)) => {
            return check_width(members.len(), offset);
        }
        _ => return Ok(()),
    };
    check_width(names.len(), offset)?;
    names
        .into_iter()
        .try_for_each(|name| check_name(&bounds::NAME_BYTES, name, offset))
}
