//! How a program for an interface is built in each language: the commands that
//! docs/STARTUP.md tells, and whether they were tried.

use leptos::prelude::*;
use pilotbox_model::api::challenges::InterfaceView;

use super::super::begin::{PLUGIN, template};
use crate::{
    islands::copy::CopyCommand,
    texts::{Text, challenge, interface as texts},
    visit::Visit,
};

/// A language: its name, whether it was tried, its commands, the outline of a program,
/// what else is to be known.
struct Way {
    name: &'static str,
    tried: Text,
    commands: Vec<String>,
    outline: Option<String>,
    more: Option<Text>,
}

/// The parts of an interface's name.
struct Named<'a> {
    /// `pilotbox:mobility`
    package: &'a str,
    /// `mobility`
    folder: &'a str,
    /// `parking-forecast`
    name: &'a str,
    /// `forecast`
    function: &'a str,
    /// The names of what the function takes.
    params: Vec<&'a str>,
    /// `parking-forecaster`
    world: Option<&'a str>,
    /// What `pilotbox new` calls it; a challenge's own interface has none.
    template: Option<&'static str>,
}

impl<'a> Named<'a> {
    fn of(view: &'a InterfaceView) -> Option<Self> {
        let (package, rest) = view.interface.split_once('/')?;
        Some(Self {
            package,
            folder: package.split(':').nth(1)?,
            name: rest.split('@').next()?,
            function: &view.function,
            params: params(view),
            world: view.world.as_deref(),
            template: template(&view.interface),
        })
    }
}

fn params(view: &InterfaceView) -> Vec<&str> {
    let mut functions = view.functions.iter();
    let called = functions.find(|function| function.name == view.function);
    let params = called.map(|function| function.params.as_slice());
    let params = params.unwrap_or_default().iter();
    params.map(|param| param.name.as_str()).collect()
}

/// The section of the page.
pub(super) fn section(visit: &Visit, view: &InterfaceView) -> Option<impl IntoView + use<>> {
    let named = Named::of(view)?;
    let ways: Vec<_> = ways(&named)
        .into_iter()
        .map(|one| way(visit, one))
        .collect();
    let own = named.template.is_none();
    let own = own.then(|| view! { <p>{visit.say(texts::WIT_FILES)}</p> });
    Some(view! {
        <section>
            <h2>{visit.say(texts::LANGUAGES)}</h2>
            <p>{visit.say(texts::LANGUAGES_LEAD)}</p>
            {own}
            {ways}
        </section>
    })
}

fn way(visit: &Visit, way: Way) -> impl IntoView + use<> {
    let (label, done) = (visit.say(challenge::COPY), visit.say(challenge::COPIED));
    let commands = (!way.commands.is_empty()).then(|| {
        let command = way.commands.join("\n");
        view! { <CopyCommand command=command label=label.to_owned() done=done.to_owned()/> }
    });
    let outline = way.outline.map(|text| {
        view! {
            <p>{visit.say(texts::SKELETON)}</p>
            <pre tabindex="0"><code>{text}</code></pre>
        }
    });
    let more = way.more.map(|text| visit.say(text));
    view! {
        <h3>{way.name}</h3>
        <p>{visit.say(way.tried)}</p>
        {commands}
        {more.map(|text| view! { <p class="help">{text}</p> })}
        {outline}
    }
}

fn ways(named: &Named<'_>) -> Vec<Way> {
    let inspect = "pilotbox inspect my-plugin.wasm --challenge CHALLENGE".to_owned();
    vec![
        rust(named),
        javascript(named),
        python(named),
        Way {
            name: "Go (TinyGo)",
            tried: texts::GO_NOT_TRIED,
            commands: vec![inspect],
            outline: None,
            more: None,
        },
    ]
}

fn rust(named: &Named<'_>) -> Way {
    let commands = named.template.map(|template| {
        vec![
            new(template),
            format!("cargo test --manifest-path {PLUGIN}/Cargo.toml"),
            format!("pilotbox build {PLUGIN}"),
        ]
    });
    Way {
        name: "Rust",
        tried: if commands.is_some() {
            texts::RUST_TRIED
        } else {
            texts::RUST_OWN
        },
        commands: commands.unwrap_or_default(),
        outline: None,
        more: None,
    }
}

fn new(template: &str) -> String {
    format!("pilotbox new plugin {PLUGIN} --interface {template}")
}

/// The WIT files as both tools want them: the interface's package, then its needs.
fn wit(named: &Named<'_>) -> Vec<String> {
    let Some(template) = named.template else {
        return Vec::new();
    };
    let from = format!("{PLUGIN}/pilotbox/wit");
    vec![
        new(template),
        "mkdir -p wit/deps".to_owned(),
        format!("cp {from}/{}/*.wit wit/", named.folder),
        format!("cp -r {from}/plugin {from}/challenge wit/deps/"),
    ]
}

fn javascript(named: &Named<'_>) -> Way {
    let mut commands = wit(named);
    if let Some(world) = named.world {
        commands.push("npm install @bytecodealliance/componentize-js".to_owned());
        commands.push(format!(
            "node_modules/.bin/componentize-js app.js --wit wit --world-name {world} \\\n    \
             -d stdio random clocks http fetch-event -o js.wasm"
        ));
    }
    let (export, function) = (camel(named.name), camel(named.function));
    let params: Vec<String> = named.params.iter().map(|name| camel(name)).collect();
    let params = params.join(", ");
    Way {
        name: "JavaScript",
        tried: texts::JS_TRIED,
        commands,
        outline: Some(format!(
            "// app.js\nexport const {export} = {{\n  {function}({params}) {{\n    // …\n  }},\n}};"
        )),
        more: Some(texts::JS_FLAGS),
    }
}

fn python(named: &Named<'_>) -> Way {
    let mut commands = wit(named);
    if let Some(world) = named.world {
        commands.push("pip install componentize-py==0.25.1".to_owned());
        commands.push(format!(
            "componentize-py -d wit -w {}/{world} componentize --stub-wasi app -o py.wasm",
            named.package
        ));
    }
    let (class, function) = (pascal(named.name), snake(named.function));
    let params = named.params.iter().map(|name| snake(name));
    let own = std::iter::once("self".to_owned());
    let params: Vec<String> = own.chain(params).collect();
    let params = params.join(", ");
    Way {
        name: "Python",
        tried: texts::PYTHON_TRIED,
        commands,
        outline: Some(format!(
            "# app.py\nfrom wit_world import exports\n\n\nclass {class}(exports.{class}):\n    \
             def {function}({params}):\n        ..."
        )),
        more: Some(texts::PYTHON_FLAGS),
    }
}

/// `parking-forecast` as `ParkingForecast`.
fn pascal(name: &str) -> String {
    name.split('-').map(capital).collect()
}

/// `parking-forecast` as `parkingForecast`.
fn camel(name: &str) -> String {
    let mut words = name.split('-');
    let first = words.next().unwrap_or_default().to_owned();
    words.map(capital).fold(first, |all, word| all + &word)
}

fn snake(name: &str) -> String {
    name.replace('-', "_")
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn view(interface: &str) -> InterfaceView {
        InterfaceView {
            interface: interface.to_owned(),
            function: "forecast".to_owned(),
            world: Some("parking-forecaster".to_owned()),
            ..InterfaceView::default()
        }
    }

    /// The commands that the guide for startups tells were run as they stand there.
    #[test]
    fn commands_are_those_of_the_guide() {
        let guide = include_str!("../../../../../docs/STARTUP.md");
        let guide = guide.replace("my-parking", PLUGIN);
        let view = view("pilotbox:mobility/parking-forecast@0.1.0");
        for way in ways(&Named::of(&view).unwrap()) {
            for command in way.commands.iter().filter(|one| !one.contains("CHALLENGE")) {
                assert!(guide.contains(command.as_str()), "{}: {command}", way.name);
            }
        }
    }

    #[test]
    fn names_are_written_as_each_language_writes_them() {
        assert_eq!(camel("parking-forecast"), "parkingForecast");
        assert_eq!(pascal("parking-forecast"), "ParkingForecast");
        let own = view("city:trees/watering@0.1.0");
        let own = Named::of(&own).unwrap();
        assert_eq!((own.folder, own.template), ("trees", None));
        assert!(rust(&own).commands.is_empty());
    }
}
