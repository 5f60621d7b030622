//! What of two tables goes into the packages that are compared; no program runs here.

use std::{collections::BTreeMap, fs};

use jiff::Timestamp;
use pilotbox_challenge::{
    Package,
    template::{ParamValue, TemplateKind, files},
};
use pilotbox_model::api::{challenges::Bilingual, templates::TemplateAsk};
use tempfile::TempDir;

use super::{
    Swap, SwapError,
    parts::{Cut, Draft},
};
use crate::{
    table::{InputTable, texts},
    template::{form_of, tables},
};

const ROWS: usize = 60;

fn table(rows: impl Iterator<Item = String>, heading: &str) -> InputTable {
    let lines: Vec<_> = std::iter::once(heading.to_owned()).chain(rows).collect();
    InputTable::read(lines.join("\n").into_bytes()).expect("it is a table")
}

/// Reports with a name, a word, a district and the department that answers.
fn raw() -> InputTable {
    let row = |row: usize| {
        let (word, answers) = [("hole", "roads"), ("tree", "parks")][row % 2];
        let district = ["east", "west"][row / 2 % 2];
        format!("r{row},{word},{district},{answers}")
    };
    table((0..ROWS).map(row), "number,word,district,department")
}

/// The same in the order of `origins`, without numbers, all of one district.
fn published(origins: &[u32], department: impl Fn(u32) -> &'static str) -> InputTable {
    let row = |row: &u32| {
        let word = ["hole", "tree"][*row as usize % 2];
        format!("{word},*,{}", department(*row))
    };
    table(origins.iter().map(row), "word,district,department")
}

fn as_it_was(row: u32) -> &'static str {
    ["roads", "parks"][row as usize % 2]
}

/// A package of the raw table.
fn package(settings: &[(&str, &str)]) -> (TempDir, Package) {
    let both = || Bilingual {
        bg: "текст".to_owned(),
        en: "text".to_owned(),
    };
    let mut all = BTreeMap::from([
        ("target".to_owned(), "department".to_owned()),
        ("metric".to_owned(), "accuracy".to_owned()),
    ]);
    let more = settings.iter();
    all.extend(more.map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    let ask = TemplateAsk {
        id: "reports".to_owned(),
        title: both(),
        problem: both(),
        affected: both(),
        settings: all,
        unit: String::new(),
        opens_at: Timestamp::UNIX_EPOCH,
        closes_at: Timestamp::from_second(86_400).expect("it is near"),
        is_public_data: true,
        licence: "CC0-1.0".to_owned(),
        source: "made up".to_owned(),
        table_title: both(),
        seed: 3,
    };
    let form = form_of(TemplateKind::Classify, &ask);
    let parts = tables::split(&form, &raw()).expect("it can be cut");
    let made = files(&form, parts).expect("the form is good");
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (path, bytes) in &made.files {
        let file = folder.path().join(path);
        fs::create_dir_all(file.parent().expect("it has one")).expect("it can be made");
        fs::write(file, bytes).expect("it can be written");
    }
    let package = Package::open(folder.path()).expect("it is a package");
    (folder, package)
}

const USUAL: [(&str, &str); 2] = [("id", "number"), ("strata", "district")];

/// A table of a draft.
fn of_draft(draft: &Draft, path: &str) -> InputTable {
    let folder = tempfile::tempdir().expect("a temporary folder");
    draft.write(folder.path()).expect("it can be written");
    let bytes = fs::read(folder.path().join(path)).expect("it is there");
    InputTable::read(bytes).expect("it is a table")
}

fn setting(draft: &Draft, name: &str) -> Option<ParamValue> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    draft.write(folder.path()).expect("it can be written");
    let package = Package::open(folder.path()).expect("it is a package");
    package.manifest().harness.params.get(name).cloned()
}

fn cells(table: &InputTable, column: &str) -> Vec<String> {
    let column = table.column(column).expect("it is there");
    let cells = texts(column).into_iter();
    cells
        .map(|cell| cell.expect("a value").to_string())
        .collect()
}

#[test]
fn a_published_row_lies_where_its_raw_one_does_and_in_its_order() {
    let (_folder, package) = package(&USUAL);
    // Every seventh row is left out, the others come from the last to the first.
    let origins: Vec<u32> = (0..60).rev().filter(|row| row % 7 != 0).collect();
    let (raw, published) = (raw(), published(&origins, as_it_was));
    let swap = Swap {
        raw: &raw,
        published: &published,
        origins: &origins,
    };
    let cut = Cut::new(TemplateKind::Classify, &package, &swap).expect("they fit");
    let before = cut.raw().expect("it can be written");
    let after = cut.published().expect("it can be written");
    let after = after.expect("there are rows");
    for path in [
        "data/common/records-training.parquet",
        "data/sample/records.parquet",
    ] {
        let (before, after) = (of_draft(&before, path), of_draft(&after, path));
        let left: Vec<_> = cells(&before, "number")
            .into_iter()
            .filter(|name| {
                let row: u32 = name[1..].parse().expect("a number");
                !row.is_multiple_of(7)
            })
            .collect();
        assert!(left.len() > 5 && before.rows() > left.len(), "{path}");
        assert_eq!(cells(&after, "pilotbox-id"), left, "{path}");
        let kept = cells(&before, "district")
            .into_iter()
            .zip(cells(&before, "number"));
        let kept = kept.filter(|(_, name)| left.contains(name));
        let districts: Vec<_> = kept.map(|(district, _)| district).collect();
        assert_eq!(cells(&after, "pilotbox-strata"), districts);
        assert!(cells(&after, "district").iter().all(|cell| cell == "*"));
    }
}

#[test]
fn programs_are_shown_published_columns_alone() {
    let (_folder, package) = package(&USUAL);
    let origins: Vec<u32> = (0..60).collect();
    let (raw, published) = (raw(), published(&origins, as_it_was));
    let swap = Swap {
        raw: &raw,
        published: &published,
        origins: &origins,
    };
    let cut = Cut::new(TemplateKind::Classify, &package, &swap).expect("they fit");
    let after = cut.published().expect("it can be written");
    let after = after.expect("there are rows");
    let text = |text: &str| Some(ParamValue::Text(text.to_owned()));
    assert_eq!(setting(&after, "features"), text("word,district"));
    assert_eq!(setting(&after, "id"), text("pilotbox-id"));
    assert_eq!(setting(&after, "strata"), text("pilotbox-strata"));
    let before = cut.raw().expect("it can be written");
    assert_eq!(setting(&before, "features"), None);
    assert_eq!(setting(&before, "strata"), text("district"));
}

#[test]
fn what_is_not_published_cannot_be_shown() {
    let features = [("features", "number"), ("strata", "district")];
    let (_folder, package) = package(&features);
    let origins: Vec<u32> = (0..60).collect();
    let (raw, all) = (raw(), published(&origins, as_it_was));
    let swap = |published, origins| Swap {
        raw: &raw,
        published,
        origins,
    };
    let cut = Cut::new(TemplateKind::Classify, &package, &swap(&all, &origins));
    let reason = cut.expect("they fit").published().expect("no file fails");
    let told = "no column that its programs are shown is left";
    assert_eq!(reason.err().as_deref(), Some(told));
    let (_other, package) = self::package(&USUAL);
    let first = [0];
    let one = published(&first, as_it_was);
    let cut = Cut::new(TemplateKind::Classify, &package, &swap(&one, &first));
    let reason = cut.expect("they fit").published().expect("no file fails");
    let reason = reason.err().expect("a part is empty");
    assert!(reason.starts_with("no row of `data/"), "{reason}");
}

#[test]
fn points_of_two_questions_are_not_compared() {
    let (_folder, package) = package(&USUAL);
    let origins: Vec<u32> = (0..60).collect();
    let (raw, changed) = (raw(), published(&origins, |_| "city"));
    let dropped = table(origins.iter().map(|_| "*".to_owned()), "district");
    for published in [&changed, &dropped] {
        let swap = Swap {
            raw: &raw,
            published,
            origins: &origins,
        };
        let refused = Cut::new(TemplateKind::Classify, &package, &swap);
        let error = refused.err().expect("it is refused");
        assert!(
            matches!(&error, SwapError::Measured { column, .. } if column == "department"),
            "{error}"
        );
    }
}

#[test]
fn another_table_than_the_challenges_is_named() {
    let (_folder, package) = package(&USUAL);
    let other = table((0..ROWS).map(|row| row.to_string()), "height");
    let swap = Swap {
        raw: &other,
        published: &other,
        origins: &[],
    };
    let refused = Cut::new(TemplateKind::Classify, &package, &swap);
    let error = refused.err().expect("it is refused").to_string();
    assert!(
        error.starts_with("the table is not the one that `reports` is made from: ")
            && error.contains("`params.target`: the table has no column `department`"),
        "{error}"
    );
}
