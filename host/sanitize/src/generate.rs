//! People, households, meters and more of a Sofia that does not exist, with known truth.
//!
//! The same seed makes the same city on every machine, in blocks of any size; memory is
//! bounded by one block and one chunk of the population. Nobody in it is real: names are
//! put together from lists, numbers are drawn, mailboxes lie under names reserved for
//! examples. Two people may draw the same EGN, as one day has few numbers; the person's
//! own number is unique. It knows nothing of the detectors and shares no list with them.

mod calendar;
mod cells;
mod contact;
mod dirt;
mod district;
mod draw;
mod dwelling;
mod identifier;
mod names;
mod options;
mod person;
mod population;
mod sink;
mod tables;
mod truth;

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;

use crate::table::{Table, TableError};

use draw::{Draw, Purpose};
use population::CHUNK_PEOPLE;
use sink::Sink;
use tables::Rows;

pub use cells::{Cells, LabelledColumn, cells, cells_with};
pub use dirt::{Dirt, DirtKind};
pub use options::{Dataset, Extent, GenerateError, GeneratorOptions, MAX_ROWS};
pub use sink::Form;
pub use truth::{Double, Embedded, Label, Planted, Touch, Truth};

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
    /// Whether the next row repeats an earlier one of the chunk.
    again: bool,
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
        again: false,
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

    /// The whole table with the truth of each of its blocks; the table bears its data
    /// set's name.
    pub fn into_table(self) -> Result<(Table, Vec<Truth>), TableError> {
        let name = self.options.dataset.as_str();
        let schema = self.schema().as_ref().clone();
        let (batches, truths) = self.map(|block| (block.batch, block.truth)).unzip();
        Ok((Table::new(name, schema, batches)?, truths))
    }

    /// Makes the next row, or none when the table is whole.
    fn step(&mut self) -> bool {
        if self.made >= self.most_rows || !(self.again || self.load()) {
            return false;
        }
        let (place, of_row) = if self.again {
            self.again = false;
            let place = self.dirt.place(self.written.len());
            (place, Some(self.written[place]))
        } else {
            self.again = self.dirt.chance(self.options.dirt.doubles);
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

#[cfg(test)]
mod tests;
