//! Every setting of every template.

use super::{ParamSpec, ParamType, TemplateKind};

/// Seconds of 31 days: steps beyond a month are no steps of a clock.
pub(in crate::template) const MAX_STEP_SECONDS: i64 = 31 * 24 * 60 * 60;
/// Steps ahead. An answer holds one value for each.
pub(in crate::template) const MAX_HORIZON_STEPS: i64 = 1_000;
/// Steps that a plugin is shown: a request of 1.6 MB, which every case copies.
pub(in crate::template) const MAX_HISTORY_STEPS: i64 = 100_000;
/// Rows of one case of `classify`.
pub(in crate::template) const MAX_BATCH_ROWS: i64 = 10_000;

const TABLE: ParamSpec = required(
    "table",
    ParamType::Table,
    "name of the table",
    "име на таблицата",
);

const FORECAST: &[ParamSpec] = &[
    TABLE,
    required(
        "target",
        ParamType::Column,
        "column of numbers that is forecast",
        "колона с числа, която се прогнозира",
    ),
    required(
        "time",
        ParamType::Column,
        "column of whole seconds since 1970-01-01T00:00:00Z: when each row was measured",
        "колона с цели секунди от 1970-01-01T00:00:00Z: кога е измерен редът",
    ),
    optional(
        "series",
        ParamType::Column,
        "column that says which series a row belongs to; left out where there is one series",
        "колона, която казва от коя поредица е редът; не се попълва, ако поредицата е една",
    ),
    required(
        "step",
        ParamType::Integer {
            min: 1,
            max: MAX_STEP_SECONDS,
        },
        "seconds from one row of a series to the next",
        "секунди между два реда на една поредица",
    ),
    required(
        "horizon",
        ParamType::Integer {
            min: 1,
            max: MAX_HORIZON_STEPS,
        },
        "steps to forecast",
        "брой стъпки напред, които се прогнозират",
    ),
    required(
        "history",
        ParamType::Integer {
            min: 1,
            max: MAX_HISTORY_STEPS,
        },
        "steps before the moment that a plugin is shown",
        "брой стъпки преди момента, които програмата вижда",
    ),
    optional(
        "every",
        ParamType::Integer {
            min: 1,
            max: MAX_HISTORY_STEPS,
        },
        "steps from one case to the next; as many as `horizon` where it is left out",
        "брой стъпки между два случая; колкото `horizon`, ако не е попълнено",
    ),
    required(
        "metric",
        ParamType::Choice(&["mae", "rmse", "wape"]),
        "how errors are measured",
        "как се измерва грешката",
    ),
    optional(
        "strata",
        ParamType::ColumnOr(&["weekday", "hour", "series"]),
        "what every part of must be served well: `weekday`, `hour`, `series` or a column",
        "по какво резултатът трябва да е равностоен: `weekday`, `hour`, `series` или колона",
    ),
];

const CLASSIFY: &[ParamSpec] = &[
    TABLE,
    required(
        "target",
        ParamType::Column,
        "column of texts or whole numbers that holds the class",
        "колона с текст или цели числа, която съдържа класа",
    ),
    optional(
        "features",
        ParamType::Columns,
        "columns that a plugin is shown, separated by commas; all others where it is left out",
        "колони, които програмата вижда, разделени със запетая; всички останали, ако не е попълнено",
    ),
    optional(
        "id",
        ParamType::Column,
        "column that names a row; it is not shown",
        "колона, която назовава реда; не се показва",
    ),
    optional(
        "group",
        ParamType::Column,
        "column whose equal values stay in one split and make one case; it is not shown",
        "колона, чиито еднакви стойности остават заедно и правят един случай; не се показва",
    ),
    optional(
        "batch",
        ParamType::Integer {
            min: 1,
            max: MAX_BATCH_ROWS,
        },
        "rows of one case without `group`; 50 where it is left out",
        "редове в един случай без `group`; 50, ако не е попълнено",
    ),
    required(
        "metric",
        ParamType::Choice(&["accuracy", "macro-f1"]),
        "how answers are measured",
        "как се измерват отговорите",
    ),
    optional(
        "strata",
        ParamType::Column,
        "column whose every value must be served well",
        "колона, за всяка стойност на която резултатът трябва да е добър",
    ),
];

const ASSIGN: &[ParamSpec] = &[
    TABLE,
    required(
        "person",
        ParamType::Column,
        "column that names the person of a wish",
        "колона с човека, чието е желанието",
    ),
    required(
        "place",
        ParamType::Column,
        "column that names the place wished for",
        "колона с желаното място",
    ),
    optional(
        "rank",
        ParamType::Column,
        "column of whole numbers: 1 is the first wish; either this or `cost`",
        "колона с цели числа: 1 е първото желание; това или `cost`",
    ),
    optional(
        "cost",
        ParamType::Column,
        "column of numbers that are not negative: what the place costs the person; either this or `rank`",
        "колона с неотрицателни числа: колко струва мястото на човека; това или `rank`",
    ),
    required(
        "capacity",
        ParamType::Column,
        "column of whole numbers: how many persons the place takes, equal in all its rows",
        "колона с цели числа: колко души побира мястото, еднакво във всичките му редове",
    ),
    required(
        "group",
        ParamType::Column,
        "column whose equal values are assigned together: each is one case",
        "колона, чиито еднакви стойности се разпределят заедно: всяка е един случай",
    ),
    optional(
        "unplaced",
        ParamType::Number,
        "cost of a person without a place; twice the largest of the case where it is left out",
        "цена за човек без място; двойно най-голямата в случая, ако не е попълнено",
    ),
    required(
        "metric",
        ParamType::Choice(&["mean-cost", "placed"]),
        "how assignments are measured",
        "как се измерват разпределенията",
    ),
    optional(
        "strata",
        ParamType::Column,
        "column whose every value must be served well; equal in all rows of a group",
        "колона, за всяка стойност на която резултатът трябва да е добър; еднаква в цялата група",
    ),
];

pub(super) fn of(kind: TemplateKind) -> &'static [ParamSpec] {
    match kind {
        TemplateKind::Forecast => FORECAST,
        TemplateKind::Classify => CLASSIFY,
        TemplateKind::Assign => ASSIGN,
    }
}

const fn required(
    name: &'static str,
    kind: ParamType,
    en: &'static str,
    bg: &'static str,
) -> ParamSpec {
    ParamSpec {
        name,
        kind,
        is_required: true,
        en,
        bg,
    }
}

const fn optional(
    name: &'static str,
    kind: ParamType,
    en: &'static str,
    bg: &'static str,
) -> ParamSpec {
    ParamSpec {
        name,
        kind,
        is_required: false,
        en,
        bg,
    }
}
