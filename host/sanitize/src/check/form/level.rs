//! One level of a hierarchy, and which texts belong to it.

use arrow_schema::DataType as Arrow;
use h3o::CellIndex;

use super::{bands, dates, is_value};
use crate::{
    check::cells::Cells,
    policy::{Column, Hierarchy},
};

/// A level: 0 is the value itself, the last one `*`.
pub(super) struct Level<'a> {
    pub(super) column: &'a Column,
    pub(super) hierarchy: &'a Hierarchy,
    pub(super) number: u32,
}

impl Level<'_> {
    /// Whether a cell belongs to the level. A missing one stays missing but at the top.
    pub(super) fn holds(&self, cell: Option<&str>, cells: &Cells) -> bool {
        let is_text = cells.data_type == Arrow::Utf8;
        match cell {
            None => !self.is_top() || !is_text,
            Some(_) if self.number > 0 && !is_text => false,
            Some(cell) => self.holds_text(cell),
        }
    }

    /// Whether a text belongs to the level.
    pub(super) fn holds_text(&self, text: &str) -> bool {
        if self.is_top() {
            return text == "*";
        }
        if self.number == 0 {
            return is_value(self.column, self.hierarchy, text);
        }
        let place = self.number as usize - 1;
        match self.hierarchy {
            Hierarchy::Bands { widths, origin } => widths
                .get(place)
                .is_some_and(|width| bands::is_band(text, *width, *origin)),
            Hierarchy::Dates { levels } => levels
                .get(place)
                .is_some_and(|level| dates::is_of(text, *level)),
            Hierarchy::Cells { resolutions, .. } => {
                let cell: Option<CellIndex> = text.parse().ok();
                cell.is_some_and(|cell| {
                    resolutions.get(place) == Some(&u8::from(cell.resolution()))
                })
            }
            Hierarchy::Codes { parents, other } => {
                let mut paths = parents.values();
                paths.any(|path| path.get(place).is_some_and(|parent| parent == text))
                    || other.as_deref() == Some(text)
            }
            Hierarchy::Prefixes { lengths } => {
                let length = lengths.get(place).map_or(0, |length| *length as usize);
                let characters = text.chars().count();
                characters <= length || (characters == length + 1 && text.ends_with('*'))
            }
            Hierarchy::Constant => false,
        }
    }

    fn is_top(&self) -> bool {
        self.number as usize == self.hierarchy.levels()
    }
}
