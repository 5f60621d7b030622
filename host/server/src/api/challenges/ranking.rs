//! From runs to the places of a board. Pure.
//!
//! The public board follows the ladder of the manifest's step, per organisation:
//! what it shows tells little of hidden cases, and equal rungs share a place. The
//! final board compares the finalists' runs case by case.

use std::collections::BTreeMap;

use pilotbox_challenge::board::{Board, ladder};
use pilotbox_model::api::challenges::PlaceView;
use pilotbox_store::{challenges::BoardRun, from_millis};

use crate::principal::Principal;

/// Milliseconds of a day.
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// Who reads a board, and whether names are out.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a> {
    pub(super) principal: &'a Principal,
    pub(super) is_published: bool,
}

/// An organisation's rung of the ladder.
struct Rung<'a> {
    shown: f64,
    /// The run that moved it last.
    run: &'a BoardRun,
}

/// The public board: one place for each organisation. Runs come in the order of
/// their submissions.
pub(super) fn public_places(runs: &[BoardRun], step: f64, reader: Reader<'_>) -> Vec<PlaceView> {
    let mut ladders: BTreeMap<&str, Rung<'_>> = BTreeMap::new();
    for run in runs {
        let before = ladders
            .get(run.organisation_id.as_str())
            .map(|rung| rung.shown);
        let shown = ladder(before, run.total, step);
        if before.is_none_or(|before| before.total_cmp(&shown).is_ne()) {
            ladders.insert(&run.organisation_id, Rung { shown, run });
        }
    }
    let mut ladders: Vec<_> = ladders.into_values().collect();
    ladders.sort_by(|a, b| {
        let order = b.shown.total_cmp(&a.shown);
        order.then_with(|| a.run.submission_id.cmp(&b.run.submission_id))
    });
    let better = |shown: f64| ladders.partition_point(|rung| rung.shown.total_cmp(&shown).is_gt());
    let place = |rung: &Rung<'_>| PlaceView {
        place: number(better(rung.shown).saturating_add(1)),
        rank_low: None,
        rank_high: None,
        ..shared(rung.run, rung.shown, reader)
    };
    ladders.iter().map(place).collect()
}

/// The final board: one place for each finalist. The board's entries are named by
/// their runs.
pub(super) fn final_places(runs: &[BoardRun], board: &Board, reader: Reader<'_>) -> Vec<PlaceView> {
    let by_id: BTreeMap<_, _> = runs.iter().map(|run| (run.run_id.as_str(), run)).collect();
    let places = board.places.iter().filter_map(|place| {
        let run = by_id.get(place.name.as_str())?;
        Some(PlaceView {
            place: place.place,
            rank_low: Some(place.rank_low),
            rank_high: Some(place.rank_high),
            ..shared(run, place.total, reader)
        })
    });
    places.collect()
}

fn shared(run: &BoardRun, score: f64, reader: Reader<'_>) -> PlaceView {
    let name = if reader.is_published {
        &run.organisation
    } else {
        &run.pseudonym
    };
    PlaceView {
        place: 0,
        rank_low: None,
        rank_high: None,
        name: name.clone(),
        is_own: reader.principal.is_member(&run.organisation_id),
        score: (score * 10.0).round() / 10.0,
        submitted_at: from_millis(day(run.submitted_at)),
    }
}

/// The day's beginning. The chain tells the moment of each submission and who sent it,
/// so a moment here would tell whose a pseudonym is.
fn day(at_ms: i64) -> i64 {
    at_ms.saturating_sub(at_ms.rem_euclid(DAY_MS))
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use pilotbox_challenge::board::Place;

    use super::*;
    use crate::principal::Membership;

    fn run(id: &str, organisation: &str, total: f64) -> BoardRun {
        BoardRun {
            run_id: format!("R{id}"),
            submission_id: format!("S{id}"),
            organisation_id: organisation.to_owned(),
            organisation: format!("{organisation} Ltd"),
            pseudonym: format!("T-{organisation}"),
            seed: 1,
            total,
            submitted_at: DAY_MS + 5,
        }
    }

    fn shown(places: &[PlaceView]) -> Vec<(u32, &str, f64)> {
        let row = |place: &PlaceView| (place.place, place.score);
        let names = places.iter().map(|place| place.name.as_str());
        let rows = places.iter().map(row).zip(names);
        rows.map(|((place, score), name)| (place, name, score))
            .collect()
    }

    fn member_of_b() -> Principal {
        Principal {
            organisations: vec![Membership {
                organisation: "b".to_owned(),
                is_owner: false,
            }],
            ..Principal::default()
        }
    }

    #[test]
    fn the_ladder_moves_by_steps_and_equal_rungs_share_a_place() {
        let runs = [
            run("1", "a", 50.4),
            run("2", "a", 50.9),
            run("3", "b", 49.8),
            run("4", "c", 20.0),
            run("5", "a", 10.0),
            run("6", "c", 21.3),
        ];
        let principal = member_of_b();
        let reader = Reader {
            principal: &principal,
            is_published: false,
        };
        let places = public_places(&runs, 1.0, reader);
        let expected = [(1, "T-a", 50.0), (1, "T-b", 50.0), (3, "T-c", 21.0)];
        assert_eq!(shown(&places), expected);
        let own: Vec<_> = places.iter().map(|place| place.is_own).collect();
        assert_eq!(own, [false, true, false]);
        let day = from_millis(DAY_MS);
        assert!(places.iter().all(|place| place.submitted_at == day));
        assert!(places.iter().all(|place| place.rank_low.is_none()));
    }

    #[test]
    fn finalists_are_named_once_results_are_out() {
        let runs = [run("1", "a", 70.04), run("2", "b", 60.06)];
        let place = |name: &str, total| Place {
            name: name.to_owned(),
            total,
            place: 1,
            rank_low: 1,
            rank_high: 2,
        };
        let board = Board {
            places: vec![place("R1", 70.04), place("R2", 60.06)],
            beats: Vec::new(),
            unscored: Vec::new(),
            reliable: true,
        };
        let principal = Principal::anonymous();
        let reader = |is_published| Reader {
            principal: &principal,
            is_published,
        };
        let before = final_places(&runs, &board, reader(false));
        assert_eq!(shown(&before), [(1, "T-a", 70.0), (1, "T-b", 60.1)]);
        let after = final_places(&runs, &board, reader(true));
        assert_eq!(after[0].name, "a Ltd");
        assert_eq!((after[1].rank_low, after[1].rank_high), (Some(1), Some(2)));
    }
}
