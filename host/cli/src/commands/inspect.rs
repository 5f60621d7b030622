//! `pilotbox inspect`.

use pilotbox_challenge::pack;
use pilotbox_evaluate::EvaluateError;
use pilotbox_model::{Limits, Profile};
use pilotbox_sandbox::{Inspection, Rejection, inspect as inspect_component, inspect_harness};

use crate::{
    arguments::Inspect,
    exit::{Exit, Failure},
    files,
    loaded::Loaded,
    show,
};

pub(crate) fn inspect(arguments: &Inspect) -> Result<(), Failure> {
    let opened = arguments.challenge.as_deref().map(Loaded::open).transpose();
    let result = opened.and_then(|loaded| Ok((inspected(arguments, loaded.as_ref())?, loaded)));
    match result {
        Ok((inspection, _)) if arguments.json => show::json(&inspection),
        Ok((inspection, loaded)) => print(&inspection, loaded.as_ref()),
        Err(failure) if arguments.json => Err(show::json_failure(failure)),
        Err(failure) => Err(failure),
    }
}

fn inspected(arguments: &Inspect, loaded: Option<&Loaded>) -> Result<Inspection, Failure> {
    let Some(loaded) = loaded else {
        let limits = Limits::CEILING;
        let bytes = files::read_component(&arguments.file, limits.component_bytes)?;
        return inspect_component(&bytes, &limits, None).map_err(rejected);
    };
    let bytes = files::read_component(&arguments.file, loaded.opened.limits().component_bytes)?;
    let interface = loaded.opened.package().manifest().interface.as_str();
    let harness = loaded.opened.component(pack::HARNESS)?;
    inspect_harness(harness, loaded.opened.limits().component_bytes, interface)
        .map_err(|reason| Failure::new(Exit::Challenge, format!("the harness {reason}")))?;
    let challenge = Some((harness, interface));
    inspect_component(&bytes, loaded.opened.limits(), challenge).map_err(rejected)
}

fn rejected(rejection: Rejection) -> Failure {
    Failure::from(EvaluateError::Rejected(rejection))
}

fn print(inspection: &Inspection, loaded: Option<&Loaded>) -> Result<(), Failure> {
    let mut page = show::Page::default();
    let meaning = match inspection.profile {
        Profile::Pure => "it can compute, log, and read granted tables; nothing else",
        Profile::Compat => {
            "as pure; its language's runtime also finds an empty WASI 0.2: no files, no network, a clock that counts looks, randomness made from the case's seed"
        }
    };
    page.line(format_args!("digest   {}", inspection.digest));
    page.line(format_args!("size     {} bytes", inspection.size_bytes));
    page.line(format_args!("profile  {}: {meaning}", inspection.profile));
    if let Some(loaded) = loaded {
        page.line(format_args!(
            "answers  {}",
            loaded.opened.package().manifest().id
        ));
    }
    for name in &inspection.imports {
        page.line(format_args!("import   {name}"));
    }
    for name in &inspection.exports {
        page.line(format_args!("export   {name}"));
    }
    page.line(format_args!("\n{}", inspection.wit.trim_end()));
    page.print()
}
