//! Writes a policy as TOML for people: every part with a remark on what it does. What is
//! written is read again as the same policy.

use std::fmt::Write as _;

use super::{Column, Diversity, Hierarchy, Order, Policy, Search, Signature, Step, Texts};
use crate::Role;

/// The policy as a file.
pub(super) fn write(policy: &Policy) -> String {
    let mut out = String::new();
    // Writing into a string cannot fail.
    let _ = heading(&mut out, policy);
    let _ = privacy(&mut out, policy);
    for column in &policy.columns {
        let _ = write_column(&mut out, column);
    }
    out
}

fn heading(out: &mut String, policy: &Policy) -> std::fmt::Result {
    writeln!(
        out,
        "# The policy of a data set: what is published of it, and how people are hidden in it."
    )?;
    writeln!(out, "dataset = {}", quoted(&policy.dataset))?;
    writeln!(
        out,
        "# Raise it with every change.\nversion = {}",
        quoted(&policy.version)
    )?;
    writeln!(out, "title = {}", texts(&policy.title))?;
    writeln!(out, "description = {}", texts(&policy.description))?;
    writeln!(
        out,
        "# SPDX identifier.\nlicence = {}",
        quoted(&policy.licence)
    )?;
    writeln!(
        out,
        "# `shuffled`: a row's place tells nothing. `kept`: who knows the raw order finds rows."
    )?;
    let order = match policy.order {
        Order::Shuffled => "shuffled",
        Order::Kept => "kept",
    };
    writeln!(out, "order = \"{order}\"")?;
    let source = &policy.source;
    writeln!(out, "\n# Where the raw data comes from.\n[source]")?;
    writeln!(
        out,
        "owner = {}\nhow = {}",
        quoted(&source.owner),
        quoted(&source.how)
    )?;
    writeln!(
        out,
        "when = {}\nformat = {}",
        quoted(&source.when),
        quoted(&source.format)
    )?;
    writeln!(
        out,
        "\n# The raw data is deleted after so many days.\n[retention]"
    )?;
    writeln!(out, "raw_days = {}", policy.retention.raw_days)?;
    signature(out, "proposed", &policy.proposed)?;
    match &policy.approved {
        Some(approved) => signature(out, "approved", approved),
        None => writeln!(
            out,
            "\n# Nothing is published until a second person adds:\n# [approved]\n# by = \"...\"\n# on = \"2026-01-31\""
        ),
    }
}

fn signature(out: &mut String, key: &str, signature: &Signature) -> std::fmt::Result {
    writeln!(
        out,
        "\n[{key}]\nby = {}\non = {}",
        quoted(&signature.by),
        quoted(&signature.on)
    )
}

fn privacy(out: &mut String, policy: &Policy) -> std::fmt::Result {
    let privacy = &policy.privacy;
    writeln!(
        out,
        "\n[privacy]\n# Everybody looks like at least k - 1 others.\nk = {}",
        privacy.k
    )?;
    writeln!(
        out,
        "# Share of the rows that may be left out so that the others stay finer."
    )?;
    writeln!(out, "max_suppressed = {}", number(privacy.max_suppressed))?;
    if let Some(diversity) = privacy.diversity {
        writeln!(
            out,
            "# How different the sensitive values within a crowd are."
        )?;
        writeln!(out, "diversity = {}", write_diversity(diversity))?;
    }
    if let Some(closeness) = privacy.closeness {
        writeln!(
            out,
            "# How far a crowd's sensitive values may lie from those of all, 0 to 1."
        )?;
        writeln!(out, "closeness = {}", number(closeness))?;
    }
    let search = match privacy.search {
        Search::Optimal => "optimal",
        Search::Mondrian => "mondrian",
    };
    writeln!(
        out,
        "# `optimal`, or `mondrian` for very many columns, which can be attacked."
    )?;
    writeln!(out, "search = \"{search}\"")?;
    let thresholds = &policy.thresholds;
    writeln!(
        out,
        "\n# Above these shares nothing is published.\n[thresholds]"
    )?;
    writeln!(out, "prosecutor = {}", number(thresholds.prosecutor))?;
    writeln!(out, "journalist = {}", number(thresholds.journalist))?;
    writeln!(out, "marketer = {}", number(thresholds.marketer))?;
    writeln!(out, "uniqueness = {}", number(thresholds.uniqueness))?;
    writeln!(out, "loss = {}", number(thresholds.loss))?;
    writeln!(
        out,
        "\n# The share of the rows that is published, drawn by seed and key.\n[sampling]"
    )?;
    writeln!(
        out,
        "share = {}\nseed = {}",
        number(policy.sampling.share),
        policy.sampling.seed
    )?;
    if let Some(utility) = &policy.utility {
        writeln!(
            out,
            "\n# The challenge whose baseline may lose so many points.\n[utility]"
        )?;
        writeln!(out, "challenge = {}", quoted(&utility.challenge))?;
        writeln!(out, "max_points_lost = {}", number(utility.max_points_lost))?;
    }
    Ok(())
}

fn write_column(out: &mut String, column: &Column) -> std::fmt::Result {
    let (role, remark) = match column.role {
        Role::Identifier => ("identifier", "Names one person or thing by itself."),
        Role::QuasiIdentifier => ("quasi-identifier", "Names somebody together with others."),
        Role::Sensitive => ("sensitive", "What nobody should learn of a named person."),
        Role::Plain => ("plain", "Neither names nor hurts anybody."),
    };
    writeln!(
        out,
        "\n# {remark}\n[[columns]]\nname = {}",
        quoted(&column.name)
    )?;
    writeln!(
        out,
        "type = \"{}\"\nrole = \"{role}\"",
        column.data_type.name()
    )?;
    if let Some(title) = &column.title {
        writeln!(out, "title = {}", texts(title))?;
    }
    if let Some(description) = &column.description {
        writeln!(out, "description = {}", texts(description))?;
    }
    if let Some(unit) = &column.unit {
        writeln!(out, "unit = {}", quoted(unit))?;
    }
    if let Some(from) = &column.derived_from {
        writeln!(out, "derived_from = {}", quoted(from))?;
    }
    if !column.steps.is_empty() {
        let steps: Vec<String> = column.steps.iter().map(step).collect();
        writeln!(out, "steps = [{}]", steps.join(", "))?;
    }
    if column.least_level > 0 {
        writeln!(out, "# The finest level that the search may choose.")?;
        writeln!(out, "least_level = {}", column.least_level)?;
    }
    if let Some(hierarchy) = &column.hierarchy {
        writeln!(out, "# From fine to coarse; `*` follows by itself.")?;
        writeln!(out, "hierarchy = {}", write_hierarchy(hierarchy))?;
    }
    Ok(())
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
            let path = |path: &Vec<String>| list(path.iter().map(|parent| quoted(parent)));
            let codes = parents
                .iter()
                .map(|(code, parents)| format!("{} = {}", quoted(code), path(parents)));
            let codes: Vec<String> = codes.collect();
            let other = other
                .as_ref()
                .map(|other| format!("other = {}, ", quoted(other)));
            let other = other.unwrap_or_default();
            format!(
                "{{ {name} = {{ {other}parents = {{ {} }} }} }}",
                codes.join(", ")
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
