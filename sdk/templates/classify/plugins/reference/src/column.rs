//! What one column says of each class.

use std::collections::BTreeMap;

use pilotbox_plugin::templates::classify::{Feature, Values};

/// Part of the whole column's variance that each class has at least, so that a
/// class whose values are all equal is not certain of anything.
const LEAST_VARIANCE: f64 = 1e-3;

/// A column that was learnt, with the values that are asked for.
pub(crate) enum Column {
    /// Mean and variance of each class.
    Numbers {
        classes: Vec<(f64, f64)>,
        asked: Vec<f64>,
    },
    /// The logarithm of each text's share in each class, and of a text that was
    /// never seen.
    Text {
        shares: BTreeMap<String, Vec<f64>>,
        unseen: Vec<f64>,
        asked: Vec<String>,
    },
    /// Says nothing.
    Silent,
}

impl Column {
    pub(crate) fn learn(feature: &Feature, labels: &[u32], classes: usize) -> Self {
        match (&feature.known, &feature.asked) {
            (Values::Numbers(known), Values::Numbers(asked)) => {
                numbers(known, asked, labels, classes)
            }
            (Values::Text(known), Values::Text(asked)) => text(known, asked, labels, classes),
            _ => Self::Silent,
        }
    }

    /// The logarithm of the likelihood of a row's value in a class; 0 where it is
    /// missing.
    pub(crate) fn log_likelihood(&self, row: usize, class: usize) -> f64 {
        match self {
            Self::Numbers { classes, asked } => match (asked.get(row), classes.get(class)) {
                (Some(value), Some((mean, variance))) if value.is_finite() => {
                    let distance = value - mean;
                    -0.5 * (variance.ln() + distance * distance / variance)
                }
                _ => 0.0,
            },
            Self::Text {
                shares,
                unseen,
                asked,
            } => match asked.get(row) {
                Some(text) if !text.is_empty() => {
                    let shares = shares.get(text).unwrap_or(unseen);
                    shares.get(class).copied().unwrap_or_default()
                }
                _ => 0.0,
            },
            Self::Silent => 0.0,
        }
    }
}

fn numbers(known: &[f64], asked: &[f64], labels: &[u32], classes: usize) -> Column {
    let (mean, variance) = moments(known.iter().copied());
    if !(variance > 0.0 && variance.is_finite()) {
        return Column::Silent;
    }
    let least = LEAST_VARIANCE * variance;
    let of_class = |class: usize| {
        let own = known.iter().zip(labels);
        let own = own.filter(|(_, label)| **label as usize == class);
        let (own_mean, own_variance) = moments(own.map(|(value, _)| *value));
        if own_mean.is_finite() {
            (own_mean, own_variance.max(least))
        } else {
            (mean, variance)
        }
    };
    Column::Numbers {
        classes: (0..classes).map(of_class).collect(),
        asked: asked.to_vec(),
    }
}

/// Mean and variance of the values that are there; NaN without any.
fn moments(values: impl Iterator<Item = f64> + Clone) -> (f64, f64) {
    let known = values.filter(|value| value.is_finite());
    let (sum, count) = known
        .clone()
        .fold((0.0, 0.0), |(sum, count), value| (sum + value, count + 1.0));
    let mean = sum / count;
    let squares = known.fold(0.0, |sum, value| sum + (value - mean) * (value - mean));
    (mean, squares / count)
}

/// Shares with one row more of each text, after Laplace.
fn text(known: &[String], asked: &[String], labels: &[u32], classes: usize) -> Column {
    let mut counts: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    let mut whole = vec![0.0; classes];
    for (text, label) in known
        .iter()
        .zip(labels)
        .filter(|(text, _)| !text.is_empty())
    {
        let own = counts.entry(text).or_insert_with(|| vec![0.0; classes]);
        let class = *label as usize;
        if let (Some(count), Some(all)) = (own.get_mut(class), whole.get_mut(class)) {
            *count += 1.0;
            *all += 1.0;
        }
    }
    let kinds = counts.len() as f64 + 1.0;
    let share = |count: &f64, all: &f64| ((count + 1.0) / (all + kinds)).ln();
    let shares = counts.iter().map(|(text, own)| {
        let shares = own.iter().zip(&whole).map(|(count, all)| share(count, all));
        ((*text).to_owned(), shares.collect())
    });
    Column::Text {
        shares: shares.collect(),
        unseen: whole.iter().map(|all| share(&0.0, all)).collect(),
        asked: asked.to_vec(),
    }
}
