//! Tests of the steps, cell by cell.

use arrow_array::Float64Array;

use super::*;
use crate::change::Key;

fn applied(step: &Step, cells: &ArrayRef) -> (Vec<Option<String>>, u64) {
    applied_with(step, cells, &|_| Vec::new())
}

fn applied_with(step: &Step, cells: &ArrayRef, redactor: &Redactor) -> (Vec<Option<String>>, u64) {
    let pseudonyms = Key::new([1; 32]).pseudonyms("a");
    let (after, changed) = apply(step, cells, &pseudonyms, redactor).expect("it works");
    let texts = cast(&after, &DataType::Utf8).expect("it is text");
    let texts = texts.as_string::<i32>().iter();
    (texts.map(|text| text.map(str::to_owned)).collect(), changed)
}

fn some(texts: &[&str]) -> Vec<Option<String>> {
    texts.iter().map(|text| Some((*text).to_owned())).collect()
}

#[test]
fn equal_values_get_equal_names_whatever_their_type() {
    let step = Step::Pseudonym {
        prefix: "p-".to_owned(),
        length: 12,
    };
    let cells: ArrayRef = Arc::new(Int64Array::from(vec![Some(7), None, Some(7)]));
    let (numbers, changed) = applied(&step, &cells);
    let (texts, _) = applied(&step, &(Arc::new(StringArray::from(vec!["7"])) as ArrayRef));
    assert_eq!(
        (numbers[0].as_ref(), &numbers[1], changed),
        (texts[0].as_ref(), &None, 2)
    );
    let name = numbers[2].as_ref().expect("there is one");
    assert!(name.starts_with("p-") && name.len() == 14, "{name}");
}

#[test]
fn numbers_are_coded_and_clamped() {
    let cells = || -> ArrayRef { Arc::new(Int64Array::from(vec![-5, 3, 99])) };
    assert_eq!(
        applied(&Step::TopCode { at: 90.0 }, &cells()),
        (some(&["-5", "3", "90"]), 1)
    );
    assert_eq!(
        applied(&Step::BottomCode { at: 0.0 }, &cells()),
        (some(&["0", "3", "99"]), 1)
    );
    let clamp = Step::Clamp {
        min: 0.0,
        max: 90.0,
    };
    assert_eq!(applied(&clamp, &cells()), (some(&["0", "3", "90"]), 2));
    let cells: ArrayRef = Arc::new(Float64Array::from(vec![-5.5, 3.5, 99.5]));
    assert_eq!(applied(&clamp, &cells), (some(&["0.0", "3.5", "90.0"]), 2));
}

#[test]
fn halves_are_rounded_away_from_zero() {
    let round = |to| Step::Round { to };
    let whole: ArrayRef = Arc::new(Int64Array::from(vec![-15, -14, 14, 15, i64::MAX, i64::MIN]));
    let expected = some(&[
        "-20",
        "-10",
        "10",
        "20",
        "9223372036854775800",
        "-9223372036854775800",
    ]);
    assert_eq!(applied(&round(10.0), &whole).0, expected);
    let odd: ArrayRef = Arc::new(Int64Array::from(vec![3, 4, -4]));
    assert_eq!(applied(&round(7.0), &odd).0, some(&["0", "7", "-7"]));
    let parts: ArrayRef = Arc::new(Float64Array::from(vec![0.25, 0.34, -0.01, 1e300]));
    assert_eq!(
        applied(&round(0.1), &parts).0,
        some(&["0.3", "0.3", "0.0", "1e300"])
    );
}

/// Marks each `x`, byte by byte.
fn marks_x(text: &str) -> Vec<(usize, usize)> {
    text.match_indices('x')
        .map(|(start, part)| (start, start + part.len()))
        .collect()
}

#[test]
fn what_is_marked_is_replaced() {
    let step = Step::Redact {
        with: "▮".to_owned(),
    };
    let cells: ArrayRef = Arc::new(StringArray::from(vec![Some("axbx"), None, Some("ü")]));
    let (texts, changed) = applied_with(&step, &cells, &marks_x);
    assert_eq!(
        (texts, changed),
        (vec![Some("a▮b▮".to_owned()), None, Some("ü".to_owned())], 1)
    );
}

#[test]
fn overlapping_marks_are_one() {
    let step = Step::Redact {
        with: "-".to_owned(),
    };
    let redactor = |text: &str| {
        if text == "abcdef" {
            vec![(2, 4), (1, 3), (3, 3)]
        } else {
            vec![]
        }
    };
    let cells: ArrayRef = Arc::new(StringArray::from(vec!["abcdef"]));
    assert_eq!(applied_with(&step, &cells, &redactor).0, some(&["a-ef"]));
}

#[test]
fn a_text_goes_whole_when_it_cannot_be_made_clean() {
    let step = Step::Redact {
        with: "-".to_owned(),
    };
    let always = |text: &str| if text.len() > 1 { vec![(0, 1)] } else { vec![] };
    let beside = |text: &str| {
        if text.len() > 1 {
            vec![(0, 99)]
        } else {
            vec![]
        }
    };
    let within_a_letter = |text: &str| if text.len() > 1 { vec![(0, 1)] } else { vec![] };
    let cells = || -> ArrayRef { Arc::new(StringArray::from(vec!["жabc"])) };
    assert_eq!(applied_with(&step, &cells(), &beside).0, some(&["-"]));
    assert_eq!(
        applied_with(&step, &cells(), &within_a_letter).0,
        some(&["-"])
    );
    let cells: ArrayRef = Arc::new(StringArray::from(vec!["abcdefgh"]));
    assert_eq!(applied_with(&step, &cells, &always).0, some(&["-"]));
    let everything = |_: &str| vec![(0, 0)];
    assert_eq!(applied_with(&step, &cells, &everything).0, some(&[""]));
}
