//! Which rows look alike in some columns.

use rustc_hash::{FxHashMap, FxHashSet};

use super::encode::Dictionary;
use crate::{Table, threads::in_two_threads};

/// The class of each row by the values of these columns together: equal rows, equal
/// number, from 0 by appearance. Missing values are alike. Columns that the table does
/// not have are passed over; without any, all rows are of one class.
pub fn crowds(table: &Table, columns: &[&str]) -> Vec<u32> {
    let mut classes = vec![0; table.rows()];
    let places: Vec<usize> = columns
        .iter()
        .filter_map(|name| table.column(name))
        .collect();
    let encode = |place: &usize| Dictionary::default().encode(table, *place).codes;
    for codes in in_two_threads(&places, encode) {
        let mut numbers: FxHashMap<(u32, u32), u32> = FxHashMap::default();
        let mut next = 0;
        for (class, code) in classes.iter_mut().zip(codes) {
            let number = numbers.entry((*class, code)).or_insert_with(|| {
                let number = next;
                next += 1;
                number
            });
            *class = *number;
        }
    }
    classes
}

/// The class of each person once for each class that the person stands in: what risks of
/// persons are measured from. `persons` tells whose each row is.
pub fn per_person(classes: &[u32], persons: &[u32]) -> Vec<u32> {
    let mut seen = FxHashSet::default();
    let pairs = classes.iter().zip(persons);
    let first = pairs.filter(|pair| seen.insert(*pair));
    first.map(|(class, _)| *class).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow_array::{ArrayRef, Int64Array, RecordBatch, StringArray};

    use super::*;

    #[test]
    fn somebody_counts_once_in_each_crowd() {
        let classes = per_person(&[0, 0, 0, 1, 1, 2], &[7, 7, 8, 7, 8, 9]);
        assert_eq!(classes, [0, 0, 1, 1, 2]);
        assert_eq!(per_person(&[], &[]), [0; 0]);
    }

    #[test]
    fn rows_of_equal_values_are_of_one_class_across_blocks() {
        let sex: ArrayRef = Arc::new(StringArray::from(vec![Some("f"), Some("m"), None]));
        let age: ArrayRef = Arc::new(Int64Array::from(vec![30, 30, 30]));
        let block =
            RecordBatch::try_from_iter_with_nullable([("sex", sex, true), ("age", age, true)]);
        let block = block.expect("a block");
        let schema = block.schema().as_ref().clone();
        let table = Table::new("t", schema, vec![block.clone(), block]).expect("a table");
        assert_eq!(crowds(&table, &["sex", "age"]), [0, 1, 2, 0, 1, 2]);
        assert_eq!(crowds(&table, &["age", "nothing"]), [0; 6]);
        assert_eq!(crowds(&table, &[]), [0; 6]);
    }
}
