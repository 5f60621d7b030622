use jiff::civil::date;
use serde_json::Value;

use super::*;

fn text(bg: &str, en: &str) -> Text {
    Text {
        bg: bg.to_owned(),
        en: en.to_owned(),
    }
}

fn catalogue() -> Catalogue {
    let base = "https://data.example.bg";
    Catalogue {
        url: base.to_owned(),
        title: text("Данни на града", "City data"),
        description: text("Отворени данни", "Open data"),
        publisher: Publisher {
            url: format!("{base}/city"),
            name: text("Столична община", "Sofia Municipality"),
        },
        modified: date(2026, 11, 22),
        data_sets: vec![DataSet {
            url: format!("{base}/parking/2"),
            identifier: "parking".to_owned(),
            version: "2".to_owned(),
            title: text("Паркинги", "Car parks"),
            description: text(
                "Ред 1\nс \"кавички\" и \\ край\u{202e}",
                "One \"line\".\" . <https://evil.example> a <x> .",
            ),
            keywords: vec![text("паркиране", "parking")],
            themes: vec![Theme::Transport, Theme::Regions],
            issued: date(2026, 1, 1),
            modified: date(2026, 11, 22),
            provenance: text("От сензори", "From sensors"),
            licence: "https://creativecommons.org/licenses/by/4.0/".to_owned(),
            policy: format!("{base}/parking/2/policy"),
            risk_report: format!("{base}/parking/2/risk"),
            dictionary: format!("{base}/parking/2/csvw.json"),
            period: Some((date(2025, 1, 1), date(2025, 12, 31))),
            area: Some(Area {
                west: 23.2,
                south: 42.6,
                east: 23.5,
                north: 42.8,
            }),
            files: vec![DataFile {
                url: format!("{base}/parking/2/data.csv"),
                kind: FileKind::Csv,
                bytes: 1234,
                sha256: "ab".repeat(32),
            }],
        }],
        live: Vec::new(),
    }
}

/// What Turtle's grammar calls tokens, as far as the catalogue uses them; nothing where
/// the text is none.
fn tokens(mut text: &str) -> Option<Vec<String>> {
    let mut tokens = Vec::new();
    loop {
        text = text.trim_start();
        let Some(first) = text.chars().next() else {
            return Some(tokens);
        };
        let length = match first {
            '<' => {
                let end = text.find('>')?;
                let url = &text[1..end];
                let odd = |c: char| c.is_control() || "<\"{}|^`\\ ".contains(c);
                (!url.contains(odd)).then_some(end + 1)?
            }
            '"' => {
                let mut escaped = false;
                let mut rest = text.char_indices().skip(1);
                let end = rest.find(|(_, c)| {
                    let ends = *c == '"' && !escaped;
                    escaped = *c == '\\' && !escaped;
                    ends || *c == '\n'
                });
                let (end, _) = end.filter(|(_, c)| *c == '"')?;
                end + 1
            }
            ';' | ',' | '[' | ']' | '.' => 1,
            _ => text.find([' ', '\n', ';', ',', ']']).unwrap_or(text.len()),
        };
        tokens.push(text[..length].to_owned());
        text = &text[length..];
    }
}

/// How many statements a Turtle document makes.
fn statements(turtle: &str) -> usize {
    let body = turtle.lines().filter(|line| !line.starts_with("@prefix"));
    let body: Vec<_> = body.collect();
    let tokens = tokens(&body.join("\n")).expect("it is Turtle");
    let count = |token: &str| tokens.iter().filter(|found| *found == token).count();
    assert_eq!(count("["), count("]"));
    // Each thing has a class; each `;` begins a property and each `,` a further object.
    count("a") + count(";") + count(",")
}

fn in_json(node: &Value) -> usize {
    let Value::Object(members) = node else {
        return 0;
    };
    let mut count = usize::from(members.contains_key("@type") && !members.contains_key("@value"));
    for (name, objects) in members {
        if let (false, Value::Array(objects)) = (name.starts_with('@'), objects) {
            count += objects.len() + objects.iter().map(in_json).sum::<usize>();
        }
    }
    count
}

#[test]
fn both_documents_make_the_same_statements() {
    let turtle = catalogue().turtle().expect("it is written");
    let json = catalogue().json_ld().expect("it is written");
    let json: Value = serde_json::from_str(&json).expect("it is JSON");
    let things = json["@graph"].as_array().expect("things");
    let said: usize = things.iter().map(in_json).sum();
    assert_eq!(statements(&turtle), said);
    assert_eq!(things.len(), 6);
}

#[test]
fn text_cannot_end_itself() {
    let turtle = catalogue().turtle().expect("it is written");
    assert!(
        turtle.contains(r#""Ред 1\nс \"кавички\" и \\ край\u202E"@bg"#),
        "{turtle}"
    );
    let tokens = tokens(turtle.split_once("\n\n").expect("a body").1).expect("it is Turtle");
    assert!(!tokens.iter().any(|token| token == "<https://evil.example>"));
}

#[test]
fn a_data_set_has_what_dcat_ap_asks_for() {
    let turtle = catalogue().turtle().expect("it is written");
    for said in [
        "<https://data.example.bg> a dcat:Catalog ;",
        "dcat:theme <http://publications.europa.eu/resource/authority/data-theme/TRAN>, ",
        "dcat:version \"2\"",
        "dct:provenance [ a dct:ProvenanceStatement",
        "dcat:startDate \"2025-01-01\"^^xsd:date",
        "dcat:bbox \"POLYGON((23.2 42.6,23.5 42.6,23.5 42.8,23.2 42.8,23.2 42.6))\"^^geo:wktLiteral",
        "foaf:page <https://data.example.bg/parking/2/policy>, <https://data.example.bg/parking/2/risk>",
        "dct:conformsTo <https://data.example.bg/parking/2/csvw.json>",
        "dct:license <https://creativecommons.org/licenses/by/4.0/>",
        "dcat:byteSize \"1234\"^^xsd:nonNegativeInteger",
        "spdx:algorithm spdx:checksumAlgorithm_sha256",
        "dct:format <http://publications.europa.eu/resource/authority/file-type/CSV>",
        "\"Столична община\"@bg, \"Sofia Municipality\"@en",
    ] {
        assert!(turtle.contains(said), "{said}\n{turtle}");
    }
}

#[test]
fn the_same_catalogue_makes_the_same_bytes() {
    assert_eq!(catalogue().turtle(), catalogue().turtle());
    assert_eq!(catalogue().json_ld(), catalogue().json_ld());
}

#[test]
fn what_no_graph_can_hold_is_refused() {
    let refused = |change: fn(&mut DataSet)| {
        let mut catalogue = catalogue();
        change(&mut catalogue.data_sets[0]);
        let error = catalogue.turtle().expect_err("it is refused");
        assert_eq!(catalogue.json_ld(), Err(error.clone()));
        error.to_string()
    };
    let url = "parking: `https://x> a <y` is no address; hint: it begins as `https://`";
    assert_eq!(
        refused(|set| set.policy = "https://x> a <y".to_owned()),
        url
    );
    let scheme = refused(|set| set.url = "javascript:alert(1)".to_owned());
    assert!(scheme.contains("is no address"));
    assert_eq!(
        refused(|set| set.title.bg.clear()),
        "parking: the text in `bg` is empty"
    );
    assert_eq!(
        refused(|set| set.themes.clear()),
        "parking: no theme is given"
    );
    assert_eq!(
        refused(|set| set.files.clear()),
        "parking: no file is given"
    );
    let digest = refused(|set| set.files[0].sha256 = "AB".repeat(32));
    assert!(digest.ends_with("a digest of SHA-256 has 64 hexadecimal digits in lower case"));
    let back = |set: &mut DataSet| set.period = Some((date(2025, 2, 1), date(2025, 1, 1)));
    assert_eq!(refused(back), "parking: the period has no extent");
    let nowhere = |set: &mut DataSet| {
        set.area = set.area.map(|area| Area {
            east: f64::NAN,
            ..area
        });
    };
    assert_eq!(refused(nowhere), "parking: the area has no extent");
    let twice = |set: &mut DataSet| set.files.push(set.files[0].clone());
    assert_eq!(
        refused(twice),
        "`https://data.example.bg/parking/2/data.csv` stands twice"
    );
}
