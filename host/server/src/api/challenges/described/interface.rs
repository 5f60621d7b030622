//! The interface of a challenge: from the WIT files of its pack, else from those of this
//! release, else from the harness, which keeps no comments.

use pilotbox_challenge::{Manifest, Source, pack::HARNESS};
use pilotbox_model::api::challenges::{
    InterfaceView, WitFileView, WitFunctionView, WitPartView, WitTypeView,
};
use pilotbox_sandbox::{WitDocument, WitFunction, WitPart, WitType, interface_text};

/// Bytes of all WIT files of a pack that are shown. A description is kept in memory.
const MAX_WIT_BYTES: usize = 256 << 10;

/// WIT files of a pack that are shown.
const MAX_FILES: usize = 32;

/// What a plugin may choose from.
const PROFILES: [&str; 2] = ["pure", "compat"];

/// The WIT files of this release: package, path, text. Every plugin needs the first two.
const RELEASED: [(&str, &str, &str); 8] = [
    (
        "pilotbox:plugin",
        "plugin/plugin.wit",
        include_str!("../../../../../../wit/plugin/plugin.wit"),
    ),
    (
        "pilotbox:challenge",
        "challenge/challenge.wit",
        include_str!("../../../../../../wit/challenge/challenge.wit"),
    ),
    (
        "pilotbox:mobility",
        "mobility/parking-forecast.wit",
        include_str!("../../../../../../wit/mobility/parking-forecast.wit"),
    ),
    (
        "pilotbox:services",
        "services/school-admission.wit",
        include_str!("../../../../../../wit/services/school-admission.wit"),
    ),
    (
        "pilotbox:utilities",
        "utilities/water-demand.wit",
        include_str!("../../../../../../wit/utilities/water-demand.wit"),
    ),
    (
        "pilotbox:templates",
        "templates/assign.wit",
        include_str!("../../../../../../wit/templates/assign.wit"),
    ),
    (
        "pilotbox:templates",
        "templates/classify.wit",
        include_str!("../../../../../../wit/templates/classify.wit"),
    ),
    (
        "pilotbox:templates",
        "templates/forecast.wit",
        include_str!("../../../../../../wit/templates/forecast.wit"),
    ),
];

/// What plugins of every challenge are built with.
const NEEDED: usize = 2;

/// The interface of a pack for startups.
pub(super) fn view(pack: &Source, manifest: &Manifest) -> InterfaceView {
    let plain = InterfaceView {
        version: manifest.version.clone(),
        interface: manifest.interface.clone(),
        function: manifest.function.clone(),
        profiles: PROFILES.map(str::to_owned).to_vec(),
        ..InterfaceView::default()
    };
    let own = own_files(pack);
    let released = released_files(&manifest.interface);
    for files in [own, released] {
        if let Some(document) = read(&files, &manifest.interface) {
            return told(plain, document, files);
        }
    }
    let text = bare(pack, &manifest.interface);
    InterfaceView {
        files: text.into_iter().collect(),
        ..plain
    }
}

/// The WIT files of the pack.
fn own_files(pack: &Source) -> Vec<WitFileView> {
    let mut left = MAX_WIT_BYTES;
    let paths = pack.files().filter_map(|(path, size)| {
        let name = path.strip_prefix("wit/")?;
        let size = usize::try_from(size).ok()?;
        name.strip_suffix(".wit")?;
        Some((path, name, size))
    });
    let mut files = Vec::new();
    for (path, name, size) in paths.take(MAX_FILES) {
        let Some(rest) = left.checked_sub(size) else {
            break;
        };
        if let Ok(text) = pack.read_text(path) {
            left = rest;
            files.push(WitFileView {
                path: name.to_owned(),
                text,
            });
        }
    }
    files
}

fn released_files(interface: &str) -> Vec<WitFileView> {
    let package = interface.split('/').next().unwrap_or_default();
    let file = |(_, path, text): &(&str, &str, &str)| WitFileView {
        path: (*path).to_owned(),
        text: (*text).to_owned(),
    };
    RELEASED
        .iter()
        .filter(|(of, ..)| *of == package)
        .map(file)
        .collect()
}

/// Reads what files say: those of the interface's package, beside those of the release
/// that they may need.
fn read(files: &[WitFileView], interface: &str) -> Option<WitDocument> {
    let wanted = interface.split('/').next()?;
    let mut packages: Vec<Vec<(&str, &str)>> = vec![Vec::new()];
    for file in files {
        let pair = (file.path.as_str(), file.text.as_str());
        match package_of(&file.text) {
            Some(package) if package == wanted => packages.first_mut()?.push(pair),
            _ => packages.push(vec![pair]),
        }
    }
    let is_there = |package: &str| {
        let mut held = files.iter().map(|file| package_of(&file.text));
        held.any(|of| of == Some(package))
    };
    let needed = RELEASED.iter().take(NEEDED);
    let needed = needed.filter(|(package, ..)| !is_there(package));
    packages.extend(needed.map(|(_, path, text)| vec![(*path, *text)]));
    if packages.first()?.is_empty() {
        return None;
    }
    WitDocument::read(&packages, interface)
}

/// The package that a file says it belongs to, without its version.
fn package_of(text: &str) -> Option<&str> {
    let line = text.lines().find(|line| line.starts_with("package "))?;
    let name = line.strip_prefix("package ")?;
    name.split(['@', ';', ' ']).next()
}

fn told(plain: InterfaceView, document: WitDocument, files: Vec<WitFileView>) -> InterfaceView {
    let held: Vec<String> = files.iter().map(|file| file.path.clone()).collect();
    let needed = RELEASED.iter().take(NEEDED);
    let needed = needed.filter(|(_, path, _)| !held.iter().any(|other| other.ends_with(path)));
    let needed = needed.map(|(_, path, text)| WitFileView {
        path: (*path).to_owned(),
        text: (*text).to_owned(),
    });
    InterfaceView {
        world: document.world,
        about: document.about,
        types: document.types.into_iter().map(kind).collect(),
        functions: document.functions.into_iter().map(function).collect(),
        files: files.into_iter().chain(needed).collect(),
        ..plain
    }
}

/// What the harness imports, without comments.
fn bare(pack: &Source, interface: &str) -> Option<WitFileView> {
    let harness = pack.read(&format!("components/{HARNESS}.wasm")).ok()?;
    let text = interface_text(&harness, interface)?;
    Some(WitFileView {
        path: "interface.wit".to_owned(),
        text,
    })
}

fn kind(kind: WitType) -> WitTypeView {
    WitTypeView {
        name: kind.name,
        kind: kind.kind.to_owned(),
        about: kind.about,
        stands_for: kind.stands_for,
        parts: kind.parts.into_iter().map(part).collect(),
    }
}

fn function(function: WitFunction) -> WitFunctionView {
    WitFunctionView {
        name: function.name,
        about: function.about,
        params: function.params.into_iter().map(part).collect(),
        result: function.result,
    }
}

fn part(part: WitPart) -> WitPartView {
    WitPartView {
        name: part.name,
        kind: part.kind,
        about: part.about,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_released_interface_is_documented() {
        let interfaces = [
            (
                "pilotbox:mobility/parking-forecast@0.1.0",
                "parking-forecaster",
            ),
            ("pilotbox:utilities/water-demand@0.1.0", ""),
            ("pilotbox:services/school-admission@0.1.0", ""),
        ];
        for (interface, world) in interfaces {
            let read = read(&released_files(interface), interface).unwrap();
            assert!(!read.functions.is_empty() && !read.types.is_empty());
            assert!(read.functions.iter().all(|one| one.about.is_some()));
            let found = read.world.unwrap();
            assert!(world.is_empty() || found == world, "{found}");
        }
        assert_eq!(read(&[], "city:trees/watering@0.1.0"), None);
    }

    #[test]
    fn the_list_of_released_files_lacks_none() {
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../wit");
        let mut found = Vec::new();
        for folder in std::fs::read_dir(root).unwrap() {
            let folder = folder.unwrap();
            for file in std::fs::read_dir(folder.path()).unwrap() {
                let (folder, file) = (folder.file_name(), file.unwrap().file_name());
                found.push(format!("{}/{}", folder.display(), file.display()));
            }
        }
        found.sort();
        let mut listed: Vec<_> = RELEASED.iter().map(|(_, path, _)| *path).collect();
        listed.sort_unstable();
        assert_eq!(listed, found);
    }
}
