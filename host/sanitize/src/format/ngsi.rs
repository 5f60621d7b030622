//! NGSI-LD JSON, normalized and as key-values: entities of a type are a table, their
//! attributes its columns. A point becomes `.lon` and `.lat`; what nests deeper than an
//! object in an attribute stays JSON text.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{BufReader, Read, SeekFrom},
};

use super::{
    FormatError, Place, ReadSeek, Reason, Sink, cell::Value, columns::Columns, finding::Desk,
    json::Node, lines, shape::Shape,
};

mod attribute;
mod elements;
#[cfg(test)]
mod tests;

/// Reads entities: once for the columns of their types, once for their rows.
pub(crate) fn read(
    source: &mut dyn ReadSeek,
    name: &str,
    desk: &mut Desk<'_>,
    sink: &mut dyn Sink,
) -> Result<(), FormatError> {
    let shapes = shapes(source, name, desk)?;
    if shapes.is_empty() {
        return Err(FormatError::refused(Place::table(name), Reason::NoEntities));
    }
    let mut tables = BTreeMap::new();
    for (kind, shape) in &shapes {
        let table = Columns::begin(kind, &shape.fields(), shapes.len(), sink)?;
        tables.insert(kind.as_str(), (shape, table));
    }
    let depth = desk.limits.depth;
    elements::each(
        source,
        name,
        desk.limits.line_bytes,
        depth,
        &mut |place, node| {
            let entity = match entity(node) {
                Ok(entity) => entity,
                Err(reason) => return desk.set_aside(place, reason, node.to_string().as_bytes()),
            };
            let Some((shape, table)) = tables.get_mut(entity.kind) else {
                return Ok(());
            };
            let misfit = lines::push(&entity.cells, shape, table, desk, sink)?;
            if let Some((column, reason)) = misfit {
                let row = node.to_string();
                desk.set_aside(place.column(&column), reason, row.as_bytes())?;
            }
            Ok(())
        },
    )?;
    for (_, table) in tables.into_values() {
        table.finish(desk, sink)?;
    }
    Ok(())
}

/// An entity as a row.
struct Entity<'a> {
    kind: &'a str,
    cells: Vec<(String, Node)>,
    /// Attributes that hold a shape which is no point.
    shapes: Vec<String>,
}

fn shapes(
    source: &mut dyn ReadSeek,
    name: &str,
    desk: &mut Desk<'_>,
) -> Result<BTreeMap<String, Shape>, FormatError> {
    let mut shapes: BTreeMap<String, Shape> = BTreeMap::new();
    let mut drawn = BTreeSet::new();
    let limits = desk.limits;
    elements::each(
        source,
        name,
        limits.line_bytes,
        limits.depth,
        &mut |place, node| {
            let Ok(entity) = entity(node) else {
                return Ok(());
            };
            if !shapes.contains_key(entity.kind) && shapes.len() >= limits.entries {
                let limit = limits.entries;
                return Err(FormatError::refused(place, Reason::Types { limit }));
            }
            let shape = shapes.entry(entity.kind.to_owned()).or_default();
            for (column, node) in &entity.cells {
                let value = node.value().unwrap_or(Value::Text("{}"));
                shape.add(column, value, limits.columns, &place)?;
            }
            for column in entity.shapes {
                if drawn.insert((entity.kind.to_owned(), column.clone())) {
                    let place = Place::table(entity.kind).column(&column);
                    desk.warn(place, Reason::Shape);
                }
            }
            Ok(())
        },
    )?;
    Ok(shapes)
}

fn entity(node: &Node) -> Result<Entity<'_>, Reason> {
    let Node::Object(members) = node else {
        return Err(Reason::NoObject);
    };
    let id = node.get("id").or(node.get("@id")).and_then(Node::text);
    let id = id.filter(|id| !id.is_empty()).ok_or(Reason::NoId)?;
    let kind = node.get("type").or(node.get("@type")).and_then(Node::text);
    let kind = kind.filter(|kind| !kind.is_empty()).ok_or(Reason::NoType)?;
    let mut entity = Entity {
        kind: last_part(kind),
        cells: vec![("id".to_owned(), Node::Text(id.to_owned()))],
        shapes: Vec::new(),
    };
    for (name, value) in members {
        if !matches!(name.as_str(), "id" | "@id" | "type" | "@type" | "@context") {
            let shapes = &mut entity.shapes;
            attribute::cells(last_part(name), value, &mut entity.cells, shapes)?;
        }
    }
    let mut names = BTreeSet::new();
    if entity.cells.iter().all(|(name, _)| names.insert(name)) {
        Ok(entity)
    } else {
        Err(Reason::KeyTwice)
    }
}

/// The last part of an address: `https://uri.etsi.org/ngsi-ld/location` is `location`.
fn last_part(name: &str) -> &str {
    if !name.contains("://") {
        return name;
    }
    let parts = name.rsplit(['/', '#']);
    parts
        .into_iter()
        .find(|part| !part.is_empty())
        .unwrap_or(name)
}

/// Reads from the start.
fn from_start(source: &mut dyn ReadSeek) -> Result<impl Read + '_, FormatError> {
    source.seek(SeekFrom::Start(0)).map_err(FormatError::Read)?;
    Ok(BufReader::with_capacity(elements::BUFFER_BYTES, source))
}
