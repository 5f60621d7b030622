//! What can be typed to make a challenge from a template.

use std::{collections::BTreeMap, path::PathBuf};

use clap::{Args, ValueEnum};
use jiff::Timestamp;
use pilotbox_challenge::template::TemplateKind;

/// A template.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Template {
    /// Forecast a series of numbers some steps ahead.
    Forecast,
    /// Name the class of rows, from rows whose class is known.
    Classify,
    /// Give people one of the places that they wish for.
    Assign,
}

impl Template {
    pub(crate) fn kind(self) -> TemplateKind {
        match self {
            Self::Forecast => TemplateKind::Forecast,
            Self::Classify => TemplateKind::Classify,
            Self::Assign => TemplateKind::Assign,
        }
    }
}

/// A challenge from a template: a table and what its columns are.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "A challenge from a template, without any Rust")]
pub(crate) struct FromTemplate {
    /// Which template.
    #[arg(long, value_enum)]
    pub(crate) template: Option<Template>,
    /// The table: CSV in UTF-8, or Parquet.
    #[arg(long, value_name = "FILE")]
    pub(crate) table: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) columns: Columns,
    #[command(flatten)]
    pub(crate) measure: Measure,
    #[command(flatten)]
    pub(crate) words: Words,
    /// Decides which rows go to which split, where time does not.
    #[arg(long, default_value_t = 0, value_name = "NUMBER")]
    pub(crate) seed: u64,
    /// Print JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

/// Which column is what.
#[derive(Debug, Default, Args)]
pub(crate) struct Columns {
    /// Column that is forecast, or that holds the class (forecast, classify).
    #[arg(long, value_name = "COLUMN")]
    target: Option<String>,
    /// Column of times, such as `2026-03-01 14:30` (forecast).
    #[arg(long, value_name = "COLUMN")]
    time: Option<String>,
    /// Column that tells one series from another (forecast).
    #[arg(long, value_name = "COLUMN")]
    series: Option<String>,
    /// Columns that a plugin is shown, separated by commas; by default all others (classify).
    #[arg(long, value_name = "COLUMNS")]
    features: Option<String>,
    /// Column that names a row; it is not shown (classify).
    #[arg(long, value_name = "COLUMN")]
    row_id: Option<String>,
    /// Column whose equal values make one case (classify, assign).
    #[arg(long, value_name = "COLUMN")]
    group: Option<String>,
    /// Column of the person of a wish (assign).
    #[arg(long, value_name = "COLUMN")]
    person: Option<String>,
    /// Column of the place wished for (assign).
    #[arg(long, value_name = "COLUMN")]
    place: Option<String>,
    /// Column of the wish's rank, 1 for the first [assign; or `--cost`].
    #[arg(long, value_name = "COLUMN")]
    rank: Option<String>,
    /// Column of what the place costs the person [assign; or `--rank`].
    #[arg(long, value_name = "COLUMN")]
    cost: Option<String>,
    /// Column of how many people the place takes (assign).
    #[arg(long, value_name = "COLUMN")]
    capacity: Option<String>,
    /// Column whose every value must be served well; for forecasts also `weekday`, `hour`
    /// or `series`.
    #[arg(long, value_name = "COLUMN")]
    strata: Option<String>,
}

/// How cases are made and measured.
#[derive(Debug, Default, Args)]
pub(crate) struct Measure {
    /// Seconds from one row of a series to the next; by default the shortest that the table
    /// has (forecast).
    #[arg(long, value_name = "SECONDS")]
    step: Option<String>,
    /// Steps that are forecast (forecast).
    #[arg(long, value_name = "STEPS")]
    horizon: Option<String>,
    /// Steps before the moment that a plugin is shown (forecast).
    #[arg(long, value_name = "STEPS")]
    history: Option<String>,
    /// Steps from one case to the next; by default as many as the horizon (forecast).
    #[arg(long, value_name = "STEPS")]
    every: Option<String>,
    /// Rows of a case where no `--group` is named; by default 50 (classify).
    #[arg(long, value_name = "ROWS")]
    batch: Option<String>,
    /// Cost of a person without a place; by default twice the largest of the case (assign).
    #[arg(long, value_name = "NUMBER")]
    unplaced: Option<String>,
    /// How answers are measured: mae, rmse, wape (forecast); accuracy, macro-f1 (classify);
    /// mean-cost, placed (assign). By default the first.
    #[arg(long, value_name = "METRIC")]
    metric: Option<String>,
    /// Unit of the measured column.
    #[arg(long, default_value = "", value_name = "UNIT")]
    pub(crate) unit: String,
}

/// The challenge in words. What is left out is written so that it is easily found in the
/// files.
#[derive(Debug, Default, Args)]
pub(crate) struct Words {
    /// One line that says what is asked, in Bulgarian; by default the id.
    #[arg(long, value_name = "TEXT")]
    pub(crate) title_bg: Option<String>,
    /// The same in English.
    #[arg(long, value_name = "TEXT")]
    pub(crate) title_en: Option<String>,
    /// Licence of the table: a name or an address.
    #[arg(long, value_name = "LICENCE")]
    pub(crate) licence: Option<String>,
    /// Where the table came from.
    #[arg(long, value_name = "TEXT")]
    pub(crate) source: Option<String>,
    /// The table's last part is public somewhere: the ranking is practice.
    #[arg(long)]
    pub(crate) public_data: bool,
    /// From when on plugins are accepted; by default in two weeks.
    #[arg(long, value_name = "TIME")]
    pub(crate) opens: Option<Timestamp>,
    /// Until when; by default three months later.
    #[arg(long, value_name = "TIME")]
    pub(crate) closes: Option<Timestamp>,
}

impl FromTemplate {
    /// Whether anything is said that only a template takes.
    pub(crate) fn is_meant(&self) -> bool {
        self.table.is_some() || !self.settings().is_empty()
    }

    /// What the template is set to, by the names of its settings.
    pub(crate) fn settings(&self) -> BTreeMap<String, String> {
        let (columns, measure) = (&self.columns, &self.measure);
        let all = [
            ("target", &columns.target),
            ("time", &columns.time),
            ("series", &columns.series),
            ("features", &columns.features),
            ("id", &columns.row_id),
            ("group", &columns.group),
            ("person", &columns.person),
            ("place", &columns.place),
            ("rank", &columns.rank),
            ("cost", &columns.cost),
            ("capacity", &columns.capacity),
            ("strata", &columns.strata),
            ("step", &measure.step),
            ("horizon", &measure.horizon),
            ("history", &measure.history),
            ("every", &measure.every),
            ("batch", &measure.batch),
            ("unplaced", &measure.unplaced),
            ("metric", &measure.metric),
        ];
        let said = all
            .into_iter()
            .filter_map(|(name, value)| Some((name, value.as_ref()?)));
        said.map(|(name, value)| (name.to_owned(), value.clone()))
            .collect()
    }
}

/// The option of a field, as [`FromTemplate::settings`] and the rest are typed.
pub(crate) fn option_of(field: &str) -> String {
    let name = match field {
        "params.id" => "row-id",
        "title.bg" => "title-bg",
        "title.en" => "title-en",
        "phases.opens" => "opens",
        "phases.closes" => "closes",
        // The name of the challenge is no option.
        "id" => return "NAME".to_owned(),
        other => other.strip_prefix("params.").unwrap_or(other),
    };
    format!("--{name}")
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory as _, Parser as _};
    use pilotbox_challenge::template::params;

    use super::*;
    use crate::arguments::{Arguments, Command};

    #[test]
    fn every_setting_of_every_template_can_be_typed() {
        let command = Arguments::command();
        let new = command.find_subcommand("new").expect("it is a command");
        let options: Vec<_> = new
            .get_arguments()
            .filter_map(clap::Arg::get_long)
            .collect();
        for kind in TemplateKind::ALL {
            let settings = params::specs(kind)
                .iter()
                .filter(|spec| spec.name != "table");
            for spec in settings {
                let option = option_of(&format!("params.{}", spec.name));
                let name = option.trim_start_matches('-');
                assert!(options.contains(&name), "{option}");
                let typed = ["pilotbox", "new", "challenge", "x", &option, "v"];
                let parsed = Arguments::try_parse_from(typed).expect("it fits");
                let Command::New(new) = parsed.command else {
                    panic!("another command");
                };
                let settings = new.from_template.settings();
                assert_eq!(settings.get(spec.name).map(String::as_str), Some("v"));
                assert!(new.from_template.is_meant());
            }
        }
    }
}
