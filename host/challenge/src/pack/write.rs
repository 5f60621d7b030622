//! Writing a pack.

use std::{borrow::Cow, collections::BTreeMap, io};

use pilotbox_model::{Case, Split};
use tar::{Builder, EntryType, Header};

use super::{Audience, HARNESS, PackError, PackOptions, check, check_component, read_pack};
use crate::{Package, package};

/// The plugin that startups do not get: it is a solution.
const REFERENCE: &str = "reference";

/// Makes a pack of a package, its built components by name and the cases of its
/// splits as the harness lists them.
pub fn pack(
    package: &Package,
    components: &BTreeMap<String, Vec<u8>>,
    cases: &BTreeMap<Split, Vec<Case>>,
    options: PackOptions,
) -> Result<Vec<u8>, PackError> {
    if !components.contains_key(HARNESS) {
        return Err(PackError::NoHarness);
    }
    let audience = options.audience;
    let mut files: BTreeMap<String, Cow<'_, [u8]>> = BTreeMap::new();
    for (name, bytes) in components
        .iter()
        .filter(|(name, _)| is_component_for(audience, name))
    {
        check_component(package, name)?;
        files.insert(format!("components/{name}.wasm"), Cow::Borrowed(bytes));
    }
    for (split, cases) in cases
        .iter()
        .filter(|(split, _)| is_split_for(audience, **split))
    {
        check(package, *split, cases)?;
        let path = format!("cases/{split}.json");
        let json = serde_json::to_vec(cases).map_err(|cause| PackError::NotCases {
            path: path.clone(),
            cause,
        })?;
        files.insert(path, Cow::Owned(json));
    }
    let source = package.source();
    for (path, _) in source
        .files()
        .filter(|(path, _)| is_file_for(audience, path))
    {
        files.insert(path.to_owned(), Cow::Owned(source.read(path)?));
    }
    archive(&files)
}

/// The pack for startups from the city's: no hidden split, not how it was made,
/// and not the reference.
pub fn startup_pack(city_pack: Vec<u8>) -> Result<Vec<u8>, PackError> {
    let held = read_pack(city_pack)?;
    let options = PackOptions {
        audience: Audience::Startup,
    };
    pack(&held.package, &held.components, &held.cases, options)
}

fn is_component_for(audience: Audience, name: &str) -> bool {
    audience == Audience::City || name != REFERENCE
}

fn is_split_for(audience: Audience, split: Split) -> bool {
    audience == Audience::City || !split.is_hidden()
}

/// Named one by one: what is not named stays out.
fn is_file_for(audience: Audience, path: &str) -> bool {
    match path.split('/').collect::<Vec<_>>().as_slice() {
        // The script tells how hidden splits were drawn.
        ["data", "make.py"] => audience == Audience::City,
        ["data", folder, _, ..] => folder
            .parse()
            .map_or(true, |split| is_split_for(audience, split)),
        [package::MANIFEST | package::RUBRIC]
        | ["statement", "en.md" | "bg.md"]
        | ["data" | "wit", ..] => true,
        _ => false,
    }
}

/// An archive of these files, the same bytes for the same files.
pub(super) fn archive(files: &BTreeMap<String, Cow<'_, [u8]>>) -> Result<Vec<u8>, PackError> {
    let mut builder = Builder::new(Vec::new());
    for (path, bytes) in files {
        append(&mut builder, path, bytes).map_err(|cause| PackError::Entry {
            path: path.clone(),
            cause,
        })?;
    }
    builder.into_inner().map_err(|cause| PackError::Entry {
        path: "end".to_owned(),
        cause,
    })
}

fn append(builder: &mut Builder<Vec<u8>>, path: &str, bytes: &[u8]) -> io::Result<()> {
    let mut header = Header::new_ustar();
    header.set_path(path)?;
    header.set_entry_type(EntryType::Regular);
    header.set_size(bytes.len() as u64);
    header.set_mode(0o644);
    header.set_mtime(0);
    header.set_uid(0);
    header.set_gid(0);
    header.set_cksum();
    builder.append(&header, bytes)
}
