//! How the numbers of a table are spread: a drawing for each column, with its table and
//! both as files.

use leptos::prelude::*;
use pilotbox_model::api::challenges::{ColumnView, SpreadView, TableView};

use crate::{
    charts::{
        figure::{Figure, Files},
        sheet::{Cell, Sheet},
    },
    language::{Language, Locale as _},
    texts::{data as texts, submission},
    visit::Visit,
};

/// Drawings of one table. More are hard to take in; the rest is in the API's answer.
const MAX_DRAWN: usize = 12;

/// Width of a drawing in its own units, and height of its bars.
const WIDTH: usize = 600;
const HEIGHT: usize = 120;

/// Room below the bars for the ends of the scale.
const FOOT: usize = 20;

/// All drawings of a table; nothing where no column holds numbers. The files lie below
/// the page's own address.
pub(super) fn section(
    visit: &Visit,
    page: &str,
    table: &TableView,
) -> Option<impl IntoView + use<>> {
    let spreads = table.columns.iter().enumerate();
    let spreads: Vec<_> = spreads
        .filter_map(|(at, column)| Some((at, column, column.spread.as_ref()?)))
        .take(MAX_DRAWN)
        .map(|(at, column, spread)| {
            let query = format!("?table={}/{}&column={at}", table.folder, table.name);
            let path = format!("{page}/spread");
            let files = Files {
                path,
                query,
                has_drawing: true,
            };
            figure(visit, column, spread, files)
        })
        .collect();
    let is_part = table.rows.is_some_and(|rows| rows > table.summed_rows);
    let part = is_part.then(|| {
        let count = visit.language.whole(table.summed_rows);
        let text = texts::SPREAD_PART.fill(visit.language, &[("n", &count)]);
        view! { <p class="help">{text}</p> }
    });
    (!spreads.is_empty()).then(|| {
        view! {
            <details>
                <summary>{visit.say(texts::SPREADS)}</summary>
                {part}
                {spreads}
            </details>
        }
    })
}

fn figure(
    visit: &Visit,
    column: &ColumnView,
    spread: &SpreadView,
    files: Files,
) -> impl IntoView + use<> {
    let language = visit.language;
    let caption = texts::SPREAD_OF.fill(language, &[("name", &column.name)]);
    let drawing = drawing(language, column, spread);
    let in_words = in_words(language, spread);
    let table = sheet(language, spread).table(language);
    view! {
        <Figure visit=visit.clone() caption=caption table=table files=Some(files)>
            {drawing}
        </Figure>
        <p class="help">{in_words}</p>
    }
}

/// The drawing of a column.
pub(super) fn drawing(language: Language, column: &ColumnView, spread: &SpreadView) -> AnyView {
    let caption = texts::SPREAD_OF.fill(language, &[("name", &column.name)]);
    let label = submission::CHART_OF.fill(language, &[("what", &caption)]);
    let bars = bars(spread);
    let ends = ends(language, spread);
    let size = format!("0 0 {WIDTH} {}", HEIGHT + FOOT);
    view! {
        <svg class="chart-svg chart-bars" viewBox=size role="img" aria-label=label>
            {bars}
            <line class="axis" x1="0" x2=WIDTH.to_string() y1=HEIGHT.to_string() y2=HEIGHT.to_string()/>
            {ends}
        </svg>
    }
    .into_any()
}

fn bars(spread: &SpreadView) -> Vec<AnyView> {
    let most = spread.counts.iter().copied().max().unwrap_or(0).max(1);
    let width = WIDTH / spread.counts.len().max(1);
    let bar = |(at, count): (usize, &u64)| {
        let height = share(*count, most);
        (height > 0).then(|| {
            let (x, y) = (at * width + 1, HEIGHT.saturating_sub(height));
            let width = width.saturating_sub(2).max(1);
            view! {
                <rect class="mark s1" x=x.to_string() y=y.to_string()
                    width=width.to_string() height=height.to_string()/>
            }
            .into_any()
        })
    };
    spread.counts.iter().enumerate().filter_map(bar).collect()
}

/// The height of so many among the most: at least a line where there are any.
fn share(count: u64, most: u64) -> usize {
    let full = u128::try_from(HEIGHT).unwrap_or(0);
    let height = u128::from(count) * full / u128::from(most.max(1));
    let least = usize::from(count > 0) * 2;
    usize::try_from(height).unwrap_or(HEIGHT).max(least)
}

fn ends(language: Language, spread: &SpreadView) -> impl IntoView + use<> {
    let [low, .., high] = spread.quartiles;
    let y = (HEIGHT + FOOT - 5).to_string();
    view! {
        <text class="soft" x="0" y=y.clone()>{number(language, low)}</text>
        <text class="soft" x=WIDTH.to_string() y=y text-anchor="end">{number(language, high)}</text>
    }
}

fn in_words(language: Language, spread: &SpreadView) -> String {
    let [low, first, median, third, high] = spread.quartiles.map(|value| number(language, value));
    let missing = language.whole(spread.missing);
    let values = [
        ("low", low.as_str()),
        ("first", first.as_str()),
        ("median", median.as_str()),
        ("third", third.as_str()),
        ("high", high.as_str()),
        ("missing", missing.as_str()),
    ];
    texts::QUARTILES.fill(language, &values)
}

/// Each stretch of the scale, and how many values lie in it.
pub(super) fn sheet(language: Language, spread: &SpreadView) -> Sheet {
    let [low, .., high] = spread.quartiles;
    let stretches = u32::try_from(spread.counts.len()).unwrap_or(1).max(1);
    let edge = |at: u32| {
        let share = f64::from(at) / f64::from(stretches);
        let value = low * (1.0 - share) + high * share;
        Cell::Number(value, decimals(value))
    };
    let rows = (0_u32..).zip(&spread.counts);
    let heads = [texts::FROM, texts::TO, texts::COUNT];
    Sheet {
        heads: heads
            .map(|head| (head.of(language).to_owned(), true))
            .to_vec(),
        rows: rows
            .map(|(at, count)| vec![edge(at), edge(at + 1), Cell::Whole(*count)])
            .collect(),
    }
}

/// A number with as many decimals as it needs, so that people can read it.
fn number(language: Language, value: f64) -> String {
    let size = value.abs();
    if size >= 1e15 || (size > 0.0 && size < 1e-6) {
        return format!("{value:.3e}");
    }
    language.decimal(value, decimals(value))
}

fn decimals(value: f64) -> usize {
    match value.abs() {
        size if size >= 1_000.0 || size.fract() == 0.0 => 0,
        size if size >= 10.0 => 1,
        size if size >= 0.1 => 3,
        _ => 6,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_that_are_there_are_seen() {
        assert_eq!(share(0, 10), 0);
        assert_eq!(share(1, u64::MAX), 2);
        assert_eq!(share(u64::MAX, u64::MAX), HEIGHT);
        assert_eq!(share(5, 10), HEIGHT / 2);
    }

    #[test]
    fn a_number_is_as_long_as_people_read_it() {
        let number = |value| number(Language::En, value);
        assert_eq!(number(0.0), "0");
        assert_eq!(number(0.51234), "0.512");
        assert_eq!(number(42.26), "42.3");
        assert_eq!(number(1_479_081_600.0), "1,479,081,600");
        assert_eq!(number(1e300), "1.000e300");
    }
}
