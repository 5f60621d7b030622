//! Equivalence classes of rows by any number of columns.

use super::{AnonymityError, key::Numbering, problem::same_rows};

/// The class of each row: rows with the same codes in all columns share one. Classes are
/// numbered from 0 in order of appearance; without columns there are no rows. Refuses
/// columns of different lengths and too many rows.
pub fn equivalence_classes(columns: &[&[u32]]) -> Result<Vec<u32>, AnonymityError> {
    let rows = same_rows(columns.iter().map(|codes| ("", codes.len())))?;
    let mut classes = vec![0_u32; rows];
    for codes in columns {
        // Each further column parts the classes so far: a pair of numbers fits into a key
        // whatever the number of columns is.
        let mut numbering = Numbering::<u64>::for_keys(rows.min(1 << 12));
        for (class, code) in classes.iter_mut().zip(*codes) {
            *class = numbering.number(u64::from(*class) << 32 | u64::from(*code));
        }
    }
    Ok(classes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_alike_in_all_columns_share_a_class() {
        let classes = equivalence_classes(&[&[1, 1, 2, 1], &[u32::MAX, 0, 0, u32::MAX]]);
        assert_eq!(classes.expect("they fit"), [0, 1, 2, 0]);
        assert_eq!(equivalence_classes(&[]).expect("nothing"), [0; 0]);
    }

    #[test]
    fn columns_of_different_lengths_have_no_classes() {
        assert!(equivalence_classes(&[&[1], &[1, 2]]).is_err());
    }
}
