use super::*;
use crate::template::{ParamValue, Shares, fixture};

const HOUR: i64 = 3600;

fn texts(values: impl IntoIterator<Item = String>) -> Values {
    Values::Text(values.into_iter().collect())
}

fn own(names: &[(&str, Values)]) -> Vec<(String, Values)> {
    let pair = |(name, values): &(&str, Values)| ((*name).to_owned(), values.clone());
    names.iter().map(pair).collect()
}

/// Two pumps, hour by hour.
fn readings(hours: i64) -> Vec<(String, Values)> {
    let rows = || (0..2).flat_map(|pump| (0..hours).map(move |hour| (pump, hour)));
    own(&[
        (
            "at",
            Values::Integers(rows().map(|(_, hour)| hour * HOUR).collect()),
        ),
        ("pump", texts(rows().map(|(pump, _)| format!("p{pump}")))),
        (
            "litres",
            Values::Integers(rows().map(|(pump, hour)| pump + hour).collect()),
        ),
    ])
}

fn said(form: &TemplateForm, table: &[(String, Values)]) -> String {
    let errors = split(form, table).expect_err("it is refused");
    errors
        .iter()
        .map(FormError::to_string)
        .collect::<Vec<_>>()
        .join("\n")
}

fn steps(split: &RowSplit, part: Part, hours: usize) -> (usize, usize) {
    let rows = split.parts[&part].iter().map(|row| row % hours);
    (
        rows.clone().min().unwrap_or_default(),
        rows.max().unwrap_or_default(),
    )
}

#[test]
fn a_series_is_cut_by_time_and_later_parts_begin_with_their_history() {
    let form = fixture::form(TemplateKind::Forecast);
    let split = split(&form, &readings(100)).expect("it can be cut");
    // 100 steps, 10 of history: 30 steps for each part.
    assert_eq!(steps(&split, Part::Sample, 100), (0, 39));
    assert_eq!(steps(&split, Part::Public, 100), (30, 69));
    assert_eq!(steps(&split, Part::Final, 100), (60, 99));
    assert_eq!(split.parts[&Part::Final].len(), 80);
    assert_eq!(split.strata, ["p0", "p1"]);
}

#[test]
fn rows_out_of_order_are_cut_the_same() {
    let form = fixture::form(TemplateKind::Forecast);
    let mut table = readings(100);
    let before = split(&form, &table).expect("it can be cut").parts;
    for (_, values) in &mut table {
        match values {
            Values::Integers(values) => values.reverse(),
            Values::Text(values) => values.reverse(),
            Values::Numbers(values) => values.reverse(),
        }
    }
    let after = split(&form, &table).expect("it can be cut").parts;
    for (part, rows) in before {
        let turned: Vec<_> = after[&part].iter().map(|row| 199 - row).collect();
        assert_eq!(rows, turned);
    }
}

#[test]
fn strata_of_time_are_those_of_the_moments() {
    let mut form = fixture::form(TemplateKind::Forecast);
    let mut strata = |word: &str| {
        let value = ParamValue::Text(word.to_owned());
        form.params.insert("strata".to_owned(), value);
        split(&form, &readings(100)).expect("it can be cut").strata
    };
    // Cases every five hours, from the ninth hour on.
    assert_eq!(strata("hour").first().map(String::as_str), Some("00"));
    assert!(strata("hour").contains(&"09".to_owned()));
    assert_eq!(
        strata("weekday"),
        ["friday", "saturday", "sunday", "thursday"]
    );
    assert_eq!(strata("pump"), ["p0", "p1"]);
}

#[test]
fn a_series_that_no_case_fits_into_is_refused() {
    let form = fixture::form(TemplateKind::Forecast);
    assert!(split(&form, &readings(25)).is_ok());
    let short = said(&form, &readings(24));
    assert!(short.contains("`24` steps are too few"), "{short}");
    let mut twice = readings(100);
    twice[0].1 = Values::Integers(vec![0; 200]);
    assert!(said(&form, &twice).contains("repeats the time of row 1"));
    let mut between = readings(100);
    let odd = (0..200).map(|row| row * HOUR + i64::from(row == 7));
    between[0].1 = Values::Integers(odd.collect());
    assert!(said(&form, &between).contains("row 8 of its column lies between two steps"));
    let mut far = readings(100);
    far[0].1 = Values::Integers(vec![i64::MAX; 200]);
    assert!(said(&form, &far).contains("no seconds since 1970"));
    let mut infinite = readings(100);
    infinite[2].1 = Values::Numbers(vec![f64::INFINITY; 200]);
    assert!(said(&form, &infinite).contains("`params.target`: row 1 of its column is infinite"));
    let mut missing = readings(100);
    missing[0].1 = Values::Integers(vec![i64::MIN; 200]);
    assert!(said(&form, &missing).contains("`params.time`: row 1 of its column is missing"));
}

#[test]
fn columns_that_are_missing_or_of_another_kind_are_named() {
    let mut form = fixture::form(TemplateKind::Forecast);
    let mut table = readings(100);
    table[2].1 = texts((0..200).map(|row| row.to_string()));
    assert!(said(&form, &table).contains("`params.target`: its column does not hold numbers"));
    let name = ParamValue::Text("liters".to_owned());
    form.params.insert("target".to_owned(), name);
    let missing = said(&form, &readings(100));
    assert!(
        missing.contains("no column `liters`; hint: it has `at`, `pump`, `litres`"),
        "{missing}"
    );
    let form = fixture::form(TemplateKind::Forecast);
    assert!(said(&form, &[]).contains("no column `at`"));
    let mut uneven = readings(100);
    uneven[2].1 = Values::Integers(vec![1]);
    assert!(said(&form, &uneven).contains("different lengths"));
    let mut double = readings(100);
    double.push(double[0].clone());
    assert!(said(&form, &double).contains("column `at` is there twice"));
}

/// Trees in two districts.
fn trees(count: usize) -> Vec<(String, Values)> {
    let district = |row: usize| {
        if row.is_multiple_of(2) {
            "north"
        } else {
            "south"
        }
    };
    own(&[
        ("tree", Values::Integers((0_i64..).take(count).collect())),
        (
            "district",
            texts((0..count).map(|row| district(row).to_owned())),
        ),
        ("height", Values::Numbers(vec![4.0; count])),
        (
            "state",
            texts((0..count).map(|row| format!("s{}", row % 3))),
        ),
    ])
}

#[test]
fn rows_are_cut_by_seed_and_every_stratum_is_in_every_part() {
    let mut form = fixture::form(TemplateKind::Classify);
    let first = split(&form, &trees(100)).expect("it can be cut");
    let sizes: Vec<_> = first.parts.values().map(Vec::len).collect();
    assert_eq!(sizes, [40, 20, 20, 20]);
    let mut all: Vec<_> = first.parts.values().flatten().copied().collect();
    all.sort_unstable();
    assert_eq!(
        all,
        (0..100).collect::<Vec<_>>(),
        "every row goes to one part"
    );
    for rows in first.parts.values() {
        assert!(rows.iter().any(|row| row % 2 == 0) && rows.iter().any(|row| row % 2 == 1));
    }
    assert_eq!(split(&form, &trees(100)).expect("it can be cut"), first);
    form.seed = 2;
    assert_ne!(
        split(&form, &trees(100)).expect("it can be cut").parts,
        first.parts
    );
}

#[test]
fn a_group_stays_whole() {
    let mut form = fixture::form(TemplateKind::Classify);
    form.params.remove("strata");
    form.params.remove("id");
    form.params
        .insert("group".to_owned(), ParamValue::Text("street".to_owned()));
    let mut table = trees(60);
    table.push((
        "street".to_owned(),
        texts((0..60).map(|row| format!("street {}", row / 5))),
    ));
    let split = split(&form, &table).expect("it can be cut");
    for rows in split.parts.values() {
        assert!(!rows.is_empty() && rows.len().is_multiple_of(5));
        let streets: BTreeSet<_> = rows.iter().map(|row| row / 5).collect();
        assert_eq!(streets.len() * 5, rows.len());
    }
    form.params
        .insert("strata".to_owned(), ParamValue::Text("district".to_owned()));
    assert!(said(&form, &table).contains("a group lies in one stratum"));
}

#[test]
fn rows_that_cannot_be_cut_are_refused() {
    let form = fixture::form(TemplateKind::Classify);
    let few = said(&form, &trees(6));
    assert!(
        few.contains("stratum `north` has 3 rows or groups, too few"),
        "{few}"
    );
    let mut one = trees(100);
    one[3].1 = texts((0..100).map(|_| "s".to_owned()));
    assert!(said(&form, &one).contains("its column holds one class"));
    let mut double = trees(100);
    double[0].1 = Values::Integers(vec![1; 100]);
    assert!(said(&form, &double).contains("`params.id`: row 2 of its column repeats"));
    let mut empty = trees(100);
    empty[3].1 = texts((0..100).map(|_| String::new()));
    assert!(said(&form, &empty).contains("`params.target`: row 1 of its column is missing"));
}

#[test]
fn strata_have_names_that_a_manifest_takes() {
    let form = fixture::form(TemplateKind::Classify);
    let named = |name: &dyn Fn(usize) -> String| {
        let mut table = trees(2_600);
        table[1].1 = texts((0..2_600).map(name));
        split(&form, &table).map_err(|errors| errors[0].to_string())
    };
    assert!(named(&|row| (row % 256).to_string()).is_ok());
    let many = named(&|row| (row % 257).to_string()).expect_err("too many");
    assert!(many.contains("`257` strata; hint: at most 256"), "{many}");
    assert!(named(&|row| format!("{}{}", row % 2, "x".repeat(99))).is_ok());
    let long = named(&|row| format!("{}{}", row % 2, "x".repeat(100))).expect_err("too long");
    assert!(long.contains("cannot be a stratum"), "{long}");
}

/// Weeks of camps: each child wishes for two of three.
fn wishes(weeks: i64) -> Vec<(String, Values)> {
    let rows = || (0..weeks).flat_map(|week| (0..8).map(move |row| (week, row / 2, row % 2)));
    own(&[
        (
            "week",
            Values::Integers(rows().map(|(week, ..)| week).collect()),
        ),
        (
            "child",
            Values::Integers(rows().map(|(_, child, _)| child).collect()),
        ),
        (
            "camp",
            texts(rows().map(|(_, child, wish)| format!("c{}", (child + wish) % 3))),
        ),
        (
            "rank",
            Values::Integers(rows().map(|(.., wish)| wish + 1).collect()),
        ),
        ("places", Values::Integers(rows().map(|_| 2).collect())),
    ])
}

#[test]
fn groups_of_wishes_stay_whole() {
    let form = fixture::form(TemplateKind::Assign);
    let split = split(&form, &wishes(9)).expect("it can be cut");
    let sizes: Vec<_> = split.parts.values().map(Vec::len).collect();
    assert_eq!(sizes, [24, 24, 24]);
    assert_eq!(split.strata, ["all"]);
    assert!(said(&form, &wishes(2)).contains("too few"));
}

#[test]
fn wishes_out_of_order_or_bounds_are_refused() {
    let form = fixture::form(TemplateKind::Assign);
    let changed = |column: usize, row: usize, value: i64| {
        let mut table = wishes(9);
        if let Values::Integers(values) = &mut table[column].1 {
            values[row] = value;
        }
        said(&form, &table)
    };
    assert!(changed(3, 4, 0).contains("`params.rank`: row 5 of its column is less than 1"));
    assert!(changed(4, 0, -1).contains("row 1 of its column is not from 0 to 1000000"));
    assert!(changed(4, 0, 1_000_001).contains("is not from 0 to 1000000"));
    assert!(changed(4, 6, 3).contains("row 7 of its column differs from an earlier row"));
    let mut double = wishes(9);
    double[2].1 = texts((0..72).map(|_| "c".to_owned()));
    assert!(said(&form, &double).contains("row 2 of its column repeats a wish"));
    let mut costs = fixture::form(TemplateKind::Assign);
    let rank = costs.params.remove("rank").expect("it is set");
    costs.params.insert("cost".to_owned(), rank);
    let mut table = wishes(9);
    table[3].1 = Values::Numbers(vec![-0.5; 72]);
    assert!(said(&costs, &table).contains("`params.cost`: row 1 of its column is no number"));
}

#[test]
fn a_part_without_a_share_is_refused() {
    let mut form = fixture::form(TemplateKind::Assign);
    form.shares = Shares {
        training: 0,
        public: 0,
        ..Shares::default()
    };
    assert!(said(&form, &wishes(9)).starts_with("`shares.public`: a share of `0`"));
}
