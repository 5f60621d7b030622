//! `pilotbox data sanitize` and `risk`: a file made safe by its policy, and measured.

use std::{fs::File, path::Path};

use pilotbox_model::{
    Digest,
    report::{Light, RiskReport},
};
use pilotbox_sanitize::{
    Table,
    change::{self, Sanitized},
    check::{self, Evidence},
    find,
    format::write,
    policy::Policy,
    report::{self, Subject},
};
use pilotbox_web::language::Language;
use serde_json::json;

use super::{intake, key};
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
    let made = make(&arguments.safe)?;
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
    let sanitized = change::sanitize(&raw, &policy, &key, &redact);
    let sanitized = sanitized.map_err(Failure::usage)?;
    let evidence = Evidence {
        raw_rows: Some(raw.rows()),
        redactor: Some(&redact),
        left_out: Some(&sanitized.left_out),
        ..Evidence::default()
    };
    let broken = check::check(&sanitized.table, &policy, &evidence);
    let report = report::report(Subject {
        raw: &raw,
        sanitized: &sanitized,
        policy: &policy,
        policy_digest: Digest::of(policy_text.as_bytes()),
        broken: &broken,
    });
    let report = report.map_err(|error| Failure::new(Exit::Host, error))?;
    Ok(Made {
        policy,
        policy_text,
        sanitized,
        report,
    })
}

fn redact(text: &str) -> Vec<(usize, usize)> {
    let spans = find::spans(text).into_iter();
    spans.map(|span| (span.start, span.end)).collect()
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
        let word = |value: serde_json::Result<serde_json::Value>| {
            value
                .ok()
                .and_then(|value| value.as_str().map(str::to_owned))
                .unwrap_or_default()
        };
        grid.add_row([
            word(serde_json::to_value(figure.kind)),
            share(figure.before),
            share(figure.after),
            share(figure.threshold),
            word(serde_json::to_value(figure.light)),
        ]);
    }
    page.line(grid);
    for promise in &report.promises {
        for broken in &promise.broken {
            page.line(format_args!("broken    {}: {broken}", promise.name));
        }
    }
    page
}
