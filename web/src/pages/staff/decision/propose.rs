//! Proposing what the preview shows, and publishing what somebody else has proposed.

use leptos::prelude::*;
use pilotbox_model::api::decisions::{DecidedNumbers, DecisionPreview, ProposalAsk, ProposalView};

use crate::{
    components::{
        facts::Facts,
        form::FormGuard,
        notice::{Notice, Tone},
    },
    form::Fields,
    language::Locale as _,
    page::address,
    pages::{
        decision::{changes, difference_table},
        staff::evaluators::person,
    },
    texts::{decision as texts, submission},
    visit::Visit,
};

/// What the form proposes: what its page has shown.
pub(super) fn of_preview(fields: &Fields) -> ProposalAsk {
    ProposalAsk {
        digest: fields.text("digest"),
        reason: None,
        changes: Vec::new(),
    }
}

/// The button that proposes what the page shows; nothing as long as something is missing,
/// or if just this is proposed already.
pub(super) fn section(visit: &Visit, preview: &DecisionPreview) -> Option<AnyView> {
    let digest = preview.digest.clone().filter(|_| preview.is_ready)?;
    let proposal = preview.proposal.as_ref();
    if proposal.is_some_and(|proposal| proposal.is_current) {
        return None;
    }
    let view = view! {
        <h2>{visit.say(texts::PROPOSE)}</h2>
        <p>{visit.say(texts::PROPOSE_LEAD)}</p>
        <p class="help">{visit.say(submission::DIGEST)} ": " <code class="breakable">{digest.clone()}</code></p>
        {button(visit, "propose", digest, visit.say(texts::PROPOSE))}
    };
    Some(view.into_any())
}

/// What is proposed, and the button that publishes it for everybody but its proposer.
pub(super) fn waiting(
    visit: &Visit,
    proposal: Option<&ProposalView>,
    numbers: Option<&DecidedNumbers>,
) -> Option<AnyView> {
    let proposal = proposal?;
    let language = visit.language;
    let version = language.whole(proposal.version.into());
    let heading = texts::PROPOSED.fill(language, &[("version", &version)]);
    let digest = proposal.digest.clone();
    let facts = vec![
        (
            visit.say(texts::PROPOSED_BY),
            person(visit, &proposal.proposed_by).into_any(),
        ),
        (
            visit.say(texts::PROPOSED_AT),
            language.moment(proposal.proposed_at).into_any(),
        ),
        (
            visit.say(submission::DIGEST),
            view! { <code class="breakable">{digest}</code> }.into_any(),
        ),
    ];
    let view = view! {
        <section class="panel">
            <h2>{heading}</h2>
            <Facts facts=facts/>
            {correction(visit, proposal, numbers)}
            {publication(visit, proposal)}
        </section>
    };
    Some(view.into_any())
}

/// Why a correction is needed, what it changes and what becomes of the numbers.
fn correction(
    visit: &Visit,
    proposal: &ProposalView,
    numbers: Option<&DecidedNumbers>,
) -> Option<AnyView> {
    let reason = visit.language.pick(proposal.reason.as_ref()?).to_owned();
    let changes = numbers.and_then(|numbers| changes(visit, &proposal.changes, numbers));
    let count = u64::try_from(proposal.differences.len()).unwrap_or(u64::MAX);
    let caption = visit.say(texts::WHAT_BECOMES).to_owned();
    let view = view! {
        <h3>{visit.say(texts::REASON)}</h3>
        <p class="lines">{reason}</p>
        {changes}
        <h3>{caption.clone()}</h3>
        {difference_table(visit, caption, &proposal.differences, count)}
    };
    Some(view.into_any())
}

fn publication(visit: &Visit, proposal: &ProposalView) -> AnyView {
    let notice = |tone: Tone, text: &'static str| {
        view! { <Notice tone=tone><p>{text}</p></Notice> }.into_any()
    };
    if !proposal.is_current {
        return notice(Tone::Warn, visit.say(texts::OUTDATED));
    }
    if proposal.is_own {
        return notice(Tone::Plain, visit.say(texts::OTHER_PUBLISHES));
    }
    let digest = proposal.digest.clone();
    view! {
        <p>{visit.say(texts::PUBLISH_LEAD)}</p>
        {button(visit, "publish", digest, visit.say(texts::PUBLISH))}
    }
    .into_any()
}

/// A form that is one button about one digest.
fn button(visit: &Visit, act: &'static str, digest: String, text: &'static str) -> AnyView {
    view! {
        <form method="post" action=address(visit.language, visit) novalidate="">
            <FormGuard visit=visit.clone()/>
            <input type="hidden" name="act" value=act/>
            <input type="hidden" name="digest" value=digest/>
            <p class="actions"><button type="submit">{text}</button></p>
        </form>
    }
    .into_any()
}
