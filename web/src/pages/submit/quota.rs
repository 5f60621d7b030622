//! What a viewer's organisations have used of their quotas.

use futures_util::future::join_all;
use leptos::prelude::*;
use pilotbox_model::api::admin::QuotaView;

use crate::{language::Locale as _, texts::submission as texts, visit::Visit};

/// Of the viewer's organisations those that take part. One that cannot be read is left
/// out: the form works without.
pub(super) async fn find(visit: &Visit, challenge: &str) -> Vec<QuotaView> {
    let own = visit.viewer.iter().flat_map(|one| &one.me.organisations);
    let asked = own.map(|one| visit.api.own_quota(challenge, &one.id));
    join_all(asked).await.into_iter().flatten().collect()
}

/// A line for each, and what does not count.
pub(super) fn shown(visit: &Visit, quotas: &[QuotaView]) -> Option<AnyView> {
    let lines: Vec<_> = quotas
        .iter()
        .filter_map(|quota| line(visit, quota))
        .map(|text| view! { <li>{text}</li> })
        .collect();
    if lines.is_empty() {
        return None;
    }
    let view = view! {
        <ul class="plain">{lines}</ul>
        <p class="help">{visit.say(texts::QUOTA_FREE)}</p>
    };
    Some(view.into_any())
}

/// Nothing between phases, where nothing may be submitted.
fn line(visit: &Visit, quota: &QuotaView) -> Option<String> {
    // An organisation's own quota stays between phases, and says nothing there.
    quota.phase.as_ref()?;
    let language = visit.language;
    let most = quota.own.or(quota.of_phase)?;
    let numbers = [
        ("today", quota.used_today),
        ("day", most.per_day.into()),
        ("used", quota.used_in_phase),
        ("phase", most.per_phase.into()),
        ("now", quota.under_way),
        ("concurrent", most.concurrent.into()),
    ];
    let numbers = numbers.map(|(name, number)| (name, language.whole(number)));
    let mut values: Vec<_> = numbers
        .iter()
        .map(|(name, text)| (*name, &**text))
        .collect();
    values.push(("name", &quota.name));
    Some(texts::QUOTA.fill(language, &values))
}

#[cfg(test)]
mod tests {
    use pilotbox_model::api::challenges::Quota;

    use super::*;

    #[test]
    fn between_phases_there_is_no_line() {
        let visit = Visit::for_tests("/challenges/a/submit");
        let most = Quota {
            per_day: 1,
            per_phase: 2,
            concurrent: 3,
        };
        let within = QuotaView {
            challenge: "a".to_owned(),
            organisation: "o".to_owned(),
            name: "O".to_owned(),
            phase: Some("main".to_owned()),
            of_phase: Some(most),
            own: Some(most),
            used_today: 0,
            used_in_phase: 0,
            under_way: 0,
            reason: None,
            changed_at: None,
        };
        assert!(line(&visit, &within).is_some());
        let between = QuotaView {
            phase: None,
            of_phase: None,
            ..within
        };
        assert_eq!(line(&visit, &between), None);
    }
}
