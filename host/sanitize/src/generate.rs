//! People, households, meters and more of a Sofia that does not exist, with known truth.
//!
//! The same seed makes the same city on every machine, in blocks of any size; memory is
//! bounded by one block and one chunk of the population. Nobody in it is real: names are
//! put together from lists, numbers are drawn, mailboxes lie under names reserved for
//! examples. Two people may draw the same EGN, as one day has few numbers; the person's
//! own number is unique. It knows nothing of the detectors and shares no list with them.

mod calendar;
mod contact;
mod dirt;
mod district;
mod draw;
mod dwelling;
mod identifier;
mod names;
mod person;
mod population;
mod sink;
mod tables;
mod truth;

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;

use crate::table::BLOCK_ROWS;
use draw::{Draw, Purpose};
use population::CHUNK_PEOPLE;
use sink::Sink;
use tables::Rows;

pub use dirt::{Dirt, DirtKind};
pub use sink::Form;
pub use truth::{Double, Embedded, Label, Planted, Touch, Truth};

/// Rows that a table may have, and people a population: more would fill a disk by a slip
/// of the keyboard.
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
    /// one population belong together. Tables that have nothing to do with people (car
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

/// Some rows and what is known of them.
#[derive(Clone, Debug)]
pub struct Block {
    /// The rows.
    pub batch: RecordBatch,
    /// What they held before dirt.
    pub truth: Truth,
}

/// A table being made, block by block.
pub struct Generator {
    options: GeneratorOptions,
    rows: Box<dyn Rows>,
    sink: Sink,
    dirt: Draw,
    most_rows: u64,
    most_chunks: u64,
    made: u64,
    chunk: u64,
    place: usize,
    /// The table's row of each row of the chunk so far, for what repeats it.
    written: Vec<u64>,
    /// Rows of the chunk that is ready.
    ready: usize,
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
    fn rows_per_person(self) -> u64 {
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

    fn check(&self) -> Result<(), GenerateError> {
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

/// A table of the generated city, made as it is read.
pub fn generate(options: GeneratorOptions) -> Result<Generator, GenerateError> {
    options.check()?;
    let (people, rows, chunks) = match options.extent {
        Extent::Population(people) if options.dataset.rows_per_person() > 0 => {
            (people, u64::MAX, people.div_ceil(CHUNK_PEOPLE as u64))
        }
        Extent::Rows(rows) | Extent::Population(rows) => (u64::MAX, rows, u64::MAX),
    };
    let source = tables::rows(options.dataset, options.seed, people);
    Ok(Generator {
        sink: Sink::new(source.columns(), options.form, options.dirt),
        rows: source,
        dirt: Draw::new(options.seed, Purpose::Dirt, 0),
        most_rows: rows,
        most_chunks: chunks,
        made: 0,
        chunk: 0,
        place: 0,
        written: Vec::new(),
        ready: 0,
        options,
    })
}

impl Generator {
    /// Names and types of the columns.
    pub fn schema(&self) -> &SchemaRef {
        self.sink.schema()
    }

    /// What the cells of each column hold, in the table's order.
    pub fn labels(&self) -> Vec<Label> {
        self.rows.columns().iter().map(|column| column.2).collect()
    }

    /// Makes the next row, or none when the table is whole.
    fn step(&mut self) -> bool {
        if self.made >= self.most_rows || !self.load() {
            return false;
        }
        let doubles = self.options.dirt.doubles;
        let again = !self.written.is_empty() && self.dirt.chance(doubles);
        let (place, of_row) = if again {
            let place = self.dirt.place(self.written.len());
            (place, Some(self.written[place]))
        } else {
            self.written.push(self.made);
            self.place += 1;
            (self.place - 1, None)
        };
        let rows = &self.rows;
        self.sink
            .row(&mut self.dirt, of_row, |row| rows.write(place, row));
        self.made += 1;
        true
    }

    /// Makes ready a chunk with rows left; false when there is none.
    fn load(&mut self) -> bool {
        while self.place >= self.ready {
            if self.chunk >= self.most_chunks {
                return false;
            }
            self.ready = self.rows.load(self.chunk);
            // Dirt has a stream of its own, so that it moves nobody.
            self.dirt = Draw::new(self.options.seed, Purpose::Dirt, self.chunk);
            self.chunk += 1;
            self.place = 0;
            self.written.clear();
        }
        true
    }
}

impl Iterator for Generator {
    type Item = Block;

    fn next(&mut self) -> Option<Block> {
        while (self.sink.rows() as usize) < self.options.block_rows && self.step() {}
        if self.sink.rows() == 0 {
            return None;
        }
        let (batch, truth) = self.sink.finish();
        Some(Block { batch, truth })
    }
}
