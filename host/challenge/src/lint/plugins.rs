//! Lints of the plugins that ship with a challenge: all six kinds are there,
//! and each must get what shows that the challenge works.

use pilotbox_model::FaultCode;

use crate::{
    Finding, Manifest, Source,
    document::Document,
    manifest::{ExpectedVerdict, PluginEntry},
};

use super::{paths, scoring};
use crate::pack::HARNESS;

/// The most that the baseline may be expected to get.
const BASELINE_AT_MOST: f64 = 20.0;
/// The least that the reference may be expected to get.
const REFERENCE_AT_LEAST: f64 = 80.0;

/// Plugins that every challenge ships, with the verdict that proves its point;
/// `None` where the author chooses.
pub(super) const REQUIRED: [(&str, Option<ExpectedVerdict>); 6] = [
    ("baseline", Some(ExpectedVerdict::Scored)),
    ("reference", Some(ExpectedVerdict::Scored)),
    ("wrong", Some(ExpectedVerdict::Fault(FaultCode::BadAnswer))),
    ("slow", Some(ExpectedVerdict::Fault(FaultCode::OutOfFuel))),
    ("trap", Some(ExpectedVerdict::Fault(FaultCode::Trapped))),
    ("peek", None),
];

/// Lints that need the package's files: what must be there is there.
pub(super) fn check(
    manifest: &Manifest,
    document: &Document,
    source: &Source,
    findings: &mut Vec<Finding>,
) {
    for (name, _) in REQUIRED {
        if manifest.plugin(name).is_none() {
            let message = format!("no plugin `{name}`");
            let finding = document.finding("/plugins", "missing-plugin", message);
            findings.push(finding.hint(format!("add a `[[plugins]]` with name = \"{name}\"")));
        }
    }
    for (pointer, path) in paths::crates(manifest) {
        if !source.has(&format!("{path}/Cargo.toml")) {
            let message = format!("`{path}` holds no crate");
            let finding = document.finding(&pointer, "missing-crate", message);
            findings.push(finding.hint(format!("put a `Cargo.toml` into `{path}`")));
        }
    }
}

/// Lints that need only the manifest: verdicts and ranges of what is declared.
pub(super) fn check_ranges(manifest: &Manifest, document: &Document, findings: &mut Vec<Finding>) {
    let names = manifest.plugins.iter().map(|plugin| plugin.name.as_str());
    scoring::check_unique(document, "plugins", "name", names, findings);
    for (index, plugin) in manifest.plugins.iter().enumerate() {
        let mut found = |key: &str, code, message: String, hint: &str| {
            let finding = document.finding(&format!("/plugins/{index}/{key}"), code, message);
            findings.push(finding.hint(hint));
        };
        if plugin.name == HARNESS {
            let message = format!("a plugin cannot be named `{HARNESS}`");
            found(
                "name",
                "reserved-name",
                message,
                "that component drives the plugins",
            );
        }
        let required = REQUIRED.iter().find(|(name, _)| *name == plugin.name);
        if let Some((name, Some(verdict))) = required
            && plugin.verdict != *verdict
        {
            let message = format!("`{name}` must get `{verdict}`, not `{}`", plugin.verdict);
            found(
                "verdict",
                "verdict",
                message,
                "this plugin shows that the verdict works",
            );
        }
        if let Some((message, hint)) = range_fault(plugin, manifest) {
            found("score", "score-range", message, hint);
        }
    }
}

fn range_fault(plugin: &PluginEntry, manifest: &Manifest) -> Option<(String, &'static str)> {
    let name = &plugin.name;
    let (low, high) = match (plugin.verdict, plugin.score) {
        (ExpectedVerdict::Scored, Some([low, high])) => (low, high),
        (ExpectedVerdict::Scored, None) => {
            return Some((
                format!("`{name}` is scored but has no range"),
                "add score = [low, high]",
            ));
        }
        (ExpectedVerdict::Fault(_), Some(_)) => {
            return Some((
                format!("`{name}` has a range but no score"),
                "remove `score`",
            ));
        }
        (ExpectedVerdict::Fault(_), None) => return None,
    };
    let best = manifest.plugin("reference").and_then(|plugin| plugin.score);
    if low > high {
        Some((
            format!("range `{low}` to `{high}` is empty"),
            "the lower end comes first",
        ))
    } else if name == "baseline" && high > BASELINE_AT_MOST {
        Some((
            format!("the baseline may get up to `{high}`"),
            "it scores near 0: at most 20",
        ))
    } else if name == "reference" && low < REFERENCE_AT_LEAST {
        Some((
            format!("the reference may get only `{low}`"),
            "it scores near 100: at least 80",
        ))
    } else if name == "peek" && best.is_some_and(|[_, best]| high > best) {
        Some((
            format!("`peek` may get up to `{high}`"),
            "no more than the reference",
        ))
    } else {
        None
    }
}
