//! A run's result.

use comfy_table::Table;
use pilotbox_challenge::Manifest;
use pilotbox_evaluate::{NoteParts, PluginRun, grouped, note_parts};
use pilotbox_model::{CaseResult, CaseVerdict, LogLevel, RunResult, Score};
use serde_json::{Value, json};

use super::{Page, chart, table};
use crate::exit::Failure;

/// Messages of failed cases, and lines of log, that are printed.
const MAX_MESSAGES: usize = 5;
const MAX_LOG_LINES: usize = 20;

/// A run as a program reads it. Holds nothing that differs between machines.
pub(crate) fn run_as_json(result: &RunResult) -> Value {
    let score = result.score.as_ref();
    json!({
        "challenge": result.challenge,
        "challenge_version": result.challenge_version,
        "split": result.split,
        "seed": result.seed,
        "verdict": result.verdict.to_string(),
        "score": score.map(|score| score.total),
        "interval": score.map(|score| score.interval),
        "parts": score.map(|score| score.parts),
        "metrics": score.map(|score| &score.metrics),
        "strata": score.map(|score| &score.strata),
        "broken_gates": score.map(|score| &score.broken_gates),
        "fuel_p95": score.map(|score| score.fuel_p95),
        "cases": cases_as_json(result),
        "profile": result.profile,
        "digests": result.digests,
        "engine": result.engine,
        "limits": result.limits,
    })
}

fn cases_as_json(result: &RunResult) -> Vec<Value> {
    let case = |(case, result): (&pilotbox_model::Case, &CaseResult)| {
        json!({
            "id": case.id,
            "stratum": case.stratum,
            "block": case.block,
            "weight": case.weight,
            "twin_of": case.twin_of,
            "verdict": result.verdict.to_string(),
            "metrics": result.metrics,
            "note": result.note,
            "fuel": result.fuel,
            "fuel_is_lower_bound": result.fuel_is_lower_bound,
            "memory_bytes": result.memory_bytes,
            "log": result.log,
        })
    };
    result.cases.iter().zip(&result.results).map(case).collect()
}

/// A run as a person reads it.
pub(crate) fn print_run(run: &PluginRun, manifest: &Manifest) -> Result<(), Failure> {
    let mut page = Page::default();
    let result = &run.result;
    page.line(format_args!(
        "{} {}, split {}, seed {}, profile {}",
        result.challenge, result.challenge_version, result.split, result.seed, result.profile
    ));
    match &result.score {
        Some(score) => say_score(&mut page, score, result, manifest),
        None => page.line(format_args!("verdict {}", result.verdict)),
    }
    say_effort(&mut page, run);
    say_faults(&mut page, &result.results);
    say_log(&mut page, &result.results);
    page.print()
}

fn say_score(page: &mut Page, score: &Score, result: &RunResult, manifest: &Manifest) {
    let interval = &score.interval;
    let doubt = if interval.reliable {
        ""
    } else {
        " (too few blocks: unreliable)"
    };
    page.line(format_args!(
        "\nscore {:.1}   95 % interval {:.1} to {:.1}{doubt}",
        score.total, interval.low, interval.high
    ));
    let parts = &score.parts;
    let robustness = parts
        .robustness
        .map_or("none".to_owned(), |share| format!("{share:.2}"));
    page.line(format_args!(
        "quality {:.2}, equity {:.2}, robustness {robustness}, cost {:.2}",
        parts.quality, parts.equity, parts.cost
    ));
    for gate in &score.broken_gates {
        page.line(format_args!("gate broken: {gate}; the score is 0"));
    }
    page.line(format_args!("\n{}", metrics_table(score)));
    page.line(format_args!("{}", strata_table(score)));
    let shares = case_shares(result, manifest);
    page.line(format_args!(
        "cases {}  (high is good, · not scored)",
        chart::columns(&shares)
    ));
}

fn metrics_table(score: &Score) -> Table {
    let mut table = table(&["metric", "value", "unit", "0 baseline .. 1 target"]);
    for metric in &score.metrics {
        table.add_row([
            metric.name.clone(),
            format!("{:.4}", metric.value),
            metric.unit.clone(),
            format!("{:.3}", metric.normalised),
        ]);
    }
    table
}

fn strata_table(score: &Score) -> Table {
    let names = score.metrics.iter().map(|metric| metric.name.as_str());
    let header: Vec<_> = ["stratum", "cases", "failed", "quality"]
        .into_iter()
        .chain(names)
        .collect();
    let mut table = table(&header);
    for stratum in &score.strata {
        let values = stratum
            .metrics
            .iter()
            .map(|metric| format!("{:.3}", metric.value));
        let mut row = vec![
            stratum.name.clone(),
            stratum.cases.to_string(),
            stratum.failed.to_string(),
            format!("{:.2}", stratum.quality),
        ];
        row.extend(values);
        table.add_row(row);
    }
    table
}

/// Each case between baseline and target, its metrics weighted as the
/// manifest's.
fn case_shares(result: &RunResult, manifest: &Manifest) -> Vec<Option<f64>> {
    let share = |(case, outcome): (&pilotbox_model::Case, &CaseResult)| {
        (outcome.verdict == CaseVerdict::Scored)
            .then(|| {
                pilotbox_challenge::score::case_quality(manifest, &case.stratum, &outcome.metrics)
            })
            .flatten()
    };
    result
        .cases
        .iter()
        .zip(&result.results)
        .map(share)
        .collect()
}

fn say_effort(page: &mut Page, run: &PluginRun) {
    let results = &run.result.results;
    let most = |of: fn(&CaseResult) -> u64| results.iter().map(of).max().unwrap_or(0);
    let fuel = run
        .result
        .score
        .as_ref()
        .map_or(most(|case| case.fuel), |score| score.fuel_p95);
    let mut elapsed = run.elapsed_ns.clone();
    elapsed.sort_unstable();
    let median_us = elapsed.get(elapsed.len() / 2).copied().unwrap_or(0) / 1_000;
    let total_ms = elapsed.iter().sum::<u64>() / 1_000_000;
    let twins = run
        .result
        .cases
        .iter()
        .filter(|case| case.twin_of.is_some())
        .count();
    let failed = results
        .iter()
        .filter(|case| case.verdict != CaseVerdict::Scored)
        .count();
    page.line(format_args!(
        "\n{} cases and {twins} twins (perturbed, for robustness alone), {failed} of them failed",
        results.len() - twins
    ));
    page.line(format_args!(
        "fuel p95 {fuel}   memory {} KiB   time a case {median_us} us, in all {total_ms} ms{}",
        most(|case| case.memory_bytes) / 1024,
        if run.was_cached {
            ""
        } else {
            ", compiled anew"
        },
    ));
}

/// What failed cases say, each message once.
fn say_faults(page: &mut Page, results: &[CaseResult]) {
    let failed = results
        .iter()
        .filter(|case| case.verdict != CaseVerdict::Scored);
    let mut seen: Vec<(&CaseResult, usize)> = Vec::new();
    for result in failed {
        let is_alike = |(first, _): &&mut (&CaseResult, usize)| {
            first.verdict == result.verdict && what(&first.note) == what(&result.note)
        };
        match seen.iter_mut().find(is_alike) {
            Some((_, count)) => *count += 1,
            None => seen.push((result, 1)),
        }
    }
    for (first, count) in seen.iter().take(MAX_MESSAGES) {
        say_fault(page, first, *count);
    }
    if seen.len() > MAX_MESSAGES {
        let more = seen.len() - MAX_MESSAGES;
        page.line(format_args!(
            "\n{more} more kinds of failure; `--json` has all"
        ));
    }
}

/// What happened, without the case that it happened in.
fn what(note: &str) -> &str {
    note_parts(note).map_or(note, |parts| parts.what)
}

fn say_fault(page: &mut Page, first: &CaseResult, count: usize) {
    let place = format!("in case `{}` after {} fuel", first.id, grouped(first.fuel));
    let parts = note_parts(&first.note).unwrap_or(NoteParts {
        what: &first.note,
        place: &place,
        hint: match first.verdict {
            CaseVerdict::PluginFailed(code) => code.hint(),
            _ => "the baseline fails here too, so this is not the plugin's fault",
        },
    });
    page.line(format_args!(
        "\n{count} x {}, first {}:",
        first.verdict, parts.place
    ));
    // What a panic says is in the log; it says more than the trap.
    for line in first
        .log
        .iter()
        .filter(|line| line.level == LogLevel::Error)
    {
        page.line(format_args!("  {}", line.message));
    }
    page.line(format_args!("  {}", parts.what.replace('\n', "\n  ")));
    page.line(format_args!("  hint: {}", parts.hint));
}

fn say_log(page: &mut Page, results: &[CaseResult]) {
    let lines = results
        .iter()
        .flat_map(|case| case.log.iter().map(move |line| (&case.id, line)));
    let total = lines.clone().count();
    if total == 0 {
        return;
    }
    page.line(format_args!("\nlog of the plugin ({total} lines):"));
    for (id, line) in lines.take(MAX_LOG_LINES) {
        let level = format!("{:?}", line.level).to_lowercase();
        page.line(format_args!("  {id}: {level}: {}", line.message));
    }
    if total > MAX_LOG_LINES {
        page.line(format_args!("  …; `--json` has all"));
    }
}
