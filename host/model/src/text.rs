//! Text of strangers, made fit to be shown.

/// Replaces characters that could steer the reader's terminal, and those that
/// are not seen but move what is: a text must be what it looks like.
pub fn printable(text: &str) -> String {
    let replaced = |c: char| (c.is_control() && c != '\t') || is_invisible(c);
    text.chars()
        .map(|c| if replaced(c) { '\u{fffd}' } else { c })
        .collect()
}

/// The same of a text of several lines.
pub fn printable_lines(text: &str) -> String {
    let lines: Vec<_> = text.split('\n').map(printable).collect();
    lines.join("\n")
}

/// Spaces without width, separators of lines, and what turns the direction of
/// the text. Joiners stay: scripts and emoji need them.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{61c}'
            | '\u{200b}'
            | '\u{200e}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{e0000}'..='\u{e007f}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terminal_codes_are_replaced() {
        assert_eq!(printable("a\u{1b}[31mb\tc\r"), "a\u{fffd}[31mb\tc\u{fffd}");
    }

    #[test]
    fn what_turns_a_text_is_replaced_and_what_joins_it_stays() {
        assert_eq!(
            printable("\u{202e}gnp\u{2066}\u{feff}"),
            "\u{fffd}gnp\u{fffd}\u{fffd}"
        );
        let family = "\u{1f469}\u{200d}\u{1f467} \u{43a}\u{443}\u{447}\u{435}";
        assert_eq!(printable(family), family);
    }

    #[test]
    fn lines_stay_lines() {
        assert_eq!(printable_lines("a\u{1b}\n\tb\n"), "a\u{fffd}\n\tb\n");
    }
}
