//! What compiling in a child process adds: `cargo xtask bench`.
#![allow(clippy::print_stdout, reason = "a bench prints")]
#![allow(
    clippy::unwrap_used,
    reason = "a bench that cannot run should say where"
)]

use std::{path::Path, time::Instant};

use pilotbox_evaluate::{CompileLimits, Evaluator, Worker};
use pilotbox_sandbox::{CompileCache, EngineProfile, InProcess};

const SAMPLES: usize = 9;

/// The goal: a megabyte takes at most this much more, in percent.
const GOAL_PERCENT: f64 = 15.0;

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .canonicalize()
        .unwrap();
    let read = |name: &str| {
        std::fs::read(root.join("target/components").join(format!("{name}.wasm")))
            .expect("`cargo xtask bench` builds the components first")
    };
    let harness = read("parking-forecast-harness");
    let program = root.join("target/release/pilotbox");
    for copies in [1, 8] {
        let component = nested(&harness, copies);
        let mut milliseconds = [Vec::new(), Vec::new()];
        // In turn, so that both see the same machine.
        for _ in 0..SAMPLES {
            milliseconds[0].push(time(&component, |folder| {
                CompileCache::new(folder, InProcess)
            }));
            milliseconds[1].push(time(&component, |folder| {
                let worker = Worker::new(&program);
                let evaluator = Evaluator::new(worker, folder, CompileLimits::DEFAULT);
                evaluator.cache().clone()
            }));
        }
        let [inside, child] = milliseconds.map(median);
        let more = (child / inside - 1.0) * 100.0;
        let bytes = component.len();
        println!(
            "compile {bytes} bytes, here {inside:.1} ms, in a child {child:.1} ms: {more:+.1} %   goal {GOAL_PERCENT} % at a megabyte"
        );
    }
}

/// A component that holds another one some times.
fn nested(inner: &[u8], copies: usize) -> Vec<u8> {
    const COMPONENT_SECTION: u8 = 4;
    let mut bytes = b"\0asm\x0d\0\x01\0".to_vec();
    for _ in 0..copies {
        bytes.push(COMPONENT_SECTION);
        push_leb128(&mut bytes, inner.len());
        bytes.extend(inner);
    }
    bytes
}

fn push_leb128(bytes: &mut Vec<u8>, mut value: usize) {
    loop {
        let low = u8::try_from(value % 128).unwrap();
        value /= 128;
        if value == 0 {
            bytes.push(low);
            return;
        }
        bytes.push(low | 128);
    }
}

/// Milliseconds that one compilation into an empty cache takes.
fn time(component: &[u8], cache: impl Fn(&Path) -> CompileCache) -> f64 {
    let folder = tempfile::tempdir().unwrap();
    let cache = cache(folder.path());
    let start = Instant::now();
    let compiled = cache.compile(component, EngineProfile::Scored).unwrap();
    assert!(!compiled.was_cached);
    start.elapsed().as_secs_f64() * 1e3
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
