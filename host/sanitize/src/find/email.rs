//! E-mail addresses, as typed: with blanks, a comma for the point, `(at)`, or letters of
//! the wrong script.

use std::ops::Range;

use super::evidence::Strength;

/// Most bytes of an address (RFC 5321: 254), so that long texts are not searched twice.
const LENGTH_MOST: usize = 254;

/// Hosts of mail that stay known where the sign between was lost.
const HOSTS: [&str; 8] = [
    "abv.bg",
    "mail.bg",
    "gmail.com",
    "yahoo.com",
    "outlook.com",
    "hotmail.com",
    "dir.bg",
    "icloud.com",
];

/// How much a whole text looks like an address.
pub(super) fn judge(text: &str) -> Strength {
    let text = text.trim().trim_end_matches(['.', ',', ';', '>']);
    let text = text.trim_start_matches("mailto:").trim_start_matches('<');
    if text.len() > LENGTH_MOST {
        return Strength::None;
    }
    if text.contains('@') {
        let found = find(text);
        if matches!(found.as_slice(), [one] if *one == (0..text.len())) {
            return Strength::Certain;
        }
    }
    loose(text)
}

/// An address with slips: at most one sign of `@` in any form, blanks thrown away.
fn loose(text: &str) -> Strength {
    let lower = text.to_lowercase();
    let dense: String = lower.chars().filter(|c| !c.is_whitespace()).collect();
    let blanks = lower.split_whitespace().count();
    let dense = replace_at(&dense).replace(',', ".").replace("..", ".");
    let Some((local, host)) = dense.split_once('@') else {
        let ends = HOSTS.iter().any(|known| lower.ends_with(known));
        return match text.contains('.') && blanks <= 2 {
            true if ends => Strength::Shape,
            true if blanks == 1 => Strength::Trace,
            _ => Strength::None,
        };
    };
    let is_whole = find(&dense)
        .first()
        .is_some_and(|range| *range == (0..dense.len()));
    match is_whole {
        true if blanks <= 3 || HOSTS.contains(&host) => Strength::Likely,
        _ if local.is_empty() || host.is_empty() || blanks > 3 => Strength::None,
        _ => Strength::Trace,
    }
}

fn replace_at(text: &str) -> String {
    let mut text = text.to_owned();
    for sign in ["[at]", "(at)", "{at}", "@@", "(a)", "[ет]", "(кльомба)"] {
        if text.contains(sign) {
            text = text.replacen(sign, "@", 1);
        }
    }
    text
}

/// The addresses inside a text.
pub(super) fn find(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (at, _) in text.match_indices('@') {
        let start = start_of(text, at);
        let Some(end) = end_of(text, at + 1) else {
            continue;
        };
        if start < at && found.last().is_none_or(|last| last.end <= start) {
            found.push(start..end);
        }
    }
    found
}

fn start_of(text: &str, at: usize) -> usize {
    let is_local = |c: char| c.is_alphanumeric() || "._%+-'".contains(c);
    let mut start = at;
    for (place, character) in text[..at].char_indices().rev() {
        if !is_local(character) || at - place > LENGTH_MOST {
            break;
        }
        start = place;
    }
    let skipped = text[start..at].trim_start_matches(['.', '-', '\'']);
    at - skipped.len()
}

fn end_of(text: &str, host: usize) -> Option<usize> {
    let rest = text.get(host..)?;
    let is_host = |c: char| c.is_alphanumeric() || c == '.' || c == '-';
    let length = rest.find(|c| !is_host(c)).unwrap_or(rest.len());
    let name = rest.get(..length)?.trim_end_matches(['.', '-']);
    let (domain, top) = name.rsplit_once('.')?;
    let is_top = (2..=18).contains(&top.chars().count()) && top.chars().all(char::is_alphabetic);
    let fits = is_top && domain.starts_with(char::is_alphanumeric) && !domain.contains("..");
    fits.then_some(host + name.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_certain() {
        for text in [
            "ivan@abv.bg",
            "I.Petrov+x@Mail.Example.COM",
            "<a_b@dir.bg>",
            "иван@пример.бг",
        ] {
            assert_eq!(judge(text), Strength::Certain, "{text}");
        }
    }

    #[test]
    fn slips_of_the_keys_are_likely() {
        for text in [
            "ivan @ abv.bg",
            "ivan(at)abv.bg",
            "ivan@abv,bg",
            "ivan@@abv.bg",
            "i [at] abv.bg",
        ] {
            assert_eq!(judge(text), Strength::Likely, "{text}");
        }
        assert_eq!(judge("ivan.petrov abv.bg"), Strength::Shape);
    }

    #[test]
    fn handles_and_hosts_are_none() {
        for text in [
            "@ivan",
            "ivan@",
            "user@localhost",
            "www.abv-news.bg",
            "",
            "@",
        ] {
            assert!(judge(text) < Strength::Shape, "{text}");
        }
    }

    #[test]
    fn addresses_are_found_in_a_text() {
        let text = "пишете на (ivan@abv.bg) или x.y@mail.bg.";
        let found: Vec<&str> = find(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, ["ivan@abv.bg", "x.y@mail.bg"]);
    }
}
