//! `pilotbox data propose`.

use pilotbox_sanitize::{
    find,
    policy::{Observed, Origin, Policy, Signature, Source, Texts, propose as first_policy},
};

use super::intake::{Taken, day, take};
use crate::{
    arguments::data::Propose,
    exit::Failure,
    files,
    show::{self, Page},
};

pub(super) fn propose(arguments: &Propose) -> Result<(), Failure> {
    let taken = take(&arguments.source)?;
    let profile = find::profile(&taken.table, day(arguments.today));
    let observed: Vec<Observed> = profile.columns.iter().map(Observed::from).collect();
    let policy = first_policy(origin(arguments, &taken), &observed);
    if let Some(fault) = policy.faults().first() {
        return Err(Failure::usage(format!(
            "no policy fits this file yet: {fault}"
        )));
    }
    if arguments.json {
        return show::json(&policy);
    }
    let mut page = Page::default();
    match &arguments.out {
        None => page.line(policy.to_toml().trim_end()),
        Some(path) => {
            files::write(path, policy.to_toml().as_bytes())?;
            page.line(format_args!("{}: {}", path.display(), summary(&policy)));
        }
    }
    page.print()
}

fn summary(policy: &Policy) -> String {
    let dropped = policy
        .columns
        .iter()
        .filter(|column| !column.is_published())
        .count();
    format!(
        "{} columns, {dropped} of them dropped, crowds of {}; read it, change what is wrong, have it approved",
        policy.columns.len(),
        policy.privacy.k
    )
}

fn origin(arguments: &Propose, taken: &Taken) -> Origin {
    let on = day(arguments.today).to_string();
    let name = &taken.table.name;
    let text = |text: &str| Texts {
        bg: text.to_owned(),
        en: text.to_owned(),
    };
    let format = serde_json::to_value(taken.intake.format).ok();
    let format = format
        .as_ref()
        .and_then(|value| value.as_str())
        .unwrap_or("csv");
    Origin {
        dataset: arguments.dataset.clone(),
        title: text(name),
        description: text(name),
        licence: arguments.licence.clone(),
        source: Source {
            owner: arguments.owner.clone(),
            how: format!("file {}", arguments.source.file.display()),
            when: on.clone(),
            format: format.to_owned(),
        },
        raw_days: arguments.raw_days,
        proposed: Signature {
            by: arguments.by.clone(),
            on,
        },
    }
}
