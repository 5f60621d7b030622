//! Cases, outcomes and faults, with short ways to make them.

use std::fmt;

use crate::bindings::harness::exports::pilotbox::challenge::evaluation;

pub use evaluation::{Case, Metric, Outcome, PluginFault, Series, Split};

impl Case {
    /// A case of weight 1 that is a block of its own.
    pub fn new(id: impl Into<String>, stratum: impl Into<String>) -> Self {
        let id = id.into();
        Self {
            block: id.clone(),
            id,
            stratum: stratum.into(),
            weight: 1.0,
            twin_of: None,
        }
    }

    /// Puts the case into a block: cases that the bootstrap draws together.
    #[must_use]
    pub fn block(mut self, block: impl Into<String>) -> Self {
        self.block = block.into();
        self
    }

    /// Makes the case a perturbed twin of another.
    #[must_use]
    pub fn twin_of(mut self, id: impl Into<String>) -> Self {
        self.twin_of = Some(id.into());
        self
    }
}

impl Outcome {
    /// An outcome with nothing in it yet.
    pub fn new() -> Self {
        Self {
            metrics: Vec::new(),
            series: Vec::new(),
            note: String::new(),
        }
    }

    /// Adds a metric of the manifest.
    #[must_use]
    pub fn metric(mut self, name: &str, value: f64) -> Self {
        self.metrics.push(Metric {
            name: name.to_owned(),
            value,
        });
        self
    }

    /// Adds a line for a chart.
    #[must_use]
    pub fn series(mut self, series: Series) -> Self {
        self.series.push(series);
        self
    }

    /// Adds a remark for people.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }
}

impl Default for Outcome {
    fn default() -> Self {
        Self::new()
    }
}

impl PluginFault {
    /// The answer breaks the interface's contract; say what, where and what was expected.
    pub fn bad_answer(message: impl Into<String>) -> Self {
        Self::BadAnswer(message.into())
    }

    /// The plugin returned its interface's error.
    pub fn declined(refusal: impl fmt::Debug) -> Self {
        Self::Declined(format!("{refusal:?}"))
    }
}

impl Split {
    /// The name of the split's folder.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Sample => "sample",
            Self::Public => "public",
            Self::Final => "final",
        }
    }
}
