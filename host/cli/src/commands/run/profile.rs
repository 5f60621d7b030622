//! `pilotbox run --profile`: which case, and which files.

use std::{
    ffi::{OsStr, OsString},
    path::{Path, PathBuf},
};

use pilotbox_evaluate::FuelProfile;
use pilotbox_model::{CaseResult, CaseVerdict, FaultCode, RunResult};

use super::Task;
use crate::{arguments::Run, exit::Failure, files, show};

/// Refuses what cannot be profiled, before anything is run.
pub(super) fn demand(task: &Task<'_>) -> Result<(), Failure> {
    let Run {
        profile: Some(_),
        split,
        case,
        ..
    } = task.arguments
    else {
        return Ok(());
    };
    if split.is_hidden() {
        return Err(Failure::usage(format!(
            "`--profile` with split `{split}`: a profile would show what its cases hold; hint: profile split `sample`"
        )));
    }
    let Some(id) = case else {
        return Ok(());
    };
    let cases = task.evaluator.cases(&task.artifacts, *split)?;
    if cases.iter().any(|case| case.id == *id) {
        return Ok(());
    }
    let first = cases.first().map_or("", |case| case.id.as_str());
    Err(Failure::usage(format!(
        "split `{split}` has no case `{id}`; hint: its first is `{first}`, and `run --json` lists all"
    )))
}

/// Profiles the case that was named, or the one that used most fuel.
pub(super) fn profile(task: &Task<'_>, result: &RunResult, file: &Path) -> Result<(), Failure> {
    let named = task.arguments.case.as_deref();
    let is_named = |result: &&CaseResult| named.is_none_or(|id| result.id == id);
    let Some(case) = costliest(result.results.iter().filter(is_named)) else {
        anstream::eprintln!("note: there is no profile, for no fuel is known to have been used");
        return Ok(());
    };
    let profile = sample(task, case)?;
    if !task.arguments.json {
        show::print_profile(&profile)?;
    }
    write(file, &profile)
}

fn sample(task: &Task<'_>, case: &CaseResult) -> Result<FuelProfile, Failure> {
    let bar = show::Bar::samples();
    let (plugin, options) = (&task.plugin, task.options());
    let profile = task
        .evaluator
        .profile(plugin, &task.artifacts, options, case, &bar)?;
    Ok(profile)
}

/// The first of those that used most. What a case used that met the wall clock
/// is not known.
fn costliest<'a>(results: impl Iterator<Item = &'a CaseResult>) -> Option<&'a CaseResult> {
    let is_known = |case: &&CaseResult| {
        case.fuel > 0 && case.verdict != CaseVerdict::PluginFailed(FaultCode::Deadline)
    };
    results
        .filter(is_known)
        .reduce(|most, case| if case.fuel > most.fuel { case } else { most })
}

/// Writes the flame graph and the folded stacks side by side.
fn write(file: &Path, profile: &FuelProfile) -> Result<(), Failure> {
    let (graph, folded) = names(file);
    files::write(&folded, profile.folded().as_bytes())?;
    files::write(&graph, profile.flame_graph().as_bytes())?;
    anstream::eprintln!("profile {} and {}", graph.display(), folded.display());
    Ok(())
}

/// The names of the flame graph and of the folded stacks: an ending of either
/// kind is replaced, any other is kept.
fn names(file: &Path) -> (PathBuf, PathBuf) {
    let is_ours = |ending: &OsStr| ending == "svg" || ending == "folded";
    let base = match file.extension() {
        Some(ending) if is_ours(ending) => file.with_extension(""),
        _ => file.to_path_buf(),
    };
    let with = |ending: &str| {
        let mut name = OsString::from(&base);
        name.push(ending);
        PathBuf::from(name)
    };
    (with(".svg"), with(".folded"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_files_lie_side_by_side() {
        let names = |file| {
            let (graph, folded) = names(Path::new(file));
            format!("{} {}", graph.display(), folded.display())
        };
        assert_eq!(names("a/fuel.svg"), "a/fuel.svg a/fuel.folded");
        assert_eq!(names("a/fuel.folded"), "a/fuel.svg a/fuel.folded");
        assert_eq!(names("fuel.v2"), "fuel.v2.svg fuel.v2.folded");
    }
}
