//! How to begin with a challenge: the pack, and the commands from it to a submission.

use leptos::prelude::*;
use pilotbox_model::api::challenges::ChallengeDetail;

use super::path_of;
use crate::{
    islands::copy::CopyCommand,
    language::Locale as _,
    texts::{Text, challenge as texts},
    visit::Visit,
};

/// The name of a plugin's file in examples.
const PLUGIN: &str = "my-plugin";

/// What `pilotbox new plugin` has templates for.
const TEMPLATES: [&str; 3] = ["parking-forecast", "water-demand", "school-admission"];

/// The section of a challenge's page.
pub(super) fn section(visit: &Visit, challenge: &ChallengeDetail) -> impl IntoView + use<> {
    let about = &challenge.about;
    let pack = format!("/api/v1{}/pack", path_of(&about.id));
    let size = visit.language.bytes(challenge.pack_bytes);
    let label = texts::PACK.fill(visit.language, &[("size", &size)]);
    let steps: Vec<_> = commands(&about.id, &about.version, &about.interface)
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

/// From nothing to a submission. The address of this site is not known here for
/// sure, since a proxy may stand before it: the text asks for it once.
fn commands(id: &str, version: &str, interface: &str) -> Vec<(Text, String)> {
    let mut all = vec![
        (texts::STEP_LOGIN, "pilotbox login --server".to_owned()),
        (texts::STEP_PULL, format!("pilotbox pull {id}")),
    ];
    let mut file = format!("{PLUGIN}.wasm");
    if let Some(template) = template(interface) {
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
        format!("pilotbox submit {id} --plugin {file} --watch"),
    ));
    all
}

/// The template of an interface. A challenge with an interface of its own has none.
fn template(interface: &str) -> Option<&'static str> {
    let own = interface.strip_prefix("pilotbox:")?;
    let name = own.split(['/', '@']).nth(1)?;
    TEMPLATES.into_iter().find(|template| *template == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(interface: &str) -> Vec<String> {
        let all = commands("parking", "1.0.0", interface);
        all.into_iter().map(|(_, command)| command).collect()
    }

    #[test]
    fn commands_name_what_the_program_makes_and_takes() {
        let file = "my-plugin/target/components/my-plugin.wasm";
        assert_eq!(
            of("pilotbox:mobility/parking-forecast@0.1.0"),
            [
                "pilotbox login --server".to_owned(),
                "pilotbox pull parking".to_owned(),
                "pilotbox new plugin my-plugin --interface parking-forecast".to_owned(),
                "pilotbox build my-plugin".to_owned(),
                format!("pilotbox run --challenge parking-1.0.0.startup.pack --plugin {file}"),
                format!("pilotbox submit parking --plugin {file} --watch"),
            ]
        );
    }

    #[test]
    fn an_interface_of_a_challenges_own_has_no_template() {
        assert_eq!(of("sofia:trees/watering@0.1.0").len(), 4);
        assert_eq!(template("pilotbox:mobility/other@0.1.0"), None);
    }
}
