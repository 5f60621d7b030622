//! Lints of a harness: it is a crate of the challenge's own or a template, and a
//! template is set as it can be set.

use crate::{
    Finding, Manifest, Source,
    document::{Document, child},
    package::table_of,
    template::{TemplateKind, params},
};

const PARAMS: &str = "/harness/params";

/// Lints that need only the manifest.
pub(super) fn check(manifest: &Manifest, document: &Document, findings: &mut Vec<Finding>) {
    match (&manifest.harness.path, manifest.harness.template) {
        (Some(_), None) => check_own(manifest, document, findings),
        (None, Some(template)) => check_template(template, manifest, document, findings),
        (Some(_), Some(_)) => {
            let message = "the harness has both a `path` and a `template`";
            let finding = document.finding("/harness/template", "harness", message);
            findings.push(finding.hint("keep the one that drives this challenge"));
        }
        (None, None) => {
            let message = "the harness has neither a `path` nor a `template`";
            let finding = document.finding("/harness", "harness", message);
            findings.push(finding.hint(format!(
                "add `path`, the folder of its crate, or `template`: {}",
                TemplateKind::ALL.map(TemplateKind::as_str).join(", ")
            )));
        }
    }
}

/// Lints that need the package's files: nothing hides the settings.
pub(super) fn check_tables(manifest: &Manifest, source: &Source, findings: &mut Vec<Finding>) {
    if manifest.harness.template.is_none() {
        return;
    }
    let paths = source.files().map(|(path, _)| path);
    for path in paths.filter(|path| table_of(path).is_some_and(|(_, name)| name == params::TABLE)) {
        let message = format!("a table cannot be named `{}`", params::TABLE);
        let finding = Finding::new(path, "reserved-name", message);
        findings.push(finding.hint("under that name the harness finds `[harness.params]`"));
    }
}

/// Only a template is set; only a template has plugins to lend.
fn check_own(manifest: &Manifest, document: &Document, findings: &mut Vec<Finding>) {
    if !manifest.harness.params.is_empty() {
        let message = "a harness of the challenge's own has no settings";
        let finding = document.finding(PARAMS, "params", message);
        findings.push(finding.hint("remove `[harness.params]`, or use `template`"));
    }
    for (index, plugin) in manifest.plugins.iter().enumerate() {
        if plugin.path.is_none() {
            let message = format!("`plugins.{index}` lacks the key `path`");
            let finding = document.finding(&format!("/plugins/{index}"), "missing-key", message);
            findings.push(finding.hint("name the folder of its crate"));
        }
    }
}

fn check_template(
    template: TemplateKind,
    manifest: &Manifest,
    document: &Document,
    findings: &mut Vec<Finding>,
) {
    for fault in params::faults(template, &manifest.harness.params) {
        let pointer = child(PARAMS, &fault.name);
        let place = if fault.is_missing {
            document.key_place(PARAMS)
        } else {
            document.place(&pointer)
        };
        let finding = Finding::new(document.file(), "params", fault.message);
        findings.push(finding.at(place).hint(fault.hint));
    }
    check_call(template, manifest, document, findings);
    check_metrics(manifest, document, findings);
    check_lent(template, manifest, document, findings);
}

/// The harness calls one function of one interface.
fn check_call(
    template: TemplateKind,
    manifest: &Manifest,
    document: &Document,
    findings: &mut Vec<Finding>,
) {
    let expected = [
        ("interface", &manifest.interface, template.interface()),
        ("function", &manifest.function, template.as_str()),
    ];
    for (key, given, wanted) in expected {
        if given != wanted {
            let message = format!("template `{template}` does not call `{given}`");
            let finding = document.finding(&format!("/{key}"), "interface", message);
            findings.push(finding.hint(format!("use \"{wanted}\"")));
        }
    }
}

/// A template measures one metric: that of its setting.
fn check_metrics(manifest: &Manifest, document: &Document, findings: &mut Vec<Finding>) {
    let Some(measured) = manifest.harness.params.get("metric") else {
        return;
    };
    let measured = measured.to_string();
    let scored = manifest.metrics.iter().enumerate();
    let scored = scored.map(|(at, metric)| (format!("/metrics/{at}/name"), &metric.name));
    let gates = manifest.gates.iter().enumerate();
    let gates = gates.map(|(at, gate)| (format!("/gates/{at}/metric"), &gate.metric));
    for (pointer, name) in scored.chain(gates).filter(|(_, name)| **name != measured) {
        let message = format!("the harness does not measure `{name}`");
        let finding = document.finding(&pointer, "metric", message);
        findings.push(finding.hint(format!("it measures `{measured}`, the setting `metric`")));
    }
}

/// A template lends its six plugins and no other.
fn check_lent(
    template: TemplateKind,
    manifest: &Manifest,
    document: &Document,
    findings: &mut Vec<Finding>,
) {
    for (index, plugin) in manifest.plugins.iter().enumerate() {
        let is_lent = super::plugins::REQUIRED
            .iter()
            .any(|(name, _)| *name == plugin.name);
        if plugin.path.is_none() && !is_lent {
            let message = format!("template `{template}` has no plugin `{}`", plugin.name);
            let pointer = format!("/plugins/{index}/name");
            let finding = document.finding(&pointer, "missing-plugin", message);
            findings.push(finding.hint("add `path`, the folder of its crate"));
        }
    }
}

#[cfg(test)]
mod tests;
