//! `pilotbox run --profile`: which case, and which files.

use std::path::{Path, PathBuf};

use pilotbox_evaluate::FuelProfile;
use pilotbox_model::{CaseResult, CaseVerdict, FaultCode, RunResult};

use super::Task;
use crate::{arguments::Run, exit::Failure, files, show};

/// Refuses what cannot be profiled, before anything is run.
pub(super) fn demand(task: &Task<'_>) -> Result<(), Failure> {
    let Run {
        profile: Some(file),
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
    demand_names(file)?;
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
    let Some((graph, folded)) = endings(file) else {
        return demand_names(file);
    };
    files::write(&folded, profile.folded().as_bytes())?;
    files::write(&graph, profile.flame_graph().as_bytes())?;
    anstream::eprintln!("profile {} and {}", graph.display(), folded.display());
    Ok(())
}

/// Demands that files of these names can lie there.
fn demand_names(file: &Path) -> Result<(), Failure> {
    if endings(file).is_none() {
        return Err(Failure::usage(format!(
            "`--profile {}`; hint: name a file that ends in `.svg` or `.folded`, both are written",
            file.display()
        )));
    }
    match file.parent() {
        Some(folder) if folder != Path::new("") && !folder.is_dir() => {
            Err(Failure::usage(format!(
                "`--profile {}`: there is no folder `{}`",
                file.display(),
                folder.display()
            )))
        }
        _ => Ok(()),
    }
}

/// The flame graph and the folded stacks, if the name ends as either does.
fn endings(file: &Path) -> Option<(PathBuf, PathBuf)> {
    let ending = file.extension()?;
    let is_ours = ["svg", "folded"]
        .iter()
        .any(|ours| ending.eq_ignore_ascii_case(ours));
    is_ours.then(|| (file.with_extension("svg"), file.with_extension("folded")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_files_lie_side_by_side() {
        let pair = Some(("a/fuel.svg".into(), "a/fuel.folded".into()));
        for file in ["a/fuel.svg", "a/fuel.folded", "a/fuel.SVG"] {
            assert_eq!(endings(Path::new(file)), pair);
        }
        for file in ["fuel", "fuel.png", ".", "a/", ""] {
            assert_eq!(endings(Path::new(file)), None, "{file}");
        }
    }
}
