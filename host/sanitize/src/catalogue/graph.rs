//! A graph of statements, small enough to be a tree: things with addresses, and things
//! without that stand where they are named.

/// The prefixes of the vocabularies, sorted.
pub(super) const PREFIXES: [(&str, &str); 9] = [
    ("dcat", "http://www.w3.org/ns/dcat#"),
    ("dct", "http://purl.org/dc/terms/"),
    ("foaf", "http://xmlns.com/foaf/0.1/"),
    ("geo", "http://www.opengis.net/ont/geosparql#"),
    ("owl", "http://www.w3.org/2002/07/owl#"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("skos", "http://www.w3.org/2004/02/skos/core#"),
    ("spdx", "http://spdx.org/rdf/terms#"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
];

/// A thing and what is said of it, in order. The word of a property or a class is
/// written with its prefix, as `dct:title`.
#[derive(Clone, Debug)]
pub(super) struct Thing {
    /// Its address; without one it stands where it is named.
    pub(super) url: Option<String>,
    pub(super) class: &'static str,
    pub(super) said: Vec<(&'static str, Vec<Object>)>,
}

/// What is said.
#[derive(Clone, Debug)]
pub(super) enum Object {
    /// Something with an address.
    Url(String),
    /// A word of a vocabulary, with its prefix.
    Word(&'static str),
    /// A text in a language.
    Text(String, &'static str),
    /// A value of a type.
    Value(String, &'static str),
    /// A text in no language.
    Plain(String),
    /// Something that stands here.
    Thing(Thing),
}

impl Thing {
    pub(super) fn at(url: &str, class: &'static str) -> Self {
        Self {
            url: Some(url.to_owned()),
            class,
            said: Vec::new(),
        }
    }

    pub(super) fn here(class: &'static str) -> Self {
        Self {
            url: None,
            class,
            said: Vec::new(),
        }
    }

    /// Says something of the thing; nothing where the list is empty.
    pub(super) fn say(&mut self, property: &'static str, objects: Vec<Object>) {
        if !objects.is_empty() {
            self.said.push((property, objects));
        }
    }
}
