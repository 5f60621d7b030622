//! A graph in Turtle. What stands in a text can neither end it nor begin another
//! statement: quotes, backslashes and everything that is no letter of a line is escaped.

use std::fmt::Write;

use super::graph::{Object, PREFIXES, Thing};

/// The graph as a document.
pub(super) fn written(things: &[Thing]) -> String {
    let mut out = String::new();
    for (prefix, url) in PREFIXES {
        let _ = writeln!(out, "@prefix {prefix}: <{url}> .");
    }
    for thing in things {
        out.push('\n');
        out += &address(thing.url.as_deref().unwrap_or_default());
        statements(thing, 1, &mut out);
        out += " .\n";
    }
    out
}

fn statements(thing: &Thing, depth: usize, out: &mut String) {
    let _ = write!(out, " a {}", thing.class);
    for (property, objects) in &thing.said {
        let _ = write!(out, " ;\n{}{property} ", "    ".repeat(depth));
        for (place, object) in objects.iter().enumerate() {
            if place > 0 {
                out.push_str(", ");
            }
            write_object(object, depth, out);
        }
    }
}

fn write_object(object: &Object, depth: usize, out: &mut String) {
    match object {
        Object::Url(url) => *out += &address(url),
        Object::Word(word) => *out += word,
        Object::Text(text, language) => {
            let _ = write!(out, "{}@{language}", literal(text));
        }
        Object::Value(value, kind) => {
            let _ = write!(out, "{}^^{kind}", literal(value));
        }
        Object::Plain(text) => *out += &literal(text),
        Object::Thing(thing) => {
            out.push('[');
            statements(thing, depth + 1, out);
            out.push_str(" ]");
        }
    }
}

fn address(url: &str) -> String {
    format!("<{url}>")
}

fn literal(text: &str) -> String {
    let mut out = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' => out += "\\\"",
            '\\' => out += "\\\\",
            '\n' => out += "\\n",
            '\r' => out += "\\r",
            '\t' => out += "\\t",
            // Lines and directions that an editor shows and no reader expects.
            letter if letter.is_control() || matches!(letter, '\u{2028}'..='\u{202e}') => {
                let _ = write!(out, "\\u{:04X}", u32::from(letter));
            }
            letter => out.push(letter),
        }
    }
    out.push('"');
    out
}
