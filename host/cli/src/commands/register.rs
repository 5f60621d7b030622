//! `pilotbox register` and `confirm`: how an account begins.

use pilotbox_model::api::accounts::{Register as Ask, Secret};
use reqwest::{Method, Url};

use crate::{
    arguments::client::{Confirm, Register},
    ask,
    client::{Client, Credentials},
    exit::Failure,
    show::Page,
};

pub(crate) fn register(arguments: &Register) -> Result<(), Failure> {
    let client = Client::anonymous(&server(arguments.at.place().server)?)?;
    let ask = Ask {
        email: arguments.email.clone(),
        password: ask::new_password(arguments.password_stdin)?,
        name: arguments.name.clone(),
        organisation: arguments.organisation.clone(),
        language: arguments.language.language(),
    };
    client.change(Method::POST, "accounts", &ask)?;
    let mut page = Page::default();
    page.line(format_args!("a mail is on its way to {}", arguments.email));
    page.line("next: `pilotbox confirm LINK`, with the link in it");
    page.print()
}

pub(crate) fn confirm(arguments: &Confirm) -> Result<(), Failure> {
    let (origin, secret) = parts(&arguments.link);
    let server = server(arguments.at.place().server.or(origin))?;
    let client = Client::anonymous(&server)?;
    client.change(Method::POST, "accounts/confirm", &Secret { secret })?;
    let mut page = Page::default();
    page.line("the address is confirmed");
    page.line(format_args!("next: `pilotbox login --server {server}`"));
    page.print()
}

/// The server of a link and the secret in it; or a bare secret.
fn parts(link: &str) -> (Option<String>, String) {
    let Ok(url) = Url::parse(link) else {
        return (None, link.to_owned());
    };
    let secret = url.query_pairs().find(|(name, _)| name == "secret");
    let secret = secret.map(|(_, value)| value.into_owned());
    let origin = url.origin().ascii_serialization();
    (Some(origin), secret.unwrap_or_else(|| link.to_owned()))
}

fn server(named: Option<String>) -> Result<String, Failure> {
    if let Some(server) = named {
        return Ok(server);
    }
    let kept = Credentials::find(&crate::client::Place::default());
    let hint = "which server? hint: `--server https://…`";
    Ok(kept.map_err(|_| Failure::usage(hint))?.server)
}

#[cfg(test)]
mod tests {
    use super::parts;

    #[test]
    fn a_link_and_a_bare_secret_are_the_same() {
        let link = "https://pilots.example/confirm?secret=abc-_1";
        let (origin, secret) = parts(link);
        assert_eq!(origin.as_deref(), Some("https://pilots.example"));
        assert_eq!(secret, "abc-_1");
        assert_eq!(parts("abc-_1"), (None, "abc-_1".to_owned()));
    }
}
