//! What the engine is built with. A dependency somewhere in the tree can switch
//! on a feature of the engine or bring a second copy of it, and no line of ours
//! would change: so the resolved graph is looked at, not the manifests.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::locked;
use crate::command::{cargo, text};

/// Features of `wasmtime` that must be off, each with what it would let in.
const OFF: [(&str, &str); 12] = [
    ("component-model-async", "guests could keep calls open"),
    ("gc", "collections by the engine are no part of fuel"),
    ("gc-copying", "as `gc`"),
    ("gc-drc", "as `gc`"),
    ("gc-null", "as `gc`, and it never gives memory back"),
    ("threads", "shared memory makes results differ"),
    ("stack-switching", "stacks of their own escape the bound"),
    ("wave", "a reader of text that nobody here uses"),
    ("debug-builtins", "a door for debuggers in every process"),
    ("winch", "a second compiler, whose code counts other fuel"),
    ("pulley", "an interpreter, whose results nobody compared"),
    ("wmemcheck", "it keeps books on every load and store"),
];

/// Features that may be on, by crate. Any other is a decision to be made.
const ON: [(&str, &[&str]); 2] = [
    (
        "wasmtime",
        &[
            "addr2line",
            // Of wasmtime-wasi, whose host functions are async inside.
            "async",
            "call-hook",
            "component-model",
            "cranelift",
            "demangle",
            "once_cell",
            "parallel-compilation",
            "pooling-allocator",
            "runtime",
            "std",
            "wasmtime-jit-icache-coherence",
        ],
    ),
    ("wasmtime-wasi", &["p2"]),
];

/// The engine's release line: from this version on, within this major version.
const ENGINE: (u64, [u64; 3]) = (48, [48, 0, 8]);

/// How the names of the engine's crates begin. Two copies of one are two engines.
const PARTS: [&str; 3] = ["wasmtime", "cranelift", "pulley"];

/// The crate that validates uploads must be the engine's own copy.
const VALIDATOR: (&str, [&str; 2]) = ("wasmparser", ["pilotbox-sandbox", "wasmtime-environ"]);

pub(crate) fn check() -> Result<Vec<String>> {
    let metadata = resolved()?;
    let mut problems = problems(&metadata)?;
    problems.extend(locked::check()?);
    Ok(problems)
}

/// The whole graph, as the lock file fixes it.
fn resolved() -> Result<Value> {
    let mut command = cargo(&["metadata", "--locked", "--format-version", "1"]);
    let output = command.output().with_context(|| text(&command))?;
    if !output.status.success() {
        bail!("{}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}

fn problems(metadata: &Value) -> Result<Vec<String>> {
    let graph = Graph::read(metadata)?;
    let mut problems = Vec::new();
    for (name, allowed) in ON {
        check_features(&graph, name, allowed, &mut problems);
    }
    check_versions(&graph, &mut problems);
    check_validator(&graph, &mut problems);
    Ok(problems)
}

/// A package of the graph.
struct Node<'m> {
    name: &'m str,
    version: &'m str,
    features: Vec<&'m str>,
    dependencies: Vec<&'m str>,
}

struct Graph<'m>(BTreeMap<&'m str, Node<'m>>);

impl<'m> Graph<'m> {
    fn read(metadata: &'m Value) -> Result<Self> {
        let list = |value: &'m Value| value.as_array().into_iter().flatten();
        let word = |value: &'m Value| value.as_str().unwrap_or_default();
        let mut nodes = BTreeMap::new();
        for package in list(&metadata["packages"]) {
            let node = Node {
                name: word(&package["name"]),
                version: word(&package["version"]),
                features: vec![],
                dependencies: vec![],
            };
            nodes.insert(word(&package["id"]), node);
        }
        for resolved in list(&metadata["resolve"]["nodes"]) {
            let node = nodes.get_mut(word(&resolved["id"]));
            let node = node.context("cargo metadata resolves a package that it does not list")?;
            node.features = list(&resolved["features"]).map(word).collect();
            node.dependencies = list(&resolved["dependencies"]).map(word).collect();
        }
        Ok(Self(nodes))
    }

    fn named(&self, name: &str) -> impl Iterator<Item = &Node<'m>> {
        self.0.values().filter(move |node| node.name == name)
    }

    /// The version of `wanted` that a package is built with.
    fn version_within(&self, package: &str, wanted: &str) -> Option<&'m str> {
        let node = self.named(package).next()?;
        let all = node.dependencies.iter().filter_map(|id| self.0.get(id));
        all.into_iter()
            .find(|found| found.name == wanted)
            .map(|found| found.version)
    }
}

fn check_features(graph: &Graph<'_>, name: &str, allowed: &[&str], problems: &mut Vec<String>) {
    let hint = format!("hint: `cargo tree -e features -i {name}` shows who asks for it");
    for feature in graph.named(name).flat_map(|node| &node.features) {
        let off = OFF.iter().find(|(off, _)| off == feature);
        match off.filter(|_| name == "wasmtime") {
            Some((_, reason)) => problems.push(format!(
                "`{name}` is built with `{feature}`, which must be off: {reason}; {hint}"
            )),
            None if !allowed.contains(feature) => problems.push(format!(
                "`{name}` is built with `{feature}`, which tidy/features.rs does not list; {hint}"
            )),
            None => {}
        }
    }
}

/// One copy of each part of the engine, and a release of the line that is kept
/// for long.
fn check_versions(graph: &Graph<'_>, problems: &mut Vec<String>) {
    let mut versions: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for node in graph.0.values() {
        if PARTS.iter().any(|part| node.name.starts_with(part)) {
            versions.entry(node.name).or_default().insert(node.version);
        }
    }
    for (name, versions) in &versions {
        if versions.len() > 1 {
            problems.push(format!(
                "`{name}` is there {} times: {versions:?}; hint: `cargo tree -d -i {name}`",
                versions.len()
            ));
        }
    }
    match versions.get("wasmtime").and_then(BTreeSet::first) {
        None => problems.push("`wasmtime` is not in the graph".to_owned()),
        Some(version) if !is_of_the_line(version) => problems.push(format!(
            "`wasmtime` is {version}, not >=48.0.8, <49; hint: docs/DETERMINISM.md says how to move on"
        )),
        Some(_) => {}
    }
}

fn is_of_the_line(version: &str) -> bool {
    let numbers: Option<Vec<u64>> = version.split('.').map(|part| part.parse().ok()).collect();
    let (major, least) = ENGINE;
    numbers.is_some_and(|numbers| numbers.first() == Some(&major) && numbers >= least.to_vec())
}

fn check_validator(graph: &Graph<'_>, problems: &mut Vec<String>) {
    let (validator, packages) = VALIDATOR;
    let [ours, engines] = packages.map(|package| graph.version_within(package, validator));
    if ours.is_none() || ours != engines {
        problems.push(format!(
            "uploads are checked with {validator} {ours:?}, the engine reads them with {engines:?}"
        ));
    }
}

#[cfg(test)]
mod tests;
