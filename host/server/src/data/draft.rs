//! A policy to start from: the first one, which the columns themselves suggest, or the
//! newest one under the next version.

use pilotbox_sanitize::policy::{Origin, Policy, Signature, Source, Texts, propose};
use pilotbox_store::data::{DataSet, RawData};

use super::About;

/// The licence that a first policy proposes: open, with the name of who published.
const LICENCE: &str = "CC-BY-4.0";

/// How raw data came, in a first policy. What its file is called may tell of people, and a
/// policy is published.
const HOW: &str = "a file that was brought to the platform";

/// What the columns suggest. `proposed` is who asks.
pub(crate) fn first(set: &DataSet, raw: &RawData, about: &About, proposed: Signature) -> Policy {
    let origin = Origin {
        dataset: set.id.clone(),
        title: Texts {
            bg: set.title_bg.clone(),
            en: set.title_en.clone(),
        },
        description: Texts {
            bg: set.description_bg.clone(),
            en: set.description_en.clone(),
        },
        licence: LICENCE.to_owned(),
        source: Source {
            owner: set.owner.clone(),
            how: HOW.to_owned(),
            when: proposed.on.clone(),
            format: raw.format.clone(),
        },
        raw_days: u32::try_from(set.raw_days).unwrap_or(1).max(1),
        proposed,
    };
    propose(origin, &about.observed)
}

/// A policy again, unapproved, under the version after the highest of `versions`.
pub(crate) fn next<'a>(
    mut policy: Policy,
    versions: impl Iterator<Item = &'a str>,
    proposed: Signature,
) -> Policy {
    let highest = versions.filter_map(numbers).max().unwrap_or_default();
    let [major, minor, patch] = highest;
    policy.version = format!("{major}.{minor}.{}", patch.saturating_add(1));
    policy.proposed = proposed;
    policy.approved = None;
    policy
}

fn numbers(version: &str) -> Option<[u32; 3]> {
    let mut parts = version.split('.').map(str::parse);
    let mut next = || parts.next()?.ok();
    let all = [next()?, next()?, next()?];
    parts.next().is_none().then_some(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_as_numbers() {
        assert!(numbers("1.10.0") > numbers("1.9.9"));
        assert_eq!(numbers("1.0"), None);
        assert_eq!(numbers("1.0.0.0"), None);
    }
}
