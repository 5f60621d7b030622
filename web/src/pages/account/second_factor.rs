//! The second factor: to set it up with a first code, to show it in a session that
//! began without it, to drop it. All forms of it come here and say what they want, so
//! that a change of language on the way leads somewhere.

mod picture;
mod steps;

use axum::response::{IntoResponse as _, Response};
use pilotbox_model::api::{
    accounts::{Me, SecondFactorBegun},
    problem::Code,
};

use super::{
    me, or_trouble,
    wrong::{Known, errors_of},
};
use crate::{
    failure::Failure,
    form::{Errors, Fields, Posted, Reader, refused},
    page::go_to,
    pages::sign_in::{CODE, PASSWORD},
    texts::account as texts,
    visit::Visit,
};

/// What an address for an app begins with.
const APP_ADDRESS: &str = "otpauth://totp/";

/// Most characters of a key and of an address for an app.
const KEY: usize = 64;
const ADDRESS: usize = 1024;

const BEGIN: [Known; 2] = [
    Known::code(Code::WrongCredentials, "password", texts::PASSWORD_WRONG),
    Known::whole(Code::Conflict, texts::TOLD_TWICE),
];

const BY_CODE: [Known; 2] = [
    Known::code(Code::WrongCredentials, "code", texts::CODE_WRONG),
    Known::whole(Code::Conflict, texts::TOLD_TWICE),
];

/// `GET /{language}/account/second-factor`
pub(crate) async fn show(visit: Visit) -> Response {
    let page = me(&visit).map(|me| steps::page(&visit, me, &Errors::none()));
    or_trouble(&visit, page)
}

/// `POST /{language}/account/second-factor`
pub(crate) async fn post(Posted { visit, fields }: Posted) -> Response {
    let me = match me(&visit) {
        Ok(me) => me.clone(),
        Err(failure) => return or_trouble(&visit, Err(failure)),
    };
    match fields.typed("act") {
        "begin" => begin(&visit, &me, &fields).await,
        "confirm" => confirm(&visit, &me, &fields).await,
        "prove" => prove(&visit, &me, &fields).await,
        "drop" => drop_factor(&visit, &me, &fields).await,
        _ => or_trouble(&visit, Err(Failure::new(Code::BadRequest))),
    }
}

async fn begin(visit: &Visit, me: &Me, fields: &Fields) -> Response {
    let mut reader = Reader::new(fields, visit.language);
    let has_password = me.email.is_some();
    let password = has_password.then(|| reader.password("password", 1, PASSWORD));
    let errors = match reader.finish(password) {
        Ok(password) => match visit.api.begin_second_factor(password).await {
            Ok(begun) => return steps::set_up(visit, &begun, &Errors::none()).into_response(),
            Err(failure) => errors_of(&failure, visit.language, &BEGIN),
        },
        Err(errors) => errors,
    };
    refused(steps::page(visit, me, &errors))
}

async fn confirm(visit: &Visit, me: &Me, fields: &Fields) -> Response {
    let errors = match code(visit, fields) {
        Ok(code) => match visit.api.confirm_second_factor(code).await {
            Ok(codes) => return steps::recovery(visit, &codes.codes).into_response(),
            Err(failure) => errors_of(&failure, visit.language, &BY_CODE),
        },
        Err(errors) => errors,
    };
    match begun(fields) {
        Some(begun) => refused(steps::set_up(visit, &begun, &errors)),
        None => refused(steps::page(visit, me, &errors)),
    }
}

async fn prove(visit: &Visit, me: &Me, fields: &Fields) -> Response {
    let errors = match code(visit, fields) {
        Ok(code) => match visit.api.prove_second_factor(code).await {
            Ok(_) => return go_to(visit, "/account?done=factor"),
            Err(failure) => errors_of(&failure, visit.language, &BY_CODE),
        },
        Err(errors) => errors,
    };
    refused(steps::page(visit, me, &errors))
}

async fn drop_factor(visit: &Visit, me: &Me, fields: &Fields) -> Response {
    let errors = match code(visit, fields) {
        Ok(code) => match visit.api.drop_second_factor(code).await {
            Ok(()) => return go_to(visit, "/sign-in?done=factor-dropped"),
            Err(failure) => errors_of(&failure, visit.language, &BY_CODE),
        },
        Err(errors) => errors,
    };
    refused(steps::page(visit, me, &errors))
}

fn code(visit: &Visit, fields: &Fields) -> Result<String, Errors> {
    let mut reader = Reader::new(fields, visit.language);
    let code = reader.text("code", CODE);
    reader.finish(code)
}

/// The seed that the form has brought back after a wrong code; nothing where it holds
/// something else, for it becomes a link.
fn begun(fields: &Fields) -> Option<SecondFactorBegun> {
    let (secret, uri) = (fields.typed("key"), fields.typed("address"));
    let is_key = !secret.is_empty() && secret.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let is_address =
        uri.starts_with(APP_ADDRESS) && uri.bytes().all(|byte| byte.is_ascii_graphic());
    let is_short = secret.len() <= KEY && uri.len() <= ADDRESS;
    (is_key && is_address && is_short).then(|| SecondFactorBegun {
        secret: secret.to_owned(),
        uri: uri.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_address_for_an_app_becomes_a_link_again() {
        let read = |key: &str, address: &str| {
            let fields = Fields::of([("key", key.to_owned()), ("address", address.to_owned())]);
            begun(&fields).is_some()
        };
        assert!(read(
            "JBSWY3DPEHPK3PXP",
            "otpauth://totp/Pilotbox:a%40b.bg?secret=JBSW"
        ));
        assert!(!read("JBSWY3DPEHPK3PXP", "javascript:alert(1)"));
        assert!(!read("JBSWY3DP EHPK3PXP", "otpauth://totp/a"));
        assert!(!read("", ""));
    }
}
