//! `pilotbox new challenge --template`: a package from one table, without any Rust. Its
//! anchors are measured before it is written, so that what is written can be checked and
//! packed at once.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use jiff::{SignedDuration, Timestamp};
use pilotbox_challenge::template::{ParamType, TemplateKind, params};
use pilotbox_evaluate::{
    EvaluateError,
    table::{InputTable, MAX_TABLE_BYTES},
    template::{Made, MakeError, TemplateMaker, form_of},
};
use pilotbox_model::{
    Limits,
    api::{challenges::Bilingual, templates::TemplateAsk},
};
use serde_json::json;

use super::failed;
use crate::{
    arguments::{
        New,
        template::{FromTemplate, Template, option_of},
    },
    exit::{Exit, Failure},
    files,
    loaded::{evaluator, jobs},
    show::{self, Page},
    templates,
};

/// Days until plugins are accepted, where nobody says when.
const OPENS_IN_DAYS: i64 = 14;

/// Days for which they are.
const OPEN_DAYS: i64 = 90;

const DAY_HOURS: i64 = 24;

/// What stands in the statement until somebody writes it, in Bulgarian and in English.
const PROBLEM: [&str; 2] = [
    "Опишете проблема: какво не работи днес и какво би променил добрият резултат.",
    "Describe the problem: what does not work today, and what a good result would change.",
];
const AFFECTED: [&str; 2] = [
    "Опишете кого засяга проблемът и колко често.",
    "Describe who is affected, and how often.",
];

/// Makes the package in `folder`, which is not there yet.
pub(super) fn make(arguments: &New, template: Template, folder: &Path) -> Result<(), Failure> {
    let from = &arguments.from_template;
    let made = made(arguments, template.kind());
    let written = made.and_then(|made| {
        let withheld = write(&made, arguments, folder)?;
        Ok((made, withheld))
    });
    match written {
        Ok((made, withheld)) => say(arguments, folder, &made, withheld.as_deref()),
        Err(failure) if from.json => Err(show::json_failure(failure)),
        Err(failure) => Err(failure),
    }
}

/// Says which templates there are, to whoever names a table and no template.
pub(super) fn demand_none(from: &FromTemplate) -> Result<(), Failure> {
    if from.is_meant() {
        return Err(Failure::usage(format!(
            "a table needs `--template`; hint: there are {}",
            known().join(", ")
        )));
    }
    Ok(())
}

/// Each template with what it is for.
pub(super) fn known() -> [&'static str; 3] {
    [
        "`forecast` (numbers some steps ahead)",
        "`classify` (the class of rows)",
        "`assign` (a place for each person)",
    ]
}

fn made(arguments: &New, kind: TemplateKind) -> Result<Made, Failure> {
    let from = &arguments.from_template;
    let Some(path) = &from.table else {
        return Err(Failure::usage(
            "`--template` needs `--table`; hint: name a CSV or Parquet file",
        ));
    };
    let form = form_of(kind, &ask(arguments, kind, path)?);
    let table = read(path)?;
    let evaluator = evaluator(&arguments.machine)?;
    let maker = TemplateMaker {
        evaluator: &evaluator,
        components: &templates::components(),
        scratch: &std::env::temp_dir(),
        jobs: jobs(&arguments.machine),
        ceiling: &Limits::CEILING,
    };
    let bar = show::Bar::new("anchors");
    maker
        .make(&form, &table, &bar)
        .map_err(|error| refused(&error, path))
}

fn read(path: &Path) -> Result<InputTable, Failure> {
    let unusable =
        |error: &dyn std::fmt::Display| Failure::usage(format!("`{}`: {error}", path.display()));
    let about = fs::metadata(path).map_err(|error| unusable(&error))?;
    if !about.is_file() {
        return Err(unusable(&"it is no file"));
    }
    if about.len() > MAX_TABLE_BYTES {
        let hint = format!("it has more than {MAX_TABLE_BYTES} bytes; hint: bring fewer rows");
        return Err(unusable(&hint));
    }
    InputTable::read(files::read(path)?).map_err(|error| unusable(&error))
}

fn ask(arguments: &New, kind: TemplateKind, path: &Path) -> Result<TemplateAsk, Failure> {
    let (from, words) = (&arguments.from_template, &arguments.from_template.words);
    let title = |own: &Option<String>| own.clone().unwrap_or_else(|| arguments.name.clone());
    let opens_at = words.opens.map_or_else(default_opening, Ok)?;
    let closes_at = words
        .closes
        .map_or_else(|| later(opens_at, OPEN_DAYS), Ok)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    Ok(TemplateAsk {
        id: arguments.name.clone(),
        title: both(&title(&words.title_bg), &title(&words.title_en)),
        problem: both(PROBLEM[0], PROBLEM[1]),
        affected: both(AFFECTED[0], AFFECTED[1]),
        settings: settings(from, kind),
        unit: from.measure.unit.clone(),
        opens_at,
        closes_at,
        is_public_data: words.public_data,
        licence: needed(
            "--licence",
            words.licence.as_ref(),
            "a challenge names the licence of its data, such as `CC-BY-4.0`",
        )?,
        source: needed(
            "--source",
            words.source.as_ref(),
            "say who collected the data",
        )?,
        table_title: both(&name, &name),
        seed: from.seed,
    })
}

fn needed(name: &str, value: Option<&String>, hint: &str) -> Result<String, Failure> {
    let missing = || Failure::usage(format!("`{name}` is missing; hint: {hint}"));
    value.cloned().ok_or_else(missing)
}

fn both(bg: &str, en: &str) -> Bilingual {
    Bilingual {
        bg: bg.to_owned(),
        en: en.to_owned(),
    }
}

/// What was typed, with the first metric where none was.
fn settings(from: &FromTemplate, kind: TemplateKind) -> BTreeMap<String, String> {
    let mut settings = from.settings();
    if let Some(spec) = params::spec(kind, "metric")
        && let ParamType::Choice([first, ..]) = spec.kind
    {
        settings
            .entry("metric".to_owned())
            .or_insert_with(|| (*first).to_owned());
    }
    settings
}

/// The midnight two weeks from now, so that it is a date that people can say.
fn default_opening() -> Result<Timestamp, Failure> {
    let day_seconds = DAY_HOURS * 60 * 60;
    let today = Timestamp::now().as_second().div_euclid(day_seconds) * day_seconds;
    let today = Timestamp::from_second(today).map_err(|error| Failure::new(Exit::Host, error))?;
    later(today, OPENS_IN_DAYS)
}

fn later(at: Timestamp, days: i64) -> Result<Timestamp, Failure> {
    let later = at.checked_add(SignedDuration::from_hours(days * DAY_HOURS));
    later.map_err(|error| Failure::usage(format!("`--closes`: {error}")))
}

/// Faults of the form name the options that were typed.
fn refused(error: &MakeError, table: &Path) -> Failure {
    match error {
        MakeError::Form(faults) => {
            let line = |fault: &pilotbox_evaluate::template::Fault| {
                let option = option_of(&fault.field);
                if option == "--table" {
                    format!("`{}`: {}", table.display(), fault.message)
                } else {
                    format!("`{option}`: {}", fault.message)
                }
            };
            Failure::usage(faults.iter().map(line).collect::<Vec<_>>().join("\n"))
        }
        MakeError::Findings(_) | MakeError::Evaluate(EvaluateError::Challenge(_)) => {
            Failure::new(Exit::Challenge, error)
        }
        other => Failure::new(Exit::Host, other),
    }
}

/// Writes the package, and beside it what it withholds; tells where that is.
fn write(made: &Made, arguments: &New, folder: &Path) -> Result<Option<PathBuf>, Failure> {
    let withheld = arguments.into.join(format!("{}-final", arguments.name));
    let has_withheld = !made.final_data.is_empty();
    if has_withheld && withheld.exists() {
        let place = withheld.display();
        return Err(Failure::usage(format!("`{place}` is there already")));
    }
    let scratch =
        tempfile::tempdir_in(&arguments.into).map_err(|error| failed(&arguments.into, &error))?;
    let draft = scratch.path().join("draft");
    for (path, bytes) in &made.files {
        put(&draft.join(path), bytes)?;
    }
    if has_withheld {
        let draft = scratch.path().join("final");
        for (path, bytes) in &made.final_data {
            put(&draft.join(path.rsplit('/').next().unwrap_or(path)), bytes)?;
        }
        fs::rename(&draft, &withheld).map_err(|error| failed(&withheld, &error))?;
    }
    fs::rename(&draft, folder).map_err(|error| failed(folder, &error))?;
    Ok(has_withheld.then_some(withheld))
}

fn put(file: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let folder = file.parent().unwrap_or(Path::new(""));
    let written = fs::create_dir_all(folder).and_then(|()| fs::write(file, bytes));
    written.map_err(|error| failed(file, &error))
}

fn say(
    arguments: &New,
    folder: &Path,
    made: &Made,
    withheld: Option<&Path>,
) -> Result<(), Failure> {
    let next = next(folder, withheld);
    if arguments.from_template.json {
        let cases = made.cases.iter();
        let cases: BTreeMap<_, _> = cases
            .map(|(split, count)| (split.as_str(), count))
            .collect();
        return show::json(&json!({
            "folder": folder,
            "withheld": withheld,
            "cases": cases,
            "baseline": made.baseline,
            "reference": made.reference,
            "next": next,
        }));
    }
    page(folder, made, withheld, next).print()
}

fn page(folder: &Path, made: &Made, withheld: Option<&Path>, next: Vec<String>) -> Page {
    let mut page = Page::default();
    page.line(format_args!("{} is ready.", folder.display()));
    let counts = made.cases.iter();
    let counts: Vec<_> = counts
        .map(|(split, count)| format!("{count} {split}"))
        .collect();
    page.line(format_args!("  cases: {}", counts.join(", ")));
    page.line(format_args!(
        "  anchors: the baseline gets {:.1} points, the reference {:.1}",
        made.baseline, made.reference
    ));
    if let Some(withheld) = withheld {
        let place = withheld.display();
        page.line(format_args!(
            "  {place} holds the final data: keep it to yourself until the close"
        ));
    }
    page.line("Next:");
    for step in next {
        page.line(format_args!("  {step}"));
    }
    page
}

/// What is left to do.
fn next(folder: &Path, withheld: Option<&Path>) -> Vec<String> {
    let place = folder.display();
    let last = withheld.map(|withheld| format!("pilotbox pack --final {}", withheld.display()));
    let mut next = vec![
        format!("edit {place}/statement/bg.md and {place}/statement/en.md"),
        format!("pilotbox check {place}"),
        format!("pilotbox pack {place}"),
    ];
    next.extend(last);
    next
}
