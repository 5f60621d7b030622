//! Lints of the paths that a manifest names: relative, and within the package.

use crate::{Finding, Manifest, document::Document, source::name};

pub(super) fn check(manifest: &Manifest, document: &Document, findings: &mut Vec<Finding>) {
    check_path(&manifest.harness.path, "/harness/path", document, findings);
    for (index, plugin) in manifest.plugins.iter().enumerate() {
        let pointer = format!("/plugins/{index}/path");
        check_path(&plugin.path, &pointer, document, findings);
    }
}

fn check_path(path: &str, pointer: &str, document: &Document, findings: &mut Vec<Finding>) {
    if let Some(reason) = name::fault(path) {
        let message = format!("`{path}` is no path within the package: {reason}");
        let finding = document.finding(pointer, "path", message);
        findings.push(finding.hint("name a folder relative to `challenge.toml`"));
    }
}
