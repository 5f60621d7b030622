//! A challenge: what is asked, how to begin, what was announced and asked. Here an
//! organisation is enrolled, too.

use axum::{
    extract::Path,
    response::{IntoResponse as _, Response},
};
use futures_util::future::{join, try_join4};
use leptos::prelude::*;
use pilotbox_model::api::{
    Page as ListPage,
    challenges::{
        AnnouncementView, ChallengeDetail, ChallengeState, ClarificationView, EnrolAsk, PhaseView,
        VersionView,
    },
    civic_problems::CityProblemView,
};

use super::{
    State,
    announcements::Folded,
    begin, path_of, problems, questions, state_text,
    tabs::{Tab, tabs},
    take_part, until,
};
use crate::{
    components::{
        badge::Badge,
        facts::Facts,
        form::ErrorSummary,
        list::Empty,
        notice::{Notice, Tone},
        table::{Column, Table},
    },
    failure::Failure,
    form::{Errors, Fields, Posted, refused},
    language::Locale as _,
    markdown::Markdown,
    page::{Page, go_to},
    pages::{decision, trouble},
    texts::{challenge as texts, decision as decision_texts},
    visit::Visit,
};

/// What of the long lists stands on the page itself.
const ANNOUNCEMENTS: u32 = 3;
const QUESTIONS: u32 = 10;

/// All that the page shows.
struct Found {
    challenge: ChallengeDetail,
    announcements: ListPage<AnnouncementView>,
    questions: ListPage<ClarificationView>,
    problems: ListPage<CityProblemView>,
    /// Whether it was declared how the contest is decided.
    has_rule: bool,
}

/// `GET /{language}/challenges/{id}`
pub(crate) async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    match page(&visit, &id, &Fields::default(), Errors::none()).await {
        Ok(page) => page.into_response(),
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

/// `POST /{language}/challenges/{id}`: enrols an organisation.
pub(crate) async fn enrol(Path(id): Path<String>, Posted { visit, fields }: Posted) -> Response {
    let ask = EnrolAsk {
        organisation: fields.text(take_part::ORGANISATION),
    };
    let Err(failure) = visit.api.enrol(&id, &ask).await else {
        return go_to(&visit, &format!("{}?done=enrolled", path_of(&id)));
    };
    let errors = Errors::of(&failure, visit.language);
    match page(&visit, &id, &fields, errors).await {
        Ok(page) => refused(page),
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

async fn page(visit: &Visit, id: &str, fields: &Fields, errors: Errors) -> Result<Page, Failure> {
    let api = &visit.api;
    let (found, settings) = join(
        try_join4(
            api.challenge(id),
            api.announcements(Some(id), None, ANNOUNCEMENTS),
            api.clarifications(id, None, QUESTIONS),
            problems::of(visit, id),
        ),
        api.decision_settings(id),
    )
    .await;
    let (challenge, announcements, questions, problems) = found?;
    let found = Found {
        challenge,
        announcements,
        questions,
        problems,
        // Without it the page has all that it needs.
        has_rule: settings.is_ok_and(|settings| settings.is_some()),
    };
    let title = visit.language.pick(&found.challenge.about.title).to_owned();
    Ok(visit.page(title, || content(visit, found, fields, errors)))
}

fn content(visit: &Visit, found: Found, fields: &Fields, errors: Errors) -> impl IntoView + use<> {
    let challenge = &found.challenge;
    let title = visit.language.pick(&challenge.about.title);
    let statement = without_title(visit.language.pick(&challenge.statement), title).to_owned();
    let done = (visit.asked("done").as_deref() == Some("enrolled")).then(|| {
        let text = visit.say(texts::ENROLLED);
        view! { <Notice tone=Tone::Good answers=true><p>{text}</p></Notice> }
    });
    view! {
        <ErrorSummary visit=visit.clone() errors=errors/>
        {done}
        {head(visit, challenge)}
        <div class="columns">
            <div>
                <section>
                    <h2>{visit.say(texts::PROBLEM)}</h2>
                    <Markdown text=statement/>
                </section>
                {problems::section(visit, &found.problems)}
                {begin::section(visit, challenge)}
            </div>
            <div>
                {take_part::section(visit, challenge, fields)}
                {way_to_decision(visit, &found)}
                {facts(visit, challenge)}
            </div>
        </div>
        {phases(visit, &challenge.phases)}
        {versions(visit, challenge)}
        {announced(visit, &challenge.about.id, found.announcements)}
        {questions::section(visit, challenge, found.questions)}
    }
}

/// A statement without its first heading, where that says what the page's own says.
fn without_title<'a>(statement: &'a str, title: &str) -> &'a str {
    let text = statement.trim_start();
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let heading = first.strip_prefix("# ").map(str::trim);
    if heading == Some(title.trim()) {
        rest.trim_start()
    } else {
        statement
    }
}

fn head(visit: &Visit, challenge: &ChallengeDetail) -> impl IntoView + use<> {
    let about = &challenge.about;
    let practice = about
        .is_practice
        .then(|| view! { <Badge text=visit.say(texts::PRACTICE)/> });
    let notice = about.is_practice.then_some(texts::PRACTICE_NOTICE);
    let hidden = (!about.state.is_public()).then_some(texts::NOT_PUBLIC);
    let notices: Vec<_> = hidden
        .into_iter()
        .chain(notice)
        .map(|text| visit.say(text))
        .map(|text| view! { <Notice><p>{text}</p></Notice> })
        .collect();
    view! {
        <p class="above"><a href=visit.at("/challenges")>{visit.say(texts::ALL_CHALLENGES)}</a></p>
        <h1>{visit.language.pick(&about.title).to_owned()}</h1>
        <p class="line">
            <State visit=visit.clone() state=about.state/>
            {practice}
            <span>{until(visit, about)}</span>
        </p>
        {life(visit, about.state)}
        {tabs(visit, &about.id, Tab::About)}
        {notices}
    }
}

/// The way from the opening to the results, with where it stands.
fn life(visit: &Visit, state: ChallengeState) -> impl IntoView + use<> {
    let steps = [
        ChallengeState::Open,
        ChallengeState::Closed,
        ChallengeState::Jury,
        ChallengeState::Published,
    ];
    let items: Vec<_> = steps
        .into_iter()
        .map(|step| {
            let is_here = step == state;
            let current = is_here.then_some("step");
            let here = is_here.then(|| format!(" {}", visit.say(texts::NOW_HERE)));
            let class = (step < state).then_some("past");
            view! { <li class=class aria-current=current>{visit.say(state_text(step))}{here}</li> }
        })
        .collect();
    view! {
        <p class="unseen">{visit.say(texts::LIFE)}</p>
        <ol class="life">{items}</ol>
    }
}

/// Where the decision stands, or how it will be made; nothing before that is declared.
fn way_to_decision(visit: &Visit, found: &Found) -> Option<impl IntoView + use<>> {
    let about = &found.challenge.about;
    let text = if about.state.is_published() {
        decision_texts::LINK_DECISION
    } else {
        decision_texts::LINK_HOW
    };
    let href = visit.at(&decision::place(&about.id));
    found.has_rule.then(|| {
        view! { <p class="actions"><a class="button quiet" href=href>{visit.say(text)}</a></p> }
    })
}

fn facts(visit: &Visit, challenge: &ChallengeDetail) -> impl IntoView + use<> {
    let about = &challenge.about;
    let moment = |at| visit.language.moment(at);
    let closes = about
        .closes_at
        .map_or_else(|| visit.say(texts::NO_END).to_owned(), moment);
    let budget = about.budget_eur.map_or_else(
        || visit.say(texts::BUDGET_NOT_STATED).to_owned(),
        |budget| {
            let sum = visit.language.euro(budget);
            texts::BUDGET_UP_TO.fill(visit.language, &[("sum", &sum)])
        },
    );
    let facts: Vec<(&'static str, AnyView)> = vec![
        (visit.say(texts::OPENS), moment(about.opens_at).into_any()),
        (visit.say(texts::CLOSES), closes.into_any()),
        (visit.say(texts::BUDGET), budget.into_any()),
        (visit.say(texts::VERSION), about.version.clone().into_any()),
        (
            visit.say(texts::INTERFACE),
            view! { <code>{about.interface.clone()}</code> }.into_any(),
        ),
        (
            visit.say(texts::PACK_DIGEST),
            view! { <code>{challenge.pack_digest.clone()}</code> }.into_any(),
        ),
        (
            visit.say(texts::UPDATED),
            moment(about.updated_at).into_any(),
        ),
    ];
    let board = visit.at(&format!("{}/board", path_of(&about.id)));
    view! {
        <p class="actions"><a class="button quiet" href=board>{visit.say(texts::SEE_BOARD)}</a></p>
        <Facts facts=facts/>
        <p class="help">{visit.say(texts::INTERFACE_HELP)}</p>
    }
}

fn phases(visit: &Visit, phases: &[PhaseView]) -> impl IntoView + use<> {
    let columns = vec![
        Column::text(visit.say(texts::PHASE)),
        Column::text(visit.say(texts::OPENS)),
        Column::text(visit.say(texts::CLOSES)),
        Column::number(visit.say(texts::PER_DAY)),
        Column::number(visit.say(texts::PER_PHASE)),
        Column::number(visit.say(texts::CONCURRENT)),
    ];
    let caption = visit.say(texts::PHASES).to_owned();
    let rows: Vec<_> = phases.iter().map(|one| phase_row(visit, one)).collect();
    let table = if rows.is_empty() {
        view! { <Empty text=visit.say(texts::NO_PHASES)/> }.into_any()
    } else {
        view! { <Table caption=caption hide_caption=true columns=columns rows=rows/> }.into_any()
    };
    view! {
        <section>
            <h2>{visit.say(texts::PHASES)}</h2>
            {table}
            <p class="help">{visit.say(texts::PHASES_HELP)}</p>
        </section>
    }
}

fn phase_row(visit: &Visit, phase: &PhaseView) -> Vec<AnyView> {
    let language = visit.language;
    let end = phase.closes_at.map_or_else(
        || visit.say(texts::NO_END).to_owned(),
        |at| language.moment(at),
    );
    let quota = phase.quota;
    let number = |n: u32| language.whole(n.into()).into_any();
    vec![
        phase.name.clone().into_any(),
        language.moment(phase.opens_at).into_any(),
        end.into_any(),
        number(quota.per_day),
        number(quota.per_phase),
        number(quota.concurrent),
    ]
}

fn versions(visit: &Visit, challenge: &ChallengeDetail) -> impl IntoView + use<> {
    let row = |version: &VersionView| -> Vec<AnyView> {
        let name = if version.version == challenge.about.version {
            texts::PRESENT_VERSION.fill(visit.language, &[("version", &version.version)])
        } else {
            version.version.clone()
        };
        let approved = version.approved_at.map_or_else(
            || visit.say(texts::NOT_APPROVED).to_owned(),
            |at| visit.language.moment(at),
        );
        let data = if version.has_final {
            texts::FINAL_ATTACHED
        } else {
            texts::FINAL_LATER
        };
        vec![
            name.into_any(),
            visit.language.moment(version.created_at).into_any(),
            approved.into_any(),
            visit.say(data).into_any(),
        ]
    };
    let columns = vec![
        Column::text(visit.say(texts::VERSION)),
        Column::text(visit.say(texts::MADE)),
        Column::text(visit.say(texts::APPROVED)),
        Column::text(visit.say(texts::FINAL_DATA)),
    ];
    let caption = visit.say(texts::VERSIONS).to_owned();
    let rows: Vec<_> = challenge.versions.iter().map(row).collect();
    view! {
        <section>
            <h2>{visit.say(texts::VERSIONS)}</h2>
            <Table caption=caption hide_caption=true columns=columns rows=rows/>
        </section>
    }
}

fn announced(visit: &Visit, id: &str, found: ListPage<AnnouncementView>) -> impl IntoView + use<> {
    let all = found.next.is_some().then(|| {
        let href = visit.at(&format!("{}/announcements", path_of(id)));
        view! { <p><a href=href>{visit.say(texts::ALL_ANNOUNCEMENTS)}</a></p> }
    });
    view! {
        <section>
            <h2>{visit.say(texts::ANNOUNCEMENTS)}</h2>
            <Folded visit=visit.clone() found=found.items/>
            {all}
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::without_title;

    #[test]
    fn a_heading_that_repeats_the_pages_own_is_left_out() {
        assert_eq!(without_title("# A place\n\nText.", "A place"), "Text.");
        assert_eq!(without_title("# A place", "A place"), "");
        for kept in ["# Another\n\nText.", "Text.\n# A place", "## A place\n"] {
            assert_eq!(without_title(kept, "A place"), kept);
        }
    }
}
