//! Packs: the same bytes from the same folder, readable where a folder is, and
//! refused when somebody else's hand shows.

use std::{fs, path::Path};

use pilotbox_tests::{End, component, folder, names, pilotbox, scratch};

use crate::run;

/// The unit of a tar archive, in bytes.
const BLOCK: usize = 512;

fn pack(challenge: &str, audience: &str, out: &Path) -> Vec<u8> {
    pilotbox("pack")
        .arg(folder(challenge))
        .args(["--audience", audience, "--out"])
        .arg(out)
        .end_with(0);
    fs::read(out).expect("the pack was written")
}

/// Names of the entries of a pack.
fn entries(pack: &[u8]) -> Vec<String> {
    let mut names = Vec::new();
    let mut at = 0;
    while pack[at] != 0 {
        let header = &pack[at..at + BLOCK];
        let text = |range: std::ops::Range<usize>| {
            let bytes = header[range].iter().copied().take_while(|byte| *byte != 0);
            String::from_utf8(bytes.collect()).expect("names are text")
        };
        let size = usize::from_str_radix(text(124..136).trim(), 8).expect("sizes are octal");
        names.push(text(0..100));
        at += BLOCK + size.next_multiple_of(BLOCK);
    }
    names
}

/// A pack with one more entry, as a careless or hostile writer would make it.
fn with_entry(pack: &[u8], name: &str, kind: u8, link: &str) -> Vec<u8> {
    let content = b"surprise";
    let mut header = [0_u8; BLOCK];
    let mut put = |at: usize, bytes: &[u8]| header[at..at + bytes.len()].copy_from_slice(bytes);
    put(0, name.as_bytes());
    put(100, b"0000644\0");
    let size = if kind == b'0' { content.len() } else { 0 };
    put(124, format!("{size:011o}\0").as_bytes());
    put(136, b"00000000000\0");
    put(148, b"        ");
    put(156, &[kind]);
    put(157, link.as_bytes());
    put(257, b"ustar\x0000");
    let sum: u32 = header.iter().map(|byte| u32::from(*byte)).sum();
    header[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    let mut bytes = pack[..pack.len() - 2 * BLOCK].to_vec();
    bytes.extend(header);
    if size > 0 {
        let mut block = [0; BLOCK];
        block[..size].copy_from_slice(content);
        bytes.extend(block);
    }
    bytes.extend([0; 2 * BLOCK]);
    bytes
}

#[test]
fn the_same_folder_gives_the_same_bytes() {
    let scratch = scratch();
    let fragile = "tests/challenges/fragile";
    let one = pack(fragile, "city", &scratch.path().join("one.pack"));
    let two = pack(fragile, "city", &scratch.path().join("two.pack"));
    assert!(one == two, "two packs of one folder differ");
    assert_eq!(names(scratch.path()), ["one.pack", "two.pack"]);
}

#[test]
fn a_pack_stands_in_for_its_folder() {
    let scratch = scratch();
    let path = scratch.path().join("fragile.pack");
    let whole = pack("tests/challenges/fragile", "city", &path);
    let held = entries(&whole);
    assert!(held.is_sorted(), "{held:?}");
    for name in [
        "challenge.toml",
        "components/harness.wasm",
        "cases/public.json",
    ] {
        assert!(held.iter().any(|entry| entry == name), "{name}: {held:?}");
    }
    assert!(
        !held.iter().any(|entry| entry.ends_with("lib.rs")),
        "{held:?}"
    );
    let plugin = component("fragile-reference");
    let from_pack = run(&path, &plugin).arg("--json").end_with(0);
    let from_folder = run(&folder("tests/challenges/fragile"), &plugin)
        .arg("--json")
        .end_with(0);
    assert_eq!(from_pack.stdout, from_folder.stdout);
    pilotbox("check")
        .arg(&path)
        .end_with(0)
        .says("fit to be published");
    pilotbox("inspect")
        .arg(&plugin)
        .arg("--challenge")
        .arg(&path)
        .end_with(0)
        .says("answers  fragile");
}

#[test]
fn startups_get_no_hidden_split_and_no_solution() {
    let scratch = scratch();
    let path = scratch.path().join("parking.pack");
    let parking = "challenges/mobility/parking-forecast";
    let held = entries(&pack(parking, "startup", &path));
    let hidden = [
        "data/public/",
        "data/final/",
        "cases/public",
        "cases/final",
        "components/reference",
        "data/make.py",
    ];
    for name in &held {
        assert!(!hidden.iter().any(|part| name.starts_with(part)), "{name}");
    }
    for name in [
        "data/sample/cases.parquet",
        "cases/sample.json",
        "components/baseline.wasm",
    ] {
        assert!(held.iter().any(|entry| entry == name), "{name}: {held:?}");
    }
    pilotbox("check")
        .arg(&path)
        .end_with(0)
        .never_says("reference");
    let plugin = component("parking-forecast-baseline");
    let sample = run(&path, &plugin).arg("--json").end_with(0);
    let at_home = run(&folder(parking), &plugin).arg("--json").end_with(0);
    assert_eq!(sample.stdout, at_home.stdout);
    run(&path, &plugin)
        .args(["--split", "final"])
        .end_with(2)
        .says("holds no data for split `final`");
}

#[test]
fn a_pack_that_reaches_out_is_refused() {
    let scratch = scratch();
    let path = scratch.path().join("fragile.pack");
    let good = pack("tests/challenges/fragile", "city", &path);
    let plugin = component("fragile-baseline");
    let hostile = [
        (
            "../../evil.sh",
            b'0',
            "",
            "`../../evil.sh` is no name for a file of a package: it leaves the folder",
        ),
        ("data/../../evil.sh", b'0', "", "it leaves the folder"),
        (
            "/etc/evil.sh",
            b'0',
            "",
            "`/etc/evil.sh` is no name for a file of a package: it is absolute",
        ),
        (
            "data/link.parquet",
            b'2',
            "/etc/passwd",
            "`data/link.parquet` is a link",
        ),
        (
            "data/link.parquet",
            b'1',
            "challenge.toml",
            "`data/link.parquet` is a link",
        ),
        (
            "data/device",
            b'3',
            "",
            "`data/device` is neither a file nor a folder",
        ),
        (
            "data/pipe",
            b'6',
            "",
            "`data/pipe` is neither a file nor a folder",
        ),
        (
            "challenge.toml",
            b'0',
            "",
            "`challenge.toml` is there twice",
        ),
        ("Challenge.toml", b'0', "", "Challenge.toml"),
        ("data/a:b", b'0', "", "a colon"),
        ("evil.sh", b'0', "", "`evil.sh` belongs to no package"),
        (
            "components/evil.wasm",
            b'0',
            "",
            "component `evil` is not in the manifest",
        ),
    ];
    for (name, kind, link, part) in hostile {
        fs::write(&path, with_entry(&good, name, kind, link)).expect("it can be written");
        run(&path, &plugin).end_with(5).says(part);
        pilotbox("check").arg(&path).end_with(5).says(part);
    }
    assert_eq!(names(scratch.path()), ["fragile.pack"]);
}

#[test]
fn a_pack_that_was_cut_off_or_prolonged_is_refused() {
    let scratch = scratch();
    let path = scratch.path().join("fragile.pack");
    let good = pack("tests/challenges/fragile", "city", &path);
    let plugin = component("fragile-baseline");
    let damaged = [
        (vec![], ""),
        (good[..good.len() / 2].to_vec(), "the pack is damaged"),
        (good[..good.len() - BLOCK].to_vec(), "the pack is damaged"),
        ([good.as_slice(), &[1]].concat(), "the pack is damaged"),
        (b"not a pack".to_vec(), "the pack is damaged"),
    ];
    for (bytes, part) in damaged {
        fs::write(&path, bytes).expect("it can be written");
        run(&path, &plugin).end_with(5).says(part);
    }
}

#[test]
fn a_pack_that_is_not_there_is_a_matter_of_usage() {
    let plugin = component("fragile-baseline");
    run(Path::new("nowhere.pack"), &plugin)
        .end_with(2)
        .says("`nowhere.pack`: ");
}
