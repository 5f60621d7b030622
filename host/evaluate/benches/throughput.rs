//! Cases a second through runner processes, with one and with two of them:
//! `cargo xtask bench`.
#![allow(clippy::print_stdout, reason = "a bench prints")]
#![allow(
    clippy::unwrap_used,
    reason = "a bench that cannot run should say where"
)]
#![allow(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::semicolon_if_nothing_returned,
    reason = "figures are rounded; what is measured is an expression"
)]

use std::{path::Path, time::Instant};

use pilotbox_evaluate::{Worker, run_cases};
use pilotbox_model::{Limits, MEBIBYTE, Profile, Split};
use pilotbox_sandbox::{
    CaseRun, CompileCache, EngineProfile, Holdings, InProcess, SandboxSetup, plug,
};

const INTERFACE: &str = "pilotbox:mobility/parking-forecast@0.1.0";
const CASES: usize = 200_000;
const SAMPLES: usize = 5;

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .canonicalize()
        .unwrap();
    let component = |name: &str| {
        std::fs::read(root.join("target/components").join(format!("{name}.wasm")))
            .expect("`cargo xtask bench` builds the components first")
    };
    let folder = tempfile::tempdir().unwrap();
    let cache = CompileCache::new(folder.path(), InProcess);
    let pair = plug(
        &component("bench-harness"),
        &component("bench-plugin"),
        INTERFACE,
    )
    .unwrap();
    let setup = SandboxSetup {
        code: cache.compile(&pair, EngineProfile::Scored).unwrap().path,
        profile: Profile::Pure,
        limits: Limits::default(),
        data: folder.path().join("data"),
        split: Split::Sample,
        grants: vec![],
        params: vec![],
        seed: 1,
        harness_initial: Holdings {
            memory_bytes: 4 * MEBIBYTE,
            table_elements: 1_000,
        },
    };
    let worker = Worker::new(root.join("target/release/pilotbox"));

    // In turn, so that all see the same machine.
    let settings = [(1, CASES), (2, CASES), (2, CASES / 10)];
    let mut seconds = [Vec::new(), Vec::new(), Vec::new()];
    for _ in 0..SAMPLES {
        for (seconds, (jobs, cases)) in seconds.iter_mut().zip(settings) {
            seconds.push(evaluate(&worker, &setup, jobs, cases));
        }
    }
    let [one, two, tenth] = seconds.map(median);
    let rate = |seconds: f64| CASES as f64 / seconds;
    println!("cases a second, one runner   {:>10.0}", rate(one));
    println!(
        "cases a second, two runners  {:>10.0}   goal 100000; {:.2} x one, goal 1.9 x",
        rate(two),
        one / two
    );
    println!(
        "10 x the cases take          {:>8.2} x   goal 10 x; {CASES} against {}",
        two / tenth,
        CASES / 10
    );
}

/// Seconds that some small cases take.
fn evaluate(worker: &Worker, setup: &SandboxSetup, jobs: usize, cases: usize) -> f64 {
    let case = CaseRun {
        id: "calls 1".to_owned(),
        wall_clock_ms: 60_000,
    };
    let cases = vec![case; cases];
    let start = Instant::now();
    let reports = run_cases(worker, setup, &cases, jobs, &()).unwrap();
    assert_eq!(reports.len(), cases.len());
    start.elapsed().as_secs_f64()
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
