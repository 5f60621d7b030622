//! Labelled columns of every kind and of what is taken for it, for measuring detectors
//! on as many cells as one likes. Columns are made when they are read.

mod headers;
mod negatives;

use std::fmt::Write;

use super::calendar::civil;
use super::contact::{Email, Phone, Plate};
use super::dirt::{Dirt, DirtKind, soil};
use super::district::{DISTRICTS, draw_district};
use super::draw::{Draw, Purpose};
use super::dwelling::{Dwelling, write_geohash};
use super::identifier::{Account, write_branch_eik, write_egn, write_eik, write_lnch};
use super::names::{Name, Sex, write_latin};
use super::person::draw_birth;
use super::truth::Label;
use headers::header;
use negatives::{Negative, write_note, write_plain_note};

/// Cells of a column.
const LEAST_CELLS: u32 = 60;
const MOST_CELLS: u32 = 400;

/// A column of which each cell's kind is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LabelledColumn {
    /// A name that fits, says nothing, or misleads.
    pub name: String,
    /// The cells, after dirt.
    pub cells: Vec<Option<String>>,
    /// What each cell held before dirt; a cell that is empty holds none.
    pub labels: Vec<Label>,
}

/// Labelled columns, made one by one.
pub struct Cells {
    seed: u64,
    left: u64,
    dirt: Dirt,
    column: u64,
}

/// What a column holds.
#[derive(Clone, Copy, Debug)]
enum Subject {
    /// One kind, written in the same few ways, with this share of cells that are not it.
    Kind {
        label: Label,
        style: u32,
        strays: f64,
    },
    /// Something that is taken for a kind.
    Negative(Negative),
    /// Sentences, some of which hold an identifier.
    Notes { share: f64 },
}

/// So many labelled cells, with the usual dirt, in columns of 60 to 400.
pub fn cells(seed: u64, count: u64) -> Cells {
    cells_with(seed, count, Dirt::USUAL)
}

/// So many labelled cells with this dirt (its doubles do not count).
pub fn cells_with(seed: u64, count: u64, dirt: Dirt) -> Cells {
    Cells {
        seed,
        left: count,
        dirt,
        column: 0,
    }
}

impl Iterator for Cells {
    type Item = LabelledColumn;

    fn next(&mut self) -> Option<LabelledColumn> {
        if self.left == 0 {
            return None;
        }
        let mut draw = Draw::new(self.seed, Purpose::Cells, self.column);
        let mut dirt = Draw::new(self.seed, Purpose::CellDirt, self.column);
        self.column += 1;
        let subject = Subject::draw(&mut draw);
        let wanted = draw.between(LEAST_CELLS, MOST_CELLS);
        let rows = u32::try_from(self.left).unwrap_or(u32::MAX).min(wanted);
        self.left -= u64::from(rows);
        let mut column = LabelledColumn {
            name: header(&mut draw, subject.label(), subject.trap()),
            cells: Vec::with_capacity(rows as usize),
            labels: Vec::with_capacity(rows as usize),
        };
        let missing = if draw.chance(0.5) {
            draw.real(0.0, 0.1)
        } else {
            0.0
        };
        for _ in 0..rows {
            if draw.chance(missing) {
                column.push(None, Label::None);
                continue;
            }
            let mut text = String::new();
            let label = subject.write(&mut draw, &mut text);
            column.soil(text, label, &self.dirt, &mut dirt);
        }
        Some(column)
    }
}

impl LabelledColumn {
    fn push(&mut self, cell: Option<String>, label: Label) {
        self.cells.push(cell);
        self.labels.push(label);
    }

    fn soil(&mut self, text: String, label: Label, rates: &Dirt, draw: &mut Draw) {
        match rates.draw(draw) {
            None => self.push(Some(text), label),
            Some(DirtKind::Gap) => self.push(None, Label::None),
            Some(DirtKind::DecimalComma) => {
                let number = text.parse::<f64>().is_ok();
                let text = if number { text.replace('.', ",") } else { text };
                self.push(Some(text), label);
            }
            Some(kind) => {
                let soiled = soil(kind, &text, draw);
                self.push(Some(soiled.unwrap_or(text)), label);
            }
        }
    }
}

impl Subject {
    fn draw(draw: &mut Draw) -> Self {
        match draw.weighted(&[55, 35, 10]) {
            0 => Self::Kind {
                label: Label::ALL[draw.place(Label::ALL.len() - 1)],
                style: draw.below(u32::MAX),
                strays: if draw.chance(0.4) {
                    draw.real(0.02, 0.3)
                } else {
                    0.0
                },
            },
            1 => Self::Negative(Negative::draw(draw)),
            _ => Self::Notes {
                share: draw.real(0.0, 0.3),
            },
        }
    }

    /// What most of its cells hold.
    fn label(self) -> Label {
        match self {
            Self::Kind { label, .. } => label,
            Self::Negative(_) | Self::Notes { .. } => Label::None,
        }
    }

    /// The name that fits what is taken for a kind.
    fn trap(self) -> Option<&'static [&'static str]> {
        match self {
            Self::Kind { .. } => None,
            Self::Negative(negative) => Some(negative.headers()),
            Self::Notes { .. } => Some(&["бележка", "note", "забележка", "описание", "коментар"]),
        }
    }

    /// Writes a cell and says what it holds.
    fn write(self, draw: &mut Draw, out: &mut String) -> Label {
        match self {
            Self::Kind { strays, .. } if draw.chance(strays) => {
                negatives::write_stray(draw, out);
                Label::None
            }
            Self::Kind { label, style, .. } => {
                write_kind(draw, out, label, style);
                label
            }
            Self::Negative(negative) => {
                negative.write(draw, out);
                Label::None
            }
            Self::Notes { share } if draw.chance(share) => write_note(draw, out),
            Self::Notes { .. } => {
                write_plain_note(draw, out);
                Label::None
            }
        }
    }
}

/// Writes a cell of this kind. The style is the column's: a register writes its points
/// and names in one way.
fn write_kind(draw: &mut Draw, out: &mut String, label: Label, style: u32) {
    match label {
        Label::Egn => write_some_egn(draw, out),
        Label::Lnch => {
            let head = *draw.of(&[10, 70, 80]) * 10_000_000;
            write_lnch(out, head + draw.below(10_000_000));
        }
        Label::Eik => write_some_eik(draw, out),
        Label::Iban if style.is_multiple_of(2) => Account::draw(draw).write(out),
        Label::Iban => Account::draw(draw).write_spaced(out),
        Label::Phone => Phone::draw(draw).write(out),
        Label::Plate => Plate::draw(draw).write(out),
        Label::Email => {
            let name = some_name(draw);
            Email::draw(draw).write(out, name);
        }
        Label::PersonName => write_some_name(draw, out, style),
        Label::Address => {
            let district = draw_district(draw);
            Dwelling::draw(draw, district).write_address(out);
        }
        Label::Coordinates => write_point(draw, out, style),
        Label::Geohash => {
            let (latitude, longitude) = some_point(draw);
            write_geohash(out, latitude, longitude, 6 + style % 4);
        }
        Label::None => {}
    }
}

fn write_some_egn(draw: &mut Draw, out: &mut String) {
    let age = draw.below(95);
    let born = civil(draw_birth(draw, age));
    let serial = u16::try_from(draw.below(500)).unwrap_or(0);
    write_egn(out, born, serial, *draw.of(&[Sex::Male, Sex::Female]));
}

fn write_some_eik(draw: &mut Draw, out: &mut String) {
    if draw.chance(0.1) {
        out.push_str("BG");
    }
    let eight = draw.between(10_000_000, 20_999_999);
    if draw.chance(0.08) {
        let branch = draw.between(1, 60);
        write_branch_eik(out, eight, branch);
    } else {
        write_eik(out, eight);
    }
}

fn some_name(draw: &mut Draw) -> Name {
    let sex = *draw.of(&[Sex::Male, Sex::Female]);
    Name::draw(draw, sex)
}

fn write_some_name(draw: &mut Draw, out: &mut String, style: u32) {
    let name = some_name(draw);
    let mut text = String::new();
    match style % 5 {
        0 | 1 => name.write_whole(&mut text),
        2 | 3 => name.write_short(&mut text),
        _ => {
            text.extend(name.given().chars().next());
            text.push_str(". ");
            name.write_family(&mut text);
        }
    }
    match style / 5 % 8 {
        0 => write_latin(out, &text),
        1 => out.push_str(&text.to_uppercase()),
        _ => out.push_str(&text),
    }
}

fn some_point(draw: &mut Draw) -> (f64, f64) {
    let district = usize::from(draw_district(draw));
    DISTRICTS[district].point(draw)
}

fn write_point(draw: &mut Draw, out: &mut String, style: u32) {
    let (latitude, longitude) = some_point(draw);
    let places = 4 + (style / 4 % 3) as usize;
    let _ = match style % 4 {
        0 => write!(out, "{latitude:.places$}"),
        1 => write!(out, "{longitude:.places$}"),
        2 => write!(out, "{latitude:.places$}, {longitude:.places$}"),
        _ => write!(out, "{latitude:.places$},{longitude:.places$}"),
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exactly_as_many_cells_are_made_as_asked() {
        for count in [0, 1, 59, 1_000, 12_345] {
            let made: usize = cells(1, count).map(|column| column.cells.len()).sum();
            assert_eq!(made as u64, count);
        }
    }

    #[test]
    fn each_kind_and_its_absence_are_there() {
        let mut counts = std::collections::BTreeMap::new();
        for column in cells(7, 200_000) {
            assert_eq!(column.cells.len(), column.labels.len());
            for (cell, label) in column.cells.iter().zip(column.labels) {
                assert!(cell.is_some() || label == Label::None);
                *counts.entry(label).or_insert(0_u32) += 1;
            }
        }
        assert_eq!(counts.len(), Label::ALL.len(), "{counts:?}");
        assert!(counts.values().all(|&count| count > 4_000), "{counts:?}");
        assert!(
            (80_000..130_000).contains(&counts[&Label::None]),
            "{counts:?}"
        );
    }

    #[test]
    fn the_same_seed_makes_the_same_cells_and_another_makes_others() {
        let all = |seed| cells(seed, 5_000).collect::<Vec<_>>();
        assert_eq!(all(3), all(3));
        assert_ne!(all(3), all(4));
    }

    #[test]
    fn without_dirt_every_egn_has_ten_digits() {
        let mut seen = 0;
        for column in cells_with(2, 100_000, Dirt::NONE) {
            for (cell, label) in column.cells.iter().flatten().zip(&column.labels) {
                let whole = cell.len() == 10 && cell.bytes().all(|b| b.is_ascii_digit());
                if *label == Label::Egn && !column.cells.contains(&None) && whole {
                    seen += 1;
                }
            }
        }
        assert!(seen > 1_000, "{seen}");
    }
}
