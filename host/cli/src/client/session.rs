//! A session at the server, as a browser would have one: for the few things that no
//! token may do. It ends with the command.

use pilotbox_model::api::{
    accounts::{SessionOpened, SignIn},
    problem::Code,
};
use reqwest::{Method, blocking::Response};
use serde::Serialize;

use super::Client;
use crate::{ask, exit::Failure};

/// An open session.
pub(crate) struct Session<'a> {
    client: &'a Client,
    /// Who signed in.
    pub(crate) opened: SessionOpened,
}

impl<'a> Session<'a> {
    /// Signs in; a one-time code is asked for where it is needed and was not given.
    pub(crate) fn open(
        client: &'a Client,
        email: &str,
        password: &str,
        code: Option<&str>,
    ) -> Result<Self, Failure> {
        let mut sign_in = SignIn {
            email: email.to_owned(),
            password: password.to_owned(),
            code: code.map(str::to_owned),
        };
        let opened = match client.post("sessions", &sign_in) {
            Err(failure)
                if failure.problem() == Some(Code::SecondFactorNeeded) && code.is_none() =>
            {
                sign_in.code = Some(ask::line("one-time code", "use `--code`")?);
                client.post("sessions", &sign_in)?
            }
            opened => opened?,
        };
        Ok(Self { client, opened })
    }

    /// Sends a change with what shows that it comes from the server's own page.
    #[expect(clippy::needless_pass_by_value, reason = "a method is a word")]
    pub(crate) fn change(
        &self,
        method: Method,
        path: &str,
        body: &impl Serialize,
    ) -> Result<Response, Failure> {
        let origin = self.client.server().origin().ascii_serialization();
        self.client.send(|| {
            let request = self.client.request(method.clone(), path)?;
            let request = request
                .header("origin", &origin)
                .header("x-csrf-token", &self.opened.csrf_token);
            Ok(request.json(body))
        })
    }

    /// Signs out.
    pub(crate) fn end(self) -> Result<(), Failure> {
        self.change(Method::DELETE, "sessions/current", &())?;
        Ok(())
    }
}
