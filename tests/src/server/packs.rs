//! Packs of the repository's challenges, from components that were built before.

use std::{collections::BTreeMap, fs, path::Path};

use pilotbox_challenge::{Audience, PackOptions, Package, pack};
use pilotbox_evaluate::{CompileLimits, Evaluator, Opened, Worker};
use pilotbox_model::{Case, Split};
use tempfile::TempDir;

use crate::{component, copy_folder, folder, program, scratch, shared_cache};

/// The city's pack of a challenge, by its folder.
pub fn city_pack(challenge: &str) -> Vec<u8> {
    packed(&folder(challenge))
}

/// The same under another id, as a challenge of its own.
pub fn renamed_pack(challenge: &str, id: &str) -> Vec<u8> {
    let original = Package::open(&folder(challenge)).expect("the challenge can be opened");
    let former = &original.manifest().id;
    let (from, to) = (format!("id = \"{former}\""), format!("id = \"{id}\""));
    let renamed = edited(challenge, &[(&from, &to)]);
    packed_with(renamed.path(), former)
}

/// The city's pack without the final data, and with a manifest that says so.
pub fn withheld_pack(challenge: &str) -> Vec<u8> {
    withheld_version(challenge, "0.1.0")
}

/// As [`withheld_pack`], as another version of the challenge.
pub fn withheld_version(challenge: &str, version: &str) -> Vec<u8> {
    let withheld = ("openness = \"known\"", "openness = \"withheld\"");
    let version = format!("\nversion = {version:?}");
    let scratch = edited(challenge, &[withheld, ("\nversion = \"0.1.0\"", &version)]);
    fs::remove_dir_all(scratch.path().join("data/final")).expect("there is final data");
    packed(scratch.path())
}

/// As [`withheld_pack`], of a challenge of another name.
pub fn withheld_as(challenge: &str, id: &str) -> Vec<u8> {
    let original = Package::open(&folder(challenge)).expect("the challenge can be opened");
    let former = &original.manifest().id;
    let (from, to) = (format!("id = \"{former}\""), format!("id = \"{id}\""));
    let withheld = ("openness = \"known\"", "openness = \"withheld\"");
    let scratch = edited(challenge, &[(&from, &to), withheld]);
    fs::remove_dir_all(scratch.path().join("data/final")).expect("there is final data");
    packed_with(scratch.path(), former)
}

/// The final data of a challenge, as staff attach it.
pub fn final_data(challenge: &str) -> Vec<u8> {
    pack::pack_final(&folder(challenge).join("data/final")).expect("there is final data")
}

/// A copy of a challenge with changes in its manifest.
fn edited(challenge: &str, changes: &[(&str, &str)]) -> TempDir {
    let scratch = scratch();
    copy_folder(&folder(challenge), scratch.path());
    let manifest = scratch.path().join("challenge.toml");
    let mut text = fs::read_to_string(&manifest).expect("the manifest can be read");
    for (from, to) in changes {
        text = text.replace(from, to);
    }
    fs::write(&manifest, text).expect("the manifest can be written");
    scratch
}

fn packed(folder: &Path) -> Vec<u8> {
    let package = Package::open(folder).expect("the challenge can be opened");
    packed_with(folder, &package.manifest().id)
}

/// Packs a folder with the components that were built for the challenge of this id.
fn packed_with(folder: &Path, built_for: &str) -> Vec<u8> {
    let package = Package::open(folder).expect("the challenge can be opened");
    let components = components(&package, built_for);
    let opened = Opened::of_parts(package, components, folder).expect("it can be opened");
    let cases = cases(&opened);
    let options = PackOptions {
        audience: Audience::City,
    };
    let packed = pack::pack(opened.package(), opened.components(), &cases, options);
    packed.expect("the challenge can be packed")
}

fn components(package: &Package, built_for: &str) -> BTreeMap<String, Vec<u8>> {
    let names = package
        .manifest()
        .plugins
        .iter()
        .map(|plugin| plugin.name.as_str());
    let read = |name: &str| {
        let path = component(&format!("{built_for}-{name}"));
        let bytes = fs::read(path).expect("the component can be read");
        (name.to_owned(), bytes)
    };
    names.chain([pack::HARNESS]).map(read).collect()
}

fn cases(opened: &Opened) -> BTreeMap<Split, Vec<Case>> {
    let worker = Worker::new(program());
    let evaluator = Evaluator::new(worker, shared_cache(), CompileLimits::DEFAULT);
    let artifacts = opened.artifacts().expect("the components are built");
    let splits = Split::ALL
        .into_iter()
        .filter(|split| opened.has_split(*split));
    splits
        .map(|split| {
            (
                split,
                evaluator
                    .cases(&artifacts, split)
                    .expect("cases can be listed"),
            )
        })
        .collect()
}
