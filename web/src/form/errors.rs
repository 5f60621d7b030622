//! What is wrong with a form, field by field, in the reader's language, and where that ends.

use std::{
    borrow::Cow,
    sync::{Arc, Mutex, PoisonError},
};

use crate::{failure::Failure, language::Language};

/// What is wrong with a form. Copies share what the fields are called: the summary stands
/// before them and is written out after all of them are made.
#[derive(Clone, Debug, Default)]
pub struct Errors {
    found: Vec<Wrong>,
    labels: Arc<Mutex<Vec<(&'static str, &'static str)>>>,
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Wrong {
    field: Option<Cow<'static, str>>,
    text: String,
    /// Where in the text the API's own words begin, which are English.
    english_from: usize,
}

/// What is wrong is the same; what fields are called says nothing of that.
impl PartialEq for Errors {
    fn eq(&self, other: &Self) -> bool {
        self.found == other.found
    }
}

impl Errors {
    /// Nothing is wrong, as far as is known.
    pub fn none() -> Self {
        Self::default()
    }

    /// What the API says is wrong: the visitor's text, and the particulars.
    pub fn of(failure: &Failure, language: Language) -> Self {
        let own = failure.text(language);
        let particulars = [&failure.detail, &failure.hint].into_iter().flatten();
        let particulars: Vec<&str> = particulars.map(String::as_str).collect();
        let mut errors = Self::none();
        if particulars.is_empty() {
            errors.tell(own);
        } else {
            errors.quote(None, own, &particulars.join(" — "));
        }
        errors
    }

    /// Adds what is wrong with a field.
    pub fn add(&mut self, field: impl Into<Cow<'static, str>>, text: impl Into<String>) {
        self.found.push(Wrong::of(Some(field.into()), text.into()));
    }

    /// Adds what is wrong with the form as a whole.
    pub fn tell(&mut self, text: impl Into<String>) {
        self.found.push(Wrong::of(None, text.into()));
    }

    /// Adds what is wrong with a field or the form: words of the reader's language, if
    /// there are any, and what the API says, which is English.
    pub(crate) fn quote(&mut self, field: Option<Cow<'static, str>>, words: &str, english: &str) {
        let mut text = words.to_owned();
        if !words.is_empty() {
            text.push_str(" — ");
        }
        let english_from = text.len();
        text.push_str(english);
        self.found.push(Wrong {
            field,
            text,
            english_from,
        });
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// Says what a field is called.
    pub(crate) fn call(&self, field: &'static str, label: &'static str) {
        let mut labels = self.labels.lock().unwrap_or_else(PoisonError::into_inner);
        labels.push((field, label));
    }

    /// What a field is called, if it has said so.
    pub(crate) fn label(&self, field: &str) -> Option<&'static str> {
        let labels = self.labels.lock().unwrap_or_else(PoisonError::into_inner);
        let found = labels.iter().find(|(name, _)| *name == field);
        found.map(|(_, label)| *label)
    }

    /// What is wrong with a field.
    pub fn at(&self, field: &str) -> Option<&str> {
        self.wrong_at(field).map(|one| one.text.as_str())
    }

    /// The same, with what of it is English.
    pub(crate) fn wrong_at(&self, field: &str) -> Option<&Wrong> {
        self.found.iter().find(|one| one.field() == Some(field))
    }

    /// All of it, each with its field, if it has one.
    pub fn all(&self) -> impl Iterator<Item = (Option<&str>, &str)> {
        let all = self.found.iter();
        all.map(|one| (one.field(), one.text.as_str()))
    }

    /// The same, with what of it is English.
    pub(crate) fn wrongs(&self) -> &[Wrong] {
        &self.found
    }
}

impl Wrong {
    /// The field, if it is about one.
    pub(crate) fn field(&self) -> Option<&str> {
        self.field.as_deref()
    }

    fn of(field: Option<Cow<'static, str>>, text: String) -> Self {
        Self {
            field,
            english_from: text.len(),
            text,
        }
    }

    /// The reader's words, and the English ones after them.
    pub(crate) fn parts(&self) -> (&str, &str) {
        let whole = (self.text.as_str(), "");
        self.text
            .split_at_checked(self.english_from)
            .unwrap_or(whole)
    }
}

#[cfg(test)]
mod tests {
    use pilotbox_model::api::problem::Code;

    use super::*;

    #[test]
    fn what_the_api_says_is_told_apart_from_the_readers_words() {
        let failure = Failure {
            detail: Some("`a` is too long".to_owned()),
            hint: Some("cut it".to_owned()),
            ..Failure::new(Code::BadRequest)
        };
        let errors = Errors::of(&failure, Language::Bg);
        let (words, english) = errors.wrongs()[0].parts();
        assert_eq!(words, format!("{} — ", failure.text(Language::Bg)));
        assert_eq!(english, "`a` is too long — cut it");

        let without = Errors::of(&Failure::missing(), Language::Bg);
        let (words, english) = without.wrongs()[0].parts();
        assert_eq!(
            (words, english),
            (Failure::missing().text(Language::Bg), "")
        );
    }
}
