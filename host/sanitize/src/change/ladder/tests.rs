//! Tests of each hierarchy: what is published at each level, and that levels nest.

use std::collections::BTreeMap;

use arrow_array::{Array, Date32Array, Float64Array, Int64Array, TimestampMillisecondArray};
use arrow_cast::cast;
use arrow_schema::DataType;

use super::*;
use crate::{change::dictionary::encode, policy::DateLevel};

/// What is published of each row, level by level.
fn shown(cells: ArrayRef, hierarchy: &Hierarchy, finest: u32) -> Vec<Vec<String>> {
    let data_type = cells.data_type().clone();
    let encoded = encode(&[cells], &data_type);
    levels(&Ladder::build(&encoded, hierarchy, finest).expect("it fits"))
}

fn levels(ladder: &Ladder) -> Vec<Vec<String>> {
    let level = |(groups, face): (&Vec<u32>, &ArrayRef)| {
        let face = cast(face, &DataType::Utf8).expect("it is text");
        let face = face.as_string::<i32>().clone();
        let cell = |code: &u32| {
            let group = groups[*code as usize] as usize;
            if face.is_null(group) {
                "-".to_owned()
            } else {
                face.value(group).to_owned()
            }
        };
        ladder.codes.iter().map(cell).collect()
    };
    ladder.levels.iter().zip(&ladder.faces).map(level).collect()
}

fn fault(cells: ArrayRef, hierarchy: &Hierarchy) -> LadderFault {
    let data_type = cells.data_type().clone();
    Ladder::build(&encode(&[cells], &data_type), hierarchy, 0).expect_err("it does not fit")
}

fn bands(widths: &[f64], origin: f64) -> Hierarchy {
    Hierarchy::Bands {
        widths: widths.to_vec(),
        origin,
    }
}

#[test]
fn whole_numbers_become_bands() {
    let ages = Arc::new(Int64Array::from(vec![
        Some(4),
        Some(-1),
        None,
        Some(5),
        Some(i64::from(u32::MAX)),
    ]));
    let shown = shown(ages, &bands(&[5.0, 10.0], 0.0), 0);
    assert_eq!(shown[0], ["4", "-1", "-", "5", "4294967295"]);
    assert_eq!(
        shown[1],
        [
            "[0, 5)",
            "[-5, 0)",
            "-",
            "[5, 10)",
            "[4294967295, 4294967300)"
        ]
    );
    assert_eq!(
        shown[2],
        [
            "[0, 10)",
            "[-10, 0)",
            "-",
            "[0, 10)",
            "[4294967290, 4294967300)"
        ]
    );
    assert_eq!(shown[3], ["*"; 5]);
}

#[test]
fn numbers_on_a_bound_begin_the_next_band() {
    let amounts = Arc::new(Float64Array::from(vec![0.3, 0.299, 1.0, -0.05]));
    let shown = shown(amounts, &bands(&[0.1, 0.5], 0.0), 1);
    assert_eq!(
        shown[0],
        ["[0.3, 0.4)", "[0.2, 0.3)", "[1.0, 1.1)", "[-0.1, 0.0)"]
    );
    assert_eq!(
        shown[1],
        ["[0.0, 0.5)", "[0.0, 0.5)", "[1.0, 1.5)", "[-0.5, 0.0)"]
    );
}

#[test]
fn an_origin_moves_all_bands() {
    let shown = shown(
        Arc::new(Int64Array::from(vec![17, 18, 64])),
        &bands(&[10.0], 18.0),
        1,
    );
    assert_eq!(shown[0], ["[8, 18)", "[18, 28)", "[58, 68)"]);
}

#[test]
fn numbers_that_no_band_holds_are_refused() {
    let far = Arc::new(Int64Array::from(vec![1, i64::MIN]));
    assert_eq!(fault(far, &bands(&[1.0], 1.0)), LadderFault::Range(0));
    let far = Arc::new(Int64Array::from(vec![1, i64::MAX]));
    assert_eq!(fault(far, &bands(&[1.0], 0.0)), LadderFault::Range(1));
    let far = Arc::new(Float64Array::from(vec![1.0, 1e300]));
    assert_eq!(fault(far, &bands(&[0.5], 0.0)), LadderFault::Range(1));
}

#[test]
fn dates_become_months_quarters_years_decades() {
    use DateLevel::{Decade, Month, Quarter, Year};
    let dates = Hierarchy::Dates {
        levels: vec![Month, Quarter, Year, Decade],
    };
    let days = Arc::new(Date32Array::from(vec![
        Some(0),
        Some(-1),
        None,
        Some(20_000),
    ]));
    let shown = shown(days, &dates, 1);
    assert_eq!(shown[0], ["1970-01", "1969-12", "-", "2024-10"]);
    assert_eq!(shown[1], ["1970-Q1", "1969-Q4", "-", "2024-Q4"]);
    assert_eq!(shown[2], ["1970", "1969", "-", "2024"]);
    assert_eq!(shown[3], ["1970s", "1960s", "-", "2020s"]);
    assert_eq!(shown[4], ["*"; 4]);
    let far = Arc::new(Date32Array::from(vec![i32::MAX]));
    assert_eq!(fault(far, &dates), LadderFault::Range(0));
}

#[test]
fn times_become_hours_and_days() {
    let dates = Hierarchy::Dates {
        levels: vec![DateLevel::Hour, DateLevel::Day],
    };
    let times = Arc::new(TimestampMillisecondArray::from(vec![-1, 7_200_000]));
    let shown = shown(times, &dates, 1);
    assert_eq!(shown[0], ["1969-12-31T23", "1970-01-01T02"]);
    assert_eq!(shown[1], ["1969-12-31", "1970-01-01"]);
    let far = Arc::new(TimestampMillisecondArray::from(vec![i64::MAX]));
    assert_eq!(fault(far, &dates), LadderFault::Range(0));
}

#[test]
fn texts_become_their_beginnings() {
    let codes = Arc::new(StringArray::from(vec![
        Some("1000"),
        Some("ЯЯЯ"),
        Some("10"),
        None,
        Some(""),
    ]));
    let shown = shown(
        codes,
        &Hierarchy::Prefixes {
            lengths: vec![3, 2],
        },
        1,
    );
    assert_eq!(shown[0], ["100*", "ЯЯЯ", "10", "-", ""]);
    assert_eq!(shown[1], ["10*", "ЯЯ*", "10", "-", ""]);
}

#[test]
fn codes_become_their_parents() {
    let path = |path: &[&str]| {
        path.iter()
            .map(|name| (*name).to_owned())
            .collect::<Vec<_>>()
    };
    let parents: BTreeMap<_, _> = [
        ("1".to_owned(), path(&["low", "any"])),
        ("9".to_owned(), path(&["high", "any"])),
    ]
    .into();
    let cells = || Arc::new(Int64Array::from(vec![Some(1), Some(9), None, Some(5)]));
    let strict = Hierarchy::Codes {
        parents: parents.clone(),
        other: None,
    };
    assert_eq!(fault(cells(), &strict), LadderFault::Code(1));
    let lenient = Hierarchy::Codes {
        parents,
        other: Some("other".to_owned()),
    };
    let shown = shown(cells(), &lenient, 0);
    assert_eq!(shown[0], ["1", "9", "-", "other"]);
    assert_eq!(shown[1], ["low", "high", "-", "other"]);
    assert_eq!(shown[2], ["any", "any", "-", "other"]);
}

#[test]
fn coordinates_become_cells_and_what_are_none_is_missing() {
    let resolutions = [9, 7];
    let texts: ArrayRef = Arc::new(StringArray::from(vec![
        "42.6977, 23.3219",
        "42.6978;23.3220",
        "91,0",
        "x",
        "1,2,3",
    ]));
    let hierarchy = Hierarchy::Cells {
        resolutions: resolutions.to_vec(),
        longitude: None,
    };
    let from_text = cells::encode(&[texts], None, &resolutions);
    let shown_text = levels(&Ladder::build(&from_text, &hierarchy, 1).expect("it fits"));
    assert_eq!(shown_text[0][0], shown_text[0][1]);
    assert_eq!(shown_text[0][2..], ["-", "-", "-"]);
    let expected = h3o::LatLng::new(42.6977, 23.3219).expect("it is on earth");
    assert_eq!(
        shown_text[1][0],
        expected.to_cell(h3o::Resolution::Seven).to_string()
    );
    let latitude: ArrayRef = Arc::new(Float64Array::from(vec![Some(42.6977), None, Some(0.0)]));
    let longitude: ArrayRef = Arc::new(Float64Array::from(vec![
        Some(23.3219),
        Some(1.0),
        Some(181.0),
    ]));
    let from_numbers = cells::encode(&[latitude], Some(&[longitude]), &resolutions);
    let shown = levels(&Ladder::build(&from_numbers, &hierarchy, 1).expect("it fits"));
    assert_eq!(shown[0][0], shown_text[0][0]);
    assert_eq!(shown[0][1..], ["-", "-"]);
}

#[test]
fn values_that_share_a_group_share_it_above() {
    let amounts: Vec<f64> = (-3000..3000)
        .map(|number| f64::from(number) * 0.01)
        .collect();
    let cells: ArrayRef = Arc::new(Float64Array::from(amounts));
    let encoded = encode(&[cells], &DataType::Float64);
    let ladder = Ladder::build(&encoded, &bands(&[0.1, 0.3, 1.2, 12.0], 0.07), 0).expect("it fits");
    for pair in ladder.levels.windows(2) {
        let mut above = BTreeMap::new();
        for (low, high) in pair[0].iter().zip(&pair[1]) {
            assert_eq!(above.entry(low).or_insert(high), &high);
        }
    }
}
