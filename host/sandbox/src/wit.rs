//! WIT as text, and what differs between two interfaces.

use pilotbox_model::printable;
use similar::{ChangeTag, TextDiff};
use wit_component::{DecodedWasm, WitPrinter};
use wit_parser::{Resolve, WorldId, WorldItem, WorldKey};

use crate::caught::caught;

mod document;
mod text;

pub use document::{WitDocument, WitFunction, WitPart, WitType};
use text::BoundedText;

/// Bounds of a comparison. They stop names and lists that were made to be long,
/// since a diff takes the square of what differs.
const MAX_COMPARED: usize = 64;
const MAX_NAME_BYTES: usize = 200;
const MAX_LINES: usize = 500;

/// Bytes of a world's text that are shown. A type that doubles in each of its
/// lines takes megabytes to write out in a file of a hundred bytes.
const MAX_TEXT_BYTES: usize = 256 * 1024;

/// A component's world.
pub(crate) struct World {
    resolve: Resolve,
    id: WorldId,
}

/// What a challenge asks for and what a component exports instead.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct WitDifference {
    /// The interface that the challenge asks for.
    pub expected: String,
    /// The interfaces that the component exports.
    pub found: Vec<String>,
    /// The one of them that is nearest by name.
    pub nearest: Option<String>,
    /// The lines of WIT that differ from the nearest: `-` expected, `+` found.
    pub lines: Vec<String>,
}

impl World {
    /// Reads the world of a component.
    pub(crate) fn decode(bytes: &[u8]) -> Result<Self, String> {
        // The decoder asserts what its author knew of components that tools
        // make; others are valid too, and must not end the host.
        let decoded = caught(|| wit_component::decode(bytes));
        match decoded {
            Some(Ok(DecodedWasm::Component(resolve, id))) => Ok(Self { resolve, id }),
            Some(Ok(DecodedWasm::WitPackage(..))) => {
                Err("is a WIT package in binary form, not a component".to_owned())
            }
            Some(Err(error)) => Err(format!("{error:#}")),
            None => Err("its world cannot be written as WIT".to_owned()),
        }
    }

    pub(crate) fn imports(&self) -> Vec<String> {
        self.names(&self.resolve.worlds[self.id].imports)
    }

    pub(crate) fn exports(&self) -> Vec<String> {
        self.names(&self.resolve.worlds[self.id].exports)
    }

    fn names<'a>(
        &self,
        items: impl IntoIterator<Item = (&'a WorldKey, &'a WorldItem)>,
    ) -> Vec<String> {
        items
            .into_iter()
            .map(|(key, _)| self.resolve.name_world_key(key))
            .collect()
    }

    /// The whole world as WIT.
    pub(crate) fn text(&self) -> String {
        let package = self.resolve.worlds[self.id].package;
        let Some(package) = package else {
            return String::new();
        };
        let nested: Vec<_> = self
            .resolve
            .packages
            .iter()
            .map(|(id, _)| id)
            .filter(|id| *id != package)
            .collect();
        printed(|printer| printer.print(&self.resolve, package, &nested))
            .unwrap_or_else(|| "// this world cannot be written as WIT".to_owned())
    }

    /// One imported or exported interface as WIT.
    pub(crate) fn interface(&self, name: &str) -> Option<String> {
        let world = &self.resolve.worlds[self.id];
        let items = world.exports.iter().chain(&world.imports);
        let id = items.into_iter().find_map(|(key, item)| match item {
            WorldItem::Interface { id, .. } if self.resolve.name_world_key(key) == name => {
                Some(*id)
            }
            _ => None,
        })?;
        printed(|printer| printer.print_interface(&self.resolve, id))
    }
}

/// The interface that a harness imports, as WIT without its comments: a component keeps
/// none. Nothing if the file is no component or imports no such interface.
pub fn interface_text(harness: &[u8], interface: &str) -> Option<String> {
    World::decode(harness).ok()?.interface(interface)
}

/// What a printer writes, unless it fails or, like the decoder, meets what its
/// author had not thought of.
fn printed<E>(print: impl FnOnce(&mut WitPrinter<BoundedText>) -> Result<(), E>) -> Option<String> {
    let write = || {
        let mut printer = WitPrinter::new(BoundedText::new(MAX_TEXT_BYTES));
        print(&mut printer).ok()?;
        Some(printer.output.into_text())
    };
    caught(write).flatten()
}

/// What differs between the interface that a harness imports and what a plugin
/// exports; nothing where the texts are equal.
pub(crate) fn difference(
    harness: &World,
    plugin: &World,
    interface: &str,
) -> Option<WitDifference> {
    let found = plugin.exports();
    let nearest = nearest(interface, &found);
    let expected_text = harness.interface(interface).unwrap_or_default();
    let found_text = nearest
        .as_ref()
        .and_then(|name| plugin.interface(name))
        .unwrap_or_default();
    if nearest.as_deref() == Some(interface) && expected_text == found_text {
        return None;
    }
    let lines = if nearest.is_some() {
        changed_lines(&expected_text, &found_text)
    } else {
        vec![]
    };
    Some(WitDifference {
        expected: interface.to_owned(),
        found,
        nearest,
        lines,
    })
}

/// The name most like the wanted one, if any is like it at all. Comparing takes
/// the square of what differs, so that long names and long lists are cut.
fn nearest(wanted: &str, names: &[String]) -> Option<String> {
    if names.iter().any(|name| name == wanted) {
        return Some(wanted.to_owned());
    }
    let short = names.iter().filter(|name| name.len() <= MAX_NAME_BYTES);
    let mut best: Option<(f32, &String)> = None;
    for name in short.take(MAX_COMPARED) {
        let likeness = TextDiff::from_chars(wanted, name).ratio();
        if best.is_none_or(|(most, _)| likeness > most) {
            best = Some((likeness, name));
        }
    }
    best.filter(|(likeness, _)| *likeness > 0.5)
        .map(|(_, name)| name.clone())
}

fn changed_lines(expected: &str, found: &str) -> Vec<String> {
    let (expected, found) = (first_lines(expected), first_lines(found));
    let diff = TextDiff::from_lines(&expected, &found);
    let mut lines = Vec::new();
    for change in diff.iter_all_changes() {
        let sign = match change.tag() {
            ChangeTag::Equal => continue,
            ChangeTag::Delete => '-',
            ChangeTag::Insert => '+',
        };
        lines.push(printable(&format!("{sign} {}", change.value().trim_end())));
    }
    lines
}

/// The beginning of a text: enough of an interface to see what differs.
fn first_lines(text: &str) -> String {
    let cut = |line: &str| line.chars().take(MAX_NAME_BYTES).collect::<String>();
    let lines: Vec<_> = text.lines().take(MAX_LINES).map(cut).collect();
    lines.join("\n") + "\n"
}
