//! JSON as readers of tables need it: the order of names kept, depth bounded, a name
//! never twice, numbers as they were written.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};

use super::{Reason, cell::Value};

/// A value of JSON.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Node {
    Null,
    Boolean(bool),
    Integer(i64),
    Number(f64),
    Text(String),
    List(Vec<Node>),
    Object(Vec<(String, Node)>),
}

/// Reads a [`Node`], at most so deep.
#[derive(Clone, Copy)]
pub(crate) struct Seed {
    pub(crate) depth: usize,
}

const TOO_DEEP: &str = "nests too deep";
const TWICE: &str = "a name twice";
const TOO_LARGE: &str = "a number too large";

/// One value of JSON, which must be all of the text.
pub(crate) fn parse(text: &[u8], depth: usize) -> Result<Node, Reason> {
    let mut reader = serde_json::Deserializer::from_slice(text);
    let read = Seed { depth }.deserialize(&mut reader);
    let ended = read.and_then(|node| reader.end().map(|()| node));
    ended.map_err(|error| reason(&error, depth))
}

/// What an error of the parser means, without the words in which it quotes the text.
pub(crate) fn reason(error: &serde_json::Error, depth: usize) -> Reason {
    let words = error.to_string();
    if words.starts_with(TOO_DEEP) || words.starts_with("recursion limit") {
        Reason::Depth { limit: depth }
    } else if words.starts_with(TWICE) {
        Reason::KeyTwice
    } else if words.starts_with(TOO_LARGE) || words.starts_with("number out of range") {
        Reason::NumberSize
    } else {
        Reason::Json { at: error.column() }
    }
}

impl Node {
    /// The value of a name.
    pub(crate) fn get(&self, name: &str) -> Option<&Node> {
        match self {
            Self::Object(members) => {
                let mut named = members.iter().filter(|(key, _)| key == name);
                named.next().map(|(_, value)| value)
            }
            _ => None,
        }
    }

    /// Its text, if it is one.
    pub(crate) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// As a number, if it is one.
    #[expect(clippy::cast_precision_loss, reason = "a coordinate or a measure")]
    pub(crate) fn number(&self) -> Option<f64> {
        match self {
            Self::Integer(value) => Some(*value as f64),
            Self::Number(value) => Some(*value),
            _ => None,
        }
    }

    /// As a cell, if it is no list and no object.
    pub(crate) fn value(&self) -> Option<Value<'_>> {
        match self {
            Self::Null => Some(Value::Missing),
            Self::Boolean(value) => Some(Value::Boolean(*value)),
            Self::Integer(value) => Some(Value::Integer(*value)),
            Self::Number(value) => Some(Value::Number(*value)),
            Self::Text(text) => Some(Value::Text(text)),
            Self::List(_) | Self::Object(_) => None,
        }
    }
}

/// Compact JSON, its names in the order in which they came.
impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Boolean(value) => write!(f, "{value}"),
            Self::Integer(value) => write!(f, "{value}"),
            Self::Number(value) => write!(f, "{value:?}"),
            Self::Text(text) => write_text(text, f),
            Self::List(nodes) => write_all(nodes, ('[', ']'), f, |node, f| write!(f, "{node}")),
            Self::Object(members) => write_all(members, ('{', '}'), f, |(name, node), f| {
                write_text(name, f)?;
                write!(f, ":{node}")
            }),
        }
    }
}

fn write_all<T>(
    items: &[T],
    around: (char, char),
    f: &mut fmt::Formatter<'_>,
    write: impl Fn(&T, &mut fmt::Formatter<'_>) -> fmt::Result,
) -> fmt::Result {
    write!(f, "{}", around.0)?;
    for (place, item) in items.iter().enumerate() {
        if place > 0 {
            f.write_str(",")?;
        }
        write(item, f)?;
    }
    write!(f, "{}", around.1)
}

fn write_text(text: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str(&serde_json::to_string(text).map_err(|_| fmt::Error)?)
}

impl<'de> DeserializeSeed<'de> for Seed {
    type Value = Node;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value of JSON")
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node, E> {
        Ok(Node::Boolean(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Node, E> {
        Ok(Node::Integer(value))
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<Node, E> {
        let value = i64::try_from(value).map_err(|_| E::custom(TOO_LARGE))?;
        Ok(Node::Integer(value))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Node, E> {
        Ok(Node::Number(value))
    }

    fn visit_str<E>(self, text: &str) -> Result<Node, E> {
        Ok(Node::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Node, E> {
        Ok(Node::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Node, A::Error> {
        let below = self.below::<A::Error>()?;
        let mut nodes = Vec::new();
        while let Some(node) = list.next_element_seed(below)? {
            nodes.push(node);
        }
        Ok(Node::List(nodes))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
        let below = self.below::<A::Error>()?;
        let mut members: Vec<(String, Node)> = Vec::new();
        let mut names = std::collections::BTreeSet::new();
        while let Some(name) = map.next_key::<String>()? {
            if !names.insert(name.clone()) {
                return Err(A::Error::custom(TWICE));
            }
            members.push((name, map.next_value_seed(below)?));
        }
        Ok(Node::Object(members))
    }
}

impl Seed {
    fn below<E: serde::de::Error>(self) -> Result<Self, E> {
        let depth = self.depth.checked_sub(1);
        depth
            .map(|depth| Self { depth })
            .ok_or_else(|| E::custom(TOO_DEEP))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_keep_their_order_and_text_its_signs() {
        let text = r#"{"b":[1,2.0,null,"\"ж\n"],"a":{"x":true}}"#;
        let node = parse(text.as_bytes(), 4).expect("it is JSON");
        assert_eq!(node.to_string(), text);
    }

    #[test]
    fn what_a_table_cannot_hold_is_refused() {
        for (text, reason) in [
            ("[[[1]]]", Reason::Depth { limit: 2 }),
            (r#"{"a":1,"a":2}"#, Reason::KeyTwice),
            ("18446744073709551615", Reason::NumberSize),
            ("1e999", Reason::NumberSize),
            (r#"{"a":1"#, Reason::Json { at: 6 }),
            ("1 2", Reason::Json { at: 3 }),
        ] {
            assert_eq!(parse(text.as_bytes(), 2), Err(reason), "{text}");
        }
    }
}
