//! What each template is set to: a field for each setting, in the order in which a form
//! asks for them.

use std::collections::BTreeMap;

use leptos::prelude::*;

use super::Template;
use crate::{
    components::form::{Field, Kind, Select},
    form::{Errors, Fields, Reader},
    texts::{Text, template as texts},
    visit::Visit,
};

/// Longest setting: a list of columns.
const SETTING: usize = 2_000;

/// A setting and its field.
pub(super) struct Setting {
    /// Its name at the API.
    pub(super) name: &'static str,
    /// Its field: a challenge has an id and a group of its own.
    pub(super) field: &'static str,
    label: Text,
    help: Option<Text>,
    input: Input,
    is_optional: bool,
}

#[derive(Clone, Copy)]
enum Input {
    /// The name of a column, or of several.
    Column,
    /// A whole number.
    Whole,
    /// One of some words.
    Words(&'static [(&'static str, Text)]),
}

const fn column(
    name: &'static str,
    field: &'static str,
    label: Text,
    help: Option<Text>,
) -> Setting {
    Setting {
        name,
        field,
        label,
        help,
        input: Input::Column,
        is_optional: false,
    }
}

const fn whole(name: &'static str, field: &'static str, label: Text, help: Text) -> Setting {
    Setting {
        input: Input::Whole,
        ..column(name, field, label, Some(help))
    }
}

const fn metric(words: &'static [(&'static str, Text)]) -> Setting {
    Setting {
        input: Input::Words(words),
        ..column("metric", "set_metric", texts::METRIC, None)
    }
}

const fn optional(setting: Setting) -> Setting {
    Setting {
        is_optional: true,
        ..setting
    }
}

const fn strata(help: Text) -> Setting {
    optional(column("strata", "set_strata", texts::STRATA, Some(help)))
}

const FORECAST: &[Setting] = &[
    column("target", "set_target", texts::TARGET, None),
    column("time", "set_time", texts::TIME, Some(texts::TIME_HELP)),
    optional(column(
        "series",
        "set_series",
        texts::SERIES,
        Some(texts::SERIES_HELP),
    )),
    optional(whole("step", "set_step", texts::STEP, texts::STEP_HELP)),
    whole(
        "horizon",
        "set_horizon",
        texts::HORIZON,
        texts::HORIZON_HELP,
    ),
    whole(
        "history",
        "set_history",
        texts::HISTORY,
        texts::HISTORY_HELP,
    ),
    optional(whole("every", "set_every", texts::EVERY, texts::EVERY_HELP)),
    metric(&[
        ("mae", texts::METRIC_MAE),
        ("rmse", texts::METRIC_RMSE),
        ("wape", texts::METRIC_WAPE),
    ]),
    strata(texts::STRATA_TIME_HELP),
];

const CLASSIFY: &[Setting] = &[
    column("target", "set_target", texts::CLASS, None),
    optional(column(
        "features",
        "set_features",
        texts::FEATURES,
        Some(texts::FEATURES_HELP),
    )),
    optional(column(
        "id",
        "set_id",
        texts::ROW_ID,
        Some(texts::ROW_ID_HELP),
    )),
    optional(column(
        "group",
        "set_group",
        texts::TOGETHER,
        Some(texts::TOGETHER_HELP),
    )),
    optional(whole("batch", "set_batch", texts::BATCH, texts::BATCH_HELP)),
    metric(&[
        ("accuracy", texts::METRIC_ACCURACY),
        ("macro-f1", texts::METRIC_F1),
    ]),
    strata(texts::STRATA_HELP),
];

const ASSIGN: &[Setting] = &[
    column(
        "person",
        "set_person",
        texts::PERSON,
        Some(texts::PERSON_HELP),
    ),
    column("place", "set_place", texts::PLACE, None),
    optional(column(
        "rank",
        "set_rank",
        texts::RANK,
        Some(texts::RANK_HELP),
    )),
    optional(column(
        "cost",
        "set_cost",
        texts::COST,
        Some(texts::COST_HELP),
    )),
    column(
        "capacity",
        "set_capacity",
        texts::CAPACITY,
        Some(texts::CAPACITY_HELP),
    ),
    column("group", "set_group", texts::GROUP, Some(texts::GROUP_HELP)),
    optional(column(
        "unplaced",
        "set_unplaced",
        texts::UNPLACED,
        Some(texts::UNPLACED_HELP),
    )),
    metric(&[
        ("mean-cost", texts::METRIC_COST),
        ("placed", texts::METRIC_PLACED),
    ]),
    strata(texts::STRATA_GROUP_HELP),
];

/// The settings of a template.
pub(super) fn of(template: Template) -> &'static [Setting] {
    match template {
        Template::Forecast => FORECAST,
        Template::Classify => CLASSIFY,
        Template::Assign => ASSIGN,
    }
}

/// What was typed, by the names at the API.
pub(super) fn read(
    reader: &mut Reader<'_>,
    fields: &Fields,
    template: Template,
) -> BTreeMap<String, String> {
    let mut typed = BTreeMap::new();
    for setting in of(template) {
        let text = match setting.input {
            Input::Whole => {
                reader.number(setting.field);
                let digits = |text: String| text.split_whitespace().collect::<String>();
                fields.text(setting.field).map(digits)
            }
            _ => reader.optional(setting.field, SETTING),
        };
        match text {
            Some(text) => {
                typed.insert(setting.name.to_owned(), text);
            }
            None if !setting.is_optional => {
                reader.wrong(setting.field, crate::texts::failure::FIELD_REQUIRED);
            }
            None => {}
        }
    }
    typed
}

/// The fields.
pub(super) fn inputs(
    visit: &Visit,
    template: Template,
    fields: &Fields,
    errors: &Errors,
) -> impl IntoView + use<> {
    let inputs: Vec<_> = of(template)
        .iter()
        .map(|setting| input(visit, setting, fields, errors))
        .collect();
    let unit = (template != Template::Classify).then(|| {
        view! {
            <Field visit=visit.clone() name="unit" label=texts::UNIT help=texts::UNIT_HELP optional=true
                fields=fields.clone() errors=errors.clone()/>
        }
    });
    view! {
        <h2>{visit.say(texts::SETTINGS)}</h2>
        <p>{visit.say(texts::COLUMNS_LEAD)}</p>
        {inputs}
        {unit}
    }
}

fn input(visit: &Visit, setting: &Setting, fields: &Fields, errors: &Errors) -> AnyView {
    let (visit, fields, errors) = (visit.clone(), fields.clone(), errors.clone());
    let (name, label, optional) = (setting.field, setting.label, setting.is_optional);
    let kind = match setting.input {
        Input::Words(words) => {
            let option =
                |(word, text): &(&str, Text)| ((*word).to_owned(), visit.say(*text).to_owned());
            let options = words.iter().map(option).collect();
            return view! {
                <Select visit=visit name=name label=label options=options fields=fields errors=errors/>
            }
            .into_any();
        }
        Input::Whole => Kind::Number,
        Input::Column => Kind::Line,
    };
    match setting.help {
        Some(help) => view! {
            <Field visit=visit name=name label=label help=help kind=kind optional=optional fields=fields errors=errors/>
        }
        .into_any(),
        None => view! {
            <Field visit=visit name=name label=label kind=kind optional=optional fields=fields errors=errors/>
        }
        .into_any(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;

    #[test]
    fn what_must_be_there_is_asked_for_and_the_rest_is_left_out() {
        let fields = Fields::of([
            ("set_target", " count ".to_owned()),
            ("set_time", "at".to_owned()),
            ("set_horizon", "2 4".to_owned()),
            ("set_every", "soon".to_owned()),
            ("set_metric", "mae".to_owned()),
        ]);
        let mut reader = Reader::new(&fields, Language::En);
        let typed = read(&mut reader, &fields, Template::Forecast);
        let errors = reader.finish(()).expect_err("two fields are wrong");
        assert_eq!(errors.at("set_history"), Some("Please fill this in."));
        assert_eq!(errors.at("set_every"), Some("Enter a whole number."));
        assert_eq!(errors.all().count(), 2);
        assert_eq!((&*typed["target"], &*typed["horizon"]), ("count", "24"));
        assert!(!typed.contains_key("series"));
    }

    #[test]
    fn no_two_settings_share_a_field() {
        for template in Template::ALL {
            let mut fields: Vec<_> = of(template).iter().map(|one| one.field).collect();
            fields.sort_unstable();
            let count = fields.len();
            fields.dedup();
            assert_eq!(fields.len(), count);
        }
    }
}
