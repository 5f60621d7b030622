//! The table that a challenge was made from, as it was brought and as it would be
//! published: the challenge's own programs are scored on both, cut into the same parts.
//! Owns the comparison, and refuses what would make it mean nothing: another table, a
//! policy that changes what is measured, programs that have no points to lose.

mod parts;

use std::path::Path;

use pilotbox_challenge::template::TemplateKind;
use pilotbox_model::{RunVerdict, Split};

use super::fault::io_error;
use crate::{
    EvaluateError, Evaluator, OpenError, Opened, Progress, RunOptions,
    table::{InputTable, WriteError},
};
use parts::{Cut, Draft};

/// The seed of all runs, which is that of every check, and of the cut.
const SEED: u64 = 1;

/// Programs that are run. The baseline is near 0 points by its making; it is the
/// reference that has some to lose.
const PROGRAMS: [&str; 2] = [super::BASELINE, super::REFERENCE];

/// A table of which some rows and columns are published.
#[derive(Clone, Copy, Debug)]
pub struct Swap<'a> {
    /// As it was brought.
    pub raw: &'a InputTable,
    /// As it would be published, its rows in any order.
    pub published: &'a InputTable,
    /// The raw row of each published one, from 0.
    pub origins: &'a [u32],
}

/// A challenge of a template, and what runs it.
#[derive(Clone, Copy)]
pub struct SwapTrial<'a> {
    /// Runs the programs.
    pub evaluator: &'a Evaluator,
    /// The challenge.
    pub opened: &'a Opened,
    /// Where folders may lie meanwhile.
    pub scratch: &'a Path,
    /// How many runners to use.
    pub jobs: usize,
}

/// A program's points, from 0 to 100.
#[derive(Clone, Debug, PartialEq)]
pub struct SwapPoints {
    /// Its name in the challenge.
    pub name: String,
    /// On the table as it was brought.
    pub before: f64,
    /// On what would be published, or why it could not be run on that.
    pub after: Result<f64, String>,
}

/// Why nothing was compared.
#[derive(Debug, thiserror::Error)]
pub enum SwapError {
    /// A harness of the challenge's own reads tables that nobody but itself can cut.
    #[error(
        "`{0}` is made from no template; hint: measure by a challenge of `pilotbox new challenge --template`"
    )]
    NoTemplate(String),
    /// The one program is not there that has points to lose.
    #[error(
        "`{0}` holds no reference, without which nothing can be lost; hint: take the folder or the city's pack, not that for startups"
    )]
    NoReference(String),
    /// What was brought is not the challenge's table.
    #[error("the table is not the one that `{id}` is made from: {reason}")]
    OtherTable {
        /// The challenge.
        id: String,
        /// What does not fit.
        reason: String,
    },
    /// Points before and after would be answers to two questions.
    #[error(
        "the policy changes or drops `{column}`, by which `{id}` measures, so that points before and after cannot be compared; hint: keep the column as it is, or measure by another challenge"
    )]
    Measured {
        /// The column.
        column: String,
        /// The challenge.
        id: String,
    },
    /// There is nothing to lose.
    #[error(
        "no program of `{0}` gets any points on the raw table, so that none can be lost; hint: take the table that the challenge is made from"
    )]
    Worthless(String),
    /// A program cannot be run on the raw table.
    #[error(transparent)]
    Evaluate(#[from] EvaluateError),
    /// The challenge with another table cannot be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// A table cannot be written.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// A folder cannot be used.
    #[error("{0}")]
    Io(String),
}

impl SwapTrial<'_> {
    /// Scores the challenge's programs on its split `sample`, cut from the raw table and
    /// from the published one, each with what the split's parts hold of it.
    pub fn compare(
        &self,
        swap: &Swap<'_>,
        progress: &dyn Progress,
    ) -> Result<Vec<SwapPoints>, SwapError> {
        let kind = self.template()?;
        self.demand_programs()?;
        let cut = Cut::new(kind, self.opened.package(), swap)?;
        let scratch = tempfile::Builder::new()
            .prefix(".swapping-")
            .tempdir_in(self.scratch)
            .map_err(|cause| SwapError::Io(io_error(self.scratch, cause).to_string()))?;
        let before = self.open(&scratch.path().join("raw"), &cut.raw()?)?;
        let mut points = Vec::new();
        for name in PROGRAMS {
            let got = self.points(&before, name, progress)??;
            points.push((name, got));
        }
        if points.iter().all(|(_, before)| *before <= 0.0) {
            return Err(SwapError::Worthless(self.id()));
        }
        let after = match cut.published()? {
            Ok(draft) => Ok(self.open(&scratch.path().join("published"), &draft)?),
            Err(reason) => Err(reason),
        };
        let all = points.into_iter().map(|(name, before)| {
            let after = match &after {
                Ok(opened) => {
                    let points = self.points(opened, name, progress)?;
                    points.map_err(|unusable| unusable.to_string())
                }
                Err(reason) => Err(reason.clone()),
            };
            let name = name.to_owned();
            Ok(SwapPoints {
                name,
                before,
                after,
            })
        });
        all.collect()
    }

    fn id(&self) -> String {
        self.opened.package().manifest().id.clone()
    }

    fn template(&self) -> Result<TemplateKind, SwapError> {
        let kind = self.opened.package().manifest().harness.template;
        kind.ok_or_else(|| SwapError::NoTemplate(self.id()))
    }

    fn demand_programs(&self) -> Result<(), SwapError> {
        match self.opened.component(super::REFERENCE) {
            Ok(_) => Ok(()),
            Err(_) => Err(SwapError::NoReference(self.id())),
        }
    }

    fn open(&self, folder: &Path, draft: &Draft) -> Result<Opened, SwapError> {
        draft.write(folder)?;
        let package = pilotbox_challenge::Package::open(folder);
        let package = package.map_err(|error| SwapError::OtherTable {
            id: self.id(),
            reason: error.to_string(),
        })?;
        let components = self.opened.components().clone();
        Ok(Opened::of_parts(package, components, folder)?)
    }

    /// The points of a program. What the table itself makes impossible is the inner error;
    /// the outer one is of the machine.
    fn points(
        &self,
        opened: &Opened,
        name: &str,
        progress: &dyn Progress,
    ) -> Result<Result<f64, SwapError>, SwapError> {
        let options = RunOptions {
            split: Split::Sample,
            seed: SEED,
            jobs: self.jobs,
        };
        let unusable = |reason: String| {
            let id = self.id();
            Ok(Err(SwapError::OtherTable { id, reason }))
        };
        let (plugin, artifacts) = (opened.component(name)?, opened.artifacts()?);
        let run = match self.evaluator.run(plugin, &artifacts, options, progress) {
            Ok(run) => run.result,
            Err(EvaluateError::Challenge(reason)) => return unusable(reason),
            Err(error) => return Err(error.into()),
        };
        match (&run.verdict, &run.score) {
            (RunVerdict::Scored, Some(score)) => Ok(Ok(score.total)),
            (verdict, _) => unusable(format!("the {name} ends with `{verdict}`")),
        }
    }
}

#[cfg(test)]
mod tests;
