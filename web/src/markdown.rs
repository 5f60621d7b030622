//! Markdown that people wrote, as HTML that cannot do harm: raw HTML becomes text,
//! links lead to the web or to this site, images become links, headings start below
//! the page's own.

use leptos::prelude::*;
use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

/// Shows Markdown. The page's own headings go down to `above`.
#[component]
pub fn Markdown(
    /// The text.
    text: String,
    /// The level of the heading above it, from 1.
    #[prop(default = 2)]
    above: usize,
) -> impl IntoView {
    view! { <div class="prose" inner_html=to_html(&text, above)></div> }
}

/// Writes Markdown as HTML.
pub fn to_html(text: &str, above: usize) -> String {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let events = Parser::new_ext(text, options).map(|event| tame(event, above));
    let mut written = String::with_capacity(text.len() * 2);
    html::push_html(&mut written, events);
    written
}

fn tame(event: Event<'_>, above: usize) -> Event<'_> {
    match event {
        Event::Html(text) | Event::InlineHtml(text) => Event::Text(text),
        Event::Start(Tag::HtmlBlock) => Event::Start(Tag::Paragraph),
        Event::End(TagEnd::HtmlBlock) => Event::End(TagEnd::Paragraph),
        Event::Start(Tag::Heading { level, .. }) => Event::Start(Tag::Heading {
            level: lower(level, above),
            id: None,
            classes: Vec::new(),
            attrs: Vec::new(),
        }),
        Event::End(TagEnd::Heading(level)) => Event::End(TagEnd::Heading(lower(level, above))),
        // An image would be fetched from elsewhere, or be no image.
        Event::Start(
            Tag::Link {
                link_type,
                dest_url,
                id,
                ..
            }
            | Tag::Image {
                link_type,
                dest_url,
                id,
                ..
            },
        ) => Event::Start(Tag::Link {
            link_type,
            dest_url: harmless(dest_url),
            title: CowStr::Borrowed(""),
            id,
        }),
        Event::End(TagEnd::Image) => Event::End(TagEnd::Link),
        other => other,
    }
}

fn lower(level: HeadingLevel, above: usize) -> HeadingLevel {
    let wanted = (level as usize).saturating_add(above).min(6);
    HeadingLevel::try_from(wanted).unwrap_or(HeadingLevel::H6)
}

/// An address that leads to the web, to a mail or to this site; else nowhere.
fn harmless(address: CowStr<'_>) -> CowStr<'_> {
    const SCHEMES: [&str; 3] = ["https://", "http://", "mailto:"];
    let is_web = SCHEMES.iter().any(|scheme| address.starts_with(scheme));
    let is_own = address.starts_with('#') || address.starts_with('/') && !address.starts_with("//");
    if is_web || is_own {
        address
    } else {
        CowStr::Borrowed("#")
    }
}

#[cfg(test)]
mod tests {
    use super::to_html;

    #[test]
    fn html_becomes_text_and_links_lead_nowhere_bad() {
        let html = to_html(
            "<script>x</script>\n\na <b onclick=y>b</b> [c](javascript:d)",
            2,
        );
        assert!(!html.contains("<script") && !html.contains("<b"), "{html}");
        assert!(
            html.contains("&lt;script&gt;") && !html.contains("javascript:"),
            "{html}"
        );
    }

    #[test]
    fn headings_stand_below_the_pages_own() {
        assert_eq!(to_html("# A", 2).trim(), "<h3>A</h3>");
        assert_eq!(to_html("##### A", 2).trim(), "<h6>A</h6>");
    }

    #[test]
    fn an_image_becomes_a_link() {
        let html = to_html("![map](https://example.org/a.png)", 1);
        assert!(
            html.contains("<a href=\"https://example.org/a.png\">map</a>"),
            "{html}"
        );
    }
}
