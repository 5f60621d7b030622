//! A catalogue as a graph, checked: the properties are those that DCAT-AP 3 makes
//! mandatory or recommends, with the European Union's vocabularies for what they list.

use std::collections::BTreeSet;

use super::{
    Area, Catalogue, CatalogueError, DataFile, DataSet, FileKind, Publisher,
    graph::{Object, Thing},
    live,
    theme::THEMES,
};
use crate::format::write::csvw::Text;

pub(super) const AUTHORITY: &str = "http://publications.europa.eu/resource/authority";
pub(super) const MEDIA_TYPES: &str = "https://www.iana.org/assignments/media-types";

/// Letters that no address has, as Turtle and RFC 3987 agree.
const NEVER_IN_URLS: &str = "<>\"{}|^`\\";

/// All things of a catalogue, itself first.
pub(super) fn graph(catalogue: &Catalogue) -> Result<Vec<Thing>, CatalogueError> {
    let mut taken = BTreeSet::new();
    let mut things = vec![overview(catalogue, &mut taken)?];
    things.push(publisher(&catalogue.publisher)?);
    for data_set in &catalogue.data_sets {
        things.push(described(data_set, &catalogue.publisher, &mut taken)?);
        things.extend(documents(data_set)?);
        for (place, file) in (1..).zip(&data_set.files) {
            things.push(distribution(data_set, place, file, &mut taken)?);
        }
    }
    for data_set in &catalogue.live {
        things.extend(live::described(data_set, &catalogue.publisher, &mut taken)?);
    }
    Ok(things)
}

fn overview(catalogue: &Catalogue, taken: &mut BTreeSet<String>) -> Result<Thing, CatalogueError> {
    let place = "the catalogue";
    let mut thing = Thing::at(once(place, &catalogue.url, taken)?, "dcat:Catalog");
    thing.say("dct:title", text(place, &catalogue.title)?);
    thing.say("dct:description", text(place, &catalogue.description)?);
    thing.say("dct:publisher", vec![url(place, &catalogue.publisher.url)?]);
    thing.say("dct:language", languages());
    thing.say("dct:modified", vec![day(catalogue.modified)]);
    thing.say("dcat:themeTaxonomy", vec![Object::Url(THEMES.to_owned())]);
    let data_sets = catalogue.data_sets.iter();
    let data_sets = data_sets.map(|data_set| (&data_set.identifier, &data_set.url));
    let live = catalogue.live.iter();
    let live = live.map(|data_set| (&data_set.identifier, &data_set.url));
    let urls = data_sets
        .chain(live)
        .map(|(place, address)| url(place, address));
    thing.say("dcat:dataset", urls.collect::<Result<_, _>>()?);
    Ok(thing)
}

fn publisher(publisher: &Publisher) -> Result<Thing, CatalogueError> {
    let place = "the publisher";
    let mut thing = Thing::at(checked(place, &publisher.url)?, "foaf:Agent");
    thing.say("foaf:name", text(place, &publisher.name)?);
    Ok(thing)
}

fn described(
    data_set: &DataSet,
    publisher: &Publisher,
    taken: &mut BTreeSet<String>,
) -> Result<Thing, CatalogueError> {
    let place = data_set.identifier.as_str();
    let lists = [
        (data_set.themes.is_empty(), "theme"),
        (data_set.files.is_empty(), "file"),
        (data_set.version.is_empty(), "version"),
    ];
    if let Some((_, what)) = lists.into_iter().find(|(empty, _)| *empty) {
        let place = place.to_owned();
        return Err(CatalogueError::Missing { place, what });
    }
    let mut thing = Thing::at(once(place, &data_set.url, taken)?, "dcat:Dataset");
    thing.say("dct:title", text(place, &data_set.title)?);
    thing.say("dct:description", text(place, &data_set.description)?);
    thing.say("dct:identifier", vec![Object::Plain(place.to_owned())]);
    thing.say(
        "dcat:version",
        vec![Object::Plain(data_set.version.clone())],
    );
    thing.say("dct:publisher", vec![url(place, &publisher.url)?]);
    let themes = data_set.themes.iter();
    thing.say(
        "dcat:theme",
        themes.map(|theme| Object::Url(theme.url())).collect(),
    );
    let mut keywords = Vec::new();
    for keyword in &data_set.keywords {
        keywords.extend(text(place, keyword)?);
    }
    thing.say("dcat:keyword", keywords);
    thing.say("dct:language", languages());
    thing.say("dct:issued", vec![day(data_set.issued)]);
    thing.say("dct:modified", vec![day(data_set.modified)]);
    let rights = format!("{AUTHORITY}/access-right/PUBLIC");
    thing.say("dct:accessRights", vec![Object::Url(rights)]);
    let mut provenance = Thing::here("dct:ProvenanceStatement");
    provenance.say("rdfs:label", text(place, &data_set.provenance)?);
    thing.say("dct:provenance", vec![Object::Thing(provenance)]);
    extents(data_set, &mut thing)?;
    let pages = [&data_set.policy, &data_set.risk_report].map(|page| url(place, page));
    thing.say("foaf:page", pages.into_iter().collect::<Result<_, _>>()?);
    let files = (1..).zip(&data_set.files);
    let urls = files.map(|(place, _)| Object::Url(file_url(data_set, place)));
    thing.say("dcat:distribution", urls.collect());
    Ok(thing)
}

/// When and where the data set is about.
fn extents(data_set: &DataSet, thing: &mut Thing) -> Result<(), CatalogueError> {
    let none = |what| CatalogueError::Extent {
        place: data_set.identifier.clone(),
        what,
    };
    if let Some((first, last)) = data_set.period {
        if first > last {
            return Err(none("period"));
        }
        let mut period = Thing::here("dct:PeriodOfTime");
        period.say("dcat:startDate", vec![day(first)]);
        period.say("dcat:endDate", vec![day(last)]);
        thing.say("dct:temporal", vec![Object::Thing(period)]);
    }
    if let Some(area) = data_set.area {
        let mut location = Thing::here("dct:Location");
        let bounds = outline(area).ok_or_else(|| none("area"))?;
        location.say("dcat:bbox", vec![Object::Value(bounds, "geo:wktLiteral")]);
        thing.say("dct:spatial", vec![Object::Thing(location)]);
    }
    Ok(())
}

/// The policy and the risk report.
fn documents(data_set: &DataSet) -> Result<[Thing; 2], CatalogueError> {
    let place = &data_set.identifier;
    let document = |address: &str, bg: &str, en: &str| {
        let mut document = Thing::at(checked(place, address)?, "foaf:Document");
        let title = Text {
            bg: bg.to_owned(),
            en: en.to_owned(),
        };
        document.say("dct:title", text(place, &title)?);
        Ok(document)
    };
    Ok([
        document(&data_set.policy, "Политика за данните", "Data policy")?,
        document(&data_set.risk_report, "Доклад за риска", "Risk report")?,
    ])
}

fn distribution(
    data_set: &DataSet,
    number: usize,
    file: &DataFile,
    taken: &mut BTreeSet<String>,
) -> Result<Thing, CatalogueError> {
    let place = file.url.as_str();
    let hexadecimal = |digit: u8| matches!(digit, b'0'..=b'9' | b'a'..=b'f');
    if file.sha256.len() != 64 || !file.sha256.bytes().all(hexadecimal) {
        let place = place.to_owned();
        return Err(CatalogueError::Digest { place });
    }
    let (name, media) = match file.kind {
        FileKind::Csv => ("CSV", "text/csv"),
        FileKind::Parquet => ("PARQUET", "application/vnd.apache.parquet"),
    };
    let mut thing = Thing::at(&file_url(data_set, number), "dcat:Distribution");
    thing.say("dct:title", text(place, &data_set.title)?);
    let address = once(place, &file.url, taken)?;
    thing.say("dcat:accessURL", vec![url(place, &data_set.url)?]);
    thing.say("dcat:downloadURL", vec![Object::Url(address.to_owned())]);
    let format = format!("{AUTHORITY}/file-type/{name}");
    thing.say("dct:format", vec![Object::Url(format)]);
    thing.say(
        "dcat:mediaType",
        vec![Object::Url(format!("{MEDIA_TYPES}/{media}"))],
    );
    let bytes = Object::Value(file.bytes.to_string(), "xsd:nonNegativeInteger");
    thing.say("dcat:byteSize", vec![bytes]);
    thing.say("dct:license", vec![url(place, &data_set.licence)?]);
    thing.say("dct:conformsTo", vec![url(place, &data_set.dictionary)?]);
    let mut checksum = Thing::here("spdx:Checksum");
    checksum.say(
        "spdx:algorithm",
        vec![Object::Word("spdx:checksumAlgorithm_sha256")],
    );
    let digest = Object::Value(file.sha256.clone(), "xsd:hexBinary");
    checksum.say("spdx:checksumValue", vec![digest]);
    thing.say("spdx:checksum", vec![Object::Thing(checksum)]);
    Ok(thing)
}

fn file_url(data_set: &DataSet, number: usize) -> String {
    format!("{}#file-{number}", data_set.url)
}

pub(super) fn languages() -> Vec<Object> {
    let tags = ["BUL", "ENG"];
    tags.map(|tag| Object::Url(format!("{AUTHORITY}/language/{tag}")))
        .into()
}

pub(super) fn day(date: jiff::civil::Date) -> Object {
    Object::Value(date.to_string(), "xsd:date")
}

/// The outline of an area in well-known text; nothing where it has no extent.
fn outline(area: Area) -> Option<String> {
    let Area {
        west,
        south,
        east,
        north,
    } = area;
    let on_globe = west >= -180.0 && east <= 180.0 && south >= -90.0 && north <= 90.0;
    (on_globe && west < east && south < north).then(|| {
        format!(
            "POLYGON(({west} {south},{east} {south},{east} {north},{west} {north},{west} {south}))"
        )
    })
}

pub(super) fn text(place: &str, text: &Text) -> Result<Vec<Object>, CatalogueError> {
    for (language, words) in [("bg", &text.bg), ("en", &text.en)] {
        if words.trim().is_empty() {
            let place = place.to_owned();
            return Err(CatalogueError::Text { place, language });
        }
    }
    Ok(vec![
        Object::Text(text.bg.clone(), "bg"),
        Object::Text(text.en.clone(), "en"),
    ])
}

pub(super) fn url(place: &str, url: &str) -> Result<Object, CatalogueError> {
    Ok(Object::Url(checked(place, url)?.to_owned()))
}

pub(super) fn checked<'a>(place: &str, url: &'a str) -> Result<&'a str, CatalogueError> {
    let host = url.strip_prefix("https://").or(url.strip_prefix("http://"));
    let is_letter = |letter: char| {
        !letter.is_control() && !letter.is_whitespace() && !NEVER_IN_URLS.contains(letter)
    };
    let is_url = host.is_some_and(|host| !host.is_empty() && host.chars().all(is_letter));
    if is_url {
        return Ok(url);
    }
    Err(CatalogueError::Url {
        place: place.to_owned(),
        url: url.to_owned(),
    })
}

/// An address that nothing else of its kind has.
pub(super) fn once<'a>(
    place: &str,
    url: &'a str,
    taken: &mut BTreeSet<String>,
) -> Result<&'a str, CatalogueError> {
    let url = checked(place, url)?;
    if taken.insert(url.to_owned()) {
        Ok(url)
    } else {
        let url = url.to_owned();
        Err(CatalogueError::Twice { url })
    }
}
