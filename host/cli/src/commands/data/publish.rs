//! `pilotbox data publish`: a folder with everything that is published of a data set.

use std::{fs, path::Path};

use pilotbox_model::report::{Light, RiskReport};
use pilotbox_sanitize::{
    format::write::csvw::{ColumnText, Described, Text, dictionary},
    policy::{Policy, Texts},
};
use pilotbox_web::language::Language;
use serde_json::json;

use super::safe::{Made, make, write_table};
use crate::{
    arguments::data::Publish,
    exit::{Exit, Failure},
    files,
    show::{self, Page},
};

pub(super) fn publish(arguments: &Publish) -> Result<(), Failure> {
    let folder = &arguments.out;
    if folder.exists() {
        let message = format!(
            "`{}` is there already; hint: a version has a folder of its own",
            folder.display()
        );
        return Err(Failure::usage(message));
    }
    let made = make(&arguments.safe)?;
    allow(&made)?;
    fs::create_dir_all(folder)
        .map_err(|error| Failure::new(Exit::Host, format!("`{}`: {error}", folder.display())))?;
    let names = write(&made, folder)?;
    if arguments.json {
        return show::json(
            &json!({ "folder": folder, "files": names, "light": made.report.light }),
        );
    }
    let mut page = Page::default();
    page.line(format_args!("{}: {}", folder.display(), names.join(", ")));
    page.print()
}

/// Nothing is published without approval, with a broken promise or beyond a threshold.
fn allow(made: &Made) -> Result<(), Failure> {
    if let Some(fault) = made.policy.faults_before_publishing().first() {
        return Err(Failure::new(Exit::Refused, fault));
    }
    if made.report.light != Light::Red {
        return Ok(());
    }
    let reasons = reasons(&made.report).join("; ");
    let hint = "hint: coarser hierarchies, a larger `max_suppressed` or fewer columns; `pilotbox data risk` shows all";
    Err(Failure::new(
        Exit::Refused,
        format!("not published: {reasons}; {hint}"),
    ))
}

fn reasons(report: &RiskReport) -> Vec<String> {
    let beyond = report
        .figures
        .iter()
        .filter(|figure| figure.light == Light::Red);
    let beyond = beyond.map(|figure| {
        let kind = serde_json::to_value(figure.kind).unwrap_or_default();
        let kind = kind.as_str().unwrap_or_default().to_owned();
        format!(
            "{kind} is {:.4}, and {:.4} is allowed",
            figure.after, figure.threshold
        )
    });
    let broken = report
        .promises
        .iter()
        .flat_map(|promise| promise.broken.clone());
    beyond.chain(broken).collect()
}

fn write(made: &Made, folder: &Path) -> Result<Vec<String>, Failure> {
    let (name, table) = (&made.policy.dataset, &made.sanitized.table);
    let tables = [format!("{name}.parquet"), format!("{name}.csv")];
    for file in &tables {
        write_table(table, &folder.join(file))?;
    }
    let report = serde_json::to_string_pretty(&made.report)
        .map_err(|error| Failure::new(Exit::Host, error))?;
    let texts = [
        (format!("{name}.csv-metadata.json"), described(made)),
        ("policy.toml".to_owned(), made.policy_text.clone()),
        ("risk.json".to_owned(), report),
        (
            "risk.bg.html".to_owned(),
            pilotbox_web::report::document(Language::Bg, &made.report),
        ),
        (
            "risk.en.html".to_owned(),
            pilotbox_web::report::document(Language::En, &made.report),
        ),
    ];
    for (file, text) in &texts {
        files::write(&folder.join(file), text.as_bytes())?;
    }
    Ok(tables
        .into_iter()
        .chain(texts.map(|(file, _)| file))
        .collect())
}

/// The dictionary of what is published.
fn described(made: &Made) -> String {
    let policy: &Policy = &made.policy;
    let text = |text: &Texts| Text {
        bg: text.bg.clone(),
        en: text.en.clone(),
    };
    let columns = policy.columns.iter().filter(|column| column.is_published());
    let columns: Vec<_> = columns
        .filter_map(|column| {
            Some(ColumnText {
                name: column.name.clone(),
                title: text(column.title.as_ref()?),
                description: text(column.description.as_ref()?),
                unit: column.unit.clone(),
            })
        })
        .collect();
    let source = Text {
        bg: policy.source.owner.clone(),
        en: policy.source.owner.clone(),
    };
    let described = Described {
        url: &format!("{}.csv", policy.dataset),
        title: &text(&policy.title),
        table: &made.sanitized.table,
        columns: &columns,
    };
    dictionary(&policy.licence, &source, &[described])
}
