//! A new pilot of a published challenge.

use axum::{
    extract::Path,
    response::{IntoResponse as _, Response},
};
use jiff::civil::Date;
use leptos::prelude::*;
use pilotbox_model::api::{
    challenges::{Bilingual, ChallengeDetail},
    pilots::{IndicatorAsk, MilestoneAsk, PilotNew},
};

use super::{forms::optional_day, lines};
use crate::{
    components::form::{ErrorSummary, Field, FormGuard, Kind, Select},
    failure::Failure,
    form::{Errors, Fields, Posted, Reader, refused},
    language::Locale as _,
    page::{Page, address, go_to},
    pages::{
        pilots::place,
        staff::{Back, challenge_of, place as challenge_place},
        trouble,
    },
    texts::{failure as common, pilot as texts, staff},
    visit::Visit,
};

/// Most characters of each text; the API takes no more.
const KEY: usize = 128;
const TITLE: usize = 120;
const SUMMARY: usize = 2_000;

/// What an answer may take unless staff say otherwise.
const WALL_CLOCK_MS: &str = "1000";

/// What the page is made from.
struct Found {
    challenge: ChallengeDetail,
    /// Submissions that may become one, by their ids.
    finalists: Vec<(String, String)>,
}

/// `GET /{language}/staff/challenges/{id}/pilots`
pub(crate) async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    match load(&visit, &id).await {
        Ok(found) => {
            let budget = found.challenge.about.budget_eur;
            let budget = budget.map(|sum| sum.to_string());
            let fields = Fields::of([
                ("wall_clock_ms", WALL_CLOCK_MS.to_owned()),
                ("budget_eur", budget.unwrap_or_default()),
                ("submission", visit.asked("submission").unwrap_or_default()),
            ]);
            page(&visit, &found, &fields, &Errors::none()).into_response()
        }
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

/// `POST /{language}/staff/challenges/{id}/pilots`
pub(crate) async fn post(Path(id): Path<String>, Posted { visit, fields }: Posted) -> Response {
    let found = match load(&visit, &id).await {
        Ok(found) => found,
        Err(failure) => return trouble::page(&visit, &failure).into_response(),
    };
    let new = match read(&visit, &fields) {
        Ok(new) => new,
        Err(errors) => return refused(page(&visit, &found, &fields, &errors)),
    };
    match visit.api.open_pilot(&id, &new).await {
        Ok(pilot) => go_to(
            &visit,
            &format!("/staff{}?done=opened", place(&pilot.about.id)),
        ),
        Err(failure) => {
            let errors = Errors::of(&failure, visit.language);
            refused(page(&visit, &found, &fields, &errors))
        }
    }
}

async fn load(visit: &Visit, id: &str) -> Result<Found, Failure> {
    let challenge = challenge_of(visit, id).await?;
    // A challenge that has no finalists yet says so when it is refused.
    let jury = visit.api.jury(id).await.ok();
    let finalists = jury.into_iter().flat_map(|jury| jury.submissions);
    let named = finalists.map(|one| {
        let text = format!("{}, {}", one.title, one.organisation);
        (one.id, text)
    });
    Ok(Found {
        challenge,
        finalists: named.collect(),
    })
}

fn read(visit: &Visit, fields: &Fields) -> Result<PilotNew, Errors> {
    let mut reader = Reader::new(fields, visit.language);
    let mut both = |bg: &'static str, en: &'static str, most: usize| Bilingual {
        bg: reader.text(bg, most),
        en: reader.text(en, most),
    };
    let title = both("title_bg", "title_en", TITLE);
    let summary = both("summary_bg", "summary_en", SUMMARY);
    let starts_on = day(&mut reader, fields, "starts_on");
    let ends_on = day(&mut reader, fields, "ends_on");
    let budget_eur = number(&mut reader, fields, "budget_eur");
    let wall_clock_ms = number(&mut reader, fields, "wall_clock_ms");
    let submission = reader.text("submission", KEY);
    let lists = lists(visit, fields);
    let mut errors = match reader.finish(()) {
        Ok(()) => Errors::none(),
        Err(errors) => errors,
    };
    let (milestones, indicators) = match lists {
        Ok(lists) if errors.is_empty() => lists,
        Ok(_) => return Err(errors),
        Err((name, text)) => {
            errors.add(name, text);
            return Err(errors);
        }
    };
    Ok(PilotNew {
        submission,
        title,
        summary,
        starts_on,
        ends_on,
        districts: lines::plain(fields.typed("districts")),
        budget_eur,
        wall_clock_ms,
        frame_origins: lines::plain(fields.typed("frame_origins")),
        milestones,
        indicators,
    })
}

/// A day that has to be there.
fn day(reader: &mut Reader<'_>, fields: &Fields, name: &'static str) -> Date {
    if fields.text(name).is_none() {
        reader.wrong(name, common::FIELD_REQUIRED);
    }
    optional_day(reader, fields, name).unwrap_or_default()
}

/// A number that has to be there.
fn number(reader: &mut Reader<'_>, fields: &Fields, name: &'static str) -> u64 {
    if fields.text(name).is_none() {
        reader.wrong(name, common::FIELD_REQUIRED);
    }
    reader.number(name).unwrap_or_default()
}

/// What is written a line each.
type Lists = (Vec<MilestoneAsk>, Vec<IndicatorAsk>);

/// Milestones and indicators, or the field and the line that is wrong.
fn lists(visit: &Visit, fields: &Fields) -> Result<Lists, (&'static str, String)> {
    let wrong = |name: &'static str, line: u64| {
        let line = visit.language.whole(line);
        let text = texts::LINE_WRONG.fill(visit.language, &[("n", &line)]);
        (name, text)
    };
    let milestones = lines::milestones(fields.typed("milestones"));
    let indicators = lines::indicators(fields.typed("indicators"));
    Ok((
        milestones.map_err(|line| wrong("milestones", line))?,
        indicators.map_err(|line| wrong("indicators", line))?,
    ))
}

fn page(visit: &Visit, found: &Found, fields: &Fields, errors: &Errors) -> Page {
    visit.page(visit.say(texts::OPEN_NEW), || {
        content(visit, found, fields, errors)
    })
}

fn content(
    visit: &Visit,
    found: &Found,
    fields: &Fields,
    errors: &Errors,
) -> impl IntoView + use<> {
    let about = &found.challenge.about;
    let back = challenge_place(&about.id);
    let title = visit.language.pick(&about.title).to_owned();
    view! {
        <ErrorSummary visit=visit.clone() errors=errors.clone()/>
        <Back visit=visit.clone() path=back text=staff::BACK_TO_CHALLENGE/>
        <h1>{visit.say(texts::OPEN_NEW)}</h1>
        <p class="lead">{title}</p>
        {form(visit, &found.finalists, fields, errors)}
    }
}

fn form(
    visit: &Visit,
    finalists: &[(String, String)],
    fields: &Fields,
    errors: &Errors,
) -> AnyView {
    let (v, f, e) = (visit.clone(), fields.clone(), errors.clone());
    let options = finalists.to_vec();
    view! {
        <form method="post" action=address(visit.language, visit) novalidate="">
            <FormGuard visit=v.clone()/>
            <p class="help">{visit.say(texts::SUBMISSION_HELP)}</p>
            <Select visit=v.clone() name="submission" label=texts::SUBMISSION options=options
                fields=f.clone() errors=e.clone()/>
            <Field visit=v.clone() name="title_bg" label=texts::TITLE_BG fields=f.clone() errors=e.clone()/>
            <Field visit=v.clone() name="title_en" label=texts::TITLE_EN fields=f.clone() errors=e.clone()/>
            <Field visit=v.clone() name="summary_bg" label=texts::SUMMARY_BG kind=Kind::Text
                fields=f.clone() errors=e.clone()/>
            <Field visit=v.clone() name="summary_en" label=texts::SUMMARY_EN kind=Kind::Text
                fields=f.clone() errors=e.clone()/>
            <Field visit=v.clone() name="starts_on" label=texts::FIRST_DAY kind=Kind::Day
                fields=f.clone() errors=e.clone()/>
            <Field visit=v.clone() name="ends_on" label=texts::LAST_DAY kind=Kind::Day
                fields=f.clone() errors=e.clone()/>
            <Field visit=v.clone() name="budget_eur" label=texts::BUDGET_EUR kind=Kind::Number
                fields=f.clone() errors=e.clone()/>
            <Field visit=v.clone() name="wall_clock_ms" label=texts::LIMIT_MS kind=Kind::Number
                fields=f.clone() errors=e.clone()/>
            <Field visit=v.clone() name="districts" label=texts::DISTRICTS help=texts::DISTRICTS_HELP
                kind=Kind::Text optional=true fields=f.clone() errors=e.clone()/>
            <Field visit=v.clone() name="milestones" label=texts::MILESTONES help=texts::MILESTONES_HELP
                kind=Kind::Text optional=true fields=f.clone() errors=e.clone()/>
            <Field visit=v.clone() name="indicators" label=texts::INDICATORS help=texts::INDICATORS_HELP
                kind=Kind::Text optional=true fields=f.clone() errors=e.clone()/>
            <Field visit=v.clone() name="frame_origins" label=texts::ORIGINS help=texts::ORIGINS_HELP
                kind=Kind::Text optional=true fields=f errors=e/>
            <p class="actions"><button type="submit">{visit.say(texts::OPEN)}</button></p>
        </form>
    }
    .into_any()
}
