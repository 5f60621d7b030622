//! Whether anybody who is in the raw data is found where nobody may be: in answers,
//! refusals, logs, mails, or on the disk.

use std::{fs, path::Path};

use pilotbox_sanitize::{
    Role,
    format::write,
    generate::{Dataset, Dirt, Form, GeneratorOptions, Label, Planted, generate},
    policy::{Column, Hierarchy, Policy},
};
use pilotbox_tests::{
    Search,
    server::{Answer, Client, Operation, World, data, worlds},
};

use super::ROWS;

/// What has no more bytes is not looked for: it may stand anywhere by chance.
const MIN_BYTES: usize = 8;

/// What names somebody wherever it stands.
const LABELS: [Label; 6] = [
    Label::Egn,
    Label::Lnch,
    Label::Iban,
    Label::Phone,
    Label::Email,
    Label::PersonName,
];

/// Demands that nobody who is looked for stands in any answer.
#[track_caller]
fn demand_none(search: &Search, answers: &[Answer]) {
    for answer in answers {
        assert_eq!(search.find(&answer.body), None, "{answer}");
        let headers = format!("{:?}", answer.headers);
        assert_eq!(search.find(headers.as_bytes()), None, "{answer}");
    }
}

/// People who do not exist, as CSV with the usual dirt, and what identifies them.
pub(super) fn people(rows: u64) -> (Vec<u8>, Vec<String>) {
    let options = GeneratorOptions {
        dirt: Dirt::USUAL,
        form: Form::Text,
        ..GeneratorOptions::new(11, Dataset::People, rows)
    };
    let made = generate(options).expect("the options are good");
    let labels = made.labels();
    let (table, truths) = made.into_table().expect("it is a table");
    let mut csv = Vec::new();
    write::csv(&table, &mut csv).expect("memory takes it");
    let planted = table.blocks().iter().zip(&truths);
    let planted = planted.flat_map(|(block, truth)| truth.planted(block));
    let values = planted.filter(names_somebody).map(|one| one.value);
    // A name may be a district's as well: finding it tells of nobody.
    let search = Search::of(values);
    let known = words_of_others(&csv, &labels).join("\n");
    let common = search.all_in(known.as_bytes());
    let values = search.texts().iter();
    let values = values.filter(|value| !common.contains(value.as_str()));
    (csv, values.cloned().collect())
}

fn names_somebody(planted: &Planted) -> bool {
    LABELS.contains(&planted.label) && planted.value.len() > MIN_BYTES
}

/// Cells of columns that name nobody; notes do, here and there.
fn words_of_others(csv: &[u8], labels: &[Label]) -> Vec<String> {
    let mut reader = csv::Reader::from_reader(csv);
    let heads = reader.headers().expect("it has a header").clone();
    let plain = labels.iter().zip(heads.iter()).enumerate();
    let plain: Vec<usize> = plain
        .filter(|(_, (label, head))| **label == Label::None && *head != "note")
        .map(|(place, _)| place)
        .collect();
    let records = reader.records().map(|record| record.expect("a row"));
    records
        .flat_map(|record| {
            let cells = plain.iter().map(|place| record[*place].to_owned());
            cells.collect::<Vec<_>>()
        })
        .collect()
}

#[test]
fn nobody_in_raw_data_is_found_anywhere_else() {
    worlds(|world| {
        let other = world
            .site
            .invite(&world.admin, "staff", "third-staff@city.example");
        let staff = &world.staff.client;
        let id = data::create(staff, "people");
        let (people, planted) = people(ROWS);
        assert!(planted.len() > 5_000, "{} are planted", planted.len());
        let search = Search::of(planted);
        let mut answers = broken_files(staff, &id, &people);
        answers.push(data::bring(staff, &id, "people.csv", &people).expect(200));
        let mut versions = policies(&world, &id, &mut answers);
        versions.push(seal(&world, &id, &people, &mut answers));
        demand_none(&search, &answers);
        let others = [
            &other.client,
            &world.second_staff.client,
            &world.careless_staff.client,
            &world.admin.client,
            &world.evaluator.client,
            &world.startup.client,
            &world.citizen.client,
            &world.site.client(),
        ];
        let mut shown = 0;
        for client in others {
            let answers = all_answers(&world, client, &id, &versions);
            demand_none(&search, &answers);
            shown += answers.iter().filter(|one| one.status == 200).count();
        }
        assert!(shown > 100, "{shown} answers were searched");
        // A reader is shown no more, but for what is fetched by name.
        demand_none(&search, &all_answers(&world, staff, &id, &versions));
        assert_eq!(search.find(world.site.log().as_bytes()), None);
        on_disk(&search, &world.site.folder().join("data"));
        // What proves that the search finds anything.
        let raw = staff.get(&format!("{}/raw", data::path(&id))).expect(200);
        assert!(people.starts_with(&raw.body));
        assert!(search.find(&raw.body).is_some());
        let titles = Search::of(["Заглавие".to_owned()]);
        let seen = staff.get(&data::path(&id)).expect(200);
        assert!(titles.find(&seen.body).is_some());
    });
}

/// Files in which cells stand where names should be, or that are cut off.
fn broken_files(staff: &Client, id: &str, people: &[u8]) -> Vec<Answer> {
    let first = people.iter().position(|byte| *byte == b'\n');
    let headless = &people[first.expect("there are lines") + 1..];
    let line = String::from_utf8_lossy(headless);
    let row: Vec<&str> = line.lines().next().unwrap_or_default().split(',').collect();
    let entity = |cell: &&str| format!("{{\"id\":{cell:?},\"type\":{cell:?},{cell:?}:{cell:?}}}");
    let entities: Vec<_> = row.iter().map(entity).collect();
    let entities = format!("[{}]", entities.join(","));
    let lines = entities.replace("},{", "}\n{");
    let sections: Vec<_> = row
        .iter()
        .map(|cell| format!("[{cell}]\n{cell}\n"))
        .collect();
    let sections = sections.concat();
    let quoted = [b"\"", people].concat();
    let files: [(&str, &[u8]); 11] = [
        ("people.csv", headless),
        ("people.csv", &quoted),
        ("people.doc", people),
        ("people.parquet", people),
        ("people.zip", people),
        ("people.pb", people),
        ("people.jsonl", people),
        ("people.json", people),
        ("people.json", entities.as_bytes()),
        ("people.jsonl", lines.as_bytes()),
        ("people.inp", sections.as_bytes()),
    ];
    let brought = files.map(|(name, bytes)| data::bring(staff, id, name, bytes));
    // A table without a header is one, too: its columns are numbered.
    let is_refused = |answer: &&Answer| answer.code().as_deref() == Some("rejected");
    let refused = brought.iter().filter(is_refused).count();
    assert!(refused >= 8, "{brought:?}");
    brought.to_vec()
}

/// Tries policies of all kinds, publishes by the good one, and tells their versions.
fn policies(world: &World, id: &str, answers: &mut Vec<Answer>) -> Vec<String> {
    let (staff, second) = (&world.staff.client, &world.second_staff.client);
    let good = data::draft(staff, id);
    answers.push(data::propose(staff, id, "dataset = ").refused("rejected"));
    let other = good.replacen("\"people\"", "\"others\"", 1);
    answers.push(data::propose(staff, id, &other).refused("rejected"));
    for change in [without_a_column as fn(&mut Policy), of_another_type] {
        let wrong = data::edited(&good, change);
        answers.push(data::propose(staff, id, &wrong).refused("rejected"));
    }
    let forgetful = [forgets_all as fn(&mut Policy), shortens_nothing];
    let mut versions = Vec::new();
    for (place, change) in forgetful.into_iter().enumerate() {
        let version = format!("0.{}.0", place + 2);
        let wrong = data::edited(&good, |policy| {
            version.clone_into(&mut policy.version);
            change(policy);
        });
        let proposed = data::propose(staff, id, &wrong).expect(201);
        assert_eq!(proposed.text_at("/about/light"), "red", "{proposed}");
        answers.push(proposed);
        answers.push(data::approve(second, id, &version).expect(200));
        answers.push(data::release(second, id, &version, false).refused("rejected"));
        versions.push(version);
    }
    answers.push(data::propose(staff, id, &good).expect(201));
    answers.push(data::approve(second, id, "0.1.0").expect(200));
    answers.push(data::release(second, id, "0.1.0", false).expect(201));
    answers.push(data::release(second, id, "0.1.0", true).refused("wrong-state"));
    versions.push("0.1.0".to_owned());
    versions
}

/// Brings the same people without the last, and seals what becomes of them.
fn seal(world: &World, id: &str, people: &[u8], answers: &mut Vec<Answer>) -> String {
    let (staff, second) = (&world.staff.client, &world.second_staff.client);
    let last = people[..people.len() - 1]
        .iter()
        .rposition(|byte| *byte == b'\n');
    let fewer = &people[..=last.expect("there are lines")];
    answers.push(data::bring(staff, id, "fewer.csv", fewer).expect(200));
    let draft = data::draft(staff, id);
    let proposed = data::propose(staff, id, &draft).expect(201);
    let version = proposed.text_at("/about/version");
    answers.push(proposed);
    answers.push(data::release(second, id, "0.1.0", true).refused("wrong-state"));
    answers.push(data::approve(second, id, &version).expect(200));
    answers.push(data::release(second, id, &version, true).expect(201));
    version
}

fn without_a_column(policy: &mut Policy) {
    policy.columns.retain(|column| column.name != "egn");
}

fn of_another_type(policy: &mut Policy) {
    let egn = policy
        .columns
        .iter_mut()
        .find(|column| column.name == "egn");
    let egn = egn.expect("the column is there");
    *egn = Column::new(
        "egn",
        pilotbox_sanitize::policy::DataType::Date,
        Role::Plain,
    );
}

/// Publishes every column as it is.
fn forgets_all(policy: &mut Policy) {
    policy.privacy.diversity = None;
    for column in &mut policy.columns {
        *column = Column::new(&column.name, column.data_type, Role::Plain);
    }
}

/// Groups that are as fine as what they group.
fn shortens_nothing(policy: &mut Policy) {
    forgets_all(policy);
    policy.privacy.k = 1;
    for name in ["egn", "phone", "email", "iban", "first_name", "family_name"] {
        let mut columns = policy.columns.iter_mut();
        let Some(column) = columns.find(|column| column.name == name) else {
            continue;
        };
        column.steps = vec![pilotbox_sanitize::policy::Step::Generalise { level: 1 }];
        column.hierarchy = Some(Hierarchy::Prefixes { lengths: vec![60] });
    }
}

/// Everything that somebody can read of the site, without the API's description and
/// without raw data.
fn all_answers(world: &World, client: &Client, id: &str, versions: &[String]) -> Vec<Answer> {
    let operations = world.site.contract().operations().iter();
    let reads = operations.filter(|operation| {
        let name = operation.about["operationId"].as_str().unwrap_or_default();
        let is_read = operation.method == "GET" && !operation.template.ends_with("/events");
        is_read && !["read_description", "fetch_raw"].contains(&name)
    });
    reads
        .flat_map(|operation| addresses(world, operation, id, versions))
        .map(|path| client.get(&path))
        .collect()
}

/// The addresses of an operation, with what is there in them.
fn addresses(world: &World, operation: &Operation, id: &str, versions: &[String]) -> Vec<String> {
    let template = operation.template.as_str();
    let thing = if template.contains("/data-sets/") {
        id
    } else {
        world.startup.organisation.as_deref().unwrap_or_default()
    };
    let files = [".parquet", ".csv", ".csv-metadata.json"].map(|ending| format!("{id}{ending}"));
    let files = files.into_iter();
    let names: Vec<_> = files
        .chain(["policy.toml", "risk.json"].map(str::to_owned))
        .collect();
    let numbers = ["1", "2"].map(str::to_owned);
    let mut all = vec![template.replace("{id}", thing)];
    let fillings: [(&str, &[String]); 3] = [
        ("{version}", versions),
        ("{number}", &numbers),
        ("{name}", &names),
    ];
    for (part, values) in fillings {
        let filled = all.iter().flat_map(|path| {
            let is_there = path.contains(part);
            let values = if is_there { values } else { &values[..1] };
            values.iter().map(|value| path.replace(part, value))
        });
        all = filled.collect();
    }
    all
}

/// The database where it is a file, blobs, mails and whatever else lies there.
fn on_disk(search: &Search, folder: &Path) {
    let mut folders = vec![folder.to_owned()];
    let mut files = 0;
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("the folder is there").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(bytes) = fs::read(&path) {
                assert_eq!(search.find(&bytes), None, "{}", path.display());
                files += 1;
            }
        }
    }
    assert!(files > 10, "{files} files were searched");
}
