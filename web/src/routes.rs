//! Every address of the portal, in one place.

mod decisions;
mod evaluation;
mod language;
mod pilots;
mod problems;
mod trails;

use axum::{
    Router,
    response::{IntoResponse as _, Response},
    routing::{MethodRouter, get, post},
};

use crate::{
    assets,
    failure::Failure,
    pages::{
        accessibility,
        account::{self, data, password, second_factor, tokens},
        admin,
        challenges::{self, announcements, board, detail, questions},
        compare, confirm, data as catalogue, design, home, invitations, methodology, organisations,
        register, reset, runs, sign_in, staff, status, submissions, submit, trouble,
    },
    visit::{Portal, Visit},
};
use language::choose;
pub(crate) use language::preferred;

/// Pages and forms without files.
pub fn pages(portal: Portal) -> Router {
    let pages = in_one_language();
    Router::new()
        .route("/", get(choose))
        .route("/confirm", get(choose))
        .route("/reset", get(choose))
        .route("/invitation", get(choose))
        .route("/submissions/{id}", get(choose))
        .route("/submissions/{id}/letter", get(choose))
        .route("/evaluation", get(choose))
        .nest("/bg", pages.clone())
        .nest("/en", pages)
        .route("/assets/{name}", get(assets::get_asset))
        .with_state(portal)
}

/// Where the forms go with which startups send files. The pages that show them are with
/// the others.
pub fn startup_file_pages(portal: Portal) -> Router {
    in_both_languages(portal, startup_files())
}

/// Where the forms go with which staff send files, which may be larger, and pages that take
/// longer than others.
pub fn staff_file_pages(portal: Portal) -> Router {
    let all = staff_files().into_iter().chain(decisions::of_staff());
    in_both_languages(portal, all)
}

fn in_both_languages(
    portal: Portal,
    all: impl IntoIterator<Item = (&'static str, MethodRouter<Portal>)>,
) -> Router {
    let pages = all
        .into_iter()
        .fold(Router::new(), |router, (path, method)| {
            router.route(path, method)
        });
    Router::new()
        .nest("/bg", pages.clone())
        .nest("/en", pages)
        .with_state(portal)
}

/// Pages for everybody, for accounts, for startups, for evaluators, for staff, for
/// admins: in this order.
fn in_one_language() -> Router<Portal> {
    let router = everybody()
        .into_iter()
        .chain(data())
        .chain(pilots::of_city())
        .chain(problems::of_city())
        .chain(decisions::of_city())
        .chain(trails::of_account())
        .chain(accounts())
        .chain(startups())
        .chain(evaluation::of_jury())
        .chain(staff())
        .chain(staff_of_challenge())
        .chain(staff_of_data())
        .chain(pilots::of_staff())
        .chain(problems::of_staff())
        .chain(admin())
        .fold(Router::new(), |router, (path, method)| {
            router.route(path, method)
        });
    router.fallback(missing)
}

/// What everybody reads.
fn everybody() -> [(&'static str, MethodRouter<Portal>); 16] {
    [
        ("/", get(home::show)),
        ("/announcements", get(announcements::of_site)),
        ("/challenges", get(challenges::list)),
        ("/challenges/{id}", get(detail::show).post(detail::enrol)),
        (
            "/challenges/{id}/announcements",
            get(announcements::of_challenge),
        ),
        ("/challenges/{id}/board", get(board::show)),
        ("/challenges/{id}/data", get(challenges::data::show)),
        (
            "/challenges/{id}/data/spread.svg",
            get(challenges::data::files::drawing),
        ),
        (
            "/challenges/{id}/data/spread.csv",
            get(challenges::data::files::sheet),
        ),
        (
            "/challenges/{id}/interface",
            get(challenges::interface::show),
        ),
        (
            "/challenges/{id}/questions",
            get(questions::show).post(questions::ask),
        ),
        ("/challenges/{id}/rules", get(challenges::rules::show)),
        ("/methodology", get(methodology::show)),
        ("/accessibility", get(accessibility::show)),
        ("/status", get(status::show)),
        ("/design", get(design::show)),
    ]
}

/// The catalogue of the city's data.
fn data() -> [(&'static str, MethodRouter<Portal>); 3] {
    [
        ("/data", get(catalogue::list)),
        ("/data/{id}", get(catalogue::one::show)),
        (
            "/data/{id}/releases/{number}",
            get(catalogue::release::show),
        ),
    ]
}

/// How people come in, and what they do with their accounts and organisations.
fn accounts() -> [(&'static str, MethodRouter<Portal>); 18] {
    [
        ("/sign-in", get(sign_in::show).post(sign_in::post)),
        ("/sign-out", get(sign_in::stay).post(sign_in::sign_out)),
        ("/register", get(register::show).post(register::post)),
        ("/register/sent", get(register::sent)),
        ("/confirm", get(confirm::show).post(confirm::post)),
        ("/reset", get(reset::show).post(reset::post)),
        ("/reset/sent", get(reset::sent)),
        (
            "/reset/confirm",
            get(reset::show_choice).post(reset::post_choice),
        ),
        ("/account", get(account::show).post(account::post)),
        (
            "/account/password",
            get(password::show).post(password::post),
        ),
        (
            "/account/second-factor",
            get(second_factor::show).post(second_factor::post),
        ),
        ("/account/tokens", get(tokens::show).post(tokens::post)),
        ("/account/data", get(data::show).post(data::post)),
        ("/account/erased", get(data::erased)),
        ("/organisations", get(organisations::published::show)),
        (
            "/organisations/new",
            get(organisations::show_new).post(organisations::post_new),
        ),
        (
            "/organisations/{id}",
            get(organisations::show).post(organisations::invite),
        ),
        (
            "/invitations/accept",
            get(invitations::show).post(invitations::post),
        ),
    ]
}

/// What startups send in and what came of it.
fn startups() -> [(&'static str, MethodRouter<Portal>); 11] {
    [
        ("/challenges/{id}/submit", get(submit::show)),
        ("/challenges/{id}/compare", get(compare::show)),
        ("/challenges/{id}/compare/{file}", get(compare::file)),
        ("/submissions", get(submissions::list)),
        ("/submissions/{id}", get(submissions::show)),
        (
            "/submissions/{id}/dossier",
            get(submissions::dossier::show).post(submissions::dossier::post),
        ),
        (
            "/submissions/{id}/document",
            get(submissions::document::show),
        ),
        (
            "/submissions/{id}/finalist",
            get(submissions::stay).post(submissions::choose_finalist),
        ),
        (
            "/submissions/{id}/withdraw",
            get(submissions::ask_withdrawal).post(submissions::withdraw),
        ),
        ("/runs/{id}", get(runs::show)),
        ("/runs/{id}/log", get(runs::show_log)),
    ]
}

/// Programs that startups send.
fn startup_files() -> [(&'static str, MethodRouter<Portal>); 2] {
    [
        ("/challenges/{id}/submit", post(submit::post)),
        (
            "/submissions/{id}/document",
            post(submissions::document::post),
        ),
    ]
}

/// The workbench of staff.
fn staff() -> [(&'static str, MethodRouter<Portal>); 6] {
    use staff::{announcements, packs, rejudge, templates};
    [
        ("/staff", get(staff::list)),
        ("/staff/upload", get(packs::show_new)),
        ("/staff/templates", get(templates::list)),
        ("/staff/templates/{kind}", get(templates::show)),
        (
            "/staff/announcements",
            get(announcements::show_site).post(announcements::post_site),
        ),
        (
            "/staff/rejudges/{id}",
            get(rejudge::show).post(rejudge::decide),
        ),
    ]
}

/// What staff do with one challenge.
fn staff_of_challenge() -> [(&'static str, MethodRouter<Portal>); 12] {
    use staff::{
        announcements, challenge, enrolments, evaluators, finals, packs, phases, questions,
        rejudges,
    };
    [
        (
            "/staff/challenges/{id}",
            get(challenge::show).post(challenge::post),
        ),
        ("/staff/challenges/{id}/versions", get(packs::show_version)),
        (
            "/staff/challenges/{id}/versions/{version}/final",
            get(finals::show),
        ),
        (
            "/staff/challenges/{id}/versions/{version}/final/catalogue",
            get(finals::catalogue::show),
        ),
        (
            "/staff/challenges/{id}/phases",
            get(phases::show_new).post(phases::post_new),
        ),
        (
            "/staff/challenges/{id}/phases/{name}",
            get(phases::show).post(phases::post),
        ),
        ("/staff/challenges/{id}/enrolments", get(enrolments::show)),
        (
            "/staff/challenges/{id}/evaluators",
            get(evaluators::show).post(evaluators::post),
        ),
        ("/staff/challenges/{id}/questions", get(questions::list)),
        (
            "/staff/challenges/{id}/questions/{question}",
            get(questions::show).post(questions::post),
        ),
        (
            "/staff/challenges/{id}/announcements",
            get(announcements::show_challenge).post(announcements::post_challenge),
        ),
        (
            "/staff/challenges/{id}/rejudges",
            get(rejudges::list).post(rejudges::start),
        ),
    ]
}

/// What staff do with the city's data.
fn staff_of_data() -> [(&'static str, MethodRouter<Portal>); 7] {
    use staff::data::{self, bench, policies, policy, raw, releases};
    [
        ("/staff/data", get(data::list).post(data::make)),
        ("/staff/data/{id}", get(bench::show).post(bench::post)),
        ("/staff/data/{id}/raw", get(raw::show)),
        (
            "/staff/data/{id}/raw/delete",
            get(raw::ask_deletion).post(raw::delete),
        ),
        ("/staff/data/{id}/policies", get(policies::show)),
        (
            "/staff/data/{id}/policies/{version}",
            get(policy::show).post(policy::approve),
        ),
        ("/staff/data/{id}/releases", get(releases::show)),
    ]
}

/// Packs and data that staff send, and what reads raw data as a whole: that takes longer
/// than other pages may.
fn staff_files() -> [(&'static str, MethodRouter<Portal>); 9] {
    use staff::{
        data::{policies, raw, releases},
        finals, packs, pilots, templates,
    };
    [
        ("/staff/upload", post(packs::post_new)),
        ("/staff/templates/{kind}", post(templates::post)),
        ("/staff/challenges/{id}/versions", post(packs::post_version)),
        (
            "/staff/challenges/{id}/versions/{version}/final",
            post(finals::post),
        ),
        (
            "/staff/challenges/{id}/versions/{version}/final/catalogue",
            post(finals::catalogue::post),
        ),
        ("/staff/data/{id}/raw", post(raw::bring)),
        ("/staff/pilots/{id}/data", post(pilots::data::bring)),
        ("/staff/data/{id}/policies", post(policies::propose)),
        ("/staff/data/{id}/releases", post(releases::make)),
    ]
}

/// The pages of admins.
fn admin() -> [(&'static str, MethodRouter<Portal>); 14] {
    use admin::{
        account, accounts, audit, invitations, keys, mail, organisations, quota, quotas, storage,
        switches, work,
    };
    [
        ("/admin", get(admin::show)),
        ("/admin/accounts", get(accounts::list)),
        (
            "/admin/accounts/{id}",
            get(account::show).post(account::change),
        ),
        (
            "/admin/invitations",
            get(invitations::list).post(invitations::invite),
        ),
        ("/admin/organisations", get(organisations::list)),
        (
            "/admin/organisations/{id}",
            get(organisations::show).post(organisations::rename),
        ),
        ("/admin/quotas", get(quotas::list)),
        ("/admin/quotas/change", get(quota::show).post(quota::change)),
        ("/admin/work", get(work::show)),
        ("/admin/storage", get(storage::show)),
        ("/admin/mail", get(mail::list)),
        ("/admin/switches", get(switches::show).post(switches::set)),
        ("/admin/audit", get(audit::show)),
        ("/admin/keys", get(keys::show)),
    ]
}

async fn missing(visit: Visit) -> Response {
    trouble::page(&visit, &Failure::missing()).into_response()
}

#[cfg(test)]
mod tests;
