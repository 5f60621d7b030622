//! A graph in JSON-LD: the context lists the prefixes, and words keep them.

use super::graph::{Object, PREFIXES, Thing};
use crate::format::json::Node;

/// The graph as a document.
pub(super) fn written(things: &[Thing]) -> String {
    let context = PREFIXES
        .iter()
        .map(|(prefix, url)| member(prefix, text(url)));
    let document = Node::Object(vec![
        member("@context", Node::Object(context.collect())),
        member("@graph", Node::List(things.iter().map(thing).collect())),
    ]);
    document.to_string()
}

fn thing(thing: &Thing) -> Node {
    let mut members = Vec::new();
    if let Some(url) = &thing.url {
        members.push(member("@id", text(url)));
    }
    members.push(member("@type", text(thing.class)));
    for (property, objects) in &thing.said {
        let objects = objects.iter().map(object).collect();
        members.push(member(property, Node::List(objects)));
    }
    Node::Object(members)
}

fn object(object: &Object) -> Node {
    let value = |value: &str| member("@value", text(value));
    match object {
        Object::Url(url) => Node::Object(vec![member("@id", text(url))]),
        Object::Word(word) => Node::Object(vec![member("@id", text(word))]),
        Object::Text(words, language) => {
            Node::Object(vec![value(words), member("@language", text(language))])
        }
        Object::Value(words, kind) => Node::Object(vec![value(words), member("@type", text(kind))]),
        Object::Plain(words) => Node::Object(vec![value(words)]),
        Object::Thing(inner) => thing(inner),
    }
}

fn member(name: &str, node: Node) -> (String, Node) {
    (name.to_owned(), node)
}

fn text(text: &str) -> Node {
    Node::Text(text.to_owned())
}
