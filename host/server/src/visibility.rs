//! What is shown of a run: one table of reader x split x time, and what each level
//! leaves of it. Pure; every answer that shows a run goes through here.
//!
//! Whatever tells of hidden cases one by one is data that leaks: series, notes,
//! logs, verdicts, traps, times. So of a hidden split a startup sees round numbers
//! until results are published, and of the final split nothing but how it ended.

mod compared;
mod shown;
mod told;

use pilotbox_model::{
    Split,
    api::{accounts::Role, challenges::ChallengeState},
};
use pilotbox_store::RunRow;

use crate::principal::Principal;

pub use compared::{Names, awaits_rubrics, may_compare};
pub use shown::{ShownScore, shown};
pub use told::told;

/// Who reads, as far as it matters for a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    /// A member of the organisation that submitted.
    Owner,
    /// City staff.
    Staff,
    /// Everybody else, evaluators included: they judge blind.
    Other,
}

/// When it is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// Plugins may still come.
    Open,
    /// No more plugins; results are not out.
    Closed,
    /// Results are out.
    Published,
}

/// How much is shown; each holds all before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// That there is a run is not shown.
    Nothing,
    /// Where it is, and nothing of how well it does.
    State,
    /// Progress in steps, and a score in round numbers.
    Round,
    /// As before, and the receipt, whose cases stay under their root.
    Receipt,
    /// Everything: cases, logs, times, the last digit.
    All,
}

impl Moment {
    /// The moment in a challenge's life.
    pub fn of(state: ChallengeState) -> Self {
        match state {
            ChallengeState::Draft | ChallengeState::Review | ChallengeState::Open => Self::Open,
            ChallengeState::Closed | ChallengeState::Jury => Self::Closed,
            ChallengeState::Published | ChallengeState::Archived => Self::Published,
        }
    }
}

/// The table.
pub fn level(reader: Reader, split: Split, moment: Moment) -> Level {
    use Level::{All, Nothing, Receipt, Round, State};
    use Moment::{Closed, Open, Published};
    match (reader, split, moment) {
        (Reader::Staff | Reader::Owner, Split::Sample, _)
        | (Reader::Staff, Split::Public, _)
        | (Reader::Staff, Split::Final, Closed | Published)
        | (Reader::Owner, Split::Public | Split::Final, Published) => All,
        (Reader::Owner, Split::Public, Open | Closed) => Round,
        (Reader::Owner, Split::Final, Open | Closed) | (Reader::Staff, Split::Final, Open) => State,
        (Reader::Other, Split::Public | Split::Final, Published) => Receipt,
        (Reader::Other, Split::Sample, _)
        | (Reader::Other, Split::Public | Split::Final, Open | Closed) => Nothing,
    }
}

/// What of a run its level depends on.
#[derive(Clone, Copy, Debug)]
pub struct Seen<'a> {
    /// Whose it is.
    pub organisation: &'a str,
    /// The split.
    pub split: Split,
    /// The state of its challenge.
    pub state: ChallengeState,
    /// Whether it belongs to a rejudge that was not applied.
    pub is_preview: bool,
}

/// How much of a run is shown to an account. What a rejudge would change is staff's
/// alone until it is applied.
pub fn level_at(principal: &Principal, seen: Seen<'_>) -> Level {
    let reader = reader(principal, seen.organisation);
    if seen.is_preview && reader != Reader::Staff {
        return Level::Nothing;
    }
    level(reader, seen.split, Moment::of(seen.state))
}

/// As [`level_at`], of a row.
pub fn level_of(principal: &Principal, run: &RunRow) -> Level {
    let split = run.split.parse::<Split>().ok();
    let state = ChallengeState::parse(&run.challenge_state);
    match (split, state) {
        (Some(split), Some(state)) => level_at(
            principal,
            Seen {
                organisation: &run.organisation_id,
                split,
                state,
                is_preview: run.rejudge_id.is_some() && run.counts == 0,
            },
        ),
        _ => Level::Nothing,
    }
}

/// Staff who belong to the organisation read as its members: nobody sees more of
/// the own run than any other startup does.
fn reader(principal: &Principal, organisation: &str) -> Reader {
    if principal.is_member(organisation) {
        Reader::Owner
    } else if principal.has(Role::Staff) {
        Reader::Staff
    } else {
        Reader::Other
    }
}

#[cfg(test)]
mod tests;
