//! `pilotbox build`: guest crates to components. Runs cargo on the caller's own
//! machine and nowhere else; the same sources give the same bytes in any folder.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    process::Command,
};

use pilotbox_challenge::lint;
use pilotbox_model::Profile;
use pilotbox_sandbox::encode_core_module;
use serde::Deserialize;

use crate::{
    arguments::Build,
    exit::{Exit, Failure},
    files,
    show::Page,
};

/// Small and fast code, the same from the same sources.
const CARGO_PROFILE: [&str; 7] = [
    "profile.release.overflow-checks=false",
    "profile.release.debug-assertions=false",
    "profile.release.lto=\"fat\"",
    "profile.release.codegen-units=1",
    "profile.release.panic=\"abort\"",
    "profile.release.incremental=false",
    "profile.release.opt-level=3",
];

pub(crate) fn build(arguments: &Build) -> Result<(), Failure> {
    let mut crates = Vec::new();
    for path in &arguments.paths {
        crates.extend(crate_folders(path)?);
    }
    build_crates(&crates, arguments.out.as_deref(), arguments.debug)
}

/// Builds the harness and all plugins of a challenge.
pub(crate) fn build_challenge(path: &Path) -> Result<(), Failure> {
    build_crates(&crate_folders(path)?, None, false)
}

/// A crate is itself; a challenge is its harness and its plugins.
fn crate_folders(path: &Path) -> Result<Vec<PathBuf>, Failure> {
    let manifest = path.join("challenge.toml");
    if manifest.is_file() {
        let bytes = files::read(&manifest)?;
        let text = String::from_utf8_lossy(&bytes);
        let manifest = lint::parse_manifest(&text).map_err(|findings| {
            let lines: Vec<_> = findings.iter().map(ToString::to_string).collect();
            Failure::new(Exit::Challenge, lines.join("\n"))
        })?;
        // What a template lends is built already.
        let plugins = manifest.plugins.iter().map(|plugin| &plugin.path);
        let own = plugins.chain([&manifest.harness.path]).flatten();
        return Ok(own.map(|crate_folder| path.join(crate_folder)).collect());
    }
    if path.join("Cargo.toml").is_file() {
        return Ok(vec![path.to_path_buf()]);
    }
    Err(Failure::usage(format!(
        "`{}` holds neither a crate nor a challenge; hint: name a folder with a Cargo.toml or a challenge.toml",
        path.display()
    )))
}

fn build_crates(folders: &[PathBuf], out: Option<&Path>, debug: bool) -> Result<(), Failure> {
    // One call of cargo for all crates of a workspace and a target.
    let mut groups: BTreeMap<(PathBuf, bool), Group> = BTreeMap::new();
    for folder in folders {
        let guest = Guest::read(folder)?;
        let key = (guest.workspace.clone(), guest.profile == Profile::Compat);
        groups
            .entry(key)
            .or_insert_with(|| Group::new(&guest))
            .packages
            .push(guest.package);
    }
    let mut page = Page::default();
    for group in groups.values() {
        group.run_cargo(debug)?;
        group.write_components(out, &mut page)?;
    }
    page.print()
}

/// A guest crate.
struct Guest {
    package: String,
    workspace: PathBuf,
    target: PathBuf,
    profile: Profile,
}

/// The part of `cargo metadata` that matters here.
#[derive(Deserialize)]
struct Metadata {
    packages: Vec<MetadataPackage>,
    workspace_root: PathBuf,
    target_directory: PathBuf,
}

#[derive(Deserialize)]
struct MetadataPackage {
    name: String,
    manifest_path: PathBuf,
    metadata: Option<serde_json::Value>,
}

impl Guest {
    fn read(folder: &Path) -> Result<Self, Failure> {
        let manifest = folder
            .join("Cargo.toml")
            .canonicalize()
            .map_err(|error| Failure::usage(format!("`{}`: {error}", folder.display())))?;
        let output = Command::new("cargo")
            .args([
                "metadata",
                "--no-deps",
                "--format-version",
                "1",
                "--manifest-path",
            ])
            .arg(&manifest)
            .output()
            .map_err(|error| no_cargo(&error))?;
        let metadata: Metadata = serde_json::from_slice(&output.stdout).map_err(|_| {
            Failure::usage(
                String::from_utf8_lossy(&output.stderr)
                    .trim_end()
                    .to_owned(),
            )
        })?;
        let is_this = |package: &MetadataPackage| package.manifest_path == manifest;
        let package =
            metadata.packages.into_iter().find(is_this).ok_or_else(|| {
                Failure::usage(format!("`{}` holds no package", folder.display()))
            })?;
        Ok(Self {
            profile: profile(package.metadata.as_ref(), folder)?,
            package: package.name,
            workspace: metadata.workspace_root,
            target: metadata.target_directory,
        })
    }
}

fn profile(metadata: Option<&serde_json::Value>, folder: &Path) -> Result<Profile, Failure> {
    let named = metadata.and_then(|value| value.pointer("/pilotbox/profile"));
    match named.map(|value| value.as_str().unwrap_or_default()) {
        None | Some("pure") => Ok(Profile::Pure),
        Some("compat") => Ok(Profile::Compat),
        Some(other) => Err(Failure::usage(format!(
            "`{}/Cargo.toml`: profile `{other}`; hint: use \"pure\" or \"compat\"",
            folder.display()
        ))),
    }
}

/// Whether the compiler has the standard library of a target.
fn has_target(triple: &str) -> bool {
    let mut rustc = Command::new("rustc");
    rustc.args(["--print", "target-libdir", "--target", triple]);
    let output = rustc
        .output()
        .map(|output| output.stdout)
        .unwrap_or_default();
    Path::new(String::from_utf8_lossy(&output).trim()).is_dir()
}

fn no_cargo(error: &std::io::Error) -> Failure {
    Failure::usage(format!(
        "cargo cannot be run: {error}; hint: install Rust from your system or by rustup"
    ))
}

/// Crates that one call of cargo builds.
struct Group {
    workspace: PathBuf,
    target: PathBuf,
    profile: Profile,
    packages: Vec<String>,
}

impl Group {
    fn new(guest: &Guest) -> Self {
        Self {
            workspace: guest.workspace.clone(),
            target: guest.target.clone(),
            profile: guest.profile,
            packages: Vec::new(),
        }
    }

    fn triple(&self) -> &'static str {
        match self.profile {
            Profile::Pure => "wasm32-unknown-unknown",
            Profile::Compat => "wasm32-wasip2",
        }
    }

    fn run_cargo(&self, debug: bool) -> Result<(), Failure> {
        let mut cargo = Command::new("cargo");
        cargo
            .current_dir(&self.workspace)
            .env_remove("CARGO_TARGET_DIR");
        cargo.args(["build", "--release", "--lib", "--target", self.triple()]);
        cargo.arg("--target-dir").arg(&self.target);
        let (strip, lines) = if debug {
            ("none", "line-tables-only")
        } else {
            ("debuginfo", "none")
        };
        cargo.args(["--config", &format!("profile.release.strip=\"{strip}\"")]);
        cargo.args(["--config", &format!("profile.release.debug=\"{lines}\"")]);
        cargo.args(
            CARGO_PROFILE
                .iter()
                .flat_map(|setting| ["--config", setting]),
        );
        cargo.env("CARGO_ENCODED_RUSTFLAGS", self.rustflags().join("\u{1f}"));
        for package in &self.packages {
            cargo.args(["--package", package]);
        }
        let status = cargo.status().map_err(|error| no_cargo(&error))?;
        if status.success() {
            return Ok(());
        }
        let triple = self.triple();
        let hint = if has_target(triple) {
            "hint: cargo's message above says why; what was built before is still there".to_owned()
        } else {
            format!("hint: `rustup target add {triple}` brings the target")
        };
        Err(Failure::usage(format!(
            "cargo could not build {}; {hint}",
            self.packages.join(", ")
        )))
    }

    /// Folders of this machine stay out of panic messages, so that equal sources
    /// give equal components wherever they lie.
    fn rustflags(&self) -> Vec<String> {
        let home = std::env::var_os("CARGO_HOME")
            .map(PathBuf::from)
            .or_else(|| std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".cargo")));
        let remap = |from: &Path, to: &str| format!("--remap-path-prefix={}={to}", from.display());
        let mut flags = vec![
            // The 128-bit vectors that every engine has; relaxed ones are refused.
            "-Ctarget-feature=+simd128".to_owned(),
            remap(&self.workspace, "/build"),
        ];
        flags.extend(home.map(|home| remap(&home, "/cargo")));
        flags
    }

    fn write_components(&self, out: Option<&Path>, page: &mut Page) -> Result<(), Failure> {
        let out = out.map_or_else(|| self.target.join("components"), Path::to_path_buf);
        std::fs::create_dir_all(&out)
            .map_err(|error| Failure::new(Exit::Host, format!("`{}`: {error}", out.display())))?;
        for package in &self.packages {
            let module = format!(
                "{}/release/{}.wasm",
                self.triple(),
                package.replace('-', "_")
            );
            let module = self.target.join(module);
            if !module.is_file() {
                return Err(Failure::usage(format!(
                    "`{package}` makes no WebAssembly; hint: add `crate-type = [\"cdylib\"]` under `[lib]`"
                )));
            }
            let component = encode_core_module(&files::read(&module)?).map_err(|reason| {
                Failure::usage(format!("`{package}` is no component: {reason}"))
            })?;
            let path = out.join(format!("{package}.wasm"));
            files::write(&path, &component)?;
            page.line(format_args!(
                "{}: {} bytes, {}",
                path.display(),
                component.len(),
                self.profile
            ));
        }
        Ok(())
    }
}
