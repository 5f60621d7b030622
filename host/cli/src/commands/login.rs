//! `pilotbox login` and `logout`: a password becomes a token, and the token goes.

use pilotbox_model::api::accounts::{
    Me, OneTimeCode, PasswordProof, RecoveryCodes, SecondFactorBegun, TokenAsk, TokenEnd, TokenMade,
};
use reqwest::Method;

use crate::{
    arguments::client::{Login, Logout},
    ask,
    client::{Client, Credentials, Session, json},
    exit::{Exit, Failure},
    show::Page,
};

pub(crate) fn login(arguments: &Login) -> Result<(), Failure> {
    let place = arguments.at.place();
    let server = match place.server {
        Some(server) => server,
        None => Credentials::find(&place).map_err(|_| no_server())?.server,
    };
    let (token, me) = if arguments.token_stdin {
        let token = ask::password(true)?;
        let client = Client::with_token(&server, &token)?;
        (token, client.get::<Me>("me")?)
    } else {
        sign_in(arguments, &server)?
    };
    let path = Credentials { server, token }.keep()?;
    let mut page = Page::default();
    let who = me.email.unwrap_or(me.name);
    page.line(format_args!(
        "signed in as {who}; the token is in {}",
        path.display()
    ));
    page.print()
}

pub(crate) fn logout(arguments: &Logout) -> Result<(), Failure> {
    let place = arguments.at.place();
    let kept = Credentials::find(&place)?;
    let client = Client::anonymous(&kept.server)?;
    client.change(Method::POST, "tokens/end", &TokenEnd { token: kept.token })?;
    // A token of the environment says nothing about the one that was kept.
    if place.token.is_none() {
        Credentials::forget()?;
    }
    let mut page = Page::default();
    page.line("signed out; the token is good for nothing any more");
    page.print()
}

/// Makes a token in a session that ends at once.
fn sign_in(arguments: &Login, server: &str) -> Result<(String, Me), Failure> {
    let client = Client::anonymous(server)?;
    let email = match &arguments.email {
        Some(email) => email.clone(),
        None => ask::line("e-mail", "use `--email`")?,
    };
    let password = ask::password(arguments.password_stdin)?;
    let session = Session::open(&client, &email, &password, arguments.code.as_deref())?;
    if session.opened.me.needs_second_factor {
        set_up_factor(&session, &password)?;
    }
    let ask = TokenAsk {
        name: format!("pilotbox {}", env!("CARGO_PKG_VERSION")),
        scopes: arguments.scope.iter().map(|scope| scope.scope()).collect(),
        expires_in_days: arguments.days,
    };
    let made: TokenMade = json(session.change(Method::POST, "me/tokens", &ask)?)?;
    let me = session.opened.me.clone();
    session.end()?;
    Ok((made.token, me))
}

/// Without it a token would open nothing.
fn set_up_factor(session: &Session<'_>, password: &str) -> Result<(), Failure> {
    anstream::eprintln!("your role asks for a second factor, and there is none yet");
    let proof = PasswordProof {
        password: Some(password.to_owned()),
    };
    let begun: SecondFactorBegun =
        json(session.change(Method::POST, "me/second-factor", &proof)?)?;
    anstream::eprintln!(
        "add this to an authenticator app: {}\n  {}",
        begun.secret,
        begun.uri
    );
    let code = ask::line("its code now", "sign in once at a terminal")?;
    let code = OneTimeCode { code };
    let made: RecoveryCodes =
        json(session.change(Method::POST, "me/second-factor/confirm", &code)?)?;
    anstream::eprintln!("keep these; each stands in once for a lost app:");
    for code in &made.codes {
        anstream::eprintln!("  {code}");
    }
    Ok(())
}

fn no_server() -> Failure {
    Failure::new(
        Exit::Usage,
        "which server? hint: `pilotbox login --server https://…`",
    )
}
