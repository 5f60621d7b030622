//! Errors of forecasts. `truth` and `forecast` are of equal length; units are
//! those of the values unless said otherwise.

/// The mean of some values, summed in order.
pub fn mean(values: impl IntoIterator<Item = f64>) -> f64 {
    let (sum, count) = values
        .into_iter()
        .fold((0.0, 0.0), |(sum, n), v| (sum + v, n + 1.0));
    if count == 0.0 { f64::NAN } else { sum / count }
}

/// Mean absolute error.
pub fn mae(truth: &[f64], forecast: &[f64]) -> f64 {
    mean(absolute_errors(truth, forecast))
}

/// Largest absolute error.
pub fn max_error(truth: &[f64], forecast: &[f64]) -> f64 {
    absolute_errors(truth, forecast).fold(f64::NAN, f64::max)
}

/// Root of the mean squared error.
pub fn rmse(truth: &[f64], forecast: &[f64]) -> f64 {
    libm::sqrt(mean(pairs(truth, forecast).map(|(t, f)| (t - f) * (t - f))))
}

/// Weighted absolute percentage error: absolute errors over absolute truths,
/// as a share. Source: Kolassa and Schütz, "Advantages of the MAD/MEAN ratio
/// over the MAPE", Foresight 6 (2007).
pub fn wape(truth: &[f64], forecast: &[f64]) -> f64 {
    let total = pairs(truth, forecast).fold(0.0, |sum, (t, _)| sum + t.abs());
    absolute_errors(truth, forecast).fold(0.0, |sum, e| sum + e) / total
}

/// Mean absolute scaled error: the error over that of repeating the value
/// `season` steps earlier in `history`, as a ratio. Source: Hyndman and Koehler,
/// "Another look at measures of forecast accuracy", International Journal of
/// Forecasting 22 (2006).
pub fn mase(history: &[f64], season: usize, truth: &[f64], forecast: &[f64]) -> f64 {
    let later = history.get(season..).unwrap_or(&[]);
    mae(truth, forecast) / mae(later, &history[..later.len()])
}

/// Pinball loss of a forecast of the `quantile` (0 to 1). Source: Koenker and
/// Bassett, "Regression quantiles", Econometrica 46 (1978).
pub fn pinball(truth: &[f64], forecast: &[f64], quantile: f64) -> f64 {
    mean(pairs(truth, forecast).map(|(t, f)| {
        if t >= f {
            quantile * (t - f)
        } else {
            (1.0 - quantile) * (f - t)
        }
    }))
}

fn absolute_errors<'a>(truth: &'a [f64], forecast: &'a [f64]) -> impl Iterator<Item = f64> + 'a {
    pairs(truth, forecast).map(|(t, f)| (t - f).abs())
}

fn pairs<'a>(truth: &'a [f64], forecast: &'a [f64]) -> impl Iterator<Item = (f64, f64)> + 'a {
    truth
        .iter()
        .copied()
        .zip(forecast.iter().copied())
        .filter(|(t, _)| !t.is_nan())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TRUTH: [f64; 4] = [2.0, 4.0, f64::NAN, 6.0];
    const FORECAST: [f64; 4] = [3.0, 4.0, 9.0, 2.0];

    fn close(a: f64, b: f64) -> bool {
        (a - b).abs() < 1e-12
    }

    #[test]
    fn errors_by_hand() {
        assert!(close(mae(&TRUTH, &FORECAST), 5.0 / 3.0));
        assert!(close(max_error(&TRUTH, &FORECAST), 4.0));
        assert!(close(rmse(&TRUTH, &FORECAST), (17.0_f64 / 3.0).sqrt()));
        assert!(close(wape(&TRUTH, &FORECAST), 5.0 / 12.0));
        assert!(close(
            pinball(&TRUTH, &FORECAST, 0.9),
            (0.1 + 0.0 + 3.6) / 3.0
        ));
    }

    #[test]
    fn scaled_error_of_repeating_the_season_is_one() {
        let history = [1.0, 5.0, 3.0, 9.0];
        assert!(close(mase(&history, 2, &history[2..], &history[..2]), 1.0));
    }

    #[test]
    fn nothing_to_compare_is_nan() {
        assert!(mae(&[], &[]).is_nan());
        assert!(max_error(&[f64::NAN], &[1.0]).is_nan());
        assert!(mase(&[1.0], 7, &[1.0], &[1.0]).is_nan());
    }
}
