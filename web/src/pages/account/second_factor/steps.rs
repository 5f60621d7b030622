//! How the steps of a second factor look.

use leptos::prelude::*;
use pilotbox_model::api::accounts::{Me, SecondFactorBegun};

use super::picture;
use crate::{
    components::{
        form::{ErrorSummary, Field, FormGuard, Kind},
        notice::{Notice, Tone},
    },
    form::{Errors, Fields},
    islands::copy::CopyCommand,
    page::Page,
    texts::{Text, account as texts},
    visit::Visit,
};

/// Characters of a key between two spaces.
const GROUP: usize = 4;

/// What can be done with the factor of this account.
pub(super) fn page(visit: &Visit, me: &Me, errors: &Errors) -> Page {
    let content = match (me.has_second_factor, me.needs_second_factor) {
        (false, _) => begin,
        (true, true) => prove,
        (true, false) => drop_factor,
    };
    framed(visit, texts::FACTOR, errors, || content(visit, me, errors))
}

/// The seed for the app, and the first code.
pub(super) fn set_up(visit: &Visit, begun: &SecondFactorBegun, errors: &Errors) -> Page {
    framed(visit, texts::FACTOR_ADD, errors, || {
        seed(visit, begun, errors)
    })
}

/// The recovery codes, shown this once.
pub(super) fn recovery(visit: &Visit, codes: &[String]) -> Page {
    let codes = codes.join("\n");
    let lead = visit.say(texts::RECOVERY_LEAD);
    framed(visit, texts::RECOVERY, &Errors::none(), || {
        view! {
            <Notice tone=Tone::Good answers=true>
                <p>{lead}</p>
            </Notice>
            <CopyCommand command=codes label=visit.say(texts::COPY).to_owned() done=visit.say(texts::COPIED).to_owned()/>
            <p class="actions"><a class="button" href=visit.at("/account")>{visit.say(texts::RECOVERY_KEPT)}</a></p>
        }
    })
}

fn framed<V: IntoView + 'static>(
    visit: &Visit,
    title: Text,
    errors: &Errors,
    content: impl FnOnce() -> V,
) -> Page {
    let title = visit.say(title);
    let errors = errors.clone();
    visit.page(title, || {
        view! {
            <ErrorSummary visit=visit.clone() errors=errors/>
            <p class="above"><a href=visit.at("/account")>{visit.say(texts::ACCOUNT)}</a></p>
            <h1>{title}</h1>
            {content()}
        }
    })
}

fn begin(visit: &Visit, me: &Me, errors: &Errors) -> AnyView {
    let errors = errors.clone();
    let needed = visit.say(texts::FACTOR_NEEDED);
    let needed = me
        .needs_second_factor
        .then(|| view! { <Notice tone=Tone::Warn><p>{needed}</p></Notice> });
    let password = me.email.as_ref().map(|_| {
        view! {
            <Field visit=visit.clone() name="password" label=texts::PASSWORD_AGAIN help=texts::PASSWORD_AGAIN_HELP
                kind=Kind::Password fields=Fields::default() errors=errors/>
        }
    });
    let content = view! {
        {needed}
        <p class="lead">{visit.say(texts::FACTOR_LEAD)}</p>
        <p>{visit.say(texts::FACTOR_APPS)}</p>
        <form method="post" action=action(visit) novalidate="">
            <FormGuard visit=visit.clone()/>
            <input type="hidden" name="act" value="begin"/>
            {password}
            <p class="actions"><button type="submit">{visit.say(texts::FACTOR_BEGIN)}</button></p>
        </form>
    };
    content.into_any()
}

fn prove(visit: &Visit, _me: &Me, errors: &Errors) -> AnyView {
    let errors = errors.clone();
    let content = view! {
        <p class="lead">{visit.say(texts::FACTOR_PROVE_NEEDED)}</p>
        <form method="post" action=action(visit) novalidate="">
            <FormGuard visit=visit.clone()/>
            <input type="hidden" name="act" value="prove"/>
            {any_code(visit, errors)}
            <p class="actions"><button type="submit">{visit.say(texts::FACTOR_PROVE)}</button></p>
        </form>
    };
    content.into_any()
}

fn drop_factor(visit: &Visit, _me: &Me, errors: &Errors) -> AnyView {
    let errors = errors.clone();
    let content = view! {
        <p class="lead">{visit.say(texts::FACTOR_IS_ON)}</p>
        <section>
            <h2>{visit.say(texts::FACTOR_DROP)}</h2>
            <p>{visit.say(texts::FACTOR_DROP_LEAD)}</p>
            <form method="post" action=action(visit) novalidate="">
                <FormGuard visit=visit.clone()/>
                <input type="hidden" name="act" value="drop"/>
                {any_code(visit, errors)}
                <p class="actions"><button type="submit" class="danger">{visit.say(texts::FACTOR_DROP_SEND)}</button></p>
            </form>
        </section>
    };
    content.into_any()
}

fn any_code(visit: &Visit, errors: Errors) -> impl IntoView + use<> {
    view! {
        <Field visit=visit.clone() name="code" label=texts::CODE help=texts::CODE_OR_RECOVERY_HELP kind=Kind::AnyCode
            fields=Fields::default() errors=errors/>
    }
}

fn seed(visit: &Visit, begun: &SecondFactorBegun, errors: &Errors) -> impl IntoView + use<> {
    let errors = errors.clone();
    let (key, address) = (begun.secret.clone(), begun.uri.clone());
    let picture = picture::of(visit, &begun.uri);
    view! {
        <p class="lead">{visit.say(texts::FACTOR_ADD_LEAD)}</p>
        {picture}
        <p><a class="button quiet" href=address.clone()>{visit.say(texts::FACTOR_OPEN)}</a></p>
        <h2>{visit.say(texts::FACTOR_KEY)}</h2>
        <CopyCommand command=grouped(&key) label=visit.say(texts::COPY).to_owned() done=visit.say(texts::COPIED).to_owned()/>
        <details>
            <summary>{visit.say(texts::FACTOR_ADDRESS)}</summary>
            <p><code>{address.clone()}</code></p>
        </details>
        <h2>{visit.say(texts::FACTOR_FIRST)}</h2>
        <form method="post" action=action(visit) novalidate="">
            <FormGuard visit=visit.clone()/>
            <input type="hidden" name="act" value="confirm"/>
            <input type="hidden" name="key" value=key/>
            <input type="hidden" name="address" value=address/>
            <Field visit=visit.clone() name="code" label=texts::CODE help=texts::FACTOR_FIRST_HELP kind=Kind::Code
                fields=Fields::default() errors=errors/>
            <p class="actions"><button type="submit">{visit.say(texts::FACTOR_CONFIRM)}</button></p>
        </form>
    }
}

fn action(visit: &Visit) -> String {
    visit.at("/account/second-factor")
}

/// A key as people read it out.
fn grouped(key: &str) -> String {
    let characters: Vec<char> = key.chars().collect();
    let groups = characters.chunks(GROUP).map(String::from_iter);
    groups.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn a_key_is_read_in_groups_of_four() {
        assert_eq!(grouped("JBSWY3DPEHP"), "JBSW Y3DP EHP");
    }
}
