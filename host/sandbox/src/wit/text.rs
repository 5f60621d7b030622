//! WIT that a printer writes, up to a bound: a type of a few bytes can be gigabytes
//! of text.

use wit_component::{Output, OutputToString};

/// What is said in place of the rest.
const MORE: &str = "\n// and more, too long to be shown\n";

/// A text that stops growing at its bound, and says so in its last line.
pub(super) struct BoundedText {
    text: OutputToString,
    left_bytes: usize,
    is_cut: bool,
}

impl BoundedText {
    pub(super) fn new(limit_bytes: usize) -> Self {
        Self {
            text: OutputToString::default(),
            left_bytes: limit_bytes,
            is_cut: false,
        }
    }

    pub(super) fn into_text(self) -> String {
        let mut text = String::from(self.text);
        if self.is_cut {
            text.push_str(MORE);
        }
        text
    }

    /// The text, if so much more fits.
    fn room(&mut self, bytes: usize) -> Option<&mut OutputToString> {
        match self.left_bytes.checked_sub(bytes) {
            Some(left) if !self.is_cut => {
                self.left_bytes = left;
                Some(&mut self.text)
            }
            _ => {
                self.is_cut = true;
                None
            }
        }
    }
}

impl Output for BoundedText {
    fn push_str(&mut self, src: &str) {
        if let Some(text) = self.room(src.len()) {
            text.push_str(src);
        }
    }

    fn indent_if_needed(&mut self) -> bool {
        // Types are nested a hundred deep at most, two spaces each.
        self.room(0).is_some_and(Output::indent_if_needed)
    }

    fn indent_start(&mut self) {
        if let Some(text) = self.room(3) {
            text.indent_start();
        }
    }

    fn indent_end(&mut self) {
        if let Some(text) = self.room(2) {
            text.indent_end();
        }
    }

    fn newline(&mut self) {
        if let Some(text) = self.room(1) {
            text.newline();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_stops_at_its_bound_and_says_so() {
        let mut text = BoundedText::new(10);
        text.push_str("12345678");
        text.newline();
        text.push_str("ab");
        text.indent_start();
        text.push_str("c");
        assert_eq!(text.into_text(), format!("12345678\n{MORE}"));
        let mut text = BoundedText::new(10);
        text.push_str("12345678");
        assert_eq!(text.into_text(), "12345678");
    }
}
