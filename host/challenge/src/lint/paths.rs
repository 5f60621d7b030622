//! Lints of the paths that a manifest names: relative, and within the package.

use crate::{Finding, Manifest, document::Document, source::name};

pub(super) fn check(manifest: &Manifest, document: &Document, findings: &mut Vec<Finding>) {
    for (pointer, path) in crates(manifest) {
        check_path(path, &pointer, document, findings);
    }
}

/// The folders of crates that a manifest names, each with its JSON pointer.
pub(super) fn crates(manifest: &Manifest) -> impl Iterator<Item = (String, &str)> {
    let harness = manifest.harness.path.iter();
    let harness = harness.map(|path| ("/harness/path".to_owned(), path.as_str()));
    let plugins = manifest.plugins.iter().enumerate();
    harness.chain(plugins.filter_map(|(at, plugin)| {
        let path = plugin.path.as_deref()?;
        Some((format!("/plugins/{at}/path"), path))
    }))
}

fn check_path(path: &str, pointer: &str, document: &Document, findings: &mut Vec<Finding>) {
    if let Some(reason) = name::fault(path) {
        let message = format!("`{path}` is no path within the package: {reason}");
        let finding = document.finding(pointer, "path", message);
        findings.push(finding.hint("name a folder relative to `challenge.toml`"));
    }
}
