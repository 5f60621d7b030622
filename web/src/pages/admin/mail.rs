//! Which mails went and which did not. What they say and to whom is nobody's business:
//! their links let people in.

use axum::response::{IntoResponse as _, Response};
use leptos::prelude::*;
use pilotbox_model::api::{
    Page as ListPage,
    accounts::Role,
    admin::{MailState, MailView},
};

use crate::{
    components::{
        badge::Badge,
        list::{Empty, Pager},
        notice::Tone,
        table::{Column, Table},
    },
    failure::Failure,
    language::Locale as _,
    pages::{staff::Back, trouble},
    texts::{Text, admin as texts, site},
    visit::Visit,
};

const ROWS: u32 = 100;

/// `GET /{language}/admin/mail`
pub(crate) async fn list(visit: Visit) -> Response {
    match load(&visit).await {
        Ok(found) => visit
            .page(visit.say(texts::MAIL), || content(&visit, found))
            .into_response(),
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

async fn load(visit: &Visit) -> Result<ListPage<MailView>, Failure> {
    visit.demand_role(Role::Admin)?;
    let cursor = visit.asked("cursor");
    visit.api.mails(cursor.as_deref(), ROWS).await
}

fn content(visit: &Visit, found: ListPage<MailView>) -> impl IntoView + use<> {
    let list = if found.items.is_empty() {
        view! { <Empty text=visit.say(texts::NO_MAILS)/> }.into_any()
    } else {
        table(visit, found.items).into_any()
    };
    view! {
        <Back visit=visit.clone() path="/admin".to_owned() text=site::ADMINISTRATION/>
        <h1>{visit.say(texts::MAIL)}</h1>
        <p class="lead">{visit.say(texts::MAIL_LEAD)}</p>
        {list}
        <Pager visit=visit.clone() next=found.next/>
    }
}

fn table(visit: &Visit, mails: Vec<MailView>) -> impl IntoView + use<> {
    let columns = vec![
        Column::text(visit.say(texts::WHEN)),
        Column::text(visit.say(texts::PURPOSE)),
        Column::text(visit.say(texts::DOMAIN)),
        Column::text(visit.say(texts::STATE)),
        Column::number(visit.say(texts::ATTEMPTS)),
        Column::text(visit.say(texts::FAULT)),
    ];
    let rows = mails.into_iter().map(|one| row(visit, one)).collect();
    view! {
        <Table caption=visit.say(texts::MAIL).to_owned() hide_caption=true columns=columns rows=rows/>
    }
}

fn row(visit: &Visit, one: MailView) -> Vec<AnyView> {
    let purpose = purpose_text(&one.purpose);
    let purpose = purpose.map_or(one.purpose, |text| visit.say(text).to_owned());
    let (tone, state) = match one.state {
        MailState::Waiting => (Tone::Plain, texts::MAIL_WAITING),
        MailState::Sent => (Tone::Good, texts::MAIL_SENT),
        MailState::Failed => (Tone::Bad, texts::MAIL_FAILED),
    };
    let fault = one
        .fault
        .map(|fault| fault_text(&fault).map_or(fault, |text| visit.say(text).to_owned()));
    vec![
        visit.language.moment(one.created_at).into_any(),
        purpose.into_any(),
        view! { <bdi>{one.domain}</bdi> }.into_any(),
        view! { <Badge tone=tone text=visit.say(state)/> }.into_any(),
        visit.language.whole(one.attempts).into_any(),
        fault.into_any(),
    ]
}

fn purpose_text(purpose: &str) -> Option<Text> {
    match purpose {
        "confirm" => Some(texts::MAIL_CONFIRM),
        "registered" => Some(texts::MAIL_REGISTERED),
        "reset" => Some(texts::MAIL_RESET),
        "invitation" => Some(texts::MAIL_INVITATION),
        "lockout" => Some(texts::MAIL_LOCKOUT),
        "verdict" => Some(texts::MAIL_VERDICT),
        "assignment" => Some(texts::MAIL_ASSIGNMENT),
        "reminder" => Some(texts::MAIL_REMINDER),
        "decision" => Some(texts::MAIL_DECISION),
        "problem" => Some(texts::MAIL_PROBLEM),
        _ => None,
    }
}

fn fault_text(fault: &str) -> Option<Text> {
    match fault {
        "unreachable" => Some(texts::FAULT_UNREACHABLE),
        "refused" => Some(texts::FAULT_REFUSED),
        "unfit" => Some(texts::FAULT_UNFIT),
        "folder" => Some(texts::FAULT_FOLDER),
        "settings" => Some(texts::FAULT_SETTINGS),
        "interrupted" => Some(texts::FAULT_INTERRUPTED),
        _ => None,
    }
}
