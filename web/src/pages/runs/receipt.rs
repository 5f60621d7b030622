//! The receipt of a run, and the commands that check it.

use leptos::prelude::*;
use pilotbox_model::api::runs::RunView;

use crate::{backend::part, islands::copy::CopyCommand, texts::submission as texts, visit::Visit};

/// The receipt; nothing where there is none for the reader.
pub(super) fn section(visit: &Visit, run: &RunView) -> Option<AnyView> {
    if !run.has_receipt {
        return None;
    }
    let lead = if run.split == "sample" {
        texts::RECEIPT_LEAD
    } else {
        texts::RECEIPT_HIDDEN
    };
    let href = format!("/api/v1/runs/{}/receipt", part(&run.id));
    let name = format!("{}.receipt.json", run.id);
    let (label, done) = (visit.say(texts::COPY), visit.say(texts::COPIED));
    let view = view! {
        <h2>{visit.say(texts::RECEIPT)}</h2>
        <p>{visit.say(lead)}</p>
        <CopyCommand command=commands(&visit.site, run) label=label.to_owned() done=done.to_owned()/>
        <p class="actions"><a class="button quiet" href=href download=name>{visit.say(texts::GET_RECEIPT)}</a></p>
    };
    Some(view.into_any())
}

/// What fetches the receipt and all that it takes, and then replays the run. Of hidden
/// cases the data stays with the city, so there the signature is checked.
fn commands(site: &str, run: &RunView) -> String {
    let (id, challenge, version) = (&run.id, &run.challenge, &run.version);
    let verify = format!("pilotbox verify {id}.receipt.json --trusted-key city.keys.toml");
    let mut lines = vec![
        format!("pilotbox receipt {id} --server {site}"),
        format!("pilotbox keys --to city.keys.toml --server {site}"),
    ];
    if run.split == "sample" {
        lines.push(format!(
            "pilotbox pull {challenge} --challenge-version {version} --server {site}"
        ));
        lines.push(format!(
            "{verify} --challenge {challenge}-{version}.startup.pack --plugin plugin.wasm"
        ));
    } else {
        lines.push(verify);
    }
    lines.join("\n")
}
