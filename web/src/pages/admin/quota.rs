//! To allow one organisation more or less than the phases of a challenge do.

use axum::response::{IntoResponse as _, Response};
use leptos::prelude::*;
use pilotbox_model::api::{
    accounts::Role,
    admin::{QuotaAsk, QuotaView},
    challenges::Quota,
};

use super::quotas::{allowed, used_text};
use crate::{
    components::{
        facts::Facts,
        form::{ErrorSummary, Field, FormGuard, Kind, Select},
    },
    failure::Failure,
    form::{Errors, Fields, Posted, Reader, refused},
    page::{Page, address, go_to},
    pages::{staff::Back, trouble},
    texts::{admin as texts, staff},
    visit::Visit,
};

/// Longest reason, in characters.
const REASON: usize = 2_000;

/// The most of each, as the API has it.
const MOST: [(&str, u64); 3] = [
    ("per_day", 1_000),
    ("per_phase", 100_000),
    ("concurrent", 100),
];

/// `GET /{language}/admin/quotas/change`
pub(crate) async fn show(visit: Visit) -> Response {
    match load(&visit).await {
        Ok(quota) => page(&visit, &quota, &filled(&quota), &Errors::none()).into_response(),
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

/// `POST /{language}/admin/quotas/change`
pub(crate) async fn change(Posted { visit, fields }: Posted) -> Response {
    let quota = match load(&visit).await {
        Ok(quota) => quota,
        Err(failure) => return trouble::page(&visit, &failure).into_response(),
    };
    let errors = match read(&visit, &quota, &fields) {
        Ok(ask) => match visit.api.change_quota(&ask).await {
            Ok(()) => return go_to(&visit, "/admin/quotas?done=changed"),
            Err(failure) => Errors::of(&failure, visit.language),
        },
        Err(errors) => errors,
    };
    refused(page(&visit, &quota, &fields, &errors))
}

async fn load(visit: &Visit) -> Result<QuotaView, Failure> {
    visit.demand_role(Role::Admin)?;
    let asked = |name: &str| visit.asked(name).ok_or_else(Failure::missing);
    let (challenge, organisation) = (asked("challenge")?, asked("organisation")?);
    visit.api.quota(&challenge, &organisation).await
}

/// What counts now, as the form shows it.
fn filled(quota: &QuotaView) -> Fields {
    let numbers = quota.own.or(quota.of_phase);
    let text = |of: fn(Quota) -> u32| numbers.map(|quota| of(quota).to_string());
    let kind = if quota.own.is_some() { "own" } else { "phase" };
    Fields::of([
        ("kind", kind.to_owned()),
        ("per_day", text(|quota| quota.per_day).unwrap_or_default()),
        (
            "per_phase",
            text(|quota| quota.per_phase).unwrap_or_default(),
        ),
        (
            "concurrent",
            text(|quota| quota.concurrent).unwrap_or_default(),
        ),
    ])
}

fn read(visit: &Visit, quota: &QuotaView, fields: &Fields) -> Result<QuotaAsk, Errors> {
    let mut reader = Reader::new(fields, visit.language);
    let reason = reader.text("reason", REASON);
    let own = (fields.typed("kind") == "own").then(|| {
        let [per_day, per_phase, concurrent] = MOST.map(|(name, most)| {
            let number = reader.number(name);
            let fits = number.filter(|number| (1..=most).contains(number));
            if fits.is_none() && (number.is_some() || fields.text(name).is_none()) {
                reader.wrong(name, texts::QUOTA_WRONG);
            }
            fits.and_then(|number| u32::try_from(number).ok())
                .unwrap_or_default()
        });
        Quota {
            per_day,
            per_phase,
            concurrent,
        }
    });
    reader.finish(QuotaAsk {
        challenge: quota.challenge.clone(),
        organisation: quota.organisation.clone(),
        quota: own,
        reason,
    })
}

fn page(visit: &Visit, quota: &QuotaView, fields: &Fields, errors: &Errors) -> Page {
    let places = [("name", quota.name.as_str()), ("id", &quota.challenge)];
    let title = texts::QUOTA_OF.fill(visit.language, &places);
    visit.page(title.clone(), || {
        content(visit, title, quota, fields, errors)
    })
}

fn content(
    visit: &Visit,
    title: String,
    quota: &QuotaView,
    fields: &Fields,
    errors: &Errors,
) -> impl IntoView + use<> {
    view! {
        <ErrorSummary visit=visit.clone() errors=errors.clone()/>
        <Back visit=visit.clone() path="/admin/quotas".to_owned() text=texts::BACK_TO_QUOTAS/>
        <h1><bdi>{title}</bdi></h1>
        {facts(visit, quota)}
        <p>{visit.say(texts::QUOTA_HELP)}</p>
        {form(visit, fields, errors)}
    }
}

fn facts(visit: &Visit, quota: &QuotaView) -> impl IntoView + use<> {
    let may = allowed(quota);
    let used = |used: u64, may: Option<u32>| used_text(visit, used, may).into_any();
    let mut facts = vec![
        (
            visit.say(texts::USED_TODAY),
            used(quota.used_today, may.map(|quota| quota.per_day)),
        ),
        (
            visit.say(texts::USED_IN_PHASE),
            used(quota.used_in_phase, may.map(|quota| quota.per_phase)),
        ),
        (
            visit.say(texts::USED_NOW),
            used(quota.under_way, may.map(|quota| quota.concurrent)),
        ),
    ];
    if let Some(reason) = quota.reason.clone() {
        let reason = view! { <span class="typed"><bdi>{reason}</bdi></span> }.into_any();
        facts.push((visit.say(texts::LAST_REASON), reason));
    }
    view! { <Facts facts=facts/> }
}

fn form(visit: &Visit, fields: &Fields, errors: &Errors) -> impl IntoView + use<> {
    let option = |value: &str, text| (value.to_owned(), visit.say(text).to_owned());
    let options = vec![
        option("phase", texts::AS_PHASE),
        option("own", texts::OWN_NUMBERS),
    ];
    let number = |name: &'static str, label, help| {
        let (visit, fields, errors) = (visit.clone(), fields.clone(), errors.clone());
        view! {
            <Field visit=visit name=name label=label help=help kind=Kind::Number fields=fields errors=errors/>
        }
    };
    view! {
        <form method="post" action=address(visit.language, visit) novalidate="">
            <FormGuard visit=visit.clone()/>
            <Select visit=visit.clone() name="kind" label=texts::OWN_QUOTA options=options
                fields=fields.clone() errors=errors.clone()/>
            {number("per_day", staff::PER_DAY, texts::PER_DAY_HELP)}
            {number("per_phase", staff::PER_PHASE, texts::PER_PHASE_HELP)}
            {number("concurrent", staff::CONCURRENT, texts::CONCURRENT_HELP)}
            <Field visit=visit.clone() name="reason" label=texts::REASON help=texts::REASON_HELP kind=Kind::Text
                fields=fields.clone() errors=errors.clone()/>
            <p class="actions"><button type="submit">{visit.say(texts::CHANGE_QUOTA)}</button></p>
        </form>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quota() -> QuotaView {
        QuotaView {
            challenge: "parking".to_owned(),
            organisation: "01A".to_owned(),
            name: "A".to_owned(),
            phase: None,
            of_phase: None,
            own: None,
            used_today: 0,
            used_in_phase: 0,
            under_way: 0,
            reason: None,
            changed_at: None,
        }
    }

    fn fields(kind: &str, per_day: &str) -> Fields {
        Fields::of([
            ("kind", kind.to_owned()),
            ("per_day", per_day.to_owned()),
            ("per_phase", "20".to_owned()),
            ("concurrent", "2".to_owned()),
            ("reason", "a fault of ours".to_owned()),
        ])
    }

    #[test]
    fn numbers_count_only_where_they_are_asked_for() {
        let visit = Visit::for_tests("/admin/quotas/change");
        let own = read(&visit, &quota(), &fields("own", "5")).expect("it is right");
        assert_eq!(own.quota.map(|quota| quota.per_day), Some(5));
        let phase = read(&visit, &quota(), &fields("phase", "x")).expect("it is right");
        assert_eq!(phase.quota, None);
        for wrong in ["", "0", "1001", "x"] {
            let errors = read(&visit, &quota(), &fields("own", wrong)).expect_err(wrong);
            assert!(errors.at("per_day").is_some(), "{wrong}");
            assert_eq!(errors.all().count(), 1, "{wrong}");
        }
    }
}
