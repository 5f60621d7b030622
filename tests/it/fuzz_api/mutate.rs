//! Ways to break a request.

use pilotbox_tests::{dice::Dice, server::Ask};
use serde_json::{Value, json};

use super::targets::Targets;

/// Bytes of a header that a server may hang up on.
pub(super) const LARGE_HEADER: usize = 8_000;

/// Bytes of a body that a server may refuse before it has read them.
pub(super) const LARGE_BODY: usize = 64 * 1024;

/// Breaks a request in one way.
pub(super) fn mutate(ask: &mut Ask, targets: &Targets<'_>, dice: &mut Dice) {
    match dice.below(6) {
        0 => mutate_path(ask, targets, dice),
        1 => mutate_header(ask, dice),
        2 => mutate_method(ask, dice),
        3 => mutate_bytes(ask, dice),
        _ => mutate_value(ask, dice),
    }
}

fn mutate_path(ask: &mut Ask, targets: &Targets<'_>, dice: &mut Dice) {
    let long = "a".repeat(10_000);
    let segments = [
        "..",
        "%00",
        "%2e%2e%2f",
        "%ff%fe",
        "'",
        "%F0%9F%92%A9",
        "-1",
        "",
        &long,
    ];
    let queries = [
        "limit=0",
        "limit=-1",
        "limit=99999999999999999999",
        "limit=200&limit=1",
        "cursor=%00",
        "cursor=%27%3Bdrop+table+account",
        "format=csv",
        "format=xml",
        "after=18446744073709551615",
        "split=final",
        "audience=city",
        "unknown=1",
        "&&&===",
        "%ff=%fe",
    ];
    let (path, query) = ask.path.split_once('?').unwrap_or((&ask.path, ""));
    let mut parts: Vec<&str> = path.split('/').collect();
    let id = dice.pick(&targets.ids).clone();
    let (path, query) = match dice.below(3) {
        0 => {
            let at = dice.below(parts.len().saturating_sub(3)) + 3;
            let new = if dice.once_in(2) {
                id.as_str()
            } else {
                dice.pick(&segments)
            };
            match parts.get_mut(at) {
                Some(part) => *part = new,
                None => parts.push(new),
            }
            (parts.join("/"), query.to_owned())
        }
        1 => (path.to_owned(), (*dice.pick(&queries)).to_owned()),
        _ => (path.to_owned(), format!("{query}&{}", dice.pick(&queries))),
    };
    ask.path = if query.is_empty() {
        path
    } else {
        format!("{path}?{query}")
    };
}

fn mutate_header(ask: &mut Ask, dice: &mut Dice) {
    let large = "x".repeat(LARGE_HEADER + 1);
    let key = format!("key-{}", dice.below(5));
    let headers = [
        ("idempotency-key", key.as_str()),
        ("idempotency-key", "две думи"),
        ("if-match", "\"1\", W/\"2\", garbage"),
        ("if-none-match", "*"),
        ("last-event-id", "../../etc/passwd"),
        ("range", "bytes=0-1,5-"),
        ("content-encoding", "gzip"),
        ("content-type", "text/plain"),
        ("content-type", "application/json; charset=utf-16"),
        ("content-type", "multipart/form-data"),
        ("accept", "application/xml"),
        ("authorization", "Bearer pbx_"),
        ("authorization", "Basic dXNlcjpwYXNz"),
        ("cookie", "pilotbox_session=AAAA; pilotbox_session="),
        ("origin", "https://evil.example"),
        ("x-forwarded-for", "256.1.1.1, ::1, garbage"),
        ("x-request-id", "\"><script>"),
        ("x-csrf-token", "AAAA"),
        ("upload-offset", "18446744073709551616"),
        ("accept-language", "bg;q=x,,en;q=99"),
        ("x-large", &large),
    ];
    let (name, value) = *dice.pick(&headers);
    if dice.once_in(4) {
        ask.headers.retain(|(known, _)| known != name);
    }
    ask.headers
        .push((name.to_owned(), value.as_bytes().to_vec()));
}

fn mutate_method(ask: &mut Ask, dice: &mut Dice) {
    let methods = [
        "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "BREW",
    ];
    (*dice.pick(&methods)).clone_into(&mut ask.method);
}

/// Breaks the body without looking what it is: JSON, a form, a file.
fn mutate_bytes(ask: &mut Ask, dice: &mut Dice) {
    let length = ask.body.len();
    let at = dice.below(length);
    match dice.below(7) {
        0 => ask.body.truncate(at),
        1 => ask.body.insert(at.min(length), 0xff),
        2 => ask.body.insert(at.min(length), 0),
        3 => ask.body.extend_from_within(at.min(length)..),
        4 => ask.body = vec![b'['; 100_000],
        5 => ask.body.splice(0..0, *b"\xef\xbb\xbf").for_each(drop),
        _ => ask.body = ask.body.iter().rev().copied().collect(),
    }
}

/// Breaks one value of a JSON body.
fn mutate_value(ask: &mut Ask, dice: &mut Dice) {
    let Ok(mut body) = serde_json::from_slice::<Value>(&ask.body) else {
        return mutate_bytes(ask, dice);
    };
    let is_doubled = dice.once_in(10);
    let field = body
        .as_object()
        .and_then(|fields| fields.keys().next().cloned());
    mutate_node(&mut body, dice);
    ask.body = body.to_string().into_bytes();
    if let Some(field) = field.filter(|_| is_doubled && ask.body.starts_with(b"{\"")) {
        let double = format!("{}:null,", json!(field));
        ask.body.splice(1..1, double.into_bytes()).for_each(drop);
    }
}

fn mutate_node(node: &mut Value, dice: &mut Dice) {
    let goes_deeper = !dice.once_in(3);
    match node {
        Value::Object(fields) if goes_deeper && !fields.is_empty() => {
            let at = dice.below(fields.len());
            let name = fields.keys().nth(at).cloned().unwrap_or_default();
            match dice.below(4) {
                0 => drop(fields.remove(&name)),
                1 => drop(fields.insert(dice.word(5), json!(1))),
                _ => mutate_node(&mut fields[&name], dice),
            }
        }
        Value::Array(items) if goes_deeper && !items.is_empty() => {
            let at = dice.below(items.len());
            mutate_node(&mut items[at], dice);
        }
        other => *other = strange(dice),
    }
}

fn strange(dice: &mut Dice) -> Value {
    let texts = [
        "",
        " ",
        "\0",
        "a\u{0}b",
        "\u{1b}[31m\u{7}",
        "\u{202e}gnp.exe",
        "\u{feff}",
        "'; drop table account; --",
        "../../../etc/passwd",
        "=1+1",
        "\u{10ffff}",
        "<script>alert(1)</script>",
        "2026-02-30T00:00:00Z",
        "-009999-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z",
        "a@b",
    ];
    match dice.below(10) {
        0..4 => json!(dice.pick(&texts)),
        4 => json!("ж".repeat(20_001)),
        5 => json!("a".repeat(dice.below(500_000))),
        6 => json!([[[[[[[[{}]]]]]]]]),
        7 => dice
            .pick(&[json!(null), json!(true), json!({}), json!([])])
            .clone(),
        8 => dice
            .pick(&[json!(u64::MAX), json!(i64::MIN), json!(1e308), json!(-0.0)])
            .clone(),
        _ => json!(vec![json!("read"); dice.below(2_000)]),
    }
}
