//! The whole way of a million people: made, profiled, a policy proposed, made safe, checked,
//! measured. Prints how long each step took and the most memory that was in use.
//! `ROWS=100000 cargo bench -p pilotbox-sanitize --bench pipeline` takes fewer.
#![expect(clippy::print_stdout, reason = "a bench prints its figures")]

use std::{env, fs, time::Instant};

use jiff::civil::date;
use pilotbox_model::Digest;
use pilotbox_sanitize::{
    Table,
    change::{Key, sanitize},
    check::{self, Evidence},
    find,
    generate::{self, Dataset, Dirt, Extent, Form, GeneratorOptions},
    policy::{Observed, Origin, Policy, Signature, Source, Texts, propose},
    report::{self, Subject},
    table::BLOCK_ROWS,
};

fn main() {
    let rows = env::var("ROWS").ok().and_then(|rows| rows.parse().ok());
    let raw = timed("generate", || people(rows.unwrap_or(1_000_000)));
    let begun = Instant::now();
    let profile = timed("profile", || find::profile(&raw, date(2026, 11, 22)));
    let policy = timed("propose", || {
        let observed: Vec<Observed> = profile.columns.iter().map(Observed::from).collect();
        proposed(&observed)
    });
    let safe = timed("sanitize", || {
        sanitize(&raw, &policy, &Key::new([3; 32]), &redact)
    });
    let safe = safe.expect("it can be made safe");
    let report = timed("risk", || {
        report::report(Subject {
            raw: &raw,
            sanitized: &safe,
            policy: &policy,
            policy_digest: Digest::of(b"bench"),
            broken: &[],
        })
    });
    println!(
        "{:12} {:8.2} s   goal 20 s",
        "together",
        begun.elapsed().as_secs_f64()
    );
    let report = report.expect("it can be measured");
    println!(
        "{} rows of {} are left",
        report.rows_after, report.rows_before
    );
    let broken = timed("check", || {
        let evidence = Evidence {
            raw_rows: Some(raw.rows()),
            left_out: Some(&safe.left_out),
            ..Evidence::default()
        };
        check::check(&safe.table, &policy, &evidence)
    });
    println!("{} promises broken", broken.len());
    println!(
        "{:12} {:>8} kB   goal 1,572,864 kB",
        "memory",
        most_memory()
    );
}

fn timed<T>(name: &str, work: impl FnOnce() -> T) -> T {
    let begun = Instant::now();
    let made = work();
    println!("{name:12} {:8.2} s", begun.elapsed().as_secs_f64());
    made
}

fn people(rows: u64) -> Table {
    let generator = generate::generate(GeneratorOptions {
        seed: 1,
        dataset: Dataset::People,
        extent: Extent::Rows(rows),
        dirt: Dirt::USUAL,
        form: Form::Typed,
        block_rows: BLOCK_ROWS,
    });
    let made = generator.expect("it can be made").into_table();
    made.expect("it is a table").0
}

fn proposed(observed: &[Observed]) -> Policy {
    let text = || Texts {
        bg: "Хора".to_owned(),
        en: "People".to_owned(),
    };
    let origin = Origin {
        dataset: "people".to_owned(),
        title: text(),
        description: text(),
        licence: "CC-BY-4.0".to_owned(),
        source: Source {
            owner: "nobody".to_owned(),
            how: "generated".to_owned(),
            when: "2026".to_owned(),
            format: "parquet".to_owned(),
        },
        raw_days: 30,
        proposed: Signature {
            by: "bench".to_owned(),
            on: "2026-11-22".to_owned(),
        },
    };
    propose(origin, observed)
}

fn redact(text: &str) -> Vec<(usize, usize)> {
    let spans = find::spans(text).into_iter();
    spans.map(|span| (span.start, span.end)).collect()
}

/// The most memory that this process had in use, in kB, as Linux tells it.
fn most_memory() -> String {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.unwrap_or("unknown")
        .trim()
        .trim_end_matches(" kB")
        .to_owned()
}
