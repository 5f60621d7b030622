//! Files that are no components: each kind is refused with a message of its own,
//! by `inspect` and by `run` alike.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use pilotbox_tests::{End, component, folder, names, pilotbox, scratch};

use crate::run;

/// The challenge's `component_bytes`.
const LIMIT_BYTES: u64 = 33_554_432;

/// Machine code as the compile cache holds it.
fn precompiled(folder_of_cache: &Path) -> Vec<u8> {
    run(
        &folder("tests/challenges/fragile"),
        &component("fragile-baseline"),
    )
    .env("PILOTBOX_CACHE", folder_of_cache)
    .end_with(0);
    let entry = folder_of_cache.join(&names(folder_of_cache)[0]);
    fs::read(entry.join(&names(&entry)[0])).expect("the cache holds code")
}

fn refusal(path: &PathBuf) -> String {
    let challenge = folder("challenges/mobility/parking-forecast");
    let inspected = pilotbox("inspect").arg(path).end_with(3);
    let ran = run(&challenge, path).end_with(3);
    let message = |text: &str| text.trim_end().to_owned();
    assert_eq!(
        message(&inspected.stderr),
        message(&ran.stderr),
        "{}",
        path.display()
    );
    message(&ran.stderr)
}

#[test]
fn each_kind_of_file_is_refused_with_its_own_message() {
    let folder = scratch();
    let real = fs::read(component("parking-forecast-baseline")).expect("it is built");
    let code = precompiled(&folder.path().join("cache"));
    let text = b"(component)".to_vec();
    let files: [(&str, Vec<u8>, &str); 11] = [
        (
            "empty",
            vec![],
            "the file is empty, not a WebAssembly component; hint: the build or the copy was cut off",
        ),
        (
            "cut-off-at-once",
            real[..6].to_vec(),
            "cut off within its first bytes",
        ),
        (
            "truncated",
            real[..real.len() / 2].to_vec(),
            "the component is not valid: ",
        ),
        (
            "core-module",
            b"\0asm\x01\0\0\0".to_vec(),
            "a core module, not a WebAssembly component; hint: `pilotbox build` makes a component",
        ),
        ("text", text, "a module in text form"),
        (
            "elf",
            b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0\x3e\0".to_vec(),
            "an ELF file, not a WebAssembly component; hint: build for `wasm32-unknown-unknown`",
        ),
        (
            "precompiled",
            code,
            "precompiled machine code, not a WebAssembly component; hint: machine code is never taken",
        ),
        (
            "archive",
            b"PK\x03\x04plugin.wasm".to_vec(),
            "an archive, not a WebAssembly component; hint: unpack it",
        ),
        (
            "prose",
            b"Dear city, our plugin is attached.".to_vec(),
            "of an unknown kind",
        ),
        (
            "garbage",
            [b"\0asm\x0d\0\x01\0".as_slice(), &[0xff; 64]].concat(),
            "the component is not valid: ",
        ),
        (
            "wit-package",
            wit_package(),
            "is a WIT package in binary form, not a component",
        ),
    ];
    let mut messages = BTreeSet::new();
    for (name, bytes, part) in files {
        let path = folder.path().join(name);
        fs::write(&path, bytes).expect("the file can be written");
        let message = refusal(&path);
        assert!(message.contains(part), "{name}: {message}");
        assert!(
            messages.insert(message.clone()),
            "{name}: said of another file too: {message}"
        );
    }
}

/// The smallest component that holds a WIT package and nothing that runs: a
/// component type that exports one empty interface.
fn wit_package() -> Vec<u8> {
    let text = "package a:b; interface c { d: func(); }";
    let mut resolve = wit_parser::Resolve::default();
    let package = resolve.push_str("a.wit", text).expect("it is WIT");
    wit_component::encode(&resolve, package).expect("it can be encoded")
}

#[test]
fn a_file_of_200_megabytes_is_refused_without_being_read() {
    let folder = scratch();
    let path = folder.path().join("large.wasm");
    let file = fs::File::create(&path).expect("the file can be made");
    file.set_len(200 << 20).expect("the file can be sparse");
    let challenge = crate::files::folder("challenges/mobility/parking-forecast");
    run(&challenge, &path).end_with(3).says(
        "the file has 209715200 bytes; the challenge takes 33554432; hint: build with `pilotbox build`",
    );
    pilotbox("inspect")
        .arg(&path)
        .end_with(3)
        .says("209715200 bytes");
}

#[test]
fn the_limit_of_size_is_exact() {
    let folder = scratch();
    let path = folder.path().join("large.wasm");
    let file = fs::File::create(&path).expect("the file can be made");
    let challenge = crate::files::folder("challenges/mobility/parking-forecast");
    file.set_len(LIMIT_BYTES + 1)
        .expect("the file can be sparse");
    run(&challenge, &path)
        .end_with(3)
        .says("the file has 33554433 bytes");
    file.set_len(LIMIT_BYTES).expect("the file can be sparse");
    run(&challenge, &path)
        .end_with(3)
        .says("the file is of an unknown kind");
}

#[test]
fn a_file_that_is_not_there_is_a_matter_of_usage() {
    let challenge = folder("challenges/mobility/parking-forecast");
    run(&challenge, Path::new("nowhere.wasm"))
        .end_with(2)
        .says("`nowhere.wasm`: ");
    run(
        Path::new("nowhere"),
        &component("parking-forecast-baseline"),
    )
    .end_with(2)
    .says("nowhere");
    pilotbox("inspect")
        .arg("nowhere.wasm")
        .end_with(2)
        .says("`nowhere.wasm`: ");
}
