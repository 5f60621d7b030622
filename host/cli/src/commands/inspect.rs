//! `pilotbox inspect`.

use pilotbox_challenge::pack;
use pilotbox_model::{Limits, Profile};
use pilotbox_sandbox::{Inspection, inspect as inspect_component};
use serde_json::json;

use crate::{
    arguments::Inspect,
    exit::{Exit, Failure},
    files,
    loaded::Loaded,
    show,
};

pub(crate) fn inspect(arguments: &Inspect) -> Result<(), Failure> {
    let loaded = arguments
        .challenge
        .as_deref()
        .map(Loaded::open)
        .transpose()?;
    let limit_bytes = match &loaded {
        Some(loaded) => loaded.limits.component_bytes,
        None => Limits::CEILING.component_bytes,
    };
    let bytes = files::read_component(&arguments.file, limit_bytes)?;
    let challenge = match &loaded {
        Some(loaded) => {
            let interface = loaded.package.manifest().interface.as_str();
            Some((loaded.component(pack::HARNESS)?, interface))
        }
        None => None,
    };
    match inspect_component(&bytes, limit_bytes, challenge) {
        Ok(inspection) if arguments.json => show::json(&inspection),
        Ok(inspection) => {
            print(&inspection, loaded.as_ref());
            Ok(())
        }
        Err(rejection) if arguments.json => {
            let reason = json!({ "code": rejection.code(), "message": rejection.to_string() });
            show::json(&json!({ "verdict": "rejected", "reason": reason }))?;
            Err(Failure::silent(Exit::Rejected))
        }
        Err(rejection) => Err(Failure::new(Exit::Rejected, rejection)),
    }
}

fn print(inspection: &Inspection, loaded: Option<&Loaded>) {
    let meaning = match inspection.profile {
        Profile::Pure => "it can compute, log, and read granted tables; nothing else",
        Profile::Compat => {
            "as pure; its language's runtime also finds an empty WASI 0.2: no files, no network, a clock and randomness made from the case's seed"
        }
    };
    anstream::println!("digest   {}", inspection.digest);
    anstream::println!("size     {} bytes", inspection.size_bytes);
    anstream::println!("profile  {}: {meaning}", inspection.profile);
    if let Some(loaded) = loaded {
        anstream::println!("answers  {}", loaded.package.manifest().id);
    }
    for name in &inspection.imports {
        anstream::println!("import   {name}");
    }
    for name in &inspection.exports {
        anstream::println!("export   {name}");
    }
    anstream::println!("\n{}", inspection.wit.trim_end());
}
