//! The report on a data set that its policy made safe: risks before and after against the
//! policy's thresholds, promises looked at again, each column. No raw value stands in it.

mod columns;
mod figures;
mod order;
#[cfg(test)]
mod tests;

use pilotbox_model::{
    Digest,
    api::challenges::Bilingual,
    report::{Crowd, Light, Promise, RiskReport},
};

use crate::{
    Table,
    change::Sanitized,
    check::Broken,
    measure::{self, MeasureError, Population, Risks},
    policy::Policy,
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
    let before = risks(&measure::crowds(raw, &quasi_identifiers(policy)), policy)?;
    let after = risks(&sanitized.classes, policy)?;
    let published = order::as_raw(sanitized);
    let kept = order::kept(raw, sanitized);
    let loss = match &published {
        Some(table) => measure::loss(raw, table, Some(&kept))?,
        None => measure::loss(raw, &sanitized.table, None)?,
    };
    let figures = figures::figures(policy, &before, &after, sanitized.loss);
    let promises = promises(subject.broken);
    Ok(RiskReport {
        dataset: policy.dataset.clone(),
        version: policy.version.clone(),
        title: Bilingual {
            bg: policy.title.bg.clone(),
            en: policy.title.en.clone(),
        },
        policy: subject.policy_digest,
        light: light(&figures, subject.broken),
        rows_before: raw.rows() as u64,
        rows_after: sanitized.table.rows() as u64,
        rows_suppressed: sanitized.rows.suppressed as u64,
        figures,
        promises,
        crowds: crowds(&after),
        columns: columns::columns(subject, &loss),
    })
}

fn quasi_identifiers(policy: &Policy) -> Vec<&str> {
    let columns = policy.columns.iter().filter(|column| column.is_searched());
    columns.map(|column| column.name.as_str()).collect()
}

/// A sample of a share is what the population is estimated from; a whole table counts as
/// the population, so that the worst is assumed.
fn risks(classes: &[u32], policy: &Policy) -> Result<Risks, MeasureError> {
    let share = policy.sampling.share;
    let population = if share < 1.0 {
        Population::Sampled(share)
    } else {
        Population::Whole
    };
    measure::risks(classes, policy.thresholds.prosecutor, population)
}

/// The worst of all; a broken promise is worse than any number.
fn light(figures: &[pilotbox_model::report::Figure], broken: &[Broken]) -> Light {
    let worst = figures.iter().map(|figure| figure.light).max();
    match worst {
        _ if !broken.is_empty() => Light::Red,
        Some(light) => light,
        None => Light::Green,
    }
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
