//! Names the most frequent class, whatever the row.

use pilotbox_plugin::templates::classify::{Refusal, Request};

pilotbox_plugin::export!(classify => classify);

fn classify(request: Request) -> Result<Vec<u32>, Refusal> {
    let mut counts = vec![0_u32; request.classes.len()];
    for label in &request.labels {
        if let Some(count) = counts.get_mut(*label as usize) {
            *count += 1;
        }
    }
    // The first of equals: the last would be `max_by_key`'s.
    let most = counts.iter().max().copied().unwrap_or_default();
    let class = counts.iter().position(|count| *count == most);
    match class {
        Some(class) => Ok(vec![class as u32; request.rows as usize]),
        None => Err(Refusal::Other("there are no classes".to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(classes: &[&str], labels: Vec<u32>) -> Request {
        Request {
            features: vec![],
            classes: classes.iter().map(|class| (*class).to_owned()).collect(),
            labels,
            rows: 2,
        }
    }

    #[test]
    fn the_most_frequent_class_is_named_for_every_row() {
        let answer = classify(request(&["a", "b", "c"], vec![2, 1, 2])).expect("classes");
        assert_eq!(answer, [2, 2]);
        let equal = classify(request(&["a", "b"], vec![1, 0])).expect("classes");
        assert_eq!(equal, [0, 0]);
    }

    #[test]
    fn no_classes_are_refused() {
        assert!(classify(request(&[], vec![])).is_err());
    }
}
