//! A chart as a file of its own: the drawing with the colours of a bright page inside, in
//! words that any viewer of SVG knows.

use std::sync::LazyLock;

use leptos::prelude::*;

use crate::page;

const TOKENS: &str = include_str!("../../style/tokens.css");
const RULES: &str = include_str!("../../style/charts.css");

/// The rules of charts with the values of their tokens. Many viewers know no variables.
static STYLE: LazyLock<String> = LazyLock::new(|| style(TOKENS, RULES));

/// The file's text. The view is one drawing.
pub fn file(drawing: impl FnOnce() -> AnyView) -> String {
    let markup = page::write(drawing).replace("<!---->", "");
    match markup.split_once('>') {
        Some((head, rest)) => format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{head} xmlns=\"http://www.w3.org/2000/svg\"><style>{}</style>{rest}\n",
            *STYLE
        ),
        None => markup,
    }
}

/// Rules with values in place of tokens: those of a bright page, which come first.
fn style(tokens: &str, rules: &str) -> String {
    let bright = tokens.split("@media").next().unwrap_or_default();
    let declared = bright.split(['{', ';']).filter_map(|part| {
        let (name, value) = part.trim().split_once(':')?;
        let name = name.trim().strip_prefix("--")?;
        Some((name, value.trim()))
    });
    let rules = rules.split("@media").next().unwrap_or_default();
    let mut text = rules.replace("var(--series)", "currentColor");
    for (name, value) in declared {
        text = text.replace(&format!("var(--{name})"), value);
    }
    format!(".chart-svg{{background:#fff}}{text}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_token_has_its_value() {
        let style = style(TOKENS, RULES);
        let unknown: Vec<_> = style.split("var(").skip(1).collect();
        assert!(unknown.is_empty(), "{unknown:?}");
        assert!(!style.contains('<') && !style.contains('&'));
        assert!(style.contains("#0b6e99"), "{style}");
    }

    #[test]
    fn a_file_is_one_drawing_with_its_colours() {
        let drawing = || view! { <svg class="chart-svg"><text>"a < b"</text></svg> }.into_any();
        let text = file(drawing);
        assert!(text.contains("<svg class=\"chart-svg\" xmlns="), "{text}");
        assert!(text.contains("a &lt; b</text></svg>"), "{text}");
        assert!(!text.contains("<!--"), "{text}");
    }
}
