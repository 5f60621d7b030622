use std::sync::Arc;

use arrow_array::{
    ArrayRef, BooleanArray, Date32Array, Float64Array, Int64Array, RecordBatch, StringArray,
    TimestampMillisecondArray,
};
use arrow_schema::{Field, Schema};

use super::*;

fn table(columns: Vec<(&str, ArrayRef)>) -> Table {
    let fields: Vec<Field> = columns
        .iter()
        .map(|(name, array)| Field::new(*name, array.data_type().clone(), true))
        .collect();
    let schema = Schema::new(fields);
    let arrays: Vec<ArrayRef> = columns.into_iter().map(|(_, array)| array).collect();
    let block = RecordBatch::try_new(Arc::new(schema.clone()), arrays).expect("it fits");
    // Two blocks, so that codes are shared by blocks.
    let middle = block.num_rows() / 2;
    let blocks = vec![
        block.slice(0, middle),
        block.slice(middle, block.num_rows() - middle),
    ];
    Table::new("t", schema, blocks).expect("it is one")
}

fn numbers(values: &[i64]) -> ArrayRef {
    Arc::new(Int64Array::from(values.to_vec()))
}

fn texts(values: &[&str]) -> ArrayRef {
    let values = values
        .iter()
        .map(|text| (!text.is_empty()).then_some(*text));
    Arc::new(values.collect::<StringArray>())
}

fn one(before: ArrayRef, after: ArrayRef, kept: Option<&[bool]>) -> ColumnLoss {
    let (before, after) = (table(vec![("x", before)]), table(vec![("x", after)]));
    loss(&before, &after, kept)
        .expect("they fit")
        .columns
        .remove(0)
}

fn near(found: Option<f64>, expected: f64) {
    let found = found.expect("it is known");
    assert!((found - expected).abs() < 1e-12, "{found}, not {expected}");
}

#[test]
fn an_unchanged_column_lost_nothing() {
    let values = || numbers(&[1, 5, 5, 9]);
    let found = one(values(), values(), Some(&[true; 4]));
    near(found.information_loss, 0.0);
    near(found.certainty_penalty, 0.0);
    let nothing = Distance::Numbers {
        kolmogorov_smirnov: 0.0,
        wasserstein: 0.0,
        wasserstein_share: 0.0,
    };
    assert_eq!(
        (found.distance, found.distinct_before, found.distinct_after),
        (nothing, 3, 3)
    );
    near(Some(found.entropy_before), 1.5);
}

#[test]
fn a_number_that_became_a_band_is_compared_by_the_kept_rows() {
    let before = numbers(&[31, 35, 42, 44, 90]);
    let after = texts(&["30-39", "30-39", "40-49", "40-49"]);
    let found = one(before, after, Some(&[true, true, true, true, false]));
    near(
        found.certainty_penalty,
        (2.0 * 4.0 / 59.0 + 2.0 * 2.0 / 59.0 + 1.0) / 5.0,
    );
    near(found.information_loss, 1.0 - 0.8 * 0.5);
    let expected = Distance::Recoded {
        total_variation: 0.0,
        jensen_shannon: 0.0,
        covered: 0.8,
    };
    assert_eq!(found.distance, expected);
}

#[test]
fn left_out_rows_shift_what_the_new_names_say() {
    let before = texts(&["a", "a", "a", "b"]);
    let found = one(
        before,
        texts(&["A", "B"]),
        Some(&[true, false, false, true]),
    );
    let Distance::Recoded {
        total_variation,
        covered,
        ..
    } = found.distance
    else {
        panic!(
            "new names are compared as such, not as {:?}",
            found.distance
        );
    };
    near(Some(total_variation), 0.25);
    near(Some(covered), 1.0);
    near(found.certainty_penalty, 0.5);
}

#[test]
fn names_that_stayed_are_compared_as_names() {
    let found = one(texts(&["a", "a", "b", "b"]), texts(&["a", "a", "b"]), None);
    let Distance::Categories {
        total_variation,
        jensen_shannon,
    } = found.distance
    else {
        panic!("they are names, not {:?}", found.distance);
    };
    near(Some(total_variation), 2.0 / 3.0 - 0.5);
    assert!(jensen_shannon > 0.0 && jensen_shannon < 0.1);
    assert_eq!(
        (found.information_loss, found.certainty_penalty),
        (None, None)
    );
}

#[test]
fn times_rounded_to_dates_are_compared_in_days() {
    let before: ArrayRef = Arc::new(TimestampMillisecondArray::from(vec![
        43_200_000,
        129_600_000,
    ]));
    let after: ArrayRef = Arc::new(Date32Array::from(vec![0, 1]));
    let Distance::Numbers {
        wasserstein,
        wasserstein_share,
        ..
    } = one(before, after, None).distance
    else {
        panic!("dates are compared as numbers");
    };
    near(Some(wasserstein), 0.5);
    near(Some(wasserstein_share), 0.5);
}

#[test]
fn values_taken_out_are_missing_and_count_as_lost() {
    let found = one(
        texts(&["a", "b", "", "c"]),
        texts(&["a", "", "", "c"]),
        Some(&[true; 4]),
    );
    near(Some(found.missing_before), 0.25);
    near(Some(found.missing_after), 0.5);
    near(found.certainty_penalty, 1.0 / 3.0);
}

#[test]
fn a_dropped_column_lost_everything() {
    let before = table(vec![("x", texts(&["a"])), ("y", texts(&["b"]))]);
    let after = table(vec![("y", texts(&["b"]))]);
    let found = loss(&before, &after, Some(&[true])).expect("they fit");
    let dropped = &found.columns[0];
    assert!(dropped.dropped && !found.columns[1].dropped);
    near(dropped.certainty_penalty, 1.0);
    assert_eq!(
        dropped.distance,
        Distance::None {
            reason: NotCompared::Dropped
        }
    );
}

#[test]
fn what_shares_nothing_is_not_compared() {
    let not = |before, after| match one(before, after, None).distance {
        Distance::None { reason } => reason,
        other => panic!("compared as {other:?}"),
    };
    assert_eq!(
        not(numbers(&[1, 2]), texts(&["1-2", "1-2"])),
        NotCompared::NothingShared
    );
    assert_eq!(
        not(texts(&["a", "b"]), texts(&["A", "A"])),
        NotCompared::NothingShared
    );
    assert_eq!(
        not(texts(&["a", "b"]), texts(&["", ""])),
        NotCompared::NoValues
    );
}

#[test]
fn true_and_false_are_names_and_a_number_that_is_none_is_missing() {
    let flags = || -> ArrayRef { Arc::new(BooleanArray::from(vec![true, false])) };
    assert!(matches!(
        one(flags(), flags(), None).distance,
        Distance::Categories { .. }
    ));
    let values: ArrayRef = Arc::new(Float64Array::from(vec![f64::NAN, 0.0, -0.0, f64::INFINITY]));
    let found = one(Arc::clone(&values), values, None);
    near(Some(found.missing_before), 0.5);
    assert_eq!(found.distinct_before, 1);
}

#[test]
fn a_table_without_rows_lost_nothing() {
    let found = one(texts(&[]), texts(&[]), Some(&[]));
    near(found.information_loss, 0.0);
    near(found.certainty_penalty, 0.0);
}

#[test]
fn a_mask_of_other_tables_is_refused() {
    let (before, after) = (
        table(vec![("x", texts(&["a", "b"]))]),
        table(vec![("x", texts(&["a"]))]),
    );
    for mask in [[true, true].as_slice(), &[true], &[true, false, false]] {
        let error = loss(&before, &after, Some(mask)).expect_err("it is refused");
        assert!(error.to_string().starts_with("the mask of kept rows has"));
    }
}

#[test]
fn the_result_travels_as_json() {
    let found = one(texts(&["a"]), texts(&["a"]), Some(&[true]));
    let json = serde_json::to_string(&found).expect("it is plain");
    assert!(json.contains(r#""distance":{"kind":"categories""#));
    assert_eq!(
        serde_json::from_str::<ColumnLoss>(&json).expect("it is the same"),
        found
    );
}
