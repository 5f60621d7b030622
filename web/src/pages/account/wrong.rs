//! What the API refuses, said in the visitor's language beside the field that it is
//! about. Particulars in English are shown only where nothing better is known.

use pilotbox_model::api::problem::Code;

use crate::{
    failure::Failure,
    form::Errors,
    language::Language,
    texts::{Text, account as texts},
};

/// A refusal that a form knows how to explain.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Known {
    code: Code,
    /// What the API calls the value, if only that value's refusal is meant.
    value: Option<&'static str>,
    field: Option<&'static str>,
    text: Text,
}

impl Known {
    /// Every refusal with this code is about this field.
    pub(crate) const fn code(code: Code, field: &'static str, text: Text) -> Self {
        Self {
            code,
            value: None,
            field: Some(field),
            text,
        }
    }

    /// Every refusal with this code is about the form as a whole.
    pub(crate) const fn whole(code: Code, text: Text) -> Self {
        Self {
            code,
            value: None,
            field: None,
            text,
        }
    }

    /// The API finds a value bad that was typed into this field.
    pub(crate) const fn value(value: &'static str, field: &'static str, text: Text) -> Self {
        Self {
            code: Code::BadRequest,
            value: Some(value),
            field: Some(field),
            text,
        }
    }

    /// The API begins to tell what is wrong with a value with its name.
    fn is_of(&self, failure: &Failure) -> bool {
        let detail = failure.detail.as_deref().unwrap_or_default();
        let names = |value| {
            let rest = detail.strip_prefix('`');
            let rest = rest.and_then(|rest| rest.strip_prefix(value));
            rest.is_some_and(|rest: &str| rest.starts_with('`'))
        };
        self.code == failure.code && self.value.is_none_or(names)
    }
}

/// What a form's page shows of a refusal.
pub(crate) fn errors_of(failure: &Failure, language: Language, known: &[Known]) -> Errors {
    let mut errors = Errors::none();
    if let Some(known) = known.iter().find(|known| known.is_of(failure)) {
        let text = known.text.of(language);
        match known.field {
            Some(field) => errors.add(field, text),
            None => errors.tell(text),
        }
        return errors;
    }
    match failure.code {
        Code::LockedOut => {
            errors.tell(locked(failure, language));
            errors
        }
        Code::BadRequest | Code::Conflict => Errors::of(failure, language),
        code => Errors::of(&Failure::new(code), language),
    }
}

/// Wrong tries end by themselves, and the API tells when; what an admin locked does
/// not.
fn locked(failure: &Failure, language: Language) -> String {
    let seconds = failure.retry_after.as_ref();
    let seconds = seconds.and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    match seconds {
        Some(seconds) => texts::LOCKED_FOR.of(language, seconds.div_ceil(60).max(1)),
        None => texts::LOCKED_BY_ADMIN.of(language).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    const KNOWN: [Known; 2] = [
        Known::value("email", "address", texts::EMAIL_WRONG),
        Known::code(Code::WrongCredentials, "password", texts::PASSWORD_WRONG),
    ];

    fn errors(failure: &Failure) -> Errors {
        errors_of(failure, Language::En, &KNOWN)
    }

    #[test]
    fn a_refusal_stands_beside_the_field_that_it_is_about() {
        let mut failure = Failure::new(Code::BadRequest);
        failure.detail = Some("`email`: this is not an e-mail address".to_owned());
        let said = errors(&failure);
        assert_eq!(said.at("address"), Some(texts::EMAIL_WRONG.en));
        let said = errors(&Failure::new(Code::WrongCredentials));
        assert_eq!(said.at("password"), Some(texts::PASSWORD_WRONG.en));
    }

    #[test]
    fn what_is_not_known_is_told_of_the_whole_form() {
        let mut failure = Failure::new(Code::BadRequest);
        failure.detail = Some("`emails` has 300 entries".to_owned());
        let said = errors(&failure);
        let said: Vec<_> = said
            .all()
            .map(|(field, text)| (field, text.contains("300 entries")))
            .collect();
        assert_eq!(said, [(None, true)]);
    }

    #[test]
    fn a_lock_says_how_long_it_lasts_or_who_set_it() {
        let mut failure = Failure::new(Code::LockedOut);
        let text = |failure: &Failure| {
            let errors = errors(failure);
            errors.all().map(|(_, text)| text.to_owned()).next()
        };
        assert_eq!(text(&failure).as_deref(), Some(texts::LOCKED_BY_ADMIN.en));
        failure.retry_after = Some(HeaderValue::from_static("61").into());
        let told = text(&failure).unwrap_or_default();
        assert!(told.ends_with("Try again in 2 minutes."), "{told}");
    }
}
