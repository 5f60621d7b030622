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
    let parser = || Parser::new_ext(text, options);
    let mut stairs = Stairs::new(parser(), above);
    let events = parser().map(|event| tame(event, &mut stairs));
    let mut written = String::with_capacity(text.len() * 2);
    html::push_html(&mut written, events);
    written
}

/// Levels of headings: the highest of a text stands right below the page's own, and
/// none is left out on the way down.
struct Stairs {
    /// The highest level in the text.
    top: usize,
    above: usize,
    /// The level that was written last.
    at: usize,
}

impl Stairs {
    fn new<'a>(events: impl Iterator<Item = Event<'a>>, above: usize) -> Self {
        let levels = events.filter_map(|event| match event {
            Event::Start(Tag::Heading { level, .. }) => Some(level as usize),
            _ => None,
        });
        Self {
            top: levels.min().unwrap_or(1),
            above,
            at: above,
        }
    }

    fn step(&mut self, level: HeadingLevel) -> HeadingLevel {
        let wanted = (level as usize).saturating_sub(self.top) + self.above + 1;
        self.at = wanted.min(self.at + 1).min(6);
        self.written()
    }

    fn written(&self) -> HeadingLevel {
        HeadingLevel::try_from(self.at).unwrap_or(HeadingLevel::H6)
    }
}

fn tame<'a>(event: Event<'a>, stairs: &mut Stairs) -> Event<'a> {
    match event {
        Event::Html(text) | Event::InlineHtml(text) => Event::Text(text),
        Event::Start(Tag::HtmlBlock) => Event::Start(Tag::Paragraph),
        Event::End(TagEnd::HtmlBlock) => Event::End(TagEnd::Paragraph),
        Event::Start(Tag::Heading { level, .. }) => Event::Start(Tag::Heading {
            level: stairs.step(level),
            id: None,
            classes: Vec::new(),
            attrs: Vec::new(),
        }),
        Event::End(TagEnd::Heading(_)) => Event::End(TagEnd::Heading(stairs.written())),
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
        assert_eq!(to_html("## A", 2).trim(), "<h3>A</h3>");
        let html = to_html("# A\n\n##### B\n\n###### C\n\n# D", 4);
        assert_eq!(
            html.replace('\n', ""),
            "<h5>A</h5><h6>B</h6><h6>C</h6><h5>D</h5>"
        );
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
