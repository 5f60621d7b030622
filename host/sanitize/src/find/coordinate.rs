//! Exact coordinates: pairs of decimal degrees with points or commas, degrees with minutes
//! and seconds, and single latitudes or longitudes where a column's name says so.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::evidence::Strength;

/// Bulgaria's box in degrees, a few kilometres wider than the land.
const LATITUDES: (f64, f64) = (41.2, 44.3);
const LONGITUDES: (f64, f64) = (22.3, 28.7);

/// Europe's box: pairs beyond it need a label.
const EUROPE_LATITUDES: (f64, f64) = (34.0, 72.0);
const EUROPE_LONGITUDES: (f64, f64) = (-25.0, 45.0);

/// From this many decimals on a degree is exact to a hundred metres.
const DECIMALS_EXACT: usize = 3;

/// From this many decimals on a degree is exact to ten metres, and a price is none.
const DECIMALS_FINE: usize = 4;

/// More than this no cell of one place holds.
const LENGTH_MOST: usize = 80;

/// The signs of the two axes, after or before an angle.
const NORTH: &str = r"(?:[сю]\.?\s?ш\.?|[NSСЮ])?";
const EAST: &str = r"(?:[из]\.?\s?д\.?|[EWИЗ]\b)?";

static PAIR: LazyLock<Regex> = LazyLock::new(|| {
    let number = r"([+-]?\d{1,3})[.,](\d{2,})";
    let label = r#"(?:["']?(?:lon|lng|long|longitude|дължина|E|W|И|З)\b["']?\s*[:=]?\s*)?["']?"#;
    let pattern = format!(r#"(?i){number}["']?\s*°?\s*{NORTH}\s*(?:[,;/|]|\s)\s*{label}{number}"#);
    Regex::new(&pattern).expect("the pattern is a constant")
});

static SEXAGESIMAL: LazyLock<Regex> = LazyLock::new(|| {
    let seconds = r#"(?:\s*\d{1,2}(?:[.,]\d+)?\s*(?:["″”]|''))?"#;
    let angle = format!(r"\d{{1,3}}\s*°\s*\d{{1,2}}(?:[.,]\d+)?\s*['′’]{seconds}");
    let pattern = format!(r"(?i)[NSСЮ]?\s?{angle}\s*{NORTH}\s*[,;]?\s*[EWИЗ]?\s?{angle}\s*{EAST}");
    Regex::new(&pattern).expect("the pattern is a constant")
});

/// Whether a place lies in Bulgaria, or just beyond its border.
pub(super) fn is_bulgarian(latitude: f64, longitude: f64) -> bool {
    within(latitude, LATITUDES) && within(longitude, LONGITUDES)
}

/// How much a whole text looks like coordinates.
pub(super) fn judge(text: &str) -> Strength {
    let text = text.trim();
    if text.len() > LENGTH_MOST {
        return Strength::None;
    }
    let single = single(text);
    if single > Strength::None {
        return single;
    }
    if text.contains('°') && SEXAGESIMAL.is_match(text) {
        return Strength::Certain;
    }
    let Some(found) = PAIR.captures(text) else {
        return garbled(text);
    };
    let whole = found.get(0).map_or(0..0, |whole| whole.range());
    let around = text.len() - whole.len();
    let judged = pair(&found);
    let is_bare = around <= 4 || is_dressed(text);
    if is_bare {
        judged
    } else {
        judged.min(Strength::Trace)
    }
}

/// Whether a whole text is one number that could be a latitude or a longitude of a house.
pub(super) fn is_exact_degree(text: &str) -> bool {
    let decimals = text
        .trim()
        .split_once(['.', ','])
        .map_or("", |(_, decimals)| decimals);
    let is_fine = decimals.len() >= DECIMALS_FINE && decimals.bytes().all(|c| c.is_ascii_digit());
    is_fine && single(text.trim()) >= Strength::Shape
}

/// A pair whose point or comma was lost.
fn garbled(text: &str) -> Strength {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let is_sign = |c: char| c.is_ascii_digit() || ".,; ".contains(c);
    let fits = (10..=20).contains(&digits) && text.chars().all(is_sign);
    if fits {
        Strength::Trace
    } else {
        Strength::None
    }
}

/// Words that only stand around coordinates: `POINT(…)`, `geo:…`, `lat: …`.
fn is_dressed(text: &str) -> bool {
    let lower = text.to_lowercase();
    let words = ["point", "geo:", "lat", "gps", "шир", "коорд", "coord"];
    words.iter().any(|word| lower.contains(word))
}

/// One number that may be a latitude or a longitude of a place in Bulgaria.
fn single(text: &str) -> Strength {
    let text = text.trim_end_matches(['°', 'N', 'E', ' ']);
    let is_number = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '+');
    if text.is_empty() || text.len() > 24 || !text.chars().all(is_number) {
        return Strength::None;
    }
    let Some((whole, decimals)) = text.split_once(['.', ',']) else {
        return Strength::None;
    };
    let Some(degrees) = degrees(whole, decimals) else {
        return Strength::None;
    };
    let is_here = within(degrees, LATITUDES) || within(degrees, LONGITUDES);
    match decimals.len() {
        2.. if is_here => Strength::Shape,
        _ if is_here => Strength::Trace,
        DECIMALS_EXACT.. if degrees.abs() <= 180.0 => Strength::Trace,
        _ => Strength::None,
    }
}

fn pair(found: &regex::Captures<'_>) -> Strength {
    let part = |place: usize| found.get(place).map_or("", |part| part.as_str());
    let first = degrees(part(1), part(2));
    let second = degrees(part(3), part(4));
    let (Some(first), Some(second)) = (first, second) else {
        return Strength::None;
    };
    let decimals = part(2).len().min(part(4).len());
    let most = part(2).len().max(part(4).len());
    let is_exact = decimals >= DECIMALS_EXACT || most > DECIMALS_EXACT;
    let is_here = is_bulgarian(first, second) || is_bulgarian(second, first);
    let in_europe = is_european(first, second) || is_european(second, first);
    match (is_exact, is_here, in_europe) {
        (true, true, _) => Strength::Certain,
        (true, _, true) if decimals > DECIMALS_EXACT => Strength::Likely,
        (_, true, _) | (true, _, true) => Strength::Shape,
        _ => Strength::Trace,
    }
}

fn is_european(latitude: f64, longitude: f64) -> bool {
    within(latitude, EUROPE_LATITUDES) && within(longitude, EUROPE_LONGITUDES)
}

fn degrees(whole: &str, decimals: &str) -> Option<f64> {
    format!("{whole}.{decimals}").parse().ok()
}

fn within(value: f64, (least, most): (f64, f64)) -> bool {
    (least..=most).contains(&value)
}

/// The pairs inside a text, exact ones only.
pub(super) fn find(text: &str) -> Vec<Range<usize>> {
    // Two numbers with decimals, or a degree's sign, or nothing.
    let is_point = |three: &[u8]| matches!(three, [a, b'.' | b',', b] if a.is_ascii_digit() && b.is_ascii_digit());
    if text
        .as_bytes()
        .windows(3)
        .filter(|three| is_point(three))
        .count()
        < 2
        && !text.contains('°')
    {
        return Vec::new();
    }
    let is_alone = |range: &Range<usize>| {
        let before = text[..range.start].chars().next_back();
        let after = text[range.end..].chars().next();
        let is_number = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        !is_number(before) && !is_number(after)
    };
    let pairs = PAIR
        .captures_iter(text)
        .filter(|found| pair(found) >= Strength::Likely);
    let pairs = pairs.filter_map(|found| found.get(0).map(|whole| whole.range()));
    let angles = SEXAGESIMAL.find_iter(text).map(|found| found.range());
    pairs.chain(angles).filter(is_alone).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exact_pairs_in_bulgaria_are_certain() {
        for text in [
            "42.6977, 23.3219",
            "42,6977; 23,3219",
            "42,6977,23,3219",
            "23.3219 42.6977",
            "(42.69771, 23.32191)",
            "POINT(23.3219 42.6977)",
            "42.6977°N 23.3219°E",
            "lat: 42.6977, lon: 23.3219",
            "{\"lat\":42.6977,\"lng\":23.3219}",
            "42°41'51\"N 23°19'18\"E",
            "42° 41′ 51″ с.ш., 23° 19′ 18″ и.д.",
        ] {
            assert!(judge(text) >= Strength::Likely, "{text}");
        }
    }

    #[test]
    fn a_single_degree_is_a_shape() {
        assert_eq!(judge("42.6977"), Strength::Shape);
        assert_eq!(judge("23,3219"), Strength::Shape);
        assert_eq!(judge("142.6977"), Strength::Trace);
        assert_eq!(judge("1542.6977"), Strength::None);
    }

    #[test]
    fn coarse_pairs_and_other_numbers_are_weaker() {
        for text in [
            "42.7, 23.3",
            "12.50, 13.20",
            "3.1415, 2.7182",
            "цена 42.69 и 23.32",
            "1.2.3",
        ] {
            assert!(judge(text) < Strength::Likely, "{text}");
        }
    }

    #[test]
    fn pairs_are_found_in_a_text() {
        let text = "дупка на 42.69771, 23.32191 до парка";
        let found = find(text);
        assert_eq!(&text[found[0].clone()], "42.69771, 23.32191");
        assert!(find("23.50 лв. и 42.10 лв.").is_empty());
    }
}
