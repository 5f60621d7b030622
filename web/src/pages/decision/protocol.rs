//! The protocol of a decision: what is printed, signed by hand and filed. Nothing on it is
//! folded away.

use axum::{
    extract::Path,
    response::{IntoResponse as _, Response},
};
use leptos::prelude::*;
use pilotbox_model::api::decisions::{DecidedNumbers, DecidedPanel, DecisionView};

use super::{
    Side, asked_version, changes, file, head, jury, lottery, notices, order, published, rule,
    rule_facts, scores, title_of, weights, who, why,
};
use crate::{
    components::table::Table, failure::Failure, language::Locale as _, page::Page, pages::trouble,
    texts::decision as texts, visit::Visit,
};

/// `GET /{language}/challenges/{id}/decision/protocol[?version=N]`
pub(crate) async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    match page(&visit, &id).await {
        Ok(page) => page.into_response(),
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

async fn page(visit: &Visit, id: &str) -> Result<Page, Failure> {
    let version = asked_version(visit)?;
    let view = visit.api.decision(id, version).await?;
    let view = view.ok_or_else(Failure::missing)?;
    let title = title_of(visit, texts::PROTOCOL_OF, &view.title);
    Ok(visit.page(title.clone(), || content(visit, title, &view)))
}

fn content(visit: &Visit, title: String, view: &DecisionView) -> impl IntoView + use<> {
    let numbers = &view.numbers;
    let declared = visit.language.moment(view.declared_at);
    let declared = texts::DECLARED_ON.fill(visit.language, &[("when", &declared)]);
    view! {
        <article class="protocol">
            {head(visit, &view.challenge, &view.title, title, Side::Protocol)}
            <p class="actions help">{visit.say(texts::PRINT)}</p>
            <p class="lead">{published(visit, view)}</p>
            {notices(visit, view)}
            {correction(visit, view)}
            <h2>{visit.say(texts::RULE)}</h2>
            <p class="formula">{rule::formula(visit, &view.rule)}</p>
            <p>{declared}</p>
            {rule_facts(visit, &view.rule, Vec::new())}
            <h2>{visit.say(texts::ORDER)}</h2>
            {order::ordered(visit, numbers)}
            {why::section(visit, numbers)}
            {order::without_place(visit, numbers)}
            {order::left_out(visit, &view.left_out)}
            {sensitivity(visit, numbers)}
            <h2>{visit.say(texts::JURY)}</h2>
            {marks(visit, numbers)}
            {jury::figures(visit, numbers)}
            <h2>{visit.say(texts::LOTTERY)}</h2>
            {lottery::facts(visit, &view.lottery)}
            {lottery::tickets(visit, &numbers.candidates)}
            <h2>{visit.say(texts::FILE)}</h2>
            {file::facts(visit, view)}
            {file::versions_table(visit, view)}
            {signatures(visit, view)}
        </article>
    }
}

fn correction(visit: &Visit, view: &DecisionView) -> Option<AnyView> {
    let reason = visit.language.pick(view.reason.as_ref()?).to_owned();
    let view = view! {
        <h2>{visit.say(texts::CORRECTED)}</h2>
        <p class="lines">{reason}</p>
        {changes(visit, &view.changes, &view.numbers)}
    };
    Some(view.into_any())
}

/// How often each leads when weights are drawn anew; nothing if nobody has a place.
fn sensitivity(visit: &Visit, numbers: &DecidedNumbers) -> Option<AnyView> {
    order::placed(numbers).next()?;
    let (columns, rows) = weights::leads_table(visit, numbers);
    let caption = visit.say(texts::LEADS_CAPTION).to_owned();
    let view = view! {
        <h2>{visit.say(texts::WEIGHTS)}</h2>
        <Table caption=caption columns=columns rows=rows/>
    };
    Some(view.into_any())
}

/// Every candidate's marks.
fn marks(visit: &Visit, numbers: &DecidedNumbers) -> Vec<AnyView> {
    let judged = numbers.candidates.iter();
    let judged = judged.filter_map(|one| Some((one, one.human.as_ref()?)));
    judged
        .map(|(one, human)| {
            view! { <h3>{who(one)}</h3>{scores::marks_table(visit, &scores::named(one), human)} }
                .into_any()
        })
        .collect()
}

/// Lines on which the jury and the staff sign. A line names nobody unless the city has
/// declared that names stand here, and never says which code is whose.
fn signatures(visit: &Visit, view: &DecisionView) -> AnyView {
    let jury = signers(visit, &view.members, &view.numbers.panel);
    let staff = [texts::PROPOSER, texts::PUBLISHER];
    let staff = staff.map(|text| visit.say(text).to_owned());
    let line = |name: String| {
        view! {
            <li>
                <span class="signature-line" aria-hidden="true"></span>
                <bdi>{name}</bdi>
            </li>
        }
    };
    let jury: Vec<_> = jury.into_iter().map(line).collect();
    let jury = (!jury.is_empty()).then(|| {
        view! { <h3>{visit.say(texts::JURY)}</h3><ul class="signatures">{jury}</ul> }
    });
    let staff: Vec<_> = staff.into_iter().map(line).collect();
    view! {
        <section class="signing">
            <h2>{visit.say(texts::SIGNATURES)}</h2>
            {jury}
            <h3>{visit.say(texts::STAFF)}</h3>
            <ul class="signatures">{staff}</ul>
            <p class="signature-date">{visit.say(texts::DATE)}</p>
        </section>
    }
    .into_any()
}

/// The names of the jury's members; numbers, where names do not stand here.
fn signers(visit: &Visit, members: &[String], panel: &DecidedPanel) -> Vec<String> {
    if !members.is_empty() {
        return members.to_vec();
    }
    let count = u64::try_from(panel.evaluators.len()).unwrap_or(u64::MAX);
    (1..=count)
        .map(|n| {
            let n = visit.language.whole(n);
            texts::MEMBER_N.fill(visit.language, &[("n", &n)])
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{super::invented, *};

    #[test]
    fn there_is_a_line_for_each_member_and_no_code_beside_it() {
        let visit = Visit::for_tests("/challenges/parking/decision/protocol");
        let mut view = invented::decision();
        let html = crate::page::write(|| signatures(&visit, &view));
        assert_eq!(html.matches("signature-line").count(), 5, "{html}");
        assert!(!html.contains("E1"), "{html}");
        view.members = vec!["Мария <b>".to_owned()];
        let html = crate::page::write(|| signatures(&visit, &view));
        assert_eq!(html.matches("signature-line").count(), 3, "{html}");
        assert!(html.contains("Мария &lt;b&gt;"), "{html}");
    }

    #[test]
    fn nothing_is_folded_away() {
        let visit = Visit::for_tests("/challenges/parking/decision/protocol");
        let view = invented::decision();
        let html = crate::page::write(|| content(&visit, "x".to_owned(), &view));
        assert!(!html.contains("<details"), "{html}");
    }
}
