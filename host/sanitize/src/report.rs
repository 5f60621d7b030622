//! The report on a data set that its policy made safe: risks before and after against the
//! policy's thresholds, promises looked at again, each column. No raw value stands in it.

mod columns;
mod figures;
mod order;
#[cfg(test)]
mod tests;
mod utility;

use pilotbox_model::{
    Digest,
    api::challenges::Bilingual,
    report::{Crowd, Light, Promise, RiskReport},
};

pub use utility::{Points, set_utility, unmeasured};

use crate::{
    Table,
    change::Sanitized,
    check::Broken,
    measure::{self, MeasureError, Population, Risks},
    policy::Policy,
    threads::both,
};

/// What a report is made from.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// The raw table.
    pub raw: &'a Table,
    /// What was made of it.
    pub sanitized: &'a Sanitized,
    /// By which policy.
    pub policy: &'a Policy,
    /// The digest of the policy's file.
    pub policy_digest: Digest,
    /// What the independent checker found.
    pub broken: &'a [Broken],
}

/// Measures everything that the report says.
pub fn report(subject: Subject<'_>) -> Result<RiskReport, MeasureError> {
    let Subject {
        raw,
        sanitized,
        policy,
        ..
    } = subject;
    let [before, after] = both_risks(raw, sanitized, policy)?;
    let published = order::as_raw(sanitized);
    let kept = order::kept(raw, sanitized);
    let loss = match &published {
        Some(table) => measure::loss(raw, table, Some(&kept))?,
        None => measure::loss(raw, &sanitized.table, None)?,
    };
    let figures = figures::figures(policy, &before, &after, sanitized.loss);
    let promises = promises(subject.broken);
    let mut report = RiskReport {
        dataset: policy.dataset.clone(),
        version: policy.version.clone(),
        title: Bilingual {
            bg: policy.title.bg.clone(),
            en: policy.title.en.clone(),
        },
        policy: subject.policy_digest,
        light: Light::Green,
        rows_before: raw.rows() as u64,
        rows_after: sanitized.table.rows() as u64,
        rows_suppressed: sanitized.rows.suppressed as u64,
        figures,
        promises,
        crowds: crowds(&after),
        columns: columns::columns(subject, &loss),
        utility: utility::demanded(policy),
    };
    report.light = worst(&report);
    Ok(report)
}

/// The risks of the raw table and of the published one.
fn both_risks(
    raw: &Table,
    sanitized: &Sanitized,
    policy: &Policy,
) -> Result<[Risks; 2], MeasureError> {
    let crowds = measure::crowds(raw, &quasi_identifiers(policy));
    let persons = policy.privacy.person.as_deref();
    let persons = persons.map(|name| measure::crowds(raw, &[name]));
    let (before, after) = both(
        || risks(&crowds, persons.as_deref(), policy),
        || risks(&sanitized.classes, sanitized.persons.as_deref(), policy),
    );
    Ok([before?, after?])
}

fn quasi_identifiers(policy: &Policy) -> Vec<&str> {
    let columns = policy.columns.iter().filter(|column| column.is_searched());
    columns.map(|column| column.name.as_str()).collect()
}

/// A sample of a share is what the population is estimated from; a whole table counts as
/// the population, so that the worst is assumed. Where the policy says whose rows are, it
/// is persons who are found, and a crowd is as large as it has persons.
fn risks(classes: &[u32], persons: Option<&[u32]>, policy: &Policy) -> Result<Risks, MeasureError> {
    let share = policy.sampling.share;
    let population = if share < 1.0 {
        Population::Sampled(share)
    } else {
        Population::Whole
    };
    let threshold = policy.thresholds.prosecutor;
    match persons {
        Some(persons) => {
            let classes = measure::per_person(classes, persons);
            measure::risks(&classes, threshold, population)
        }
        None => measure::risks(classes, threshold, population),
    }
}

/// The worst of all lights; a broken promise is worse than any number.
fn worst(report: &RiskReport) -> Light {
    let is_kept = |promise: &Promise| promise.broken.is_empty();
    if !report.promises.iter().all(is_kept) {
        return Light::Red;
    }
    let figures = report.figures.iter().map(|figure| figure.light);
    let utility = report.utility.iter().map(|utility| utility.light);
    figures.chain(utility).max().unwrap_or(Light::Green)
}

/// Every promise with what breaks it, in the checker's words.
fn promises(broken: &[Broken]) -> Vec<Promise> {
    let lines = |promise| {
        let found = broken.iter().filter(move |one| one.promise == promise);
        found.map(ToString::to_string).collect()
    };
    let all = crate::check::Promise::ALL.into_iter();
    all.map(|promise| Promise {
        name: promise.name().to_owned(),
        broken: lines(promise),
    })
    .collect()
}

fn crowds(risks: &Risks) -> Vec<Crowd> {
    let sizes = risks.sizes.iter();
    sizes
        .map(|band| Crowd {
            from: band.from,
            to: band.to,
            crowds: band.classes,
            rows: band.rows,
        })
        .collect()
}
