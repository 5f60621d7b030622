//! `pilotbox doctor`: what this machine offers, seen, not assumed.

use pilotbox_evaluate::{EvaluateError, Probe};
use pilotbox_model::EngineInfo;
use pilotbox_sandbox::{
    CacheSurvey, CompileCache, EngineProfile, InProcess, engine_info, refused_features,
};
use serde::Serialize;

use crate::{
    arguments::Doctor,
    exit::{Exit, Failure},
    files, loaded, show,
};

mod bounds;
mod page;
mod processor;

/// Everything that is known of this machine.
#[derive(Serialize)]
struct Report {
    version: &'static str,
    engines: [Engine; 2],
    refused_features: Vec<&'static str>,
    processor: processor::Processor,
    cache: Option<CacheSurvey>,
    /// Why nothing is known of a cache.
    cache_fault: Option<String>,
    workers: Workers,
    bounds: Vec<bounds::Section>,
}

#[derive(Serialize)]
struct Engine {
    profile: &'static str,
    #[serde(flatten)]
    info: EngineInfo,
}

#[derive(Serialize)]
struct Workers {
    runner: Probe,
    compiler: Probe,
}

impl Workers {
    /// Whether guests can be compiled and run here at all.
    fn can_work(&self) -> bool {
        self.runner.engine.is_on() && self.compiler.engine.is_on()
    }
}

pub(crate) fn doctor(arguments: &Doctor) -> Result<(), Failure> {
    if arguments.bounds {
        return bounds::print();
    }
    let report = examine(arguments)?;
    if arguments.json {
        show::json(&report)?;
    } else {
        page::print(&report)?;
    }
    if report.workers.can_work() {
        return Ok(());
    }
    Err(Failure::silent(Exit::Host))
}

fn examine(arguments: &Doctor) -> Result<Report, Failure> {
    let worker = loaded::worker()?;
    let (cache, cache_fault) = match survey(arguments) {
        Ok(survey) => (Some(survey), None),
        Err(failure) => (None, failure.message()),
    };
    Ok(Report {
        version: env!("CARGO_PKG_VERSION"),
        engines: [EngineProfile::Scored, EngineProfile::Live].map(|profile| Engine {
            profile: profile.as_str(),
            info: engine_info(profile),
        }),
        refused_features: refused_features().collect(),
        processor: processor::detect(),
        cache,
        cache_fault,
        workers: Workers {
            runner: worker.probe("runner")?,
            compiler: worker.probe("compiler")?,
        },
        bounds: bounds::sections(),
    })
}

fn survey(arguments: &Doctor) -> Result<CacheSurvey, Failure> {
    let folder = files::cache_folder(arguments.cache.as_deref())?;
    // Nothing is compiled here, so that it does not matter by whom.
    let cache = CompileCache::new(folder, InProcess);
    Ok(cache.survey().map_err(EvaluateError::from)?)
}
