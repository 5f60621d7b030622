//! Codes of evaluators: `E1`, `E2`, …, in an order that a secret salt makes, so that neither
//! names nor the time at which somebody joined tell whose they are.

use std::collections::BTreeMap;

use pilotbox_model::Digest;
use pilotbox_store::challenges::JudgeFact;

/// The code of each evaluator who handed in a rubric, by account. The same as long as nobody
/// else hands in a first one, and so for ever once the decision is out.
pub(crate) fn codes(salt: &str, judges: &[JudgeFact]) -> BTreeMap<String, String> {
    let mut ordered: Vec<(String, &str)> = judges
        .iter()
        .map(|judge| {
            let id = judge.evaluator_id.as_str();
            (Digest::of(format!("{salt}\n{id}").as_bytes()).hex(), id)
        })
        .collect();
    ordered.sort_unstable();
    let numbered = (1..).zip(ordered);
    numbered
        .map(|(number, (_, id)): (u32, _)| (id.to_owned(), format!("E{number}")))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_salt_makes_the_order_and_nobody_shares_a_code() {
        let judge = |id: &str| JudgeFact {
            evaluator_id: id.to_owned(),
            name: String::new(),
        };
        let judges: Vec<_> = ["A", "B", "C", "D", "F"].map(judge).into();
        let mut turned = judges.clone();
        turned.reverse();
        let given = codes("one", &judges);
        assert_eq!(given, codes("one", &turned));
        let mut all: Vec<_> = given.values().map(String::as_str).collect();
        all.sort_unstable();
        assert_eq!(all, ["E1", "E2", "E3", "E4", "E5"]);
        let others = ["two", "three", "four", "five"];
        assert!(others.iter().any(|salt| codes(salt, &judges) != given));
    }
}
