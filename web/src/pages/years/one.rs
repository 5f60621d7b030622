//! The account of one year: its main figures large, two drawn by their parts, and all in a
//! table with how each is counted.

use axum::{
    extract::Path,
    response::{IntoResponse as _, Response},
};
use leptos::prelude::*;
use pilotbox_model::api::{trails::FigureView, years::YearView};

use crate::{
    backend::trails::year_path,
    charts::{
        bars::{Bar, Bars},
        figure::Figure,
    },
    components::{
        figures::{Downloads, FigureHead, FigureTable, title},
        notice::Notice,
    },
    language::Locale as _,
    pages::trouble,
    texts::{Text, trail as texts},
    visit::Visit,
};

/// The figures that stand large.
const MAIN: [&str; 6] = [
    "challenges-opened",
    "submissions",
    "organisations",
    "pilots-running",
    "pilots-adopted",
    "open-data-sets",
];

/// Figures that are drawn by their parts.
const DRAWN: [(&str, Text); 2] = [
    ("challenges-opened", texts::BY_FIELD),
    ("open-data-sets", texts::BY_THEME),
];

/// `GET /{language}/years/{year}`
pub(crate) async fn show(visit: Visit, Path(year): Path<String>) -> Response {
    match visit.api.year(&year).await {
        Ok(year) => {
            let name = year.year.to_string();
            let title = texts::YEAR_OF.fill(visit.language, &[("year", &name)]);
            visit
                .page(title.clone(), || content(&visit, title, year))
                .into_response()
        }
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

fn content(visit: &Visit, title: String, year: YearView) -> impl IntoView + use<> {
    let name = year.year.to_string();
    let until = (!year.is_over).then(|| {
        let when = visit.language.date(year.until);
        let text = texts::NOT_OVER.fill(visit.language, &[("when", &when)]);
        view! { <Notice><p>{text}</p></Notice> }
    });
    let drawn = DRAWN.map(|(figure, caption)| drawn(visit, &year.figures, figure, caption));
    view! {
        <p class="above"><a href=visit.at("/years")>{visit.say(texts::ALL_YEARS)}</a></p>
        <h1>{title}</h1>
        {until}
        <FigureHead visit=visit.clone() figures=large(&year.figures)/>
        {drawn.into_iter().flatten().collect::<Vec<_>>()}
        <section>
            <h2>{visit.say(texts::FIGURES)}</h2>
            <FigureTable visit=visit.clone() figures=year.figures/>
        </section>
        <Downloads visit=visit.clone() path=year_path(&name) name=format!("year-{name}")/>
    }
}

fn large(figures: &[FigureView]) -> Vec<FigureView> {
    let is_main = |one: &&FigureView| one.part.is_none() && MAIN.contains(&one.name.as_str());
    figures.iter().filter(is_main).cloned().collect()
}

/// A figure by its parts, where any part has something. The table on the page has them too.
fn drawn(visit: &Visit, figures: &[FigureView], name: &str, caption: Text) -> Option<AnyView> {
    let parts = figures
        .iter()
        .filter(|one| one.name == name && one.part.is_some());
    let bars: Vec<_> = parts
        .filter(|one| one.value > 0)
        .map(|one| bar(visit, one))
        .collect();
    if bars.is_empty() {
        return None;
    }
    let (inner, label) = (visit.clone(), visit.say(caption));
    let figure = view! {
        <Figure visit=visit.clone() caption=label.to_owned()>
            <Bars visit=inner label=label.to_owned() bars=bars full=1.0/>
        </Figure>
    };
    Some(figure.into_any())
}

fn bar(visit: &Visit, one: &FigureView) -> Bar {
    let whole = title(visit, one);
    let name = whole
        .split_once(": ")
        .map_or(whole.as_str(), |(_, part)| part);
    Bar {
        name: name.to_owned(),
        value: f64::from(u32::try_from(one.value).unwrap_or(u32::MAX)),
        text: visit.language.whole(one.value),
    }
}
