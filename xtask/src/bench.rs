//! The figures, each beside its goal.

use anyhow::Result;

use crate::{
    command::{cargo, folders_with, pilotbox, run},
    guests,
};

/// Bench targets and the packages that hold them.
const BENCHES: [(&str, &str); 5] = [
    ("pilotbox-sandbox", "figures"),
    ("pilotbox-evaluate", "compile"),
    ("pilotbox-evaluate", "throughput"),
    ("pilotbox-sanitize", "anonymity"),
    ("pilotbox-sanitize", "pipeline"),
];

pub(crate) fn bench() -> Result<()> {
    guests::demo_guests()?;
    let bench_guests = folders_with("Cargo.toml", &["host/sandbox/benches/guests"])?;
    run(pilotbox().arg("build").args(bench_guests))?;
    for (package, bench) in BENCHES {
        run(&mut cargo(&[
            "bench",
            "--package",
            package,
            "--bench",
            bench,
        ]))?;
    }
    Ok(())
}
