//! Every list as JSON, page by page, and as a table: the same rows.

use std::collections::BTreeMap;

use pilotbox_tests::server::{
    Challenge, Client, Operation, World, city_pack, data, has_ended, run_of, worlds,
};
use serde_json::{Value, json};

type Row = BTreeMap<String, String>;

#[test]
fn a_table_reads_back_as_the_pages_of_the_same_list() {
    worlds(|world| {
        let challenge = world.challenge(&city_pack("challenges/mobility/parking-forecast"));
        world.enrol(&challenge);
        let run = fill(&world, &challenge);
        let operations = world.site.contract().operations().iter();
        let lists: Vec<_> = operations
            .filter(|operation| is_list(operation) && !grows(operation) && is_here(operation))
            .collect();
        assert!(lists.len() >= 12, "{} lists", lists.len());
        let mut empty = Vec::new();
        for list in lists {
            let path = path(list, &challenge, &run);
            let reader = reader(&world, list);
            let pages = pages(reader, &path);
            let table = table(reader, &path);
            assert_eq!(pages, table, "{path}");
            if table.is_empty() {
                empty.push(path);
            }
        }
        empty.sort();
        // No challenge is closed here, so that the jury has nothing to read, no name is
        // published and no pilot opened; every run has ended, and none is rejudged.
        let expected = [
            "/api/v1/admin/work/runs",
            "/api/v1/assignments",
            "/api/v1/challenges/parking-forecast/assignments",
            "/api/v1/challenges/parking-forecast/blind",
            "/api/v1/challenges/parking-forecast/rejudges",
            "/api/v1/organisations",
            "/api/v1/pilots",
        ];
        assert_eq!(empty, expected);
    });
}

fn path(list: &Operation, challenge: &Challenge, run: &str) -> String {
    let template = &list.template;
    let is_of_run = template.starts_with("/api/v1/runs/");
    template.replace("{id}", if is_of_run { run } else { &challenge.id })
}

/// Somebody who may read the list.
fn reader<'a>(world: &'a World, list: &Operation) -> &'a Client {
    match list.about["operationId"].as_str().unwrap_or_default() {
        "list_accounts" | "list_invitations" | "list_organisations" | "list_quotas"
        | "list_unended_runs" => &world.admin.client,
        "list_tokens" => &world.startup.client,
        "list_blind" | "list_own_assignments" => &world.evaluator.client,
        _ => &world.staff.client,
    }
}

/// Puts more than one page into most lists, and what spreadsheets choke on.
fn fill(world: &World, challenge: &Challenge) -> String {
    let path = challenge.path();
    let startup = &world.startup;
    let odd = ["=1+1", "a \"quoted\", text", "две\nлинии", "-1", "@sum"];
    for (place, text) in odd.iter().enumerate() {
        let mut set = data::ask(&format!("data-{place}"));
        set["description"]["en"] = json!(text);
        world
            .staff
            .client
            .post("/api/v1/data-sets", &set)
            .expect(201);
    }
    for text in odd {
        let title = json!({ "bg": "Заглавие", "en": "A title" });
        let body = json!({ "bg": text, "en": text });
        let announcement = json!({ "title": title, "body": body });
        world
            .staff
            .client
            .post(&format!("{path}/announcements"), &announcement)
            .expect(201);
        world
            .staff
            .client
            .post("/api/v1/announcements", &announcement)
            .expect(201);
        let question = json!({ "question": text });
        startup
            .client
            .post(&format!("{path}/clarifications"), &question)
            .expect(201);
        startup.token(&["read", "submit"]);
        propose(&world.staff.client, text);
    }
    let mut run = String::new();
    for title in ["=cmd", "second", "third"] {
        let dossier = json!({ "title": title });
        let submission = startup.submit(challenge, "parking-seasonal", &dossier);
        run = run_of(&submission, "sample");
        has_ended(&startup.client, &run);
        has_ended(&startup.client, &run_of(&submission, "public"));
    }
    run
}

/// A problem that everybody sees, since staff propose it. Its title is one line.
fn propose(staff: &Client, text: &str) {
    let problem = json!({
        "language": "bg", "title": text.replace('\n', " "), "affected": text,
        "importance": text, "solved_when": text, "field": "ict", "districts": [1, 24],
    });
    staff.post("/api/v1/problems", &problem).expect(201);
}

fn is_list(operation: &Operation) -> bool {
    let parameters = operation.about["parameters"].as_array();
    let mut parameters = parameters.into_iter().flatten();
    parameters.any(|parameter| parameter["name"] == "cursor")
}

/// Mails that tell of verdicts go when they can, between two looks at the list.
fn grows(operation: &Operation) -> bool {
    operation.about["operationId"] == "list_mails"
}

/// There is no pilot before results are published.
fn is_here(operation: &Operation) -> bool {
    operation.about["operationId"] != "list_pilot_feedback"
}

/// Every row, two at a time.
fn pages(client: &Client, path: &str) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut next = String::new();
    loop {
        let page = client.get(&format!("{path}?limit=2{next}"));
        if page.code().as_deref() == Some("wrong-state") {
            return rows;
        }
        let page = page.expect(200).json();
        for item in page["items"].as_array().into_iter().flatten() {
            let mut row = Row::new();
            flatten("", item, &mut row);
            rows.push(row);
        }
        match page["next"].as_str() {
            Some(cursor) => next = format!("&cursor={cursor}"),
            None => return rows,
        }
    }
}

/// The rows of the table. What begins like a formula has a quote before it.
fn table(client: &Client, path: &str) -> Vec<Row> {
    let answer = client.get(&format!("{path}?format=csv"));
    if answer.code().as_deref() == Some("wrong-state") {
        return Vec::new();
    }
    let answer = answer.expect(200);
    assert_eq!(answer.kind(), "text/csv");
    let mut reader = csv::Reader::from_reader(answer.body.as_slice());
    let rows = reader.deserialize().map(|row| row.expect("a row is a row"));
    rows.map(|row: Row| {
        row.into_iter()
            .filter(|(_, text)| !text.is_empty())
            .collect()
    })
    .collect()
}

fn flatten(name: &str, value: &Value, row: &mut Row) {
    match value {
        Value::Object(fields) => {
            for (field, value) in fields {
                let dot = if name.is_empty() { "" } else { "." };
                flatten(&format!("{name}{dot}{field}"), value, row);
            }
        }
        Value::Null => {}
        Value::String(text) if text.is_empty() => {}
        Value::String(text) => {
            let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
            let quote = if is_formula { "'" } else { "" };
            row.insert(name.to_owned(), format!("{quote}{text}"));
        }
        other => {
            row.insert(name.to_owned(), other.to_string());
        }
    }
}
