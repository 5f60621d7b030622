//! What undisturbed runs give: each kind of plugin, evaluated once by nobody but
//! this process.

use std::{collections::BTreeMap, fs};

use pilotbox_model::{CaseResult, RunVerdict, Score};

use crate::{Host, component, soak::with_note};

/// The splits of every submission.
pub(super) const SPLITS: [&str; 2] = ["sample", "public"];

/// Kinds of plugins with their ends.
pub(super) struct Reference(Vec<Kind>);

/// A plugin that is submitted many times, each time under another digest.
struct Kind {
    bytes: Vec<u8>,
    ends: BTreeMap<&'static str, Expected>,
}

/// How a run must end.
pub(super) struct Expected {
    /// Its state.
    pub(super) state: &'static str,
    /// Its score, to the last digit.
    pub(super) score: Option<Score>,
    /// Its cases, in their order.
    pub(super) results: Vec<CaseResult>,
}

impl Reference {
    /// Runs plugins on a challenge of the repository.
    pub(super) fn new(challenge: &str, plugins: &[&str]) -> Self {
        let host = Host::new([challenge]);
        let kind = |name: &&str| {
            let bytes = fs::read(component(name)).expect("the plugin is built");
            let end = |split| (split, expected(&host, challenge, split, &bytes));
            Kind {
                ends: SPLITS.map(end).into(),
                bytes,
            }
        };
        Self(plugins.iter().map(kind).collect())
    }

    /// The plugin of a number, as nobody submitted it before.
    pub(super) fn plugin(&self, number: usize) -> Vec<u8> {
        with_note(&self.kind(number).bytes, number)
    }

    /// How the run of that plugin must end on a split.
    pub(super) fn end(&self, number: usize, split: &str) -> Option<&Expected> {
        self.kind(number).ends.get(split)
    }

    fn kind(&self, number: usize) -> &Kind {
        &self.0[number % self.0.len()]
    }
}

fn expected(host: &Host, challenge: &str, split: &str, plugin: &[u8]) -> Expected {
    let run = host.run(challenge, split, plugin).expect("it runs");
    let state = match run.result.verdict {
        RunVerdict::Scored => "scored",
        RunVerdict::PluginFailed(_) => "plugin-failed",
        RunVerdict::ChallengeFailed => panic!("the challenge itself fails on `{split}`"),
    };
    Expected {
        state,
        score: run.result.score,
        results: run.result.results,
    }
}
