//! `pilotbox data publish`: a folder with everything that is published of a data set.

use std::{fs, path::Path};

use pilotbox_model::report::Light;
use pilotbox_sanitize::publish::{described, refusals};
use pilotbox_web::language::Language;
use serde_json::json;

use super::{
    catalogue, intake,
    safe::{Made, make, write_table},
    utility,
};
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
    let mut made = make(&arguments.safe)?;
    demand_approval(&made)?;
    utility::measure(&mut made, &arguments.usefulness)?;
    allow(&made)?;
    let names = write_whole(&made, arguments)?;
    if arguments.json {
        return show::json(
            &json!({ "folder": folder, "files": names, "light": made.report.light }),
        );
    }
    let mut page = Page::default();
    page.line(format_args!("{}: {}", folder.display(), names.join(", ")));
    page.print()
}

/// Nothing is published that a second person has not approved.
fn demand_approval(made: &Made) -> Result<(), Failure> {
    let faults = made.policy.faults_before_publishing();
    let first = faults.first();
    first.map_or(Ok(()), |fault| Err(Failure::new(Exit::Refused, fault)))
}

/// Nor with a broken promise, beyond a threshold, or unmeasured where the policy demands
/// a measure.
fn allow(made: &Made) -> Result<(), Failure> {
    if let Some(missing) = utility::missing(made) {
        return Err(Failure::new(Exit::Refused, missing));
    }
    if made.report.light != Light::Red {
        return Ok(());
    }
    let reasons: Vec<_> = refusals(&made.report)
        .into_iter()
        .map(|refusal| refusal.reason)
        .collect();
    let reasons = reasons.join("; ");
    let hint = "hint: coarser hierarchies, a larger `max_suppressed` or fewer columns; `pilotbox data risk` shows all";
    Err(Failure::new(
        Exit::Refused,
        format!("not published: {reasons}; {hint}"),
    ))
}

/// Writes the folder beside its place and moves it there, so that there is all of it or
/// nothing.
fn write_whole(made: &Made, arguments: &Publish) -> Result<Vec<String>, Failure> {
    let folder = &arguments.out;
    let failed = |error: std::io::Error| {
        Failure::new(Exit::Host, format!("`{}`: {error}", folder.display()))
    };
    let parent = folder
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty());
    let parent = parent.unwrap_or(Path::new("."));
    fs::create_dir_all(parent).map_err(failed)?;
    let mut builder = tempfile::Builder::new();
    let scratch = builder.prefix(".publishing-").tempdir_in(parent);
    let scratch = scratch.map_err(failed)?;
    let draft = scratch.path().join("draft");
    fs::create_dir(&draft).map_err(failed)?;
    let mut names = write(made, &draft)?;
    let published = catalogue::Published {
        policy: &made.policy,
        folder: &draft,
        day: intake::day(arguments.safe.today),
    };
    names.extend(published.write(&arguments.described)?);
    fs::rename(&draft, folder).map_err(failed)?;
    Ok(names)
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
        (
            format!("{name}.csv-metadata.json"),
            described(&made.policy, table),
        ),
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
