//! A startup with nothing but the program: from an empty folder to a verdict that
//! it has replayed itself, bit for bit.

mod account;
mod laptop;
mod line;
mod sent;
mod staff;
mod told;

use std::fs;

use pilotbox_tests::{
    End, component,
    server::{PASSWORD, Site, city_pack, worlds},
};
use serde_json::Value;

use self::laptop::Laptop;

const EMAIL: &str = "gamma@startup.example";

#[test]
fn a_startup_gets_from_an_empty_folder_to_a_verdict_that_it_replays() {
    worlds(|world| {
        let challenge = world.challenge(&city_pack("challenges/mobility/parking-forecast"));
        let laptop = Laptop::new(&world.site);
        join(&world.site, &laptop);
        laptop.run("enrol", &[&challenge.id]);
        let listed = laptop.run("challenges", &["--json"]).json();
        assert_eq!(listed[0]["id"], "parking-forecast");
        let pulled = laptop.run("pull", &[&challenge.id, "--json"]).json();
        let pack = pulled["file"].as_str().expect("the pack has a name");
        let plugin = component("parking-seasonal");
        let plugin = plugin.to_str().expect("the path is text");
        let work = ["--challenge", pack, "--plugin", plugin];
        let local = laptop.run("run", &[&work[..], &["--json"]].concat()).json();
        let sample = submit(&laptop, &challenge.id, plugin);
        demand_same_score(&local, &laptop.run("status", &[&sample, "--json"]).json());
        replay(&laptop, &sample, &work);
        laptop.run("logs", &[&sample]);
        laptop
            .run("chain", &["--to", "chain.jsonl"])
            .says("the chain holds");
        laptop.run("verify", &["--chain", "chain.jsonl"]);
        laptop.run("logout", &[]);
        laptop
            .command("submit")
            .args([&*challenge.id, "--plugin", plugin])
            .end_with(7);
    });
}

fn join(site: &Site, laptop: &Laptop) {
    let server = ["--server", &laptop.server, "--email", EMAIL];
    let sign_in = [&server[..], &["--password-stdin"]].concat();
    let about = ["--name", "Gala Gamma", "--organisation", "Gamma"];
    let register = [&sign_in[..], &about, &["--language", "en"]].concat();
    laptop.run_with(PASSWORD, "register", &register, 0);
    let secret = site.mail_secret(EMAIL);
    laptop.run("confirm", &["--server", &laptop.server, &secret]);
    laptop
        .run_with(PASSWORD, "login", &sign_in, 0)
        .never_says("pbx_");
    let kept = fs::metadata(laptop.path("config/pilotbox/credentials.toml"));
    let mode =
        std::os::unix::fs::PermissionsExt::mode(&kept.expect("the token was kept").permissions());
    assert_eq!(mode & 0o777, 0o600, "the token is for its owner alone");
}

/// Submits and waits; gives the run on the sample split.
fn submit(laptop: &Laptop, challenge: &str, plugin: &str) -> String {
    let arguments = [
        challenge, "--plugin", plugin, "--title", "Seasons", "--watch", "--json",
    ];
    let said = laptop.run("submit", &arguments).stdout;
    let changes = said
        .lines()
        .map(|line| serde_json::from_str(line).expect("a line is JSON"));
    let changes: Vec<Value> = changes.collect();
    let ended = |split: &str| {
        let mut of_split = changes.iter().filter(|run| run["split"] == split);
        let last = of_split
            .next_back()
            .unwrap_or_else(|| panic!("no run on {split}: {said}"));
        assert_eq!(last["state"], "scored", "{last}");
        last["id"].as_str().expect("a run has an id").to_owned()
    };
    ended("public");
    ended("sample")
}

/// The same number, to the last digit, on a laptop and on the server.
fn demand_same_score(local: &Value, run: &Value) {
    assert!(
        local["score"].as_f64().is_some_and(|score| score > 0.0),
        "{local}"
    );
    assert_eq!(
        local["score"].to_string(),
        run["score"]["total"].to_string()
    );
    let full = &run["score"]["full"];
    for part in [
        "parts",
        "metrics",
        "strata",
        "interval",
        "fuel_p95",
        "broken_gates",
    ] {
        assert!(!local[part].is_null(), "no {part}: {local}");
        assert_eq!(local[part], full[part], "{part}");
    }
}

fn replay(laptop: &Laptop, run: &str, work: &[&str]) {
    laptop.run("receipt", &[run, "--to", "receipt.json"]);
    laptop.run("keys", &["--to", "city.keys.toml"]);
    let trusted = ["receipt.json", "--trusted-key", "city.keys.toml", "--json"];
    let signed = laptop.run("verify", &trusted).json();
    assert_eq!(signed["level"], "signature", "{signed}");
    let replayed = laptop.run("verify", &[&trusted[..], work].concat()).json();
    assert_eq!(replayed["level"], "sample replay", "{replayed}");
}
