use std::{collections::BTreeMap, path::Path};

use pilotbox_challenge::{Audience, PackOptions, Package, pack::pack};
use pilotbox_model::{Case, Split};

use super::*;

/// A challenge of this release, with all of its splits.
fn package() -> Package {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../challenges");
    let folder = Path::new(root).join("mobility/parking-forecast");
    Package::open(&folder).unwrap()
}

fn cases() -> BTreeMap<Split, Vec<Case>> {
    let case = |split: Split| Case {
        id: format!("{split}-case"),
        stratum: "sunday".to_owned(),
        block: "b".to_owned(),
        weight: 1.0,
        twin_of: None,
    };
    Split::ALL.map(|split| (split, vec![case(split)])).into()
}

fn described(audience: Audience) -> Described {
    let package = package();
    let components = BTreeMap::from([("harness".to_owned(), b"no harness".to_vec())]);
    let options = PackOptions { audience };
    let bytes = pack(&package, &components, &cases(), options).unwrap();
    describe(bytes, package.manifest()).unwrap()
}

/// All that is told, as it is sent.
fn sent(described: &Described) -> String {
    let parts = [
        serde_json::to_string(&described.interface).unwrap(),
        serde_json::to_string(&described.data).unwrap(),
        serde_json::to_string(&described.rules).unwrap(),
    ];
    parts.concat()
}

#[test]
fn nothing_hidden_is_told_even_of_a_pack_that_holds_it() {
    // The city's pack holds every split, and is never given to this in earnest.
    for audience in [Audience::Startup, Audience::City] {
        let found = described(audience);
        let tables = found.data.tables.iter();
        let tables: Vec<_> = tables
            .map(|table| (table.folder.as_str(), table.name.as_str()))
            .collect();
        let expected = [
            ("sample", "cases"),
            ("sample", "occupancy"),
            ("granted", "car-parks"),
            ("pilot", "occupancy"),
            ("pilot", "car-parks"),
            ("pilot", "about"),
        ];
        assert_eq!(tables, expected);
        let sent = sent(&found);
        for hidden in [
            "public-case",
            "final-case",
            "2016-11-21",
            "2016-12-05",
            "make.py",
        ] {
            assert!(!sent.contains(hidden), "{hidden}");
        }
        assert!(sent.contains("2016-11-14"));
    }
}

#[test]
fn sample_tables_are_shown_with_rows_and_spread() {
    let data = described(Audience::Startup).data;
    let occupancy = data.tables.iter().find(|table| table.name == "occupancy");
    let occupancy = occupancy.unwrap();
    assert_eq!(occupancy.first_rows.len(), 20);
    assert!(occupancy.rows.unwrap() > 1_000);
    let share = occupancy.columns.last().unwrap();
    assert_eq!(share.unit.as_deref(), Some("share, 0 to 1"));
    let spread = share.spread.as_ref().unwrap();
    assert!(spread.quartiles[0] >= 0.0 && spread.quartiles[4] <= 1.0);
    assert_eq!(spread.counts.iter().sum::<u64>(), spread.count);
    let car_parks = data.tables.iter().find(|table| table.name == "car-parks");
    let car_parks = car_parks.unwrap();
    assert!(car_parks.is_granted && car_parks.first_rows.is_empty());
    assert!(data.licence.unwrap().contains("nationalarchives"));
}

#[test]
fn the_example_follows_the_formula() {
    let rules = described(Audience::Startup).rules;
    let example = rules.example.unwrap();
    let score = &rules.score;
    let q = example.quality;
    let robustness = example.robustness.unwrap();
    let rest =
        score.equity * example.equity + score.robustness * robustness + score.cost * example.cost;
    let total = score.quality * q + q * rest;
    assert!((total - example.total).abs() < 1e-9);
    assert!((robustness - 0.75).abs() < 1e-9);
    let weights: f64 = example.strata.iter().map(|one| one.weight).sum();
    let mean = example.strata.iter().map(|one| one.weight * one.quality);
    assert!((mean.sum::<f64>() / weights - q).abs() < 1e-9);
    let sunday = rules.strata.iter().find(|one| one.name == "sunday");
    assert_eq!(sunday.unwrap().sample_cases, 1);
}

#[test]
fn the_interface_is_that_of_the_manifest() {
    let found = described(Audience::Startup).interface;
    assert_eq!(found.world.as_deref(), Some("parking-forecaster"));
    assert_eq!(found.functions.first().unwrap().name, found.function);
    let paths: Vec<_> = found.files.iter().map(|file| file.path.as_str()).collect();
    let expected = [
        "mobility/parking-forecast.wit",
        "plugin/plugin.wit",
        "challenge/challenge.wit",
    ];
    assert_eq!(paths, expected);
}

#[test]
fn a_pack_that_says_nothing_is_described_all_the_same() {
    let manifest = package().manifest().clone();
    let pack = Source::pack(vec![0; 1024], Bounds::default()).unwrap();
    assert!(interface::view(&pack, &manifest).world.is_some());
    assert!(tables::view(&pack, &manifest).tables.is_empty());
    assert!(rules::view(&pack, &manifest).example.is_some());
}

fn digest(name: u8) -> Digest {
    Digest::of(&[name])
}

#[test]
fn a_pack_that_is_read_is_not_pushed_out_by_others() {
    let mut remembered = Remembered(VecDeque::new());
    remembered.put(digest(0), 0);
    for other in 1..=100 {
        remembered.put(digest(other), other);
        assert_eq!(remembered.get(digest(0)), Some(0));
    }
    assert_eq!(remembered.0.len(), REMEMBERED);
    assert_eq!(remembered.get(digest(100)), Some(100));
    assert_eq!(remembered.get(digest(1)), None);
}

#[tokio::test]
async fn the_queue_is_bounded_and_known_packs_need_no_place() {
    let all = Descriptions::default();
    let known = Arc::new(described(Audience::Startup));
    all.remembered.lock().await.put(digest(0), Some(known));
    all.remembered.lock().await.put(digest(1), None);
    let mut places: Vec<_> = (0..MAX_WAITING).map(|_| all.place().unwrap()).collect();
    let _turn = all.turn.lock().await;
    assert_eq!(all.place().unwrap_err().code(), Code::Unavailable);
    assert!(all.known(digest(0)).await.unwrap().is_some());
    assert!(all.known(digest(1)).await.unwrap().is_none());
    places.pop();
    assert!(all.place().is_ok());
}
