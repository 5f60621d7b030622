//! Judgements as tables, and what is computed from them.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    super::{
        agreement::{Alpha, Level, alpha},
        effects::{EffectsError, judge_effects},
    },
    CriterionAgreement, CriterionScore, EvaluatorEffect, HIGHEST_MARK, HumanScore, Judgement,
    Panel, PanelError, human_score,
};

/// A table of marks: a row an evaluator, a gap where one did not judge.
type Table = Vec<Vec<Option<f64>>>;

/// Judgements by evaluator and candidate, both sorted, so that sums do not depend on
/// the order in which they came.
pub(super) struct Sheets<'j> {
    evaluators: Vec<&'j str>,
    pub(super) candidates: Vec<&'j str>,
    by_place: BTreeMap<(&'j str, &'j str), &'j Judgement>,
}

impl<'j> Sheets<'j> {
    pub(super) fn new(judgements: &'j [Judgement]) -> Self {
        let names = |name: fn(&Judgement) -> &str| -> Vec<&'j str> {
            let sorted: BTreeSet<&str> = judgements.iter().map(name).collect();
            sorted.into_iter().collect()
        };
        Self {
            evaluators: names(|judgement| &judgement.evaluator),
            candidates: names(|judgement| &judgement.candidate),
            by_place: judgements
                .iter()
                .map(|judgement| {
                    let (evaluator, candidate) = (&judgement.evaluator, &judgement.candidate);
                    ((evaluator.as_str(), candidate.as_str()), judgement)
                })
                .collect(),
        }
    }

    fn all_judged_all(&self) -> bool {
        self.by_place.len() == self.evaluators.len() * self.candidates.len()
    }

    /// A figure of each sheet as a table, a column a candidate.
    fn table(&self, figure: impl Fn(&Judgement) -> Option<f64>) -> Table {
        let cell = |evaluator: &'j str, candidate: &'j str| {
            figure(self.by_place.get(&(evaluator, candidate))?)
        };
        let row = |evaluator: &&'j str| {
            let candidates = self.candidates.iter();
            candidates
                .map(|candidate| cell(evaluator, candidate))
                .collect()
        };
        self.evaluators.iter().map(row).collect()
    }

    /// Effects by evaluator; all zero where all judged all.
    pub(super) fn effects(
        &self,
        criteria: &[(&str, f64)],
    ) -> Result<BTreeMap<&'j str, f64>, PanelError> {
        if self.all_judged_all() {
            let none = self.evaluators.iter().map(|evaluator| (*evaluator, 0.0));
            return Ok(none.collect());
        }
        let table = self.table(|judgement| {
            mean(criteria.iter().filter_map(|(criterion, _)| {
                Some(f64::from(judgement.marks.get(*criterion)?.standing()))
            }))
        });
        let effects = judge_effects(&table).map_err(|error| self.named(&error))?;
        Ok(self.evaluators.iter().copied().zip(effects).collect())
    }

    fn named(&self, error: &EffectsError) -> PanelError {
        match error {
            EffectsError::Apart { judge } => PanelError::Apart {
                evaluator: self
                    .evaluators
                    .get(*judge)
                    .copied()
                    .unwrap_or_default()
                    .to_owned(),
            },
            EffectsError::Table(fault) => PanelError::Table {
                fault: fault.to_string(),
            },
        }
    }

    pub(super) fn score(
        &self,
        candidate: &str,
        criteria: &[(&str, f64)],
        effects: &BTreeMap<&str, f64>,
    ) -> HumanScore {
        let sheets: Vec<(f64, &Judgement)> = self
            .evaluators
            .iter()
            .filter_map(|evaluator| {
                let judgement = self.by_place.get(&(*evaluator, candidate))?;
                Some((*effects.get(evaluator)?, *judgement))
            })
            .collect();
        let value = |criterion: &str| {
            let marks = sheets.iter().filter_map(|(effect, judgement)| {
                Some(f64::from(judgement.marks.get(criterion)?.standing()) - effect)
            });
            mean(marks)
                .unwrap_or_default()
                .clamp(0.0, f64::from(HIGHEST_MARK))
        };
        let values: Vec<CriterionScore> = criteria
            .iter()
            .map(|(criterion, _)| CriterionScore {
                criterion: (*criterion).to_owned(),
                value: value(criterion),
            })
            .collect();
        let weights: Vec<f64> = criteria.iter().map(|(_, weight)| *weight).collect();
        HumanScore {
            score: human_score(&values, &weights),
            evaluators: u32::try_from(sheets.len()).unwrap_or(u32::MAX),
            criteria: values,
        }
    }

    pub(super) fn panel(
        &self,
        criteria: &[(&str, f64)],
        effects: BTreeMap<&str, f64>,
    ) -> Result<Panel, PanelError> {
        let tables: Vec<Table> = criteria
            .iter()
            .map(|(criterion, _)| {
                self.table(|judgement| Some(f64::from(judgement.marks.get(*criterion)?.given)))
            })
            .collect();
        let by_criterion = criteria.iter().zip(&tables).map(|((criterion, _), table)| {
            Ok(CriterionAgreement {
                criterion: (*criterion).to_owned(),
                agreement: agreement(table)?,
            })
        });
        let all_judged_all = self.all_judged_all();
        let shown = effects.into_iter().filter(|_| !all_judged_all);
        Ok(Panel {
            all_judged_all,
            effects: shown
                .map(|(evaluator, effect)| EvaluatorEffect {
                    evaluator: evaluator.to_owned(),
                    effect,
                })
                .collect(),
            criteria: by_criterion.collect::<Result<_, PanelError>>()?,
            agreement: agreement(&self.beside(&tables))?,
        })
    }

    /// Tables of the same evaluators side by side: each criterion of each candidate is
    /// a unit of its own.
    fn beside(&self, tables: &[Table]) -> Table {
        let row = |at| {
            tables
                .iter()
                .filter_map(move |table| table.get(at))
                .flatten()
                .copied()
        };
        (0..self.evaluators.len())
            .map(|at| row(at).collect())
            .collect()
    }
}

fn agreement(table: &Table) -> Result<Option<Alpha>, PanelError> {
    alpha(table, Level::Ordinal).map_err(|error| PanelError::Table {
        fault: error.to_string(),
    })
}

fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (mut sum, mut count) = (0.0, 0.0);
    for value in values {
        sum += value;
        count += 1.0;
    }
    (count > 0.0).then(|| sum / count)
}
