//! What a component instantiates, and of what: indices resolved to what they
//! mean. Modules and components come into an index space where they are defined
//! or by an alias further out, so that every one of them is known when it is
//! instantiated.

use wasmparser::{
    ComponentAlias, ComponentExternalKind, ComponentInstance, ComponentOuterAliasKind,
    ComponentTypeRef, Instance, SectionLimited,
};

use super::{Open, Rejection, Walk, features, footprint::Footprint, invalid};

impl Walk {
    pub(super) fn core_instances(
        &mut self,
        section: SectionLimited<'_, Instance<'_>>,
    ) -> Result<(), Rejection> {
        for instance in section {
            let (made, items) = match instance.map_err(invalid)? {
                Instance::Instantiate { module_index, args } => {
                    (self.find(|open| &open.modules, 0, module_index), args.len())
                }
                Instance::FromExports(exports) => (None, exports.len()),
            };
            self.instantiated(made, items)?;
        }
        Ok(())
    }

    pub(super) fn component_instances(
        &mut self,
        section: SectionLimited<'_, ComponentInstance<'_>>,
    ) -> Result<(), Rejection> {
        for instance in section {
            let (made, items) = match instance.map_err(invalid)? {
                ComponentInstance::Instantiate {
                    component_index,
                    args,
                } => (
                    self.find(|open| &open.components, 0, component_index),
                    args.len(),
                ),
                ComponentInstance::FromExports(exports) => (None, exports.len()),
            };
            self.instantiated(made, items)?;
        }
        Ok(())
    }

    fn instantiated(&mut self, made: Option<Footprint>, items: usize) -> Result<(), Rejection> {
        self.items(u32::try_from(items).unwrap_or(u32::MAX))?;
        if let (Some(open), Some(made)) = (self.components.last_mut(), made) {
            open.instance.add(made);
        }
        Ok(())
    }

    pub(super) fn aliases(
        &mut self,
        section: SectionLimited<'_, ComponentAlias<'_>>,
    ) -> Result<(), Rejection> {
        for alias in section.into_iter_with_offsets() {
            let (offset, alias) = alias.map_err(invalid)?;
            match alias {
                ComponentAlias::InstanceExport { kind, .. } => {
                    let is_code = matches!(
                        kind,
                        ComponentExternalKind::Module | ComponentExternalKind::Component
                    );
                    refuse_as_value(is_code, offset)?;
                }
                ComponentAlias::Outer { kind, count, index } => self.outer(kind, count, index),
                ComponentAlias::CoreInstanceExport { .. } => {}
            }
        }
        Ok(())
    }

    /// Adds a module or component of an outer component to the index space of
    /// the open one.
    fn outer(&mut self, kind: ComponentOuterAliasKind, up: u32, index: u32) {
        let (made, space) = match kind {
            ComponentOuterAliasKind::CoreModule => (
                self.find(|open| &open.modules, up, index),
                (|open| &mut open.modules) as fn(&mut Open) -> &mut Vec<Footprint>,
            ),
            ComponentOuterAliasKind::Component => (
                self.find(|open| &open.components, up, index),
                (|open| &mut open.components) as fn(&mut Open) -> &mut Vec<Footprint>,
            ),
            ComponentOuterAliasKind::CoreType | ComponentOuterAliasKind::Type => return,
        };
        if let Some(open) = self.components.last_mut() {
            // Something must take the place, or later indices would be wrong.
            space(open).push(made.unwrap_or_default());
        }
    }

    /// What an index means, `up` components outwards.
    fn find(&self, space: fn(&Open) -> &Vec<Footprint>, up: u32, index: u32) -> Option<Footprint> {
        let open = self.components.iter().nth_back(usize::try_from(up).ok()?)?;
        space(open).get(usize::try_from(index).ok()?).copied()
    }
}

/// Modules and components are instantiated where they are defined. Handed from
/// one component to another as values they could be counted by nobody.
pub(super) fn refuse_as_value(is_code: bool, offset: usize) -> Result<(), Rejection> {
    if !is_code {
        return Ok(());
    }
    Err(features::refused(features::Feature::CodeAsValue, offset))
}

pub(super) fn is_code(ty: ComponentTypeRef) -> bool {
    matches!(
        ty,
        ComponentTypeRef::Module(_) | ComponentTypeRef::Component(_)
    )
}
