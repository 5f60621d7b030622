//! Data sets that a server writes when they are asked for, such as figures that grow: they
//! have no file whose digest could be told, no policy since nobody is in them, and a day on
//! which they last changed.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{
    CatalogueError, Publisher, Theme,
    describe::{AUTHORITY, MEDIA_TYPES, day, languages, once, text, url},
    graph::{Object, Thing},
};
use crate::format::write::csvw::Text;

/// A data set that is written when it is asked for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LiveSet {
    /// Its address, a page for people.
    pub url: String,
    /// Its name in the catalogue.
    pub identifier: String,
    /// What it is called.
    pub title: Text,
    /// What it holds, and how it is counted.
    pub description: Text,
    /// What it is about; at least one.
    pub themes: Vec<Theme>,
    /// When it was published first.
    pub issued: jiff::civil::Date,
    /// When it last changed.
    pub modified: jiff::civil::Date,
    /// The address of its licence.
    pub licence: String,
    /// Where it is fetched; at least one.
    pub files: Vec<LiveFile>,
}

/// A form in which such a data set is fetched.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LiveFile {
    /// Where.
    pub url: String,
    /// What it is.
    pub kind: LiveKind,
}

/// What is fetched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LiveKind {
    /// CSV as RFC 4180 has it.
    Csv,
    /// JSON.
    Json,
}

/// The data set and its distributions.
pub(super) fn described(
    data_set: &LiveSet,
    publisher: &Publisher,
    taken: &mut BTreeSet<String>,
) -> Result<Vec<Thing>, CatalogueError> {
    let place = data_set.identifier.as_str();
    let lists = [
        (data_set.themes.is_empty(), "theme"),
        (data_set.files.is_empty(), "file"),
    ];
    if let Some((_, what)) = lists.into_iter().find(|(empty, _)| *empty) {
        let place = place.to_owned();
        return Err(CatalogueError::Missing { place, what });
    }
    let mut thing = Thing::at(once(place, &data_set.url, taken)?, "dcat:Dataset");
    thing.say("dct:title", text(place, &data_set.title)?);
    thing.say("dct:description", text(place, &data_set.description)?);
    thing.say("dct:identifier", vec![Object::Plain(place.to_owned())]);
    thing.say("dct:publisher", vec![url(place, &publisher.url)?]);
    let themes = data_set.themes.iter();
    let themes = themes.map(|theme| Object::Url(theme.url()));
    thing.say("dcat:theme", themes.collect());
    thing.say("dct:language", languages());
    thing.say("dct:issued", vec![day(data_set.issued)]);
    thing.say("dct:modified", vec![day(data_set.modified)]);
    let rights = format!("{AUTHORITY}/access-right/PUBLIC");
    thing.say("dct:accessRights", vec![Object::Url(rights)]);
    let files = (1..=data_set.files.len()).map(|number| file_url(data_set, number));
    thing.say("dcat:distribution", files.map(Object::Url).collect());
    let mut things = vec![thing];
    for (number, file) in (1..).zip(&data_set.files) {
        things.push(distribution(data_set, number, file, taken)?);
    }
    Ok(things)
}

fn distribution(
    data_set: &LiveSet,
    number: usize,
    file: &LiveFile,
    taken: &mut BTreeSet<String>,
) -> Result<Thing, CatalogueError> {
    let place = file.url.as_str();
    let (name, media) = match file.kind {
        LiveKind::Csv => ("CSV", "text/csv"),
        LiveKind::Json => ("JSON", "application/json"),
    };
    let mut thing = Thing::at(&file_url(data_set, number), "dcat:Distribution");
    thing.say("dct:title", text(place, &data_set.title)?);
    let address = once(place, &file.url, taken)?.to_owned();
    thing.say("dcat:accessURL", vec![url(place, &data_set.url)?]);
    thing.say("dcat:downloadURL", vec![Object::Url(address)]);
    let format = format!("{AUTHORITY}/file-type/{name}");
    thing.say("dct:format", vec![Object::Url(format)]);
    let media = format!("{MEDIA_TYPES}/{media}");
    thing.say("dcat:mediaType", vec![Object::Url(media)]);
    thing.say("dct:modified", vec![day(data_set.modified)]);
    thing.say("dct:license", vec![url(place, &data_set.licence)?]);
    Ok(thing)
}

fn file_url(data_set: &LiveSet, number: usize) -> String {
    format!("{}#file-{number}", data_set.url)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::{
        super::{Catalogue, Publisher},
        *,
    };

    fn text(bg: &str, en: &str) -> Text {
        Text {
            bg: bg.to_owned(),
            en: en.to_owned(),
        }
    }

    fn catalogue() -> Catalogue {
        let base = "https://city.example";
        let file = |ending: &str, kind| LiveFile {
            url: format!("{base}/api/v1/years/2027{ending}"),
            kind,
        };
        Catalogue {
            url: format!("{base}/bg/data"),
            title: text("Данни", "Data"),
            description: text("Данни", "Data"),
            publisher: Publisher {
                url: base.to_owned(),
                name: text("Град", "City"),
            },
            modified: date(2027, 1, 2),
            data_sets: Vec::new(),
            live: vec![LiveSet {
                url: format!("{base}/bg/years"),
                identifier: "years".to_owned(),
                title: text("Години", "Years"),
                description: text("Числа", "Figures"),
                themes: vec![Theme::Government],
                issued: date(2027, 1, 1),
                modified: date(2027, 1, 2),
                licence: "https://spdx.org/licenses/CC-BY-4.0".to_owned(),
                files: vec![file("", LiveKind::Json), file("?format=csv", LiveKind::Csv)],
            }],
        }
    }

    #[test]
    fn what_is_written_when_asked_for_has_no_digest_and_all_the_rest() {
        let turtle = catalogue().turtle().expect("it is written");
        for said in [
            "dcat:dataset <https://city.example/bg/years>",
            "dct:license <https://spdx.org/licenses/CC-BY-4.0>",
            "dcat:downloadURL <https://city.example/api/v1/years/2027?format=csv>",
            "dct:format <http://publications.europa.eu/resource/authority/file-type/JSON>",
            "dct:modified \"2027-01-02\"^^xsd:date",
            "dct:publisher <https://city.example>",
            "data-theme/GOVE",
        ] {
            assert!(turtle.contains(said), "{said}\n{turtle}");
        }
        assert!(!turtle.contains("spdx:checksum "));
        let json = catalogue().json_ld().expect("it is written");
        assert!(json.contains("https://city.example/bg/years#file-2"));
    }

    #[test]
    fn one_that_cannot_be_fetched_or_stands_twice_is_refused() {
        let refused = |change: fn(&mut Catalogue)| {
            let mut catalogue = catalogue();
            change(&mut catalogue);
            catalogue.turtle().expect_err("it is refused").to_string()
        };
        let no_file = refused(|all| all.live[0].files.clear());
        assert_eq!(no_file, "years: no file is given");
        let no_theme = refused(|all| all.live[0].themes.clear());
        assert_eq!(no_theme, "years: no theme is given");
        let twice = refused(|all| all.live.push(all.live[0].clone()));
        assert_eq!(twice, "`https://city.example/bg/years` stands twice");
        let none = refused(|all| all.live[0].files[0].url = "years".to_owned());
        assert_eq!(
            none,
            "years: `years` is no address; hint: it begins as `https://`"
        );
    }
}
