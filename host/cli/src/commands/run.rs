//! `pilotbox run`.

use std::path::Path;

use jiff::Timestamp;
use pilotbox_evaluate::{Envelope, PluginRun, Receipt, RunOptions, SigningKey};
use pilotbox_model::{RunResult, RunVerdict};

use crate::{
    arguments::Run,
    exit::{Exit, Failure},
    files,
    loaded::{Loaded, evaluator, jobs},
    show,
};

/// How a laptop's own receipts are marked.
const LOCAL_ISSUER: &str = "local";

pub(crate) fn run(arguments: &Run) -> Result<(), Failure> {
    // A key that cannot be read should not cost the caller a run.
    let key = arguments.key.as_deref().map(SigningKey::read).transpose()?;
    let opened = Loaded::open(&arguments.challenge);
    let result = opened.and_then(|loaded| Ok((evaluate(arguments, &loaded)?, loaded)));
    let (run, loaded) = match result {
        Err(failure) if arguments.json => return Err(show::json_failure(failure)),
        other => other?,
    };
    if run.was_corrupt {
        anstream::eprintln!("note: a damaged entry of the compile cache was built anew");
    }
    if arguments.json {
        show::json(&show::run_as_json(&run.result))?;
    } else {
        show::print_run(&run, loaded.package.manifest())?;
    }
    // Last, so that a receipt that cannot be written costs nobody the result.
    if let (Some(path), Some(key)) = (&arguments.receipt, &key) {
        write_receipt(path, &run.result, key)?;
        anstream::eprintln!("receipt {}, signed by {}", path.display(), LOCAL_ISSUER);
    }
    match run.result.verdict {
        RunVerdict::Scored => Ok(()),
        RunVerdict::PluginFailed(_) => Err(Failure::silent(Exit::PluginFailed)),
        RunVerdict::ChallengeFailed => Err(Failure::silent(Exit::Challenge)),
    }
}

fn evaluate(arguments: &Run, loaded: &Loaded) -> Result<PluginRun, Failure> {
    loaded.demand_split(arguments.split)?;
    let plugin = files::read_component(&arguments.plugin, loaded.limits.component_bytes)?;
    let options = RunOptions {
        split: arguments.split,
        seed: arguments.seed,
        jobs: jobs(&arguments.machine),
    };
    let bar = show::Bar::new(arguments.split.as_str());
    let evaluator = evaluator(&arguments.machine)?;
    Ok(evaluator.run(&plugin, &loaded.artifacts()?, options, &bar)?)
}

/// Writes the receipt and, where cases are hidden, the salt beside it.
fn write_receipt(path: &Path, result: &RunResult, key: &SigningKey) -> Result<(), Failure> {
    let salt = Receipt::new_salt()?;
    let receipt = Receipt::new(result, LOCAL_ISSUER, Timestamp::now(), salt);
    let envelope = Envelope::sign(receipt, key)?;
    // The salt first: a hidden receipt without it could never be compared.
    if result.split.is_hidden() {
        let mut beside = path.as_os_str().to_owned();
        beside.push(".salt");
        files::write_secret(Path::new(&beside), format!("{salt}\n").as_bytes())?;
    }
    files::write(path, &envelope.to_json()?)
}
