//! `pilotbox check`: a package as its author and its reviewers need it: files
//! first, then the harness, then every plugin that ships with it.

use pilotbox_challenge::{Finding, Source, lint, manifest::PluginEntry, package};
use pilotbox_evaluate::{EvaluateError, Evaluator, RunOptions, check_fuel_margin};
use pilotbox_model::{CaseVerdict, FaultCode, RunResult, RunVerdict, Split};
use pilotbox_sandbox::{Column, TableSet};
use serde_json::json;

use crate::{
    arguments::Check,
    exit::{Exit, Failure},
    loaded::{Loaded, evaluator, jobs},
    show,
};

/// The seed of every check: the verdicts must not depend on luck.
const SEED: u64 = 1;

pub(crate) fn check(arguments: &Check) -> Result<(), Failure> {
    match checked(arguments) {
        Ok((findings, tried)) => report(arguments, &findings, &tried),
        Err(failure) if arguments.json => Err(show::json_failure(failure)),
        Err(failure) => Err(failure),
    }
}

fn checked(arguments: &Check) -> Result<(Vec<Finding>, Vec<Tried>), Failure> {
    let mut findings = file_findings(arguments)?;
    let mut tried = Vec::new();
    if findings.is_empty() {
        let loaded = Loaded::open(&arguments.challenge)?;
        findings.extend(table_findings(&loaded)?);
        let checker = Checker {
            arguments,
            loaded: &loaded,
            evaluator: evaluator(&arguments.machine)?,
        };
        checker.check_cases(&mut findings)?;
        // A harness that is wrong is wrong in every split.
        findings.dedup();
        if findings.is_empty() {
            tried = checker.try_plugins(&mut findings)?;
        }
    }
    Ok((findings, tried))
}

/// What files alone show.
fn file_findings(arguments: &Check) -> Result<Vec<Finding>, Failure> {
    let path = &arguments.challenge;
    if !path.is_dir() {
        // A pack was refused or taken when it was opened.
        return Ok(Vec::new());
    }
    Ok(lint::check(&Source::folder(path)?))
}

/// Every table is read, and compared with the dictionary.
fn table_findings(loaded: &Loaded) -> Result<Vec<Finding>, Failure> {
    let text = loaded
        .opened
        .package()
        .source()
        .read_text(package::DICTIONARY)?;
    let dictionary = match lint::Dictionary::parse(&text) {
        Ok(dictionary) => dictionary,
        Err(finding) => return Ok(vec![finding]),
    };
    let mut tables = Vec::new();
    let mut findings = Vec::new();
    for folder in ["sample", "public", "final", "common", "granted", "pilot"] {
        match TableSet::load(loaded.opened.data(), &[folder], None) {
            Ok(set) => tables.extend(
                set.iter()
                    .map(|(name, table)| table_info(folder, name, table)),
            ),
            Err(error) => {
                findings.push(Finding::new(
                    format!("data/{folder}"),
                    "table",
                    error.to_string(),
                ));
            }
        }
    }
    findings.extend(lint::check_dictionary(&tables, &dictionary));
    Ok(findings)
}

fn table_info(folder: &str, name: &str, table: &pilotbox_sandbox::Table) -> lint::TableInfo {
    let kind = |column: &Column| match column {
        Column::Float(_) => lint::ColumnKind::Double,
        Column::Integer(_) => lint::ColumnKind::Int64,
        Column::Text { .. } => lint::ColumnKind::Text,
    };
    lint::TableInfo {
        path: format!("data/{folder}/{name}.parquet"),
        columns: table
            .columns
            .iter()
            .map(|(name, column)| (name.clone(), kind(column)))
            .collect(),
    }
}

/// A plugin that was tried, and what it got.
struct Tried {
    name: String,
    got: String,
    wanted: String,
}

struct Checker<'a> {
    arguments: &'a Check,
    loaded: &'a Loaded,
    evaluator: Evaluator,
}

impl Checker<'_> {
    fn check_cases(&self, findings: &mut Vec<Finding>) -> Result<(), Failure> {
        let artifacts = self.loaded.artifacts()?;
        let manifest = self.loaded.opened.package().manifest();
        for split in Split::ALL {
            if !self.loaded.opened.has_split(split) {
                continue;
            }
            match self.evaluator.cases(&artifacts, split) {
                Ok(cases) => findings.extend(lint::check_cases(manifest, split, &cases)),
                Err(EvaluateError::Challenge(message)) => {
                    findings.push(Finding::new("harness", "harness", message));
                }
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    fn try_plugins(&self, findings: &mut Vec<Finding>) -> Result<Vec<Tried>, Failure> {
        let mut tried = Vec::new();
        for entry in &self.loaded.opened.package().manifest().plugins {
            if let Some(one) = self.try_plugin(entry, findings)? {
                tried.push(one);
            }
        }
        Ok(tried)
    }

    /// Runs one plugin on the sample split. A pack for startups lacks the
    /// reference, which is no fault.
    fn try_plugin(
        &self,
        entry: &PluginEntry,
        findings: &mut Vec<Finding>,
    ) -> Result<Option<Tried>, Failure> {
        if !self.loaded.opened.components().contains_key(&entry.name)
            && !self.arguments.challenge.is_dir()
        {
            return Ok(None);
        }
        let plugin = self.loaded.opened.component(&entry.name)?;
        let options = RunOptions {
            split: Split::Sample,
            seed: SEED,
            jobs: jobs(&self.arguments.machine),
        };
        let bar = show::Bar::new(&entry.name);
        let wanted = wanted(entry);
        let mut why = String::new();
        let got = match self
            .evaluator
            .run(plugin, &self.loaded.artifacts()?, options, &bar)
        {
            Ok(run) => {
                self.check_margin(&run, findings);
                why = first_failure(&run.result);
                got(
                    run.result.verdict,
                    run.result.score.map(|score| score.total),
                )
            }
            Err(EvaluateError::Rejected(rejection)) => (format!("rejected: {rejection}"), None),
            Err(error) => return Err(error.into()),
        };
        if !is_as_wanted(entry, &got) {
            let message = format!(
                "plugin `{}` must get {wanted}, got {}{why}",
                entry.name, got.0
            );
            let hint = "mend the plugin, the harness or the anchors; a check that fails here would fail a startup";
            // A plugin of a template lies in no folder of the package.
            let place = entry.path.as_deref().unwrap_or(package::MANIFEST);
            findings.push(Finding::new(place, "plugin-verdict", message).hint(hint));
        }
        Ok(Some(Tried {
            name: entry.name.clone(),
            got: got.0,
            wanted,
        }))
    }

    /// A case that burnt its whole fuel shows whether fuel or the clock decides. The
    /// quickest shows it best: whatever else the machine does only adds to the time.
    fn check_margin(&self, run: &pilotbox_evaluate::PluginRun, findings: &mut Vec<Finding>) {
        let out_of_fuel = CaseVerdict::PluginFailed(FaultCode::OutOfFuel);
        let burnt = run.result.results.iter().zip(&run.elapsed_ns);
        let quickest = burnt
            .filter(|(result, _)| result.verdict == out_of_fuel)
            .map(|(_, elapsed_ns)| elapsed_ns / 1_000_000)
            .min();
        if let Some(Err(message)) =
            quickest.map(|elapsed_ms| check_fuel_margin(self.loaded.opened.package(), elapsed_ms))
        {
            findings.push(Finding::new(package::MANIFEST, "fuel-margin", message));
        }
    }
}

/// What the first case that was not scored says.
fn first_failure(result: &RunResult) -> String {
    let failed = result
        .results
        .iter()
        .find(|case| case.verdict != CaseVerdict::Scored);
    failed.map_or_else(String::new, |case| {
        let note = case.note.lines().next().unwrap_or_default();
        format!(" (case {}, {} fuel: {note})", case.id, case.fuel)
    })
}

fn wanted(entry: &PluginEntry) -> String {
    match entry.score {
        Some([low, high]) => format!("{low} to {high}"),
        None => entry.verdict.as_str().to_owned(),
    }
}

fn got(verdict: RunVerdict, score: Option<f64>) -> (String, Option<f64>) {
    match (verdict, score) {
        (RunVerdict::Scored, Some(total)) => (format!("{total:.1}"), Some(total)),
        (RunVerdict::PluginFailed(code), _) => (code.to_string(), None),
        (verdict, _) => (verdict.to_string(), None),
    }
}

fn is_as_wanted(entry: &PluginEntry, (got, total): &(String, Option<f64>)) -> bool {
    match (entry.score, total) {
        (Some([low, high]), Some(total)) => (low..=high).contains(total),
        (None, Some(_)) => entry.verdict.as_str() == "scored",
        (_, None) => entry.verdict.as_str() == got,
    }
}

fn report(arguments: &Check, findings: &[Finding], tried: &[Tried]) -> Result<(), Failure> {
    if arguments.json {
        let plugins: Vec<_> = tried
            .iter()
            .map(|one| json!({ "name": one.name, "got": one.got, "wanted": one.wanted }))
            .collect();
        show::json(
            &json!({ "ok": findings.is_empty(), "findings": findings, "plugins": plugins }),
        )?;
    } else {
        let mut page = show::Page::default();
        for one in tried {
            page.line(format_args!(
                "{:12} {:>14}   must get {}",
                one.name, one.got, one.wanted
            ));
        }
        for finding in findings {
            page.line(format_args!("{finding}"));
        }
        let name = arguments.challenge.display();
        match findings.len() {
            0 => page.line(format_args!("{name}: fit to be published")),
            1 => page.line(format_args!("{name}: 1 finding")),
            count => page.line(format_args!("{name}: {count} findings")),
        }
        page.print()?;
    }
    if findings.is_empty() {
        Ok(())
    } else {
        Err(Failure::silent(Exit::Challenge))
    }
}
