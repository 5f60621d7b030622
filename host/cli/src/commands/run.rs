//! `pilotbox run`.

use std::path::Path;

use jiff::Timestamp;
use pilotbox_evaluate::{
    Artifacts, Envelope, Evaluator, PluginRun, Receipt, RunOptions, SigningKey,
};
use pilotbox_model::{RunResult, RunVerdict};

use crate::{
    arguments::Run,
    exit::{Exit, Failure},
    files,
    loaded::{Loaded, evaluator, jobs},
    show,
};

mod profile;

/// How a laptop's own receipts are marked.
const LOCAL_ISSUER: &str = "local";

pub(crate) fn run(arguments: &Run) -> Result<(), Failure> {
    // A key that cannot be read should not cost the caller a run.
    let key = arguments.key.as_deref().map(SigningKey::read).transpose()?;
    let told = |failure| {
        if arguments.json {
            show::json_failure(failure)
        } else {
            failure
        }
    };
    let loaded = Loaded::open(&arguments.challenge).map_err(told)?;
    let task = Task::new(arguments, &loaded).map_err(told)?;
    let run = task.run().map_err(told)?;
    if run.was_corrupt {
        anstream::eprintln!("note: a damaged entry of the compile cache was built anew");
    }
    if arguments.json {
        show::json(&show::run_as_json(&run.result))?;
    } else {
        show::print_run(&run, loaded.opened.package().manifest())?;
    }
    // After the result, so that a file that cannot be written costs nobody that.
    if let (Some(path), Some(key)) = (&arguments.receipt, &key) {
        write_receipt(path, &run.result, key)?;
        anstream::eprintln!("receipt {}, signed by {}", path.display(), LOCAL_ISSUER);
    }
    if let Some(file) = &arguments.profile {
        profile::profile(&task, &run.result, file)?;
    }
    match run.result.verdict {
        RunVerdict::Scored => Ok(()),
        RunVerdict::PluginFailed(_) => Err(Failure::silent(Exit::PluginFailed)),
        RunVerdict::ChallengeFailed => Err(Failure::silent(Exit::Challenge)),
    }
}

/// What is run, and how.
struct Task<'a> {
    arguments: &'a Run,
    artifacts: Artifacts<'a>,
    evaluator: Evaluator,
    plugin: Vec<u8>,
}

impl<'a> Task<'a> {
    fn new(arguments: &'a Run, loaded: &'a Loaded) -> Result<Self, Failure> {
        loaded.demand_split(arguments.split)?;
        Ok(Self {
            arguments,
            plugin: files::read_component(
                &arguments.plugin,
                loaded.opened.limits().component_bytes,
            )?,
            evaluator: evaluator(&arguments.machine)?,
            artifacts: loaded.artifacts()?,
        })
    }

    fn options(&self) -> RunOptions {
        RunOptions {
            split: self.arguments.split,
            seed: self.arguments.seed,
            jobs: jobs(&self.arguments.machine),
        }
    }

    fn run(&self) -> Result<PluginRun, Failure> {
        profile::demand(self)?;
        let bar = show::Bar::new(self.arguments.split.as_str());
        let options = self.options();
        let run = self
            .evaluator
            .run(&self.plugin, &self.artifacts, options, &bar)?;
        Ok(run)
    }
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
