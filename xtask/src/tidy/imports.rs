//! Who may import whom. The list is the architecture; a new edge is a decision.

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::command::{cargo, root, text};

/// Each host crate, and the members that it may import.
const ALLOWED: [(&str, &[&str]); 9] = [
    ("pilotbox-model", &[]),
    ("pilotbox-challenge", &["pilotbox-model"]),
    ("pilotbox-sandbox", &["pilotbox-model"]),
    (
        "pilotbox-evaluate",
        &["pilotbox-model", "pilotbox-challenge", "pilotbox-sandbox"],
    ),
    ("pilotbox-sanitize", &["pilotbox-model"]),
    ("pilotbox-store", &["pilotbox-model"]),
    ("pilotbox-web", &["pilotbox-model"]),
    (
        "pilotbox-server",
        &[
            "pilotbox-model",
            "pilotbox-challenge",
            "pilotbox-sandbox",
            "pilotbox-evaluate",
            "pilotbox-sanitize",
            "pilotbox-store",
            "pilotbox-web",
        ],
    ),
    (
        "pilotbox",
        &[
            "pilotbox-model",
            "pilotbox-challenge",
            "pilotbox-sandbox",
            "pilotbox-evaluate",
            "pilotbox-sanitize",
            "pilotbox-store",
            "pilotbox-server",
            "pilotbox-web",
        ],
    ),
];

/// Crates of one member only.
const EXCLUSIVE: [(&str, &str); 4] = [
    ("wasmtime", "pilotbox-sandbox"),
    ("wasmtime-wasi", "pilotbox-sandbox"),
    ("clap", "pilotbox"),
    ("object_store", "pilotbox-store"),
];

pub(crate) fn check() -> Result<Vec<String>> {
    let metadata = metadata()?;
    let packages = metadata["packages"]
        .as_array()
        .context("cargo metadata has no packages")?;
    let mut problems = Vec::new();
    for package in packages {
        check_package(package, &mut problems);
    }
    Ok(problems)
}

fn metadata() -> Result<Value> {
    let mut command = cargo(&["metadata", "--no-deps", "--format-version", "1"]);
    let output = command.output().with_context(|| text(&command))?;
    if !output.status.success() {
        bail!("{}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}

fn check_package(package: &Value, problems: &mut Vec<String>) {
    let name = package["name"].as_str().unwrap_or_default();
    let manifest = package["manifest_path"].as_str().unwrap_or_default();
    let root = root();
    let manifest = manifest
        .strip_prefix(root.to_str().unwrap_or_default())
        .unwrap_or(manifest);
    let allowed = ALLOWED
        .iter()
        .find(|(host, _)| *host == name)
        .map(|(_, allowed)| *allowed);
    let is_host = manifest.starts_with("/host/") && !manifest.contains("/benches/");
    if is_host && allowed.is_none() {
        problems.push(format!(
            "`{name}` is not in the list of tidy/imports.rs; hint: add its row"
        ));
    }
    for dependency in package["dependencies"].as_array().into_iter().flatten() {
        let wanted = dependency["name"].as_str().unwrap_or_default();
        let for_tests = dependency["kind"].as_str() == Some("dev");
        let is_member = wanted.starts_with("pilotbox");
        match allowed {
            Some(allowed) if is_member && !for_tests && !allowed.contains(&wanted) => {
                problems.push(format!("`{name}` must not import `{wanted}`"));
            }
            None if is_member && wanted_by_guest(manifest) && !is_sdk(wanted) => {
                problems.push(format!("guest `{name}` must not import `{wanted}`"));
            }
            _ => {}
        }
        for (exclusive, owner) in EXCLUSIVE {
            if wanted == exclusive && name != owner {
                problems.push(format!(
                    "`{name}` must not import `{wanted}`: only `{owner}` does"
                ));
            }
        }
    }
}

fn wanted_by_guest(manifest: &str) -> bool {
    ["/sdk/", "/challenges/", "/plugins-examples/"]
        .iter()
        .any(|part| manifest.starts_with(part))
}

fn is_sdk(name: &str) -> bool {
    name == "pilotbox-plugin" || name == "pilotbox-harness"
}
