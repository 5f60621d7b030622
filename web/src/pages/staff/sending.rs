//! The page with one file to send. What was wrong with the file is told finding by
//! finding, as the API's check found it.

use axum::response::Response;
use leptos::prelude::*;
use pilotbox_model::api::problem::Code;

use super::Back;
use crate::{
    components::form::{ErrorSummary, FileField, FormGuard},
    failure::Failure,
    form::{Errors, SentFile, SentFiles, refused},
    page::{Page, address},
    texts::{Text, staff as texts},
    visit::Visit,
};

/// A page with one file to send.
pub(super) struct Sending {
    /// Its heading.
    pub(super) title: String,
    /// What happens with the file.
    pub(super) lead: Text,
    /// The field's name.
    pub(super) field: &'static str,
    /// The field's label.
    pub(super) label: Text,
    /// What file it is.
    pub(super) help: Text,
    /// What the button says.
    pub(super) button: Text,
    /// Where the page hangs, and what the link to there says.
    pub(super) back: (String, Text),
}

impl Sending {
    /// The page before anything was sent.
    pub(super) fn page(&self, visit: &Visit) -> Page {
        self.page_with(visit, &Errors::none(), None)
    }

    /// The file that was sent, or the page that says what was wrong.
    pub(super) fn file<'a>(&self, sent: &'a SentFiles) -> Result<&'a SentFile, Response> {
        if let Some(failure) = &sent.failure {
            return Err(self.refuse(&sent.visit, failure));
        }
        sent.file(self.field).ok_or_else(|| {
            let mut errors = Errors::none();
            errors.add(self.field, sent.visit.say(texts::FILE_MISSING));
            refused(self.page_with(&sent.visit, &errors, None))
        })
    }

    /// The page again, with what the API said of the file.
    pub(super) fn refuse(&self, visit: &Visit, failure: &Failure) -> Response {
        if failure.code != Code::Rejected {
            let errors = Errors::of(failure, visit.language);
            return refused(self.page_with(visit, &errors, None));
        }
        let mut errors = Errors::none();
        errors.add(self.field, failure.text(visit.language));
        let said = [failure.detail.clone(), failure.hint.clone()];
        let said: Vec<String> = said.into_iter().flatten().collect();
        refused(self.page_with(visit, &errors, Some(said.join("\n\n"))))
    }

    fn page_with(&self, visit: &Visit, errors: &Errors, findings: Option<String>) -> Page {
        visit.page(self.title.clone(), || self.content(visit, errors, findings))
    }

    fn content(
        &self,
        visit: &Visit,
        errors: &Errors,
        findings: Option<String>,
    ) -> impl IntoView + use<> {
        let (path, text) = self.back.clone();
        view! {
            <ErrorSummary visit=visit.clone() errors=errors.clone()/>
            <Back visit=visit.clone() path=path text=text/>
            <h1>{self.title.clone()}</h1>
            <p class="lead">{visit.say(self.lead)}</p>
            {findings.map(|findings| told(visit, findings))}
            <form method="post" action=address(visit.language, visit) enctype="multipart/form-data" novalidate="">
                <FormGuard visit=visit.clone()/>
                <FileField visit=visit.clone() name=self.field label=self.label help=self.help
                    accept=".pack,.tar,application/x-tar" errors=errors.clone()/>
                <p class="actions"><button type="submit">{visit.say(self.button)}</button></p>
            </form>
        }
    }
}

/// The findings of the check, which are English and name files.
fn told(visit: &Visit, findings: String) -> impl IntoView + use<> {
    view! {
        <section aria-labelledby="findings">
            <h2 id="findings">{visit.say(texts::FINDINGS)}</h2>
            <p>{visit.say(texts::FINDINGS_LEAD)}</p>
            <pre class="log" lang="en" role="region" aria-label=visit.say(texts::FINDINGS_LABEL) tabindex="0">{findings}</pre>
        </section>
    }
}
