//! What is refused at upload, asked of the library itself: every bound at its
//! value and one beyond it, every way to cut or to spoil a file, every feature
//! against the engine.

mod grown;

use std::fs;

use pilotbox_model::Limits;
use pilotbox_sandbox::{CompileCache, EngineProfile, InProcess, Inspection, Rejection, inspect};
use pilotbox_tests::{component, folder, guests::Guest, scratch};

use grown::grown;

const INTERFACE: &str = "pilotbox:mobility/parking-forecast@0.1.0";

fn alone(bytes: &[u8]) -> Result<Inspection, Rejection> {
    inspect(bytes, &Limits::CEILING, None)
}

/// The code of a rejection; `taken` where there is none.
fn code(result: &Result<Inspection, Rejection>) -> &'static str {
    result.as_ref().err().map_or("taken", Rejection::code)
}

#[test]
fn every_bound_holds_at_its_value_and_not_beyond() {
    for bound in Rejection::bounds() {
        let at = |count| {
            let bytes = grown(bound.name, count);
            alone(&bytes.unwrap_or_else(|| panic!("nothing grows `{}`", bound.name)))
        };
        let under = at(bound.value);
        // What is within the bounds may be refused for what it imports.
        let is_within = ["taken", "forbidden-import"].contains(&code(&under));
        assert!(is_within, "{} at {}: {under:?}", bound.name, bound.value);
        let over = at(bound.value + 1);
        assert_eq!(code(&over), "too-complex", "{}: {over:?}", bound.name);
        let said = over.map(drop).unwrap_err().to_string();
        let parts = [
            format!("{}, at most {} are taken", bound.unit, bound.value),
            "hint: ".to_owned(),
        ];
        for part in parts {
            assert!(said.contains(&part), "{}: {said}", bound.name);
        }
    }
}

#[test]
fn every_bound_says_what_it_prevents_and_which_guest_breaks_it() {
    for bound in Rejection::bounds() {
        assert!(!bound.prevents.is_empty(), "{}", bound.name);
        if !bound.guest.is_empty() {
            folder(&format!("tests/guests/{}", bound.guest));
            let expected = Guest::named(bound.guest).expectation();
            assert_eq!(
                expected.code.as_deref(),
                Some("too-complex"),
                "{}",
                bound.guest
            );
        }
    }
}

#[test]
fn a_component_that_was_cut_off_anywhere_is_refused() {
    let whole = Guest::named("00-plain").bytes();
    let harness = fs::read(component("fragile-harness")).expect("it was built");
    let limits = Limits::default();
    let inspect = |bytes: &[u8]| inspect(bytes, &limits, Some((&harness, INTERFACE)));
    let complete = inspect(&whole).expect("it is a good plugin");
    for end in 0..whole.len() {
        match inspect(&whole[..end]) {
            Err(rejection) => assert!(!rejection.to_string().is_empty()),
            // Only what says nothing of the world may be missing.
            Ok(inspection) => assert_eq!(inspection.wit, complete.wit, "cut off at {end}"),
        }
    }
}

#[test]
fn a_component_with_any_byte_spoiled_ends_in_an_answer() {
    let whole = Guest::named("00-plain").bytes();
    let mut answers = [0_usize; 2];
    for place in 0..whole.len() {
        for spoil in [0x01, 0x40, 0x80, 0xff] {
            let mut bytes = whole.clone();
            bytes[place] ^= spoil;
            // Whatever it says, it says something, and does not panic.
            answers[usize::from(alone(&bytes).is_err())] += 1;
        }
    }
    let [taken, refused] = answers;
    assert!(refused > taken, "{taken} were taken, {refused} refused");
}

/// Each with whether it must be taken.
const FEATURES: [(&str, bool); 22] = [
    ("(core module (func (drop (v128.const i64x2 0 0))))", true),
    ("(core module (func (return_call 0)))", true),
    ("(core module (memory 1) (memory 1))", true),
    (
        "(core module (global i32 (i32.add (i32.const 1) (i32.const 1))))",
        true,
    ),
    ("(core module (func (param funcref)))", true),
    (
        "(core module (func (result i32 i32) (i32.const 1) (i32.const 1)))",
        true,
    ),
    (
        "(core module (memory 1) (func (memory.fill (i32.const 0) (i32.const 0) (i32.const 0))))",
        true,
    ),
    (
        "(core module (func (param v128 v128 v128) (result v128) (f32x4.relaxed_madd (local.get 0) (local.get 1) (local.get 2))))",
        false,
    ),
    ("(core module (memory 1 1 shared))", false),
    ("(core module (memory i64 1))", false),
    ("(core module (table i64 1 funcref))", false),
    ("(core module (table 1 externref))", false),
    ("(core module (type (struct)))", false),
    ("(core module (type (array i8)))", false),
    ("(core module (tag))", false),
    (
        "(core module (func (param i64 i64 i64 i64) (result i64 i64) (i64.add128 (local.get 0) (local.get 1) (local.get 2) (local.get 3))))",
        false,
    ),
    ("(core module (memory 1 (pagesize 1)))", false),
    ("(core module (type $f (func)) (type (cont $f)))", false),
    ("(core func (canon task.cancel))", false),
    ("(type (stream u8))", false),
    ("(type (future))", false),
    ("(type (map u8 u8))", false),
];

/// Refused at upload, whatever the engine says of them: without a collector they
/// do no harm, and no compiler uses them unasked.
const REFUSED_ANYWAY: [&str; 3] = [
    "(core module (type $f (func)) (func (param (ref null $f))))",
    "(core module (type $f (func)) (func (param (ref $f)) (call_ref $f (local.get 0))))",
    "(core module (type $f (sub (func))) (type (sub $f (func))))",
];

#[test]
fn what_no_compiler_uses_unasked_is_refused() {
    for definition in REFUSED_ANYWAY {
        let bytes = wat::parse_str(format!("(component {definition})"))
            .unwrap_or_else(|error| panic!("{definition}: {error}"));
        assert_eq!(code(&alone(&bytes)), "refused-feature", "{definition}");
    }
}

#[test]
fn what_is_taken_is_what_the_engine_runs() {
    let scratch = scratch();
    let cache = CompileCache::new(scratch.path(), InProcess);
    for (definition, is_taken) in FEATURES {
        let bytes = wat::parse_str(format!("(component {definition})"))
            .unwrap_or_else(|error| panic!("{definition}: {error}"));
        let inspected = alone(&bytes);
        let expected = if is_taken { "taken" } else { "refused-feature" };
        assert_eq!(code(&inspected), expected, "{definition}: {inspected:?}");
        let compiled = cache.compile(&bytes, EngineProfile::Scored);
        assert_eq!(compiled.is_ok(), is_taken, "{definition}: {compiled:?}");
    }
}
