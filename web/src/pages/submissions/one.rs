//! A submission: what it is, its runs as they go on, its dossier, what its owners can
//! do with it.

use axum::{
    extract::Path,
    response::{IntoResponse as _, Response},
};
use leptos::prelude::*;
use pilotbox_model::api::{
    challenges::ChallengeDetail, runs::RunView, submissions::SubmissionView,
};

use super::dossier;
use crate::{
    components::{
        badge::Badge,
        facts::Facts,
        form::FormGuard,
        list::Empty,
        notice::{Notice, Tone},
        run::{RunProgress, ScoreFacts, split_text},
    },
    failure::Failure,
    language::Locale as _,
    pages::{decision, trouble},
    texts::{Text, decision as decision_texts, site, submission as texts},
    visit::{Viewer, Visit},
};

/// `GET /{language}/submissions/{id}`
pub(crate) async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    match find(&visit, &id).await {
        Ok((submission, challenge)) => {
            let title = submission.dossier.title.clone();
            let has_letter = has_letter(&visit, &submission, &challenge).await;
            visit
                .page(title, || {
                    content(&visit, submission, &challenge, has_letter)
                })
                .into_response()
        }
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

async fn find(visit: &Visit, id: &str) -> Result<(SubmissionView, ChallengeDetail), Failure> {
    let submission = visit.api.submission(id).await?;
    let challenge = visit.api.challenge(&submission.challenge).await?;
    Ok((submission, challenge))
}

/// Whether the visitor may read a letter about it. Without an answer there is none: the page
/// has all else that it needs.
async fn has_letter(visit: &Visit, one: &SubmissionView, challenge: &ChallengeDetail) -> bool {
    if !challenge.about.state.is_published() || visit.viewer.is_none() {
        return false;
    }
    let found = visit.api.letters(&one.challenge).await;
    found.is_ok_and(|found| {
        found
            .letters
            .iter()
            .any(|letter| letter.submission == one.id)
    })
}

fn content(
    visit: &Visit,
    one: SubmissionView,
    challenge: &ChallengeDetail,
    has_letter: bool,
) -> impl IntoView + use<> {
    let above = visit.at(&format!("/challenges/{}", challenge.about.id));
    let challenge_title = visit.language.pick(&challenge.about.title).to_owned();
    let finalist = one
        .is_finalist
        .then(|| view! { <Badge tone=Tone::Good text=visit.say(texts::FINALIST)/> });
    let withdrawn = one
        .withdrawn_at
        .map(|_| view! { <Badge text=visit.say(texts::WITHDRAWN)/> });
    let actions = actions(visit, &one, challenge);
    let letter = has_letter.then(|| {
        let href = visit.at(&decision::letter_place(&one.id));
        let decision = visit.at(&decision::place(&one.challenge));
        view! {
            <p class="actions">
                <a class="button" href=href>{visit.say(decision_texts::LETTER)}</a>
                <a class="button quiet" href=decision>{visit.say(decision_texts::LINK_DECISION)}</a>
            </p>
        }
    });
    let runs = runs(visit, one.runs.clone());
    view! {
        {done(visit)}
        <p class="above"><a href=above>{challenge_title}</a></p>
        <h1><bdi>{one.dossier.title.clone()}</bdi></h1>
        <div class="line">{finalist}{withdrawn}</div>
        {letter}
        <h2>{visit.say(texts::RUNS)}</h2>
        {runs}
        {actions}
        <h2>{visit.say(texts::FACTS)}</h2>
        {facts(visit, &one)}
        <h2>{visit.say(texts::DOSSIER)}</h2>
        {dossier::shown(visit, one.dossier)}
    }
}

/// What the form before this page has done.
fn done(visit: &Visit) -> Option<AnyView> {
    let text = match visit.asked("done")?.as_str() {
        "submitted" => texts::DONE_SUBMITTED,
        "saved" => site::SAVED,
        "document" => texts::DONE_DOCUMENT,
        "withdrawn" => texts::DONE_WITHDRAWN,
        "finalist" => texts::DONE_FINALIST,
        "no-finalist" => texts::DONE_NO_FINALIST,
        _ => return None,
    };
    let text = visit.say(text);
    Some(view! { <Notice tone=Tone::Good answers=true><p>{text}</p></Notice> }.into_any())
}

fn runs(visit: &Visit, mut runs: Vec<RunView>) -> AnyView {
    if runs.is_empty() {
        return view! { <Empty text=visit.say(texts::NO_RUNS)/> }.into_any();
    }
    runs.sort_by_key(|run| (rank(&run.split), run.created_at));
    let items: Vec<_> = runs.into_iter().map(|run| card(visit, run)).collect();
    view! { <ul class="runs">{items}</ul> }.into_any()
}

/// The order in which splits are shown: what says most comes first.
fn rank(split: &str) -> u8 {
    match split {
        "sample" => 0,
        "public" => 1,
        _ => 2,
    }
}

fn card(visit: &Visit, run: RunView) -> impl IntoView + use<> {
    let href = visit.at(&format!("/runs/{}", run.id));
    let heading = visit.say(split_text(&run.split));
    view! {
        <li class="panel">
            <h3>{heading}</h3>
            <RunProgress visit=visit.clone() run=run.clone()/>
            <ScoreFacts visit=visit.clone() run=run/>
            <p><a href=href aria-label=format!("{}: {heading}", visit.say(texts::TO_RUN))>
                {visit.say(texts::TO_RUN)}
            </a></p>
        </li>
    }
}

fn facts(visit: &Visit, one: &SubmissionView) -> impl IntoView + use<> {
    let language = visit.language;
    let profile = match one.profile.as_deref() {
        Some("pure") => texts::PROFILE_PURE,
        Some(_) => texts::PROFILE_COMPAT,
        None => texts::PROFILE_UNKNOWN,
    };
    let digest = one.plugin_digest.clone();
    let mut facts = vec![
        (
            visit.say(texts::SENT_AT),
            language.moment(one.created_at).into_any(),
        ),
        (visit.say(texts::PROFILE), visit.say(profile).into_any()),
        (
            visit.say(texts::SIZE),
            language.bytes(one.plugin_bytes).into_any(),
        ),
        (visit.say(texts::VERSION), one.version.clone().into_any()),
    ];
    if let Some(at) = one.withdrawn_at {
        facts.push((
            visit.say(texts::WITHDRAWN_AT),
            language.moment(at).into_any(),
        ));
    }
    let own = own(visit, one).map(|(_, name)| name);
    if let Some(name) = own.clone() {
        let name = view! { <bdi>{name}</bdi> }.into_any();
        facts.push((visit.say(texts::ORGANISATION), name));
    }
    facts.push((
        visit.say(texts::DIGEST),
        view! { <code>{digest}</code> }.into_any(),
    ));
    view! { <Facts facts=facts/>{downloads(visit, one, own.is_some())} }
}

fn downloads(visit: &Visit, one: &SubmissionView, is_own: bool) -> impl IntoView + use<> {
    let link = |name: &str, text: Text| {
        let href = format!("/api/v1/submissions/{}/{name}", one.id);
        view! { <a class="button quiet small" href=href download="">{visit.say(text)}</a> }
    };
    let plugin = is_own.then(|| link("plugin", texts::GET_PLUGIN));
    let document = one
        .has_document
        .then(|| link("document", texts::GET_DOCUMENT));
    let has_some = plugin.is_some() || document.is_some();
    has_some.then(|| view! { <p class="actions">{plugin}{document}</p> })
}

/// The viewer and the name of their organisation, if the submission is its.
fn own(visit: &Visit, one: &SubmissionView) -> Option<(Viewer, String)> {
    let viewer = visit.viewer.clone()?;
    let mut organisations = viewer.me.organisations.iter();
    let own = organisations.find(|own| own.id == one.organisation)?;
    let name = own.name.clone();
    Some((viewer, name))
}

/// What its owners can do now.
fn actions(visit: &Visit, one: &SubmissionView, challenge: &ChallengeDetail) -> Option<AnyView> {
    use pilotbox_model::api::challenges::ChallengeState::{Closed, Open};
    own(visit, one)?;
    let state = challenge.about.state;
    if one.withdrawn_at.is_some() || !matches!(state, Open | Closed) {
        return None;
    }
    let at = |rest: &str| visit.at(&format!("/submissions/{}/{rest}", one.id));
    let while_open = (state == Open).then(|| {
        let (value, text, class) = if one.is_finalist {
            ("no", texts::GIVE_UP_FINALIST, "quiet")
        } else {
            ("yes", texts::CHOOSE_FINALIST, "")
        };
        view! {
            <p>{visit.say(texts::FINALIST_HELP)}</p>
            <div class="actions">
                <form method="post" action=at("finalist") novalidate="">
                    <FormGuard visit=visit.clone()/>
                    <input type="hidden" name="is_finalist" value=value/>
                    <button type="submit" class=class>{visit.say(text)}</button>
                </form>
                <a class="button quiet" href=at("dossier")>{visit.say(texts::EDIT_DOSSIER)}</a>
            </div>
        }
    });
    let view = view! {
        <h2>{visit.say(texts::WHAT_NEXT)}</h2>
        {while_open}
        <p class="actions"><a class="button quiet" href=at("withdraw")>{visit.say(texts::WITHDRAW)}</a></p>
    };
    Some(view.into_any())
}
