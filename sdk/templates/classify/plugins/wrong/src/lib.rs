//! Answers outside the contract. Which way depends on the number of rows, so that
//! cases of different sizes meet several.

use pilotbox_plugin::templates::classify::{Refusal, Request};

pilotbox_plugin::export!(classify => classify);

fn classify(request: Request) -> Result<Vec<u32>, Refusal> {
    let rows = request.rows as usize;
    Ok(match rows % 3 {
        0 => vec![0; rows + 1],
        1 => vec![request.classes.len() as u32; rows],
        _ => Vec::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_answer_is_well_formed() {
        for rows in 1..6 {
            let request = Request {
                features: vec![],
                classes: vec!["a".into(), "b".into()],
                labels: vec![0],
                rows,
            };
            let answer = classify(request).expect("it never refuses");
            let fits = answer.len() == rows as usize && answer.iter().all(|class| *class < 2);
            assert!(!fits, "{rows}: {answer:?}");
        }
    }
}
