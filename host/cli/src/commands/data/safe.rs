//! `pilotbox data sanitize` and `risk`: a file made safe by its policy, and measured.

use std::{fs::File, path::Path};

use pilotbox_model::{
    Digest,
    report::{Light, RiskReport, Utility},
};
use pilotbox_sanitize::{
    Table,
    change::Sanitized,
    format::write,
    policy::Policy,
    publish::{self, MakeError, Source},
};
use pilotbox_web::language::Language;
use serde::Serialize;
use serde_json::json;

use super::{intake, key, utility};
use crate::{
    arguments::data::{ReportLanguage, Risk, Safe, Sanitize},
    exit::{Exit, Failure},
    files,
    show::{self, Page, table},
};

/// A file made safe, and what was found of it.
pub(super) struct Made {
    pub(super) policy: Policy,
    pub(super) policy_text: String,
    pub(super) raw: Table,
    pub(super) sanitized: Sanitized,
    pub(super) report: RiskReport,
}

pub(super) fn sanitize(arguments: &Sanitize) -> Result<(), Failure> {
    let made = make(&arguments.safe)?;
    write_table(&made.sanitized.table, &arguments.out)?;
    let (rows, levels) = (made.sanitized.rows, &made.sanitized.levels);
    if arguments.json {
        let (steps, light) = (&made.sanitized.steps, made.report.light);
        return show::json(
            &json!({ "rows": rows, "levels": levels, "steps": steps, "light": light }),
        );
    }
    let mut page = Page::default();
    page.line(format_args!(
        "{}: {} of {} rows",
        arguments.out.display(),
        rows.published,
        rows.raw
    ));
    for level in levels {
        page.line(format_args!(
            "  {}: level {} of {}",
            level.column, level.level, level.of
        ));
    }
    page.print()
}

pub(super) fn risk(arguments: &Risk) -> Result<(), Failure> {
    let mut made = make(&arguments.safe)?;
    utility::measure(&mut made, &arguments.usefulness)?;
    if let Some(missing) = utility::missing(&made) {
        anstream::eprintln!("note: {missing}");
    }
    if let Some(path) = &arguments.html {
        let language = match arguments.language {
            ReportLanguage::Bg => Language::Bg,
            ReportLanguage::En => Language::En,
        };
        let text = pilotbox_web::report::document(language, &made.report);
        files::write(path, text.as_bytes())?;
    }
    if arguments.json {
        return show::json(&made.report);
    }
    lines(&made.report).print()
}

/// Reads file, policy and key, changes, checks and measures.
pub(super) fn make(safe: &Safe) -> Result<Made, Failure> {
    let (policy, policy_text) = policy(&safe.policy)?;
    let key = key::read(&safe.key)?;
    let raw = intake::take(&safe.source)?.table;
    let made = publish::make(Source {
        raw: &raw,
        policy: &policy,
        policy_digest: Digest::of(policy_text.as_bytes()),
        key: &key,
        today: intake::day(safe.today),
    });
    let made = made.map_err(|error| match error {
        MakeError::Change(error) => Failure::usage(error),
        MakeError::Measure(error) => Failure::new(Exit::Host, error),
    })?;
    Ok(Made {
        policy,
        policy_text,
        raw,
        sanitized: made.sanitized,
        report: made.report,
    })
}

fn policy(path: &Path) -> Result<(Policy, String), Failure> {
    let text = String::from_utf8(files::read(path)?);
    let text = text.map_err(|_| Failure::usage(format!("`{}` is not UTF-8", path.display())))?;
    let policy = Policy::from_toml(&text).map_err(|faults| {
        let lines: Vec<_> = faults
            .iter()
            .map(|fault| format!("{}:{fault}", path.display()))
            .collect();
        Failure::usage(lines.join("\n"))
    })?;
    Ok((policy, text))
}

/// Writes a table as its file's ending says.
pub(super) fn write_table(table: &Table, path: &Path) -> Result<(), Failure> {
    let failed = |error: &dyn std::fmt::Display| {
        Failure::new(Exit::Host, format!("`{}`: {error}", path.display()))
    };
    let ending = path.extension().and_then(|ending| ending.to_str());
    let write = match ending {
        Some("parquet") => |table: &Table, file: File| write::parquet(table, file),
        Some("csv") => |table: &Table, file: File| write::csv(table, file),
        _ => {
            let message = format!("`{}`; hint: `.parquet` or `.csv`", path.display());
            return Err(Failure::usage(message));
        }
    };
    let file = File::create(path).map_err(|error| failed(&error))?;
    write(table, file).map_err(|error| failed(&error))
}

fn lines(report: &RiskReport) -> Page {
    let mut page = Page::default();
    let says = match report.light {
        Light::Green => "green: may be published",
        Light::Amber => "amber: may be published, near a limit",
        Light::Red => "red: must not be published",
    };
    page.line(says);
    page.line(format_args!(
        "rows      {} of {}",
        report.rows_after, report.rows_before
    ));
    let mut grid = table(&["figure", "before", "after", "allowed", "light"]);
    for figure in &report.figures {
        let share = |share: f64| format!("{:.2} %", share * 100.0);
        grid.add_row([
            word(figure.kind),
            share(figure.before),
            share(figure.after),
            share(figure.threshold),
            word(figure.light),
        ]);
    }
    page.line(grid);
    if let Some(utility) = &report.utility {
        useful(&mut page, utility);
    }
    for promise in &report.promises {
        for broken in &promise.broken {
            page.line(format_args!("broken    {}: {broken}", promise.name));
        }
    }
    page
}

fn useful(page: &mut Page, utility: &Utility) {
    let Utility {
        challenge, version, ..
    } = utility;
    page.line(format_args!("points of {challenge} {version}"));
    let mut grid = table(&["program", "before", "after", "lost", "allowed", "light"]);
    let points = |points: f64| format!("{points:.1}");
    for program in &utility.programs {
        let after = program.after.map(points);
        grid.add_row([
            program.name.clone(),
            points(program.before),
            after.unwrap_or_else(|| "cannot be run".to_owned()),
            points(program.points_lost),
            points(utility.max_points_lost),
            word(program.light),
        ]);
    }
    page.line(grid);
}

/// The name of a choice, as JSON has it.
fn word(value: impl Serialize) -> String {
    let value = serde_json::to_value(value).unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}
