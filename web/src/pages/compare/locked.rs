//! Why a comparison is not open to an evaluator yet, and what opens it.

use leptos::prelude::*;
use pilotbox_model::api::{assignments::OwnAssignmentView, challenges::ChallengeDetail};

use crate::{
    components::notice::{Notice, Tone},
    failure::Failure,
    language::Locale as _,
    page::Page,
    pages::{evaluation::work, staff::Back},
    texts::{compare as texts, evaluator, jury},
    visit::Visit,
};

/// The evaluator's own work whose rubric is not in; nothing where the comparison is open.
/// The API decides; this says why before it is asked.
pub(super) async fn left(
    visit: &Visit,
    challenge: &ChallengeDetail,
) -> Result<Option<Vec<OwnAssignmentView>>, Failure> {
    if challenge.about.state.is_published() {
        return Ok(None);
    }
    let own = visit.api.own_assignments_in(&challenge.about.id).await?;
    Ok(waiting(own.items))
}

/// What is waited for: all that is not done. Whoever has nothing to judge sees nothing.
fn waiting(own: Vec<OwnAssignmentView>) -> Option<Vec<OwnAssignmentView>> {
    let has_work = !own.is_empty();
    let left: Vec<_> = own
        .into_iter()
        .filter(|one| one.done_at.is_none())
        .collect();
    (!has_work || !left.is_empty()).then_some(left)
}

/// The page that says so.
pub(super) fn page(visit: &Visit, challenge: &ChallengeDetail, left: &[OwnAssignmentView]) -> Page {
    let title = visit.language.pick(&challenge.about.title);
    let title = texts::TITLE_BLIND.fill(visit.language, &[("title", title)]);
    visit.page(title.clone(), || content(visit, title, left))
}

fn content(visit: &Visit, title: String, left: &[OwnAssignmentView]) -> impl IntoView + use<> {
    let items: Vec<_> = left
        .iter()
        .map(|one| {
            let href = visit.at(&work::place(&one.id));
            let code = evaluator::CODE.fill(visit.language, &[("code", &one.code)]);
            view! { <li><a href=href>{code}</a></li> }
        })
        .collect();
    let what = if items.is_empty() {
        view! { <p>{visit.say(jury::LOCKED_NOTHING)}</p> }.into_any()
    } else {
        let count = u64::try_from(items.len()).unwrap_or(u64::MAX);
        let text = jury::LOCKED_LEFT.of(visit.language, count);
        view! {
            <p>{text}</p>
            <ul>{items}</ul>
        }
        .into_any()
    };
    let (locked, why) = (visit.say(jury::LOCKED), visit.say(jury::LOCKED_WHY));
    view! {
        <Back visit=visit.clone() path="/evaluation".to_owned() text=evaluator::BACK_TO_WORK/>
        <h1>{title}</h1>
        <Notice tone=Tone::Warn>
            <p class="notice-title">{locked}</p>
            <p>{why}</p>
        </Notice>
        {what}
    }
}

#[cfg(test)]
mod tests {
    use pilotbox_model::api::challenges::{Bilingual, ChallengeState};

    use super::*;

    fn work(is_done: bool) -> OwnAssignmentView {
        OwnAssignmentView {
            id: "01A".to_owned(),
            challenge: "parking".to_owned(),
            title: Bilingual {
                bg: "Задача".to_owned(),
                en: "Problem".to_owned(),
            },
            state: ChallengeState::Jury,
            code: "B-1.1".to_owned(),
            declared_at: None,
            dossier_title: None,
            due_on: "2027-01-15".parse().unwrap_or_default(),
            is_late: false,
            done_at: is_done.then_some(jiff::Timestamp::UNIX_EPOCH),
            note: String::new(),
        }
    }

    #[test]
    fn it_opens_once_every_rubric_is_in_and_to_nobody_without_one() {
        assert_eq!(waiting(vec![work(true), work(true)]), None);
        let left = waiting(vec![work(true), work(false)]);
        assert_eq!(left.map(|left| left.len()), Some(1));
        assert_eq!(waiting(Vec::new()).map(|left| left.len()), Some(0));
    }
}
