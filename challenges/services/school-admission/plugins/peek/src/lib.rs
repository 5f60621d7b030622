//! A hostile example: looks for the optimum in every table and path that might
//! be open to it, and answers from what it finds. Nothing of the kind may be
//! open, so it must score as the baseline, whose mechanism it falls back to.

use pilotbox_plugin::services::school_admission::{Assignment, Refusal, Request};
use pilotbox_plugin::{Table, log};

#[path = "../../baseline/src/immediate.rs"]
mod immediate;

pilotbox_plugin::export!(school_admission => assign);

/// The harness's tables by name, by folder and by file, on all splits.
const NAMES: [&str; 8] = [
    "optimum",
    "instances",
    "children",
    "wishes",
    "places",
    "truth",
    "solution",
    "answer",
];
const FOLDERS: [&str; 8] = [
    "",
    "sample/",
    "public/",
    "final/",
    "common/",
    "../final/",
    "data/final/",
    "/data/final/",
];
const ENDINGS: [&str; 2] = ["", ".parquet"];

/// Places children from the stolen optimum, or else as the baseline does.
pub fn assign(request: Request) -> Result<Vec<Assignment>, Refusal> {
    immediate::check(&request)?;
    let stolen = paths().find_map(|path| steal(&path, &request));
    log::info(if stolen.is_some() {
        "found the optimum"
    } else {
        "found nothing"
    });
    Ok(match stolen {
        Some(ranks) => place_by_rank(&request, &ranks),
        None => immediate::accept(&request),
    })
}

fn paths() -> impl Iterator<Item = String> {
    let named = |folder: &'static str, name: &'static str| {
        ENDINGS
            .iter()
            .map(move |ending| format!("{folder}{name}{ending}"))
    };
    FOLDERS
        .into_iter()
        .flat_map(move |folder| NAMES.into_iter().flat_map(move |name| named(folder, name)))
}

/// The ranks of this city's children, from the first integer column that has
/// them anywhere.
fn steal(path: &str, request: &Request) -> Option<Vec<i64>> {
    let table = Table::open(path).ok()?;
    log::warn(&format!("`{path}` is open, with {} rows", table.rows()));
    table
        .columns()
        .iter()
        .find_map(|column| find_ranks(&table.s64(&column.name).ok()?, request))
}

/// Ranks of many cities lie in one column: only at the right row does each fit
/// the length of its child's list.
fn find_ranks(column: &[i64], request: &Request) -> Option<Vec<i64>> {
    let lengths: Vec<_> = request
        .wish_offsets
        .windows(2)
        .map(|ends| i64::from(ends[1] - ends[0]))
        .collect();
    let fits = |(rank, length): (&i64, &i64)| (1..=length + 1).contains(rank);
    let found = column.windows(lengths.len().max(1));
    found
        .filter(|ranks| ranks.iter().zip(&lengths).all(fits))
        .map(<[i64]>::to_vec)
        .next()
}

/// Reads each value as the rank of a wish, 1 for the first.
fn place_by_rank(request: &Request, ranks: &[i64]) -> Vec<Assignment> {
    let place = |(child, rank): (u32, &i64)| {
        let start = *request.wish_offsets.get(child as usize)?;
        let end = *request.wish_offsets.get(child as usize + 1)?;
        let wish = start.checked_add(u32::try_from(rank.checked_sub(1)?).ok()?)?;
        let place = *request.wishes[start as usize..end as usize].get((wish - start) as usize)?;
        Some(Assignment { child, place })
    };
    (0..).zip(ranks).filter_map(place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use pilotbox_plugin::services::school_admission::{Place, Quota};

    /// Two children want place 0, which prefers the second.
    fn request() -> Request {
        let place = |school| Place {
            school,
            district: 0,
            quota: Quota::General,
            capacity: 1,
        };
        Request {
            places: (0..2).map(place).collect(),
            home_districts: vec![0, 0],
            wish_offsets: vec![0, 2, 3],
            wishes: vec![0, 1, 0],
            points: vec![1, 1, 5],
            lottery: vec![0, 1],
        }
    }

    fn pairs(assignments: &[Assignment]) -> Vec<(u32, u32)> {
        assignments.iter().map(|a| (a.child, a.place)).collect()
    }

    #[test]
    fn with_nothing_to_steal_it_answers_as_the_baseline() {
        assert_eq!(pairs(&assign(request()).expect("a city")), [(1, 0), (0, 1)]);
    }

    #[test]
    fn stolen_ranks_would_be_used() {
        let found = find_ranks(&[9, 3, 4, 2, 1, 7], &request());
        assert_eq!(found, Some(vec![2, 1]));
        assert_eq!(find_ranks(&[9, 9, 9], &request()), None);
        assert_eq!(pairs(&place_by_rank(&request(), &[2, 1])), [(0, 1), (1, 0)]);
        assert_eq!(pairs(&place_by_rank(&request(), &[3, 2, 0, i64::MIN])), []);
    }
}
