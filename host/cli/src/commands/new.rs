//! `pilotbox new`: a folder that builds by itself. The SDK and the WIT packages
//! of this version go into it, so that it needs nothing but crates.io.

mod template;

use std::{fs, path::Path};

use include_dir::{Dir, DirEntry, include_dir};

use crate::{
    arguments::{Interface, New, NewKind},
    exit::{Exit, Failure},
    show::Page,
};

static SDK: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../sdk");
static WIT: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../wit");
static PLUGIN: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/templates/plugin");
static CHALLENGE: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/templates/challenge");

pub(crate) fn new(arguments: &New) -> Result<(), Failure> {
    check_name(&arguments.name)?;
    check_interface(arguments)?;
    check_template(arguments)?;
    let folder = arguments.into.join(&arguments.name);
    if folder.exists() {
        return Err(Failure::usage(format!(
            "`{}` is there already",
            folder.display()
        )));
    }
    if let Some(chosen) = arguments.from_template.template {
        return template::make(arguments, chosen, &folder);
    }
    // Nothing half-written is ever found under the name. The draft lies within
    // the temporary folder, whose permissions are not those of a project.
    let scratch =
        tempfile::tempdir_in(&arguments.into).map_err(|error| failed(&arguments.into, &error))?;
    let draft = scratch.path().join("draft");
    fill(arguments, &draft)?;
    fs::rename(&draft, &folder).map_err(|error| failed(&folder, &error))?;
    say_next(arguments, &folder)
}

/// A plugin needs no harness SDK.
fn fill(arguments: &New, folder: &Path) -> Result<(), Failure> {
    let values = Values::of(arguments);
    let (template, parts) = match arguments.kind {
        NewKind::Plugin => (&PLUGIN, ["plugin"].as_slice()),
        NewKind::Challenge => (&CHALLENGE, ["plugin", "harness"].as_slice()),
    };
    write_all(template, folder, &|text| values.fill(text))?;
    let pilotbox = folder.join("pilotbox");
    // The templates' own crates are nobody else's business.
    for part in parts.iter().filter_map(|name| SDK.get_dir(name)) {
        write_all(
            part,
            &pilotbox.join("sdk").join(part.path()),
            &str::to_owned,
        )?;
    }
    write_all(&WIT, &pilotbox.join("wit"), &str::to_owned)
}

/// Names become folders, crates and ids: letters, digits, hyphens.
fn check_name(name: &str) -> Result<(), Failure> {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let fits = name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(plain)
        && !name.ends_with('-')
        && !name.contains("--")
        && name.len() <= 64;
    if !fits {
        return Err(Failure::usage(format!(
            "`{name}` is no name; hint: use lower-case letters, digits and single hyphens, such as `my-plugin`"
        )));
    }
    // The SDK's crates are `pilotbox-plugin` and `pilotbox-harness`.
    if name == "pilotbox" || name.starts_with("pilotbox-") {
        return Err(Failure::usage(format!(
            "`{name}` may be a crate of the SDK; hint: names do not begin with `pilotbox`"
        )));
    }
    Ok(())
}

/// There is one template for challenges; `--interface` concerns plugins.
fn check_interface(arguments: &New) -> Result<(), Failure> {
    let default = Interface::ParkingForecast;
    if arguments.kind == NewKind::Challenge && arguments.interface != default {
        return Err(Failure::usage(
            "a new challenge asks for `parking-forecast`; hint: leave out `--interface`, then change `challenge.toml`, the harness and the plugins",
        ));
    }
    Ok(())
}

/// A plugin is written; only a challenge comes from a template and a table.
fn check_template(arguments: &New) -> Result<(), Failure> {
    let from = &arguments.from_template;
    if arguments.kind == NewKind::Plugin && (from.template.is_some() || from.is_meant()) {
        return Err(Failure::usage(
            "a plugin comes from no template; hint: `pilotbox new challenge NAME --template …` makes a challenge",
        ));
    }
    match from.template {
        Some(_) => Ok(()),
        None => template::demand_none(from),
    }
}

/// What a template leaves open.
struct Values {
    name: String,
    package: &'static str,
    interface: &'static str,
    body: &'static str,
}

impl Values {
    fn of(arguments: &New) -> Self {
        let (package, interface, body) = match arguments.interface {
            Interface::ParkingForecast => (
                "mobility",
                "parking-forecast",
                include_str!("../../templates/interfaces/parking_forecast.rs"),
            ),
            Interface::WaterDemand => (
                "utilities",
                "water-demand",
                include_str!("../../templates/interfaces/water_demand.rs"),
            ),
            Interface::SchoolAdmission => (
                "services",
                "school-admission",
                include_str!("../../templates/interfaces/school_admission.rs"),
            ),
            Interface::Forecast => (
                "templates",
                "forecast",
                include_str!("../../templates/interfaces/forecast.rs"),
            ),
            Interface::Classify => (
                "templates",
                "classify",
                include_str!("../../templates/interfaces/classify.rs"),
            ),
            Interface::Assign => (
                "templates",
                "assign",
                include_str!("../../templates/interfaces/assign.rs"),
            ),
        };
        Self {
            name: arguments.name.clone(),
            package,
            interface,
            body,
        }
    }

    fn fill(&self, text: &str) -> String {
        text.replace("{{body}}", self.body)
            .replace("{{name}}", &self.name)
            .replace("{{package}}", self.package)
            .replace("{{interface}}", self.interface)
    }
}

/// Writes a folder that was built into this program. Manifests of the SDK name
/// the workspace that they came from; the new folder is a workspace that says
/// the same.
fn write_all(dir: &Dir<'_>, to: &Path, change: &dyn Fn(&str) -> String) -> Result<(), Failure> {
    fs::create_dir_all(to).map_err(|error| failed(to, &error))?;
    for entry in dir.entries() {
        match entry {
            DirEntry::Dir(inner) => {
                let name = inner.path().file_name().unwrap_or_default();
                write_all(inner, &to.join(name), change)?;
            }
            DirEntry::File(file) => {
                let name = file
                    .path()
                    .file_name()
                    .unwrap_or_default()
                    .to_string_lossy();
                let path = to.join(name.trim_end_matches(".template"));
                let bytes = file.contents_utf8().map_or_else(
                    || file.contents().to_vec(),
                    |text| change(text).into_bytes(),
                );
                fs::write(&path, bytes).map_err(|error| failed(&path, &error))?;
            }
        }
    }
    Ok(())
}

fn failed(path: &Path, error: &dyn std::fmt::Display) -> Failure {
    Failure::new(Exit::Host, format!("`{}`: {error}", path.display()))
}

fn say_next(arguments: &New, folder: &Path) -> Result<(), Failure> {
    let mut page = Page::default();
    let folder = folder.display();
    page.line(format_args!("{folder} is ready. Next:"));
    match arguments.kind {
        NewKind::Plugin => {
            page.line(format_args!(
                "  cargo test --manifest-path {folder}/Cargo.toml"
            ));
            page.line(format_args!("  pilotbox build {folder}"));
            page.line(format_args!(
                "  pilotbox run --challenge CHALLENGE --plugin {folder}/target/components/{}.wasm",
                arguments.name
            ));
        }
        NewKind::Challenge => {
            page.line(format_args!("  pilotbox build {folder}"));
            page.line(format_args!("  pilotbox check {folder}"));
            page.line(format_args!(
                "Without any Rust, from one table: `--template` makes {}.",
                template::known().join(", ")
            ));
        }
    }
    page.print()
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use crate::arguments::{Machine, template::FromTemplate};

    use super::*;

    fn arguments(kind: NewKind, interface: Interface, into: &Path) -> New {
        New {
            kind,
            name: "my-own".to_owned(),
            interface,
            into: into.to_path_buf(),
            from_template: FromTemplate::default(),
            machine: Machine::default(),
        }
    }

    /// Every file below a folder with its text.
    fn texts(folder: &Path) -> Vec<(PathBuf, String)> {
        let entries = fs::read_dir(folder).expect("a folder");
        let paths = entries.map(|entry| entry.expect("an entry").path());
        let below = paths.flat_map(|path| {
            if path.is_dir() {
                texts(&path)
            } else {
                let text = fs::read_to_string(&path).expect("text");
                vec![(path, text)]
            }
        });
        below.collect()
    }

    #[test]
    fn nothing_is_left_open_and_only_the_new_folder_is_left_behind() {
        let challenge = (NewKind::Challenge, Interface::ParkingForecast);
        let plugins = [
            Interface::ParkingForecast,
            Interface::WaterDemand,
            Interface::SchoolAdmission,
            Interface::Forecast,
            Interface::Classify,
            Interface::Assign,
        ]
        .map(|interface| (NewKind::Plugin, interface));
        for (kind, interface) in plugins.into_iter().chain([challenge]) {
            let into = tempfile::tempdir().expect("a temporary folder");
            assert!(new(&arguments(kind, interface, into.path())).is_ok());
            let files = texts(&into.path().join("my-own"));
            assert_eq!(texts(into.path()).len(), files.len());
            for (path, text) in &files {
                let name = path.to_string_lossy();
                assert!(!name.ends_with(".template"), "{name}");
                let open = ["{{name}}", "{{body}}", "{{package}}", "{{interface}}"];
                assert!(!open.iter().any(|key| text.contains(key)), "{name}");
            }
            let has = |end: &str| files.iter().any(|(path, _)| path.ends_with(end));
            assert!(has("pilotbox/sdk/plugin/Cargo.toml"));
            assert_eq!(
                has("pilotbox/sdk/harness/Cargo.toml"),
                kind == NewKind::Challenge
            );
        }
    }

    #[test]
    fn a_folder_that_is_there_is_left_alone() {
        let into = tempfile::tempdir().expect("a temporary folder");
        fs::create_dir(into.path().join("my-own")).expect("a folder");
        let arguments = arguments(NewKind::Plugin, Interface::WaterDemand, into.path());
        assert!(new(&arguments).is_err());
        assert!(texts(into.path()).is_empty());
    }

    #[test]
    fn a_challenge_starts_with_one_interface() {
        let into = tempfile::tempdir().expect("a temporary folder");
        let arguments = arguments(NewKind::Challenge, Interface::WaterDemand, into.path());
        assert!(new(&arguments).is_err());
    }

    #[test]
    fn names_are_those_of_crates() {
        for name in ["a", "my-plugin", "water-2"] {
            assert!(check_name(name).is_ok(), "{name}");
        }
        let long = "a".repeat(65);
        for name in [
            "",
            "A",
            "2a",
            "a_b",
            "-a",
            "a-",
            "a--b",
            "../a",
            "pilotbox-plugin",
            &long,
        ] {
            assert!(check_name(name).is_err(), "{name}");
        }
    }
}
