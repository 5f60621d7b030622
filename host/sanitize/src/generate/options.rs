//! What is asked of the generator, and what it refuses: more rows than anybody means,
//! rates that are no shares, blocks of no size.

use super::dirt::Dirt;
use super::sink::Form;
use crate::table::BLOCK_ROWS;

/// Rows that may be asked for, and people of a population: more would fill a disk by a
/// slip of the keyboard.
pub const MAX_ROWS: u64 = 10_000_000;

/// A table of the city.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dataset {
    /// People with every kind of identifier, an income and an illness.
    People,
    /// Households and their dwellings.
    Households,
    /// Children and the schools wished for them.
    Children,
    /// Water and heat meters.
    Meters,
    /// A year of monthly readings of the meters.
    Readings,
    /// Permits of residents and firms.
    Permits,
    /// Car parks by the hour.
    CarParks,
    /// Sensors of air, noise and weather by the hour.
    Sensors,
}

/// How much of a table is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// So many rows, doubles included.
    Rows(u64),
    /// All rows that a population of so many people has, so that tables of one seed and
    /// one population belong together; doubles come on top. Tables that have nothing to do with people (car
    /// parks, sensors) get so many rows.
    Population(u64),
}

/// What is made.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GeneratorOptions {
    /// The same seed makes the same data.
    pub seed: u64,
    /// Which table.
    pub dataset: Dataset,
    /// How much of it.
    pub extent: Extent,
    /// How dirty it is; dirt changes no value that it does not touch.
    pub dirt: Dirt,
    /// How values stand in it.
    pub form: Form,
    /// Rows of a block, at most [`BLOCK_ROWS`]; the data is the same for any.
    pub block_rows: usize,
}

/// Why no table is made.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum GenerateError {
    /// More rows or people than a table may have.
    #[error("`{asked}` {what} of `{dataset}` are too many; hint: ask for {most} at most")]
    TooMany {
        /// The table's name.
        dataset: &'static str,
        /// `rows` or `people`.
        what: &'static str,
        /// What was asked for.
        asked: u64,
        /// What may be asked for.
        most: u64,
    },
    /// A rate that is no share.
    #[error("the rate of `{name}` is `{rate}`; hint: give a share from 0 to 1")]
    Rate {
        /// The rate's name.
        name: &'static str,
        /// Its value.
        rate: f64,
    },
    /// Rates that together exceed the cells.
    #[error(
        "the rates of dirt add up to `{sum}`; hint: one cell has one kind of dirt, so keep them to 1 together"
    )]
    Rates {
        /// Their sum.
        sum: f64,
    },
    /// A block without rows or with too many.
    #[error("a block of `{rows}` rows; hint: give 1 to {BLOCK_ROWS}")]
    Block {
        /// What was asked for.
        rows: usize,
    },
}

impl Dataset {
    /// All tables.
    pub const ALL: [Self; 8] = [
        Self::People,
        Self::Households,
        Self::Children,
        Self::Meters,
        Self::Readings,
        Self::Permits,
        Self::CarParks,
        Self::Sensors,
    ];

    /// The table's name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::People => "people",
            Self::Households => "households",
            Self::Children => "children",
            Self::Meters => "meters",
            Self::Readings => "readings",
            Self::Permits => "permits",
            Self::CarParks => "car-parks",
            Self::Sensors => "sensors",
        }
    }

    /// Rows that one person can have at most, doubles aside; 0 when people count for
    /// nothing.
    pub(super) fn rows_per_person(self) -> u64 {
        match self {
            Self::People | Self::Households | Self::Children => 1,
            Self::Permits => 2,
            Self::Meters => 3,
            Self::Readings => 36,
            Self::CarParks | Self::Sensors => 0,
        }
    }
}

impl GeneratorOptions {
    /// So many rows of a table, with the usual dirt, as texts.
    pub fn new(seed: u64, dataset: Dataset, rows: u64) -> Self {
        Self {
            seed,
            dataset,
            extent: Extent::Rows(rows),
            dirt: Dirt::USUAL,
            form: Form::Text,
            block_rows: BLOCK_ROWS,
        }
    }

    pub(super) fn check(&self) -> Result<(), GenerateError> {
        let (what, asked, most) = match self.extent {
            Extent::Rows(rows) => ("rows", rows, MAX_ROWS),
            Extent::Population(people) => (
                "people",
                people,
                MAX_ROWS / self.dataset.rows_per_person().max(1),
            ),
        };
        if asked > most {
            let dataset = self.dataset.as_str();
            return Err(GenerateError::TooMany {
                dataset,
                what,
                asked,
                most,
            });
        }
        if !(1..=BLOCK_ROWS).contains(&self.block_rows) {
            return Err(GenerateError::Block {
                rows: self.block_rows,
            });
        }
        self.check_dirt()
    }

    fn check_dirt(&self) -> Result<(), GenerateError> {
        let rates = self.dirt.rates();
        let doubles = ("doubles", self.dirt.doubles);
        let mut all = rates.iter().chain(std::iter::once(&doubles));
        if let Some(&(name, rate)) = all.find(|(_, rate)| !(0.0..=1.0).contains(rate)) {
            return Err(GenerateError::Rate { name, rate });
        }
        let sum: f64 = rates.iter().map(|(_, rate)| rate).sum();
        if sum > 1.0 + 1e-9 {
            return Err(GenerateError::Rates { sum });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(change: impl FnOnce(&mut GeneratorOptions)) -> String {
        let mut options = GeneratorOptions::new(1, Dataset::Readings, 10);
        change(&mut options);
        options.check().expect_err("it is refused").to_string()
    }

    #[test]
    fn ten_million_rows_are_the_most() {
        let error = refused(|options| options.extent = Extent::Rows(MAX_ROWS + 1));
        assert_eq!(
            error,
            "`10000001` rows of `readings` are too many; hint: ask for 10000000 at most"
        );
        let most = GeneratorOptions::new(1, Dataset::People, MAX_ROWS);
        assert_eq!(most.check(), Ok(()));
    }

    #[test]
    fn a_population_is_bounded_by_the_rows_it_has() {
        let error = refused(|options| options.extent = Extent::Population(300_000));
        assert_eq!(
            error,
            "`300000` people of `readings` are too many; hint: ask for 277777 at most"
        );
    }

    #[test]
    fn a_rate_is_a_share() {
        for rate in [-0.1, 1.1, f64::NAN] {
            let error = refused(|options| options.dirt.typos = rate);
            assert!(error.starts_with("the rate of `typos` is `"), "{error}");
        }
        let error = refused(|options| options.dirt.doubles = 2.0);
        assert!(error.starts_with("the rate of `doubles` is `2`"), "{error}");
    }

    #[test]
    fn rates_of_cells_add_up_to_one_at_most() {
        let error = refused(|options| {
            options.dirt.typos = 0.6;
            options.dirt.gaps = 0.6;
        });
        assert!(
            error.starts_with("the rates of dirt add up to `1.2"),
            "{error}"
        );
    }

    #[test]
    fn a_block_has_a_row_and_not_too_many() {
        for rows in [0, BLOCK_ROWS + 1] {
            let error = refused(|options| options.block_rows = rows);
            assert_eq!(
                error,
                format!("a block of `{rows}` rows; hint: give 1 to 65536")
            );
        }
    }
}
