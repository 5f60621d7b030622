//! A Merkle tree over case results, of the shape of RFC 6962. Leaves and nodes
//! are told apart by a prefix as there, but each part is hashed behind its
//! length (`Digest::of_parts`), and each leaf carries a salt of its own, so that a
//! result with few possible values cannot be guessed from the root.

use pilotbox_model::{CaseResult, Digest};

const LEAF: &[u8] = &[0];
const NODE: &[u8] = &[1];

/// The root over results in order.
pub(super) fn root(results: &[CaseResult], salt: &Digest) -> Digest {
    let leaves: Vec<_> = results.iter().map(|result| leaf(result, salt)).collect();
    tree(&leaves)
}

fn leaf(result: &CaseResult, salt: &Digest) -> Digest {
    let own_salt = Digest::of_parts([salt.as_bytes().as_slice(), result.id.as_bytes()]);
    // A result holds strings, finite numbers and lists of them; it always encodes.
    let text = serde_json::to_vec(result).unwrap_or_default();
    Digest::of_parts([LEAF, own_salt.as_bytes(), &text])
}

fn tree(leaves: &[Digest]) -> Digest {
    match leaves {
        [] => Digest::of(b""),
        [only] => *only,
        more => {
            let (left, right) = more.split_at(more.len().next_power_of_two() / 2);
            Digest::of_parts([NODE, tree(left).as_bytes(), tree(right).as_bytes()])
        }
    }
}

#[cfg(test)]
mod tests {
    use pilotbox_model::CaseVerdict;

    use super::*;

    fn result(id: &str, fuel: u64) -> CaseResult {
        CaseResult {
            id: id.to_owned(),
            verdict: CaseVerdict::Scored,
            metrics: vec![],
            series: vec![],
            note: String::new(),
            fuel,
            fuel_is_lower_bound: false,
            memory_bytes: 0,
            log: vec![],
        }
    }

    #[test]
    fn every_bit_and_the_order_and_the_salt_matter() {
        let salt = Digest::of(b"salt");
        let results = [result("a", 1), result("b", 2), result("c", 3)];
        let base = root(&results, &salt);
        assert_eq!(base, root(&results.clone(), &salt));
        let changed = [result("a", 1), result("b", 2), result("c", 4)];
        let turned = [result("b", 2), result("a", 1), result("c", 3)];
        assert_ne!(base, root(&changed, &salt));
        assert_ne!(base, root(&turned, &salt));
        assert_ne!(base, root(&results[..2], &salt));
        assert_ne!(base, root(&results, &Digest::of(b"other")));
    }
}
