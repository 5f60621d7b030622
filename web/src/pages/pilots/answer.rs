//! A pilot's answer, shown as its harness says: plain texts and numbers, never markup.

use leptos::prelude::*;
use pilotbox_model::api::pilots::{
    AnswerBlock, AnswerCell, AnswerPoint, AnswerTile, DataAbout, PilotAnswer,
};

use crate::{
    charts::{
        districts::{DISTRICTS, find},
        figure::{Figure, Wide},
        line, tiles,
    },
    components::table::{Column, Table},
    language::Locale as _,
    texts::pilot as texts,
    visit::Visit,
};

/// The answer, read out when it comes.
pub(super) fn drawn(visit: &Visit, answer: &PilotAnswer) -> AnyView {
    let blocks: Vec<_> = answer
        .shown
        .iter()
        .map(|block| shown(visit, block))
        .collect();
    view! {
        <section class="answer" id="answer" role="status" tabindex="-1">
            <h2>{visit.say(texts::ANSWER)}</h2>
            {blocks}
            {about(visit, &answer.data)}
        </section>
    }
    .into_any()
}

/// Of what place and time the data is.
pub(super) fn about(visit: &Visit, data: &DataAbout) -> AnyView {
    let language = visit.language;
    let notice = data.notice.as_ref().map(|text| {
        view! { <p class="notice warn">{language.pick(text).to_owned()}</p> }
    });
    let said = [
        (texts::DATA_OF, "place", &data.place),
        (texts::DATA_PERIOD, "period", &data.period),
    ];
    let said: Vec<_> = said
        .into_iter()
        .filter_map(|(text, name, value)| {
            let value = language.pick(value.as_ref()?);
            Some(text.fill(language, &[(name, value)]))
        })
        .collect();
    view! {
        {notice}
        <p class="help">{said.join(" ")}</p>
    }
    .into_any()
}

fn shown(visit: &Visit, block: &AnswerBlock) -> AnyView {
    let language = visit.language;
    match block {
        AnswerBlock::Sentence { text } => {
            view! { <p class="lead">{language.pick(text).to_owned()}</p> }.into_any()
        }
        AnswerBlock::Table { columns, rows } => {
            let is_number = |place: usize| {
                rows.iter()
                    .all(|row| matches!(row.get(place), Some(AnswerCell::Number(_))))
            };
            let columns: Vec<_> = columns
                .iter()
                .enumerate()
                .map(|(place, column)| {
                    let name = language.pick(column).to_owned();
                    if is_number(place) {
                        Column::number(name)
                    } else {
                        Column::text(name)
                    }
                })
                .collect();
            let cells = |row: &Vec<AnswerCell>| -> Vec<AnyView> {
                row.iter().map(|cell| of_cell(visit, cell)).collect()
            };
            let rows: Vec<_> = rows.iter().map(cells).collect();
            let caption = visit.say(texts::ANSWER).to_owned();
            view! { <Table caption=caption hide_caption=true columns=columns rows=rows/> }
                .into_any()
        }
        AnswerBlock::Chart { x, y, points } => {
            chart(visit, language.pick(x), language.pick(y), points)
        }
        AnswerBlock::Districts { title, tiles } => map(visit, language.pick(title), tiles),
    }
}

fn of_cell(visit: &Visit, cell: &AnswerCell) -> AnyView {
    match cell {
        AnswerCell::Number(number) => told(visit, *number).into_any(),
        AnswerCell::Text(text) => {
            let text = visit.language.pick(text).to_owned();
            view! { <bdi>{text}</bdi> }.into_any()
        }
    }
}

/// A number as short as it is.
fn told(visit: &Visit, number: f64) -> String {
    let decimals = if number.fract() == 0.0 { 0 } else { 2 };
    visit.language.decimal(number, decimals)
}

fn chart(visit: &Visit, x: &str, y: &str, points: &[AnswerPoint]) -> AnyView {
    let places: Vec<_> = points.iter().map(|point| (point.x, point.y)).collect();
    let drawing = line::drawn(visit.language, x, y, &places);
    let columns = vec![Column::number(x.to_owned()), Column::number(y.to_owned())];
    let rows: Vec<Vec<AnyView>> = points
        .iter()
        .map(|point| {
            [point.x, point.y]
                .map(|number| told(visit, number).into_any())
                .into()
        })
        .collect();
    let label = y.to_owned();
    view! {
        <Figure visit=visit.clone() caption=y.to_owned() table=(columns, rows)>
            <Wide label=label>{drawing}</Wide>
        </Figure>
    }
    .into_any()
}

fn map(visit: &Visit, title: &str, found: &[AnswerTile]) -> AnyView {
    let mut values = vec![None; DISTRICTS.len()];
    for tile in found {
        if let Some(value) = find(&tile.name.en).and_then(|place| values.get_mut(place)) {
            *value = Some(tile.value);
        }
    }
    let drawing = tiles::valued(visit.language, title, &values);
    let columns = vec![
        Column::text(visit.say(texts::DISTRICTS)),
        Column::number(title.to_owned()),
    ];
    let rows: Vec<Vec<AnyView>> = found
        .iter()
        .map(|tile| {
            let name = visit.language.pick(&tile.name).to_owned();
            vec![name.into_any(), told(visit, tile.value).into_any()]
        })
        .collect();
    let label = title.to_owned();
    view! {
        <Figure visit=visit.clone() caption=title.to_owned() table=(columns, rows)>
            <Wide label=label>{drawing}</Wide>
        </Figure>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use pilotbox_model::api::challenges::Bilingual;
    use serde_json::json;

    use super::*;
    use crate::page;

    #[test]
    fn a_plugins_text_is_no_markup() {
        let text = "<script>alert(1)</script> https://example.org".to_owned();
        let both = || Bilingual {
            bg: text.clone(),
            en: text.clone(),
        };
        let answer = PilotAnswer {
            answer: json!({}),
            shown: vec![
                AnswerBlock::Sentence { text: both() },
                AnswerBlock::Table {
                    columns: vec![both()],
                    rows: vec![vec![AnswerCell::Text(both())]],
                },
                AnswerBlock::Districts {
                    title: both(),
                    tiles: vec![AnswerTile {
                        name: both(),
                        value: 1.0,
                    }],
                },
            ],
            data: DataAbout::default(),
        };
        let visit = Visit::for_tests("/pilots/x");
        let html = page::write(|| drawn(&visit, &answer));
        assert!(!html.contains("<script"), "{html}");
        assert!(!html.contains("<a "), "{html}");
    }
}
