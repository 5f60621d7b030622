//! A run in steps, as a server takes them: whatever the steps, and whoever takes
//! them, the result is that of one run.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    sync::Mutex,
    thread,
};

use pilotbox_challenge::Package;
use pilotbox_evaluate::{
    Artifacts, Chunk, CompileLimits, EvaluateError, Evaluator, Opened, Progress, RunOptions, Tries,
    Worker,
};
use pilotbox_model::{CaseVerdict, FaultCode, RunResult, RunVerdict, Split};
use pilotbox_tests::{
    component, copy_folder, folder, guests::Guest, names, program, scratch, shared_cache,
};
use tempfile::TempDir;

const OPTIONS: RunOptions = RunOptions {
    split: Split::Sample,
    seed: 7,
    jobs: 2,
};

fn evaluator(cache: &Path) -> Evaluator {
    Evaluator::new(Worker::new(program()), cache, CompileLimits::DEFAULT)
}

fn read(name: &str) -> Vec<u8> {
    fs::read(component(name)).expect("the component can be read")
}

fn opened(challenge: &Path) -> Opened {
    let package = Package::open(challenge).expect("the challenge can be opened");
    let id = package.manifest().id.clone();
    let built = |name: &str| (name.to_owned(), read(&format!("{id}-{name}")));
    let components = BTreeMap::from(["harness", "baseline"].map(built));
    Opened::of_parts(package, components, challenge).expect("the folder is there")
}

/// A copy of the fragile challenge in which no fuel ends before the clock does.
fn hurried() -> (TempDir, PathBuf) {
    let scratch = scratch();
    let copy = scratch.path().join("challenge");
    copy_folder(&folder("tests/challenges/fragile"), &copy);
    let path = copy.join("challenge.toml");
    let text = fs::read_to_string(&path).expect("the manifest is text");
    let much = "\nfuel = 100_000_000_000\nwall_clock_ms = 20\n";
    let changed = text.replace("\nfuel = 50_000_000\n", much);
    assert_ne!(changed, text);
    fs::write(&path, changed).expect("it can be written");
    (scratch, copy)
}

/// One run in chunks of so many cases. Each step has an evaluator of its own in a
/// thread of its own, which ends with it.
fn in_steps(
    artifacts: &Artifacts<'_>,
    plugin: &[u8],
    options: RunOptions,
    size: usize,
) -> (RunResult, Tries) {
    let own = || evaluator(&shared_cache());
    let cases = own()
        .cases(artifacts, options.split)
        .expect("it lists them");
    let prepared = own().prepare(plugin, artifacts).expect("it compiles");
    let ids: Vec<_> = cases.iter().map(|case| case.id.clone()).collect();
    let mut tries = Tries::default();
    let mut results = Vec::new();
    for chunk in ids.chunks(size) {
        let run = || own().run_cases(plugin, artifacts, options, chunk, tries, &());
        let done = thread::scope(|scope| scope.spawn(run).join().expect("it does not panic"));
        let done: Chunk = done.expect("it runs");
        assert_eq!(done.elapsed_ns.len(), chunk.len());
        tries = done.tries;
        results.extend(done.results);
    }
    // A database gives rows back in its own order.
    results.reverse();
    let result = own().finish(prepared.plugin, artifacts, options, cases, results);
    (result.expect("nothing is missing"), tries)
}

fn at_once(artifacts: &Artifacts<'_>, plugin: &[u8], options: RunOptions) -> RunResult {
    let run = evaluator(&shared_cache()).run(plugin, artifacts, options, &());
    run.expect("it runs").result
}

#[test]
fn chunks_of_any_size_give_the_same_result() {
    let parking = opened(&folder("challenges/mobility/parking-forecast"));
    let artifacts = parking.artifacts().expect("it is built");
    let plugin = artifacts.baseline;
    let whole = at_once(&artifacts, plugin, OPTIONS);
    assert_eq!(whole.verdict, RunVerdict::Scored);
    for size in [1, 7, whole.cases.len()] {
        let (result, tries) = in_steps(&artifacts, plugin, OPTIONS, size);
        assert_eq!(result, whole, "chunks of {size}");
        assert_eq!(tries, Tries::default());
    }
}

#[test]
fn faults_are_the_same_in_every_chunk() {
    let fragile = opened(&folder("tests/challenges/fragile"));
    let artifacts = fragile.artifacts().expect("it is built");
    let breaks = Guest::named("00-breaks-harness").bytes();
    let plugins = [
        (read("fragile-trap"), FaultCode::Trapped),
        (read("fragile-slow"), FaultCode::OutOfFuel),
        (read("fragile-wrong"), FaultCode::BadAnswer),
        (breaks, FaultCode::BrokeHarness),
    ];
    for (plugin, code) in &plugins {
        let whole = at_once(&artifacts, plugin, OPTIONS);
        assert_eq!(whole.verdict, RunVerdict::PluginFailed(*code));
        for size in [1, 7] {
            let (result, _) = in_steps(&artifacts, plugin, OPTIONS, size);
            assert_eq!(result, whole, "{code}, chunks of {size}");
        }
    }
}

#[test]
fn hidden_cases_say_no_more_in_chunks() {
    let fragile = opened(&folder("tests/challenges/fragile"));
    let artifacts = fragile.artifacts().expect("it is built");
    let options = RunOptions {
        split: Split::Public,
        ..OPTIONS
    };
    let plugin = read("fragile-trap");
    let whole = at_once(&artifacts, &plugin, options);
    let (result, _) = in_steps(&artifacts, &plugin, options, 1);
    assert_eq!(result, whole);
    let says = |case: &pilotbox_model::CaseResult| !case.note.is_empty() || !case.log.is_empty();
    assert!(!result.results.iter().any(says));
}

#[test]
fn a_plugin_that_meets_the_clock_is_tried_again_as_often_as_in_one_run() {
    let (_scratch, challenge) = hurried();
    let hurried = opened(&challenge);
    let artifacts = hurried.artifacts().expect("it is built");
    let plugin = read("fragile-slow");
    let whole = at_once(&artifacts, &plugin, OPTIONS);
    let deadline = CaseVerdict::PluginFailed(FaultCode::Deadline);
    assert!(whole.results.iter().all(|case| case.verdict == deadline));
    assert!(whole.cases.len() > 3, "more cases than second tries");
    for size in [1, whole.cases.len()] {
        let (result, tries) = in_steps(&artifacts, &plugin, OPTIONS, size);
        assert_eq!(result, whole, "chunks of {size}");
        // A case that is not tried again counts as confirmed too.
        assert_eq!(tries.tried, 3, "chunks of {size}");
    }
}

#[test]
fn cases_that_are_not_the_harnesss_are_refused() {
    let fragile = opened(&folder("tests/challenges/fragile"));
    let artifacts = fragile.artifacts().expect("it is built");
    let plugin = read("fragile-reference");
    let own = evaluator(&shared_cache());
    let cases = own.cases(&artifacts, OPTIONS.split).expect("it lists them");
    let id = |index: usize| cases[index].id.clone();
    for (ids, said) in [
        (vec!["nowhere".to_owned()], "lists no case `nowhere`"),
        (
            vec![id(0), id(0)],
            "comes twice or out of the harness's order",
        ),
        (
            vec![id(1), id(0)],
            "comes twice or out of the harness's order",
        ),
    ] {
        let refused = own.run_cases(&plugin, &artifacts, OPTIONS, &ids, Tries::default(), &());
        let error = refused.expect_err("they do not fit");
        assert!(matches!(error, EvaluateError::Cases(_)), "{error}");
        assert!(error.to_string().contains(said), "{error}");
    }
}

/// Removes all compiled code when the first cases are done.
struct Remover(Mutex<Option<PathBuf>>);

impl Progress for Remover {
    fn advance(&self, _done: usize, _total: usize) {
        let cache = self.0.lock().expect("nobody panics").take();
        for name in cache.iter().flat_map(|cache| names(cache)) {
            let entry = cache.as_ref().expect("there is one").join(name);
            fs::remove_dir_all(entry).expect("it can be removed");
        }
    }
}

#[test]
fn code_that_vanishes_in_mid_run_is_made_again() {
    let (_scratch, challenge) = hurried();
    let hurried = opened(&challenge);
    let artifacts = hurried.artifacts().expect("it is built");
    let plugin = read("fragile-slow");
    let whole = at_once(&artifacts, &plugin, OPTIONS);
    let cache = scratch();
    let remover = Remover(Mutex::new(Some(cache.path().to_path_buf())));
    // The second tries come when the code is gone, in runners of their own.
    let run = evaluator(cache.path()).run(&plugin, &artifacts, OPTIONS, &remover);
    assert_eq!(run.expect("it runs").result, whole);
    assert_eq!(
        names(cache.path()).len(),
        1,
        "the pair alone was needed again"
    );
}

#[test]
fn a_cache_of_no_size_serves_many_runs_at_once() {
    let fragile = opened(&folder("tests/challenges/fragile"));
    let artifacts = fragile.artifacts().expect("it is built");
    let breaks = Guest::named("00-breaks-harness").bytes();
    let plugins = [read("fragile-reference"), read("fragile-peek"), breaks];
    let cache = scratch();
    let tiny = || evaluator(cache.path()).with_cache_budget(1);
    thread::scope(|scope| {
        let mut runs = Vec::new();
        for plugin in &plugins {
            let run = move || tiny().run(plugin, &artifacts, OPTIONS, &());
            runs.push((plugin, scope.spawn(run)));
        }
        for (plugin, run) in runs {
            let run = run.join().expect("it does not panic").expect("it runs");
            assert_eq!(run.result, at_once(&artifacts, plugin, OPTIONS));
        }
    });
    tiny()
        .prepare(&plugins[0], &artifacts)
        .expect("it compiles");
    assert_eq!(names(cache.path()).len(), 1, "nothing else is kept");
}
