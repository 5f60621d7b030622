//! Marks that lie far apart: which of the own ones are moderated, and the page on which an
//! evaluator says what stands. Others are numbers here.

use axum::{
    extract::Path,
    response::{IntoResponse as _, Response},
};
use leptos::prelude::*;
use pilotbox_model::api::{
    accounts::Role,
    assignments::OwnAssignmentView,
    challenges::ChallengeState,
    jury::{DisputedMarkView, ModerationAsk, ModerationView},
};

use super::{
    own_moderations,
    rubric::{COMMENT, demand_step, step, steps},
};
use crate::{
    backend::part,
    components::{
        choice::Choice,
        form::{ErrorSummary, Field, FormGuard, Kind},
        table::{Column, Table},
    },
    failure::Failure,
    form::{Errors, Fields, Posted, Reader, refused},
    language::Locale as _,
    page::{Page, address, go_to},
    pages::{evaluation::work, staff::Back, trouble},
    texts::{evaluator as texts, jury},
    visit::Visit,
};

/// What the page is made from.
struct Found {
    about: OwnAssignmentView,
    moderation: ModerationView,
}

/// `GET /{language}/assignments/{id}/moderations/{criterion}`
pub(crate) async fn show(visit: Visit, Path((id, criterion)): Path<(String, String)>) -> Response {
    match load(&visit, &id, &criterion).await {
        Ok(found) => {
            let fields = kept(&found.moderation);
            page(&visit, &found, &fields, &Errors::none()).into_response()
        }
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

/// `POST /{language}/assignments/{id}/moderations/{criterion}`
pub(crate) async fn post(
    Path((id, criterion)): Path<(String, String)>,
    Posted { visit, fields }: Posted,
) -> Response {
    let found = match load(&visit, &id, &criterion).await {
        Ok(found) => found,
        Err(failure) => return trouble::page(&visit, &failure).into_response(),
    };
    match moderate(&visit, &id, &criterion, &fields).await {
        Ok(()) => go_to(&visit, &format!("{}?done=moderated", work::place(&id))),
        Err(errors) => refused(page(&visit, &found, &fields, &errors)),
    }
}

async fn load(visit: &Visit, id: &str, criterion: &str) -> Result<Found, Failure> {
    visit.demand_role(Role::Evaluator)?;
    let about = visit.api.own_assignment(id).await?.about;
    let all = own_moderations(visit, &about).await?;
    let found = all.into_iter().find(|one| one.criterion == criterion);
    let moderation = found.ok_or_else(Failure::missing)?;
    Ok(Found { about, moderation })
}

async fn moderate(visit: &Visit, id: &str, criterion: &str, fields: &Fields) -> Result<(), Errors> {
    let ask = read(visit, fields)?;
    let done = visit.api.moderate(id, criterion, &ask).await;
    done.map_err(|failure| Errors::of(&failure, visit.language))
}

fn read(visit: &Visit, fields: &Fields) -> Result<ModerationAsk, Errors> {
    let mut reader = Reader::new(fields, visit.language);
    let mark = demand_step(&mut reader, step(fields, "mark"), "mark");
    let comment = reader.optional("comment", COMMENT).unwrap_or_default();
    reader.finish(ModerationAsk { mark, comment })
}

/// What was said before, if anything was.
fn kept(moderation: &ModerationView) -> Fields {
    let own = moderation.marks.iter().find(|one| one.is_own);
    let mark = own.and_then(|one| one.moderated);
    let comment = own.map(|one| one.moderated_comment.clone());
    Fields::of([
        (
            "mark",
            mark.map_or_else(String::new, |mark| mark.to_string()),
        ),
        ("comment", comment.unwrap_or_default()),
    ])
}

/// The moderations of a piece of work, with the way to each; nothing where there is none.
pub(super) fn list(
    visit: &Visit,
    about: &OwnAssignmentView,
    all: &[ModerationView],
) -> Option<impl IntoView + use<>> {
    let columns = vec![
        Column::text(visit.say(jury::CRITERION)),
        Column::text(visit.say(jury::MARKS)),
        Column::text(visit.say(texts::STATE)),
    ];
    let rows: Vec<_> = all.iter().map(|one| row(visit, about, one)).collect();
    (!rows.is_empty()).then(|| {
        view! {
            <section>
                <h2>{visit.say(jury::MODERATIONS)}</h2>
                <p>{visit.say(jury::MODERATIONS_LEAD)}</p>
                <Table caption=visit.say(jury::MODERATIONS).to_owned() hide_caption=true columns=columns rows=rows/>
            </section>
        }
    })
}

fn row(visit: &Visit, about: &OwnAssignmentView, one: &ModerationView) -> Vec<AnyView> {
    let href = visit.at(&format!(
        "{}/moderations/{}",
        work::place(&about.id),
        part(&one.criterion)
    ));
    let title = visit.language.pick(&one.criterion_title).to_owned();
    vec![
        view! { <a href=href>{title}</a> }.into_any(),
        spread(visit, one).into_any(),
        state(visit, one).into_any(),
    ]
}

/// How far the marks lie apart.
pub(in crate::pages) fn spread(visit: &Visit, one: &ModerationView) -> String {
    let (lowest, highest) = (one.lowest.to_string(), one.highest.to_string());
    jury::SPREAD.fill(
        visit.language,
        &[("lowest", &lowest), ("highest", &highest)],
    )
}

/// Whether all have said what stands.
pub(in crate::pages) fn state(visit: &Visit, one: &ModerationView) -> &'static str {
    visit.say(if one.is_settled {
        jury::SETTLED
    } else {
        jury::OPEN
    })
}

fn page(visit: &Visit, found: &Found, fields: &Fields, errors: &Errors) -> Page {
    let title = visit.language.pick(&found.moderation.criterion_title);
    let title = jury::MODERATION_OF.fill(visit.language, &[("title", title)]);
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
    let Found { about, moderation } = found;
    let form = if about.state == ChallengeState::Jury {
        form(visit, moderation, fields, errors).into_any()
    } else {
        view! { <p>{visit.say(texts::DECIDED)}</p> }.into_any()
    };
    let code = texts::CODE.fill(visit.language, &[("code", &about.code)]);
    let dossier = moderation.title.clone();
    view! {
        <ErrorSummary visit=visit.clone() errors=errors.clone()/>
        <Back visit=visit.clone() path=work::place(&about.id) text=jury::BACK_TO_ASSIGNMENT/>
        <h1>{title}</h1>
        <p class="line"><bdi>{dossier}</bdi><span class="help">{code}</span></p>
        <p>{visit.say(jury::MODERATIONS_LEAD)}</p>
        {marks(visit, moderation)}
        {form}
    }
}

/// Who gave what, by numbers.
fn marks(visit: &Visit, moderation: &ModerationView) -> impl IntoView + use<> {
    let rows = moderation.marks.iter();
    let rows = rows.map(|one| mark(visit, one, who(visit, one))).collect();
    table(visit, visit.say(jury::MARKS).to_owned(), rows)
}

/// A table of marks in a moderation.
pub(in crate::pages) fn table(
    visit: &Visit,
    caption: String,
    rows: Vec<Vec<AnyView>>,
) -> impl IntoView + use<> {
    let columns = vec![
        Column::text(visit.say(jury::WHO)),
        Column::number(visit.say(jury::GIVEN_MARK)),
        Column::number(visit.say(jury::STANDING_MARK)),
        Column::text(visit.say(jury::SAID_COMMENTS)),
    ];
    view! { <Table caption=caption hide_caption=true columns=columns rows=rows/> }
}

/// A row of that table.
pub(in crate::pages) fn mark(visit: &Visit, one: &DisputedMarkView, who: AnyView) -> Vec<AnyView> {
    let stands = one
        .moderated
        .map_or_else(|| visit.say(jury::OPEN).to_owned(), |mark| mark.to_string());
    let said = [&one.comment, &one.moderated_comment];
    let said: Vec<_> = said
        .into_iter()
        .filter(|text| !text.is_empty())
        .map(|text| {
            let text = text.clone();
            view! { <p class="typed"><bdi>{text}</bdi></p> }
        })
        .collect();
    vec![
        who,
        one.given.to_string().into_any(),
        stands.into_any(),
        said.into_any(),
    ]
}

fn who(visit: &Visit, one: &DisputedMarkView) -> AnyView {
    if one.is_own {
        return visit.say(jury::YOU).into_any();
    }
    let number = visit.language.whole(one.number);
    jury::EVALUATOR_N
        .fill(visit.language, &[("n", &number)])
        .into_any()
}

fn form(
    visit: &Visit,
    moderation: &ModerationView,
    fields: &Fields,
    errors: &Errors,
) -> impl IntoView + use<> {
    view! {
        <form method="post" action=address(visit.language, visit) novalidate="">
            <FormGuard visit=visit.clone()/>
            <Choice name="mark" legend=visit.say(jury::WHAT_STANDS).to_owned()
                help=Some(visit.say(jury::WHAT_STANDS_HELP).to_owned()) options=steps(visit, &moderation.anchors)
                fields=fields.clone() errors=errors.clone()/>
            <Field visit=visit.clone() name="comment" label=jury::COMMENT help=jury::COMMENT_HELP kind=Kind::Text
                fields=fields.clone() errors=errors.clone() optional=true/>
            <p class="actions"><button type="submit">{visit.say(jury::MODERATE)}</button></p>
        </form>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_has_to_be_chosen() {
        let visit = Visit::for_tests("/assignments/01A/moderations/use");
        let read = |mark: &str, comment: String| {
            let fields = Fields::of([("mark", mark.to_owned()), ("comment", comment)]);
            read(&visit, &fields)
        };
        let ask = read("0", " so ".to_owned()).expect("it is right");
        assert_eq!((ask.mark, &*ask.comment), (0, "so"));
        for wrong in ["", "6", "-1", "x"] {
            let errors = read(wrong, String::new()).err().unwrap_or_default();
            assert!(errors.at("mark").is_some(), "{wrong}");
        }
        let errors = read("5", "ж".repeat(COMMENT + 1)).err().unwrap_or_default();
        assert!(errors.at("comment").is_some());
    }
}
