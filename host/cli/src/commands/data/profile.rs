//! `pilotbox data profile`.

use pilotbox_sanitize::find::{self, ColumnProfile};
use serde_json::json;

use super::intake::{day, take};
use crate::{
    arguments::data::Profile,
    exit::Failure,
    show::{self, Page, table},
};

pub(super) fn profile(arguments: &Profile) -> Result<(), Failure> {
    let taken = take(&arguments.source)?;
    let profile = find::profile(&taken.table, day(arguments.today));
    if arguments.json {
        return show::json(
            &json!({ "aside": taken.aside, "intake": taken.intake, "profile": profile }),
        );
    }
    let mut page = Page::default();
    page.line(format_args!("{}: {} rows", profile.table, profile.rows));
    let mut grid = table(&[
        "column",
        "type",
        "role",
        "missing",
        "different",
        "names",
        "sample",
    ]);
    for column in &profile.columns {
        grid.add_row(row(column));
    }
    page.line(grid);
    for together in profile.together.iter().take(1) {
        let share = together.alone * 100.0;
        let columns = together.columns.join(", ");
        page.line(format_args!(
            "{share:.1} % of rows are alone with {columns} together"
        ));
    }
    page.print()
}

fn row(column: &ColumnProfile) -> [String; 7] {
    let word = |value: serde_json::Result<serde_json::Value>| {
        value
            .ok()
            .and_then(|value| value.as_str().map(str::to_owned))
            .unwrap_or_default()
    };
    let about = if column.distinct.is_estimate {
        "about "
    } else {
        ""
    };
    let kinds = column.kinds.iter().map(|one| {
        let kind = word(serde_json::to_value(one.kind));
        format!("{kind} {:.0} %", (one.share + one.share_in_text) * 100.0)
    });
    let kinds: Vec<_> = kinds.collect();
    [
        column.name.clone(),
        word(serde_json::to_value(column.data_type)),
        word(serde_json::to_value(column.role)),
        column.missing.to_string(),
        format!("{about}{}", column.distinct.count),
        kinds.join(", "),
        column.sample.first().cloned().unwrap_or_default(),
    ]
}
