//! `pilotbox doctor`: what this machine offers, seen, not assumed.

use pilotbox_evaluate::{Attempt, Confinement, EvaluateError, Layer, Probe};
use pilotbox_model::EngineInfo;
use pilotbox_sandbox::{CacheSurvey, EngineProfile, engine_info, refused_features};
use serde::Serialize;

use crate::{
    arguments::{Doctor, Machine},
    exit::Failure,
    loaded,
    show::{self, Page},
};

mod bounds;
mod processor;

/// Everything that is known of this machine.
#[derive(Serialize)]
struct Report {
    version: &'static str,
    engines: [Engine; 2],
    refused_features: Vec<&'static str>,
    processor: processor::Processor,
    cache: CacheSurvey,
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

pub(crate) fn doctor(arguments: &Doctor) -> Result<(), Failure> {
    if arguments.bounds {
        return bounds::print();
    }
    let report = examine(arguments)?;
    if arguments.json {
        return show::json(&report);
    }
    print(&report)
}

fn examine(arguments: &Doctor) -> Result<Report, Failure> {
    let evaluator = loaded::evaluator(&Machine {
        jobs: None,
        cache: arguments.cache.clone(),
    })?;
    let worker = evaluator.worker();
    Ok(Report {
        version: env!("CARGO_PKG_VERSION"),
        engines: [EngineProfile::Scored, EngineProfile::Live].map(|profile| Engine {
            profile: profile.as_str(),
            info: engine_info(profile),
        }),
        refused_features: refused_features().collect(),
        processor: processor::detect(),
        cache: evaluator.cache().survey().map_err(EvaluateError::from)?,
        workers: Workers {
            runner: worker.probe("runner")?,
            compiler: worker.probe("compiler")?,
        },
        bounds: bounds::sections(),
    })
}

fn print(report: &Report) -> Result<(), Failure> {
    let mut page = Page::default();
    page.line(format_args!("pilotbox   {}", report.version));
    for engine in &report.engines {
        let EngineInfo {
            name,
            version,
            settings,
        } = &engine.info;
        page.line(format_args!(
            "engine     {name} {version}, {}, settings {settings}",
            engine.profile
        ));
    }
    page.line(format_args!(
        "refuses    {}",
        report.refused_features.join(", ")
    ));
    let processor = &report.processor;
    page.line(format_args!(
        "processor  {}, {} cores: {}",
        processor.architecture,
        processor.cores,
        processor.features.join(" ")
    ));
    let cache = &report.cache;
    page.line(format_args!(
        "cache      {}: {} components, {} bytes",
        cache.folder.display(),
        cache.entries,
        cache.bytes
    ));
    if cache.damaged > 0 {
        page.line(format_args!(
            "           {} damaged; they are built anew when they are needed",
            cache.damaged
        ));
    }
    if cache.drafts > 0 {
        page.line(format_args!(
            "           {} compilations under way or killed; the latter go after a day",
            cache.drafts
        ));
    }
    print_worker(&mut page, "runner", &report.workers.runner);
    print_worker(&mut page, "compiler", &report.workers.compiler);
    page.line("\n`pilotbox doctor --bounds` lists every limit.");
    page.print()
}

fn print_worker(page: &mut Page, name: &str, probe: &Probe) {
    let Confinement {
        resource_limits,
        landlock,
        seccomp,
    } = &probe.confinement;
    page.line(format_args!("\n{name}"));
    for (layer, state) in [
        ("resource limits", resource_limits),
        ("landlock", landlock),
        ("seccomp", seccomp),
    ] {
        match state {
            Layer::On(what) => page.line(format_args!("  on   {layer}: {what}")),
            Layer::Off(why) => page.line(format_args!("  OFF  {layer}: {why}")),
        }
    }
    for Attempt { what, denied } in &probe.attempts {
        let outcome = if *denied { "denied" } else { "POSSIBLE" };
        page.line(format_args!("  {outcome:<8} {what}"));
    }
    if probe.attempts.iter().any(|attempt| !attempt.denied) {
        page.line("  hint: a kernel from 5.13 on with Landlock and seccomp denies all of these; without it give pilotbox an account of its own");
    }
}
