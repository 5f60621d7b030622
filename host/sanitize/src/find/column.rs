//! A column decides what its cells are: its name and its share of hits say how weak a sign
//! of a kind is still taken.

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use super::Kind;
use super::cell::weigh;
use super::evidence::{Evidence, Strength};
use super::hint::{Hint, Opinion};

/// With fewer values than this of one form, shares say nothing.
const VALUES_FEW: u64 = 4;

/// Hits from which on a share is trusted to stand for the column.
const HITS_TRUSTED: u64 = 10;

/// What each cell of a column names, with the column's name and its share of hits counted
/// in; `None` for a cell that names nobody. `today` bounds birth dates.
pub fn detect_column<'a>(
    name: &str,
    cells: impl IntoIterator<Item = Option<&'a str>>,
    today: Date,
) -> Vec<Option<Kind>> {
    let mut places: FxHashMap<&str, usize> = FxHashMap::default();
    let mut evidence = Vec::new();
    let mut codes = Vec::new();
    for cell in cells {
        codes.push(cell.map(|text| {
            *places.entry(text).or_insert_with(|| {
                evidence.push(weigh(text, today));
                evidence.len() - 1
            })
        }));
    }
    let verdict = Verdict::of(&Hint::of(name), &evidence);
    let kinds: Vec<Option<Kind>> = evidence.iter().map(|one| verdict.kind(one)).collect();
    let kind = |code: Option<usize>| code.and_then(|code| kinds.get(code).copied().flatten());
    codes.into_iter().map(kind).collect()
}

/// How weak a sign of each kind a column takes.
#[derive(Clone, Debug)]
pub(super) struct Verdict {
    floors: [Option<Strength>; Kind::ALL.len()],
    weights: [f64; Kind::ALL.len()],
}

impl Verdict {
    /// Of a column's name and what is said of each of its different values.
    pub(super) fn of(hint: &Hint, evidence: &[Evidence]) -> Self {
        let present = evidence
            .iter()
            .filter(|one| one.strongest() > Strength::None);
        let values = present.count().max(1);
        let mut verdict = Self {
            floors: [None; 11],
            weights: [0.0; 11],
        };
        for kind in Kind::ALL {
            let opinion = hint.on(kind);
            let tally = Tally::of(kind, opinion, evidence);
            let covered = share(tally.hits, u64::try_from(values).unwrap_or(u64::MAX));
            verdict.floors[kind as usize] = Some(tally.floor(kind, opinion, covered));
            verdict.weights[kind as usize] = weight(opinion) + 2.0 * covered + lean(kind);
        }
        verdict
    }

    /// What a value is, after all is said.
    pub(super) fn kind(&self, evidence: &Evidence) -> Option<Kind> {
        let mut best: Option<(f64, Kind)> = None;
        for kind in Kind::ALL {
            let strength = evidence.of(kind);
            let floor = self.floors[kind as usize];
            if strength == Strength::None || floor.is_none_or(|floor| strength < floor) {
                continue;
            }
            let score = f64::from(strength as u8) + self.weights[kind as usize];
            if best.is_none_or(|(most, _)| score > most) {
                best = Some((score, kind));
            }
        }
        best.map(|(_, kind)| kind)
    }
}

fn weight(opinion: Opinion) -> f64 {
    match opinion {
        Opinion::For => 2.0,
        Opinion::Silent => 0.0,
        Opinion::Against => -2.0,
    }
}

/// Of a mobile number and a foreigner's that fit alike, the first is likelier by far.
fn lean(kind: Kind) -> f64 {
    if kind == Kind::Phone { 0.25 } else { 0.0 }
}

/// How many different values look like a kind.
struct Tally {
    /// By form and check.
    hits: u64,
    /// By form at least.
    shaped: u64,
}

impl Tally {
    fn of(kind: Kind, opinion: Opinion, evidence: &[Evidence]) -> Self {
        let (mut hits, mut shaped) = (0, 0);
        for one in evidence {
            let strength = one.of(kind);
            // Any bare number that is no telephone's is a miss of one.
            shaped +=
                u64::from(kind == Kind::Phone && strength < Strength::Shape && is_bare_number(one));
            if strength < Strength::Shape || is_rather(kind, opinion, one) {
                continue;
            }
            shaped += 1;
            hits += u64::from(strength >= Strength::Likely || is_degree(kind, opinion, one));
        }
        Self { hits, shaped }
    }

    /// The weakest sign that is taken.
    fn floor(&self, kind: Kind, opinion: Opinion, covered: f64) -> Strength {
        let share = share(self.hits, self.shaped.max(1));
        let are_few = self.shaped < VALUES_FEW;
        match opinion {
            Opinion::For if share < 0.2 && !are_few => Strength::Likely,
            Opinion::For if covered >= 0.5 => Strength::Trace,
            Opinion::For => Strength::Shape,
            Opinion::Against if kind == Kind::PersonName => Strength::Never,
            Opinion::Against if covered >= 0.8 && self.hits >= 2 * HITS_TRUSTED => Strength::Likely,
            Opinion::Against => Strength::Certain,
            Opinion::Silent if are_few => Strength::Likely,
            Opinion::Silent if share < coincidence(kind) => Strength::Certain,
            Opinion::Silent if self.hits < HITS_TRUSTED => Strength::Likely,
            Opinion::Silent if share >= 0.8 && covered >= 0.8 => Strength::Trace,
            Opinion::Silent if share >= 0.6 && covered >= 0.5 => Strength::Shape,
            Opinion::Silent => Strength::Likely,
        }
    }
}

/// A latitude has no check digit. Under its own name its range is one; under a name that
/// says nothing a column of degrees to ten metres is.
fn is_degree(kind: Kind, opinion: Opinion, evidence: &Evidence) -> bool {
    let is_told = match opinion {
        Opinion::For => true,
        Opinion::Silent => evidence.is_exact_degree,
        Opinion::Against => false,
    };
    kind == Kind::Coordinates && is_told
}

/// Whether a value is nine or ten digits that no check makes anybody's.
fn is_bare_number(evidence: &Evidence) -> bool {
    let numbers = [Kind::Egn, Kind::Lnch, Kind::Eik];
    let most = numbers.map(|kind| evidence.of(kind)).into_iter().max();
    most == Some(Strength::Shape)
}

/// Whether a value is another kind's beyond doubt, so that it says nothing of this one.
fn is_rather(kind: Kind, opinion: Opinion, evidence: &Evidence) -> bool {
    if evidence.is_certainly_not(kind) && evidence.of(kind) < Strength::Certain {
        return true;
    }
    let is_likely = |other| evidence.of(other) >= Strength::Likely;
    match kind {
        Kind::Lnch | Kind::Egn if opinion == Opinion::For => false,
        Kind::Lnch => is_likely(Kind::Egn) || is_likely(Kind::Phone),
        Kind::Egn => is_likely(Kind::Lnch) && !is_likely(Kind::Egn),
        _ => false,
    }
}

/// The share of hits among values of the form that chance alone, or a few true ones among
/// many others, may bring.
fn coincidence(kind: Kind) -> f64 {
    match kind {
        // A date in ninety and a check digit in ten: one number in ninety passes.
        Kind::Egn | Kind::Phone => 0.15,
        // A check digit alone: one number in ten passes.
        Kind::Lnch | Kind::Eik => 0.4,
        Kind::Plate | Kind::Geohash => 0.25,
        Kind::PersonName | Kind::Coordinates => 0.2,
        Kind::Iban | Kind::Email | Kind::Address => 0.02,
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "counts of values stay far below 2^52"
)]
fn share(part: u64, whole: u64) -> f64 {
    part as f64 / whole.max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::super::egn::tests::{today, with_check};
    use super::super::{eik, lnch};
    use super::*;

    fn detected(name: &str, cells: &[String]) -> Vec<Option<Kind>> {
        detect_column(name, cells.iter().map(|cell| Some(cell.as_str())), today())
    }

    fn found(name: &str, cells: &[String], kind: Kind) -> usize {
        detected(name, cells)
            .iter()
            .filter(|found| **found == Some(kind))
            .count()
    }

    /// Ten digits that are spread like any meter's number.
    fn meters(count: u64) -> Vec<String> {
        let spread = |n: u64| n.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 20;
        (1..=count)
            .map(|n| format!("{:010}", spread(n) % 10_000_000_000))
            .collect()
    }

    fn egns(count: u32) -> Vec<String> {
        let nine = |n: u32| {
            format!(
                "{:02}{:02}{:02}{:03}",
                40 + n % 50,
                1 + n % 12,
                1 + n % 28,
                n % 1000
            )
        };
        (0..count).map(|n| with_check(&nine(n))).collect()
    }

    #[test]
    fn a_check_digit_alone_is_not_believed() {
        let cells = meters(2_000);
        let chance = cells.iter().filter(|cell| {
            let digits: Vec<u8> = cell.bytes().map(|b| b - b'0').collect();
            lnch::is_valid(&digits)
        });
        assert!(chance.count() > 150, "one number in ten passes");
        let detected = detected("номер на електромер", &cells);
        assert!(
            detected
                .iter()
                .flatten()
                .filter(|kind| **kind != Kind::Phone)
                .count()
                == 0
        );
        assert_eq!(found("код", &cells, Kind::Lnch), 0);
        assert_eq!(found("код", &cells, Kind::Egn), 0);
    }

    #[test]
    fn a_column_of_citizens_forgives_slips() {
        let mut cells = egns(200);
        cells[3] = "8001014500".to_owned();
        cells[4] = "8013324500".to_owned();
        cells[5].pop();
        assert_eq!(found("ид", &cells, Kind::Egn), 200);
        assert_eq!(found("ЕГН", &cells, Kind::Egn), 200);
    }

    #[test]
    fn citizens_and_foreigners_may_share_a_column() {
        let mut cells = egns(100);
        cells.extend((0..100).map(|n| lnch::tests::with_check(&format!("1{:08}", n * 7919 + 13))));
        assert!(found("ЕГН/ЛНЧ", &cells, Kind::Lnch) >= 98);
        assert!(found("номер", &cells, Kind::Lnch) >= 95);
        assert!(found("номер", &cells, Kind::Egn) >= 100);
    }

    #[test]
    fn a_single_cell_is_judged_by_itself() {
        for (cell, kind) in [
            (with_check("800101450"), Some(Kind::Egn)),
            (eik::tests::with_check("17507475"), Some(Kind::Eik)),
            (lnch::tests::with_check("100234567"), Some(Kind::Lnch)),
            ("Иван".to_owned(), Some(Kind::PersonName)),
            ("42.6977".to_owned(), None),
            ("София".to_owned(), None),
        ] {
            assert_eq!(detected("", std::slice::from_ref(&cell)), [kind], "{cell}");
        }
        assert_eq!(
            detected("lat", &["42.6977".to_owned()]),
            [Some(Kind::Coordinates)]
        );
    }

    #[test]
    fn a_missing_cell_names_nobody() {
        assert_eq!(
            detect_column("ЕГН", [None, Some("")], today()),
            [None, None]
        );
    }

    #[test]
    fn stations_that_bear_names_are_no_people() {
        let cells = [
            "Васил Левски",
            "Иван Вазов",
            "Христо Ботев",
            "Георги Раковски",
        ];
        let cells = cells.map(str::to_owned);
        assert!(found("име на човек", &cells, Kind::PersonName) == 4);
        assert!(found("вид и цвят", &["Зелен".to_owned()], Kind::PersonName) == 0);
    }

    #[test]
    fn a_column_of_degrees_to_ten_metres_needs_no_name() {
        let fine: Vec<String> = (0..40)
            .map(|at| format!("42.{}", 650_000 + at * 731))
            .collect();
        assert!(
            detected("f7", &fine)
                .iter()
                .all(|kind| *kind == Some(Kind::Coordinates))
        );
        let coarse: Vec<String> = (0..40).map(|at| format!("42.{:02}", at + 10)).collect();
        assert!(detected("f7", &coarse).iter().all(Option::is_none));
        let spread: Vec<String> = (0..40).map(|at| format!("{}.{}", at, 5_000 + at)).collect();
        assert!(
            detected("f7", &spread).iter().all(Option::is_none),
            "a sensor's numbers"
        );
    }
}
