//! Checks of an answer that nearly every harness makes.

use crate::PluginFault;

/// Demands a number of values.
pub fn expect_length(what: &str, found: usize, expected: usize) -> Result<(), PluginFault> {
    if found == expected {
        return Ok(());
    }
    Err(PluginFault::bad_answer(format!(
        "{what}: {found} values, expected {expected}"
    )))
}

/// Demands a number of values, all finite.
pub fn expect_finite(what: &str, values: &[f64], expected: usize) -> Result<(), PluginFault> {
    expect_length(what, values.len(), expected)?;
    all_finite(what, values)
}

/// Demands a value for each row and column, all finite; `rows` and `columns` are
/// how many there are and of what.
pub fn expect_finite_grid(
    what: &str,
    values: &[f64],
    rows: (usize, &str),
    columns: (usize, &str),
) -> Result<(), PluginFault> {
    if values.len() == rows.0 * columns.0 {
        return all_finite(what, values);
    }
    Err(PluginFault::bad_answer(format!(
        "{what}: {} values, expected {} ({} {} x {} {})",
        values.len(),
        rows.0 * columns.0,
        rows.0,
        rows.1,
        columns.0,
        columns.1
    )))
}

fn all_finite(what: &str, values: &[f64]) -> Result<(), PluginFault> {
    match values.iter().position(|value| !value.is_finite()) {
        None => Ok(()),
        Some(index) => Err(PluginFault::bad_answer(format!(
            "{what}: value {index} is {}, expected a finite number",
            values[index]
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(result: Result<(), PluginFault>) -> String {
        match result {
            Ok(()) => "fine".to_owned(),
            Err(PluginFault::BadAnswer(message) | PluginFault::Declined(message)) => message,
        }
    }

    #[test]
    fn a_grid_says_what_its_length_is_made_of() {
        let grid = |values: &[f64]| {
            message(expect_finite_grid(
                "f",
                values,
                (2, "car parks"),
                (3, "targets"),
            ))
        };
        assert_eq!(grid(&[1.0; 6]), "fine");
        assert_eq!(
            grid(&[1.0; 5]),
            "f: 5 values, expected 6 (2 car parks x 3 targets)"
        );
        assert_eq!(
            grid(&[f64::NAN; 6]),
            "f: value 0 is NaN, expected a finite number"
        );
    }

    #[test]
    fn lengths_and_values_are_named() {
        assert_eq!(message(expect_finite("f", &[1.0, 2.0], 2)), "fine");
        assert_eq!(
            message(expect_finite("f", &[1.0], 2)),
            "f: 1 values, expected 2"
        );
        let not_finite = [1.0, f64::NAN];
        assert_eq!(
            message(expect_finite("f", &not_finite, 2)),
            "f: value 1 is NaN, expected a finite number"
        );
        let infinite = [f64::NEG_INFINITY];
        assert_eq!(
            message(expect_finite("f", &infinite, 1)),
            "f: value 0 is -inf, expected a finite number"
        );
    }
}
