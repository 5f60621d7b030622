//! From a comparison to the data of its charts. Pure.

use leptos::prelude::*;
use pilotbox_model::api::comparison::{CaseMark, ComparedCase, ComparisonView, QualityRange};

use super::chart::Chart;
use crate::{
    charts::{
        boxes::{self, Group, Lane},
        districts::{self, DISTRICTS},
        entry::{Entry, entries},
        heat::{self, Heat, MOST_ROWS, Row},
        parallel, tiles,
        trade::{self, Point},
    },
    language::{Language, Locale as _},
};

/// Districts that must be there for a map to say something.
const FEWEST_DISTRICTS: usize = 2;

/// A comparison, and which of its cases are on the page.
pub(super) struct Figures {
    pub(super) language: Language,
    pub(super) view: ComparisonView,
    /// The submissions with their letters.
    pub(super) entries: Vec<Entry>,
    /// Names of all strata, in the order in which they come.
    pub(super) strata: Vec<String>,
    /// The first case of this page.
    pub(super) first: usize,
}

impl Figures {
    /// A comparison from the case `first` on; from the start, if there is no such.
    pub(super) fn new(language: Language, view: ComparisonView, first: Option<usize>) -> Self {
        let names = view.entries.iter().map(|entry| {
            // A blind code tells two dossiers of one title apart.
            if entry.of.contains('.') {
                format!("{} ({})", entry.name, entry.of)
            } else {
                entry.name.clone()
            }
        });
        let first = first.filter(|first| *first < view.cases.len());
        Self {
            language,
            entries: entries(language, names),
            strata: strata(&view),
            first: first.unwrap_or(0),
            view,
        }
    }

    /// The cases of this page.
    pub(super) fn page(&self) -> &[ComparedCase] {
        let rest = self.view.cases.get(self.first..).unwrap_or_default();
        rest.get(..MOST_ROWS).unwrap_or(rest)
    }

    /// Where the list of cases goes on.
    pub(super) fn next(&self) -> Option<usize> {
        let end = self.first.saturating_add(self.page().len());
        (end < self.view.cases.len()).then_some(end)
    }

    /// What a chart shows, in words.
    pub(super) fn caption(&self, chart: Chart) -> String {
        let whole = |count: usize| self.language.whole(u64::try_from(count).unwrap_or(0));
        let from = whole(self.first.saturating_add(1));
        let to = whole(self.first.saturating_add(self.page().len()));
        let all = whole(self.view.cases.len());
        let places = [("from", from.as_str()), ("to", &to), ("all", &all)];
        chart.caption().fill(self.language, &places)
    }

    /// Whether there is anything to show.
    pub(super) fn has(&self, chart: Chart) -> bool {
        match chart {
            Chart::Scores => true,
            Chart::Trade => !self.points().is_empty(),
            Chart::Parallel | Chart::Boxes => !self.strata.is_empty(),
            Chart::Tiles => self.maps().is_some(),
            Chart::Heat => !self.view.cases.is_empty(),
            Chart::Disagreements => !self.view.disagreements.is_empty(),
        }
    }

    /// The drawing, if it has one.
    pub(super) fn drawing(&self, chart: Chart) -> Option<AnyView> {
        let (language, entries) = (self.language, self.entries.as_slice());
        let label = self.caption(chart);
        let label = label.as_str();
        Some(match chart {
            Chart::Scores | Chart::Disagreements => return None,
            Chart::Trade => trade::drawn(language, label, entries, &self.points()),
            Chart::Parallel => {
                let lines = self.lines();
                parallel::drawn(language, label, entries, &self.strata, &lines)
            }
            Chart::Boxes => boxes::drawn(language, label, entries, &self.groups()),
            Chart::Tiles => tiles::drawn(language, label, entries, &self.maps()?),
            Chart::Heat => heat::drawn(language, label, entries, &self.rows()),
        })
    }

    fn points(&self) -> Vec<Point> {
        let numbered = self.view.entries.iter().enumerate();
        let point = |(place, entry): (usize, &_)| {
            let entry: &pilotbox_model::api::comparison::ComparedEntry = entry;
            Some(Point {
                entry: place,
                score: entry.total?,
                interval: entry.low.zip(entry.high),
                cost: entry.fuel_p95?,
                is_on_front: entry.is_on_front,
            })
        };
        numbered.filter_map(point).collect()
    }

    /// The quality of a stratum in an entry.
    pub(super) fn quality(&self, entry: usize, stratum: &str) -> Option<f64> {
        let strata = &self.view.entries.get(entry)?.strata;
        let found = strata.iter().find(|one| one.name == stratum)?;
        Some(found.quality)
    }

    fn lines(&self) -> Vec<parallel::Line> {
        let line = |entry: usize| {
            let qualities = self.strata.iter().map(|name| self.quality(entry, name));
            qualities.collect()
        };
        (0..self.entries.len()).map(line).collect()
    }

    fn groups(&self) -> Vec<Group> {
        let group = |name: &String| Group {
            name: name.clone(),
            lanes: (0..self.entries.len())
                .map(|entry| self.lane(entry, name))
                .collect(),
        };
        self.strata.iter().map(group).collect()
    }

    fn lane(&self, entry: usize, stratum: &str) -> Lane {
        let cases = self.view.cases.iter();
        let own = cases.filter(|case| case.stratum == stratum && !case.is_twin);
        Lane {
            five: self.range(entry, stratum).map(five),
            dots: own.filter_map(|case| mark(case, entry)?.quality).collect(),
        }
    }

    /// Five numbers of a stratum in an entry.
    pub(super) fn range(&self, entry: usize, stratum: &str) -> Option<QualityRange> {
        let strata = &self.view.entries.get(entry)?.strata;
        strata.iter().find(|one| one.name == stratum)?.range
    }

    fn rows(&self) -> Vec<Row> {
        let row = |case: &ComparedCase| Row {
            name: case.id.clone(),
            group: case.stratum.clone(),
            cells: (0..self.entries.len())
                .map(|entry| heat_of(mark(case, entry)))
                .collect(),
        };
        self.page().iter().map(row).collect()
    }

    /// The values of each district, where strata or else cases are called after them.
    pub(super) fn maps(&self) -> Option<Vec<tiles::Map>> {
        let entries = 0..self.entries.len();
        let by_strata = entries.clone().map(|entry| self.map_of_strata(entry));
        let by_strata: Vec<_> = by_strata.collect();
        if says_enough(&by_strata) {
            return Some(by_strata);
        }
        let by_cases: Vec<_> = entries.map(|entry| self.map_of_cases(entry)).collect();
        says_enough(&by_cases).then_some(by_cases)
    }

    fn map_of_strata(&self, entry: usize) -> tiles::Map {
        let mut map = vec![None; DISTRICTS.len()];
        for name in &self.strata {
            let tile = districts::find(name).and_then(|place| map.get_mut(place));
            if let Some(tile) = tile {
                *tile = self.quality(entry, name);
            }
        }
        map
    }

    /// The mean over the cases of a district.
    fn map_of_cases(&self, entry: usize) -> tiles::Map {
        let mut sums = vec![(0.0, 0.0); DISTRICTS.len()];
        for case in self.view.cases.iter().filter(|case| !case.is_twin) {
            let quality = mark(case, entry).and_then(|mark| mark.quality);
            let tile = districts::find(&case.id).and_then(|place| sums.get_mut(place));
            if let (Some(quality), Some((sum, count))) = (quality, tile) {
                *sum += quality;
                *count += 1.0;
            }
        }
        let mean = |(sum, count): (f64, f64)| (count > 0.0).then(|| sum / count);
        sums.into_iter().map(mean).collect()
    }
}

/// What became of a case in an entry.
pub(super) fn mark(case: &ComparedCase, entry: usize) -> Option<&CaseMark> {
    case.marks.get(entry)?.as_ref()
}

fn heat_of(mark: Option<&CaseMark>) -> Heat {
    match mark {
        None => Heat::Nothing,
        Some(mark) if mark.verdict != "scored" => Heat::Failed,
        Some(mark) => mark.quality.map_or(Heat::Nothing, Heat::Quality),
    }
}

fn five(range: QualityRange) -> boxes::Five {
    [
        range.low,
        range.lower,
        range.median,
        range.upper,
        range.high,
    ]
}

fn says_enough(maps: &[tiles::Map]) -> bool {
    let known = |map: &tiles::Map| map.iter().flatten().count();
    maps.iter().any(|map| known(map) >= FEWEST_DISTRICTS)
}

fn strata(view: &ComparisonView) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for stratum in view.entries.iter().flat_map(|entry| &entry.strata) {
        if !names.contains(&stratum.name) {
            names.push(stratum.name.clone());
        }
    }
    names
}
