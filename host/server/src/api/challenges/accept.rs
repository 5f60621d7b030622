//! What a server takes as a challenge's pack. Everything that is wrong is found in
//! one pass, as `pilotbox check` does it; what only running shows is the author's
//! and the second reader's to look at. Pure but for time: call it off the event loop.

use std::collections::BTreeMap;

use pilotbox_challenge::{
    Audience, Finding, Manifest, Pack, PackError, PackOptions, lint,
    manifest::{Openness, Texts},
    pack::{self, pack as write_pack, read_pack},
    package,
};
use pilotbox_model::{Case, Limits, Split, api::problem::Code};
use pilotbox_sandbox::inspect_harness;
use pilotbox_store::challenges::NewSplit;

use crate::problem::Problem;

/// Characters of a statement in one language: what a page shows.
const STATEMENT_CHARS: usize = 20_000;
/// Findings that one answer tells.
const MAX_TOLD: usize = 50;
/// The plugin that tells whose fault a stopped harness is.
const BASELINE: &str = "baseline";
/// A pack holds no sources, so that none can be missed.
const OF_SOURCES: &str = "missing-crate";

/// What is kept of a pack besides its bytes.
pub(super) struct Accepted {
    /// What the challenge declares.
    pub(super) manifest: Manifest,
    /// The problem.
    pub(super) statement: Texts,
    /// The pack for startups.
    pub(super) startup: Vec<u8>,
    /// The splits that it holds.
    pub(super) splits: Vec<NewSplit>,
}

/// Opens a city's pack within the operator's ceiling.
pub(super) fn open(bytes: Vec<u8>, ceiling: &Limits) -> Result<Accepted, Problem> {
    let held = read_pack(bytes).map_err(|error| refuse_pack(&error))?;
    demand_none(&findings(&held, ceiling))?;
    let options = PackOptions {
        audience: Audience::Startup,
    };
    let startup = write_pack(&held.package, &held.components, &held.cases, options)
        .map_err(|error| refuse_pack(&error))?;
    Ok(Accepted {
        manifest: held.package.manifest().clone(),
        statement: held.package.statement().clone(),
        startup,
        splits: splits(&held)?,
    })
}

/// A pack that cannot be read is its sender's fault; that a disk cannot be
/// written is not.
pub(super) fn refuse_pack(error: &PackError) -> Problem {
    match error {
        PackError::Write { .. } | PackError::Occupied(_) => Problem::internal(error),
        other => refuse(&other.to_string()),
    }
}

fn findings(held: &Pack, ceiling: &Limits) -> Vec<Finding> {
    let source = held.package.source();
    let mut found = lint::check(source);
    found.retain(|finding| finding.code != OF_SOURCES);
    found.extend(lint::check_ceiling(source, ceiling));
    found.extend(about_statement(held.package.statement()));
    found.extend(about_splits(held.package.manifest().openness, &held.cases));
    found.extend(about_components(held));
    found
}

fn about_statement(statement: &Texts) -> Vec<Finding> {
    let texts = [
        ("statement/bg.md", &statement.bg),
        ("statement/en.md", &statement.en),
    ];
    let too_long = texts.into_iter().filter_map(|(file, text)| {
        let count = text.chars().count();
        let message = format!("the statement has {count} characters");
        (count > STATEMENT_CHARS).then(|| {
            Finding::new(file, "too-long", message)
                .hint(format!("at most {STATEMENT_CHARS} are shown"))
        })
    });
    too_long.collect()
}

/// A startups' pack is none for a server, and withheld data comes apart.
fn about_splits(openness: Openness, cases: &BTreeMap<Split, Vec<Case>>) -> Vec<Finding> {
    let mut found = Vec::new();
    for split in Split::ALL {
        let file = format!("cases/{split}.json");
        let is_there = cases.get(&split).is_some_and(|cases| !cases.is_empty());
        let is_wanted = split != Split::Final || openness == Openness::Known;
        if is_wanted && !is_there {
            let finding = Finding::new(file, "missing-cases", "the split has no cases");
            found.push(finding.hint("`pilotbox pack` without `--startup` packs every split"));
        } else if !is_wanted && cases.contains_key(&split) {
            let finding = Finding::new(file, "withheld-data", "the split is withheld but listed");
            found.push(finding.hint("attach final data to the version instead"));
        }
    }
    found
}

fn about_components(held: &Pack) -> Vec<Finding> {
    let manifest = held.package.manifest();
    let limit_bytes = Limits::from(&manifest.limits).component_bytes;
    let mut found = Vec::new();
    if let Err(reason) = inspect_harness(held.harness(), limit_bytes, &manifest.interface) {
        let file = format!("components/{}.wasm", pack::HARNESS);
        found.push(Finding::new(
            file,
            "harness",
            format!("the harness {reason}"),
        ));
    }
    if !held.components.contains_key(BASELINE) {
        let file = format!("components/{BASELINE}.wasm");
        let finding = Finding::new(file, "missing-component", "the component is missing");
        found.push(finding.hint("build the package before it is packed"));
    }
    found
}

fn demand_none(findings: &[Finding]) -> Result<(), Problem> {
    if findings.is_empty() {
        return Ok(());
    }
    let told: Vec<_> = findings
        .iter()
        .take(MAX_TOLD)
        .map(Finding::to_string)
        .collect();
    let more = findings.len().saturating_sub(MAX_TOLD);
    let more = (more > 0).then(|| format!("\nand {more} more"));
    Err(refuse(&format!(
        "{}{}",
        told.join("\n"),
        more.unwrap_or_default()
    )))
}

fn refuse(findings: &str) -> Problem {
    Problem::new(Code::Rejected).detail(findings).hint(format!(
        "`pilotbox check CHALLENGE` finds the same on your machine; the manifest is `{}`",
        package::MANIFEST
    ))
}

fn splits(held: &Pack) -> Result<Vec<NewSplit>, Problem> {
    let split = |(split, cases): (&Split, &Vec<Case>)| {
        Ok(NewSplit {
            split: split.as_str(),
            digest: held.package.data_digest(*split).to_string(),
            cases: serde_json::to_string(cases).map_err(Problem::internal)?,
            case_count: i64::try_from(cases.len()).map_err(Problem::internal)?,
        })
    };
    held.cases.iter().map(split).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cases(splits: &[Split]) -> BTreeMap<Split, Vec<Case>> {
        let case = Case {
            id: "a".to_owned(),
            stratum: "day".to_owned(),
            block: "b".to_owned(),
            weight: 1.0,
            twin_of: None,
        };
        splits
            .iter()
            .map(|split| (*split, vec![case.clone()]))
            .collect()
    }

    fn codes(openness: Openness, splits: &[Split]) -> Vec<&'static str> {
        let found = about_splits(openness, &cases(splits));
        found.iter().map(|finding| finding.code).collect()
    }

    #[test]
    fn a_pack_for_startups_is_no_challenge() {
        assert!(codes(Openness::Known, &Split::ALL).is_empty());
        assert_eq!(
            codes(Openness::Known, &[Split::Sample]),
            ["missing-cases"; 2]
        );
        let withheld = [Split::Sample, Split::Public];
        assert!(codes(Openness::Withheld, &withheld).is_empty());
        assert_eq!(codes(Openness::Withheld, &Split::ALL), ["withheld-data"]);
    }

    #[test]
    fn a_statement_is_what_a_page_shows() {
        let statement = |count: usize| Texts {
            bg: "ж".repeat(count),
            en: "x".to_owned(),
        };
        assert!(about_statement(&statement(STATEMENT_CHARS)).is_empty());
        assert_eq!(about_statement(&statement(STATEMENT_CHARS + 1)).len(), 1);
    }

    #[test]
    fn so_many_findings_are_told_and_the_rest_is_counted() {
        let finding = Finding::new("a", "b", "c");
        let detail = |count: usize| {
            let problem = demand_none(&vec![finding.clone(); count]).unwrap_err();
            problem.body().detail.unwrap()
        };
        assert_eq!(detail(2), "a: c\na: c");
        assert_eq!(detail(MAX_TOLD + 1).lines().last(), Some("and 1 more"));
        assert!(demand_none(&[]).is_ok());
    }

    #[test]
    fn what_is_no_pack_is_refused() {
        let error = open(b"\0asm".to_vec(), &Limits::CEILING)
            .map(|_| ())
            .unwrap_err();
        assert_eq!(error.code(), Code::Rejected);
    }
}
