//! Tests of what is told of raw data, and of what is shown of policies that were tried.

use std::io::Write as _;

use jiff::civil::{Date, date};
use pilotbox_model::{
    Digest,
    api::{challenges::Bilingual, problem::Code},
    report::{ColumnReport, Light, RiskReport},
};
use pilotbox_sanitize::{
    Role,
    policy::{Column, DataType, Policy, Step},
};
use pilotbox_store::data::{DataSet, RawData};
use tempfile::TempDir;

use super::{intake::masked, *};
use crate::{config::Config, problem::Problem, vault::Vault};

const TODAY: Date = date(2026, 11, 22);

/// A number with the right check digit, of nobody.
const EGN: &str = "8001010008";

const LIMIT_BYTES: u64 = 64 << 10;

fn vault() -> (TempDir, Vault) {
    let folder = tempfile::tempdir().unwrap();
    let mut config = Config::default();
    config.server.data = folder.path().to_owned();
    let vault = Vault::open(&config).unwrap();
    (folder, vault)
}

fn arrived(vault: &Vault, file_name: &str, table: Option<&str>, plain: &[u8]) -> Arrived {
    let file = tempfile::tempfile().unwrap();
    let mut writer = vault.writer("people", "R1", file).unwrap();
    writer.write_all(plain).unwrap();
    Arrived {
        raw_id: "R1".to_owned(),
        file_name: file_name.to_owned(),
        table: table.map(str::to_owned),
        bytes: plain.len() as u64,
        encrypted: writer.finish().unwrap(),
    }
}

fn looked(file_name: &str, table: Option<&str>, plain: &[u8]) -> Result<Looked, Problem> {
    let (_folder, vault) = vault();
    let arrived = arrived(&vault, file_name, table, plain);
    look(&vault, "people", arrived, LIMIT_BYTES, TODAY)
}

fn lines(count: u32, line: impl Fn(u32) -> String) -> String {
    let lines: Vec<_> = (0..count).map(|number| line(number) + "\n").collect();
    lines.concat()
}

fn refused(file_name: &str, table: Option<&str>, plain: &[u8]) -> Problem {
    let Err(problem) = looked(file_name, table, plain) else {
        panic!("`{file_name}` is refused");
    };
    let told = format!("{:?}", problem.body());
    assert!(!told.contains(EGN), "{told}");
    problem
}

#[test]
fn what_a_detector_finds_is_not_repeated() {
    let told = masked(&format!("`people`, line 3, column `{EGN}`: is no number"));
    assert_eq!(told, "`people`, line 3, column `▮`: is no number");
    assert_eq!(
        masked("`people`: the file is empty"),
        "`people`: the file is empty"
    );
}

#[test]
fn a_table_is_looked_at_and_its_cells_stay_out() {
    let rows = lines(50, |age| format!("{EGN},{age}"));
    let found = looked("a.csv", None, format!("egn,age\n{rows}").as_bytes());
    let Ok(found) = found else {
        panic!("it can be read")
    };
    assert_eq!((found.rows, found.rows_aside), (50, 0));
    assert_eq!(
        (found.table.as_str(), found.format.as_str()),
        ("people", "csv")
    );
    let kept = serde_json::to_string(&found.about).unwrap();
    assert!(kept.contains("\"egn\"") && !kept.contains(EGN), "{kept}");
    let kinds = &found.about.columns[0].kinds;
    assert_eq!(kinds[0].kind, "egn");
}

#[test]
fn a_row_in_the_place_of_the_header_is_refused_by_its_place() {
    let rows = lines(9, |age| format!("Ivan,{EGN},x{age}"));
    // A header is told by its unlike types, and here is none.
    let text = format!("Ivan,{EGN} a,b\n{rows}");
    let problem = refused("a.csv", None, text.as_bytes());
    let told = problem.body().detail.unwrap_or_default();
    assert!(told.contains("is called like a person"), "{told}");
}

#[test]
fn of_several_tables_one_has_to_be_named() {
    let entity = |kind: &str| format!(r#"{{"id":"urn:ngsi-ld:{kind}:1","type":"{kind}"}}"#);
    let text = format!("[{},{}]", entity("Bus"), entity("Tram"));
    let problem = refused("a.json", None, text.as_bytes());
    let field = problem.body().fields.remove(0);
    assert_eq!((field.field.as_str(), field.choices.len()), ("table", 2));
    assert!(
        field.choices.contains(&"Tram".to_owned()),
        "{:?}",
        field.choices
    );
    let problem = refused("a.json", Some("Train"), text.as_bytes());
    assert_eq!(problem.body().fields[0].field, "table");
    assert!(looked("a.json", Some("Tram"), text.as_bytes()).is_ok());
    let named = format!("[{},{}]", entity("Bus"), entity(EGN));
    refused("a.json", None, named.as_bytes());
    refused("a.json", Some(EGN), named.as_bytes());
}

#[test]
fn what_is_no_table_is_refused_and_what_is_too_large_too() {
    for name in ["a.doc", "a", ".csv."] {
        assert_eq!(
            demand_format(name).unwrap_err().code(),
            Code::Rejected,
            "{name}"
        );
    }
    for (name, bytes) in [
        ("a.csv", &b""[..]),
        ("a.csv", b"a,b\n"),
        ("a.parquet", b"PAR1 and no more"),
        ("a.zip", b"PK and no more"),
        ("a.inp", b"[NOTHING]"),
    ] {
        assert_eq!(refused(name, None, bytes).code(), Code::Rejected, "{name}");
    }
    let long = vec![b'a'; usize::try_from(LIMIT_BYTES).unwrap() + 1];
    assert_eq!(refused("a.csv", None, &long).code(), Code::TooLarge);
}

#[test]
fn raw_data_of_another_data_set_cannot_be_decrypted() {
    let (_folder, vault) = vault();
    let arrived = arrived(&vault, "a.csv", None, b"a\n1\n");
    let opened = look(&vault, "others", arrived, LIMIT_BYTES, TODAY);
    assert_eq!(
        opened.err().map(|problem| problem.code()),
        Some(Code::WrongState)
    );
}

fn column(name: &str, level: Option<(u32, u32)>, after: &[&str]) -> ColumnReport {
    ColumnReport {
        name: name.to_owned(),
        role: "plain".to_owned(),
        steps: Vec::new(),
        level,
        loss: None,
        distance: None,
        before: vec!["••".to_owned()],
        after: after.iter().map(|cell| (*cell).to_owned()).collect(),
    }
}

fn report(columns: Vec<ColumnReport>) -> RiskReport {
    RiskReport {
        dataset: "people".to_owned(),
        version: "0.1.0".to_owned(),
        title: Bilingual {
            bg: "Хора".to_owned(),
            en: "People".to_owned(),
        },
        policy: Digest::of(b"a policy"),
        light: Light::Green,
        rows_before: 9,
        rows_after: 9,
        rows_suppressed: 0,
        figures: Vec::new(),
        promises: Vec::new(),
        crowds: Vec::new(),
        columns,
        utility: None,
    }
}

fn set() -> DataSet {
    DataSet {
        id: "people".to_owned(),
        title_bg: "Хора".to_owned(),
        title_en: "People".to_owned(),
        description_bg: "Хора".to_owned(),
        description_en: "People".to_owned(),
        owner: "a directorate".to_owned(),
        theme: "SOCI".to_owned(),
        raw_days: 30,
        created_by: "A1".to_owned(),
        created_at: 0,
        revision: 1,
    }
}

fn raw() -> RawData {
    RawData {
        id: "R1".to_owned(),
        data_set_id: "people".to_owned(),
        digest: String::new(),
        file_name: "Ivan Petrov.csv".to_owned(),
        table_name: "people".to_owned(),
        format: "csv".to_owned(),
        bytes: 1,
        rows: 1,
        rows_aside: 0,
        about: "{}".to_owned(),
        brought_by: "A1".to_owned(),
        brought_by_name: "Ann".to_owned(),
        brought_at: 0,
        delete_at: 1,
    }
}

fn policy() -> Policy {
    let now = "2026-11-22T10:00:00Z".parse().unwrap();
    let rows = lines(50, |age| format!("{EGN},{age}"));
    let found = looked("a.csv", None, format!("egn,age\n{rows}").as_bytes());
    let Ok(found) = found else {
        panic!("it can be read")
    };
    first(&set(), &raw(), &found.about, signature("Ann", now).unwrap())
}

#[test]
fn of_a_policy_that_was_tried_groups_and_pseudonyms_are_shown() {
    let mut policy = policy();
    let mut named = Column::new("named", DataType::Text, Role::Identifier);
    named.steps = vec![Step::Pseudonym {
        prefix: "p-".to_owned(),
        length: 16,
    }];
    policy.columns.push(named);
    let columns = vec![
        column("as-it-came", None, &["Lozenets"]),
        column("level-0", Some((0, 2)), &["Lozenets"]),
        column("grouped", Some((1, 2)), &["40-49", EGN]),
        column("named", None, &["p-abcdefgh"]),
    ];
    let shown = tried(report(columns), &policy);
    let after: Vec<_> = shown.columns.iter().map(|one| one.after.clone()).collect();
    let expected: [&[&str]; 4] = [&[], &[], &["40-49"], &["p-abcdefgh"]];
    assert_eq!(after, expected.map(<[&str]>::to_vec));
    assert!(shown.columns.iter().all(|one| one.before == ["••"]));
    let hidden = sealed(shown);
    let is_empty = |one: &ColumnReport| one.before.is_empty() && one.after.is_empty();
    assert!(hidden.columns.iter().all(is_empty));
}

#[test]
fn the_name_of_a_file_names_nobody_and_keeps_its_ending() {
    for (name, known) in [
        ("counts_by_hour.csv".to_owned(), "counts_by_hour.csv"),
        (format!("{EGN}.csv"), "▮.csv"),
        (format!("people_{EGN}.CSV"), "people_▮.CSV"),
        ("ann@city.example.parquet".to_owned(), "▮.parquet"),
        (EGN.to_owned(), "▮"),
    ] {
        assert_eq!(known_name(&name), known);
    }
}

#[test]
fn a_first_policy_names_no_file_and_the_next_one_raises_the_version() {
    let policy = policy();
    assert_eq!(policy.faults(), []);
    assert!(!policy.to_toml().contains("Petrov"), "{}", policy.to_toml());
    let now = "2026-11-23T10:00:00Z".parse().unwrap();
    let versions = ["0.1.9", "0.1.10", "0.1.2"].into_iter();
    let later = next(policy, versions, signature("Ben", now).unwrap());
    assert_eq!(
        (later.version.as_str(), later.approved.as_ref()),
        ("0.1.11", None)
    );
    assert_eq!(later.proposed.by, "Ben");
}

#[test]
fn a_namesake_who_approves_is_told_apart() {
    let now = "2026-11-22T10:00:00Z".parse().unwrap();
    let by = |name| approved(policy(), signature(name, now).unwrap()).unwrap();
    let name = |policy: Policy| policy.approved.unwrap().by;
    assert_eq!(name(by("Ben")), "Ben");
    assert_eq!(name(by("ann")), "ann (2)");
    let early = "2026-11-21T10:00:00Z".parse().unwrap();
    let fault = approved(policy(), signature("Ben", early).unwrap());
    assert_eq!(fault.unwrap_err().field, "approved.on");
}
