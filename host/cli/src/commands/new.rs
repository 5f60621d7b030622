//! `pilotbox new`: a folder that builds by itself. The SDK and the WIT packages
//! of this version go into it, so that it needs nothing but crates.io.

use std::{fs, path::Path};

use include_dir::{Dir, DirEntry, include_dir};

use crate::{
    arguments::{Interface, New, NewKind},
    exit::{Exit, Failure},
};

static SDK: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../sdk");
static WIT: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../wit");
static PLUGIN: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/templates/plugin");
static CHALLENGE: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/templates/challenge");

pub(crate) fn new(arguments: &New) -> Result<(), Failure> {
    check_name(&arguments.name)?;
    let folder = arguments.into.join(&arguments.name);
    if folder.exists() {
        return Err(Failure::usage(format!(
            "`{}` is there already",
            folder.display()
        )));
    }
    let draft =
        tempfile::tempdir_in(&arguments.into).map_err(|error| failed(&arguments.into, &error))?;
    fill(arguments, draft.path())?;
    // Nothing half-written is ever found under the name.
    fs::rename(draft.path(), &folder).map_err(|error| failed(&folder, &error))?;
    drop(draft.keep());
    say_next(arguments, &folder);
    Ok(())
}

fn fill(arguments: &New, folder: &Path) -> Result<(), Failure> {
    let values = Values::of(arguments);
    let template = match arguments.kind {
        NewKind::Plugin => &PLUGIN,
        NewKind::Challenge => &CHALLENGE,
    };
    write_all(template, folder, &|text| values.fill(text))?;
    write_all(&SDK, &folder.join("pilotbox/sdk"), &str::to_owned)?;
    write_all(&WIT, &folder.join("pilotbox/wit"), &str::to_owned)
}

/// Names become folders, crates and ids: letters, digits, hyphens.
fn check_name(name: &str) -> Result<(), Failure> {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let fits = name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(plain)
        && !name.ends_with('-')
        && !name.contains("--")
        && name.len() <= 64;
    if fits {
        return Ok(());
    }
    Err(Failure::usage(format!(
        "`{name}` is no name; hint: use lower-case letters, digits and single hyphens, such as `my-plugin`"
    )))
}

/// What a template leaves open.
struct Values {
    name: String,
    interface: &'static str,
    package: &'static str,
    function: &'static str,
    body: &'static str,
}

impl Values {
    fn of(arguments: &New) -> Self {
        let (interface, package, function, body) = match arguments.interface {
            Interface::ParkingForecast => (
                "parking_forecast",
                "mobility",
                "forecast",
                include_str!("../../templates/parking_forecast.rs"),
            ),
            Interface::WaterDemand => (
                "water_demand",
                "utilities",
                "forecast",
                include_str!("../../templates/water_demand.rs"),
            ),
            Interface::SchoolAdmission => (
                "school_admission",
                "services",
                "assign",
                include_str!("../../templates/school_admission.rs"),
            ),
        };
        Self {
            name: arguments.name.clone(),
            interface,
            package,
            function,
            body,
        }
    }

    fn fill(&self, text: &str) -> String {
        text.replace("{{body}}", self.body)
            .replace("{{name}}", &self.name)
            .replace("{{module}}", &self.name.replace('-', "_"))
            .replace("{{interface}}", self.interface)
            .replace("{{package}}", self.package)
            .replace("{{function}}", self.function)
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
                let text = file.contents_utf8().unwrap_or_default();
                fs::write(&path, change(text)).map_err(|error| failed(&path, &error))?;
            }
        }
    }
    Ok(())
}

fn failed(path: &Path, error: &dyn std::fmt::Display) -> Failure {
    Failure::new(Exit::Host, format!("`{}`: {error}", path.display()))
}

fn say_next(arguments: &New, folder: &Path) {
    let folder = folder.display();
    anstream::println!("{folder} is ready. Next:");
    match arguments.kind {
        NewKind::Plugin => {
            anstream::println!("  cargo test --manifest-path {folder}/Cargo.toml");
            anstream::println!("  pilotbox build {folder}");
            anstream::println!(
                "  pilotbox run --challenge CHALLENGE --plugin {folder}/target/components/{}.wasm",
                arguments.name
            );
        }
        NewKind::Challenge => {
            anstream::println!("  pilotbox build {folder}");
            anstream::println!("  pilotbox check {folder}");
        }
    }
}
