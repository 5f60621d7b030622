//! The signed file of a decision: its digest, who signed it, how it is verified, where it is
//! taken from, and what its versions differ in.

use leptos::prelude::*;
use pilotbox_model::api::decisions::{DecisionDifferenceView, DecisionVersionView, DecisionView};

use super::{difference::table, place};
use crate::{
    backend::{decision_path, part},
    components::{
        facts::Facts,
        table::{Column, Table},
    },
    failure::Failure,
    islands::copy::CopyCommand,
    language::Locale as _,
    texts::{decision as texts, staff, submission},
    visit::Visit,
};

pub(super) fn section(visit: &Visit, view: &DecisionView) -> AnyView {
    let (label, done) = (visit.say(submission::COPY), visit.say(submission::COPIED));
    view! {
        <section>
            <h2>{visit.say(texts::FILE)}</h2>
            <p>{visit.say(texts::FILE_LEAD)}</p>
            {facts(visit, view)}
            <p class="actions">{downloads(visit, view)}</p>
            <p>{visit.say(texts::VERIFY)}</p>
            <CopyCommand command=commands(&visit.site, view) label=label.to_owned() done=done.to_owned()/>
        </section>
    }
    .into_any()
}

/// Who signed what.
pub(super) fn facts(visit: &Visit, view: &DecisionView) -> AnyView {
    let (key, digest) = (view.signed_by.clone(), view.digest.clone());
    let own = view.versions.iter().find(|one| one.version == view.version);
    let bytes = own.map(|one| visit.language.bytes(one.bytes));
    let facts = vec![
        (
            visit.say(texts::SIGNED_BY),
            view! { <code>{key}</code> }.into_any(),
        ),
        (
            visit.say(submission::DIGEST),
            view! { <code class="breakable">{digest}</code> }.into_any(),
        ),
        (visit.say(submission::SIZE), bytes.into_any()),
        (
            visit.say(submission::VERSION),
            view.challenge_version.clone().into_any(),
        ),
    ];
    view! { <Facts facts=facts/> }.into_any()
}

fn downloads(visit: &Visit, view: &DecisionView) -> AnyView {
    let link = |rest: &str, name: String, text: &'static str| {
        let href = format!(
            "/api/v1{}",
            decision_path(&view.challenge, rest, view.version)
        );
        view! { <a class="button quiet small" href=href download=name>{text}</a> }
    };
    let table = name(view).replace(".json", ".csv");
    let protocol = visit.at(&format!(
        "{}/protocol?version={}",
        place(&view.challenge),
        view.version
    ));
    view! {
        {link("snapshot", name(view), visit.say(texts::GET_FILE))}
        {link("table", table, visit.say(texts::GET_TABLE))}
        <a class="button quiet small" href=protocol>{visit.say(texts::TO_PROTOCOL)}</a>
    }
    .into_any()
}

/// What the file is called, as the API calls it.
fn name(view: &DecisionView) -> String {
    format!("decision-{}-{}.json", view.challenge, view.version)
}

/// What fetches the file and the city's keys, and recomputes every number.
fn commands(site: &str, view: &DecisionView) -> String {
    let (challenge, version, name) = (&view.challenge, view.version, name(view));
    [
        format!(
            "pilotbox decision show {challenge} --decision-version {version} --to {name} --server {site}"
        ),
        format!("pilotbox keys --to city.keys.toml --server {site}"),
        format!("pilotbox verify {name} --trusted-key city.keys.toml"),
    ]
    .join("\n")
}

/// What this version differs in from the one before it; nothing for the first.
pub(super) async fn difference(
    visit: &Visit,
    view: &DecisionView,
) -> Result<Option<DecisionDifferenceView>, Failure> {
    let before = view.version.checked_sub(1).filter(|before| *before > 0);
    let Some(before) = before else {
        return Ok(None);
    };
    let api = &visit.api;
    let found = api.decision_difference(&view.challenge, before, view.version);
    found.await.map(Some)
}

/// All versions, and what this one changed.
pub(super) fn versions(
    visit: &Visit,
    view: &DecisionView,
    difference: Option<DecisionDifferenceView>,
) -> AnyView {
    let difference = difference.map(|found| {
        let [from, to] = [found.from, found.to].map(|one| visit.language.whole(one.into()));
        let places = [("from", from.as_str()), ("to", &to)];
        let heading = texts::DIFFERENCE_OF.fill(visit.language, &places);
        let caption = heading.clone();
        view! {
            <h3 id="difference">{heading}</h3>
            {table(visit, caption, &found.differences, found.count)}
        }
    });
    view! {
        <section>
            <h2>{visit.say(texts::VERSIONS)}</h2>
            {versions_table(visit, view)}
            {difference}
        </section>
    }
    .into_any()
}

/// All versions.
pub(super) fn versions_table(visit: &Visit, view: &DecisionView) -> AnyView {
    let columns = vec![
        Column::text(visit.say(staff::VERSION)),
        Column::text(visit.say(texts::PUBLISHED)),
        Column::text(visit.say(texts::REASON)),
        Column::text(visit.say(submission::DIGEST)),
    ];
    let all = view.versions.iter();
    let rows = all.map(|one| row(visit, view, one)).collect();
    let caption = visit.say(texts::VERSIONS).to_owned();
    view! { <Table caption=caption hide_caption=true columns=columns rows=rows/> }.into_any()
}

fn row(visit: &Visit, view: &DecisionView, one: &DecisionVersionView) -> Vec<AnyView> {
    let path = format!(
        "/challenges/{}/decision?version={}",
        part(&view.challenge),
        one.version
    );
    let number = visit.language.whole(one.version.into());
    let name = if one.version == view.latest {
        texts::IN_FORCE.fill(visit.language, &[("version", &number)])
    } else {
        number
    };
    let current = (one.version == view.version).then_some("page");
    let reason = one.reason.as_ref().map_or_else(
        || visit.say(texts::FIRST_VERSION).to_owned(),
        |reason| visit.language.pick(reason).to_owned(),
    );
    let digest = one.digest.clone();
    vec![
        view! { <a href=visit.at(&path) aria-current=current>{name}</a> }.into_any(),
        visit.language.moment(one.published_at).into_any(),
        view! { <span class="typed">{reason}</span> }.into_any(),
        view! { <code class="breakable">{digest}</code> }.into_any(),
    ]
}

#[cfg(test)]
mod tests {
    use super::{super::invented, *};

    #[test]
    fn the_commands_name_the_file_that_they_fetch() {
        let commands = commands("https://x.example", &invented::decision());
        let lines: Vec<_> = commands.lines().collect();
        assert_eq!(
            lines,
            [
                "pilotbox decision show parking --decision-version 1 --to decision-parking-1.json --server https://x.example",
                "pilotbox keys --to city.keys.toml --server https://x.example",
                "pilotbox verify decision-parking-1.json --trusted-key city.keys.toml",
            ]
        );
    }
}
