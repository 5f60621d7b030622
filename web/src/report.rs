//! A data set's risk report as a page: the light first, then numbers, then columns. Pure:
//! the same for the portal and for a file that is opened without one.

use leptos::prelude::*;
use pilotbox_model::report::{ColumnReport, Crowd, Figure, FigureKind, Light, RiskReport};

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

/// The report's content, for a page of the portal.
pub fn content(language: Language, report: &RiskReport) -> AnyView {
    view! {
        <h1>{title(language, report)}</h1>
        <p class="lead">{texts::LEAD.of(language)}</p>
        {verdict(language, report)}
        {facts(language, report)}
        {figures(language, &report.figures)}
        {promises(language, report)}
        {crowds(language, &report.crowds)}
        {columns(language, &report.columns)}
    }
    .into_any()
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
            <p><strong>{says.of(language)}</strong></p>
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

fn figures(language: Language, figures: &[Figure]) -> impl IntoView + use<> {
    let row = |figure: &Figure| -> Vec<AnyView> {
        vec![
            measured(figure.kind).of(language).into_any(),
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
    let rows = figures.iter().map(row).collect();
    section(language, texts::FIGURES, texts::FIGURES_LEAD, columns, rows)
}

fn promises(language: Language, report: &RiskReport) -> impl IntoView + use<> {
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
        let name = promise.name.clone();
        vec![view! { <code>{name}</code> }.into_any(), state]
    });
    let heads = [texts::PROMISE, texts::LIGHT];
    let columns = heads.map(|head| Column::text(head.of(language))).to_vec();
    section(
        language,
        texts::PROMISES,
        texts::PROMISES_LEAD,
        columns,
        rows.collect(),
    )
}

fn crowds(language: Language, crowds: &[Crowd]) -> impl IntoView + use<> {
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
    section(
        language,
        texts::CROWDS,
        texts::CROWDS_LEAD,
        columns,
        rows.collect(),
    )
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

fn columns(language: Language, columns: &[ColumnReport]) -> impl IntoView + use<> {
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
    let rows = columns
        .iter()
        .map(|column| line(language, column))
        .collect();
    section(language, texts::COLUMNS, texts::COLUMNS_LEAD, heads, rows)
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
        role(language, &column.role).into_any(),
        done(language, column).into_any(),
        optional(column.loss).into_any(),
        moved.unwrap_or_default().into_any(),
        values(language, &column.before),
        values(language, &column.after),
    ]
}

fn done(language: Language, column: &ColumnReport) -> String {
    let mut words = column.steps.clone();
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

fn role(language: Language, role: &str) -> String {
    let text = match role {
        "identifier" => texts::IDENTIFIER,
        "quasi-identifier" => texts::QUASI_IDENTIFIER,
        "sensitive" => texts::SENSITIVE,
        _ => texts::PLAIN,
    };
    text.of(language).to_owned()
}

fn measured(kind: FigureKind) -> Text {
    match kind {
        FigureKind::Prosecutor => texts::PROSECUTOR,
        FigureKind::Journalist => texts::JOURNALIST,
        FigureKind::Marketer => texts::MARKETER,
        FigureKind::Uniqueness => texts::UNIQUENESS,
        FigureKind::Loss => texts::LOSS,
    }
}

fn light(language: Language, light: Light) -> AnyView {
    let (class, text) = match light {
        Light::Green => ("badge good", texts::GREEN_WORD),
        Light::Amber => ("badge warn", texts::AMBER_WORD),
        Light::Red => ("badge bad", texts::RED_WORD),
    };
    view! { <span class=class>{text.of(language)}</span> }.into_any()
}

/// A share in hundredths, with the decimals that a small risk needs.
fn share(language: Language, share: f64) -> String {
    format!("{}\u{a0}%", language.decimal(share * 100.0, 2))
}

fn section(
    language: Language,
    title: Text,
    lead: Text,
    columns: Vec<Column>,
    rows: Vec<Vec<AnyView>>,
) -> impl IntoView + use<> {
    let title = title.of(language);
    view! {
        <section>
            <h2>{title}</h2>
            <p>{lead.of(language)}</p>
            <Table caption=title.to_owned() hide_caption=true columns=columns rows=rows/>
        </section>
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

#[cfg(test)]
mod tests {
    use pilotbox_model::{Digest, api::challenges::Bilingual, report::Promise};

    use super::*;

    fn report(light: Light) -> RiskReport {
        RiskReport {
            dataset: "children".to_owned(),
            version: "1.0.0".to_owned(),
            title: Bilingual {
                bg: "Деца & <b>места</b>".to_owned(),
                en: "Children & <b>places</b>".to_owned(),
            },
            policy: Digest::of(b"policy"),
            light,
            rows_before: 10_000,
            rows_after: 9_900,
            rows_suppressed: 100,
            figures: vec![Figure {
                kind: FigureKind::Prosecutor,
                before: 1.0,
                after: 0.125,
                threshold: 0.2,
                light,
            }],
            promises: vec![Promise {
                name: "k-anonymity".to_owned(),
                broken: vec!["rows 3 and 4 are alone".to_owned()],
            }],
            crowds: vec![
                Crowd {
                    from: 1,
                    to: Some(1),
                    crowds: 0,
                    rows: 0,
                },
                Crowd {
                    from: 10,
                    to: Some(19),
                    crowds: 7,
                    rows: 100,
                },
                Crowd {
                    from: 100_000,
                    to: None,
                    crowds: 3,
                    rows: 400_000,
                },
            ],
            columns: vec![ColumnReport {
                name: "born".to_owned(),
                role: "quasi-identifier".to_owned(),
                steps: Vec::new(),
                level: Some((2, 4)),
                loss: Some(0.5),
                distance: None,
                before: vec!["####-##-##".to_owned()],
                after: Vec::new(),
            }],
        }
    }

    #[test]
    fn a_report_says_first_whether_it_may_be_published() {
        for (light, words) in [
            (Light::Green, "May be published"),
            (Light::Red, "Must not be published"),
        ] {
            let text = document(Language::En, &report(light));
            let place = |what: &str| {
                text.find(what)
                    .unwrap_or_else(|| panic!("no `{what}` in {text}"))
            };
            assert!(place(words) < place("Risks and loss"));
        }
    }

    #[test]
    fn a_report_is_text_whatever_stands_in_it() {
        let text = document(Language::Bg, &report(Light::Amber));
        assert!(
            text.contains("<title>Доклад за риска: Деца &amp; &lt;b>места"),
            "{text}"
        );
        assert!(!text.contains("<b>места"));
        assert!(text.contains("rows 3 and 4 are alone"));
    }

    #[test]
    fn only_crowds_that_exist_are_listed() {
        let text = document(Language::En, &report(Light::Green));
        assert!(text.contains("10 to 19") && text.contains("100,000 and more"));
        assert!(text.contains("level 2 of 4") && text.contains("12.50"));
        assert!(!text.contains(">1</"));
    }
}
