//! Long runs of a whole installation: server and workers that are killed at random
//! moments while startups submit, and workers that share a long queue.
//! `cargo xtask soak` runs them at length, `cargo xtask test` a slice of each from a
//! fixed seed.

mod audit;
mod crew;
mod killing;
mod reference;
mod sharing;
mod steps;
mod stream;

use crate::{postgres::Postgres, server::Settings};

pub(crate) use killing::{Startup, startups};
pub use killing::{Survived, kill_servers};
pub use sharing::{Pace, Shared, share_runs};

/// What an installation keeps its tables in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Database {
    /// A file.
    Sqlite,
    /// A server.
    Postgres,
}

impl Database {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Sqlite, Self::Postgres];

    /// The usual settings of a site on an empty database of this kind.
    pub fn settings(self) -> Settings {
        match self {
            Self::Sqlite => Settings::sqlite(),
            Self::Postgres => Settings::on(&Postgres::database()),
        }
    }
}
