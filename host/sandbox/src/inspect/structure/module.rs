//! A core module: counts of what it declares, and each function's body.

use wasmparser::{
    CompositeInnerType, DataKind, DataSectionReader, FuncType, FunctionBody, Imports, MemoryType,
    Payload, SectionLimited, TypeRef, TypeSectionReader,
};

use super::{
    Rejection, bounds,
    counts::{Counts, check_name, demand},
    footprint::Footprint,
    function::{self, Signatures},
    invalid,
};

/// Bytes of a page of memory.
const PAGE_BYTES: u64 = 64 * 1024;

/// A module that has not ended yet.
pub(super) struct Module {
    /// Where it begins in the file.
    offset: usize,
    signatures: Signatures,
    /// The index of the next body: imported functions have none.
    next_body: u32,
    memory_bytes: u64,
    table_elements: u64,
}

impl Module {
    pub(super) fn new(offset: usize) -> Self {
        Self {
            offset,
            signatures: Signatures::default(),
            next_body: 0,
            memory_bytes: 0,
            table_elements: 0,
        }
    }

    pub(super) fn footprint(&self) -> Footprint {
        Footprint::of_module(self.memory_bytes, self.table_elements)
    }

    pub(super) fn payload(
        &mut self,
        payload: Payload<'_>,
        counts: &mut Counts,
    ) -> Result<(), Rejection> {
        match payload {
            Payload::TypeSection(types) => self.types(types, counts),
            Payload::ImportSection(imports) => self.imports(imports, counts),
            Payload::FunctionSection(functions) => {
                counts.add(&bounds::FUNCTIONS, u64::from(functions.count()))?;
                for ty in functions {
                    self.function(ty.map_err(invalid)?);
                }
                Ok(())
            }
            Payload::TableSection(tables) => self.tables(tables),
            Payload::MemorySection(memories) => self.memories(memories),
            Payload::GlobalSection(globals) => {
                counts.add(&bounds::GLOBALS, u64::from(globals.count()))?;
                counts.add(&bounds::INITIALIZER_BYTES, globals.range().len() as u64)
            }
            Payload::ExportSection(exports) => {
                counts.add(&bounds::CORE_EXPORTS, u64::from(exports.count()))?;
                for item in exports.into_iter_with_offsets() {
                    let (offset, export) = item.map_err(invalid)?;
                    check_name(&bounds::CORE_NAME_BYTES, export.name, offset)?;
                }
                Ok(())
            }
            Payload::ElementSection(segments) => {
                counts.add(&bounds::SEGMENTS, u64::from(segments.count()))?;
                counts.add(&bounds::INITIALIZER_BYTES, segments.range().len() as u64)
            }
            Payload::DataSection(segments) => data(segments, counts),
            Payload::CodeSectionEntry(body) => self.body(&body, counts),
            _ => Ok(()),
        }
    }

    /// Takes the type of the next function.
    fn function(&mut self, ty: u32) {
        let values = self.signatures.of_type(ty);
        self.signatures.functions.push(values);
    }

    fn body(&mut self, body: &FunctionBody<'_>, counts: &mut Counts) -> Result<(), Rejection> {
        let index = self.next_body;
        self.next_body = index.saturating_add(1);
        let place = || {
            let (module, byte) = (self.offset, body.range().start);
            format!("function {index} of the module at byte {module}, at byte {byte},")
        };
        let moved = function::check(body, index, &self.signatures, &place)?;
        counts.add(&bounds::VALUES_MOVED, moved)
    }

    fn types(
        &mut self,
        section: TypeSectionReader<'_>,
        counts: &mut Counts,
    ) -> Result<(), Rejection> {
        // Said before any is read, and again for each: a group may hold many.
        demand(&bounds::CORE_TYPES, u64::from(section.count()), || {
            "the component".to_owned()
        })?;
        for item in section.into_iter_with_offsets() {
            let (offset, group) = item.map_err(invalid)?;
            for ty in group.types() {
                counts.add(&bounds::CORE_TYPES, 1)?;
                let values = match &ty.composite_type.inner {
                    CompositeInnerType::Func(func) => signature(func),
                    _ => 0,
                };
                demand(&bounds::SIGNATURE, values, || {
                    format!("the type at byte {offset}")
                })?;
                self.signatures.types.push(values);
            }
        }
        Ok(())
    }

    fn imports(
        &mut self,
        section: SectionLimited<'_, Imports<'_>>,
        counts: &mut Counts,
    ) -> Result<(), Rejection> {
        counts.add(&bounds::CORE_IMPORTS, u64::from(section.count()))?;
        for item in section.into_imports_with_offsets() {
            let (offset, import) = item.map_err(invalid)?;
            check_name(&bounds::CORE_NAME_BYTES, import.module, offset)?;
            check_name(&bounds::CORE_NAME_BYTES, import.name, offset)?;
            if let TypeRef::Func(ty) = import.ty {
                counts.add(&bounds::FUNCTIONS, 1)?;
                self.function(ty);
                self.next_body = self.next_body.saturating_add(1);
            }
        }
        Ok(())
    }

    fn tables(&mut self, section: wasmparser::TableSectionReader<'_>) -> Result<(), Rejection> {
        for table in section {
            let table = table.map_err(invalid)?;
            self.table_elements = self.table_elements.saturating_add(table.ty.initial);
        }
        Ok(())
    }

    fn memories(&mut self, section: SectionLimited<'_, MemoryType>) -> Result<(), Rejection> {
        for memory in section {
            let pages = memory.map_err(invalid)?.initial;
            let bytes = pages.saturating_mul(PAGE_BYTES);
            self.memory_bytes = self.memory_bytes.saturating_add(bytes);
        }
        Ok(())
    }
}

/// Counts segments, and the bytes that say where they go.
fn data(section: DataSectionReader<'_>, counts: &mut Counts) -> Result<(), Rejection> {
    counts.add(&bounds::SEGMENTS, u64::from(section.count()))?;
    for segment in section {
        if let DataKind::Active { offset_expr, .. } = segment.map_err(invalid)?.kind {
            let bytes = offset_expr.get_binary_reader().bytes_remaining();
            counts.add(&bounds::INITIALIZER_BYTES, bytes as u64)?;
        }
    }
    Ok(())
}

/// Values that a call of this type moves.
fn signature(func: &FuncType) -> u64 {
    func.params().len().saturating_add(func.results().len()) as u64
}
