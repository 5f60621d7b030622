//! Geohashes: a place as letters and digits, each of which halves its box five times.

use std::ops::Range;

use super::coordinate::is_bulgarian;
use super::evidence::Strength;

/// The alphabet of geohashes.
const ALPHABET: &[u8; 32] = b"0123456789bcdefghjkmnpqrstuvwxyz";

/// From this length on the box is at most 1.2 by 0.6 kilometres.
const EXACT_LEAST: usize = 6;

/// More than this nobody writes: the box is smaller than a coin.
const LENGTH_MOST: usize = 12;

/// How much a whole text looks like the geohash of a place in Bulgaria.
pub(super) fn judge(text: &str) -> Strength {
    let text = text.trim();
    if !(EXACT_LEAST - 1..=LENGTH_MOST).contains(&text.len()) || !text.is_ascii() {
        return Strength::None;
    }
    let lower = text.to_ascii_lowercase();
    let Some((latitude, longitude)) = decode(&lower) else {
        return Strength::None;
    };
    let digits = lower.bytes().filter(u8::is_ascii_digit).count();
    let is_mixed = digits > 0 && digits < lower.len();
    let is_exact = lower.len() >= EXACT_LEAST;
    let is_one_case = lower == text || text.to_ascii_uppercase() == text;
    match is_bulgarian(latitude, longitude) {
        true if is_exact && is_mixed && is_one_case => Strength::Likely,
        true => Strength::Shape,
        false if is_exact && is_mixed => Strength::Trace,
        false => Strength::None,
    }
}

/// The middle of a geohash's box: latitude and longitude in degrees.
fn decode(text: &str) -> Option<(f64, f64)> {
    let (mut latitude, mut longitude) = ((-90.0, 90.0), (-180.0, 180.0));
    let mut is_longitude = true;
    for byte in text.bytes() {
        let value = ALPHABET.iter().position(|letter| *letter == byte)?;
        for bit in (0..5).rev() {
            let side = if is_longitude {
                &mut longitude
            } else {
                &mut latitude
            };
            let middle = f64::midpoint(side.0, side.1);
            if value >> bit & 1 == 1 {
                side.0 = middle;
            } else {
                side.1 = middle;
            }
            is_longitude = !is_longitude;
        }
    }
    Some((
        f64::midpoint(latitude.0, latitude.1),
        f64::midpoint(longitude.0, longitude.1),
    ))
}

/// The geohashes inside a text: small letters, as long as to be exact.
pub(super) fn find(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for piece in text.split(|c: char| !c.is_alphanumeric()) {
        let is_small = !piece.bytes().any(|b| b.is_ascii_uppercase());
        if piece.starts_with('s') && is_small && judge(piece) >= Strength::Likely {
            found.push(start..start + piece.len());
        }
        start += piece.len();
        start += text
            .get(start..)
            .and_then(|rest| rest.chars().next())
            .map_or(0, char::len_utf8);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_in_bulgaria_is_likely() {
        let (latitude, longitude) = decode("sx8dfs").expect("it decodes");
        assert!(is_bulgarian(latitude, longitude), "{latitude} {longitude}");
        assert_eq!(judge("sx8dfsy"), Strength::Likely);
        assert_eq!(judge("SX8DFSY"), Strength::Likely);
    }

    #[test]
    fn the_published_example_decodes() {
        let (latitude, longitude) = decode("ezs42").expect("it decodes");
        assert!((latitude - 42.605).abs() < 0.01 && (longitude + 5.603).abs() < 0.01);
    }

    #[test]
    fn other_words_and_places_are_weaker() {
        assert_eq!(judge("ezs42ab"), Strength::None);
        assert_eq!(judge("ezs42bb"), Strength::Trace);
        assert_eq!(judge("sx8d"), Strength::None);
        assert_eq!(judge("София"), Strength::None);
        assert_eq!(judge("sx8df"), Strength::Shape);
    }

    #[test]
    fn a_geohash_is_found_in_a_text() {
        let text = "място: sx8dfsy, тук";
        let found = find(text);
        assert_eq!(&text[found[0].clone()], "sx8dfsy");
    }
}
