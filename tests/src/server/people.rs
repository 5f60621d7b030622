//! People with accounts, made as people make them.

use std::{io::Write as _, process::Stdio, sync::Mutex};

use jiff::Timestamp;
use serde_json::json;
use totp_rs::{Builder, Secret};

use super::{Client, Site};

/// Everybody's password.
pub const PASSWORD: &str = "nobody guesses this one";

/// Somebody with an account and an open session.
pub struct Person {
    /// Their address.
    pub email: String,
    /// Their account.
    pub account: String,
    /// Their organisation, if they have one.
    pub organisation: Option<String>,
    /// Their session.
    pub client: Client,
    recovery_codes: Mutex<Vec<String>>,
}

impl Site {
    /// The first admin, made from the command line, with a second factor.
    pub fn admin(&self) -> Person {
        let email = "admin@city.example";
        let mut command = self.command("admin");
        command
            .args(["create-user", "--email", email, "--name", "Ada Admin"])
            .args(["--role", "admin", "--password-stdin"])
            .stdin(Stdio::piped())
            .stdout(Stdio::null());
        let mut child = command.spawn().expect("the program can be started");
        let mut input = child.stdin.take().expect("the input is piped");
        writeln!(input, "{PASSWORD}").expect("the password is read");
        drop(input);
        assert!(
            child.wait().expect("it can be awaited").success(),
            "no admin was made"
        );
        self.sign_in(email).with_second_factor()
    }

    /// Somebody whom an admin invites to a role, with a second factor.
    pub fn invite(&self, admin: &Person, role: &str, email: &str) -> Person {
        self.invite_without_factor(admin, role, email)
            .with_second_factor()
    }

    /// As [`Site::invite`], before a second factor is set up.
    pub fn invite_without_factor(&self, admin: &Person, role: &str, email: &str) -> Person {
        let ask = json!({ "email": email, "role": role, "language": "en" });
        admin.client.post("/api/v1/invitations", &ask).expect(201);
        let accept = json!({
            "secret": self.mail_secret(email),
            "name": format!("Somebody {role}"),
            "password": PASSWORD,
        });
        self.client()
            .post("/api/v1/invitations/accept", &accept)
            .expect(204);
        self.sign_in(email)
    }

    /// Somebody who registers, with an organisation or without.
    pub fn register(&self, email: &str, organisation: Option<&str>) -> Person {
        let mut ask = json!({
            "email": email, "password": PASSWORD, "name": "Sam Somebody", "language": "en",
        });
        if let Some(name) = organisation {
            ask["organisation"] = json!(name);
        }
        let nobody = self.client();
        nobody.post("/api/v1/accounts", &ask).expect(202);
        let secret = json!({ "secret": self.mail_secret(email) });
        nobody.post("/api/v1/accounts/confirm", &secret).expect(204);
        self.sign_in(email)
    }

    fn sign_in(&self, email: &str) -> Person {
        let client = self.client();
        let ask = json!({ "email": email, "password": PASSWORD });
        let opened = client.post("/api/v1/sessions", &ask).expect(200);
        let organisation = opened.json()["me"]["organisations"][0]["id"]
            .as_str()
            .map(str::to_owned);
        Person {
            email: email.to_owned(),
            account: opened.text_at("/me/id"),
            organisation,
            client: client.with_csrf(&opened.text_at("/csrf_token")),
            recovery_codes: Mutex::default(),
        }
    }
}

impl Person {
    /// Another session of the same person.
    pub fn another_session(&self, site: &Site) -> Client {
        let mut ask = json!({ "email": self.email, "password": PASSWORD });
        if let Some(code) = self.recovery_code() {
            ask["code"] = json!(code);
        }
        let client = site.client();
        let opened = client.post("/api/v1/sessions", &ask).expect(200);
        client.with_csrf(&opened.text_at("/csrf_token"))
    }

    /// A code that opens one more session; none, if the password is enough.
    pub fn recovery_code(&self) -> Option<String> {
        self.recovery_codes.lock().expect("nobody panicked").pop()
    }

    /// A token with scopes: its secret and its id.
    pub fn token(&self, scopes: &[&str]) -> (String, String) {
        let ask = json!({ "name": "a test's", "scopes": scopes, "expires_in_days": 1 });
        let made = self.client.post("/api/v1/me/tokens", &ask).expect(201);
        (made.text_at("/token"), made.text_at("/about/id"))
    }

    /// The same person by a token with scopes.
    pub fn by_token(&self, scopes: &[&str]) -> Client {
        self.client.with_token(&self.token(scopes).0)
    }

    /// The same session on a site that has a copy of everything.
    pub(super) fn moved(&self, site: &Site) -> Self {
        let codes = self.recovery_codes.lock().expect("nobody panicked");
        Self {
            email: self.email.clone(),
            account: self.account.clone(),
            organisation: self.organisation.clone(),
            client: self.client.moved(&site.client()),
            recovery_codes: Mutex::new(codes.clone()),
        }
    }

    fn with_second_factor(self) -> Self {
        let proof = json!({ "password": PASSWORD });
        let begun = self
            .client
            .post("/api/v1/me/second-factor", &proof)
            .expect(200);
        let code = json!({ "code": one_time_code(&begun.text_at("/secret")) });
        let confirmed = self.client.post("/api/v1/me/second-factor/confirm", &code);
        let codes = confirmed.expect(200).json()["codes"].clone();
        let codes = serde_json::from_value(codes).expect("codes are texts");
        *self.recovery_codes.lock().expect("nobody panicked") = codes;
        self
    }
}

/// What an app shows for a seed just now.
pub fn one_time_code(seed: &str) -> String {
    let seed = Secret::try_from_base32(seed).expect("the seed is base 32");
    let totp = Builder::new()
        .with_secret(seed)
        .build()
        .expect("the seed is long enough");
    let now = u64::try_from(Timestamp::now().as_second()).expect("it is after 1970");
    totp.generate(now).to_string()
}
