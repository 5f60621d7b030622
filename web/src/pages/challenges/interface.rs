//! The interface of a challenge: what its author wrote about each function and type, the
//! whole text, and how a program for it is built in each language.

mod languages;

use axum::{
    extract::Path,
    response::{IntoResponse as _, Response},
};
use futures_util::future::try_join;
use leptos::prelude::*;
use pilotbox_model::api::challenges::{
    ChallengeDetail, InterfaceView, WitFileView, WitFunctionView, WitPartView, WitTypeView,
};

use super::{
    path_of,
    tabs::{Tab, head},
};
use crate::{
    components::{
        facts::Facts,
        list::Empty,
        table::{Column, Table},
    },
    failure::Failure,
    language::Locale as _,
    page::Page,
    pages::trouble,
    texts::interface as texts,
    visit::Visit,
};

/// `GET /{language}/challenges/{id}/interface`
pub(crate) async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    match page(&visit, &id).await {
        Ok(page) => page.into_response(),
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

async fn page(visit: &Visit, id: &str) -> Result<Page, Failure> {
    let (challenge, interface) = try_join(visit.api.challenge(id), visit.api.interface(id)).await?;
    let name = visit.language.pick(&challenge.about.title);
    let title = texts::INTERFACE_OF.fill(visit.language, &[("title", name)]);
    Ok(visit.page(title.clone(), || {
        content(visit, title, &challenge, interface)
    }))
}

fn content(
    visit: &Visit,
    title: String,
    challenge: &ChallengeDetail,
    interface: InterfaceView,
) -> impl IntoView + use<> {
    let json = format!("/api/v1{}/interface", path_of(&challenge.about.id));
    let facts = facts(visit, &interface);
    let languages = languages::section(visit, &interface);
    let about = interface.about.clone().map(prose);
    let functions = functions(visit, interface.functions);
    let types = types(visit, interface.types);
    view! {
        {head(visit, challenge, title, Tab::Interface)}
        <p class="lead">{visit.say(texts::LEAD)}</p>
        <Facts facts=facts/>
        {about}
        <p class="help">{visit.say(texts::IN_ENGLISH)}</p>
        {functions}
        {types}
        {files(visit, interface.files)}
        {languages}
        <p><a href=json>{visit.say(texts::GET_JSON)}</a></p>
    }
}

fn facts(visit: &Visit, interface: &InterfaceView) -> Vec<(&'static str, AnyView)> {
    let code = |text: String| view! { <code>{text}</code> }.into_any();
    let world = match interface.world.clone() {
        Some(world) => code(world),
        None => visit.say(texts::NO_WORLD).into_any(),
    };
    let profiles: Vec<_> = interface
        .profiles
        .iter()
        .map(|profile| match profile.as_str() {
            "pure" => visit.say(texts::PURE).to_owned(),
            "compat" => visit.say(texts::COMPAT).to_owned(),
            other => other.to_owned(),
        })
        .map(|text| view! { <li>{text}</li> })
        .collect();
    vec![
        (visit.say(texts::NAME), code(interface.interface.clone())),
        (visit.say(texts::CALLED), code(interface.function.clone())),
        (visit.say(texts::WORLD), world),
        (
            visit.say(texts::PROFILES),
            view! { <ul>{profiles}</ul> }.into_any(),
        ),
    ]
}

/// What the interface's author wrote, as it was typed.
fn prose(text: String) -> impl IntoView + use<> {
    view! { <p class="lines" lang="en">{text}</p> }
}

fn functions(visit: &Visit, functions: Vec<WitFunctionView>) -> Option<impl IntoView + use<>> {
    let shown: Vec<_> = functions
        .into_iter()
        .map(|function| {
            let text = signature(&function);
            view! {
                <h3><code>{function.name}</code></h3>
                <pre tabindex="0"><code>{text}</code></pre>
                {function.about.map(prose)}
            }
        })
        .collect();
    (!shown.is_empty()).then(|| {
        view! {
            <section>
                <h2>{visit.say(texts::FUNCTIONS)}</h2>
                {shown}
            </section>
        }
    })
}

/// A function as its file has it.
fn signature(function: &WitFunctionView) -> String {
    let param = |param: &WitPartView| match &param.kind {
        Some(kind) => format!("{}: {kind}", param.name),
        None => param.name.clone(),
    };
    let params: Vec<_> = function.params.iter().map(param).collect();
    let result = function.result.as_ref();
    let result = result.map(|kind| format!(" -> {kind}")).unwrap_or_default();
    format!("{}: func({}){result};", function.name, params.join(", "))
}

fn types(visit: &Visit, types: Vec<WitTypeView>) -> Option<impl IntoView + use<>> {
    let shown: Vec<_> = types
        .into_iter()
        .map(|kind| one_type(visit, kind))
        .collect();
    (!shown.is_empty()).then(|| {
        view! {
            <section>
                <h2>{visit.say(texts::TYPES)}</h2>
                {shown}
            </section>
        }
    })
}

fn one_type(visit: &Visit, kind: WitTypeView) -> impl IntoView + use<> {
    let stands_for = kind.stands_for.map(|other| {
        view! { <p>{visit.say(texts::STANDS_FOR)} " " <code>{other}</code></p> }
    });
    let caption = texts::PARTS_OF.fill(visit.language, &[("name", &kind.name)]);
    let heads = [texts::PART, texts::TYPE, texts::MEANING];
    let heads = heads.map(|head| Column::text(visit.say(head))).to_vec();
    let rows: Vec<_> = kind.parts.into_iter().map(part).collect();
    let parts = (!rows.is_empty()).then(|| {
        view! { <Table caption=caption hide_caption=true columns=heads rows=rows/> }
    });
    view! {
        <h3><code>{kind.name}</code> " (" {kind.kind} ")"</h3>
        {kind.about.map(prose)}
        {stands_for}
        {parts}
    }
}

fn part(part: WitPartView) -> Vec<AnyView> {
    let kind = part.kind.unwrap_or_default();
    let about = part.about.unwrap_or_default();
    vec![
        view! { <code>{part.name}</code> }.into_any(),
        view! { <code>{kind}</code> }.into_any(),
        view! { <span class="lines" lang="en">{about}</span> }.into_any(),
    ]
}

fn files(visit: &Visit, files: Vec<WitFileView>) -> impl IntoView + use<> {
    let shown: Vec<_> = files
        .into_iter()
        .map(|file| {
            view! {
                <details>
                    <summary><code>{file.path}</code></summary>
                    <pre tabindex="0"><code>{file.text}</code></pre>
                </details>
            }
        })
        .collect();
    let content = if shown.is_empty() {
        view! { <Empty text=visit.say(texts::NO_FILES)/> }.into_any()
    } else {
        view! { <p>{visit.say(texts::FILES_LEAD)}</p>{shown} }.into_any()
    };
    view! {
        <section>
            <h2>{visit.say(texts::FILES)}</h2>
            {content}
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_reads_as_in_its_file() {
        let function = WitFunctionView {
            name: "forecast".to_owned(),
            about: None,
            params: vec![WitPartView {
                name: "request".to_owned(),
                kind: Some("request".to_owned()),
                about: None,
            }],
            result: Some("result<list<f64>, refusal>".to_owned()),
        };
        assert_eq!(
            signature(&function),
            "forecast: func(request: request) -> result<list<f64>, refusal>;"
        );
    }
}
