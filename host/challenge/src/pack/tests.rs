use std::{fs, path::Path};

use tar::{Builder, EntryType, Header};

use super::*;
use crate::fixture::{self, case, folder};

const CITY: PackOptions = PackOptions {
    audience: Audience::City,
};
const STARTUP: PackOptions = PackOptions {
    audience: Audience::Startup,
};

fn components() -> BTreeMap<String, Vec<u8>> {
    ["harness", "baseline", "reference"]
        .map(|name| (name.to_owned(), name.as_bytes().to_vec()))
        .into()
}

fn cases() -> BTreeMap<Split, Vec<Case>> {
    Split::ALL
        .map(|split| (split, vec![case(&format!("{split}-1"), "day", "b")]))
        .into()
}

fn packed(folder: &Path, options: PackOptions) -> Vec<u8> {
    let package = Package::open(folder).expect("the fixture is valid");
    pack(&package, &components(), &cases(), options).expect("the fixture packs")
}

fn names(bytes: &[u8]) -> Vec<String> {
    let pack = read_pack(bytes.to_vec()).expect("the pack reads");
    pack.package
        .source()
        .files()
        .map(|(path, _)| path.to_owned())
        .collect()
}

#[test]
fn a_pack_reads_back_and_keeps_its_digests() {
    let folder = folder();
    let package = Package::open(folder.path()).expect("the fixture is valid");
    let pack = read_pack(packed(folder.path(), CITY)).expect("the pack reads");
    assert_eq!(pack.package.manifest(), package.manifest());
    assert_eq!(pack.package.manifest_digest(), package.manifest_digest());
    for split in Split::ALL {
        assert_eq!(pack.package.data_digest(split), package.data_digest(split));
    }
    assert_eq!(pack.package.statement().bg, "# Задача\n");
    assert_eq!(
        (pack.components.clone(), pack.cases.clone()),
        (components(), cases())
    );
    assert_eq!(pack.harness(), b"harness");
}

#[test]
fn equal_contents_give_equal_bytes() {
    let (one, other) = (folder(), folder());
    fs::create_dir_all(other.path().join("target/debug")).expect("build output");
    fixture::write(other.path(), "target/debug/x", "built");
    fixture::write(other.path(), "harness/src/lib.rs", "source");
    assert_eq!(packed(one.path(), CITY), packed(other.path(), CITY));
}

#[test]
fn a_city_gets_all_but_sources() {
    assert_eq!(
        names(&packed(folder().path(), CITY)),
        [
            "cases/final.json",
            "cases/public.json",
            "cases/sample.json",
            "challenge.toml",
            "components/baseline.wasm",
            "components/harness.wasm",
            "components/reference.wasm",
            "data/README.md",
            "data/common/c.parquet",
            "data/csvw.json",
            "data/final/f.parquet",
            "data/granted/places.parquet",
            "data/make.py",
            "data/public/p.parquet",
            "data/sample/s.parquet",
            "rubric.toml",
            "statement/bg.md",
            "statement/en.md",
        ]
    );
}

#[test]
fn a_startup_gets_no_hidden_split_and_no_reference() {
    assert_eq!(
        names(&packed(folder().path(), STARTUP)),
        [
            "cases/sample.json",
            "challenge.toml",
            "components/baseline.wasm",
            "components/harness.wasm",
            "data/README.md",
            "data/common/c.parquet",
            "data/csvw.json",
            "data/granted/places.parquet",
            "data/sample/s.parquet",
            "rubric.toml",
            "statement/bg.md",
            "statement/en.md",
        ]
    );
}

#[test]
fn the_pack_for_startups_comes_from_the_citys() {
    let folder = folder();
    let hidden = "nobody may read this";
    fixture::write(folder.path(), "data/final/f.parquet", hidden);
    fixture::write(folder.path(), "data/make.py", hidden);
    let startup = startup_pack(packed(folder.path(), CITY)).expect("it packs");
    assert_eq!(startup, packed(folder.path(), STARTUP));
    let held = String::from_utf8_lossy(&startup);
    for part in [hidden, "public-1", "final-1", "reference.wasm"] {
        assert!(!held.contains(part), "{part}");
    }
    startup_pack(b"no pack".to_vec()).expect_err("it is none");
}

#[test]
fn what_does_not_belong_is_not_packed() {
    let folder = folder();
    let package = Package::open(folder.path()).expect("the fixture is valid");
    let pack = |components: &BTreeMap<_, _>, cases: &BTreeMap<_, _>| {
        super::pack(&package, components, cases, CITY).expect_err("it does not belong")
    };
    let none = BTreeMap::new();
    assert!(matches!(pack(&none, &cases()), PackError::NoHarness));
    let mut stray = components();
    stray.insert("other".to_owned(), Vec::new());
    assert!(matches!(pack(&stray, &cases()), PackError::UnknownComponent(name) if name == "other"));
    let empty = BTreeMap::from([(Split::Sample, Vec::new())]);
    assert!(matches!(pack(&components(), &empty), PackError::Cases(_)));
}

/// An archive of some entries; names go in as they are.
pub(super) fn tar(entries: &[(&str, EntryType, &[u8])]) -> Vec<u8> {
    let mut builder = Builder::new(Vec::new());
    for (name, kind, bytes) in entries {
        let mut header = Header::new_ustar();
        header.as_old_mut().name[..name.len()].copy_from_slice(name.as_bytes());
        header.set_entry_type(*kind);
        header.set_size(bytes.len() as u64);
        header.set_cksum();
        builder.append(&header, *bytes).expect("an entry");
    }
    builder.into_inner().expect("an archive")
}

fn refused(entries: &[(&str, EntryType, &[u8])]) -> SourceError {
    refused_within(entries, Bounds::default())
}

fn refused_within(entries: &[(&str, EntryType, &[u8])], bounds: Bounds) -> SourceError {
    Source::pack(tar(entries), bounds).expect_err("it is refused")
}

const FILE: EntryType = EntryType::Regular;

#[test]
fn links_and_odd_kinds_are_refused() {
    for kind in [EntryType::Symlink, EntryType::Link] {
        assert!(matches!(
            refused(&[("data/a", kind, b"")]),
            SourceError::Link(_)
        ));
    }
    for kind in [
        EntryType::Directory,
        EntryType::Fifo,
        EntryType::Char,
        EntryType::GNUSparse,
    ]
    .into_iter()
    .chain([
        EntryType::GNULongName,
        EntryType::XHeader,
        EntryType::Continuous,
    ]) {
        assert!(
            matches!(refused(&[("data/a", kind, b"")]), SourceError::Kind(_)),
            "{kind:?}"
        );
    }
}

#[test]
fn names_that_lead_elsewhere_are_refused() {
    for name in [
        "/etc/passwd",
        "data/../x",
        "../x",
        "data//a",
        "./data/a",
        "data\\a",
        "data/",
    ] {
        assert!(
            matches!(refused(&[(name, FILE, b"")]), SourceError::Name { .. }),
            "{name}"
        );
    }
}

#[test]
fn double_names_are_refused() {
    for (one, other) in [
        ("data/a", "data/a"),
        ("data/a", "data/A"),
        ("data/a", "data/a/b"),
    ] {
        for [first, second] in [[one, other], [other, one]] {
            let error = refused(&[(first, FILE, b""), (second, FILE, b"")]);
            assert!(matches!(error, SourceError::Double(_)), "{first} {second}");
        }
    }
}

#[test]
fn unknown_names_are_refused() {
    for name in [
        "x",
        "harness/src/lib.rs",
        "target/x",
        "data",
        "challenge.toml/x",
        "plugins/a",
    ] {
        assert!(
            matches!(refused(&[(name, FILE, b"")]), SourceError::Unknown(_)),
            "{name}"
        );
    }
    let folder = folder();
    for name in [
        "components/a.txt",
        "components/a/b.wasm",
        "cases/all.json",
        "cases/sample",
    ] {
        let mut entries = entries_of(folder.path());
        entries.push(("components/harness.wasm".to_owned(), Vec::new()));
        entries.push((name.to_owned(), b"[]".to_vec()));
        let error = read_pack(tar_of(&entries)).expect_err("it is unknown");
        let unknown = matches!(error, PackError::Source(SourceError::Unknown(_)));
        assert!(
            unknown || matches!(error, PackError::UnknownComponent(_)),
            "{name}: {error}"
        );
    }
}

#[test]
fn bounds_hold_for_packs() {
    let bounds = || Bounds {
        entries: 2,
        depth: 1,
        file_bytes: 4,
        text_bytes: 2,
        total_bytes: 6,
    };
    let many = [
        ("data/a", FILE, b"".as_slice()),
        ("data/b", FILE, b""),
        ("data/c", FILE, b""),
    ];
    assert!(matches!(
        refused_within(&many, bounds()),
        SourceError::TooMany(2)
    ));
    let large = [("data/a", FILE, b"12345".as_slice())];
    assert!(matches!(
        refused_within(&large, bounds()),
        SourceError::TooLarge { limit: 4, .. }
    ));
    let together = [
        ("data/a", FILE, b"1234".as_slice()),
        ("data/b", FILE, b"1234"),
    ];
    assert!(matches!(
        refused_within(&together, bounds()),
        SourceError::TooLargeTogether(6)
    ));
    let deep = [("data/a/b", FILE, b"".as_slice())];
    assert!(matches!(
        refused_within(&deep, bounds()),
        SourceError::TooDeep { limit: 1, .. }
    ));
    let within = [
        ("data/a", FILE, b"1234".as_slice()),
        ("data/b", FILE, b"12"),
    ];
    assert!(Source::pack(tar(&within), bounds()).is_ok());
}

#[test]
fn a_pack_cut_off_anywhere_is_refused() {
    let bytes = packed(folder().path(), CITY);
    for length in (0..bytes.len()).step_by(64).chain([bytes.len() - 1]) {
        assert!(read_pack(bytes[..length].to_vec()).is_err(), "{length}");
    }
    let mut longer = bytes;
    longer.extend([0; 512]);
    assert!(matches!(
        read_pack(longer),
        Err(PackError::Source(SourceError::Damaged(_)))
    ));
}

#[test]
fn a_declared_size_beyond_the_end_is_refused() {
    let mut header = Header::new_ustar();
    header.set_path("data/a").expect("a name");
    header.set_entry_type(FILE);
    header.set_size(1 << 20);
    header.set_cksum();
    let bytes = header.as_bytes().to_vec();
    let error = Source::pack(bytes, Bounds::default()).expect_err("it is cut off");
    assert!(matches!(error, SourceError::Damaged(_)));
}

#[test]
fn cases_of_a_pack_are_checked() {
    let folder = folder();
    let with = |text: &str| {
        let mut entries = entries_of(folder.path());
        entries.push(("components/harness.wasm".to_owned(), Vec::new()));
        entries.push(("cases/sample.json".to_owned(), text.as_bytes().to_vec()));
        read_pack(tar_of(&entries)).expect_err("they are wrong")
    };
    assert!(matches!(with("{"), PackError::NotCases { .. }));
    assert!(matches!(with("[]"), PackError::Cases(_)));
    let entries = entries_of(folder.path());
    assert!(matches!(
        read_pack(tar_of(&entries)),
        Err(PackError::NoHarness)
    ));
}

#[test]
fn extraction_is_whole_or_not_at_all() {
    let parent = tempfile::tempdir().expect("a temporary folder");
    let target = parent.path().join("challenge");
    let bytes = packed(folder().path(), CITY);
    let left = || {
        fs::read_dir(parent.path())
            .expect("the folder is there")
            .count()
    };

    extract(bytes[..bytes.len() - 512].to_vec(), &target).expect_err("it is cut off");
    assert_eq!(left(), 0);
    extract(bytes.clone(), &target).expect("it extracts");
    assert_eq!(left(), 1);
    let source = Source::folder(&target).expect("a folder");
    let pack = Pack::load(source).expect("an extracted pack reads as one");
    assert_eq!(pack.cases, cases());
    let error = extract(bytes.clone(), &target).expect_err("it is there");
    assert!(matches!(error, PackError::Occupied(_)));
    let orphan = parent.path().join("missing/challenge");
    assert!(matches!(
        extract(bytes, &orphan),
        Err(PackError::Write { .. })
    ));
    assert_eq!(left(), 1);
}

/// The files of a folder that a pack may hold.
fn entries_of(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let source = Source::folder(folder).expect("a folder");
    let packed = |path: &str| !path.starts_with("harness") && !path.starts_with("plugins");
    source
        .files()
        .filter(|(path, _)| packed(path))
        .map(|(path, _)| (path.to_owned(), source.read(path).expect("a file")))
        .collect()
}

fn tar_of(entries: &[(String, Vec<u8>)]) -> Vec<u8> {
    let entries = entries
        .iter()
        .map(|(name, bytes)| (name.as_str(), FILE, bytes.as_slice()));
    tar(&entries.collect::<Vec<_>>())
}
