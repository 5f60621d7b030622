//! The oracle of the search: looks at every combination of levels, by plain code that
//! shares neither keys, nor roll-up, nor bounds, nor the tests of a class with it.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::{
    AnonymityError, Attribute, Criteria, Diversity, Sensitive,
    criteria::{ROUNDING, budget, real},
    hierarchy::{WHOLE, cell_loss},
    problem::Problem,
    search::share_of_cells,
};

/// The best combination of levels.
#[derive(Clone, Debug, PartialEq)]
pub struct Optimum {
    /// The level of each attribute.
    pub levels: Vec<usize>,
    /// Its loss, as that of [`super::Solution`].
    pub loss: f64,
}

/// The optimum by exhaustive search, for each of the criteria; none
/// where there is no solution. It is what [`super::search`] is tested and measured
/// against, and takes seconds to minutes; refuses the same input.
pub fn search_exhaustive(
    attributes: &[Attribute],
    sensitive: &[Sensitive],
    criteria: &[Criteria],
) -> Result<Vec<Option<Optimum>>, AnonymityError> {
    let Some(first) = criteria.first() else {
        return Ok(Vec::new());
    };
    let problem = Problem::new(attributes, sensitive, first)?;
    for other in &criteria[1..] {
        Problem::new(attributes, sensitive, other)?;
    }
    let best = vec![None; criteria.len()];
    let mut walk = Walk {
        attributes,
        sensitive,
        criteria,
        best,
    };
    walk.descend(
        &mut Vec::new(),
        &vec![0; problem.rows],
        &vec![0; problem.rows],
    );
    let finished = |(loss, _, levels): Best| Optimum {
        levels,
        loss: share_of_cells(loss, &problem),
    };
    Ok(walk
        .best
        .into_iter()
        .map(|best| best.map(finished))
        .collect())
}

/// Loss in parts of [`WHOLE`], sum of levels, levels: in the order of preference.
type Best = (u64, usize, Vec<usize>);

struct Walk<'a> {
    attributes: &'a [Attribute],
    sensitive: &'a [Sensitive],
    criteria: &'a [Criteria],
    best: Vec<Option<Best>>,
}

impl Walk<'_> {
    /// Chooses each level of the next attribute. `classes` and `losses` are those of the
    /// rows by the attributes chosen so far.
    fn descend(&mut self, levels: &mut Vec<usize>, classes: &[u32], losses: &[u64]) {
        let Some(attribute) = self.attributes.get(levels.len()) else {
            return self.judge(levels, classes, losses);
        };
        for (level, groups) in attribute.levels.iter().enumerate() {
            let mut sizes = FxHashMap::<u32, u64>::default();
            for group in groups {
                *sizes.entry(*group).or_default() += 1;
            }
            let cost = |group| cell_loss(sizes[&group], groups.len() as u64);
            let costs: Vec<u64> = groups.iter().map(|group| cost(*group)).collect();
            let values = attribute.codes.iter().map(|code| groups[*code as usize]);
            let classes = parted(classes, values);
            let codes = attribute.codes.iter().zip(losses);
            let losses: Vec<u64> = codes
                .map(|(code, loss)| loss + costs[*code as usize])
                .collect();
            levels.push(level);
            self.descend(levels, &classes, &losses);
            levels.pop();
        }
    }

    fn judge(&mut self, levels: &[usize], classes: &[u32], losses: &[u64]) {
        let count = classes.iter().max().map_or(0, |class| *class as usize + 1);
        let (mut sizes, mut costs) = (vec![0_u64; count], vec![0_u64; count]);
        for (class, loss) in classes.iter().zip(losses) {
            sizes[*class as usize] += 1;
            costs[*class as usize] += loss;
        }
        let wants_values = self
            .criteria
            .iter()
            .any(|c| c.diversity.is_some() || c.closeness.is_some());
        let columns = if wants_values { self.sensitive } else { &[] };
        let values: Vec<_> = columns
            .iter()
            .map(|column| by_class(classes, column, count))
            .collect();
        for (criteria, best) in self.criteria.iter().zip(&mut self.best) {
            let (mut loss, mut suppressed) = (0, 0);
            for class in 0..count {
                let mut columns = columns.iter().zip(&values);
                let fine = sizes[class] >= u64::from(criteria.k)
                    && columns.all(|(column, of)| is_safe(criteria, column, &of[class]));
                suppressed += if fine { 0 } else { sizes[class] };
                let whole = sizes[class] * self.attributes.len() as u64 * WHOLE;
                loss += if fine { costs[class] } else { whole };
            }
            if suppressed <= budget(classes.len(), criteria.max_suppressed) {
                let found = (loss, levels.iter().sum(), levels.to_vec());
                *best = Some(best.take().map_or(found.clone(), |best| best.min(found)));
            }
        }
    }
}

fn parted(classes: &[u32], values: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut numbers = FxHashMap::<(u32, u32), u32>::default();
    let pairs = classes.iter().copied().zip(values);
    pairs
        .map(|pair| {
            let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
            *numbers.entry(pair).or_insert(next)
        })
        .collect()
}

type Counts = BTreeMap<u32, u64>;

fn by_class(classes: &[u32], column: &Sensitive, count: usize) -> Vec<Counts> {
    let mut values = vec![Counts::new(); count];
    for (class, value) in classes.iter().zip(&column.codes) {
        *values[*class as usize].entry(*value).or_default() += 1;
    }
    values
}

fn is_safe(criteria: &Criteria, column: &Sensitive, class: &Counts) -> bool {
    let rows = real(class.values().sum());
    let is_diverse = match criteria.diversity {
        None => true,
        Some(Diversity::Distinct { l }) => class.len() >= l as usize,
        Some(Diversity::Entropy { l }) => {
            let shares = class.values().map(|count| real(*count) / rows);
            let entropy: f64 = shares.map(|share| -share * libm::log2(share)).sum();
            entropy * std::f64::consts::LN_2 >= libm::log(l) - ROUNDING
        }
        Some(Diversity::Recursive { c, l }) => {
            let mut counts: Vec<u64> = class.values().copied().collect();
            counts.sort_unstable();
            counts.reverse();
            let tail: u64 = counts.iter().skip(l as usize - 1).sum();
            real(counts[0]) < c * real(tail)
        }
    };
    is_diverse
        && criteria
            .closeness
            .is_none_or(|t| distance(column, class) <= t + ROUNDING)
}

/// The earth mover's distance by its definition, value after value of the whole table.
fn distance(column: &Sensitive, class: &Counts) -> f64 {
    let mut whole = Counts::new();
    for value in &column.codes {
        *whole.entry(*value).or_default() += 1;
    }
    let (rows, all) = (real(class.values().sum()), real(column.codes.len() as u64));
    let share = |value| real(class.get(value).copied().unwrap_or(0)) / rows;
    let differences = whole
        .iter()
        .map(|(value, count)| share(value) - real(*count) / all);
    if column.ordered {
        let steps = real(whole.len().saturating_sub(1).max(1) as u64);
        let mut carried = 0.0;
        let moved = differences.map(|difference| {
            carried += difference;
            f64::abs(carried)
        });
        moved.sum::<f64>() / steps
    } else {
        differences.map(f64::abs).sum::<f64>() / 2.0
    }
}
