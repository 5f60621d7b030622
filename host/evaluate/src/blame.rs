//! Whose fault a stopped harness is: the same case is run with the baseline. If
//! that passes, the plugin's answer broke the harness. What a plugin did wrong is
//! then said in its note, with the place and a hint.

use pilotbox_challenge::score::check_outcome;
use pilotbox_model::{CaseResult, CaseVerdict, FaultCode, Limits, Series};
use pilotbox_sandbox::{CaseEnd, CaseReport};

use crate::Artifacts;

mod note;

pub use note::{NoteParts, note_parts};

/// How a report reads once the outcome is checked against the manifest.
pub(crate) enum Judged {
    /// Nothing more to find out.
    Settled(CaseResult),
    /// The clock ran out; to be tried alone with more time.
    DeadlineMet {
        /// Whether the harness was running.
        in_harness: bool,
    },
    /// The harness stopped, or its outcome is none; the baseline decides.
    Suspect(CaseResult),
}

/// Reads a report.
pub(crate) fn judge(id: &str, report: CaseReport, artifacts: &Artifacts<'_>) -> Judged {
    let mut result = blank(id, &report);
    match report.end {
        CaseEnd::DeadlineMet { in_harness } => return Judged::DeadlineMet { in_harness },
        CaseEnd::PluginFault {
            code,
            message,
            lacks_lines,
        } => {
            result.verdict = CaseVerdict::PluginFailed(code);
            result.note = message;
            note::complete(&mut result, code, lacks_lines, artifacts.limits);
        }
        CaseEnd::HarnessStopped { message } => {
            result.note = message;
            return Judged::Suspect(result);
        }
        CaseEnd::Outcome {
            metrics,
            series,
            note,
        } => {
            if let Err(message) = check_outcome(artifacts.package.manifest(), &metrics) {
                result.note = message;
                return Judged::Suspect(result);
            }
            result.verdict = CaseVerdict::Scored;
            result.metrics = metrics;
            result.series = series.into_iter().map(without_gaps).collect();
            result.note = note;
        }
    }
    Judged::Settled(result)
}

/// The result of a suspect case, given the baseline's report on the same case.
/// A suspect that carries a fault keeps it; any other broke the harness.
pub(crate) fn settle(
    mut suspect: CaseResult,
    baseline: CaseReport,
    artifacts: &Artifacts<'_>,
) -> CaseResult {
    let baseline_scores = matches!(
        judge(&suspect.id, baseline, artifacts),
        Judged::Settled(CaseResult {
            verdict: CaseVerdict::Scored,
            ..
        })
    );
    suspect.verdict = match suspect.verdict {
        _ if !baseline_scores => CaseVerdict::HarnessFault,
        CaseVerdict::PluginFailed(code) => CaseVerdict::PluginFailed(code),
        _ => {
            let code = FaultCode::BrokeHarness;
            note::complete(&mut suspect, code, false, artifacts.limits);
            CaseVerdict::PluginFailed(code)
        }
    };
    suspect
}

/// The result of a case that met its deadline twice. It says nothing that
/// differs between two machines, for it does not replay.
/// Its fuel counts as the whole budget, so that slowness never looks cheap.
pub(crate) fn deadline(id: &str, limits: &Limits) -> CaseResult {
    let mut result = CaseResult {
        id: id.to_owned(),
        verdict: CaseVerdict::PluginFailed(FaultCode::Deadline),
        metrics: vec![],
        series: vec![],
        note: "met the wall clock twice, the second time alone with ten times the time".to_owned(),
        fuel: limits.fuel,
        fuel_is_lower_bound: true,
        memory_bytes: 0,
        log: vec![],
    };
    note::complete(&mut result, FaultCode::Deadline, false, limits);
    result
}

/// Points that are numbers: a missing value is left out of the line, since a
/// receipt, which is JSON, has no word for it.
fn without_gaps(series: Series) -> Series {
    let points = series.xs.into_iter().zip(series.ys);
    let (xs, ys) = points
        .filter(|(x, y)| x.is_finite() && y.is_finite())
        .unzip();
    Series { xs, ys, ..series }
}

fn blank(id: &str, report: &CaseReport) -> CaseResult {
    CaseResult {
        id: id.to_owned(),
        verdict: CaseVerdict::HarnessFault,
        metrics: vec![],
        series: vec![],
        note: String::new(),
        fuel: report.fuel,
        fuel_is_lower_bound: report.fuel_is_lower_bound,
        memory_bytes: report.memory_bytes,
        log: report.log.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn missing_values_are_left_out_of_lines() {
        let line = without_gaps(Series {
            name: "truth".to_owned(),
            unit: "L/s".to_owned(),
            xs: vec![1.0, 2.0, 3.0],
            ys: vec![4.0, f64::NAN, 6.0],
        });
        assert_eq!((line.xs, line.ys), (vec![1.0, 3.0], vec![4.0, 6.0]));
    }
}
