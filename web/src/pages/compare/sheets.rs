//! The rows of each part of a comparison: for people with words and one column for each
//! submission, for programs with every value in a column of its own.

use pilotbox_model::api::comparison::{ComparedCase, ComparedEntry};

use super::{
    chart::Chart,
    figures::{Figures, mark},
};
use crate::{
    charts::{
        districts::DISTRICTS,
        sheet::{Cell, Sheet},
    },
    components::run::verdict_text,
    texts::{Text, compare as texts},
};

/// Decimals of a score and of a quality.
const SCORE: usize = 1;
const QUALITY: usize = 2;

type Heads = Vec<(String, bool)>;

impl Figures {
    /// The table beside a chart.
    pub(super) fn table(&self, chart: Chart) -> Sheet {
        match chart {
            Chart::Heat => self.cases(self.page().iter(), false),
            Chart::Disagreements => self.cases(self.differing(), true),
            other => self.sheet(other),
        }
    }

    /// Its file for programs.
    pub(super) fn sheet(&self, chart: Chart) -> Sheet {
        match chart {
            Chart::Scores => self.scores(),
            Chart::Trade => self.trade(),
            Chart::Parallel => self.strata_sheet(),
            Chart::Boxes => self.boxes(),
            Chart::Tiles => self.tiles(),
            Chart::Heat => self.raw_cases(self.view.cases.iter()),
            Chart::Disagreements => self.raw_cases(self.differing()),
        }
    }

    /// The cases on which the submissions differ most, from the largest spread down.
    fn differing(&self) -> impl Iterator<Item = &ComparedCase> {
        let ids = self.view.disagreements.iter();
        ids.filter_map(|id| self.view.cases.iter().find(|case| case.id == *id))
    }

    fn text(&self, text: Text) -> (String, bool) {
        (text.of(self.language).to_owned(), false)
    }

    fn number(&self, text: Text) -> (String, bool) {
        (text.of(self.language).to_owned(), true)
    }

    fn of_letter(&self, text: Text, entry: usize) -> String {
        let letter = self.entries.get(entry).map(|entry| entry.letter.as_str());
        text.fill(self.language, &[("letter", letter.unwrap_or_default())])
    }

    fn named(&self, entry: usize) -> Cell {
        let named = self.entries.get(entry);
        let named = named.map(|entry| format!("{}. {}", entry.letter, entry.name));
        Cell::Text(named.unwrap_or_default())
    }

    fn yes_or_no(&self, is: bool) -> Cell {
        let text = if is { texts::YES } else { texts::NO };
        Cell::Text(text.of(self.language).to_owned())
    }

    fn by_entry(&self, heads: Heads, row: impl Fn(&ComparedEntry) -> Vec<Cell>) -> Sheet {
        let numbered = self.view.entries.iter().enumerate();
        let rows = numbered.map(|(place, entry)| {
            let mut cells = vec![self.named(place)];
            cells.extend(row(entry));
            cells
        });
        Sheet {
            rows: rows.collect(),
            heads,
        }
    }

    fn scores(&self) -> Sheet {
        let heads = vec![
            self.text(texts::ENTRY),
            self.number(texts::SCORE),
            self.number(texts::LOW),
            self.number(texts::HIGH),
            self.number(texts::FUEL),
            self.number(texts::MEMORY_BYTES),
            self.number(texts::SECONDS),
            self.text(texts::FRONT),
            self.text(texts::VERSION),
        ];
        self.by_entry(heads, |entry| {
            vec![
                Cell::number(entry.total, SCORE),
                Cell::number(entry.low, SCORE),
                Cell::number(entry.high, SCORE),
                Cell::whole(entry.fuel_p95),
                Cell::whole(entry.memory_bytes),
                Cell::number(entry.seconds, SCORE),
                self.yes_or_no(entry.is_on_front),
                entry.version.clone().map_or(Cell::Nothing, Cell::Text),
            ]
        })
    }

    fn trade(&self) -> Sheet {
        let heads = vec![
            self.text(texts::ENTRY),
            self.number(texts::FUEL),
            self.number(texts::SCORE),
            self.number(texts::LOW),
            self.number(texts::HIGH),
            self.text(texts::FRONT),
        ];
        self.by_entry(heads, |entry| {
            vec![
                Cell::whole(entry.fuel_p95),
                Cell::number(entry.total, SCORE),
                Cell::number(entry.low, SCORE),
                Cell::number(entry.high, SCORE),
                self.yes_or_no(entry.is_on_front),
            ]
        })
    }

    /// A head for each entry's quality.
    fn quality_heads(&self) -> impl Iterator<Item = (String, bool)> {
        let places = 0..self.entries.len();
        places.map(|entry| (self.of_letter(texts::QUALITY_OF, entry), true))
    }

    fn strata_sheet(&self) -> Sheet {
        let mut heads = vec![self.text(texts::STRATUM)];
        heads.extend(self.quality_heads());
        let row = |name: &String| {
            let mut cells = vec![Cell::Text(name.clone())];
            let places = 0..self.entries.len();
            cells.extend(places.map(|entry| Cell::number(self.quality(entry, name), QUALITY)));
            cells
        };
        Sheet {
            heads,
            rows: self.strata.iter().map(row).collect(),
        }
    }

    fn boxes(&self) -> Sheet {
        let mut heads = vec![self.text(texts::STRATUM), self.text(texts::ENTRY)];
        let numbers = [
            texts::QUALITY,
            texts::LEAST,
            texts::LOWER,
            texts::MEDIAN,
            texts::UPPER,
            texts::MOST,
            texts::CASES_OF,
            texts::FAILED_OF,
        ];
        heads.extend(numbers.map(|text| self.number(text)));
        let mut rows = Vec::new();
        for name in &self.strata {
            for (place, entry) in self.view.entries.iter().enumerate() {
                let Some(stratum) = entry.strata.iter().find(|one| one.name == *name) else {
                    continue;
                };
                let mut cells = vec![Cell::Text(name.clone()), self.named(place)];
                cells.push(Cell::Number(stratum.quality, QUALITY));
                let range = stratum.range;
                cells.extend([
                    Cell::number(range.map(|range| range.low), QUALITY),
                    Cell::number(range.map(|range| range.lower), QUALITY),
                    Cell::number(range.map(|range| range.median), QUALITY),
                    Cell::number(range.map(|range| range.upper), QUALITY),
                    Cell::number(range.map(|range| range.high), QUALITY),
                    Cell::Whole(stratum.cases.into()),
                    Cell::Whole(stratum.failed.into()),
                ]);
                rows.push(cells);
            }
        }
        Sheet { heads, rows }
    }

    fn tiles(&self) -> Sheet {
        let mut heads = vec![self.text(texts::DISTRICT)];
        heads.extend(self.quality_heads());
        let maps = self.maps().unwrap_or_default();
        let row = |(place, district): (usize, &crate::charts::districts::District)| {
            let mut cells = vec![Cell::Text(district.named(self.language).to_owned())];
            let value = |map: &Vec<Option<f64>>| map.get(place).copied().flatten();
            cells.extend(maps.iter().map(|map| Cell::number(value(map), QUALITY)));
            cells
        };
        Sheet {
            rows: DISTRICTS.iter().enumerate().map(row).collect(),
            heads,
        }
    }

    /// Cases for people: a number, or in words why there is none.
    fn cases<'a>(&self, cases: impl Iterator<Item = &'a ComparedCase>, has_spread: bool) -> Sheet {
        let mut heads = vec![self.text(texts::CASE), self.text(texts::STRATUM)];
        if has_spread {
            heads.push(self.number(texts::SPREAD));
        }
        heads.extend(self.quality_heads());
        let row = |case: &ComparedCase| {
            let mut cells = vec![
                Cell::Text(case.id.clone()),
                Cell::Text(case.stratum.clone()),
            ];
            if has_spread {
                cells.push(Cell::number(case.spread, QUALITY));
            }
            let places = 0..self.entries.len();
            cells.extend(places.map(|entry| match mark(case, entry) {
                Some(mark) if mark.verdict != "scored" => {
                    let words = verdict_text(&mark.verdict).of(self.language);
                    Cell::Text(words.to_owned())
                }
                Some(mark) => Cell::number(mark.quality, QUALITY),
                None => Cell::Nothing,
            }));
            cells
        };
        Sheet {
            heads,
            rows: cases.map(row).collect(),
        }
    }

    /// Cases for programs: each value in a column of its own.
    fn raw_cases<'a>(&self, cases: impl Iterator<Item = &'a ComparedCase>) -> Sheet {
        let mut heads = vec![
            self.text(texts::CASE),
            self.text(texts::STRATUM),
            self.text(texts::TWIN),
            self.number(texts::SPREAD),
        ];
        for entry in 0..self.entries.len() {
            heads.push((self.of_letter(texts::QUALITY_OF, entry), true));
            heads.push((self.of_letter(texts::OUTCOME_OF, entry), false));
            heads.push((self.of_letter(texts::FUEL_OF, entry), true));
        }
        let row = |case: &ComparedCase| {
            let mut cells = vec![
                Cell::Text(case.id.clone()),
                Cell::Text(case.stratum.clone()),
                self.yes_or_no(case.is_twin),
                Cell::number(case.spread, QUALITY),
            ];
            for entry in 0..self.entries.len() {
                let mark = mark(case, entry);
                cells.push(Cell::number(mark.and_then(|mark| mark.quality), QUALITY));
                let verdict = mark.map(|mark| mark.verdict.clone());
                cells.push(verdict.map_or(Cell::Nothing, Cell::Text));
                cells.push(Cell::whole(mark.map(|mark| mark.fuel)));
            }
            cells
        };
        Sheet {
            heads,
            rows: cases.map(row).collect(),
        }
    }
}
