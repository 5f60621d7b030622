//! What a form has sent: its fields as text, the proof that it is ours, and what was
//! wrong, field by field. What was typed is shown again beside what is wrong with it.

mod errors;
mod multipart;

use axum::{
    body::Body,
    extract::FromRequest,
    http::{Request, StatusCode},
    response::{IntoResponse, Response},
};
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use pilotbox_model::api::problem::Code;

use crate::{
    failure::Failure,
    language::{Language, Locale as _},
    page::Page,
    pages::trouble,
    texts::{Text, failure as texts},
    visit::{FileRules, Portal, Visit},
};

pub use errors::Errors;
pub(crate) use errors::Wrong;
pub use multipart::{Outgoing, SentFile, SentFiles, SentRaw};

/// Most bytes of a form without files, which are held in memory.
const FORM_BYTES: usize = 512 << 10;

/// The field with the session's token.
pub(crate) const CSRF_FIELD: &str = "csrf";

/// The field that makes a form that is sent twice count once.
pub(crate) const ONCE_FIELD: &str = "once";

/// Fields of a form, in the order in which they came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields(Vec<(String, String)>);

impl Fields {
    /// Fields with these values, to fill a form for the first time.
    pub fn of<'a>(values: impl IntoIterator<Item = (&'a str, String)>) -> Self {
        let pair = |(name, value): (&str, String)| (name.to_owned(), value);
        Self(values.into_iter().map(pair).collect())
    }

    /// What was typed into a field, as it was typed.
    pub fn typed(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(key, _)| key == name);
        found.map_or("", |(_, value)| value)
    }

    /// What was typed without spaces around it; nothing, if nothing was.
    pub fn text(&self, name: &str) -> Option<String> {
        let text = self.typed(name).trim();
        (!text.is_empty()).then(|| text.to_owned())
    }

    /// Every value of a name, of check boxes.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let own = self.0.iter().filter(move |(key, _)| key == name);
        own.map(|(_, value)| value.as_str())
    }

    /// Whether a check box is ticked.
    pub fn is_ticked(&self, name: &str) -> bool {
        self.0.iter().any(|(key, _)| key == name)
    }

    /// Every name with its value.
    #[cfg(test)]
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        let all = self.0.iter();
        all.map(|(name, value)| (name.as_str(), value.as_str()))
    }

    fn push(&mut self, name: String, value: String) {
        self.0.push((name, value));
    }
}

/// Reads fields and collects what is wrong with them.
pub struct Reader<'a> {
    fields: &'a Fields,
    language: Language,
    errors: Errors,
}

impl<'a> Reader<'a> {
    /// Reads these fields; errors are told in this language.
    pub fn new(fields: &'a Fields, language: Language) -> Self {
        Self {
            fields,
            language,
            errors: Errors::none(),
        }
    }

    /// A text that has to be there, of at most so many characters.
    pub fn text(&mut self, name: &'static str, most: usize) -> String {
        let text = self.optional(name, most);
        if text.is_none() {
            self.wrong(name, texts::FIELD_REQUIRED);
        }
        text.unwrap_or_default()
    }

    /// A text that may be missing, of at most so many characters.
    pub fn optional(&mut self, name: &'static str, most: usize) -> Option<String> {
        let text = self.fields.text(name)?;
        if text.chars().count() > most {
            self.wrong_by(name, texts::FIELD_TOO_LONG, most);
        }
        Some(text)
    }

    /// A password, spaces and all.
    pub fn password(&mut self, name: &'static str, least: usize, most: usize) -> String {
        let text = self.fields.typed(name).to_owned();
        let length = text.chars().count();
        if length == 0 {
            self.wrong(name, texts::FIELD_REQUIRED);
        } else if length < least {
            self.wrong_by(name, texts::FIELD_TOO_SHORT, least);
        } else if length > most {
            self.wrong_by(name, texts::FIELD_TOO_LONG, most);
        }
        text
    }

    /// A whole number, if one was typed. Spaces between digits are left out.
    pub fn number(&mut self, name: &'static str) -> Option<u64> {
        let text = self.fields.text(name)?;
        let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let number = digits.parse().ok();
        if number.is_none() {
            self.wrong(name, texts::FIELD_NO_NUMBER);
        }
        number
    }

    /// Notes that a field is wrong.
    pub fn wrong(&mut self, name: &'static str, text: Text) {
        self.errors.add(name, text.of(self.language));
    }

    /// What was read, or all that is wrong.
    pub fn finish<T>(self, value: T) -> Result<T, Errors> {
        if self.errors.is_empty() {
            Ok(value)
        } else {
            Err(self.errors)
        }
    }

    fn wrong_by(&mut self, name: &'static str, text: Text, number: usize) {
        let number = self
            .language
            .whole(u64::try_from(number).unwrap_or(u64::MAX));
        let text = text.fill(self.language, &[("n", &number)]);
        self.errors.add(name, text);
    }
}

/// A form that was sent, and who sent it. Its proof is already with the visit's API.
pub struct Posted {
    /// Who sent it, from which page.
    pub visit: Visit,
    /// What was filled in.
    pub fields: Fields,
}

impl FromRequest<Portal> for Posted {
    type Rejection = Response;

    async fn from_request(request: Request<Body>, portal: &Portal) -> Result<Self, Response> {
        let (mut visit, body) = visit_of(request, portal).await?;
        let fields = match fields_of(body, &portal.files).await {
            Ok(fields) => fields,
            Err(failure) => return Err(trouble::page(&visit, &failure).into_response()),
        };
        vouch(&mut visit, &fields);
        Ok(Self { visit, fields })
    }
}

async fn fields_of(body: Body, rules: &FileRules) -> Result<Fields, Failure> {
    let whole = Limited::new(body, FORM_BYTES).collect().await;
    let whole = whole.map_err(|error| {
        let code = (rules.cut_off)(error.as_ref());
        let is_long = error.is::<LengthLimitError>();
        let code = code.or_else(|| is_long.then_some(Code::TooLarge));
        Failure::new(code.unwrap_or(Code::BadRequest))
    })?;
    let pairs = serde_html_form::from_bytes(&whole.to_bytes());
    let pairs = pairs.map_err(|_| Failure::new(Code::BadRequest))?;
    Ok(Fields(pairs))
}

async fn visit_of(request: Request<Body>, portal: &Portal) -> Result<(Visit, Body), Response> {
    use axum::extract::FromRequestParts as _;
    let (mut parts, body) = request.into_parts();
    let visit = Visit::from_request_parts(&mut parts, portal).await;
    let visit = visit.map_err(IntoResponse::into_response)?;
    Ok((visit, body))
}

fn vouch(visit: &mut Visit, fields: &Fields) {
    let (csrf, once) = (fields.typed(CSRF_FIELD), fields.typed(ONCE_FIELD));
    visit.api.vouch(csrf, once);
}

/// A form's page again, with what was wrong: the status says that nothing was done.
pub fn refused(page: Page) -> Response {
    page.status(StatusCode::UNPROCESSABLE_ENTITY)
        .into_response()
}

#[cfg(test)]
mod tests {
    use std::{error::Error, path::Path, sync::Arc};

    use futures_util::FutureExt as _;
    use tokio::sync::Semaphore;

    use super::*;

    fn taken(
        bytes: &[u8],
        cut_off: fn(&(dyn Error + 'static)) -> Option<Code>,
    ) -> Result<(), Code> {
        let rules = FileRules {
            scratch: Path::new("/nonexistent").into(),
            startup_bytes: 1,
            staff_bytes: 1,
            raw_bytes: 1,
            raw_places: Arc::new(Semaphore::new(1)),
            cut_off,
        };
        let body = Body::from(bytes.to_vec());
        let fields = fields_of(body, &rules)
            .now_or_never()
            .expect("it is all there");
        fields.map(drop).map_err(|failure| failure.code)
    }

    #[test]
    fn a_form_that_is_too_long_or_too_slow_is_told_so() {
        let mut form = b"a=".to_vec();
        form.resize(FORM_BYTES, b'x');
        assert_eq!(taken(&form, |_| None), Ok(()));
        form.push(b'x');
        assert_eq!(taken(&form, |_| None), Err(Code::TooLarge));
        let slow = |_: &(dyn Error + 'static)| Some(Code::RequestTimeout);
        assert_eq!(taken(&form, slow), Err(Code::RequestTimeout));
    }

    #[test]
    fn each_field_says_what_is_wrong_with_it() {
        let fields = Fields::of([
            ("name", " ".to_owned()),
            ("cost", "1 200".to_owned()),
            ("days", "many".to_owned()),
            ("password", "short".to_owned()),
        ]);
        let mut reader = Reader::new(&fields, Language::En);
        reader.text("name", 200);
        assert_eq!(reader.number("cost"), Some(1200));
        reader.number("days");
        reader.password("password", 12, 256);
        let errors = reader.finish(()).err().unwrap_or_default();
        assert_eq!(errors.at("name"), Some("Please fill this in."));
        assert_eq!(errors.at("cost"), None);
        assert_eq!(errors.at("days"), Some("Enter a whole number."));
        assert_eq!(errors.at("password"), Some("At least 12 characters."));
    }
}
