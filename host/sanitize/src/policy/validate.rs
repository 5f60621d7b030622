//! The rules of a policy that its shape does not tell. Each is checked without a cell of
//! the data, so a policy can be refused before any data is there.

mod columns;
mod hierarchies;

use jiff::civil::Date;

pub(crate) use hierarchies::MAX_CODES;

use super::{Diversity, Fault, MAX_COLUMNS, Policy, Signature, derived};

/// What is wrong with a policy; empty when it may be applied.
pub(super) fn faults(policy: &Policy) -> Vec<Fault> {
    let mut faults = Vec::new();
    heading(policy, &mut faults);
    signatures(policy, &mut faults);
    privacy(policy, &mut faults);
    shares(policy, &mut faults);
    columns::check(policy, &mut faults);
    faults.extend(derived::faults(policy));
    faults
}

/// That nobody, or only its own author, approved the policy.
pub(super) fn unapproved(policy: &Policy) -> Option<Fault> {
    let fault = Fault::new("approved", "nobody approved the policy")
        .hint("a second person approves it with `approved = { by = ..., on = ... }`");
    policy.approved.is_none().then_some(fault)
}

fn heading(policy: &Policy, faults: &mut Vec<Fault>) {
    if !is_slug(&policy.dataset) {
        let message = format!("`{}` is no name of a data set", shown(&policy.dataset));
        let hint = "use small latin letters, digits and single hyphens, such as `water-meters`";
        faults.push(Fault::new("dataset", message).hint(hint));
    }
    let parts: Vec<&str> = policy.version.split('.').collect();
    let numbers = parts.iter().all(|part| part.parse::<u32>().is_ok());
    if parts.len() != 3 || !numbers {
        let message = format!("`{}` is no version", shown(&policy.version));
        faults.push(Fault::new("version", message).hint("write it like `1.0.0`"));
    }
    let licence = &policy.licence;
    let fits = |c: char| c.is_ascii_alphanumeric() || ".+-".contains(c);
    if licence.is_empty() || !licence.chars().all(fits) {
        let message = format!("`{}` is no SPDX identifier", shown(licence));
        faults.push(Fault::new("licence", message).hint("write it like `CC-BY-4.0`"));
    }
    if !(1..=36_500).contains(&policy.retention.raw_days) {
        let message = format!("`{}` days are no retention", policy.retention.raw_days);
        faults.push(Fault::new("retention.raw_days", message).hint("from 1 to 36500"));
    }
    filled(policy, faults);
}

fn filled(policy: &Policy, faults: &mut Vec<Fault>) {
    let texts = [
        ("title.bg", &policy.title.bg),
        ("title.en", &policy.title.en),
        ("description.bg", &policy.description.bg),
        ("description.en", &policy.description.en),
        ("source.owner", &policy.source.owner),
        ("source.how", &policy.source.how),
        ("source.when", &policy.source.when),
        ("source.format", &policy.source.format),
    ];
    for (field, _) in texts.iter().filter(|(_, text)| text.trim().is_empty()) {
        let fault = Fault::new(*field, "the text is empty");
        faults.push(fault.hint("say it in a few words"));
    }
}

fn signatures(policy: &Policy, faults: &mut Vec<Fault>) {
    signature("proposed", &policy.proposed, faults);
    let Some(approved) = &policy.approved else {
        return;
    };
    signature("approved", approved, faults);
    let same = |a: &str, b: &str| a.trim().to_lowercase() == b.trim().to_lowercase();
    if same(&approved.by, &policy.proposed.by) {
        let message = format!("`{}` approved what they proposed", shown(&approved.by));
        let fault = Fault::new("approved.by", message);
        faults.push(fault.hint("a second person approves a policy"));
    }
    if approved.on < policy.proposed.on {
        let message = format!(
            "approved on `{}`, before it was proposed",
            shown(&approved.on)
        );
        faults.push(Fault::new("approved.on", message).hint("approve it anew"));
    }
}

fn signature(field: &str, signature: &Signature, faults: &mut Vec<Fault>) {
    if signature.by.trim().is_empty() {
        let fault = Fault::new(format!("{field}.by"), "the name is empty");
        faults.push(fault.hint("write who decided"));
    }
    let written_as_usual = signature.on.len() == 10;
    if !written_as_usual || signature.on.parse::<Date>().is_err() {
        let message = format!("`{}` is no day", shown(&signature.on));
        let fault = Fault::new(format!("{field}.on"), message);
        faults.push(fault.hint("write it like `2026-11-22`"));
    }
}

fn privacy(policy: &Policy, faults: &mut Vec<Fault>) {
    let privacy = &policy.privacy;
    if !(1..=1_000_000).contains(&privacy.k) {
        let fault = Fault::new("privacy.k", format!("`{}` is no crowd", privacy.k));
        faults.push(fault.hint("from 1 to 1000000; 5 is usual"));
    }
    if let Some(person) = &privacy.person
        && policy.column(person).is_none()
    {
        let message = format!("the policy has no column `{}`", shown(person));
        let fault = Fault::new("privacy.person", message);
        faults.push(fault.hint("name the column whose equal values are one person"));
    }
    let diverse = match privacy.diversity {
        None => true,
        Some(Diversity::Distinct { l }) => l >= 1,
        Some(Diversity::Entropy { l }) => l.is_finite() && l >= 1.0,
        Some(Diversity::Recursive { c, l }) => c.is_finite() && c > 0.0 && l >= 1,
    };
    if !diverse {
        let fault = Fault::new("privacy.diversity", "no values are that different");
        faults.push(fault.hint("`l` is at least 1, `c` more than 0"));
    }
    let asked = privacy.diversity.is_some() || privacy.closeness.is_some();
    if asked && !policy.columns.iter().any(super::Column::is_guarded) {
        let message = "diversity or closeness is asked for, but no published column is sensitive";
        let hint = "give a column the role `sensitive`, or remove the demand";
        faults.push(Fault::new("privacy", message).hint(hint));
    }
}

fn shares(policy: &Policy, faults: &mut Vec<Fault>) {
    let thresholds = &policy.thresholds;
    let mut shares = vec![
        ("privacy.max_suppressed", policy.privacy.max_suppressed),
        ("thresholds.prosecutor", thresholds.prosecutor),
        ("thresholds.journalist", thresholds.journalist),
        ("thresholds.marketer", thresholds.marketer),
        ("thresholds.uniqueness", thresholds.uniqueness),
        ("thresholds.loss", thresholds.loss),
        ("sampling.share", policy.sampling.share),
    ];
    shares.extend(policy.privacy.closeness.map(|t| ("privacy.closeness", t)));
    for (field, share) in shares {
        if !(0.0..=1.0).contains(&share) {
            let fault = Fault::new(field, format!("`{share}` is no share"));
            faults.push(fault.hint("from 0 to 1; 5 % is `0.05`"));
        }
    }
    if policy.sampling.share == 0.0 {
        let fault = Fault::new("sampling.share", "a share of `0` publishes nothing");
        faults.push(fault.hint("1 publishes all rows"));
    }
    if let Some(utility) = &policy.utility {
        if !is_slug(&utility.challenge) {
            let message = format!("`{}` is no challenge's id", shown(&utility.challenge));
            faults.push(Fault::new("utility.challenge", message));
        }
        if !(0.0..=100.0).contains(&utility.max_points_lost) {
            let message = format!("`{}` points cannot be lost", utility.max_points_lost);
            faults.push(Fault::new("utility.max_points_lost", message).hint("from 0 to 100"));
        }
    }
    if !(1..=MAX_COLUMNS).contains(&policy.columns.len()) {
        let message = format!("{} columns are listed", policy.columns.len());
        let hint = format!("from 1 to {MAX_COLUMNS}");
        faults.push(Fault::new("columns", message).hint(hint));
    }
}

fn is_slug(text: &str) -> bool {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    let part = |part: &str| !part.is_empty() && part.chars().all(fits);
    text.len() <= 64
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.split('-').all(part)
}

/// A value of the policy, cut and cleaned so that a fault stays one line.
fn shown(text: &str) -> String {
    let clean = |c: char| if c.is_control() { ' ' } else { c };
    text.chars().take(60).map(clean).collect()
}

#[cfg(test)]
mod tests;
