//! A flame graph as SVG: the outermost functions at the bottom, the width of
//! each the fuel below it. Names come from a stranger's component, so the file
//! holds no script and escapes all text. All numbers are whole, so that the same
//! profile is the same file everywhere.

use std::fmt::Write;

use super::FuelProfile;
use crate::digits::{grouped, percent};

/// Sizes in tenths of a pixel.
const WIDTH: u64 = 12_000;
const MARGIN: u64 = 100;
const ROW: u64 = 180;
const HEAD: u64 = 400;
/// Of a character of the font.
const CHARACTER: u64 = 73;
/// Space between a box's edge and its text.
const INSET: u64 = 30;
/// Narrower boxes would show a mutilated word.
const MIN_TEXT_CHARACTERS: usize = 3;

/// One function above its callers.
#[derive(Debug, PartialEq, Eq)]
struct Frame<'a> {
    name: &'a str,
    depth: u64,
    /// Fuel to the left of it.
    start: u64,
    fuel: u64,
}

/// Draws a profile.
pub(super) fn draw(profile: &FuelProfile) -> String {
    let frames = frames(profile);
    let rows = frames.iter().map(|frame| frame.depth + 1).max();
    let height = HEAD + rows.unwrap_or(0) * ROW + MARGIN;
    let title = format!(
        "fuel of case {}: {} in {} samples",
        escaped(&profile.case),
        grouped(profile.fuel),
        profile.samples
    );
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\"{width}\" height=\"{high}\" \
         viewBox=\"0 0 {width} {high}\" font-family=\"monospace\" font-size=\"12\">\n\
         <title>{title}</title>\n\
         <rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n\
         <text x=\"{margin}\" y=\"24\">{title}</text>\n",
        width = pixels(WIDTH),
        high = pixels(height),
        margin = pixels(MARGIN),
    );
    for frame in &frames {
        draw_frame(&mut svg, frame, profile.fuel, height);
    }
    svg.push_str("</svg>\n");
    svg
}

/// Boxes of equal names above equal callers are one.
fn frames(profile: &FuelProfile) -> Vec<Frame<'_>> {
    let mut done = Vec::new();
    let mut open: Vec<Frame<'_>> = Vec::new();
    let mut start = 0;
    for (stack, fuel) in &profile.stacks {
        let pairs = open.iter().zip(stack);
        let shared = pairs
            .take_while(|(frame, name)| frame.name == name.as_str())
            .count();
        done.extend(open.drain(shared..));
        for (depth, name) in (0..).zip(stack).skip(shared) {
            open.push(Frame {
                name,
                depth,
                start,
                fuel: 0,
            });
        }
        for frame in &mut open {
            frame.fuel += fuel;
        }
        start += fuel;
    }
    done.append(&mut open);
    done
}

fn draw_frame(svg: &mut String, frame: &Frame<'_>, total: u64, height: u64) {
    let left = across(frame.start, total);
    let width = across(frame.start + frame.fuel, total) - left;
    let top = height - MARGIN - (frame.depth + 1) * ROW;
    let hint = format!(
        "{}: {} fuel, {}",
        escaped(frame.name),
        grouped(frame.fuel),
        percent(frame.fuel, total)
    );
    let (x, y) = (MARGIN + left, top);
    // Writing to a string cannot fail.
    let _ = writeln!(
        svg,
        "<g><title>{hint}</title>\
         <rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"{}\" stroke=\"#fff\" stroke-width=\"0.5\"/>\
         <text x=\"{}\" y=\"{}\">{}</text></g>",
        pixels(x),
        pixels(y),
        pixels(width),
        pixels(ROW),
        colour(frame.name),
        pixels(x + INSET),
        pixels(y + ROW * 3 / 4),
        escaped(&fitting(frame.name, width)),
    );
}

/// How far to the right an amount of fuel reaches.
fn across(fuel: u64, total: u64) -> u64 {
    let room = u128::from(WIDTH - 2 * MARGIN);
    let reach = u128::from(fuel) * room / u128::from(total.max(1));
    u64::try_from(reach).unwrap_or(WIDTH)
}

/// As much of a name as a box has room for.
fn fitting(name: &str, width: u64) -> String {
    let room = width.saturating_sub(2 * INSET) / CHARACTER;
    let room = usize::try_from(room).unwrap_or(0);
    if name.chars().count() <= room {
        return name.to_owned();
    }
    if room < MIN_TEXT_CHARACTERS {
        return String::new();
    }
    let kept = name.chars().take(room - 1);
    kept.chain(['…']).collect()
}

fn pixels(tenths: u64) -> String {
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// A warm colour, always the same for a name; grey for what is no function.
fn colour(name: &str) -> String {
    if name.starts_with('(') {
        return "#ccc".to_owned();
    }
    // FNV-1a.
    let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let part = |shift: u32, range: u64| (hash >> shift) % range;
    format!(
        "rgb({},{},{})",
        215 + part(8, 41),
        120 + part(24, 110),
        60 + part(40, 60)
    )
}

/// Text of XML. Characters that XML forbids are replaced.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '\u{fffe}' | '\u{ffff}' => safe.push('\u{fffd}'),
            c if c.is_control() => safe.push('\u{fffd}'),
            c => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::{super::tests::profile, *};

    #[test]
    fn equal_callers_share_a_box() {
        let profile = profile(&[(&["f"], 1), (&["f", "g"], 5), (&["h", "g"], 2)]);
        let frame = |name, depth, start, fuel| Frame {
            name,
            depth,
            start,
            fuel,
        };
        let expected = [
            frame("f", 0, 0, 6),
            frame("g", 1, 1, 5),
            frame("h", 0, 6, 2),
            frame("g", 1, 6, 2),
        ];
        let mut found = frames(&profile);
        found.sort_by_key(|frame| (frame.start, frame.depth));
        assert_eq!(found, expected);
    }

    #[test]
    fn names_cannot_leave_their_place() {
        let profile = profile(&[(&["</title><script>f()</script>&\u{1}"], 1)]);
        let svg = draw(&profile);
        assert!(!svg.contains("<script") && !svg.contains('\u{1}'), "{svg}");
        assert!(svg.contains("&lt;/title&gt;&lt;script&gt;f()"), "{svg}");
    }

    #[test]
    fn names_are_cut_to_their_box() {
        assert_eq!(fitting("abcdef", 2 * INSET + 6 * CHARACTER), "abcdef");
        assert_eq!(fitting("abcdef", 2 * INSET + 4 * CHARACTER), "abc…");
        assert_eq!(fitting("abcdef", 2 * INSET + 2 * CHARACTER), "");
    }

    #[test]
    fn boxes_fill_the_width_whatever_the_fuel() {
        assert_eq!(across(u64::MAX, u64::MAX), WIDTH - 2 * MARGIN);
        assert_eq!(across(0, 0), 0);
    }
}
