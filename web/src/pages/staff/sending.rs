//! The page with one file to send. What was wrong with the file is told finding by
//! finding, as the API's check found it.

use axum::response::Response;
use leptos::prelude::*;
use pilotbox_model::api::problem::Code;

use super::Back;
use crate::{
    components::{
        form::{ErrorSummary, FileField, FormGuard},
        table::{Column, Table},
    },
    failure::Failure,
    form::{Errors, SentFile, SentFiles, refused},
    language::Locale as _,
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
    /// Another way to the same end, if there is one.
    pub(super) other: Option<OtherWay>,
}

/// Another way to the same end: where it is, and what is said of it.
pub(super) struct OtherWay {
    /// The page.
    pub(super) path: String,
    /// When it is better.
    pub(super) lead: Text,
    /// What the link says.
    pub(super) link: Text,
}

impl Sending {
    /// The page before anything was sent.
    pub(super) fn page(&self, visit: &Visit) -> Page {
        self.page_with(visit, &Errors::none(), None)
    }

    /// The file that was sent, or the page that says what was wrong.
    pub(super) fn file<'a>(&self, sent: &'a SentFiles) -> Result<&'a SentFile, Box<Response>> {
        if let Some(failure) = &sent.failure {
            return Err(Box::new(self.refuse(&sent.visit, failure)));
        }
        sent.file(self.field).ok_or_else(|| {
            let mut errors = Errors::none();
            errors.add(self.field, sent.visit.say(texts::FILE_MISSING));
            Box::new(refused(self.page_with(&sent.visit, &errors, None)))
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
        refused(self.page_with(visit, &errors, Some(failure)))
    }

    fn page_with(&self, visit: &Visit, errors: &Errors, findings: Option<&Failure>) -> Page {
        visit.page(self.title.clone(), || self.content(visit, errors, findings))
    }

    fn content(
        &self,
        visit: &Visit,
        errors: &Errors,
        findings: Option<&Failure>,
    ) -> impl IntoView + use<> {
        let (path, text) = self.back.clone();
        let other = self.other.as_ref().map(|other| {
            let href = visit.at(&other.path);
            view! {
                <p>{visit.say(other.lead)}</p>
                <p class="actions"><a class="button quiet" href=href>{visit.say(other.link)}</a></p>
            }
        });
        view! {
            <ErrorSummary visit=visit.clone() errors=errors.clone()/>
            <Back visit=visit.clone() path=path text=text/>
            <h1>{self.title.clone()}</h1>
            <p class="lead">{visit.say(self.lead)}</p>
            {findings.map(|failure| told(visit, failure))}
            <form method="post" action=address(visit.language, visit) enctype="multipart/form-data" novalidate="">
                <FormGuard visit=visit.clone()/>
                <FileField visit=visit.clone() name=self.field label=self.label help=self.help
                    accept=".pack,.tar,application/x-tar" errors=errors.clone()/>
                <p class="actions"><button type="submit">{visit.say(self.button)}</button></p>
            </form>
            {other}
        }
    }
}

/// The findings of the check, which are English and name files.
pub(super) fn told(visit: &Visit, failure: &Failure) -> impl IntoView + use<> {
    let all = findings(failure.detail.as_deref().unwrap_or_default());
    let hint = failure.hint.clone();
    view! {
        <section aria-labelledby="findings">
            <h2 id="findings">{visit.say(texts::FINDINGS)}</h2>
            <p>{visit.say(texts::FINDINGS_LEAD)}</p>
            {table(visit, all)}
            {hint.map(|hint| view! { <p class="help" lang="en">{hint}</p> })}
        </section>
    }
}

fn table(visit: &Visit, all: Vec<Finding>) -> impl IntoView + use<> {
    let columns = vec![
        Column::text(visit.say(texts::FINDING_FILE)),
        Column::number(visit.say(texts::FINDING_LINE)),
        Column::number(visit.say(texts::FINDING_COLUMN)),
        Column::text(visit.say(texts::FINDING_MESSAGE)),
        Column::text(visit.say(texts::FINDING_HINT)),
    ];
    let english = |text: String| view! { <span lang="en">{text}</span> }.into_any();
    let number = |number: Option<u64>| number.map(|number| visit.language.whole(number));
    let rows = all.into_iter().map(|one| {
        vec![
            view! { <code>{one.file}</code> }.into_any(),
            number(one.line).into_any(),
            number(one.column).into_any(),
            english(one.message),
            english(one.hint),
        ]
    });
    let rows = rows.collect();
    view! {
        <Table caption=visit.say(texts::FINDINGS_TABLE).to_owned() columns=columns rows=rows/>
    }
}

/// One thing that the check found.
#[derive(Debug, PartialEq, Eq)]
struct Finding {
    /// Empty where it is about no file.
    file: String,
    line: Option<u64>,
    column: Option<u64>,
    message: String,
    hint: String,
}

/// The lines of a check: `file:line:column: message; hint: text`, where place and hint
/// may be missing. What is written otherwise is a message as it stands.
fn findings(text: &str) -> Vec<Finding> {
    text.lines()
        .filter(|line| !line.trim().is_empty())
        .map(finding)
        .collect()
}

fn finding(line: &str) -> Finding {
    let (place, said) = match line.split_once(": ") {
        Some((place, said)) if !place.contains(' ') => (place, said),
        _ => ("", line),
    };
    let (message, hint) = said.split_once("; hint: ").unwrap_or((said, ""));
    let mut parts = place.rsplitn(3, ':');
    let numbers = (parts.next(), parts.next(), parts.next());
    let parsed = |text: Option<&str>| text.and_then(|text| text.parse().ok());
    let (file, line, column) = match numbers {
        (column, line, Some(file)) if parsed(column).is_some() && parsed(line).is_some() => {
            (file, parsed(line), parsed(column))
        }
        _ => (place, None, None),
    };
    Finding {
        file: file.to_owned(),
        line,
        column,
        message: message.to_owned(),
        hint: hint.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(file: &str, place: Option<(u64, u64)>, message: &str, hint: &str) -> Finding {
        Finding {
            file: file.to_owned(),
            line: place.map(|(line, _)| line),
            column: place.map(|(_, column)| column),
            message: message.to_owned(),
            hint: hint.to_owned(),
        }
    }

    #[test]
    fn findings_are_taken_apart_by_file_and_line() {
        let text = "challenge.toml:3:7: `id` is no slug; hint: use small letters\n\
            data/sample: the folder is missing\nand 4 more";
        let expected = [
            found(
                "challenge.toml",
                Some((3, 7)),
                "`id` is no slug",
                "use small letters",
            ),
            found("data/sample", None, "the folder is missing", ""),
            found("", None, "and 4 more", ""),
        ];
        assert_eq!(findings(text), expected);
    }

    #[test]
    fn what_is_no_finding_stays_as_it_is() {
        let text = "the pack is of challenge `a`, not `b`: see there";
        assert_eq!(findings(text), [found("", None, text, "")]);
        assert!(findings("").is_empty());
    }
}
