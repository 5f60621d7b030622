//! What a plugin has logged, line by line: a stranger's text, shown as text.

use axum::{
    extract::Path,
    response::{IntoResponse as _, Response},
};
use leptos::prelude::*;
use pilotbox_model::api::{
    Page as ListPage,
    runs::{LogView, RunView},
};

use crate::{
    components::{
        list::{Empty, Pager},
        run::split_text,
    },
    failure::Failure,
    pages::trouble,
    texts::submission as texts,
    visit::Visit,
};

/// `GET /{language}/runs/{id}/log`
pub(crate) async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    match find(&visit, &id).await {
        Ok((run, page)) => visit
            .page(visit.say(texts::LOG), || content(&visit, &run, page))
            .into_response(),
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

async fn find(visit: &Visit, id: &str) -> Result<(RunView, ListPage<LogView>), Failure> {
    let run = visit.api.run(id).await?;
    let cursor = visit.asked("cursor");
    let page = visit.api.log(id, cursor.as_deref()).await?;
    Ok((run, page))
}

fn content(visit: &Visit, run: &RunView, page: ListPage<LogView>) -> impl IntoView + use<> {
    let back = visit.at(&format!("/runs/{}", run.id));
    let heading = visit.say(split_text(&run.split));
    let body = if page.items.is_empty() {
        view! { <Empty text=visit.say(texts::NO_LOG)/> }.into_any()
    } else {
        let blocks: Vec<_> = by_case(page.items).into_iter().map(block).collect();
        view! { <p>{visit.say(texts::LOG_LEAD)}</p>{blocks} }.into_any()
    };
    view! {
        <p class="above"><a href=back>{visit.say(texts::BACK_TO_RUN)}</a></p>
        <h1>{visit.say(texts::LOG)}</h1>
        <p class="lead">{heading}</p>
        {body}
        <Pager visit=visit.clone() next=page.next/>
    }
}

fn block((case, text): (String, String)) -> impl IntoView {
    view! {
        <h2 class="log-case"><code>{case}</code></h2>
        <pre class="log" tabindex="0">{text}</pre>
    }
}

/// Lines that follow each other in one case as one text.
fn by_case(lines: Vec<LogView>) -> Vec<(String, String)> {
    let mut blocks: Vec<(String, String)> = Vec::new();
    for line in lines {
        let text = format!("{:<5} {}\n", line.level, line.message);
        match blocks.last_mut() {
            Some((case, whole)) if *case == line.case => whole.push_str(&text),
            _ => blocks.push((line.case, text)),
        }
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_one_case_stand_together() {
        let line = |case: &str, message: &str| LogView {
            case: case.to_owned(),
            level: "info".to_owned(),
            message: message.to_owned(),
        };
        let blocks = by_case(vec![line("a", "1"), line("a", "2"), line("b", "3")]);
        let wanted = [("a", "info  1\ninfo  2\n"), ("b", "info  3\n")];
        let wanted = wanted.map(|(case, text)| (case.to_owned(), text.to_owned()));
        assert_eq!(blocks, wanted);
    }
}
