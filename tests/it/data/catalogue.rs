//! What describes a published folder to others' machines.

use std::{collections::BTreeMap, fs, path::Path};

use pilotbox_model::Digest;
use serde_json::Value;

use super::{AT, approve, data, prepared};

const BASE: &str = "https://data.example.bg/people/0.1.0";

/// The things of a catalogue by their addresses.
fn things(at: &Path) -> BTreeMap<String, Value> {
    let text = fs::read_to_string(at.join("published/catalogue.jsonld")).expect("it is written");
    let document: Value = serde_json::from_str(&text).expect("it is JSON");
    let graph = document["@graph"].as_array().expect("a graph").clone();
    let named = graph.into_iter().map(|thing| {
        let name = thing["@id"].as_str().expect("an address").to_owned();
        (name, thing)
    });
    named.collect()
}

/// Addresses and values of a property.
fn said(thing: &Value, property: &str) -> Vec<String> {
    let objects = thing[property].as_array().cloned().unwrap_or_default();
    let texts = objects.iter().filter_map(|object| {
        let text = object["@id"].as_str().or(object["@value"].as_str());
        text.map(str::to_owned)
    });
    texts.collect()
}

fn publish(at: &Path, more: &str) {
    approve(at);
    let safe = "people.parquet --policy people.toml --key people.data-key --out published";
    let ended = data(at, &format!("publish {safe} {AT} {more}"), 0);
    ended.says("catalogue.jsonld").says("catalogue.ttl");
}

#[test]
fn a_published_folder_is_described_with_all_that_belongs_to_it() {
    let scratch = prepared();
    let at = scratch.path();
    publish(
        at,
        "--theme soci --theme HEAL --publisher Sofia --issued 2026-01-31",
    );
    let things = things(at);
    let set = &things[BASE];
    assert_eq!(said(set, "dcat:version"), ["0.1.0"]);
    assert_eq!(said(set, "dct:issued"), ["2026-01-31"]);
    assert_eq!(said(set, "dct:modified"), ["2026-11-22"]);
    let themes = said(set, "dcat:theme");
    assert!(
        themes[0].ends_with("/SOCI") && themes[1].ends_with("/HEAL"),
        "{themes:?}"
    );
    let pages = ["policy.toml", "risk.bg.html"].map(|file| format!("{BASE}/{file}"));
    assert_eq!(said(set, "foaf:page"), pages);
    let provenance = set["dct:provenance"][0]["rdfs:label"].to_string();
    assert!(
        provenance.contains("Changed by policy 0.1.0"),
        "{provenance}"
    );
    let publisher = &things[&format!("{BASE}#publisher")];
    assert_eq!(said(publisher, "foaf:name"), ["Sofia", "Sofia"]);
    for (number, name) in [(1, "people.parquet"), (2, "people.csv")] {
        let file = &things[&format!("{BASE}#file-{number}")];
        let bytes = fs::read(at.join("published").join(name)).expect("it is there");
        assert_eq!(said(file, "dcat:downloadURL"), [format!("{BASE}/{name}")]);
        assert_eq!(said(file, "dcat:byteSize"), [bytes.len().to_string()]);
        let checksum = said(&file["spdx:checksum"][0], "spdx:checksumValue");
        assert_eq!(checksum, [Digest::of(&bytes).hex()]);
        let licence = "https://spdx.org/licenses/CC-BY-4.0.html";
        assert_eq!(said(file, "dct:license"), [licence]);
        let dictionary = format!("{BASE}/people.csv-metadata.json");
        assert_eq!(said(file, "dct:conformsTo"), [dictionary]);
    }
    let turtle = fs::read_to_string(at.join("published/catalogue.ttl")).expect("it is written");
    assert!(
        turtle.contains(&format!("<{BASE}> a dcat:Dataset")),
        "{turtle}"
    );
}

#[test]
fn what_nobody_said_is_filled_in() {
    let scratch = prepared();
    let at = scratch.path();
    publish(at, "");
    let things = things(at);
    let set = &things[BASE];
    assert_eq!(said(set, "dct:issued"), ["2026-11-22"]);
    assert!(said(set, "dcat:theme")[0].ends_with("/REGI"));
    let publisher = &things[&format!("{BASE}#publisher")];
    assert_eq!(said(publisher, "foaf:name"), ["unknown", "unknown"]);
}

#[test]
fn an_address_that_is_none_and_an_unknown_theme_are_refused_and_leave_nothing() {
    let scratch = prepared();
    let at = scratch.path();
    approve(at);
    let safe = "publish people.parquet --policy people.toml --key people.data-key --out published";
    data(at, safe, 2).says("--address");
    data(at, &format!("{safe} --address people"), 2)
        .says("`people#catalogue` is no address; hint: it begins as `https://`");
    data(at, &format!("{safe} {AT} --theme FUN"), 2)
        .says("no theme has this code; hint: AGRI, ECON");
    let left = pilotbox_tests::names(at);
    let hidden = left.iter().find(|name| name.starts_with(".publishing"));
    assert_eq!(hidden, None);
    assert!(!left.contains(&"published".to_owned()), "{left:?}");
}
