//! What a guest's folder says of its end.

use std::path::PathBuf;

use serde::Deserialize;

use crate::folder;

const DEFAULT_CHALLENGE: &str = "challenges/mobility/parking-forecast";

/// The end that a guest must come to; what is left out is not compared.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expectation {
    /// The challenge's folder.
    #[serde(default)]
    pub challenge: Option<String>,
    /// The split; `sample` if left out.
    #[serde(default)]
    pub split: Option<String>,
    /// Where the end comes.
    pub stage: Stage,
    /// The exit code.
    pub exit: i32,
    /// The run's verdict.
    #[serde(default)]
    pub verdict: Option<String>,
    /// The code of a rejection.
    #[serde(default)]
    pub code: Option<String>,
    /// Parts of the rejection, or of the notes of cases.
    #[serde(default)]
    pub message: Vec<String>,
    /// Lowest and highest score.
    #[serde(default)]
    pub score: Option<[f64; 2]>,
    /// Gates that are broken, all of them.
    #[serde(default)]
    pub broken_gates: Vec<String>,
    /// The plugin's profile.
    #[serde(default)]
    pub profile: Option<String>,
    /// Lines of log in the first case.
    #[serde(default)]
    pub log_lines: Option<usize>,
    /// Parts of the first case's log.
    #[serde(default)]
    pub log: Vec<String>,
    /// What no case's log holds.
    #[serde(default)]
    pub log_never: Vec<String>,
    /// What some case held at least; tables of functions come on top.
    #[serde(default)]
    pub memory_bytes_at_least: Option<u64>,
}

/// How far a guest gets.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum Stage {
    /// Refused before anything runs.
    Inspect,
    /// Taken, and run.
    Run,
}

impl Expectation {
    /// The challenge's folder.
    pub fn challenge(&self) -> PathBuf {
        folder(self.challenge_path())
    }

    /// The challenge's folder, from the repository's root.
    pub fn challenge_path(&self) -> &str {
        self.challenge.as_deref().unwrap_or(DEFAULT_CHALLENGE)
    }

    /// The split's name.
    pub fn split(&self) -> &str {
        self.split.as_deref().unwrap_or("sample")
    }
}
