//! An attribute of an entity as cells: its value, and its unit and moment where it has
//! them.

use crate::format::{Reason, json::Node};

/// Members of an attribute that become columns of their own.
const SAID_OF_VALUES: [&str; 2] = ["unitCode", "observedAt"];

/// Adds the cells of an attribute, in either form.
pub(super) fn cells(
    name: &str,
    attribute: &Node,
    cells: &mut Vec<(String, Node)>,
    shapes: &mut Vec<String>,
) -> Result<(), Reason> {
    let kind = attribute.get("type").and_then(Node::text);
    let held = match kind {
        Some("Property" | "GeoProperty") => Some(attribute.get("value")),
        Some("Relationship") => Some(attribute.get("object")),
        Some("LanguageProperty") => Some(attribute.get("languageMap")),
        Some("VocabProperty") => Some(attribute.get("vocab")),
        Some("JsonProperty") => Some(attribute.get("json")),
        Some("ListProperty") => Some(attribute.get("valueList")),
        Some("ListRelationship") => Some(attribute.get("objectList")),
        // The older interface names the type of the value here.
        Some(_) if attribute.get("value").is_some() => Some(attribute.get("value")),
        _ => None,
    };
    match held {
        None => value(name, attribute, cells, shapes),
        Some(None) => Err(Reason::Attribute),
        Some(Some(held)) => {
            value(name, held, cells, shapes)?;
            for said in SAID_OF_VALUES {
                if let Some(node) = attribute.get(said) {
                    cells.push((format!("{name}.{said}"), node.clone()));
                }
            }
            Ok(())
        }
    }
}

fn value(
    name: &str,
    node: &Node,
    cells: &mut Vec<(String, Node)>,
    shapes: &mut Vec<String>,
) -> Result<(), Reason> {
    let Node::Object(members) = node else {
        cells.push((name.to_owned(), node.clone()));
        return Ok(());
    };
    if let Some(value) = node.get("@value") {
        cells.push((name.to_owned(), value.clone()));
    } else if node.get("type").is_some() && node.get("coordinates").is_some() {
        return shape(name, node, cells, shapes);
    } else {
        for (below, node) in members {
            cells.push((format!("{name}.{below}"), node.clone()));
        }
    }
    Ok(())
}

/// A shape of `GeoJSON`: a point as two columns, any other as text.
fn shape(
    name: &str,
    node: &Node,
    cells: &mut Vec<(String, Node)>,
    shapes: &mut Vec<String>,
) -> Result<(), Reason> {
    if node.get("type").and_then(Node::text) != Some("Point") {
        shapes.push(name.to_owned());
        cells.push((name.to_owned(), Node::Text(node.to_string())));
        return Ok(());
    }
    let Some(Node::List(numbers)) = node.get("coordinates") else {
        return Err(Reason::NoPoint);
    };
    let at = |place: usize, most: f64| {
        let number = numbers.get(place).and_then(Node::number);
        number
            .filter(|number| number.abs() <= most)
            .ok_or(Reason::NoPoint)
    };
    cells.push((format!("{name}.lon"), Node::Number(at(0, 180.0)?)));
    cells.push((format!("{name}.lat"), Node::Number(at(1, 90.0)?)));
    Ok(())
}
