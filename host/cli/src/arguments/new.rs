//! What can be typed to start a plugin or a challenge.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{Machine, template::FromTemplate};

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  pilotbox new plugin my-parking --interface parking-forecast
  pilotbox new challenge my-parking                          with a harness in Rust
  pilotbox new challenge bicycle-lanes --template forecast --table counts.csv \\
                --target count --time hour --series lane --horizon 24 --history 336 \\
                --licence CC-BY-4.0 --source \"Counters of the city\"
  pilotbox new challenge city-reports --template classify --table reports.csv \\
                --target department --licence CC-BY-4.0 --source \"Contact centre\"
  pilotbox new challenge swimming --template assign --table wishes.csv \\
                --person pupil --place course --rank wish --capacity room --group year \\
                --licence CC-BY-4.0 --source \"Department of education\"")]
pub(crate) struct New {
    /// What to start.
    #[arg(value_enum)]
    pub(crate) kind: NewKind,
    /// Its name: lower-case letters, digits and hyphens. Becomes the folder.
    pub(crate) name: String,
    /// The interface of a plugin.
    #[arg(long, value_enum, default_value = "parking-forecast")]
    pub(crate) interface: Interface,
    /// Where to make the folder.
    #[arg(long, default_value = ".")]
    pub(crate) into: PathBuf,
    #[command(flatten)]
    pub(crate) from_template: FromTemplate,
    #[command(flatten)]
    pub(crate) machine: Machine,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum NewKind {
    /// A crate that answers an interface.
    Plugin,
    /// A package with harness, data and reference plugins.
    Challenge,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Interface {
    /// pilotbox:mobility/parking-forecast
    ParkingForecast,
    /// pilotbox:utilities/water-demand
    WaterDemand,
    /// pilotbox:services/school-admission
    SchoolAdmission,
    /// pilotbox:templates/forecast
    Forecast,
    /// pilotbox:templates/classify
    Classify,
    /// pilotbox:templates/assign
    Assign,
}
