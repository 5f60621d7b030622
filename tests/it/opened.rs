//! Packs opened as a server opens them: withheld data laid in, bounds within the
//! operator's own, and nothing left of what is refused.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use pilotbox_challenge::{Audience, PackOptions, Package, pack};
use pilotbox_evaluate::{CompileLimits, Evaluator, OpenError, Opened, Worker};
use pilotbox_model::{Limits, Split};
use pilotbox_tests::{component, copy_folder, folder, names, program, scratch, shared_cache};

/// The fragile challenge with final data that is withheld: what is public in the
/// original. The pack, and the folder of the final tables.
fn withheld(scratch: &Path) -> (Vec<u8>, PathBuf) {
    let copy = scratch.join("challenge");
    copy_folder(&folder("tests/challenges/fragile"), &copy);
    let last = scratch.join("final");
    fs::rename(copy.join("data/public"), &last).expect("it can be moved");
    let path = copy.join("data/csvw.json");
    let text = fs::read_to_string(&path).expect("the dictionary is text");
    fs::write(&path, text.replace("public/", "final/")).expect("it can be written");
    let package = Package::open(&copy).expect("it is a challenge");
    let built = |name: &str| {
        let bytes = fs::read(component(&format!("fragile-{name}")));
        (name.to_owned(), bytes.expect("it was built"))
    };
    let components = BTreeMap::from(["harness", "baseline"].map(built));
    let options = PackOptions {
        audience: Audience::City,
    };
    let bytes = pack::pack(&package, &components, &BTreeMap::new(), options);
    (bytes.expect("it packs"), last)
}

fn refused(error: Result<Opened, OpenError>, folder: &Path) -> String {
    let error = error.expect_err("it is refused").to_string();
    let parent = folder.parent().expect("it has a parent");
    assert_eq!(names(parent), [""; 0], "{error}: nothing stays behind");
    error
}

#[test]
fn withheld_data_is_laid_in_and_its_cases_are_listed() {
    let scratch = scratch();
    let (bytes, last) = withheld(scratch.path());
    let archive = pack::pack_final(&last).expect("it packs");
    let place = scratch.path().join("open/fragile");
    fs::create_dir(scratch.path().join("open")).expect("it can be made");
    let whole = Opened::open(bytes.clone(), Some(archive), &place, &Limits::CEILING);
    let whole = whole.expect("it opens");
    assert!(whole.has_split(Split::Final) && !whole.has_split(Split::Public));
    assert_eq!(names(&scratch.path().join("open")), ["fragile"]);
    let again = Opened::reopen(&place, &Limits::CEILING).expect("it opens again");
    let worker = Worker::new(program());
    let evaluator = Evaluator::new(worker, shared_cache(), CompileLimits::DEFAULT);
    let artifacts = again.artifacts().expect("all is built");
    let cases = evaluator.cases(&artifacts, Split::Final);
    assert!(!cases.expect("it lists them").is_empty());
    let taken = Opened::open(bytes, None, &place, &Limits::CEILING);
    assert!(
        taken
            .expect_err("it is there")
            .to_string()
            .contains("there already")
    );
}

#[test]
fn what_is_refused_leaves_nothing() {
    let scratch = scratch();
    let (bytes, last) = withheld(scratch.path());
    fs::create_dir(scratch.path().join("open")).expect("it can be made");
    let place = scratch.path().join("open/fragile");
    let open = |pack: &[u8], last: Option<Vec<u8>>, ceiling: &Limits| {
        refused(Opened::open(pack.to_vec(), last, &place, ceiling), &place)
    };
    let low = Limits {
        fuel: 1_000,
        ..Limits::CEILING
    };
    let said = open(&bytes, None, &low);
    assert!(said.starts_with("challenge.toml:"), "{said}");
    assert!(
        said.ends_with("`fuel` is `50000000`; hint: at most 1000"),
        "{said}"
    );
    fs::write(last.join("other.parquet"), b"").expect("it can be written");
    let stray = pack::pack_final(&last).expect("it packs");
    let said = open(&bytes, Some(stray), &Limits::CEILING);
    assert!(
        said.contains("`data/final/other.parquet` has no dictionary"),
        "{said}"
    );
    assert!(open(b"nothing", None, &Limits::CEILING).contains("damaged"));
}
