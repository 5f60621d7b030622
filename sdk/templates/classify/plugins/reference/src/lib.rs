//! Naive Bayes over mixed columns: numbers are normal within a class, texts are
//! counted. Source: Hand and Yu, "Idiot's Bayes: not so stupid after all?",
//! International Statistical Review 69 (2001).

mod column;

use column::Column;
use pilotbox_plugin::templates::classify::{Refusal, Request};

pilotbox_plugin::export!(classify => classify);

fn classify(request: Request) -> Result<Vec<u32>, Refusal> {
    let classes = request.classes.len();
    if classes == 0 || request.labels.is_empty() {
        return Err(Refusal::Other("there is nothing to learn from".to_owned()));
    }
    let columns: Vec<Column> = request
        .features
        .iter()
        .map(|feature| Column::learn(feature, &request.labels, classes))
        .collect();
    let prior = prior(&request.labels, classes);
    Ok((0..request.rows as usize)
        .map(|row| likeliest(&prior, &columns, row))
        .collect())
}

/// The logarithm of each class's share, one row more in each.
fn prior(labels: &[u32], classes: usize) -> Vec<f64> {
    let mut counts = vec![1.0; classes];
    for label in labels {
        if let Some(count) = counts.get_mut(*label as usize) {
            *count += 1.0;
        }
    }
    let whole = (labels.len() + classes) as f64;
    counts
        .iter()
        .map(|count: &f64| (count / whole).ln())
        .collect()
}

/// The class of the largest posterior; the first of equals.
fn likeliest(prior: &[f64], columns: &[Column], row: usize) -> u32 {
    let mut best = (0, f64::NEG_INFINITY);
    for (class, prior) in prior.iter().enumerate() {
        let sum = columns.iter().fold(*prior, |sum, column| {
            sum + column.log_likelihood(row, class)
        });
        if sum > best.1 {
            best = (class, sum);
        }
    }
    best.0 as u32
}

#[cfg(test)]
mod tests {
    use pilotbox_plugin::templates::classify::{Feature, Values};

    use super::*;

    fn texts(values: &[&str]) -> Values {
        Values::Text(values.iter().map(|value| (*value).to_owned()).collect())
    }

    fn feature(known: Values, asked: Values) -> Feature {
        Feature {
            name: "x".into(),
            known,
            asked,
        }
    }

    fn request(features: Vec<Feature>, rows: u32) -> Request {
        Request {
            features,
            classes: vec!["low".into(), "high".into()],
            labels: vec![0, 0, 0, 1, 1, 1],
            rows,
        }
    }

    #[test]
    fn numbers_and_texts_tell_classes_apart() {
        let number = feature(
            Values::Numbers(vec![1.0, 1.2, 0.9, 5.0, 5.2, 4.9]),
            Values::Numbers(vec![1.1, 4.8, f64::NAN]),
        );
        let text = feature(
            texts(&["a", "a", "b", "c", "c", "b"]),
            texts(&["b", "b", "c"]),
        );
        let answer = classify(request(vec![number, text], 3)).expect("there are rows");
        assert_eq!(answer, [0, 1, 1]);
    }

    #[test]
    fn a_constant_column_and_an_unknown_text_decide_nothing() {
        let constant = feature(
            Values::Numbers(vec![2.0; 6]),
            Values::Numbers(vec![2.0, 3.0]),
        );
        let text = feature(
            texts(&["a", "a", "a", "b", "b", "b"]),
            texts(&["a", "never seen"]),
        );
        let answer = classify(request(vec![constant, text], 2)).expect("there are rows");
        assert_eq!(answer[0], 0);
    }

    #[test]
    fn nothing_to_learn_from_is_refused() {
        let mut empty = request(vec![], 1);
        empty.labels.clear();
        assert!(classify(empty).is_err());
    }
}
