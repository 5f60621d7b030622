//! Whatever the fuzzers kept: each input of `tests/fuzz/corpus` and of
//! `tests/fuzz/regressions` goes once more through the function that its target
//! feeds. Nothing is random here, so a fault stays found.

#[path = "../fuzz/src/lib.rs"]
#[expect(
    unreachable_pub,
    reason = "the fuzzers use it as a library of their own"
)]
mod targets;

use std::{fs, panic};

use pilotbox_tests::{folder, guests::Guest, names, repository};

/// Bytes of the largest input that is kept, and of all of them: a corpus is part
/// of every clone.
const MAX_INPUT_BYTES: usize = 64 * 1024;
const MAX_CORPUS_BYTES: usize = 2 * 1024 * 1024;

/// Reads an input and says whether it is accepted.
type Body = fn(&[u8]) -> bool;

/// The folders of inputs, each with what reads them.
const TARGETS: [(&str, Body); 5] = [
    ("inspect", targets::inspect),
    ("json", targets::json),
    ("pack", targets::pack),
    ("plug", |bytes| targets::plug(bytes, true)),
    ("receipt", targets::receipt),
];

/// Replays one target's inputs and names the one that fails. A corpus of which
/// nothing is accepted would test the first refusal alone.
fn replay(target: &str) {
    let mut accepted = 0;
    for (name, bytes) in inputs("corpus", target) {
        accepted += u32::from(end(target, &name, &bytes));
    }
    assert!(accepted > 0, "nothing of `{target}`'s corpus is accepted");
    for (name, bytes) in inputs("regressions", target) {
        end(target, &name, &bytes);
    }
}

/// Whether the target accepts the bytes.
fn end(target: &str, name: &str, bytes: &[u8]) -> bool {
    let body = TARGETS.iter().find(|(name, _)| *name == target);
    let (_, body) = body.expect("it is a target");
    let end = panic::catch_unwind(|| body(bytes));
    end.unwrap_or_else(|_| panic!("`{target}` fails on {name}, as said above"))
}

/// The inputs of one kind and target; there may be none.
fn inputs(kind: &str, target: &str) -> Vec<(String, Vec<u8>)> {
    let place = repository().join("tests/fuzz").join(kind).join(target);
    if !place.is_dir() {
        return vec![];
    }
    let read = |name: String| {
        let bytes = fs::read(place.join(&name)).expect("the input can be read");
        (format!("tests/fuzz/{kind}/{target}/{name}"), bytes)
    };
    names(&place).into_iter().map(read).collect()
}

#[test]
fn inspect_holds_on_every_kept_input() {
    replay("inspect");
}

#[test]
fn json_holds_on_every_kept_input() {
    replay("json");
}

#[test]
fn pack_holds_on_every_kept_input() {
    replay("pack");
}

#[test]
fn plug_holds_on_every_kept_input() {
    replay("plug");
}

#[test]
fn receipt_holds_on_every_kept_input() {
    replay("receipt");
}

#[test]
fn hostile_guests_are_refused_readably_or_become_machine_code() {
    let mut accepted = 0;
    for guest in Guest::all() {
        let bytes = guest.bytes();
        end("inspect", &guest.name, &bytes);
        // What a compiler made takes longer, and runs in tests of its own.
        if bytes.len() < 8 * 1024 {
            accepted += u32::from(end("plug", &guest.name, &bytes));
        }
    }
    assert!(accepted > 0, "no guest is accepted");
}

#[test]
fn a_module_becomes_a_plugin_as_the_fuzzers_make_it() {
    let plain = folder("tests/guests/00-plain").join("guest.wat");
    let module = wat::parse_file(plain).expect("it is a module");
    let plugin = targets::plugin_around(module).expect("it fits the interface");
    assert!(end("plug", "00-plain", &plugin));
    assert!(targets::plugin_around(b"\0asm\x01\0\0\0".to_vec()).is_none());
}

#[test]
fn what_is_kept_is_small_and_belongs_to_a_target() {
    let known: Vec<_> = TARGETS.iter().map(|(name, _)| *name).collect();
    let mut total = 0;
    for kind in ["corpus", "regressions"] {
        let place = repository().join("tests/fuzz").join(kind);
        for target in names(&place) {
            assert!(known.contains(&target.as_str()), "{kind}/{target}");
            for (name, bytes) in inputs(kind, &target) {
                assert!(bytes.len() < MAX_INPUT_BYTES, "{name}");
                total += bytes.len();
            }
        }
    }
    assert!(total < MAX_CORPUS_BYTES, "{total} bytes");
}
