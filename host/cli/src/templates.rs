//! The templates' components that this program carries, or that were built beside it.

use pilotbox_evaluate::template::TemplateComponents;

include!(concat!(env!("OUT_DIR"), "/templates.rs"));

/// All of them; none in a program that was built without.
pub(crate) fn components() -> TemplateComponents {
    TemplateComponents::embedded(TEMPLATES)
}
