//! The statistics of judging against an independent implementation: `statistics/figures.py`,
//! in Python with `SciPy`, `statsmodels` and `krippendorff`, whose figures lie beside it.

use std::collections::BTreeMap;

use pilotbox_challenge::{
    board::ladder,
    statistics::{
        agreement::{Level, alpha},
        decision::{Decision, Snapshot, Standing, decide},
        effects::judge_effects,
        panel::{CriterionScore, Panel},
        ranking::holm,
    },
};
use serde::Deserialize;

const FIGURES: &str = include_str!("statistics/figures.json");

/// How far two programs may differ in the rounding of sums.
const TOLERANCE: f64 = 1e-9;

type Ratings = Vec<Vec<Option<f64>>>;

#[derive(Deserialize)]
struct Figures {
    alpha: Vec<AlphaSet>,
    holm: Vec<HolmSet>,
    effects: Vec<EffectSet>,
    ladder: Vec<LadderSet>,
    decisions: Vec<DecisionSet>,
}

#[derive(Deserialize)]
struct AlphaSet {
    name: String,
    ratings: Ratings,
    expected: BTreeMap<String, f64>,
    published: BTreeMap<String, f64>,
}

#[derive(Deserialize)]
struct HolmSet {
    name: String,
    p_values: Vec<f64>,
    rejected: Vec<usize>,
}

#[derive(Deserialize)]
struct EffectSet {
    name: String,
    ratings: Ratings,
    expected: Vec<f64>,
}

#[derive(Deserialize)]
struct LadderSet {
    name: String,
    step: f64,
    scores: Vec<f64>,
    shown: Vec<f64>,
}

#[derive(Deserialize)]
struct DecisionSet {
    name: String,
    snapshot: Snapshot,
    expected: Expected,
    other_generator: OtherGenerator,
}

/// Everything by candidate's id, or in the order of the places.
#[derive(Deserialize)]
struct Expected {
    automatic: BTreeMap<String, f64>,
    automatic_intervals: BTreeMap<String, [f64; 2]>,
    human: BTreeMap<String, f64>,
    totals: BTreeMap<String, f64>,
    intervals: BTreeMap<String, [f64; 2]>,
    order: Vec<String>,
    places: Vec<u32>,
    ranks: Vec<[u32; 2]>,
    beats: Vec<Vec<f64>>,
    panel: ExpectedPanel,
    tickets: BTreeMap<String, String>,
    under_weights: UnderWeights,
}

#[derive(Deserialize)]
struct ExpectedPanel {
    all_judged_all: bool,
    effects: BTreeMap<String, f64>,
    values: BTreeMap<String, Vec<f64>>,
    agreement: Option<f64>,
    criteria: Vec<Option<f64>>,
}

#[derive(Deserialize)]
struct UnderWeights {
    leads: Vec<f64>,
    ranks: Vec<[u32; 2]>,
}

/// The same from other random numbers.
#[derive(Deserialize)]
struct OtherGenerator {
    /// Where the ends of the intervals lie, give or take the error of two bootstraps.
    bands: BTreeMap<String, [[f64; 2]; 2]>,
    beats: Vec<Vec<f64>>,
    leads: Vec<f64>,
}

fn figures() -> Figures {
    serde_json::from_str(FIGURES).expect("figures.json is what figures.py prints")
}

#[track_caller]
fn assert_close(what: &str, own: f64, expected: f64) {
    assert!(
        (own - expected).abs() < TOLERANCE,
        "{what}: {own}, expected {expected}"
    );
}

#[track_caller]
fn assert_all_close(what: &str, own: &[f64], expected: &[f64]) {
    assert_eq!(own.len(), expected.len(), "{what}");
    for (own, expected) in own.iter().zip(expected) {
        assert_close(what, *own, *expected);
    }
}

/// Whether two shares of 10,000 draws each differ by no more than four standard errors, a
/// share near 0 or 1 by no more than a few draws.
#[track_caller]
fn assert_same_share(what: &str, own: f64, other: f64) {
    let middle = f64::midpoint(own, other);
    let error = (2.0 * middle * (1.0 - middle) / 10_000.0).sqrt();
    assert!(
        (own - other).abs() <= 4.0 * error + 5e-4,
        "{what}: {own} and {other}"
    );
}

#[test]
fn alpha_is_that_of_the_package_and_of_the_paper() {
    for set in figures().alpha {
        for (name, level) in [
            ("nominal", Level::Nominal),
            ("ordinal", Level::Ordinal),
            ("interval", Level::Interval),
        ] {
            let own = alpha(&set.ratings, level)
                .expect("a table")
                .expect("defined");
            assert_close(&set.name, own.alpha, set.expected[name]);
            if let Some(published) = set.published.get(name) {
                assert!(
                    (own.alpha - published).abs() <= 5e-4,
                    "{}: {}",
                    set.name,
                    own.alpha
                );
            }
        }
    }
}

#[test]
fn holm_rejects_what_statsmodels_rejects() {
    for set in figures().holm {
        let tests: Vec<(f64, usize)> = set.p_values.iter().copied().zip(0..).collect();
        let mut rejected = holm(tests);
        rejected.sort_unstable();
        assert_eq!(rejected, set.rejected, "{}", set.name);
    }
}

#[test]
fn effects_are_those_of_a_linear_model() {
    for set in figures().effects {
        let own = judge_effects(&set.ratings).expect("joined");
        assert_all_close(&set.name, &own, &set.expected);
    }
}

#[test]
fn the_board_shows_what_the_ladder_shows() {
    for set in figures().ladder {
        let mut shown = None;
        for (score, expected) in set.scores.iter().zip(&set.shown) {
            let next = ladder(shown, *score, set.step);
            assert_close(&set.name, next, *expected);
            shown = Some(next);
        }
    }
}

#[test]
fn decisions_are_those_of_the_other_program() {
    for set in figures().decisions {
        let decision = decide(&set.snapshot).expect("it can be decided");
        let expected = &set.expected;
        check_scores(&set.name, &decision, expected);
        check_places(&set.name, &decision, expected);
        check_panel(&set.name, &decision.panel, &expected.panel);
    }
}

fn check_scores(name: &str, decision: &Decision, expected: &Expected) {
    assert_eq!(decision.candidates.len(), expected.totals.len(), "{name}");
    for row in &decision.candidates {
        let what = format!("{name}, {}", row.id);
        let automatic = row.automatic.as_ref().expect("a score");
        let human = row.human.as_ref().expect("judged");
        let interval = row.interval.expect("an interval");
        assert_close(&what, automatic.total, expected.automatic[&row.id]);
        let ends = [automatic.interval.low, automatic.interval.high];
        assert_all_close(&what, &ends, &expected.automatic_intervals[&row.id]);
        assert_close(&what, human.score, expected.human[&row.id]);
        assert_close(&what, row.total.expect("a total"), expected.totals[&row.id]);
        assert_all_close(
            &what,
            &[interval.low, interval.high],
            &expected.intervals[&row.id],
        );
        let value = |own: &CriterionScore| own.value;
        let values: Vec<f64> = human.criteria.iter().map(value).collect();
        assert_all_close(&what, &values, &expected.panel.values[&row.id]);
        assert_eq!(row.ticket, expected.tickets[&row.id], "{what}");
    }
}

fn check_places(name: &str, decision: &Decision, expected: &Expected) {
    let placed: Vec<_> = decision
        .candidates
        .iter()
        .filter_map(|row| match &row.standing {
            Standing::Placed(placed) => Some((row.id.clone(), placed)),
            Standing::Excluded(_) => None,
        })
        .collect();
    let order: Vec<&String> = placed.iter().map(|(id, _)| id).collect();
    assert_eq!(order, expected.order.iter().collect::<Vec<_>>(), "{name}");
    let shared: Vec<u32> = placed.iter().map(|(_, own)| own.place).collect();
    assert_eq!(shared, expected.places, "{name}");
    let ranks: Vec<_> = placed
        .iter()
        .map(|(_, own)| [own.ranks.low, own.ranks.high])
        .collect();
    assert_eq!(ranks, expected.ranks, "{name}");
    for (row, expected) in decision.beats.iter().zip(&expected.beats) {
        assert_all_close(name, row, expected);
    }
    let leads: Vec<f64> = placed
        .iter()
        .map(|(_, own)| own.leads_under_weights)
        .collect();
    assert_all_close(name, &leads, &expected.under_weights.leads);
    let under = |(_, own): &(String, &_)| rank_ends(own);
    let ranks: Vec<_> = placed.iter().map(under).collect();
    assert_eq!(ranks, expected.under_weights.ranks, "{name}");
}

fn rank_ends(placed: &pilotbox_challenge::statistics::decision::Placed) -> [u32; 2] {
    let ranks = placed.ranks_under_weights;
    [ranks.low, ranks.high]
}

fn check_panel(name: &str, panel: &Panel, expected: &ExpectedPanel) {
    assert_eq!(panel.all_judged_all, expected.all_judged_all, "{name}");
    assert_eq!(panel.effects.len(), expected.effects.len(), "{name}");
    for own in &panel.effects {
        assert_close(name, own.effect, expected.effects[&own.evaluator]);
    }
    let agreements = panel.criteria.iter().map(|own| own.agreement);
    let expected_agreements = expected.criteria.iter().copied();
    let own = agreements.chain([panel.agreement]);
    for (own, expected) in own.zip(expected_agreements.chain([expected.agreement])) {
        let own = own.map(|own| own.alpha);
        assert_eq!(own.is_some(), expected.is_some(), "{name}");
        assert_close(name, own.unwrap_or_default(), expected.unwrap_or_default());
    }
}

#[test]
fn other_random_numbers_tell_the_same_but_for_the_error_of_the_draws() {
    for set in figures().decisions {
        let decision = decide(&set.snapshot).expect("it can be decided");
        let other = &set.other_generator;
        assert_eq!(decision.beats.len(), other.beats.len(), "{}", set.name);
        for (row, others) in decision.beats.iter().zip(&other.beats) {
            for (own, other) in row.iter().zip(others) {
                assert_same_share(&set.name, *own, *other);
            }
        }
        let placed = decision.candidates.iter().zip(&other.leads);
        for (row, leads) in placed {
            let Standing::Placed(own) = &row.standing else {
                panic!("{} has no place in {}", row.id, set.name);
            };
            assert_same_share(&set.name, own.leads_under_weights, *leads);
            let interval = row.interval.expect("an interval");
            let bands = other.bands[&row.id];
            for (end, [low, high]) in [interval.low, interval.high].into_iter().zip(bands) {
                assert!(
                    low <= end && end <= high,
                    "{}: {end} not in {low} to {high}",
                    set.name
                );
            }
        }
    }
}

#[test]
fn there_are_contests_of_every_kind() {
    let sets = figures().decisions;
    let decisions: Vec<Decision> = sets
        .iter()
        .map(|set| decide(&set.snapshot).expect("it can be decided"))
        .collect();
    let any = |holds: fn(&Decision) -> bool| decisions.iter().any(holds);
    assert!(any(|own| own.panel.all_judged_all) && any(|own| !own.panel.all_judged_all));
    assert!(any(|own| own.is_reliable) && any(|own| !own.is_reliable));
    assert!(any(|own| !own.moderations.is_empty()));
    let places = |own: &Decision| -> Vec<u32> {
        let rows = own.candidates.iter();
        rows.filter_map(|row| match &row.standing {
            Standing::Placed(placed) => Some(placed.place),
            Standing::Excluded(_) => None,
        })
        .collect()
    };
    let all: Vec<Vec<u32>> = decisions.iter().map(places).collect();
    let shares = |own: &Vec<u32>| own.windows(2).any(|pair| pair[0] == pair[1]);
    let parts = |own: &Vec<u32>| own.windows(2).any(|pair| pair[0] != pair[1]);
    assert!(all.iter().any(shares) && all.iter().any(parts));
    let excluded = |own: &Decision| own.candidates.len() > places(own).len();
    assert!(decisions.iter().any(excluded));
}
