use std::io::Cursor;

use arrow_array::{
    Array,
    cast::AsArray,
    types::{Float64Type, Int64Type},
};
use arrow_schema::DataType;

use crate::format::{Format, Limits, Options, read_tables, tests::said_of};

const NORMALIZED: &str = r#"[
{"id":"urn:ngsi-ld:Parking:1","type":"Parking","@context":["https://example.org"],
 "name":{"type":"Property","value":"Сердика"},
 "free":{"type":"Property","value":12,"unitCode":"C62","observedAt":"2025-01-01T10:00:00Z"},
 "location":{"type":"GeoProperty","value":{"type":"Point","coordinates":[23.32,42.7]}},
 "of":{"type":"Relationship","object":"urn:ngsi-ld:City:1"},
 "opened":{"type":"Property","value":{"@type":"DateTime","@value":"2025-01-01T10:00:00Z"}},
 "address":{"type":"Property","value":{"street":"Шипка","no":6}}},
{"id":"urn:ngsi-ld:City:1","type":"City","name":{"type":"LanguageProperty","languageMap":{"bg":"София"}}}]"#;

fn tables(text: &str) -> Vec<crate::Table> {
    let mut source = Cursor::new(text);
    let read = read_tables(
        Format::NgsiLd,
        "t",
        &mut source,
        &Options::default(),
        &mut Vec::new(),
    );
    read.expect("it is read").0
}

#[test]
fn entities_of_a_type_are_a_table() {
    let tables = tables(NORMALIZED);
    let names: Vec<_> = tables.iter().map(|table| table.name.as_str()).collect();
    assert_eq!(names, ["City", "Parking"]);
    assert_eq!(tables[0].schema().field(1).name(), "name.bg");
    let parking = &tables[1];
    let block = &parking.blocks()[0];
    let column = |name: &str| block.column(parking.column(name).expect(name));
    assert_eq!(
        column("location.lon")
            .as_primitive::<Float64Type>()
            .values()
            .first(),
        Some(&23.32)
    );
    assert_eq!(column("free").as_primitive::<Int64Type>().value(0), 12);
    assert_eq!(column("free.unitCode").as_string::<i32>().value(0), "C62");
    assert!(matches!(
        column("opened").data_type(),
        DataType::Timestamp(..)
    ));
    assert_eq!(column("address.no").as_primitive::<Int64Type>().value(0), 6);
    assert_eq!(
        column("of").as_string::<i32>().value(0),
        "urn:ngsi-ld:City:1"
    );
}

#[test]
fn key_values_make_the_same_columns() {
    let text = r#"{"id":"urn:ngsi-ld:Parking:1","type":"https://uri.fiware.org/ns#Parking",
        "free":12,"location":{"type":"Point","coordinates":[23.32,42.7]}}"#;
    let tables = tables(text);
    let names: Vec<_> = tables[0]
        .schema()
        .fields()
        .iter()
        .map(|f| f.name().as_str())
        .collect();
    assert_eq!(tables[0].name, "Parking");
    assert_eq!(names, ["id", "free", "location.lon", "location.lat"]);
}

#[test]
fn every_limit_is_held() {
    let said = |text: &str, limits| {
        let options = Options {
            limits,
            ..Options::default()
        };
        said_of(Format::NgsiLd, text.as_bytes(), &options)
    };
    let two = r#"[{"id":"1","type":"A"},{"id":"2","type":"B"}]"#;
    let limits = Limits {
        entries: 1,
        ..Limits::default()
    };
    assert_eq!(
        said(two, limits),
        ["`t`, line 2: more than 1 types of entities"]
    );
    let limits = Limits {
        line_bytes: 100,
        ..Limits::default()
    };
    let long = format!(r#"[{{"id":"1","type":"A","x":"{}"}}]"#, "x".repeat(200_000));
    assert!(said(&long, limits)[0].contains("a line of more than 100 bytes"));
    let limits = Limits {
        line_bytes: 100,
        ..Limits::default()
    };
    let many = vec![r#"{"id":"1","type":"A"}"#; 10_000].join(",");
    assert!(said(&format!("[{many}]"), limits).is_empty());
}
