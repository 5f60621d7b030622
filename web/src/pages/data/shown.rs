//! What every page shows of a release alike: facts, files, columns, risk, policy, and the
//! challenges that use it.

use leptos::prelude::*;
use pilotbox_model::api::data::{
    DataSetView, DataUseView, DictionaryEntry, ReleaseDetail, ReleaseFileView, ReleaseView,
};

use super::{one, path_of, path_of_release};
use crate::{
    backend::data::file_address,
    components::{
        facts::Facts,
        list::Empty,
        run::split_text,
        table::{Column, Table},
    },
    language::Locale as _,
    pages::challenges,
    report::{self, words},
    texts::{Text, catalogue as texts},
    visit::Visit,
};

/// All of a release, below a heading of the page.
pub(super) fn release(
    visit: &Visit,
    set: &DataSetView,
    release: &ReleaseDetail,
) -> impl IntoView + use<> {
    let about = &release.about;
    let may_read = set.inside.as_ref().is_some_and(|inside| inside.may_read);
    let sealed = about.is_sealed.then(|| one::sealed(visit));
    view! {
        {sealed}
        {facts(visit, about)}
        {files(visit, &set.id, about, may_read || !about.is_sealed)}
        {dictionary(visit, &release.dictionary)}
        {report::part(visit.language, &release.report)}
        <h2 id="policy">{visit.say(texts::POLICY)}</h2>
        <p>{visit.say(texts::POLICY_LEAD)}</p>
        {policy(visit, &release.policy_toml)}
    }
}

/// Whether a release's files can be fetched, in a word.
pub(crate) fn access(release: &ReleaseView) -> Text {
    if release.is_sealed {
        texts::SEALED
    } else {
        texts::OPEN
    }
}

/// A policy's file, which opens on demand.
pub(crate) fn policy(visit: &Visit, toml: &str) -> impl IntoView + use<> {
    let toml = toml.to_owned();
    view! {
        <details>
            <summary>{visit.say(texts::POLICY_SHOW)}</summary>
            <pre class="log" tabindex="0">{toml}</pre>
        </details>
    }
}

fn facts(visit: &Visit, about: &ReleaseView) -> impl IntoView + use<> {
    let language = visit.language;
    let code = |text: String| view! { <code class="breakable">{text}</code> }.into_any();
    let licence = about.licence.clone();
    let facts = vec![
        (
            visit.say(texts::PUBLISHED),
            language.moment(about.published_at).into_any(),
        ),
        (visit.say(texts::RISK), report::light(language, about.light)),
        (visit.say(texts::STATE), visit.say(access(about)).into_any()),
        (
            visit.say(texts::LICENCE),
            view! { <bdi>{licence}</bdi> }.into_any(),
        ),
        (
            visit.say(texts::ROWS),
            language.whole(about.rows).into_any(),
        ),
        (
            visit.say(texts::COLUMNS),
            language.whole(about.columns).into_any(),
        ),
        (visit.say(texts::MADE_BY), code(about.policy.clone())),
        (
            visit.say(texts::POLICY_DIGEST),
            code(about.policy_digest.to_string()),
        ),
    ];
    view! { <Facts facts=facts/> }
}

fn files(visit: &Visit, id: &str, about: &ReleaseView, may_fetch: bool) -> impl IntoView + use<> {
    let columns = vec![
        Column::text(visit.say(texts::FILE)),
        Column::number(visit.say(texts::SIZE)),
        Column::text(visit.say(texts::DIGEST)),
    ];
    let row = |file: &ReleaseFileView| -> Vec<AnyView> {
        let (name, digest) = (file.name.clone(), file.digest.to_string());
        let name = if may_fetch {
            let href = file_address(id, about.number, &file.name);
            view! { <a href=href>{name}</a> }.into_any()
        } else {
            view! { <bdi>{name}</bdi> }.into_any()
        };
        vec![
            name,
            visit.language.bytes(file.bytes).into_any(),
            view! { <code class="breakable">{digest}</code> }.into_any(),
        ]
    };
    let rows = about.files.iter().map(row).collect();
    let title = visit.say(texts::FILES);
    view! {
        <h2>{title}</h2>
        <Table caption=title.to_owned() hide_caption=true columns=columns rows=rows/>
    }
}

fn dictionary(visit: &Visit, entries: &[DictionaryEntry]) -> impl IntoView + use<> {
    let heads = [
        texts::COLUMN,
        texts::NAME,
        texts::TYPE,
        texts::UNIT,
        texts::MEANING,
    ];
    let heads = heads.map(|head| Column::text(visit.say(head))).to_vec();
    let rows = entries.iter().map(|entry| entry_row(visit, entry));
    let rows = rows.collect();
    let title = visit.say(texts::DICTIONARY);
    view! {
        <h2>{title}</h2>
        <p>{visit.say(texts::DICTIONARY_LEAD)}</p>
        <Table caption=title.to_owned() hide_caption=true columns=heads rows=rows/>
    }
}

fn entry_row(visit: &Visit, entry: &DictionaryEntry) -> Vec<AnyView> {
    let pick = |text: &Option<_>| {
        let text = text.as_ref();
        text.map(|text| visit.language.pick(text).to_owned())
    };
    let (title, meaning) = (pick(&entry.title), pick(&entry.description));
    let (name, unit) = (entry.name.clone(), entry.unit.clone());
    vec![
        view! { <code>{name}</code> }.into_any(),
        title.into_any(),
        data_type(visit, &entry.data_type),
        view! { <bdi>{unit}</bdi> }.into_any(),
        meaning.into_any(),
    ]
}

/// A type in words; one that is not known as it is.
pub(crate) fn data_type(visit: &Visit, name: &str) -> AnyView {
    if let Some(text) = words::data_type(name) {
        return visit.say(text).into_any();
    }
    let name = name.to_owned();
    view! { <code>{name}</code> }.into_any()
}

/// Challenges whose data came from a data set.
pub(super) fn used_by(visit: &Visit, uses: &[DataUseView]) -> impl IntoView + use<> {
    if uses.is_empty() {
        return view! { <Empty text=visit.say(texts::NOT_USED)/> }.into_any();
    }
    let columns = [
        texts::CHALLENGE,
        texts::VERSION,
        texts::SPLIT,
        texts::TABLE,
        texts::RELEASE,
    ];
    let columns = columns.map(|text| Column::text(visit.say(text))).to_vec();
    let rows = uses.iter().map(|one| {
        let href = visit.at(&format!("{}/data", challenges::path_of(&one.challenge)));
        let (challenge, version) = (one.challenge.clone(), one.version.clone());
        let table = one.table.clone();
        vec![
            view! { <a href=href>{challenge}</a> }.into_any(),
            version.into_any(),
            visit.say(split_text(&one.split)).into_any(),
            view! { <code>{table}</code> }.into_any(),
            release_link(visit, one),
        ]
    });
    let rows = rows.collect();
    view! {
        <Table caption=visit.say(texts::USED_BY).to_owned() hide_caption=true columns=columns rows=rows/>
    }
    .into_any()
}

/// Where tables of a challenge came from: data set, release, policy, each a link.
pub(crate) fn came_from(visit: &Visit, uses: &[DataUseView]) -> impl IntoView + use<> {
    let columns = [
        texts::TABLE,
        texts::SPLIT,
        texts::DATA_SET,
        texts::RELEASE,
        texts::POLICY,
    ];
    let columns = columns.map(|text| Column::text(visit.say(text))).to_vec();
    let rows = uses.iter().map(|one| {
        let set = visit.at(&path_of(&one.data_set));
        let policy = visit.at(&path_of_release(&one.data_set, one.release));
        let (table, name) = (one.table.clone(), one.data_set.clone());
        let version = one.policy.clone();
        vec![
            view! { <code>{table}</code> }.into_any(),
            visit.say(split_text(&one.split)).into_any(),
            view! { <a href=set>{name}</a> }.into_any(),
            release_link(visit, one),
            view! { <a href=format!("{policy}#policy")>{version}</a> }.into_any(),
        ]
    });
    let rows = rows.collect();
    let title = visit.say(texts::CAME_FROM);
    view! {
        <section>
            <h2>{title}</h2>
            <p>{visit.say(texts::CAME_FROM_LEAD)}</p>
            <Table caption=title.to_owned() hide_caption=true columns=columns rows=rows/>
        </section>
    }
}

fn release_link(visit: &Visit, one: &DataUseView) -> AnyView {
    let number = visit.language.whole(one.release.into());
    let text = texts::RELEASE_N.fill(visit.language, &[("n", &number)]);
    let href = visit.at(&path_of_release(&one.data_set, one.release));
    view! { <a href=href>{text}</a> }.into_any()
}
