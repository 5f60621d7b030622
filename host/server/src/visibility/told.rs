//! How much of a challenge its public account tells. The same for every reader, so that
//! what is open data never depends on who fetched it.

use pilotbox_model::{
    Split,
    api::{challenges::ChallengeState, trails::Told},
};

use super::{Level, Moment, Reader, level};

/// What is told at a moment of a challenge's life; nothing of one that is not public.
/// Names, scores and what was run are told from when on anybody may fetch a receipt of a
/// hidden split, by the table of runs.
pub fn told(state: ChallengeState) -> Option<Told> {
    let moment = Moment::of(state);
    let is_out = level(Reader::Other, Split::Final, moment) >= Level::Receipt;
    match moment {
        _ if !state.is_public() => None,
        _ if is_out => Some(Told::Results),
        Moment::Open => Some(Told::Dates),
        Moment::Closed | Moment::Published => Some(Told::Counts),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_scores_are_told_with_the_receipts_and_drafts_never() {
        let found = ChallengeState::ALL.map(told);
        let expected = [
            None,
            None,
            Some(Told::Dates),
            Some(Told::Counts),
            Some(Told::Counts),
            Some(Told::Results),
            Some(Told::Results),
        ];
        assert_eq!(found, expected);
    }
}
