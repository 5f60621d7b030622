//! The portal in a real browser: every page of every role, and the paths that people
//! take through them. What is checked, and how, lies in `tests/browser`; here a city
//! is filled, served, and handed to it.

mod catalogue;
mod civic;
mod crowded;
mod decided;
mod filled;
mod story;
mod tried;

use std::{
    env, fs,
    io::Write as _,
    path::PathBuf,
    process::{Command, Stdio},
};

use pilotbox_tests::{
    component, folder,
    guests::Guest,
    repository,
    server::{PASSWORD, Person, World, final_data, withheld_as},
};
use serde_json::{Value, json};

use crowded::Crowded;
use filled::Filled;
use story::Story;

/// Codes that each person brings: one for each session that the browser opens.
const SESSIONS: usize = 6;

#[test]
fn a_browser_finds_every_page_sound_and_every_path_open() {
    let city = Filled::new();
    visit(&city.world, &[], &city.places, None);
}

#[test]
fn a_browser_pages_through_ten_thousand_rows() {
    let city = Crowded::new();
    visit(&city.world, &[], &city.places, Some("long lists"));
}

#[test]
fn a_browser_plays_the_whole_story() {
    let city = Story::new();
    visit(
        &city.world,
        &city.people(),
        &city.places,
        Some("whole story"),
    );
}

/// Hands a city to the browser, with people whom not every city has: all of it, or the
/// paths whose names hold these words.
fn visit(world: &World, others: &[(&str, &Person)], places: &Value, only: Option<&str>) {
    let told = json!({
        "url": world.site.url(),
        "people": people(world, others),
        "places": places,
        "files": files(world),
        "mails": world.site.folder().join("data/mail"),
        "screenshots": repository().join("target/screenshots"),
    });
    assert_eq!(walk(&told, only), Some(0), "the browser has found faults");
    let log = world.site.log();
    let panic = log.lines().find(|line| line.contains("panicked"));
    assert!(panic.is_none(), "the server panicked: {panic:?}");
}

/// How each signs in.
fn people(world: &World, others: &[(&str, &Person)]) -> Value {
    let usual = [
        ("startup", &world.startup),
        ("rival", &world.rival),
        ("citizen", &world.citizen),
        ("evaluator", &world.evaluator),
        ("staff", &world.staff),
        ("second", &world.second_staff),
        ("careless", &world.careless_staff),
        ("admin", &world.admin),
    ];
    let sign_in = usual.iter().chain(others).map(|(role, person)| {
        let codes: Vec<_> = (0..SESSIONS)
            .filter_map(|_| person.recovery_code())
            .collect();
        let about = json!({
            "email": person.email,
            "password": PASSWORD,
            "codes": codes,
            "organisation": person.organisation,
            "account": person.account,
        });
        ((*role).to_owned(), about)
    });
    Value::Object(sign_in.collect())
}

/// Files for the browser to submit.
fn files(world: &World) -> Value {
    let forged = world.site.folder().join("forged.wasm");
    fs::write(&forged, Guest::named("61-forges-meter").bytes()).expect("the folder can be written");
    let broken = world.site.folder().join("broken.pack");
    fs::write(&broken, b"this is no pack").expect("the folder can be written");
    let pack = |id: &str| {
        let file = world.site.folder().join(format!("{id}.pack"));
        let renamed = withheld_as("challenges/utilities/water-demand", id);
        fs::write(&file, renamed).expect("the folder can be written");
        file
    };
    let sealed = world.site.folder().join("final.data");
    fs::write(&sealed, final_data("challenges/utilities/water-demand"))
        .expect("the folder can be written");
    json!({
        "good": component("parking-seasonal"),
        "failing": component("parking-forecast-trap"),
        "rejected": forged,
        "broken": broken,
        "water-once-more": pack("water-once-more"),
        "water-yet-again": pack("water-yet-again"),
        "water-narrow": pack("water-narrow"),
        "water-wide": pack("water-wide"),
        "water-from-catalogue": pack("water-from-catalogue"),
        "final": sealed,
    })
}

/// Runs the script on what it is told, and gives its exit code.
fn walk(told: &Value, only: Option<&str>) -> Option<i32> {
    let script = folder("tests/browser").join("walk.mjs");
    assert!(
        script.with_file_name("node_modules").is_dir(),
        "tests/browser has no node_modules; hint: `cargo xtask setup` brings them"
    );
    let mut node = Command::new("node");
    node.arg(script).stdin(Stdio::piped());
    node.env("PILOTBOX_CHROMIUM", chromium());
    if let Some(only) = only {
        node.env("PILOTBOX_WALK", only);
    }
    let mut child = node.spawn().expect("node can be started");
    let mut input = child.stdin.take().expect("the input is piped");
    input
        .write_all(told.to_string().as_bytes())
        .expect("the script reads");
    drop(input);
    child.wait().expect("the script can be awaited").code()
}

/// The browser: Debian's, or the one that is named.
fn chromium() -> PathBuf {
    env::var_os("PILOTBOX_CHROMIUM").map_or_else(|| "/usr/bin/chromium".into(), PathBuf::from)
}
