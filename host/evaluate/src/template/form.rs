//! What people fill in, as the form that a template takes.

use std::collections::BTreeMap;

use jiff::Timestamp;
use pilotbox_challenge::{
    manifest::{LimitsEntry, Openness, Phases, Texts},
    template::{ParamSpec, ParamType, ParamValue, Shares, TemplateForm, TemplateKind, params},
};
use pilotbox_model::api::{
    challenges::Bilingual,
    templates::{TemplateAsk, TemplateSetting},
};

/// The version of every challenge that begins.
const FIRST_VERSION: &str = "0.1.0";

/// The setting that names the table. Nobody need think of a name: see [`table_name`].
const TABLE: &str = "table";

/// The form of what was asked for. Settings that the template does not know are kept, so
/// that they are refused by name.
pub fn form_of(kind: TemplateKind, ask: &TemplateAsk) -> TemplateForm {
    let openness = if ask.is_public_data {
        Openness::Known
    } else {
        Openness::Withheld
    };
    TemplateForm {
        kind,
        id: ask.id.trim().to_owned(),
        version: FIRST_VERSION.to_owned(),
        title: texts(&ask.title),
        statement: statement(ask),
        openness,
        params: settings(kind, &ask.settings),
        unit: ask.unit.trim().to_owned(),
        limits: LimitsEntry::default(),
        phases: Phases {
            opens: utc(ask.opens_at),
            closes: utc(ask.closes_at),
        },
        licence: ask.licence.trim().to_owned(),
        source: ask.source.trim().to_owned(),
        table_title: texts(&ask.table_title),
        columns: Vec::new(),
        seed: ask.seed,
        shares: Shares::default(),
    }
}

/// The settings of a template, for whoever writes a form.
pub fn settings_of(kind: TemplateKind) -> Vec<TemplateSetting> {
    let asked = params::specs(kind).iter().filter(|spec| spec.name != TABLE);
    asked.map(setting).collect()
}

fn setting(spec: &ParamSpec) -> TemplateSetting {
    let words = match spec.kind {
        ParamType::Choice(words) | ParamType::ColumnOr(words) => words,
        _ => &[],
    };
    let about = spec.texts();
    TemplateSetting {
        name: spec.name.to_owned(),
        is_required: spec.is_required && spec.name != super::tables::STEP,
        about: Bilingual {
            bg: about.bg,
            en: about.en,
        },
        choices: words.iter().map(|word| (*word).to_owned()).collect(),
    }
}

fn settings(kind: TemplateKind, typed: &BTreeMap<String, String>) -> BTreeMap<String, ParamValue> {
    let mut values = BTreeMap::new();
    values.insert(
        TABLE.to_owned(),
        ParamValue::Text(table_name(kind).to_owned()),
    );
    for (name, text) in typed {
        let value = match params::spec(kind, name) {
            Some(spec) => spec.read(text),
            None => Some(ParamValue::Text(text.clone())),
        };
        values.extend(value.map(|value| (name.clone(), value)));
    }
    values
}

/// What a row of the table is.
fn table_name(kind: TemplateKind) -> &'static str {
    match kind {
        TemplateKind::Forecast => "measurements",
        TemplateKind::Classify => "records",
        TemplateKind::Assign => "wishes",
    }
}

/// The statement as a page shows it: title, problem, who is affected.
fn statement(ask: &TemplateAsk) -> Texts {
    let text = |title: &str, problem: &str, heading: &str, affected: &str| {
        let parts = [title, problem, affected].map(str::trim);
        if parts.iter().any(|part| part.is_empty()) {
            // It is refused as empty, and not filled up with a heading.
            return String::new();
        }
        let [title, problem, affected] = parts;
        format!("# {title}\n\n{problem}\n\n## {heading}\n\n{affected}\n")
    };
    let (title, problem, affected) = (&ask.title, &ask.problem, &ask.affected);
    Texts {
        en: text(&title.en, &problem.en, "Who is affected", &affected.en),
        bg: text(&title.bg, &problem.bg, "Кого засяга", &affected.bg),
    }
}

fn texts(both: &Bilingual) -> Texts {
    Texts {
        en: both.en.trim().to_owned(),
        bg: both.bg.trim().to_owned(),
    }
}

/// As manifests write it, whole seconds of UTC.
fn utc(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask() -> TemplateAsk {
        let both = |en: &str, bg: &str| Bilingual {
            bg: bg.to_owned(),
            en: en.to_owned(),
        };
        TemplateAsk {
            id: "lanes".to_owned(),
            title: both("Bicycles", "Велосипеди"),
            problem: both("Too few lanes.", "Малко алеи."),
            affected: both("Riders.", "Колоездачи."),
            settings: BTreeMap::from([
                ("horizon".to_owned(), " 24 ".to_owned()),
                ("series".to_owned(), " ".to_owned()),
                ("colour".to_owned(), "red".to_owned()),
            ]),
            unit: String::new(),
            opens_at: Timestamp::UNIX_EPOCH,
            closes_at: Timestamp::UNIX_EPOCH,
            is_public_data: false,
            licence: "CC0-1.0".to_owned(),
            source: "counters".to_owned(),
            table_title: both("Counts", "Преброявания"),
            seed: 0,
        }
    }

    #[test]
    fn what_was_typed_becomes_a_form() {
        let form = form_of(TemplateKind::Forecast, &ask());
        assert_eq!(form.integer("horizon"), Some(24));
        assert_eq!(form.text("series"), None, "nothing was typed");
        assert_eq!(form.text("colour"), Some("red"), "it is refused by name");
        assert_eq!(form.table(), "measurements");
        assert_eq!(form.phases.opens, "1970-01-01T00:00:00Z");
        assert_eq!(form.openness, Openness::Withheld);
        let english = "# Bicycles\n\nToo few lanes.\n\n## Who is affected\n\nRiders.\n";
        assert_eq!(form.statement.en, english);
    }

    #[test]
    fn an_empty_part_leaves_no_statement() {
        let mut ask = ask();
        ask.affected.bg = " ".to_owned();
        let form = form_of(TemplateKind::Assign, &ask);
        assert_eq!(form.statement.bg, "");
        assert_ne!(form.statement.en, "");
    }

    #[test]
    fn a_form_asks_for_everything_but_the_tables_name() {
        for kind in TemplateKind::ALL {
            let settings = settings_of(kind);
            assert_eq!(settings.len() + 1, params::specs(kind).len());
            let metric = settings.iter().find(|one| one.name == "metric");
            assert!(metric.is_some_and(|metric| !metric.choices.is_empty()));
        }
    }
}
