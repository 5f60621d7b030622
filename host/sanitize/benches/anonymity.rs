//! Measures the search of the lattice on a table like UCI Adult (30,162 rows, nine
//! quasi-identifiers, 12,960 combinations), on one core, and compares each optimum with
//! that of the exhaustive search; then classes, risks and loss of a million rows.

#![expect(clippy::print_stdout, reason = "figures are what the program is for")]

#[path = "../src/anonymity/adult.rs"]
mod adult;

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use arrow_array::{ArrayRef, Int64Array, RecordBatch, StringArray};
use arrow_schema::{DataType, Field, Schema};

use pilotbox_sanitize::{
    Table,
    anonymity::{
        Attribute, Criteria, Diversity, Sensitive, equivalence_classes, search, search_exhaustive,
    },
    measure::{Population, loss, risks},
};

/// Rows of the Adult set without missing values.
const ADULT_ROWS: usize = 30_162;

/// Runs of which the median is printed.
const RUNS: usize = 5;

const MILLION: usize = 1_000_000;

fn main() {
    let attributes = adult::adult(ADULT_ROWS, 7);
    let all = criteria();
    println!("{ADULT_ROWS} rows, k-anonymity; times are medians of {RUNS} runs");
    let (optima, took) = timed(|| search_exhaustive(&attributes, &[], &all));
    println!(
        "exhaustive search of all {} together: {took:.1?}",
        all.len()
    );
    println!("  k  suppression     time  nodes  checked    loss  optimum  levels");
    for (criteria, optimum) in all.iter().zip(optima.expect("the input is fine")) {
        let (found, took) = median(|| search(&attributes, &[], criteria));
        let found = found.expect("there is a solution");
        let equal = optimum
            .is_some_and(|o| o.levels == found.levels && o.loss.to_bits() == found.loss.to_bits());
        println!(
            "{:>3} {:>10} % {:>6.1} ms {:>6} {:>8} {:>7.4}  {:<7}  {:?}",
            criteria.k,
            criteria.max_suppressed * 100.0,
            took.as_secs_f64() * 1e3,
            found.nodes,
            found.checked,
            found.loss,
            if equal { "equal" } else { "OTHER" },
            found.levels,
        );
    }
    further_criteria(attributes);
    a_million();
}

fn criteria() -> Vec<Criteria> {
    let plain = |k, max_suppressed| Criteria {
        k,
        max_suppressed,
        diversity: None,
        closeness: None,
    };
    let shares = |k| [0.0, 0.02, 0.05].map(|share| plain(k, share));
    [2, 3, 5, 10].into_iter().flat_map(shares).collect()
}

/// The occupation as what is sensitive, the others as before.
fn further_criteria(mut attributes: Vec<Attribute>) {
    let occupation = attributes.remove(7);
    let secret = [Sensitive {
        name: occupation.name,
        codes: occupation.codes,
        ordered: false,
    }];
    let kinds = [
        ("distinct 3", Some(Diversity::Distinct { l: 3 }), None),
        ("entropy 3", Some(Diversity::Entropy { l: 3.0 }), None),
        (
            "recursive 3, 3",
            Some(Diversity::Recursive { c: 3.0, l: 3 }),
            None,
        ),
        ("closeness 0.2", None, Some(0.2)),
    ];
    println!("k = 5 with a sensitive column");
    for (name, diversity, closeness) in kinds {
        for max_suppressed in [0.0, 0.05] {
            let criteria = Criteria {
                k: 5,
                max_suppressed,
                diversity,
                closeness,
            };
            let (found, took) = median(|| search(&attributes, &secret, &criteria));
            let found = found.expect("there is a solution");
            let (percent, ms) = (max_suppressed * 100.0, took.as_secs_f64() * 1e3);
            let (nodes, checked, loss) = (found.nodes, found.checked, found.loss);
            println!("  {name:<15} {percent:>3} % {ms:>7.1} ms {nodes:>6} {checked:>6} {loss:.4}");
        }
    }
}

fn a_million() {
    let attributes = adult::adult(MILLION, 11);
    println!("a million rows");
    let plain = Criteria {
        k: 5,
        max_suppressed: 0.02,
        diversity: None,
        closeness: None,
    };
    let (found, took) = timed(|| search(&attributes, &[], &plain));
    let found = found.expect("there is a solution");
    println!(
        "  search, k = 5, 2 %: {took:.1?}, {} nodes checked, loss {:.4}",
        found.checked, found.loss
    );
    let columns: Vec<&[u32]> = attributes
        .iter()
        .map(|attribute| attribute.codes.as_slice())
        .collect();
    let (classes, took) = median(|| equivalence_classes(&columns));
    println!("  classes: {took:.1?}");
    let classes = classes.expect("they fit");
    let (measured, took) = median(|| risks(&classes, 0.2, Population::Sampled(0.1)));
    println!(
        "  risks of {} classes: {took:.1?}",
        measured.expect("they fit").classes
    );
    loss_of_a_million(&attributes);
}

/// Four columns: two of numbers that become text bands, two of text that stay.
fn loss_of_a_million(attributes: &[Attribute]) {
    let exact = |value: u32| i64::from(value) * 7;
    let numbers = |codes: &[u32]| -> ArrayRef {
        Arc::new(
            codes
                .iter()
                .map(|value| Some(exact(*value)))
                .collect::<Int64Array>(),
        )
    };
    let bands = |codes: &[u32]| -> ArrayRef {
        let band = |value: &u32| Some(format!("{}-{}", value / 10 * 70, value / 10 * 70 + 69));
        Arc::new(codes.iter().map(band).collect::<StringArray>())
    };
    let (age, country) = (&attributes[1].codes, &attributes[5].codes);
    let before = table(vec![
        numbers(age),
        numbers(country),
        bands(age),
        bands(country),
    ]);
    let after = table(vec![bands(age), bands(country), bands(age), bands(country)]);
    let kept = vec![true; MILLION];
    let (measured, took) = median(|| loss(&before, &after, Some(&kept)));
    let columns = measured.expect("they fit").columns.len();
    println!("  loss of {columns} columns, two threads: {took:.1?}");
}

fn table(columns: Vec<ArrayRef>) -> Table {
    let field = |(place, column): (usize, &ArrayRef)| {
        let data_type: DataType = column.data_type().clone();
        Field::new(place.to_string(), data_type, true)
    };
    let schema = Schema::new(columns.iter().enumerate().map(field).collect::<Vec<_>>());
    let block = RecordBatch::try_new(Arc::new(schema.clone()), columns).expect("it fits");
    Table::new("t", schema, vec![block]).expect("it is one")
}

fn timed<T>(run: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let result = run();
    (result, start.elapsed())
}

fn median<T>(run: impl Fn() -> T) -> (T, Duration) {
    let mut runs: Vec<(T, Duration)> = (0..RUNS).map(|_| timed(&run)).collect();
    runs.sort_by_key(|(_, took)| *took);
    runs.swap_remove(RUNS / 2)
}
