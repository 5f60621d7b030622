//! An interface as people read it: each type and function with what its author wrote
//! about it, from the WIT files themselves. The parser bounds how deep types nest;
//! what a text may come to is bounded here, and how often the parser may copy it.

use std::fmt::Write as _;

use wit_parser::{
    Docs, Function, Handle, Interface, InterfaceId, PackageId, Resolve, SourceMap, Type, TypeDef,
    TypeDefKind, UnresolvedPackageGroup, WorldItem,
};

use crate::caught::caught;

/// Types and functions of one interface that are told.
const MAX_ITEMS: usize = 200;

/// Fields, cases or parameters of one of them that are told.
const MAX_PARTS: usize = 200;

/// Bytes of a type as text. A type without a name is written out where it stands.
const MAX_TYPE_BYTES: usize = 1_000;

/// Worlds and their `include`s in all packages together, as words anywhere in the
/// files. The parser copies a world into each that includes it, so that a chain of them
/// in 256 KiB would take gigabytes.
const MAX_WORLDS: usize = 64;

/// Interfaces and their `use`s, likewise: each is told again to whatever builds on it.
const MAX_INTERFACES: usize = 256;

/// Bytes of all files times one more than there are `include`s: what worlds may come to
/// when each is copied into the next.
const MAX_COPIED_BYTES: usize = 4 << 20;

/// What an interface is made of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WitDocument {
    /// What its author wrote about it.
    pub about: Option<String>,
    /// The world of its package that exports it.
    pub world: Option<String>,
    /// Its types, in their order.
    pub types: Vec<WitType>,
    /// Its functions, in their order.
    pub functions: Vec<WitFunction>,
}

/// A type with a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WitType {
    /// Its name.
    pub name: String,
    /// `record`, `variant`, `enum`, `flags`, `resource`, or `type` for another name.
    pub kind: &'static str,
    /// What its author wrote about it.
    pub about: Option<String>,
    /// What it stands for, where it is another name.
    pub stands_for: Option<String>,
    /// Its fields or cases.
    pub parts: Vec<WitPart>,
}

/// A field, a case or a parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WitPart {
    /// Its name.
    pub name: String,
    /// Its type; a case may carry nothing.
    pub kind: Option<String>,
    /// What its author wrote about it.
    pub about: Option<String>,
}

/// A function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WitFunction {
    /// Its name.
    pub name: String,
    /// What its author wrote about it.
    pub about: Option<String>,
    /// What it takes.
    pub params: Vec<WitPart>,
    /// What it gives back.
    pub result: Option<String>,
}

impl WitDocument {
    /// Reads an interface such as `pilotbox:mobility/parking-forecast@0.1.0` from the
    /// files of its package and of those that it needs: a list of files for each package.
    /// Nothing if they are no WIT, hold no such interface, or are larger than an
    /// interface for people ever is.
    pub fn read(packages: &[Vec<(&str, &str)>], interface: &str) -> Option<Self> {
        caught(|| read(packages, interface)).flatten()
    }
}

fn read(packages: &[Vec<(&str, &str)>], wanted: &str) -> Option<WitDocument> {
    if !is_readable(packages) {
        return None;
    }
    let mut groups = packages
        .iter()
        .map(|files| parse(files))
        .collect::<Option<Vec<_>>>()?
        .into_iter();
    let mut resolve = Resolve::default();
    let main = groups.next()?;
    let package = resolve.push_groups(main, groups.collect()).ok()?;
    let ids = resolve.packages.get(package)?.interfaces.values();
    let id = ids
        .copied()
        .find(|id| resolve.id_of(*id).as_deref() == Some(wanted))?;
    Some(document(&resolve, package, id))
}

/// Whether files may be given to the parser. Words of comments count as well: telling
/// them apart as the parser does is its own work.
fn is_readable(packages: &[Vec<(&str, &str)>]) -> bool {
    let (mut bytes, mut worlds, mut includes, mut interfaces) = (0_usize, 0, 0, 0);
    for (_, text) in packages.iter().flatten() {
        bytes = bytes.saturating_add(text.len());
        for word in text.split(|c: char| !c.is_ascii_alphanumeric() && c != '-') {
            match word {
                "world" => worlds += 1,
                "include" => includes += 1,
                "interface" | "use" => interfaces += 1,
                _ => {}
            }
        }
    }
    worlds + includes <= MAX_WORLDS
        && interfaces <= MAX_INTERFACES
        && bytes.saturating_mul(includes + 1) <= MAX_COPIED_BYTES
}

fn parse(files: &[(&str, &str)]) -> Option<UnresolvedPackageGroup> {
    let mut sources = SourceMap::default();
    for (path, text) in files {
        sources.push_str(path, *text);
    }
    sources.parse().ok()
}

fn document(resolve: &Resolve, package: PackageId, id: InterfaceId) -> WitDocument {
    let Some(interface) = resolve.interfaces.get(id) else {
        return WitDocument::default();
    };
    WitDocument {
        about: about(&interface.docs),
        world: world(resolve, package, id),
        types: types(resolve, interface),
        functions: functions(resolve, interface),
    }
}

fn world(resolve: &Resolve, package: PackageId, wanted: InterfaceId) -> Option<String> {
    let mut worlds = resolve.packages.get(package)?.worlds.iter();
    let exports = |world| {
        resolve.worlds.get(world).is_some_and(|world| {
            let mut items = world.exports.values();
            items.any(|item| matches!(item, WorldItem::Interface { id, .. } if *id == wanted))
        })
    };
    worlds
        .find(|(_, id)| exports(**id))
        .map(|(name, _)| name.clone())
}

fn types(resolve: &Resolve, interface: &Interface) -> Vec<WitType> {
    let types = interface.types.iter().take(MAX_ITEMS);
    types
        .filter_map(|(name, id)| Some(named(resolve, name, resolve.types.get(*id)?)))
        .collect()
}

fn named(resolve: &Resolve, name: &str, def: &TypeDef) -> WitType {
    let (kind, parts) = parts(resolve, def);
    WitType {
        name: name.to_owned(),
        kind,
        about: about(&def.docs),
        stands_for: (kind == "type").then(|| {
            let mut written = String::new();
            write_kind(resolve, &def.kind, &mut written);
            written
        }),
        parts,
    }
}

/// The kind of a type, and its fields or cases.
fn parts(resolve: &Resolve, def: &TypeDef) -> (&'static str, Vec<WitPart>) {
    let part = |name: &str, kind: Option<&Type>, docs: &Docs| WitPart {
        name: name.to_owned(),
        kind: kind.map(|kind| text(resolve, kind)),
        about: about(docs),
    };
    match &def.kind {
        TypeDefKind::Record(record) => {
            let fields = record.fields.iter().take(MAX_PARTS);
            let parts = fields.map(|field| part(&field.name, Some(&field.ty), &field.docs));
            ("record", parts.collect())
        }
        TypeDefKind::Variant(variant) => {
            let cases = variant.cases.iter().take(MAX_PARTS);
            let parts = cases.map(|case| part(&case.name, case.ty.as_ref(), &case.docs));
            ("variant", parts.collect())
        }
        TypeDefKind::Enum(all) => {
            let cases = all.cases.iter().take(MAX_PARTS);
            let parts = cases.map(|case| part(&case.name, None, &case.docs));
            ("enum", parts.collect())
        }
        TypeDefKind::Flags(all) => {
            let flags = all.flags.iter().take(MAX_PARTS);
            let parts = flags.map(|flag| part(&flag.name, None, &flag.docs));
            ("flags", parts.collect())
        }
        TypeDefKind::Resource => ("resource", Vec::new()),
        _ => ("type", Vec::new()),
    }
}

fn functions(resolve: &Resolve, interface: &Interface) -> Vec<WitFunction> {
    let function = |function: &Function| WitFunction {
        name: function.name.clone(),
        about: about(&function.docs),
        params: function
            .params
            .iter()
            .take(MAX_PARTS)
            .map(|param| WitPart {
                name: param.name.clone(),
                kind: Some(text(resolve, &param.ty)),
                about: None,
            })
            .collect(),
        result: function.result.as_ref().map(|kind| text(resolve, kind)),
    };
    let all = interface.functions.values().take(MAX_ITEMS);
    all.map(function).collect()
}

fn about(docs: &Docs) -> Option<String> {
    let text = docs.contents.as_deref()?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

fn text(resolve: &Resolve, kind: &Type) -> String {
    let mut written = String::new();
    write_type(resolve, kind, &mut written);
    written
}

fn write_type(resolve: &Resolve, kind: &Type, out: &mut String) {
    if out.len() > MAX_TYPE_BYTES {
        return;
    }
    let plain = match kind {
        Type::Bool => "bool",
        Type::U8 => "u8",
        Type::U16 => "u16",
        Type::U32 => "u32",
        Type::U64 => "u64",
        Type::S8 => "s8",
        Type::S16 => "s16",
        Type::S32 => "s32",
        Type::S64 => "s64",
        Type::F32 => "f32",
        Type::F64 => "f64",
        Type::Char => "char",
        Type::String => "string",
        Type::ErrorContext => "error-context",
        Type::Id(id) => {
            match resolve.types.get(*id) {
                Some(def) => match &def.name {
                    Some(name) => out.push_str(name),
                    None => write_kind(resolve, &def.kind, out),
                },
                None => out.push('?'),
            }
            return;
        }
    };
    out.push_str(plain);
}

/// A type that has no name.
fn write_kind(resolve: &Resolve, kind: &TypeDefKind, out: &mut String) {
    match kind {
        TypeDefKind::Type(kind) => write_type(resolve, kind, out),
        TypeDefKind::List(kind) => write_all(resolve, "list", &[Some(kind)], out),
        TypeDefKind::Option(kind) => write_all(resolve, "option", &[Some(kind)], out),
        TypeDefKind::Map(key, value) => {
            write_all(resolve, "map", &[Some(key), Some(value)], out);
        }
        TypeDefKind::FixedLengthList(kind, length) => {
            out.push_str("list<");
            write_type(resolve, kind, out);
            // Writing to a text does not fail.
            let _ = write!(out, ", {length}>");
        }
        TypeDefKind::Tuple(tuple) => {
            let kinds: Vec<_> = tuple.types.iter().take(MAX_PARTS).map(Some).collect();
            write_all(resolve, "tuple", &kinds, out);
        }
        TypeDefKind::Result(both) => match (&both.ok, &both.err) {
            (None, None) => out.push_str("result"),
            (ok, None) => write_all(resolve, "result", &[ok.as_ref()], out),
            (ok, err) => write_all(resolve, "result", &[ok.as_ref(), err.as_ref()], out),
        },
        TypeDefKind::Handle(Handle::Own(id)) => write_type(resolve, &Type::Id(*id), out),
        TypeDefKind::Handle(Handle::Borrow(id)) => {
            write_all(resolve, "borrow", &[Some(&Type::Id(*id))], out);
        }
        other => out.push_str(other.as_str()),
    }
}

fn write_all(resolve: &Resolve, name: &str, kinds: &[Option<&Type>], out: &mut String) {
    out.push_str(name);
    out.push('<');
    for (at, kind) in kinds.iter().enumerate() {
        if at > 0 {
            out.push_str(", ");
        }
        match kind {
            Some(kind) => write_type(resolve, kind, out),
            None => out.push('_'),
        }
    }
    out.push('>');
}

#[cfg(test)]
mod tests;
