//! What `pilotbox new` makes: the same files for each interface, and a crate
//! that builds, tests and runs as it is.

use std::{fs, path::Path};

use pilotbox_tests::{End, folder, names, pilotbox, repository, scratch};

use crate::run;

fn new_plugin(name: &str, interface: &str, into: &Path) {
    pilotbox("new")
        .args(["plugin", name, "--interface", interface, "--into"])
        .arg(into)
        .end_with(0)
        .says("is ready. Next:");
}

#[test]
fn a_new_plugin_holds_its_crate_and_everything_that_it_needs() {
    let scratch = scratch();
    for (interface, package) in [
        ("parking-forecast", "mobility"),
        ("water-demand", "utilities"),
        ("school-admission", "services"),
        ("forecast", "templates"),
        ("classify", "templates"),
        ("assign", "templates"),
    ] {
        let name = format!("my-{interface}");
        new_plugin(&name, interface, scratch.path());
        let made = scratch.path().join(&name);
        assert_eq!(
            names(&made),
            [
                ".gitignore",
                "Cargo.toml",
                "README.md",
                "pilotbox",
                "rust-toolchain.toml",
                "src"
            ]
        );
        assert_eq!(names(&made.join("pilotbox")), ["sdk", "wit"]);
        let copied = names(&made.join("pilotbox/wit"));
        assert_eq!(copied, names(&folder("wit")));
        let source = fs::read_to_string(made.join("src/lib.rs")).expect("it is text");
        let interface = interface.replace('-', "_");
        assert!(
            source.contains(&format!("{package}::{interface}")),
            "{source}"
        );
        assert!(!source.contains("{{"), "a gap was left open: {source}");
        let manifest = fs::read_to_string(made.join("Cargo.toml")).expect("it is text");
        assert!(
            manifest.contains(&format!("name = \"{name}\"")),
            "{manifest}"
        );
    }
    assert_eq!(names(scratch.path()).len(), 6, "no draft stays behind");
}

#[test]
fn nothing_is_replaced() {
    let scratch = scratch();
    fs::write(scratch.path().join("mine"), "precious").expect("it can be written");
    pilotbox("new")
        .args(["plugin", "mine", "--into"])
        .arg(scratch.path())
        .end_with(2)
        .says("is there already");
    let kept = fs::read_to_string(scratch.path().join("mine"));
    assert_eq!(kept.expect("it is text"), "precious");
    pilotbox("new")
        .args(["plugin", "mine", "--into", "/nowhere"])
        .end_with(1)
        .says("/nowhere");
}

#[test]
fn a_new_plugin_builds_and_runs_away_from_the_repository() {
    // Outside of the repository, whose workspace must not be needed.
    let elsewhere = tempfile::tempdir().expect("a temporary folder");
    new_plugin("my-parking", "parking-forecast", elsewhere.path());
    let made = elsewhere.path().join("my-parking");
    // The versions that this repository was tested with are in cargo's cache.
    let lock = repository().join("Cargo.lock");
    fs::copy(lock, made.join("Cargo.lock")).expect("it can be copied");
    let target = repository().join("target/test-new");
    pilotbox("build")
        .arg(&made)
        .env("CARGO_TARGET_DIR", &target)
        .env("CARGO_NET_OFFLINE", "true")
        .end_with(0)
        .says("my-parking.wasm");
    let component = target.join("components/my-parking.wasm");
    let parking = folder("challenges/mobility/parking-forecast");
    run(&parking, &component).end_with(0).says("score");
}

#[test]
fn a_build_that_fails_says_what_cargo_said() {
    let scratch = tempfile::tempdir().expect("a temporary folder");
    new_plugin("mine", "parking-forecast", scratch.path());
    let made = scratch.path().join("mine");
    fs::write(made.join("Cargo.toml"), "[package]\nname = 1\n").expect("it can be written");
    pilotbox("build").arg(&made).end_with(2).says("Cargo.toml");
}
