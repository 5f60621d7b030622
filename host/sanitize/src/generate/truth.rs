//! What is known of generated data: what each cell held before dirt, where dirt fell
//! and what stood there. It lies beside the data, never in it.

use arrow_array::{
    Array, RecordBatch,
    cast::AsArray,
    types::{Float64Type, Int64Type},
};
use serde::Serialize;

use super::dirt::DirtKind;

/// What a cell holds that names a person, a firm or a place; the words are those of the
/// strings written by hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Label {
    /// A personal number.
    Egn,
    /// A foreigner's personal number.
    Lnch,
    /// A firm's number.
    Eik,
    /// A bank account.
    Iban,
    /// A telephone number.
    Phone,
    /// A vehicle's plate.
    Plate,
    /// An e-mail address.
    Email,
    /// A person's name or a part of it.
    PersonName,
    /// A street with a number, or a block.
    Address,
    /// A point or one half of it.
    Coordinates,
    /// A geohash of six letters or more.
    Geohash,
    /// None of these.
    None,
}

impl Label {
    /// All labels, in the order of their declaration.
    pub const ALL: [Self; 12] = [
        Self::Egn,
        Self::Lnch,
        Self::Eik,
        Self::Iban,
        Self::Phone,
        Self::Plate,
        Self::Email,
        Self::PersonName,
        Self::Address,
        Self::Coordinates,
        Self::Geohash,
        Self::None,
    ];

    /// The word for it, as serde writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Egn => "egn",
            Self::Lnch => "lnch",
            Self::Eik => "eik",
            Self::Iban => "iban",
            Self::Phone => "phone",
            Self::Plate => "plate",
            Self::Email => "email",
            Self::PersonName => "person-name",
            Self::Address => "address",
            Self::Coordinates => "coordinates",
            Self::Geohash => "geohash",
            Self::None => "none",
        }
    }
}

/// A cell that dirt touched.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Touch {
    /// Row in the block, from 0.
    pub row: u32,
    /// Column, from 0.
    pub column: u16,
    /// What was done to it.
    pub dirt: DirtKind,
    /// What stood there before, as text.
    pub before: Box<str>,
}

/// An identifier inside a longer text, in a column that holds none by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Embedded {
    /// Row in the block, from 0.
    pub row: u32,
    /// Column, from 0.
    pub column: u16,
    /// What it is.
    pub label: Label,
    /// The identifier without the text around it.
    pub identifier: Box<str>,
}

/// A row that repeats an earlier one; its dirt is its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Double {
    /// Row in the block, from 0.
    pub row: u32,
    /// The row repeated, counted from the table's first.
    pub of_row: u64,
}

/// A raw identifier that stands in the data, or did before dirt.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Planted {
    /// What it is.
    pub label: Label,
    /// The identifier, as written before dirt.
    pub value: String,
}

/// The truth of one block. Lists are in the order of rows, then of columns.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Truth {
    /// What the cells of each column hold, in the table's order.
    pub labels: Vec<Label>,
    /// The cells that dirt touched; all others stand as they were made.
    pub touched: Vec<Touch>,
    /// The cells whose label is not their column's.
    pub embedded: Vec<Embedded>,
    /// The rows that repeat others.
    pub doubles: Vec<Double>,
}

impl Truth {
    /// The cell's touch, when dirt touched it.
    pub fn touch(&self, row: u32, column: u16) -> Option<&Touch> {
        let at = |touch: &Touch| (touch.row, touch.column);
        let place = self.touched.binary_search_by_key(&(row, column), at).ok()?;
        self.touched.get(place)
    }

    /// What the cell held before dirt. A cell that is empty by nature holds none; the
    /// block says which are empty.
    pub fn label(&self, block: &RecordBatch, row: u32, column: u16) -> Label {
        let at = |cell: &Embedded| (cell.row, cell.column);
        if let Ok(place) = self.embedded.binary_search_by_key(&(row, column), at) {
            return self.embedded[place].label;
        }
        let cells = block.columns().get(usize::from(column));
        let empty =
            cells.is_none_or(|cells| cells.len() <= row as usize || cells.is_null(row as usize));
        if empty && self.touch(row, column).is_none() {
            return Label::None;
        }
        let label = self.labels.get(usize::from(column));
        label.copied().unwrap_or(Label::None)
    }

    /// Every raw identifier of the block as it was before dirt, doubles once, sorted.
    pub fn planted(&self, block: &RecordBatch) -> Vec<Planted> {
        let mut planted: Vec<Planted> = self.embedded.iter().map(planted_inside).collect();
        for (place, &label) in self.labels.iter().enumerate() {
            let column = u16::try_from(place).unwrap_or(u16::MAX);
            if label != Label::None && place < block.num_columns() {
                let values = self.column_before(block, column);
                planted.extend(values.into_iter().map(|value| Planted { label, value }));
            }
        }
        planted.sort();
        planted.dedup();
        planted
    }

    /// The values of a column before dirt, without those empty by nature.
    fn column_before(&self, block: &RecordBatch, column: u16) -> Vec<String> {
        let cells = block.column(usize::from(column)).as_ref();
        let touched = self.touched.iter().filter(|touch| touch.column == column);
        let mut values: Vec<String> = touched.map(|touch| touch.before.to_string()).collect();
        let rows = u32::try_from(cells.len()).unwrap_or(u32::MAX);
        let whole = (0..rows).filter(|&row| self.touch(row, column).is_none());
        values.extend(whole.filter_map(|row| cell_text(cells, row as usize)));
        values
    }
}

fn planted_inside(cell: &Embedded) -> Planted {
    Planted {
        label: cell.label,
        value: cell.identifier.to_string(),
    }
}

/// A cell of a labelled column as text; only texts and numbers are labelled.
fn cell_text(cells: &dyn Array, row: usize) -> Option<String> {
    if cells.is_null(row) {
        return None;
    }
    if let Some(texts) = cells.as_string_opt::<i32>() {
        return Some(texts.value(row).to_owned());
    }
    if let Some(numbers) = cells.as_primitive_opt::<Float64Type>() {
        return Some(numbers.value(row).to_string());
    }
    let numbers = cells.as_primitive_opt::<Int64Type>()?;
    Some(numbers.value(row).to_string())
}
