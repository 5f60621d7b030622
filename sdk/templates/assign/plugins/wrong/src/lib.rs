//! Answers outside the contract. Which way depends on the number of persons, so
//! that cases of different sizes meet several.

use pilotbox_plugin::templates::assign::{Refusal, Request};

pilotbox_plugin::export!(assign => assign);

fn assign(request: Request) -> Result<Vec<Option<u32>>, Refusal> {
    let persons = request.offsets.len().saturating_sub(1);
    let beyond = request.capacities.len() as u32;
    Ok(match persons % 3 {
        0 => vec![None; persons + 1],
        1 => vec![Some(beyond); persons],
        _ => Vec::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_answer_is_well_formed() {
        for persons in 1..6 {
            let request = Request {
                capacities: vec![1],
                offsets: (0..=persons).collect(),
                wishes: vec![0; persons as usize],
                costs: vec![1.0; persons as usize],
                unplaced_cost: 2.0,
            };
            let answer = assign(request).expect("it never refuses");
            let is_whole = answer.len() == persons as usize;
            assert!(!is_whole || answer.contains(&Some(1)), "{answer:?}");
        }
    }
}
