//! An address as a picture that a phone's camera reads (a QR code), drawn on the server:
//! it holds a secret, which goes to nobody else.

use leptos::prelude::*;
use qrcode::{Color, EcLevel, QrCode};

use crate::{texts::account as texts, visit::Visit};

/// Empty squares around it, which cameras need.
const MARGIN: usize = 4;

/// The picture; nothing of a text that is too long for one.
pub(super) fn of(visit: &Visit, text: &str) -> Option<impl IntoView + use<>> {
    let (path, squares) = outline(text)?;
    let side = squares.to_string();
    let area = format!("0 0 {side} {side}");
    Some(view! {
        <svg class="qr" viewBox=area role="img" aria-label=visit.say(texts::FACTOR_PICTURE)>
            <rect width=side.clone() height=side fill="#fff"/>
            <path d=path fill="#000" shape-rendering="crispEdges"/>
        </svg>
    })
}

/// The dark squares as the path of a drawing, and how many squares its side has.
fn outline(text: &str) -> Option<(String, usize)> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
    let width = code.width();
    let colours = code.to_colors();
    let dark = colours
        .iter()
        .enumerate()
        .filter(|(_, colour)| **colour == Color::Dark);
    let squares = dark.map(|(at, _)| {
        let (x, y) = (at % width + MARGIN, at / width + MARGIN);
        format!("M{x} {y}h1v1h-1z")
    });
    Some((squares.collect(), width + 2 * MARGIN))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_becomes_a_square_with_a_margin() {
        let (path, side) = outline("otpauth://totp/Pilotbox:a?secret=JBSWY3DPEHPK3PXP").unwrap();
        // The corner mark begins behind the margin.
        assert!(path.starts_with("M4 4h1v1h-1zM5 4h1v1h-1z"));
        assert!((29..=61).contains(&(side - 2 * MARGIN)));
    }

    #[test]
    fn what_is_too_long_has_no_picture() {
        assert_eq!(outline(&"a".repeat(3_000)), None);
    }
}
