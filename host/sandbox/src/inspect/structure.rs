//! One pass over a file before anything costly reads it: how much of each thing
//! it holds, how deep it goes, and what one instance of it starts with. Linear in
//! the file's size; keeps a few words for each type and module, and recurses
//! nowhere that a file can steer.
//!
//! It decides nothing about validity: what it cannot resolve counts as nothing,
//! and is refused by the validator that runs next.

use pilotbox_model::Limits;
use wasmparser::{ComponentExport, ComponentImport, Encoding, Parser, Payload, SectionLimited};

use super::{Rejection, bounds, features, invalid};

mod canonical;
mod counts;
mod footprint;
mod function;
mod instances;
mod module;
mod symbols;
mod types;

use self::{
    counts::{Counts, check_name, demand},
    footprint::Footprint,
    module::Module,
    symbols::Symbols,
};

pub(super) use self::counts::beyond;

/// Walks the whole file.
pub(super) fn check(component: &[u8], limits: &Limits) -> Result<(), Rejection> {
    let mut walk = Walk::default();
    let mut parser = Parser::new(0);
    parser.set_features(features::accepted());
    for payload in parser.parse_all(component) {
        walk.payload(component, payload.map_err(invalid)?)?;
    }
    walk.whole.demand(limits)
}

/// What is open at this point of the file, and what was met so far.
#[derive(Default)]
struct Walk {
    components: Vec<Open>,
    module: Option<Module>,
    counts: Counts,
    /// Of the module that is open.
    symbols: Symbols,
    /// What one instance of the outermost component holds, and no less than any
    /// of its modules.
    whole: Footprint,
}

/// A component that has not ended yet: what its index spaces hold, and what one
/// instance of it makes.
#[derive(Default)]
struct Open {
    modules: Vec<Footprint>,
    components: Vec<Footprint>,
    instance: Footprint,
}

impl Walk {
    fn payload(&mut self, file: &[u8], payload: Payload<'_>) -> Result<(), Rejection> {
        match payload {
            Payload::Version {
                encoding, range, ..
            } => self.open(encoding, range.start),
            Payload::End(_) => {
                self.close();
                Ok(())
            }
            Payload::CustomSection(section) => self.custom(section.name(), section.data()),
            payload => match self.module.as_mut() {
                Some(module) => module.payload(payload, &mut self.counts),
                None => self.definitions(file, payload),
            },
        }
    }

    fn open(&mut self, encoding: Encoding, offset: usize) -> Result<(), Rejection> {
        match encoding {
            Encoding::Module => {
                self.counts.add(&bounds::MODULES, 1)?;
                self.module = Some(Module::new(offset));
            }
            Encoding::Component => {
                self.counts.add(&bounds::COMPONENTS, 1)?;
                self.components.push(Open::default());
                let depth = self.components.len() as u64;
                demand(&bounds::COMPONENT_NESTING, depth, || {
                    format!("the component at byte {offset}")
                })?;
            }
        }
        Ok(())
    }

    /// Ends what is open, and makes it the next of its kind in its parent.
    fn close(&mut self) {
        if let Some(module) = self.module.take() {
            self.symbols = Symbols::default();
            self.whole.at_least(module.footprint());
            if let Some(parent) = self.components.last_mut() {
                parent.modules.push(module.footprint());
            }
            return;
        }
        let Some(ended) = self.components.pop() else {
            return;
        };
        let footprint = ended.instance.of_component();
        match self.components.last_mut() {
            Some(parent) => parent.components.push(footprint),
            None => self.whole.at_least(footprint),
        }
    }

    fn custom(&mut self, name: &str, data: &[u8]) -> Result<(), Rejection> {
        let size = data.len() as u64;
        self.counts.add(&bounds::CUSTOM_SECTIONS, 1)?;
        self.counts.add(&bounds::CUSTOM_BYTES, size)?;
        demand(&bounds::NAME_BYTES, name.len() as u64, || {
            "a custom section".to_owned()
        })?;
        match name {
            "package-docs" => self.counts.add(&bounds::DOCS_BYTES, size),
            "name" => symbols::check_names(data),
            _ => self.symbols.section(name, data),
        }
    }

    /// A section of a component, not of a module.
    fn definitions(&mut self, file: &[u8], payload: Payload<'_>) -> Result<(), Rejection> {
        let is_outermost = self.components.len() == 1;
        match payload {
            Payload::CoreTypeSection(section) => {
                self.items(section.count())?;
                types::core_section(section, &mut self.counts)
            }
            Payload::ComponentTypeSection(section) => {
                self.items(section.count())?;
                types::section(file, section.range(), &mut self.counts)
            }
            Payload::InstanceSection(section) => {
                self.items(section.count())?;
                self.core_instances(section)
            }
            Payload::ComponentInstanceSection(section) => {
                self.items(section.count())?;
                // Counted where they are written, too: the validator compares
                // the types of each, whether it is ever made or not.
                self.counts
                    .add(&bounds::COMPONENT_INSTANCES, u64::from(section.count()))?;
                self.component_instances(section)
            }
            Payload::ComponentAliasSection(section) => {
                self.items(section.count())?;
                self.aliases(section)
            }
            Payload::ComponentCanonicalSection(section) => {
                self.items(section.count())?;
                canonical::section(section)
            }
            Payload::ComponentImportSection(section) => {
                self.interfaces(is_outermost, section.count())?;
                imports(section)
            }
            Payload::ComponentExportSection(section) => {
                self.interfaces(is_outermost, section.count())?;
                exports(section)
            }
            _ => Ok(()),
        }
    }

    /// Counts definitions of the component that is open.
    fn items(&mut self, count: u32) -> Result<(), Rejection> {
        if let Some(open) = self.components.last_mut() {
            open.instance.add_items(u64::from(count));
        }
        self.counts.add(&bounds::ITEMS, u64::from(count))
    }

    fn interfaces(&mut self, is_outermost: bool, count: u32) -> Result<(), Rejection> {
        self.items(count)?;
        if is_outermost {
            self.counts.add(&bounds::INTERFACES, u64::from(count))?;
        }
        Ok(())
    }
}

fn imports(section: SectionLimited<'_, ComponentImport<'_>>) -> Result<(), Rejection> {
    for item in section.into_iter_with_offsets() {
        let (offset, import) = item.map_err(invalid)?;
        check_name(&bounds::NAME_BYTES, import.name.name, offset)?;
        instances::refuse_as_value(instances::is_code(import.ty), offset)?;
    }
    Ok(())
}

fn exports(section: SectionLimited<'_, ComponentExport<'_>>) -> Result<(), Rejection> {
    for item in section.into_iter_with_offsets() {
        let (offset, export) = item.map_err(invalid)?;
        check_name(&bounds::NAME_BYTES, export.name.name, offset)?;
    }
    Ok(())
}
