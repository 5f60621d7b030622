//! How to begin with a challenge: the pack, and the commands from it to a submission.

use leptos::prelude::*;
use pilotbox_model::api::challenges::{ChallengeDetail, ChallengeView};

use super::path_of;
use crate::{
    islands::copy::CopyCommand,
    language::Locale as _,
    texts::{Text, challenge as texts},
    visit::Visit,
};

/// The name of a plugin's file in examples.
pub(super) const PLUGIN: &str = "my-plugin";

/// What `pilotbox new plugin` has templates for.
const TEMPLATES: [&str; 6] = [
    "parking-forecast",
    "water-demand",
    "school-admission",
    "forecast",
    "classify",
    "assign",
];

/// The section of a challenge's page.
pub(super) fn section(visit: &Visit, challenge: &ChallengeDetail) -> impl IntoView + use<> {
    let about = &challenge.about;
    let pack = format!("/api/v1{}/pack", path_of(&about.id));
    let size = visit.language.bytes(challenge.pack_bytes);
    let label = texts::PACK.fill(visit.language, &[("size", &size)]);
    let steps: Vec<_> = commands(&visit.site, about)
        .into_iter()
        .map(|(text, command)| step(visit, text, command))
        .collect();
    view! {
        <section>
            <h2>{visit.say(texts::BEGIN)}</h2>
            <p>{visit.say(texts::BEGIN_LEAD)}</p>
            <p><a class="button quiet" href=pack download="">{label}</a></p>
            <ol class="steps">{steps}</ol>
        </section>
    }
}

fn step(visit: &Visit, text: Text, command: String) -> impl IntoView + use<> {
    let label = visit.say(texts::COPY).to_owned();
    let done = visit.say(texts::COPIED).to_owned();
    view! {
        <li>
            <p>{visit.say(text)}</p>
            <CopyCommand command=command label=label done=done/>
        </li>
    }
}

/// From nothing to a submission, at the site of this address.
fn commands(site: &str, about: &ChallengeView) -> Vec<(Text, String)> {
    let (id, version) = (&about.id, &about.version);
    let at = format!("--server {site}");
    let mut all = vec![
        (texts::STEP_LOGIN, format!("pilotbox login {at}")),
        (texts::STEP_PULL, format!("pilotbox pull {id} {at}")),
    ];
    let mut file = format!("{PLUGIN}.wasm");
    if let Some(template) = template(&about.interface) {
        let new = format!("pilotbox new plugin {PLUGIN} --interface {template}");
        all.push((texts::STEP_NEW, new));
        all.push((texts::STEP_BUILD, format!("pilotbox build {PLUGIN}")));
        file = format!("{PLUGIN}/target/components/{file}");
    }
    let pack = format!("{id}-{version}.startup.pack");
    all.push((
        texts::STEP_RUN,
        format!("pilotbox run --challenge {pack} --plugin {file}"),
    ));
    all.push((
        texts::STEP_SUBMIT,
        format!("pilotbox submit {id} --plugin {file} --watch {at}"),
    ));
    all
}

/// The template of an interface. A challenge with an interface of its own has none.
pub(super) fn template(interface: &str) -> Option<&'static str> {
    let own = interface.strip_prefix("pilotbox:")?;
    let name = own.split(['/', '@']).nth(1)?;
    TEMPLATES.into_iter().find(|template| *template == name)
}

#[cfg(test)]
mod tests {
    use pilotbox_model::api::challenges::{Bilingual, ChallengeState};

    use super::*;

    fn of(interface: &str) -> Vec<String> {
        let about = ChallengeView {
            id: "parking".to_owned(),
            title: Bilingual {
                bg: "Задача".to_owned(),
                en: "Problem".to_owned(),
            },
            state: ChallengeState::Open,
            accepts_submissions: true,
            version: "1.0.0".to_owned(),
            interface: interface.to_owned(),
            is_practice: false,
            budget_eur: None,
            opens_at: jiff::Timestamp::UNIX_EPOCH,
            closes_at: None,
            updated_at: jiff::Timestamp::UNIX_EPOCH,
        };
        let all = commands("https://pilots.example", &about);
        all.into_iter().map(|(_, command)| command).collect()
    }

    #[test]
    fn commands_name_what_the_program_makes_and_takes() {
        let file = "my-plugin/target/components/my-plugin.wasm";
        assert_eq!(
            of("pilotbox:mobility/parking-forecast@0.1.0"),
            [
                "pilotbox login --server https://pilots.example".to_owned(),
                "pilotbox pull parking --server https://pilots.example".to_owned(),
                "pilotbox new plugin my-plugin --interface parking-forecast".to_owned(),
                "pilotbox build my-plugin".to_owned(),
                format!("pilotbox run --challenge parking-1.0.0.startup.pack --plugin {file}"),
                format!(
                    "pilotbox submit parking --plugin {file} --watch --server https://pilots.example"
                ),
            ]
        );
    }

    #[test]
    fn an_interface_of_a_challenges_own_has_no_template() {
        assert_eq!(of("sofia:trees/watering@0.1.0").len(), 4);
        assert_eq!(template("pilotbox:mobility/other@0.1.0"), None);
    }
}
