//! Writes a policy as TOML for people: every part with a remark on what it does. What is
//! written is read again as the same policy.

use std::collections::BTreeMap;

use super::{Column, Diversity, Hierarchy, Order, Policy, Privacy, Search, Signature, Step, Texts};
use crate::Role;

/// The policy as a file.
pub(super) fn write(policy: &Policy) -> String {
    let mut page = Page::default();
    heading(&mut page, policy);
    signatures(&mut page, policy);
    privacy(&mut page, &policy.privacy);
    bounds(&mut page, policy);
    for column in &policy.columns {
        write_column(&mut page, column);
    }
    page.0
}

/// The part of the file that says who proposed it.
pub(super) fn proposed(signed: &Signature) -> String {
    let mut page = Page::default();
    signature(&mut page, "[proposed]", signed);
    page.0
}

/// A file that grows line by line.
#[derive(Default)]
struct Page(String);

impl Page {
    fn line(&mut self, text: &str) {
        self.0.push_str(text);
        self.0.push('\n');
    }

    fn remark(&mut self, text: &str) {
        self.line(&format!("# {text}"));
    }

    fn entry(&mut self, key: &str, value: impl std::fmt::Display) {
        self.line(&format!("{key} = {value}"));
    }

    fn table(&mut self, remark: &str, header: &str) {
        self.line("");
        if !remark.is_empty() {
            self.remark(remark);
        }
        self.line(header);
    }
}

fn heading(page: &mut Page, policy: &Policy) {
    page.remark(
        "The policy of a data set: what is published of it, and how people are hidden in it.",
    );
    page.entry("dataset", quoted(&policy.dataset));
    page.remark("Raise it with every change.");
    page.entry("version", quoted(&policy.version));
    page.entry("title", texts(&policy.title));
    page.entry("description", texts(&policy.description));
    page.remark("SPDX identifier.");
    page.entry("licence", quoted(&policy.licence));
    page.remark(
        "`shuffled`: a row's place tells nothing. `kept`: who knows the raw order finds rows.",
    );
    page.entry(
        "order",
        match policy.order {
            Order::Shuffled => "\"shuffled\"",
            Order::Kept => "\"kept\"",
        },
    );
    let source = &policy.source;
    page.table("Where the raw data comes from.", "[source]");
    page.entry("owner", quoted(&source.owner));
    page.entry("how", quoted(&source.how));
    page.entry("when", quoted(&source.when));
    page.entry("format", quoted(&source.format));
    page.table("The raw data is deleted after so many days.", "[retention]");
    page.entry("raw_days", policy.retention.raw_days);
}

fn signatures(page: &mut Page, policy: &Policy) {
    signature(page, "[proposed]", &policy.proposed);
    if let Some(approved) = &policy.approved {
        return signature(page, "[approved]", approved);
    }
    page.line("");
    page.remark("Nothing is published until a second person adds:");
    page.remark("[approved]");
    page.remark("by = \"...\"");
    page.remark("on = \"2026-01-31\"");
}

fn signature(page: &mut Page, header: &str, signature: &Signature) {
    page.table("", header);
    page.entry("by", quoted(&signature.by));
    page.entry("on", quoted(&signature.on));
}

fn privacy(page: &mut Page, privacy: &Privacy) {
    page.table("", "[privacy]");
    page.remark("Everybody looks like at least k - 1 others.");
    page.entry("k", privacy.k);
    if let Some(person) = &privacy.person {
        page.remark("Equal raw values of this column are one person; crowds count persons.");
        page.entry("person", quoted(person));
    }
    page.remark("Share of the rows that may be left out so that the others stay finer.");
    page.entry("max_suppressed", number(privacy.max_suppressed));
    if let Some(diversity) = privacy.diversity {
        page.remark("How different the sensitive values within a crowd are.");
        page.entry("diversity", write_diversity(diversity));
    }
    if let Some(closeness) = privacy.closeness {
        page.remark("How far a crowd's sensitive values may lie from those of all, 0 to 1.");
        page.entry("closeness", number(closeness));
    }
    page.remark("`optimal`, or `mondrian` for very many columns, which can be attacked.");
    page.entry(
        "search",
        match privacy.search {
            Search::Optimal => "\"optimal\"",
            Search::Mondrian => "\"mondrian\"",
        },
    );
}

fn bounds(page: &mut Page, policy: &Policy) {
    let thresholds = &policy.thresholds;
    page.table("Above these shares nothing is published.", "[thresholds]");
    page.entry("prosecutor", number(thresholds.prosecutor));
    page.entry("journalist", number(thresholds.journalist));
    page.entry("marketer", number(thresholds.marketer));
    page.entry("uniqueness", number(thresholds.uniqueness));
    page.entry("loss", number(thresholds.loss));
    let remark = "The share of the rows that is published, drawn by seed and key.";
    page.table(remark, "[sampling]");
    page.entry("share", number(policy.sampling.share));
    page.entry("seed", policy.sampling.seed);
    if let Some(utility) = &policy.utility {
        page.table(
            "The challenge whose own programs may lose so many points.",
            "[utility]",
        );
        page.entry("challenge", quoted(&utility.challenge));
        page.entry("max_points_lost", number(utility.max_points_lost));
    }
}

fn write_column(page: &mut Page, column: &Column) {
    let (role, remark) = match column.role {
        Role::Identifier => ("identifier", "Names one person or thing by itself."),
        Role::QuasiIdentifier => ("quasi-identifier", "Names somebody together with others."),
        Role::Sensitive => ("sensitive", "What nobody should learn of a named person."),
        Role::Plain => ("plain", "Neither names nor hurts anybody."),
    };
    page.table(remark, "[[columns]]");
    page.entry("name", quoted(&column.name));
    page.entry("type", quoted(column.data_type.name()));
    page.entry("role", quoted(role));
    let described = [
        ("title", &column.title),
        ("description", &column.description),
    ];
    for (key, given) in described {
        if let Some(given) = given {
            page.entry(key, texts(given));
        }
    }
    for (key, given) in [
        ("unit", &column.unit),
        ("derived_from", &column.derived_from),
    ] {
        if let Some(given) = given {
            page.entry(key, quoted(given));
        }
    }
    if !column.steps.is_empty() {
        page.entry("steps", list(column.steps.iter().map(step)));
    }
    if column.least_level > 0 {
        page.remark("The finest level that the search may choose.");
        page.entry("least_level", column.least_level);
    }
    if let Some(hierarchy) = &column.hierarchy {
        page.remark("From fine to coarse; `*` follows by itself.");
        page.entry("hierarchy", write_hierarchy(hierarchy));
    }
}

fn step(step: &Step) -> String {
    let name = step.name();
    match step {
        Step::Drop => format!("\"{name}\""),
        Step::Pseudonym { prefix, length } => {
            format!(
                "{{ {name} = {{ prefix = {}, length = {length} }} }}",
                quoted(prefix)
            )
        }
        Step::Generalise { level } => format!("{{ {name} = {{ level = {level} }} }}"),
        Step::TopCode { at } | Step::BottomCode { at } => {
            format!("{{ {name} = {{ at = {} }} }}", number(*at))
        }
        Step::Clamp { min, max } => {
            format!(
                "{{ {name} = {{ min = {}, max = {} }} }}",
                number(*min),
                number(*max)
            )
        }
        Step::Round { to } => format!("{{ {name} = {{ to = {} }} }}", number(*to)),
        Step::Redact { with } => format!("{{ {name} = {{ with = {} }} }}", quoted(with)),
        Step::Suppress { values, missing } => {
            let values = list(values.iter().map(|value| quoted(value)));
            format!("{{ {name} = {{ values = {values}, missing = {missing} }} }}")
        }
    }
}

fn write_hierarchy(hierarchy: &Hierarchy) -> String {
    let name = hierarchy.name();
    match hierarchy {
        Hierarchy::Constant => format!("\"{name}\""),
        Hierarchy::Bands { widths, origin } => {
            let widths = list(widths.iter().map(|width| number(*width)));
            format!(
                "{{ {name} = {{ widths = {widths}, origin = {} }} }}",
                number(*origin)
            )
        }
        Hierarchy::Dates { levels } => {
            let levels = list(levels.iter().map(|level| format!("\"{}\"", level.name())));
            format!("{{ {name} = {{ levels = {levels} }} }}")
        }
        Hierarchy::Cells {
            resolutions,
            longitude,
        } => {
            let resolutions = list(resolutions.iter().map(u8::to_string));
            let longitude = longitude
                .as_ref()
                .map(|name| format!(", longitude = {}", quoted(name)));
            let longitude = longitude.unwrap_or_default();
            format!("{{ {name} = {{ resolutions = {resolutions}{longitude} }} }}")
        }
        Hierarchy::Codes { parents, other } => {
            format!(
                "{{ {name} = {{ {} }} }}",
                write_codes(parents, other.as_deref())
            )
        }
        Hierarchy::Prefixes { lengths } => {
            format!(
                "{{ {name} = {{ lengths = {} }} }}",
                list(lengths.iter().map(u32::to_string))
            )
        }
    }
}

fn write_codes(parents: &BTreeMap<String, Vec<String>>, other: Option<&str>) -> String {
    let path = |path: &Vec<String>| list(path.iter().map(|parent| quoted(parent)));
    let codes = parents
        .iter()
        .map(|(code, parents)| format!("{} = {}", quoted(code), path(parents)));
    let codes: Vec<String> = codes.collect();
    let other = other
        .map(|other| format!("other = {}, ", quoted(other)))
        .unwrap_or_default();
    format!("{other}parents = {{ {} }}", codes.join(", "))
}

fn write_diversity(diversity: Diversity) -> String {
    match diversity {
        Diversity::Distinct { l } => format!("{{ distinct = {{ l = {l} }} }}"),
        Diversity::Entropy { l } => format!("{{ entropy = {{ l = {} }} }}", number(l)),
        Diversity::Recursive { c, l } => {
            format!("{{ recursive = {{ c = {}, l = {l} }} }}", number(c))
        }
    }
}

fn texts(texts: &Texts) -> String {
    format!(
        "{{ bg = {}, en = {} }}",
        quoted(&texts.bg),
        quoted(&texts.en)
    )
}

fn list(items: impl Iterator<Item = String>) -> String {
    format!("[{}]", items.collect::<Vec<_>>().join(", "))
}

/// A number of which TOML makes the same again.
fn number(number: f64) -> String {
    if number.fract() == 0.0 && number.abs() < 1e15 {
        return format!("{number:.0}");
    }
    format!("{number:?}")
}

/// A basic string. JSON's escapes are those of TOML, but for the one character that JSON
/// leaves as it is.
fn quoted(text: &str) -> String {
    let json = serde_json::Value::String(text.to_owned()).to_string();
    json.replace('\u{7f}', "\\u007f")
}
