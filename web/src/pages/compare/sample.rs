//! A comparison with invented data, for the page that shows every component.

use leptos::prelude::*;
use pilotbox_model::api::{
    comparison::{
        CaseMark, ComparedCase, ComparedEntry, ComparedStratum, ComparisonView, QualityRange,
    },
    runs::RunState,
};

use super::laid;
use crate::{
    charts::districts::DISTRICTS, language::Language, texts::compare as texts, visit::Visit,
};

/// Cases of each district.
const CASES: u32 = 9;

/// Districts that are groups of cases here.
const GROUPS: usize = 6;

/// Every chart with invented data.
pub(crate) fn charts(visit: &Visit) -> AnyView {
    let note = visit.say(texts::SAMPLE_NOTE);
    let view = comparison(visit.language);
    let view = laid::out(visit, view, None);
    view! {
        <p>{note}</p>
        {view}
    }
    .into_any()
}

fn comparison(language: Language) -> ComparisonView {
    let names = [texts::SAMPLE_1, texts::SAMPLE_2, texts::SAMPLE_3];
    let numbers = [
        (82.4, 24_000_000, true),
        (55.1, 900_000, true),
        (47.9, 61_000_000, false),
    ];
    let pairs = (0_u32..).zip(names.into_iter().zip(numbers));
    let entries = pairs.map(
        |(place, (name, (total, fuel, is_on_front)))| ComparedEntry {
            of: format!("S{place}"),
            name: name.of(language).to_owned(),
            version: Some("1.0.0".to_owned()),
            state: Some(RunState::Scored),
            total: Some(total),
            low: Some(total - 6.5),
            high: Some(total + 5.0),
            is_reliable: true,
            broken_gates: Vec::new(),
            fuel_p95: Some(fuel),
            memory_bytes: Some(3 << 20),
            seconds: Some(12.5),
            is_on_front,
            strata: strata(language, place),
        },
    );
    ComparisonView {
        challenge: "sample".to_owned(),
        split: "sample".to_owned(),
        entries: entries.collect(),
        cases: cases(language),
        disagreements: vec!["c-4-1".to_owned(), "c-2-0".to_owned()],
    }
}

fn groups(language: Language) -> impl Iterator<Item = (u32, String)> {
    let named = DISTRICTS.iter().take(GROUPS);
    (0_u32..).zip(named.map(move |one| one.named(language).to_owned()))
}

fn strata(language: Language, entry: u32) -> Vec<ComparedStratum> {
    let strata = groups(language).map(|(place, name)| {
        let marks = (0..CASES).filter_map(|case| mark(entry, place, case)?.quality);
        let mut own: Vec<f64> = marks.collect();
        own.sort_by(f64::total_cmp);
        ComparedStratum {
            name,
            quality: own.iter().sum::<f64>() / f64::from(CASES),
            cases: CASES,
            failed: u32::from(place == 4 && entry == 2),
            range: range(&own),
        }
    });
    strata.collect()
}

/// Of values in their order.
fn range(own: &[f64]) -> Option<QualityRange> {
    let last = own.len().checked_sub(1)?;
    let at = |quarters: usize| own.get(last * quarters / 4).copied();
    Some(QualityRange {
        low: at(0)?,
        lower: at(1)?,
        median: at(2)?,
        upper: at(3)?,
        high: at(4)?,
    })
}

fn cases(language: Language) -> Vec<ComparedCase> {
    let cases = groups(language).flat_map(|(place, stratum)| {
        (0..CASES).map(move |number| ComparedCase {
            id: format!("c-{place}-{number}"),
            stratum: stratum.clone(),
            is_twin: false,
            spread: Some(quality(0, place, number) - quality(2, place, number)),
            marks: (0..3).map(|entry| mark(entry, place, number)).collect(),
        })
    });
    cases.collect()
}

/// One fails, and one was never run.
fn mark(entry: u32, place: u32, number: u32) -> Option<CaseMark> {
    if entry == 1 && place == 3 && number == 0 {
        return None;
    }
    let is_failed = entry == 2 && place == 4 && number == 1;
    let (quality, verdict) = if is_failed {
        (0.0, "out-of-fuel")
    } else {
        (quality(entry, place, number), "scored")
    };
    Some(CaseMark {
        quality: Some(quality),
        verdict: verdict.to_owned(),
        fuel: 1_000_000,
    })
}

/// From 0 to 1, always the same.
fn quality(entry: u32, place: u32, number: u32) -> f64 {
    let base = 0.9 - 0.25 * f64::from(entry);
    let moved = f64::from((place * 7 + number * 5 + entry * 3) % 9) / 24.0;
    (base - moved).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::compare::{chart::Chart, figures::Figures};

    #[test]
    fn invented_data_fills_every_chart() {
        for language in [Language::Bg, Language::En] {
            let figures = Figures::new(language, comparison(language), None);
            for chart in Chart::ALL {
                assert!(figures.has(chart), "{chart:?}");
                assert_eq!(figures.drawing(chart).is_some(), chart.is_drawn());
                let sheet = figures.sheet(chart);
                let wide = sheet.heads.len();
                assert!(!sheet.rows.is_empty(), "{chart:?}");
                assert!(sheet.rows.iter().all(|row| row.len() == wide), "{chart:?}");
                let table = figures.table(chart);
                let wide = table.heads.len();
                assert!(table.rows.iter().all(|row| row.len() == wide), "{chart:?}");
            }
        }
    }

    #[test]
    fn a_drawing_is_a_file_of_its_own() {
        let figures = Figures::new(Language::Bg, comparison(Language::Bg), None);
        for chart in Chart::ALL.into_iter().filter(|chart| chart.is_drawn()) {
            let drawing = || figures.drawing(chart).into_any();
            let file = crate::charts::standalone::file(drawing);
            assert!(file.starts_with("<?xml"), "{chart:?}");
            assert_eq!(file.matches("<svg").count(), 1, "{chart:?}");
            assert!(file.trim_end().ends_with("</svg>"), "{chart:?}");
            assert!(
                !file.contains("var(--") && !file.contains("style="),
                "{chart:?}"
            );
        }
    }
}
