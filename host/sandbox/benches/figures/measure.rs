//! Timing.

use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};

const SAMPLES: usize = 9;
const SAMPLE_NS: u64 = 60_000_000;

fn thread_cpu_ns() -> u64 {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    let duration = Duration::new(
        time.tv_sec.unsigned_abs(),
        time.tv_nsec.unsigned_abs() as u32,
    );
    u64::try_from(duration.as_nanos()).unwrap()
}

/// Median nanoseconds of one call.
pub(crate) fn median_ns(mut work: impl FnMut()) -> f64 {
    let mut time = |times: u64| {
        let start = thread_cpu_ns();
        for _ in 0..times {
            work();
        }
        thread_cpu_ns() - start
    };
    let mut times = 1;
    while time(times) < SAMPLE_NS / 4 {
        times *= 2;
    }
    let per_sample = (SAMPLE_NS * times / time(times).max(1)).max(1);
    let mut samples: Vec<f64> = (0..SAMPLES)
        .map(|_| time(per_sample) as f64 / per_sample as f64)
        .collect();
    samples.sort_by(f64::total_cmp);
    samples[SAMPLES / 2]
}

/// Prints a row of the table.
pub(crate) fn row(name: &str, figure: &str, goal: &str, note: &str) {
    println!("{name:58} {figure:>12} {goal:>12}   {note}");
}

/// Nanoseconds in the unit that reads best.
pub(crate) fn duration(ns: f64) -> String {
    if ns < 1e3 {
        format!("{ns:.1} ns")
    } else if ns < 1e6 {
        format!("{:.2} us", ns / 1e3)
    } else {
        format!("{:.2} ms", ns / 1e6)
    }
}
