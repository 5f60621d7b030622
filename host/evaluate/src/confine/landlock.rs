//! Landlock: which files a process may open. Everything that the kernel can
//! refuse is refused, but reading what the process was told of.

use std::path::PathBuf;

use landlock::{
    ABI, Access, AccessFs, AccessNet, CompatLevel, Compatible, Ruleset, RulesetAttr,
    RulesetCreatedAttr, RulesetError, RulesetStatus, Scope, path_beneath_rules,
};

/// The newest rules that are asked for; an older kernel enforces what it knows.
const NEWEST: ABI = ABI::V6;

/// What the engine itself looks at: which pages of a memory are dirty, and
/// whether pages may have been swapped out.
const ENGINE_FILES: [&str; 2] = ["/proc/self/pagemap", "/proc/swaps"];

pub(super) fn apply(readable: &[PathBuf]) -> Result<String, String> {
    let status = restrict(readable).map_err(|error| error.to_string())?;
    match status {
        RulesetStatus::FullyEnforced => {
            Ok("reads the files it was told of; no other file, no TCP".to_owned())
        }
        RulesetStatus::PartiallyEnforced => Ok(
            "reads the files it was told of; this kernel enforces a part of the rest".to_owned(),
        ),
        RulesetStatus::NotEnforced => {
            Err("this kernel has no Landlock, or it is switched off".to_owned())
        }
    }
}

fn restrict(readable: &[PathBuf]) -> Result<RulesetStatus, RulesetError> {
    let engine = ENGINE_FILES.map(PathBuf::from);
    // What is not there gets no rule; opening it fails by itself.
    let rules = path_beneath_rules(
        readable.iter().chain(&engine),
        AccessFs::ReadFile | AccessFs::ReadDir,
    );
    let status = Ruleset::default()
        .set_compatibility(CompatLevel::BestEffort)
        .handle_access(AccessFs::from_all(NEWEST))?
        .handle_access(AccessNet::from_all(NEWEST))?
        .scope(Scope::from_all(NEWEST))?
        .create()?
        .add_rules(rules)?
        .restrict_self()?;
    Ok(status.ruleset)
}
