//! `pilotbox register`, `confirm`, `reset` and `accept`: how an account begins, and
//! how its password is set anew. What goes by mail comes back as the mail's link.

use pilotbox_model::api::accounts::{
    InvitationAccept, Register as Ask, ResetAsk, ResetConfirm, Secret,
};
use reqwest::Method;

use crate::{
    arguments::client::{Accept, Confirm, Register, Reset},
    ask,
    client::{Client, Link, Session, server},
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
    say(
        format_args!("a mail is on its way to {}", arguments.email),
        "next: `pilotbox confirm LINK`, with the link in it",
    )
}

pub(crate) fn confirm(arguments: &Confirm) -> Result<(), Failure> {
    let link = Link::parse(&arguments.link);
    let client = link.client(arguments.at.place().server)?;
    let secret = link.secret;
    client.change(Method::POST, "accounts/confirm", &Secret { secret })?;
    say("the address is confirmed", sign_in(&client))
}

pub(crate) fn reset(arguments: &Reset) -> Result<(), Failure> {
    match (&arguments.link, &arguments.email) {
        (Some(link), _) => set_password(arguments, &Link::parse(link)),
        (None, Some(email)) => ask_reset(arguments, email),
        (None, None) => Err(Failure::usage(
            "whose password? hint: `--email ADDRESS` asks for a mail, and `pilotbox reset LINK` takes the link in it",
        )),
    }
}

fn ask_reset(arguments: &Reset, email: &str) -> Result<(), Failure> {
    let client = Client::anonymous(&server(arguments.at.place().server)?)?;
    let ask = ResetAsk {
        email: email.to_owned(),
    };
    client.change(Method::POST, "accounts/reset", &ask)?;
    say(
        format_args!("if {email} has an account, a mail is on its way"),
        "next: `pilotbox reset LINK`, with the link in it",
    )
}

fn set_password(arguments: &Reset, link: &Link) -> Result<(), Failure> {
    let client = link.client(arguments.at.place().server)?;
    let ask = ResetConfirm {
        secret: link.secret.clone(),
        password: ask::new_password(arguments.password_stdin)?,
    };
    client.change(Method::POST, "accounts/reset/confirm", &ask)?;
    say(
        "the new password holds; every session and token of before has ended",
        sign_in(&client),
    )
}

pub(crate) fn accept(arguments: &Accept) -> Result<(), Failure> {
    let link = Link::parse(&arguments.link);
    let client = link.client(arguments.at.place().server)?;
    match &arguments.email {
        Some(email) => accept_with_account(arguments, &client, link.secret, email),
        None => accept_anew(arguments, &client, link.secret),
    }?;
    say("the invitation is accepted", sign_in(&client))
}

/// Makes an account of the invited address.
fn accept_anew(arguments: &Accept, client: &Client, secret: String) -> Result<(), Failure> {
    let accept = InvitationAccept {
        secret,
        name: arguments.name.clone(),
        password: Some(ask::new_password(arguments.password_stdin)?),
    };
    client.change(Method::POST, "invitations/accept", &accept)?;
    Ok(())
}

/// Signs in for it: no token accepts an invitation.
fn accept_with_account(
    arguments: &Accept,
    client: &Client,
    secret: String,
    email: &str,
) -> Result<(), Failure> {
    let password = ask::password(arguments.password_stdin)?;
    let session = Session::open(client, email, &password, arguments.code.as_deref())?;
    let accept = InvitationAccept {
        secret,
        name: None,
        password: None,
    };
    session.change(Method::POST, "invitations/accept", &accept)?;
    session.end()
}

fn sign_in(client: &Client) -> String {
    let server = client.server().as_str().trim_end_matches('/');
    format!("next: `pilotbox login --server {server}`")
}

fn say(done: impl std::fmt::Display, next: impl std::fmt::Display) -> Result<(), Failure> {
    let mut page = Page::default();
    page.line(done);
    page.line(next);
    page.print()
}
