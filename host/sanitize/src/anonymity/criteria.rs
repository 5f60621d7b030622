//! Whether a class fulfils the criteria.

use super::{
    AnonymityError, Criteria, Diversity, Sensitive,
    problem::{few, named, same_rows},
};

/// By how much a computed entropy or distance may miss its bound. A class of exactly `l`
/// equally frequent values must pass, though its entropy is off by a rounding.
pub(super) const ROUNDING: f64 = 1e-9;

/// The checked criteria, and what each of them compares with.
#[derive(Debug)]
pub(super) struct Rule {
    /// Rows that may be suppressed.
    pub(super) budget: u64,
    /// The sensitive columns, their codes ranked from 0; after them the persons, where
    /// crowds count these.
    pub(super) sensitive: Vec<Sensitive>,
    k: u32,
    diversity: Option<Diversity>,
    closeness: Option<f64>,
    whole: Vec<Distribution>,
}

/// How the values of a sensitive column are distributed in the whole table.
#[derive(Debug)]
struct Distribution {
    ordered: bool,
    /// The share of each value.
    shares: Vec<f64>,
    /// `cumulated[v]` is the share of values up to `v`.
    cumulated: Vec<f64>,
    /// `areas[v]` is the sum of `cumulated` below `v`.
    areas: Vec<f64>,
}

impl Rule {
    /// The criteria where crowds count rows.
    #[cfg(test)]
    pub(super) fn new(
        rows: usize,
        sensitive: &[Sensitive],
        criteria: &Criteria,
    ) -> Result<Self, AnonymityError> {
        Self::by_person(rows, sensitive, None, criteria)
    }

    /// Checks the criteria for a table of `rows`. With `persons`, the rows of one code are
    /// one person, and crowds count persons.
    pub(super) fn by_person(
        rows: usize,
        sensitive: &[Sensitive],
        persons: Option<&[u32]>,
        criteria: &Criteria,
    ) -> Result<Self, AnonymityError> {
        check(criteria)?;
        let persons = persons.map(whose);
        same_rows(std::iter::once(("", rows)).chain(persons.iter().map(named)))?;
        same_rows(std::iter::once(("", rows)).chain(sensitive.iter().map(named)))?;
        few(sensitive.len())?;
        let asked = [
            ("diversity", criteria.diversity.is_some()),
            ("closeness", criteria.closeness.is_some()),
        ];
        if let Some((criterion, _)) = asked
            .iter()
            .find(|(_, asked)| *asked && sensitive.is_empty())
        {
            return Err(AnonymityError::NothingSensitive { criterion });
        }
        // Columns that no criterion looks at need not be counted.
        let looked_at = if asked.iter().any(|(_, asked)| *asked) {
            sensitive
        } else {
            &[]
        };
        let mut sensitive: Vec<Sensitive> = looked_at.iter().map(ranked).collect();
        let whole = sensitive.iter().map(Distribution::new).collect();
        sensitive.extend(persons.iter().map(ranked));
        Ok(Self {
            budget: budget(rows, criteria.max_suppressed),
            k: criteria.k,
            diversity: criteria.diversity,
            closeness: criteria.closeness,
            whole,
            sensitive,
        })
    }

    /// Whether a class of `size` rows with these sensitive values, column by column in
    /// ascending order, fulfils all criteria.
    pub(super) fn holds<'a>(
        &self,
        size: u32,
        spreads: impl Iterator<Item = &'a [(u32, u32)]>,
    ) -> bool {
        size >= self.k
            && spreads.enumerate().all(|(place, values)| {
                let Some(whole) = self.whole.get(place) else {
                    return self.are_enough(values);
                };
                self.diversity
                    .is_none_or(|diversity| is_diverse(diversity, size, values))
                    && self
                        .closeness
                        .is_none_or(|t| whole.distance(size, values) <= t + ROUNDING)
            })
    }

    /// Whether these are k persons or more.
    fn are_enough(&self, persons: &[(u32, u32)]) -> bool {
        persons.len() as u64 >= u64::from(self.k)
    }

    /// Whether a class fulfils what holds for a union as soon as it holds for one part of
    /// it: the size, the number of different persons, and the number of different values,
    /// which every kind of diversity implies.
    pub(super) fn holds_in_part<'a>(
        &self,
        size: u32,
        spreads: impl Iterator<Item = &'a [(u32, u32)]>,
    ) -> bool {
        let least = self.diversity.map_or(0.0, |diversity| match diversity {
            Diversity::Distinct { l } | Diversity::Recursive { l, .. } => f64::from(l),
            Diversity::Entropy { l } => l - ROUNDING * l,
        });
        let mut spreads = spreads.enumerate();
        size >= self.k
            && spreads.all(|(place, values)| {
                if place < self.whole.len() {
                    real(values.len() as u64) >= least
                } else {
                    self.are_enough(values)
                }
            })
    }

    /// Whether a combination of levels that fulfils the criteria passes them on to all
    /// more general ones.
    ///
    /// - Size, persons and distinct values: a union has at least as much of both as each part. So
    ///   a row that is kept stays kept, and the number of suppressed rows only falls.
    /// - Entropy, recursive diversity and closeness hold for a union when they hold for
    ///   every part (entropy is concave; the distances are convex; for the recursive kind
    ///   see the paper), but a good part may be spoilt by a bad one. A bad one exists
    ///   only where rows may be suppressed.
    pub(super) fn is_passed_on(&self) -> bool {
        let in_part = matches!(self.diversity, None | Some(Diversity::Distinct { .. }));
        self.budget == 0 || (in_part && self.closeness.is_none())
    }
}

impl Distribution {
    fn new(column: &Sensitive) -> Self {
        let most = column
            .codes
            .iter()
            .max()
            .map_or(0, |code| *code as usize + 1);
        let mut counts = vec![0_u64; most];
        for code in &column.codes {
            counts[*code as usize] += 1;
        }
        let rows = real(column.codes.len() as u64);
        let shares: Vec<f64> = counts.iter().map(|count| real(*count) / rows).collect();
        let (mut rows_so_far, mut area) = (0, 0.0);
        let (mut cumulated, mut areas) = (Vec::new(), vec![0.0]);
        for count in counts {
            rows_so_far += count;
            let share = real(rows_so_far) / rows;
            area += share;
            cumulated.push(share);
            areas.push(area);
        }
        Self {
            ordered: column.ordered,
            shares,
            cumulated,
            areas,
        }
    }

    /// The earth mover's distance between a class and the whole table (Li, Li,
    /// Venkatasubramanian: "t-Closeness: Privacy Beyond k-Anonymity and l-Diversity",
    /// 2007), 0 to 1.
    fn distance(&self, size: u32, values: &[(u32, u32)]) -> f64 {
        if self.ordered {
            self.ordered_distance(size, values)
        } else {
            self.equal_distance(size, values)
        }
    }

    /// All values are equally far from each other: half the sum of all differences, which
    /// is the sum of those above 0.
    fn equal_distance(&self, size: u32, values: &[(u32, u32)]) -> f64 {
        let more = |(value, rows): &(u32, u32)| {
            (f64::from(*rows) / f64::from(size) - self.shares[*value as usize]).max(0.0)
        };
        values.iter().map(more).sum()
    }

    /// Values are as far from each other as their ranks: the area between the cumulated
    /// shares. Between two values of the class its own stays the same, so the area there
    /// is found by halving, not by a walk over all values of the table.
    fn ordered_distance(&self, size: u32, values: &[(u32, u32)]) -> f64 {
        let steps = self.shares.len().saturating_sub(1);
        if steps == 0 {
            return 0.0;
        }
        let (mut area, mut from, mut rows_so_far) = (0.0, 0, 0_u32);
        for (value, rows) in values {
            area += self.area(
                from,
                *value as usize,
                f64::from(rows_so_far) / f64::from(size),
            );
            from = *value as usize;
            rows_so_far += rows;
        }
        area += self.area(from, steps, 1.0);
        area / real(steps as u64)
    }

    /// The area between the table's cumulated share and a constant, over `from..to`.
    fn area(&self, from: usize, to: usize, share: f64) -> f64 {
        if from >= to {
            return 0.0;
        }
        let crossing = from + self.cumulated[from..to].partition_point(|c| *c < share);
        let below =
            share * real((crossing - from) as u64) - (self.areas[crossing] - self.areas[from]);
        let above = self.areas[to] - self.areas[crossing] - share * real((to - crossing) as u64);
        below + above
    }
}

/// How many of `rows` a share of them is, rounded down. The share 0.29 of 100 rows is 29,
/// though the product of both numbers lies a rounding below.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share of rows is between 0 and their number"
)]
pub(super) fn budget(rows: usize, share: f64) -> u64 {
    (share * real(rows as u64) + ROUNDING).floor() as u64
}

/// A count as a number; counts stay below 2^53.
#[expect(
    clippy::cast_precision_loss,
    reason = "counts of rows stay far below 2^53"
)]
pub(super) fn real(count: u64) -> f64 {
    count as f64
}

fn is_diverse(diversity: Diversity, size: u32, values: &[(u32, u32)]) -> bool {
    match diversity {
        Diversity::Distinct { l } => values.len() as u64 >= u64::from(l),
        Diversity::Entropy { l } => entropy(size, values) >= libm::log(l) - ROUNDING,
        Diversity::Recursive { c, l } => {
            let mut counts: Vec<u32> = values.iter().map(|(_, rows)| *rows).collect();
            counts.sort_unstable_by(|a, b| b.cmp(a));
            let rarer = counts.iter().skip(l.saturating_sub(1) as usize);
            let rarer: u64 = rarer.map(|rows| u64::from(*rows)).sum();
            counts
                .first()
                .is_some_and(|most| f64::from(*most) < c * real(rarer))
        }
    }
}

/// The entropy of a class, in nats: log n - (sum of c log c) / n.
fn entropy(size: u32, values: &[(u32, u32)]) -> f64 {
    let part = |(_, rows): &(u32, u32)| f64::from(*rows) * libm::log(f64::from(*rows));
    libm::log(f64::from(size)) - values.iter().map(part).sum::<f64>() / f64::from(size)
}

/// Persons as a column of which only the number of different values is looked at.
fn whose(persons: &[u32]) -> Sensitive {
    Sensitive {
        name: "the person of each row".to_owned(),
        codes: persons.to_vec(),
        ordered: false,
    }
}

fn ranked(column: &Sensitive) -> Sensitive {
    let mut values = column.codes.clone();
    values.sort_unstable();
    values.dedup();
    let mut ranks = rustc_hash::FxHashMap::default();
    ranks.extend(values.into_iter().zip(0_u32..));
    let codes = column.codes.iter().map(|code| ranks[code]).collect();
    Sensitive {
        name: column.name.clone(),
        codes,
        ordered: column.ordered,
    }
}

fn check(criteria: &Criteria) -> Result<(), AnonymityError> {
    let unit = 0.0..=1.0;
    let positive = |x: f64| x.is_finite() && x > 0.0;
    let (l, c) = match criteria.diversity {
        None => (1.0, 1.0),
        Some(Diversity::Distinct { l }) => (f64::from(l), 1.0),
        Some(Diversity::Entropy { l }) => (l, 1.0),
        Some(Diversity::Recursive { c, l }) => (f64::from(l), c),
    };
    let t = criteria.closeness.unwrap_or(0.0);
    let share = criteria.max_suppressed;
    let checks = [
        ("k", criteria.k >= 1, criteria.k.to_string(), "1 or more"),
        (
            "max_suppressed",
            unit.contains(&share),
            share.to_string(),
            "from 0 to 1",
        ),
        ("l", l.is_finite() && l >= 1.0, l.to_string(), "1 or more"),
        ("c", positive(c), c.to_string(), "above 0"),
        ("closeness", unit.contains(&t), t.to_string(), "from 0 to 1"),
    ];
    match checks.into_iter().find(|(_, fits, _, _)| !fits) {
        Some((criterion, _, found, allowed)) => Err(AnonymityError::Criterion {
            criterion,
            found,
            allowed,
        }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests;
