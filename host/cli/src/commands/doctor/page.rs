//! What `pilotbox doctor` says to people.

use pilotbox_evaluate::{Attempt, Confinement, Layer, Probe};
use pilotbox_model::EngineInfo;
use pilotbox_sandbox::CacheSurvey;

use super::Report;
use crate::{exit::Failure, show::Page};

pub(super) fn print(report: &Report) -> Result<(), Failure> {
    let mut page = Page::default();
    print_engine(&mut page, report);
    let processor = &report.processor;
    page.line(format_args!(
        "processor  {}, {} cores: {}",
        processor.architecture,
        processor.cores,
        processor.features.join(" ")
    ));
    match &report.cache {
        Some(cache) => print_cache(&mut page, cache),
        None => page.line(format_args!(
            "cache      none: {}",
            report.cache_fault.as_deref().unwrap_or_default()
        )),
    }
    print_worker(&mut page, "runner", &report.workers.runner);
    print_worker(&mut page, "compiler", &report.workers.compiler);
    page.line("\n`pilotbox doctor --bounds` lists every limit.");
    page.print()
}

fn print_engine(page: &mut Page, report: &Report) {
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
}

fn print_cache(page: &mut Page, cache: &CacheSurvey) {
    page.line(format_args!(
        "cache      {}: {} components, {} bytes",
        cache.folder.display(),
        cache.entries,
        cache.bytes
    ));
    if cache.damaged > 0 {
        page.line(format_args!(
            "           {} damaged beside them; each is built anew when it is needed",
            cache.damaged
        ));
    }
    if cache.drafts > 0 {
        page.line(format_args!(
            "           {} compilations under way or killed; the latter go after a day",
            cache.drafts
        ));
    }
}

fn print_worker(page: &mut Page, name: &str, probe: &Probe) {
    let Confinement {
        resource_limits,
        landlock,
        seccomp,
    } = &probe.confinement;
    page.line(format_args!("\n{name}"));
    match &probe.engine {
        Layer::On(what) => page.line(format_args!("  on   engine: {what}")),
        Layer::Off(why) => {
            page.line(format_args!("  OFF  engine: {why}"));
            page.line("  hint: it reserves addresses, not memory; lift `ulimit -v`, or `LimitAS=` of its service");
        }
    }
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
