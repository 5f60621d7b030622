//! Names under policies: who proposed and who approved, as the server knows them, and the
//! day in Sofia.

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use pilotbox_sanitize::policy::{Fault, Policy, Signature};

use crate::{problem::Problem, state::AppState};

/// Whose days count.
const CITY: &str = "Europe/Sofia";

/// Stands for whoever has no name: a policy needs one.
const NAMELESS: &str = "-";

/// Whoever signs now.
pub(crate) fn signature(name: &str, now: Timestamp) -> Result<Signature, Problem> {
    let name = name.trim();
    Ok(Signature {
        by: if name.is_empty() { NAMELESS } else { name }.to_owned(),
        on: day(now)?.to_string(),
    })
}

/// The policy with the signature of whoever approves it. The server knows two people by
/// their accounts; a reader of the file tells namesakes apart by a number.
pub(crate) fn approved(mut policy: Policy, mut by: Signature) -> Result<Policy, Fault> {
    let same = |a: &str, b: &str| a.to_lowercase() == b.to_lowercase();
    if same(&by.by, policy.proposed.by.trim()) {
        by.by.push_str(" (2)");
    }
    policy.approved = Some(by);
    match policy.faults_before_publishing().into_iter().next() {
        Some(fault) => Err(fault),
        None => Ok(policy),
    }
}

/// Today in Sofia.
pub(crate) fn today(state: &AppState) -> Result<Date, Problem> {
    day(state.clock.now())
}

/// The day of a moment in Sofia.
pub(crate) fn day(now: Timestamp) -> Result<Date, Problem> {
    let city = TimeZone::get(CITY).map_err(Problem::internal)?;
    Ok(now.to_zoned(city).date())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_sofias_and_nobody_is_without_a_name() {
        let late = "2026-11-22T22:30:00Z".parse().unwrap();
        let signed = signature("  Ann ", late).unwrap();
        assert_eq!(
            (signed.by.as_str(), signed.on.as_str()),
            ("Ann", "2026-11-23")
        );
        assert_eq!(signature(" ", late).unwrap().by, "-");
    }
}
