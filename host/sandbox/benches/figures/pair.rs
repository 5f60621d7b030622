//! A plugged pair: fresh instances, calls, lists, columns, the cache.

use std::{fs::File, hint::black_box, path::Path, sync::Arc};

use arrow_array::{ArrayRef, Float64Array, RecordBatch};
use parquet::arrow::ArrowWriter;
use pilotbox_model::{Limits, MEBIBYTE, Profile, Split};
use pilotbox_sandbox::{
    Allocation, CaseEnd, CaseRun, CompileCache, EngineProfile, Holdings, InProcess, Sandbox,
    SandboxSetup, build_engine, plug,
};

use wasmtime::component::Component;

use crate::measure::{duration, median_ns, row};

const INTERFACE: &str = "pilotbox:mobility/parking-forecast@0.1.0";

/// Floats in the list and in the table: 1 MiB.
const VALUES: usize = 1 << 17;

pub(crate) fn component(name: &str) -> Vec<u8> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    std::fs::read(root.join("target/components").join(format!("{name}.wasm")))
        .expect("`cargo xtask bench` builds the components first")
}

pub(crate) fn figures() {
    let folder = tempfile::tempdir().unwrap();
    write_table(folder.path());
    let cache = CompileCache::new(folder.path().join("cache"), InProcess);
    let pure = plug(
        &component("bench-harness"),
        &component("bench-plugin"),
        INTERFACE,
    )
    .unwrap();

    let scored = load(
        &cache,
        &pure,
        folder.path(),
        Profile::Pure,
        EngineProfile::Scored,
    );
    fresh_pair(&scored, &cache, folder.path());
    transfers(&scored);
    let live = load(
        &cache,
        &pure,
        folder.path(),
        Profile::Pure,
        EngineProfile::Live,
    );
    let per_call = slope(&live, "calls");
    row(
        "metered call from harness to plugin, live",
        &duration(per_call),
        "200 ns",
        "",
    );
    look_up(&cache, &pure);
}

fn write_table(folder: &Path) {
    std::fs::create_dir_all(folder.join("data/common")).unwrap();
    let values: ArrayRef = Arc::new(Float64Array::from(vec![0.5; VALUES]));
    let batch = RecordBatch::try_from_iter([("value", values)]).unwrap();
    let file = File::create(folder.join("data/common/values.parquet")).unwrap();
    let mut writer = ArrowWriter::try_new(file, batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
}

fn load(
    cache: &CompileCache,
    pair: &[u8],
    folder: &Path,
    profile: Profile,
    engine: EngineProfile,
) -> Sandbox {
    let setup = SandboxSetup {
        code: cache.compile(pair, engine).unwrap().path,
        profile,
        limits: Limits {
            fuel: 50_000_000_000,
            harness_fuel: 50_000_000_000,
            memory_bytes: 256 * MEBIBYTE,
            ..Limits::default()
        },
        data: folder.join("data"),
        split: Split::Sample,
        grants: vec![],
        params: vec![],
        seed: 1,
        harness_initial: Holdings {
            memory_bytes: 64 * MEBIBYTE,
            table_elements: 1_000,
        },
    };
    Sandbox::load_with(setup, engine).unwrap()
}

fn run(sandbox: &Sandbox, id: &str) {
    let case = CaseRun {
        id: id.to_owned(),
        wall_clock_ms: 60_000,
    };
    let report = sandbox.run(&case).unwrap();
    let end = black_box(report).end;
    assert!(matches!(end, CaseEnd::Outcome { .. }), "{id}: {end:?}");
}

/// Nanoseconds that one more round takes in a case that does many.
fn slope(sandbox: &Sandbox, what: &str) -> f64 {
    let (few, many) = (format!("{what} 1"), format!("{what} 201"));
    let base = median_ns(|| run(sandbox, &few));
    (median_ns(|| run(sandbox, &many)) - base) / 200.0
}

fn fresh_pair(pure: &Sandbox, cache: &CompileCache, folder: &Path) {
    let pure_ns = median_ns(|| run(pure, "calls 1"));
    row(
        "fresh pair: instantiate, call, drop; pure",
        &duration(pure_ns),
        "15 us",
        "",
    );

    let plugin = component("bench-compat");
    let pair = plug(&component("bench-harness"), &plugin, INTERFACE).unwrap();
    let compat = load(cache, &pair, folder, Profile::Compat, EngineProfile::Scored);
    let compat_ns = median_ns(|| run(&compat, "calls 1"));
    row(
        "fresh pair: instantiate, call, drop; compat",
        &duration(compat_ns),
        "-",
        "",
    );

    let process_ns = process_ns();
    let note = format!("{:.0} x the pure pair", process_ns / pure_ns);
    row(
        "instead: a process for each case",
        &duration(process_ns),
        "-",
        &note,
    );
}

/// Wall time of starting and ending the smallest process.
fn process_ns() -> f64 {
    let mut samples: Vec<f64> = (0..200)
        .map(|_| {
            let start = std::time::Instant::now();
            std::process::Command::new("true").status().unwrap();
            start.elapsed().as_nanos() as f64
        })
        .collect();
    samples.sort_by(f64::total_cmp);
    samples[samples.len() / 2]
}

fn transfers(scored: &Sandbox) {
    let per_call = slope(scored, "calls");
    row(
        "metered call from harness to plugin, scored",
        &duration(per_call),
        "-",
        "",
    );

    let source = vec![0.5_f64; VALUES];
    let mut target = vec![0.0_f64; VALUES];
    let memcpy = median_ns(|| target.copy_from_slice(black_box(&source)));
    let speed = |ns: f64| format!("{:.1} GB/s", (VALUES * 8) as f64 / ns);
    let share = |ns: f64| format!("{:.0} % of memcpy, {}", 100.0 * memcpy / ns, speed(memcpy));

    let lists = slope(scored, "lists");
    row(
        "list<f64> of 1 MiB, harness to plugin",
        &speed(lists),
        "80 %",
        &share(lists),
    );
    let column = slope(scored, "column");
    row(
        "list<f64> of 1 MiB, host to guest (a table's column)",
        &speed(column),
        "90 %",
        &share(column),
    );
    let blocks = slope(scored, "blocks") / VALUES as f64;
    row(
        "column read in blocks of 4,096, per value",
        &duration(blocks),
        "1.5 ns",
        "",
    );
}

fn look_up(cache: &CompileCache, pair: &[u8]) {
    let path = cache.compile(pair, EngineProfile::Scored).unwrap().path;
    let hit = median_ns(|| {
        assert!(
            cache
                .compile(pair, EngineProfile::Scored)
                .unwrap()
                .was_cached
        )
    });
    let size = std::fs::metadata(&path).unwrap().len() / 1024;
    let note = format!("{size} KiB of code: digest of the pair, checksum of the code");
    row("cache of compiled code: find", &duration(hit), "-", &note);

    let engine = build_engine(EngineProfile::Scored, Allocation::OnDemand).unwrap();
    let load = median_ns(|| {
        // SAFETY: the cache has just compared the file's checksum.
        #[expect(unsafe_code, reason = "loading our own compiled code")]
        let component = unsafe { Component::deserialize_file(&engine, &path) };
        black_box(component.unwrap());
    });
    let note = format!("{size} KiB of code");
    row(
        "cache of compiled code: load",
        &duration(load),
        "100 us",
        &note,
    );
}
