//! What staff do with one problem: let it pass or not, answer it, merge it into another,
//! say which challenge it becomes.

use axum::{
    extract::Path,
    response::{IntoResponse as _, Response},
};
use futures_util::future::try_join3;
use leptos::prelude::*;
use pilotbox_model::api::{
    accounts::Role,
    challenges::{Bilingual, ChallengeView},
    civic_problems::{
        CityAnswerKind, CityProblemAnswer, CityProblemDecision, CityProblemDetail, CityProblemLink,
        CityProblemMerge, CityProblemView,
    },
};

use super::forms;
use crate::{
    backend::ProblemQuery,
    components::form::ErrorSummary,
    failure::Failure,
    form::{Errors, Fields, Posted, Reader, refused},
    page::{Page, go_to},
    pages::{
        problems::{badge, place_of},
        staff::{Back, Done},
        trouble,
    },
    texts::{Text, failure as common, problem as texts},
    visit::Visit,
};

/// Problems among which the same one is looked for, and challenges to choose from.
const FOUND: u32 = 10;
const CHALLENGES: u32 = 200;

/// Most characters of each text; the API takes no more.
const REASON: usize = 1_000;
const ANSWER: usize = 8_000;
const SEARCH: usize = 200;

/// Words that say what a form has done.
const DONE: [(&str, Text); 5] = [
    ("shown", texts::WAS_SHOWN),
    ("refused", texts::WAS_REFUSED),
    ("answered", texts::WAS_ANSWERED),
    ("merged", texts::WERE_MERGED),
    ("linked", texts::WAS_LINKED),
];

/// What the page is made from.
pub(super) struct Found {
    pub(super) problem: CityProblemDetail,
    /// Others that may be the same; nothing, if nobody looked for any.
    pub(super) same: Option<Vec<CityProblemView>>,
    pub(super) challenges: Vec<ChallengeView>,
}

/// `GET /{language}/staff/problems/{id}`
pub(crate) async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    match load(&visit, &id).await {
        Ok(found) => page(&visit, &found, &Fields::default(), &Errors::none()).into_response(),
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

/// `POST /{language}/staff/problems/{id}`
pub(crate) async fn post(Path(id): Path<String>, Posted { visit, fields }: Posted) -> Response {
    if let Err(failure) = visit.demand_role(Role::Staff) {
        return trouble::page(&visit, &failure).into_response();
    }
    match act(&visit, &id, &fields).await {
        Ok((problem, word)) => {
            let place = place_of(&problem.about.id);
            go_to(&visit, &format!("/staff{place}?done={word}"))
        }
        Err(errors) => match load(&visit, &id).await {
            Ok(found) => refused(page(&visit, &found, &fields, &errors)),
            Err(failure) => trouble::page(&visit, &failure).into_response(),
        },
    }
}

async fn load(visit: &Visit, id: &str) -> Result<Found, Failure> {
    visit.demand_role(Role::Staff)?;
    let words = words(visit);
    let query = ProblemQuery {
        words: words.clone().unwrap_or_default(),
        ..ProblemQuery::default()
    };
    let (problem, same, challenges) = try_join3(
        visit.api.problem(id),
        visit.api.problems(&query, None, FOUND),
        visit.api.some_challenges(None, CHALLENGES),
    )
    .await?;
    let same = words.map(|_| {
        let all = same.items.into_iter();
        all.filter(|one| one.id != problem.about.id).collect()
    });
    Ok(Found {
        problem,
        same,
        challenges: challenges.items,
    })
}

/// What the same problem is looked for by.
pub(super) fn words(visit: &Visit) -> Option<String> {
    let words = visit.asked("q")?;
    let plain = words.chars().filter(|letter| !letter.is_control());
    Some(plain.take(SEARCH).collect())
}

/// Does what the form asks for; tells the problem to go on with, and the word for it.
async fn act(
    visit: &Visit,
    id: &str,
    fields: &Fields,
) -> Result<(CityProblemDetail, &'static str), Errors> {
    let mut reader = Reader::new(fields, visit.language);
    let (done, word) = match fields.typed("act") {
        "show" => {
            let decision = CityProblemDecision {
                is_shown: true,
                reason: None,
            };
            (visit.api.decide_problem(id, &decision).await, "shown")
        }
        "refuse" => {
            let decision = CityProblemDecision {
                is_shown: false,
                reason: Some(reader.text("reason", REASON)),
            };
            let decision = reader.finish(decision)?;
            (visit.api.decide_problem(id, &decision).await, "refused")
        }
        "merge" => {
            let into = fields.typed("into").to_owned();
            let merge = CityProblemMerge { into };
            (visit.api.merge_problem(id, &merge).await, "merged")
        }
        "link" => {
            let challenge = reader.text("challenge", SEARCH);
            let link = reader.finish(CityProblemLink { challenge })?;
            (visit.api.link_problem(id, &link).await, "linked")
        }
        _ => {
            let answer = answer(reader, fields)?;
            (visit.api.answer_problem(id, &answer).await, "answered")
        }
    };
    let problem = done.map_err(|failure| Errors::of(&failure, visit.language))?;
    Ok((problem, word))
}

fn answer(mut reader: Reader<'_>, fields: &Fields) -> Result<CityProblemAnswer, Errors> {
    let kind = CityAnswerKind::parse(fields.typed("kind"));
    if kind.is_none() {
        reader.wrong("kind", common::FIELD_REQUIRED);
    }
    let text = Bilingual {
        bg: reader.text("answer_bg", ANSWER),
        en: reader.text("answer_en", ANSWER),
    };
    reader.finish(CityProblemAnswer {
        kind: kind.unwrap_or(CityAnswerKind::Planned),
        text,
    })
}

fn page(visit: &Visit, found: &Found, fields: &Fields, errors: &Errors) -> Page {
    let title = &found.problem.about.title;
    let title = texts::WORK_OF.fill(visit.language, &[("title", title)]);
    visit.page(title.clone(), || {
        content(visit, title, found, fields, errors)
    })
}

fn content(
    visit: &Visit,
    title: String,
    found: &Found,
    fields: &Fields,
    errors: &Errors,
) -> impl IntoView + use<> {
    let about = &found.problem.about;
    let is_open = about.state.is_open();
    let support = texts::SUPPORTED_BY.of(visit.language, about.supporters);
    let to_page = visit.at(&place_of(&about.id));
    let answer = is_open.then(|| forms::answer(visit, &found.problem, fields, errors));
    let link = is_open.then(|| forms::link(visit, found, fields, errors));
    view! {
        <ErrorSummary visit=visit.clone() errors=errors.clone()/>
        <Done visit=visit.clone() known=DONE.to_vec()/>
        <Back visit=visit.clone() path="/staff/problems".to_owned() text=texts::BACK_TO_QUEUE/>
        <h1>{title}</h1>
        <div class="line">
            {badge(visit, about)}
            <span>{support}</span>
            <a href=to_page>{visit.say(texts::TO_PAGE)}</a>
        </div>
        {forms::about(visit, &found.problem)}
        {forms::decide(visit, about.state, fields, errors)}
        {answer}
        {forms::merge(visit, found)}
        {link}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_needs_its_kind_and_both_languages() {
        let visit = Visit::for_tests("/staff/problems/x");
        let fields = Fields::of([
            ("kind", "not-ours".to_owned()),
            ("answer_bg", "Държавата".to_owned()),
            ("answer_en", "The state".to_owned()),
        ]);
        let read = answer(Reader::new(&fields, visit.language), &fields).unwrap();
        assert_eq!(read.kind, CityAnswerKind::NotOurs);
        let none = Fields::default();
        let errors = answer(Reader::new(&none, visit.language), &none).unwrap_err();
        for field in ["kind", "answer_bg", "answer_en"] {
            assert!(errors.at(field).is_some(), "{field}");
        }
    }
}
