//! To sign in and out. Where the account asks for a code that was not sent, the page
//! comes again and asks for it: that is the second step.

use axum::response::{IntoResponse as _, Response};
use leptos::prelude::*;
use pilotbox_model::api::{
    accounts::{Me, ProviderView, SignIn},
    problem::Code,
};

use super::{
    account::{
        done::Done,
        wrong::{Known, errors_of},
    },
    trouble,
};
use crate::{
    components::form::{ErrorSummary, Field, FormGuard, Kind},
    form::{Errors, Fields, Posted, Reader, refused},
    language::Language,
    page::{Page, address, go_to},
    texts::{Text, account as texts, site},
    visit::Visit,
};

/// Most characters of an address, of a password and of a code.
pub(super) const EMAIL: usize = 254;
pub(super) const PASSWORD: usize = 256;
pub(super) const CODE: usize = 64;

const DONE: [(&str, Text); 4] = [
    ("confirmed", texts::CONFIRMED),
    ("reset", texts::RESET_DONE),
    ("factor-dropped", texts::FACTOR_DROPPED),
    ("invited", texts::INVITATION_DONE),
];

const KNOWN: [Known; 3] = [
    Known::value("email", "email", texts::EMAIL_WRONG),
    Known::code(Code::NotAllowed, "email", texts::NOT_CONFIRMED),
    Known::code(Code::SecondFactorNeeded, "code", texts::CODE_MISSING),
];

/// What the page asks for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    /// Address and password; whoever has a code at hand sends it along.
    First,
    /// The code is wanted, and the password once more.
    Code,
}

/// `GET /{language}/sign-in`
pub(crate) async fn show(visit: Visit) -> Response {
    if visit.viewer.is_some() {
        return go_to(&visit, &then(&visit));
    }
    page(&visit, Step::First, &Fields::default(), &Errors::none())
        .await
        .into_response()
}

/// `POST /{language}/sign-in`
pub(crate) async fn post(Posted { visit, fields }: Posted) -> Response {
    let ask = match read(&fields, visit.language) {
        Ok(ask) => ask,
        Err(errors) => return refused(page(&visit, step(&fields), &fields, &errors).await),
    };
    match visit.api.sign_in(&ask).await {
        Ok(opened) => go_to(&visit, &after(&visit, &opened.me)),
        Err(failure) => {
            let errors = errors_of(&failure, visit.language, &KNOWN);
            let wants_code = failure.code == Code::SecondFactorNeeded;
            let step = if wants_code {
                Step::Code
            } else {
                step(&fields)
            };
            refused(page(&visit, step, &fields, &errors).await)
        }
    }
}

/// `POST /{language}/sign-out`
pub(crate) async fn sign_out(Posted { visit, .. }: Posted) -> Response {
    match visit.api.sign_out().await {
        Ok(()) => go_to(&visit, ""),
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

/// `GET /{language}/sign-out`: where the other language leads after a failure.
pub(crate) async fn stay(visit: Visit) -> Response {
    go_to(&visit, "")
}

fn read(fields: &Fields, language: Language) -> Result<SignIn, Errors> {
    let mut reader = Reader::new(fields, language);
    let ask = SignIn {
        email: reader.text("email", EMAIL),
        password: reader.password("password", 1, PASSWORD),
        code: reader.optional("code", CODE),
    };
    if ask.code.is_none() && step(fields) == Step::Code {
        reader.wrong("code", texts::CODE_MISSING);
    }
    reader.finish(ask)
}

/// Which page the form was on.
fn step(fields: &Fields) -> Step {
    if fields.typed("step") == "code" {
        Step::Code
    } else {
        Step::First
    }
}

/// Where to go after: first of all to the second factor, where the roles need one.
fn after(visit: &Visit, me: &Me) -> String {
    if me.needs_second_factor {
        "/account/second-factor".to_owned()
    } else {
        then(visit)
    }
}

/// Where the visitor wanted to go: a page of this site, or the account's.
fn then(visit: &Visit) -> String {
    let wanted = visit.asked("then").unwrap_or_default();
    if is_own(&wanted) {
        wanted
    } else {
        "/account".to_owned()
    }
}

/// Whether a text is a path that can stand in a header and leads to no other site.
fn is_own(path: &str) -> bool {
    let is_plain = path.bytes().all(|byte| byte.is_ascii_graphic());
    is_plain && path.starts_with('/') && !path.starts_with("//") && !path.contains('\\')
}

async fn page(visit: &Visit, step: Step, fields: &Fields, errors: &Errors) -> Page {
    // Without the other ways the password is still one.
    let providers = visit.api.providers().await.unwrap_or_default();
    let title = visit.say(title(step));
    visit.page(title, || content(visit, step, providers, fields, errors))
}

fn title(step: Step) -> Text {
    match step {
        Step::First => site::SIGN_IN,
        Step::Code => texts::CODE_STEP,
    }
}

fn content(
    visit: &Visit,
    step: Step,
    providers: Vec<ProviderView>,
    fields: &Fields,
    errors: &Errors,
) -> impl IntoView + use<> {
    let is_first = step == Step::First;
    let lead =
        (!is_first).then(|| view! { <p class="lead">{visit.say(texts::CODE_STEP_LEAD)}</p> });
    let below = is_first.then(|| {
        view! {
            {other_ways(visit, providers)}
            <p>{visit.say(texts::NO_ACCOUNT)} " " <a href=visit.at("/register")>{visit.say(site::REGISTER)}</a></p>
        }
    });
    view! {
        <ErrorSummary visit=visit.clone() errors=errors.clone()/>
        <Done visit=visit.clone() known=&DONE/>
        <h1>{visit.say(title(step))}</h1>
        {lead}
        {form(visit, step, fields, errors)}
        {below}
    }
}

fn form(visit: &Visit, step: Step, fields: &Fields, errors: &Errors) -> impl IntoView + use<> {
    let (fields, errors) = (fields.clone(), errors.clone());
    let (is_first, help) = match step {
        Step::First => (true, texts::CODE_HELP),
        Step::Code => (false, texts::CODE_OR_RECOVERY_HELP),
    };
    let mark = (!is_first).then(|| view! { <input type="hidden" name="step" value="code"/> });
    view! {
        <form method="post" action=address(visit.language, visit) novalidate="">
            <FormGuard visit=visit.clone()/>
            {mark}
            <Field visit=visit.clone() name="email" label=texts::EMAIL kind=Kind::Email fields=fields.clone() errors=errors.clone()/>
            <Field visit=visit.clone() name="password" label=texts::PASSWORD kind=Kind::Password fields=fields.clone() errors=errors.clone()/>
            <Field visit=visit.clone() name="code" label=texts::CODE help=help kind=Kind::AnyCode optional=is_first fields=fields errors=errors/>
            <p class="actions">
                <button type="submit">{visit.say(site::SIGN_IN)}</button>
                <a href=visit.at("/reset")>{visit.say(texts::FORGOT)}</a>
            </p>
        </form>
    }
}

fn other_ways(visit: &Visit, providers: Vec<ProviderView>) -> Option<impl IntoView + use<>> {
    if providers.is_empty() {
        return None;
    }
    let links: Vec<_> = providers
        .into_iter()
        .map(|one| {
            let title = match visit.language {
                Language::Bg => one.title_bg,
                Language::En => one.title_en,
            };
            view! { <li><a class="button quiet" href=one.href>{title}</a></li> }
        })
        .collect();
    Some(view! {
        <section>
            <h2>{visit.say(texts::OTHER_WAYS)}</h2>
            <ul class="plain">{links}</ul>
        </section>
    })
}

#[cfg(test)]
mod tests {
    use super::is_own;

    #[test]
    fn nobody_is_sent_to_another_site() {
        assert!(is_own("/invitations/accept?secret=a-b_c"));
        for path in [
            "",
            "account",
            "//evil.example",
            "/\\evil.example",
            "/a b",
            "/ж",
            "/a\r\nb",
        ] {
            assert!(!is_own(path), "{path}");
        }
    }
}
