//! The rule as people declare it, as the store keeps it and as the wire shows it.

use pilotbox_challenge::{Rubric, statistics::decision::Rule};
use pilotbox_model::{
    Digest,
    api::{
        decisions::{CriterionWeightView, DecisionMoment, DecisionRuleView, DecisionSettingsAsk},
        problem::Code,
    },
};

use crate::problem::Problem;

/// Difference of two marks from which on evaluators talk: what opened moderations while the
/// jury sat.
const SPREAD: u8 = 2;

/// Bytes of the commitment that make the public seed: programs that keep numbers as doubles
/// lose nothing of it.
const SEED_BYTES: usize = 6;

/// A rule from what was asked, for a rubric. What is out of its bounds is named.
pub(crate) fn rule_of(ask: &DecisionSettingsAsk, rubric: &Rubric) -> Result<Rule, Problem> {
    let bounds = [
        (
            "automatic_share",
            ask.automatic_share,
            above(0.0),
            below(1.0),
        ),
        (
            "automatic_threshold",
            ask.automatic_threshold,
            above(0.0),
            100.0,
        ),
        ("human_threshold", ask.human_threshold, 0.0, 100.0),
        (
            "weight_concentration",
            ask.weight_concentration,
            10.0,
            10_000.0,
        ),
    ];
    for (name, value, least, most) in bounds {
        if !(least..=most).contains(&value) {
            return Err(Problem::new(Code::BadRequest)
                .detail(format!("`{name}` is {value}, which is out of its bounds")));
        }
    }
    if !(3..=64).contains(&ask.fewest_evaluators) {
        let found = ask.fewest_evaluators;
        return Err(Problem::new(Code::BadRequest).detail(format!(
            "`fewest_evaluators` is {found}, 3 to 64 are wanted"
        )));
    }
    let mut rule = Rule::usual(rubric, ask.automatic_threshold, ask.human_threshold);
    rule.automatic_share = ask.automatic_share;
    rule.fewest_evaluators = ask.fewest_evaluators;
    rule.moderation_spread = SPREAD;
    rule.weight_concentration = ask.weight_concentration;
    if !ask.criterion_weights.is_empty() {
        weigh(&mut rule, &ask.criterion_weights)?;
    }
    Ok(rule)
}

/// Just inside a bound that is left out.
fn above(bound: f64) -> f64 {
    bound.next_up()
}

fn below(bound: f64) -> f64 {
    bound.next_down()
}

/// Every criterion of the rubric, each once.
fn weigh(rule: &mut Rule, weights: &[CriterionWeightView]) -> Result<(), Problem> {
    const MOST: f64 = 1e6;
    let refuse = |detail: String| {
        Problem::new(Code::BadRequest)
            .detail(detail)
            .hint("weigh every criterion of the rubric once, or none where all count alike")
    };
    let asked = rule.criterion_weights.len();
    let mut given = std::collections::BTreeMap::new();
    for one in weights {
        let id = pilotbox_model::printable(&one.criterion);
        if !rule.criterion_weights.contains_key(&one.criterion) {
            return Err(refuse(format!("the rubric has no criterion `{id}`")));
        }
        if !(one.weight > 0.0 && one.weight <= MOST) {
            return Err(refuse(format!(
                "the weight of `{id}` is {}, which is out of its bounds",
                one.weight
            )));
        }
        if given.insert(one.criterion.clone(), one.weight).is_some() {
            return Err(refuse(format!("`{id}` is weighed twice")));
        }
    }
    if given.len() != asked {
        return Err(refuse(format!(
            "{} of {asked} criteria are weighed",
            given.len()
        )));
    }
    rule.criterion_weights = given;
    Ok(())
}

/// A rule as the wire shows it. Criteria stand in the rubric's order where that is known.
pub(crate) fn rule_view(rule: &Rule, rubric: Option<&Rubric>) -> DecisionRuleView {
    let ids: Vec<&String> = match rubric {
        Some(rubric) => rubric.criteria.iter().map(|one| &one.id).collect(),
        None => rule.criterion_weights.keys().collect(),
    };
    let weights = ids.into_iter().filter_map(|id| {
        Some(CriterionWeightView {
            criterion: id.clone(),
            weight: *rule.criterion_weights.get(id)?,
        })
    });
    DecisionRuleView {
        automatic_share: rule.automatic_share,
        automatic_threshold: rule.automatic_threshold,
        human_threshold: rule.human_threshold,
        criterion_weights: weights.collect(),
        fewest_evaluators: rule.fewest_evaluators,
        moderation_spread: rule.moderation_spread,
        weight_concentration: rule.weight_concentration,
    }
}

/// The public seed that follows from the lottery's commitment: known to everybody before
/// anything is judged, and chosen by nobody.
pub(crate) fn seed_of(commitment: Digest) -> u64 {
    let bytes = commitment.as_bytes().iter().take(SEED_BYTES);
    bytes.fold(0, |seed, byte| seed << 8 | u64::from(*byte))
}

/// How late the rule was declared.
pub(crate) fn declared(name: &str) -> Result<DecisionMoment, Problem> {
    match name {
        "before-opening" => Ok(DecisionMoment::BeforeOpening),
        "before-close" => Ok(DecisionMoment::BeforeClose),
        "before-judging" => Ok(DecisionMoment::BeforeJudging),
        "while-judging" => Ok(DecisionMoment::WhileJudging),
        other => Err(Problem::internal(format!("nothing is declared `{other}`"))),
    }
}

#[cfg(test)]
mod tests {
    use pilotbox_challenge::lint::parse_rubric;

    use super::*;

    fn rubric() -> Rubric {
        let anchor = "{ en = 'a', bg = 'а' }, ".repeat(6);
        let criteria = ["d", "b", "c", "a"].map(|id| {
            format!(
                "[[criteria]]\nid = '{id}'\nheading = 'readiness'\n\
                 title = {{ en = 'T', bg = 'Т' }}\nanchors = [{anchor}]\n"
            )
        });
        parse_rubric(&criteria.concat()).unwrap()
    }

    fn ask() -> DecisionSettingsAsk {
        serde_json::from_value(serde_json::json!({
            "automatic_threshold": 10.0, "human_threshold": 0.0, "inquiry_days": 14,
        }))
        .unwrap()
    }

    #[test]
    fn what_is_not_said_is_as_usual() {
        let rule = rule_of(&ask(), &rubric()).unwrap();
        assert_eq!(rule, Rule::usual(&rubric(), 10.0, 0.0));
        let view = rule_view(&rule, Some(&rubric()));
        let order = view.criterion_weights.iter();
        let order = order.map(|one| one.criterion.as_str());
        assert_eq!(order.collect::<Vec<_>>(), ["d", "b", "c", "a"]);
    }

    #[test]
    fn every_number_has_bounds() {
        let refused = |change: fn(&mut DecisionSettingsAsk)| {
            let mut changed = ask();
            change(&mut changed);
            rule_of(&changed, &rubric()).is_err()
        };
        assert!(!refused(|ask| ask.automatic_threshold = 100.0));
        assert!(refused(|ask| ask.automatic_threshold = 100.1));
        assert!(refused(|ask| ask.automatic_threshold = 0.0));
        assert!(refused(|ask| ask.automatic_share = 0.0));
        assert!(refused(|ask| ask.automatic_share = 1.0));
        assert!(refused(|ask| ask.automatic_share = f64::NAN));
        assert!(!refused(|ask| ask.human_threshold = 100.0));
        assert!(refused(|ask| ask.human_threshold = -0.1));
        assert!(!refused(|ask| ask.fewest_evaluators = 64));
        assert!(refused(|ask| ask.fewest_evaluators = 2));
        assert!(refused(|ask| ask.fewest_evaluators = 65));
        assert!(!refused(|ask| ask.weight_concentration = 10.0));
        assert!(refused(|ask| ask.weight_concentration = 9.9));
        assert!(refused(|ask| ask.weight_concentration = 10_000.1));
    }

    #[test]
    fn all_criteria_are_weighed_or_none() {
        let told = |weights: &[(&str, f64)]| {
            let weight = |(criterion, weight): &(&str, f64)| CriterionWeightView {
                criterion: (*criterion).to_owned(),
                weight: *weight,
            };
            let asked = DecisionSettingsAsk {
                criterion_weights: weights.iter().map(weight).collect(),
                ..ask()
            };
            let refused = rule_of(&asked, &rubric()).err();
            refused
                .and_then(|problem| problem.body().detail)
                .unwrap_or_default()
        };
        let all = [("a", 2.0), ("b", 1.0), ("c", 1.0), ("d", 1.0)];
        assert_eq!(told(&all), "");
        assert_eq!(told(&all[..3]), "3 of 4 criteria are weighed");
        assert_eq!(told(&[("e", 1.0)]), "the rubric has no criterion `e`");
        assert_eq!(told(&[("a", 1.0), ("a", 1.0)]), "`a` is weighed twice");
        assert!(told(&[("a", 0.0)]).starts_with("the weight of `a` is 0"));
    }

    #[test]
    fn the_seed_is_the_beginning_of_the_commitment() {
        let digits = format!("sha256:0102030405ff{}", "ee".repeat(26));
        assert_eq!(seed_of(digits.parse().unwrap()), 0x0102_0304_05ff);
    }
}
