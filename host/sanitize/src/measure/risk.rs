//! How likely it is that somebody is found again, from the sizes of classes.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    Basis, MeasureError, Population,
    population::{expected_inverse, zayatz},
    share,
};

/// How likely it is that somebody is found again in a table: the three attackers of El
/// Emam ("Guide to the De-Identification of Personal Health Information", 2013). All
/// risks and shares are from 0 to 1, and 0 for a table without rows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Risks {
    /// Rows of the table.
    pub rows: u64,
    /// Classes of rows that look alike.
    pub classes: u64,
    /// Rows of the smallest class.
    pub smallest: u64,
    /// Rows of the largest class.
    pub largest: u64,
    /// Rows of a class in the mean.
    pub mean_size: f64,
    /// Who looks for a person known to be in the table: one in the rows of the class.
    pub prosecutor: AttackerRisk,
    /// Who looks for anybody, known to be in the population: one in the class's people.
    pub journalist: AttackerRisk,
    /// Who joins the table with one of the whole population: the expected share of rows
    /// that are joined with the right person (Dankar and El Emam, 2010).
    pub marketer: f64,
    /// Share of rows that are alone in their class.
    pub uniqueness: f64,
    /// Share of rows whose class has one person in the population.
    pub population_uniqueness: f64,
    /// Where the numbers about the population come from: the journalist's, the
    /// marketer's and the population's uniqueness.
    pub basis: Basis,
    /// The risk above which a row is at risk.
    pub threshold: f64,
    /// How many classes there are of each size.
    pub sizes: Vec<SizeBand>,
}

/// The risk from one attacker.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AttackerRisk {
    /// That of the row at most risk.
    pub highest: f64,
    /// The mean of all rows.
    pub mean: f64,
    /// Share of rows whose risk is above the threshold.
    pub at_risk: f64,
}

/// Classes of some sizes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SizeBand {
    /// The least size.
    pub from: u64,
    /// The greatest size; none in the last band.
    pub to: Option<u64>,
    /// Classes of such a size.
    pub classes: u64,
    /// Their rows.
    pub rows: u64,
}

/// The least sizes of the histogram's bands: each small size that matters to k by
/// itself, then in steps that a chart can show.
const BANDS: [u64; 12] = [1, 2, 3, 4, 5, 10, 20, 50, 100, 1_000, 10_000, 100_000];

/// Classes of one size, and of one size in the population.
type Sizes = BTreeMap<(u64, u64), u64>;

/// Measures the risks of a table from the class of each row (suppressed rows left out).
/// A row is at risk when its risk is above `threshold`. Refuses a threshold or a
/// fraction that is none, and a population that lacks rows of the table.
pub fn risks(
    classes: &[u32],
    threshold: f64,
    population: Population,
) -> Result<Risks, MeasureError> {
    if !(0.0..=1.0).contains(&threshold) {
        return Err(MeasureError::Threshold { found: threshold });
    }
    population.check()?;
    let sizes = sizes(classes, population)?;
    let rows = classes.len() as u64;
    let mut by_size = BTreeMap::new();
    for ((size, _), count) in &sizes {
        *by_size.entry(*size).or_default() += count;
    }
    let journalist = attacker(&sizes, rows, threshold, |size, people| match population {
        Population::Sampled(fraction) => expected_inverse(size, fraction),
        Population::Whole | Population::Table(_) => share(1, people),
    });
    let count = by_size.values().sum();
    Ok(Risks {
        rows,
        classes: count,
        smallest: by_size.keys().next().copied().unwrap_or(0),
        largest: by_size.keys().next_back().copied().unwrap_or(0),
        mean_size: share(rows, count),
        prosecutor: attacker(&sizes, rows, threshold, |size, _| share(1, size)),
        journalist,
        marketer: journalist.mean,
        uniqueness: share(by_size.get(&1).copied().unwrap_or(0), rows),
        population_uniqueness: population_uniqueness(&sizes, &by_size, rows, population),
        basis: population.basis(),
        threshold,
        sizes: bands(&by_size),
    })
}

/// Who is alone in the population is counted, or estimated from a sample.
fn population_uniqueness(
    sizes: &Sizes,
    by_size: &BTreeMap<u64, u64>,
    rows: u64,
    population: Population,
) -> f64 {
    if let Population::Sampled(fraction) = population {
        return zayatz(by_size, rows, fraction);
    }
    let unique = sizes.iter().filter(|((_, people), _)| *people == 1);
    share(unique.map(|(_, count)| count).sum(), rows)
}

fn attacker(
    sizes: &Sizes,
    rows: u64,
    threshold: f64,
    risk: impl Fn(u64, u64) -> f64,
) -> AttackerRisk {
    let (mut highest, mut sum, mut at_risk) = (0.0_f64, 0.0, 0);
    for ((size, people), count) in sizes {
        let (risk, rows) = (risk(*size, *people), size * count);
        highest = highest.max(risk);
        sum += risk * share(rows, 1);
        at_risk += if risk > threshold { rows } else { 0 };
    }
    let mean = if rows == 0 { 0.0 } else { sum / share(rows, 1) };
    AttackerRisk {
        highest,
        mean,
        at_risk: share(at_risk, rows),
    }
}

fn sizes(classes: &[u32], population: Population) -> Result<Sizes, MeasureError> {
    let counted = counts(classes);
    let people: FxHashMap<u32, u64> = match population {
        Population::Table(people) => counts(people).into_iter().collect(),
        Population::Whole | Population::Sampled(_) => FxHashMap::default(),
    };
    let mut sizes = Sizes::new();
    for (class, rows) in counted {
        let in_population = match population {
            Population::Table(_) => people.get(&class).copied().unwrap_or(0),
            Population::Whole | Population::Sampled(_) => rows,
        };
        if in_population < rows {
            return Err(MeasureError::Population {
                class,
                rows,
                population: in_population,
            });
        }
        *sizes.entry((rows, in_population)).or_default() += 1;
    }
    Ok(sizes)
}

/// The rows of each class, in the order of their numbers. Numbers may be any: where they
/// lie close together they are counted in place, else sorted, so that a stray large
/// number takes no memory.
fn counts(classes: &[u32]) -> Vec<(u32, u64)> {
    let end = classes.iter().max().map_or(0, |class| *class as usize + 1);
    if end <= classes.len() {
        let mut counts = vec![0_u64; end];
        for class in classes {
            counts[*class as usize] += 1;
        }
        return (0..).zip(counts).filter(|(_, rows)| *rows > 0).collect();
    }
    let mut sorted = classes.to_vec();
    sorted.sort_unstable();
    let runs = sorted.chunk_by(|a, b| a == b);
    runs.map(|run| (run[0], run.len() as u64)).collect()
}

fn bands(by_size: &BTreeMap<u64, u64>) -> Vec<SizeBand> {
    let band = |(place, from): (usize, &u64)| {
        let to = BANDS.get(place + 1).map(|next| next - 1);
        let inside = by_size.range(*from..=to.unwrap_or(u64::MAX));
        let (classes, rows) = inside.fold((0, 0), |(classes, rows), (size, count)| {
            (classes + count, rows + size * count)
        });
        SizeBand {
            from: *from,
            to,
            classes,
            rows,
        }
    };
    BANDS.iter().enumerate().map(band).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLASSES: [u32; 7] = [0, 0, 0, 0, 1, 1, 2];

    fn near(found: f64, expected: f64) {
        assert!((found - expected).abs() < 1e-12, "{found}, not {expected}");
    }

    #[test]
    fn a_table_of_everybody_has_one_risk_for_all_attackers() {
        let risks = risks(&CLASSES, 0.25, Population::Whole).expect("it is fine");
        assert_eq!(
            (risks.rows, risks.classes, risks.smallest, risks.largest),
            (7, 3, 1, 4)
        );
        near(risks.prosecutor.highest, 1.0);
        near(risks.prosecutor.mean, 3.0 / 7.0);
        near(risks.prosecutor.at_risk, 3.0 / 7.0);
        assert_eq!(risks.journalist, risks.prosecutor);
        near(risks.marketer, 3.0 / 7.0);
        near(risks.uniqueness, 1.0 / 7.0);
        near(risks.population_uniqueness, 1.0 / 7.0);
    }

    #[test]
    fn a_population_hides_who_is_alone_in_the_table() {
        let people: Vec<u32> = [[0; 8].as_slice(), &[1; 2], &[2; 5], &[9; 3]].concat();
        let risks = risks(&CLASSES, 0.25, Population::Table(&people)).expect("it is fine");
        near(risks.journalist.highest, 0.5);
        near(risks.marketer, (4.0 / 8.0 + 2.0 / 2.0 + 1.0 / 5.0) / 7.0);
        near(risks.journalist.at_risk, 2.0 / 7.0);
        near(risks.prosecutor.highest, 1.0);
        assert!(risks.population_uniqueness <= 0.0);
        assert_eq!(risks.basis, Basis::Counted);
    }

    #[test]
    fn a_sampling_fraction_lowers_the_risk_by_the_stated_estimate() {
        let risks = risks(&CLASSES, 0.25, Population::Sampled(0.5)).expect("it is fine");
        near(risks.journalist.highest, std::f64::consts::LN_2);
        assert!(risks.marketer < risks.prosecutor.mean);
        assert!(risks.population_uniqueness < risks.uniqueness);
        assert_eq!(risks.basis, Basis::Estimated);
    }

    #[test]
    fn sizes_are_counted_in_bands() {
        let classes: Vec<u32> = (0..13)
            .map(|row| if row < 12 { 0 } else { u32::MAX })
            .collect();
        let risks = risks(&classes, 0.1, Population::Whole).expect("it is fine");
        let filled: Vec<_> = risks.sizes.iter().filter(|band| band.classes > 0).collect();
        assert_eq!(
            *filled[0],
            SizeBand {
                from: 1,
                to: Some(1),
                classes: 1,
                rows: 1
            }
        );
        assert_eq!(
            *filled[1],
            SizeBand {
                from: 10,
                to: Some(19),
                classes: 1,
                rows: 12
            }
        );
        assert_eq!(risks.sizes.last().and_then(|band| band.to), None);
    }

    #[test]
    fn a_table_without_rows_has_no_risk() {
        let risks = risks(&[], 0.1, Population::Sampled(0.1)).expect("it is fine");
        assert_eq!((risks.rows, risks.smallest), (0, 0));
        assert!(risks.marketer + risks.uniqueness + risks.population_uniqueness <= 0.0);
    }

    #[test]
    fn what_does_not_fit_together_is_refused() {
        let refused = |threshold, population| {
            risks(&CLASSES, threshold, population)
                .expect_err("it is refused")
                .to_string()
        };
        assert!(refused(1.5, Population::Whole).starts_with("the threshold is `1.5`"));
        assert!(refused(f64::NAN, Population::Whole).starts_with("the threshold is `NaN`"));
        assert!(refused(0.1, Population::Sampled(0.0)).starts_with("the sampling fraction is `0`"));
        assert!(refused(0.1, Population::Sampled(1.1)).starts_with("the sampling fraction"));
        let people = [0, 0, 0, 0, 1, 2];
        let error = refused(0.1, Population::Table(&people));
        assert!(error.starts_with("class 1 has 2 rows, but 1 in the population"));
    }
}
