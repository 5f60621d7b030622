//! The tables of the generated city, one module each: what its columns are and how a
//! row of it is made.

mod car_parks;
mod children;
mod households;
mod meters;
mod people;
mod permits;
mod readings;
mod sensors;

use super::population::Population;
use super::sink::{Column, Row};
use super::{Dataset, Label};

/// A table of the city, made chunk by chunk.
pub(crate) trait Rows: Send {
    /// Its columns.
    fn columns(&self) -> &'static [Column];

    /// Makes ready a chunk and says how many rows it has.
    fn load(&mut self, chunk: u64) -> usize;

    /// Writes a row of the chunk that is ready, always the same for the same place.
    fn write(&self, place: usize, row: &mut Row<'_>);
}

/// The rows of a table, of a population of at most so many people.
pub(crate) fn rows(dataset: Dataset, seed: u64, people: u64) -> Box<dyn Rows> {
    let homes = Homes {
        seed,
        people,
        population: Population::default(),
    };
    match dataset {
        Dataset::People => Box::new(people::People(homes)),
        Dataset::Households => Box::new(households::Households(homes)),
        Dataset::Children => Box::new(children::Children::new(homes)),
        Dataset::Meters => Box::new(meters::Meters::new(homes)),
        Dataset::Readings => Box::new(readings::Readings(meters::Meters::new(homes))),
        Dataset::Permits => Box::new(permits::Permits::new(homes)),
        Dataset::CarParks => Box::new(car_parks::CarParks::new(seed)),
        Dataset::Sensors => Box::new(sensors::Sensors::new(seed)),
    }
}

/// The chunk of the population that is ready.
pub(crate) struct Homes {
    seed: u64,
    people: u64,
    population: Population,
}

impl Homes {
    fn load(&mut self, chunk: u64) {
        self.population = Population::make(self.seed, chunk);
        self.population.cut(self.people);
    }
}

/// What most columns hold.
const NONE: Label = Label::None;
