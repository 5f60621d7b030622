//! A data set's risk report as a page: the light first, then numbers, then columns. Pure:
//! the same for the portal and for a file that is opened without one.

mod utility;
pub mod words;

use leptos::prelude::*;
use pilotbox_model::report::{ColumnReport, Crowd, Figure, Light, RiskReport};

use crate::{
    assets,
    components::{
        facts::Facts,
        table::{Column, Table},
    },
    language::{Language, Locale as _},
    page,
    texts::{Text, report as texts},
};

/// A whole document that needs no other file.
pub fn document(language: Language, report: &RiskReport) -> String {
    let title = title(language, report);
    let body = page::write(|| {
        view! { <main id="main" class="report">{content(language, report)}</main> }.into_any()
    });
    let code = language.as_str();
    format!(
        "<!DOCTYPE html>\n<html lang=\"{code}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>{}</title><style>{}</style></head>\
         <body>{}</body></html>\n",
        escaped(&title),
        assets::STYLE,
        body.replace("<!---->", ""),
    )
}

/// The report as the content of a page of its own.
pub fn content(language: Language, report: &RiskReport) -> AnyView {
    view! {
        <h1>{title(language, report)}</h1>
        {body(language, report, Level::Second)}
    }
    .into_any()
}

/// The report as a part of another page, below a heading of its own.
pub fn part(language: Language, report: &RiskReport) -> AnyView {
    view! {
        <h2 id="risk">{texts::REPORT.of(language)}</h2>
        {body(language, report, Level::Third)}
    }
    .into_any()
}

/// A light as a word with a sign before it: neither needs the colour.
pub fn light(language: Language, light: Light) -> AnyView {
    let (class, sign, text) = match light {
        Light::Green => ("badge good", "✓", texts::GREEN_WORD),
        Light::Amber => ("badge warn", "!", texts::AMBER_WORD),
        Light::Red => ("badge bad", "✕", texts::RED_WORD),
    };
    let text = text.of(language);
    view! { <span class=class><span aria-hidden="true">{sign}</span>" "{text}</span> }.into_any()
}

/// The level of the headings of a report's parts.
#[derive(Clone, Copy)]
enum Level {
    Second,
    Third,
}

/// A table of the report with what stands above it.
struct Part {
    title: Text,
    lead: Text,
    columns: Vec<Column>,
    rows: Vec<Vec<AnyView>>,
}

impl Part {
    fn shown(self, language: Language, level: Level) -> impl IntoView + use<> {
        let title = self.title.of(language);
        let heading = match level {
            Level::Second => view! { <h2>{title}</h2> }.into_any(),
            Level::Third => view! { <h3>{title}</h3> }.into_any(),
        };
        view! {
            <section>
                {heading}
                <p>{self.lead.of(language)}</p>
                <Table caption=title.to_owned() hide_caption=true columns=self.columns rows=self.rows/>
            </section>
        }
    }
}

fn body(language: Language, report: &RiskReport, level: Level) -> impl IntoView + use<> {
    let parts = [
        Some(figures(language, &report.figures)),
        report
            .utility
            .as_ref()
            .map(|one| utility::part(language, one)),
        Some(promises(language, report)),
        Some(crowds(language, &report.crowds)),
        Some(columns(language, &report.columns)),
    ];
    view! {
        <p class="lead">{texts::LEAD.of(language)}</p>
        {verdict(language, report)}
        {facts(language, report)}
        {parts.into_iter().flatten().map(|part| part.shown(language, level)).collect_view()}
    }
}

fn title(language: Language, report: &RiskReport) -> String {
    let name = language.pick(&report.title);
    texts::TITLE.fill(language, &[("title", name)])
}

/// The light in words: the colour alone tells nothing to many.
fn verdict(language: Language, report: &RiskReport) -> impl IntoView + use<> {
    let (class, says, means) = match report.light {
        Light::Green => ("good", texts::GREEN, texts::GREEN_MEANS),
        Light::Amber => ("warn", texts::AMBER, texts::AMBER_MEANS),
        Light::Red => ("bad", texts::RED, texts::RED_MEANS),
    };
    view! {
        <div class=format!("notice {class}")>
            <p>{light(language, report.light)} " " <strong>{says.of(language)}</strong></p>
            <p>{means.of(language)}</p>
        </div>
    }
}

fn facts(language: Language, report: &RiskReport) -> impl IntoView + use<> {
    let rows = texts::ROWS_TEXT.fill(
        language,
        &[
            ("after", &language.whole(report.rows_after)),
            ("before", &language.whole(report.rows_before)),
            ("suppressed", &language.whole(report.rows_suppressed)),
        ],
    );
    let version = format!("{} {}", report.dataset, report.version);
    let policy = report.policy.to_string();
    let facts = vec![
        (texts::VERSION.of(language), version.into_any()),
        (
            texts::POLICY.of(language),
            view! { <code>{policy}</code> }.into_any(),
        ),
        (texts::ROWS.of(language), rows.into_any()),
    ];
    view! { <Facts facts=facts/> }
}

fn figures(language: Language, figures: &[Figure]) -> Part {
    let row = |figure: &Figure| -> Vec<AnyView> {
        vec![
            words::measured(figure.kind).of(language).into_any(),
            share(language, figure.before).into_any(),
            share(language, figure.after).into_any(),
            share(language, figure.threshold).into_any(),
            light(language, figure.light),
        ]
    };
    let columns = vec![
        Column::text(texts::FIGURE.of(language)),
        Column::number(texts::BEFORE.of(language)),
        Column::number(texts::AFTER.of(language)),
        Column::number(texts::ALLOWED.of(language)),
        Column::text(texts::LIGHT.of(language)),
    ];
    Part {
        title: texts::FIGURES,
        lead: texts::FIGURES_LEAD,
        columns,
        rows: figures.iter().map(row).collect(),
    }
}

fn promises(language: Language, report: &RiskReport) -> Part {
    let rows = report.promises.iter().map(|promise| {
        let state = if promise.broken.is_empty() {
            let text = texts::KEPT.of(language);
            view! { <span class="badge good">{text}</span> }.into_any()
        } else {
            let lines: Vec<_> = promise
                .broken
                .iter()
                .cloned()
                .map(|line| view! { <li>{line}</li> })
                .collect();
            let text = texts::BROKEN.of(language);
            view! { <span class="badge bad">{text}</span> <ul lang="en">{lines}</ul> }.into_any()
        };
        vec![promised(language, &promise.name), state]
    });
    let heads = [texts::PROMISE, texts::LIGHT];
    let columns = heads.map(|head| Column::text(head.of(language))).to_vec();
    Part {
        title: texts::PROMISES,
        lead: texts::PROMISES_LEAD,
        columns,
        rows: rows.collect(),
    }
}

/// A promise in words; one that is not known by its name.
fn promised(language: Language, name: &str) -> AnyView {
    if let Some(text) = words::promise(name) {
        return text.of(language).into_any();
    }
    let name = name.to_owned();
    view! { <code>{name}</code> }.into_any()
}

fn crowds(language: Language, crowds: &[Crowd]) -> Part {
    let rows = crowds.iter().filter(|crowd| crowd.crowds > 0).map(|crowd| {
        vec![
            size(language, crowd).into_any(),
            language.whole(crowd.crowds).into_any(),
            language.whole(crowd.rows).into_any(),
        ]
    });
    let columns = vec![
        Column::text(texts::CROWD_SIZE.of(language)),
        Column::number(texts::CROWD_COUNT.of(language)),
        Column::number(texts::CROWD_ROWS.of(language)),
    ];
    Part {
        title: texts::CROWDS,
        lead: texts::CROWDS_LEAD,
        columns,
        rows: rows.collect(),
    }
}

fn size(language: Language, crowd: &Crowd) -> String {
    let from = language.whole(crowd.from);
    match crowd.to {
        Some(to) if to == crowd.from => from,
        Some(to) => {
            let to = language.whole(to);
            texts::FROM_TO.fill(language, &[("from", &from), ("to", &to)])
        }
        None => texts::AND_MORE.fill(language, &[("from", &from)]),
    }
}

fn columns(language: Language, columns: &[ColumnReport]) -> Part {
    let heads = [
        texts::COLUMN,
        texts::ROLE,
        texts::DONE,
        texts::LOST,
        texts::MOVED,
        texts::BEFORE,
        texts::AFTER,
    ];
    let heads = heads.map(|head| Column::text(head.of(language))).to_vec();
    let rows = columns.iter().map(|column| line(language, column));
    Part {
        title: texts::COLUMNS,
        lead: texts::COLUMNS_LEAD,
        columns: heads,
        rows: rows.collect(),
    }
}

fn line(language: Language, column: &ColumnReport) -> Vec<AnyView> {
    let name = column.name.clone();
    let optional = |value: Option<f64>| {
        value
            .map(|value| share(language, value))
            .unwrap_or_default()
    };
    let moved = column
        .distance
        .as_ref()
        .map(|(measure, value)| format!("{} ({measure})", share(language, *value)));
    vec![
        view! { <code>{name}</code> }.into_any(),
        words::role(&column.role).of(language).into_any(),
        done(language, column).into_any(),
        optional(column.loss).into_any(),
        moved.unwrap_or_default().into_any(),
        values(language, &column.before),
        values(language, &column.after),
    ]
}

fn done(language: Language, column: &ColumnReport) -> String {
    let step = |name: &String| {
        let known = words::step(name);
        known.map_or_else(|| name.clone(), |text| text.of(language).to_owned())
    };
    let mut words: Vec<String> = column.steps.iter().map(step).collect();
    if let Some((level, levels)) = column.level {
        let (level, levels) = (level.to_string(), levels.to_string());
        words.push(texts::LEVEL.fill(language, &[("level", &level), ("levels", &levels)]));
    }
    if words.is_empty() {
        return texts::NOTHING.of(language).to_owned();
    }
    words.join(", ")
}

fn values(language: Language, values: &[String]) -> AnyView {
    if values.is_empty() {
        return view! { <em>{texts::EMPTY.of(language)}</em> }.into_any();
    }
    let lines: Vec<_> = values
        .iter()
        .cloned()
        .map(|value| view! { <li><bdi>{value}</bdi></li> })
        .collect();
    view! { <ul class="plain">{lines}</ul> }.into_any()
}

/// A share in hundredths, with the decimals that a small risk needs.
fn share(language: Language, share: f64) -> String {
    format!("{}\u{a0}%", language.decimal(share * 100.0, 2))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

#[cfg(test)]
mod tests;
