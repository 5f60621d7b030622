//! What can be typed after `pilotbox data`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use jiff::civil::Date;
use pilotbox_sanitize::catalogue::Theme;

use super::Machine;

/// Look at city data, make it safe, measure what risk is left.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  pilotbox data generate people --rows 1000 --out people.csv
  pilotbox data profile people.csv
  pilotbox data key people.data-key
  pilotbox data propose people.csv --dataset people --by 'Ana Petrova' --out people.toml
  pilotbox data risk people.csv --policy people.toml --key people.data-key --html risk.html
  pilotbox data publish people.csv --policy people.toml --key people.data-key --out published \\
                        --address https://data.example.bg/people/1.0.0")]
pub(crate) struct Data {
    #[command(subcommand)]
    pub(crate) command: DataCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum DataCommand {
    /// Show what a file holds, column by column, and whom it may name.
    Profile(Profile),
    /// Write a first policy for a file.
    Propose(Propose),
    /// Make the secret key of a data set's pseudonyms.
    Key(NewKey),
    /// Make a file safe by its policy.
    Sanitize(Sanitize),
    /// Measure what risk a policy leaves.
    Risk(Risk),
    /// Write what is to be published, unless a promise or a threshold is broken.
    Publish(Publish),
    /// Make data of people who do not exist.
    Generate(Generate),
    /// Measure how well identifiers are found.
    Quality(Quality),
}

/// The file that is read.
#[derive(Debug, Args)]
pub(crate) struct Source {
    /// CSV, Parquet, JSON lines, GTFS, NGSI-LD or EPANET, told by its ending.
    pub(crate) file: PathBuf,
    /// The table, of a file that holds several.
    #[arg(long)]
    pub(crate) table: Option<String>,
    /// Where rows go that cannot be read. By default FILE.set-aside.csv.
    #[arg(long)]
    pub(crate) aside: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  pilotbox data profile people.csv\n  pilotbox data profile people.csv --json | jq '.profile.columns[].role'"
)]
pub(crate) struct Profile {
    #[command(flatten)]
    pub(crate) source: Source,
    /// The day by which a date of birth is in the past. By default today.
    #[arg(long)]
    pub(crate) today: Option<Date>,
    /// Print JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  pilotbox data propose people.csv --dataset people --by 'Ana Petrova' --out people.toml"
)]
pub(crate) struct Propose {
    #[command(flatten)]
    pub(crate) source: Source,
    /// Name of the data set: small letters, digits and dashes.
    #[arg(long)]
    pub(crate) dataset: String,
    /// Who proposes.
    #[arg(long)]
    pub(crate) by: String,
    /// Who answers for the raw data.
    #[arg(long, default_value = "unknown")]
    pub(crate) owner: String,
    /// SPDX identifier of the licence.
    #[arg(long, default_value = "CC-BY-4.0")]
    pub(crate) licence: String,
    /// Days for which the raw data is kept.
    #[arg(long, default_value_t = 90)]
    pub(crate) raw_days: u32,
    /// The day of the proposal. By default today.
    #[arg(long)]
    pub(crate) today: Option<Date>,
    /// Where the policy goes. By default the standard output.
    #[arg(long)]
    pub(crate) out: Option<PathBuf>,
    /// Print the policy as JSON.
    #[arg(long, conflicts_with = "out")]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "Example:\n  pilotbox data key people.data-key")]
pub(crate) struct NewKey {
    /// The file; it must not be there.
    pub(crate) file: PathBuf,
}

/// A file with its policy and its key.
#[derive(Debug, Args)]
pub(crate) struct Safe {
    #[command(flatten)]
    pub(crate) source: Source,
    /// The policy.
    #[arg(long)]
    pub(crate) policy: PathBuf,
    /// The data set's key, as `pilotbox data key` makes it.
    #[arg(long)]
    pub(crate) key: PathBuf,
    /// The day by which a date of birth is in the past. By default today.
    #[arg(long)]
    pub(crate) today: Option<Date>,
}

/// How useful the rest is.
#[derive(Debug, Args)]
pub(crate) struct Usefulness {
    /// The challenge of the policy's `[utility]`, a folder or a pack made by a template from
    /// the same table: its baseline and its reference are scored on the raw table and on what
    /// is published.
    #[arg(long, value_name = "CHALLENGE")]
    pub(crate) challenge: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) machine: Machine,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  pilotbox data sanitize people.csv --policy people.toml --key people.data-key --out safe.parquet"
)]
pub(crate) struct Sanitize {
    #[command(flatten)]
    pub(crate) safe: Safe,
    /// Where the safe table goes: `.parquet` or `.csv`.
    #[arg(long)]
    pub(crate) out: PathBuf,
    /// Print JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

/// Of a report.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum ReportLanguage {
    /// Bulgarian.
    Bg,
    /// English.
    En,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  pilotbox data risk people.csv --policy people.toml --key people.data-key --html risk.html\n  pilotbox data risk reports.csv --policy reports.toml --key reports.data-key --challenge reports"
)]
pub(crate) struct Risk {
    #[command(flatten)]
    pub(crate) safe: Safe,
    #[command(flatten)]
    pub(crate) usefulness: Usefulness,
    /// Write the report as a page.
    #[arg(long)]
    pub(crate) html: Option<PathBuf>,
    /// The page's language.
    #[arg(long, value_enum, default_value_t = ReportLanguage::Bg)]
    pub(crate) language: ReportLanguage,
    /// Print JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  pilotbox data publish people.csv --policy people.toml --key people.data-key --out published \\\n                        --address https://data.example.bg/people/1.0.0 --theme SOCI"
)]
pub(crate) struct Publish {
    #[command(flatten)]
    pub(crate) safe: Safe,
    #[command(flatten)]
    pub(crate) usefulness: Usefulness,
    #[command(flatten)]
    pub(crate) described: Described,
    /// The folder; it must not be there.
    #[arg(long)]
    pub(crate) out: PathBuf,
    /// Print JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

/// How the folder is described to others' machines, as DCAT-AP 3 has it.
#[derive(Debug, Args)]
pub(crate) struct Described {
    /// Where the folder will be on the web: each file's address is this, a slash and its name.
    #[arg(long, value_name = "URL")]
    pub(crate) address: String,
    /// Who publishes. By default the owner whom the policy names.
    #[arg(long, value_name = "NAME")]
    pub(crate) publisher: Option<String>,
    /// Where the publisher is on the web. By default a part of the folder's own address.
    #[arg(long, value_name = "URL")]
    pub(crate) publisher_address: Option<String>,
    /// What the data is about, a code of the European Union's list of themes; may be given
    /// more than once.
    #[arg(long, value_name = "CODE", value_parser = theme, default_value = "REGI")]
    pub(crate) theme: Vec<Theme>,
    /// The day of the first publication. By default that of `--today`.
    #[arg(long, value_name = "DAY")]
    pub(crate) issued: Option<Date>,
}

fn theme(code: &str) -> Result<Theme, String> {
    Theme::of_code(&code.to_ascii_uppercase()).ok_or_else(|| {
        let known = Theme::ALL.map(Theme::code).join(", ");
        format!("no theme has this code; hint: {known}")
    })
}

#[derive(Debug, Args)]
#[command(after_help = "Example:\n  pilotbox data generate people --rows 1000 --out people.csv")]
pub(crate) struct Generate {
    /// people, households, children, meters, readings, permits, car-parks or sensors.
    pub(crate) dataset: String,
    /// Rows.
    #[arg(long, default_value_t = 1_000)]
    pub(crate) rows: u64,
    /// The same seed makes the same data.
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    /// Without typos, gaps and the like.
    #[arg(long)]
    pub(crate) clean: bool,
    /// Where it goes: `.csv` or `.parquet`.
    #[arg(long)]
    pub(crate) out: PathBuf,
    /// Print JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  pilotbox data quality\n  pilotbox data quality labelled.csv")]
pub(crate) struct Quality {
    /// A CSV of `column,text,kind`. Without it, cells are generated.
    pub(crate) file: Option<PathBuf>,
    /// Generated cells.
    #[arg(long, default_value_t = 1_000_000, conflicts_with = "file")]
    pub(crate) cells: u64,
    /// Their seed.
    #[arg(long, default_value_t = 1, conflicts_with = "file")]
    pub(crate) seed: u64,
    /// The day by which a date of birth is in the past.
    #[arg(long, default_value = "2026-01-01")]
    pub(crate) today: Date,
    /// Print JSON.
    #[arg(long)]
    pub(crate) json: bool,
}
