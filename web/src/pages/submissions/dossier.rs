//! The dossier: its fields, how they are read and shown, and the page that changes it.

use axum::{
    extract::Path,
    response::{IntoResponse as _, Response},
};
use leptos::prelude::*;
use pilotbox_model::api::{
    problem::Code,
    submissions::{Dossier, SubmissionView},
};

use super::document;
use crate::{
    components::{
        facts::Facts,
        form::{ErrorSummary, Field, FormGuard, Kind},
    },
    failure::Failure,
    form::{Errors, Fields, Posted, Reader, refused},
    language::Locale as _,
    markdown::Markdown,
    page::{Page, go_to},
    pages::trouble,
    texts::{Text, site, submission as texts},
    visit::Visit,
};

/// Longest title, licence, and other text, in characters.
const TITLE: usize = 200;
const LICENCE: usize = 2_000;
const TEXT: usize = 20_000;

/// More than any pilot of a city costs.
const MAX_COST_EUR: u64 = 1_000_000_000;

/// `GET /{language}/submissions/{id}/dossier`
pub(crate) async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    match visit.api.submission_version(&id).await {
        Ok((submission, version)) => {
            let fields = fields_of(&submission.dossier, visit.language);
            let form = Form {
                submission: &submission,
                version: &version,
                fields: &fields,
                errors: &Errors::none(),
                is_late: false,
            };
            page(&visit, form).into_response()
        }
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

/// `POST /{language}/submissions/{id}/dossier`
pub(crate) async fn post(Path(id): Path<String>, Posted { visit, fields }: Posted) -> Response {
    let mut reader = Reader::new(&fields, visit.language);
    let dossier = read(&mut reader);
    let shown = fields.typed("version");
    let mut is_late = false;
    let errors = match reader.finish(dossier) {
        Ok(dossier) => match visit.api.change_dossier(&id, shown, &dossier).await {
            Ok(()) => return go_to(&visit, &format!("/submissions/{id}?done=saved")),
            Err(failure) => {
                is_late = failure.code == Code::Changed;
                wrong(&visit, &failure)
            }
        },
        Err(errors) => errors,
    };
    match visit.api.submission_version(&id).await {
        Ok((submission, version)) => {
            let form = Form {
                submission: &submission,
                // Whoever has seen what is saved now may put their own in its place.
                version: if is_late { &version } else { shown },
                fields: &fields,
                errors: &errors,
                is_late,
            };
            refused(page(&visit, form))
        }
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

fn wrong(visit: &Visit, failure: &Failure) -> Errors {
    if failure.code != Code::Changed {
        return Errors::of(failure, visit.language);
    }
    let mut errors = Errors::none();
    errors.tell(visit.say(texts::CHANGED_BETWEEN));
    errors
}

/// What the page that changes a dossier is made from.
#[derive(Clone, Copy)]
struct Form<'a> {
    submission: &'a SubmissionView,
    /// The version that a change is made on top of.
    version: &'a str,
    fields: &'a Fields,
    errors: &'a Errors,
    /// Whether somebody else has changed it since it was shown.
    is_late: bool,
}

/// Reads what [`inputs`] asks for.
pub(crate) fn read(reader: &mut Reader<'_>) -> Dossier {
    let title = reader.text("title", TITLE);
    let mut text = |name, most| reader.optional(name, most).unwrap_or_default();
    let mut dossier = Dossier {
        title,
        approach: text("approach", TEXT),
        pilot_plan: text("pilot_plan", TEXT),
        references: text("references", TEXT),
        licence: text("licence", LICENCE),
        rights: text("rights", TEXT),
        provenance: text("provenance", TEXT),
        cost_eur: None,
    };
    dossier.cost_eur = reader.number("cost_eur");
    if dossier.cost_eur.is_some_and(|cost| cost > MAX_COST_EUR) {
        reader.wrong("cost_eur", texts::COST_TOO_HIGH);
    }
    dossier
}

/// The fields of a dossier.
pub(crate) fn inputs(visit: &Visit, fields: &Fields, errors: &Errors) -> impl IntoView + use<> {
    let field = |name: &'static str, label: Text, help: Option<Text>, kind: Kind| {
        let (visit, fields, errors) = (visit.clone(), fields.clone(), errors.clone());
        let optional = name != "title";
        match help {
            Some(help) => view! {
                <Field visit=visit name=name label=label help=help kind=kind optional=optional fields=fields errors=errors/>
            }
            .into_any(),
            None => view! {
                <Field visit=visit name=name label=label kind=kind optional=optional fields=fields errors=errors/>
            }
            .into_any(),
        }
    };
    let (line, number, text) = (Kind::Line, Kind::Number, Kind::Text);
    view! {
        {field("title", texts::TITLE, Some(texts::TITLE_HELP), line)}
        {field("approach", texts::APPROACH, Some(texts::APPROACH_HELP), text)}
        {field("pilot_plan", texts::PILOT_PLAN, Some(texts::PILOT_PLAN_HELP), text)}
        {field("cost_eur", texts::COST, None, number)}
        {field("references", texts::REFERENCES, Some(texts::REFERENCES_HELP), text)}
        {field("licence", texts::LICENCE, Some(texts::LICENCE_HELP), text)}
        {field("rights", texts::RIGHTS, None, text)}
        {field("provenance", texts::PROVENANCE, None, text)}
    }
}

/// A dossier as its readers see it, below a heading of the second level.
pub(super) fn shown(visit: &Visit, dossier: Dossier) -> impl IntoView + use<> {
    let empty = visit.say(texts::NOTHING_WRITTEN);
    let line = |text: String| {
        if text.is_empty() {
            view! { <span class="help">{empty}</span> }.into_any()
        } else {
            view! { <span class="typed"><bdi>{text}</bdi></span> }.into_any()
        }
    };
    let cost = dossier.cost_eur.map(|cost| visit.language.euro(cost));
    let facts = vec![
        (visit.say(texts::COST), line(cost.unwrap_or_default())),
        (visit.say(texts::LICENCE), line(dossier.licence)),
        (visit.say(texts::REFERENCES), line(dossier.references)),
        (visit.say(texts::RIGHTS), line(dossier.rights)),
        (visit.say(texts::PROVENANCE), line(dossier.provenance)),
    ];
    let long = |heading: Text, text: String| {
        let body = if text.is_empty() {
            view! { <p class="help">{empty}</p> }.into_any()
        } else {
            view! { <Markdown text=text above=3/> }.into_any()
        };
        view! { <h3>{visit.say(heading)}</h3>{body} }
    };
    view! {
        {long(texts::APPROACH, dossier.approach)}
        {long(texts::PILOT_PLAN, dossier.pilot_plan)}
        <Facts facts=facts/>
    }
}

fn fields_of(dossier: &Dossier, language: crate::language::Language) -> Fields {
    let cost = dossier
        .cost_eur
        .map(|cost| language.whole(cost).replace(',', " "));
    Fields::of([
        ("title", dossier.title.clone()),
        ("approach", dossier.approach.clone()),
        ("pilot_plan", dossier.pilot_plan.clone()),
        ("cost_eur", cost.unwrap_or_default()),
        ("references", dossier.references.clone()),
        ("licence", dossier.licence.clone()),
        ("rights", dossier.rights.clone()),
        ("provenance", dossier.provenance.clone()),
    ])
}

/// The fields of a dossier with their names.
const FIELDS: [(&str, Text); 8] = [
    ("title", texts::TITLE),
    ("approach", texts::APPROACH),
    ("pilot_plan", texts::PILOT_PLAN),
    ("cost_eur", texts::COST),
    ("references", texts::REFERENCES),
    ("licence", texts::LICENCE),
    ("rights", texts::RIGHTS),
    ("provenance", texts::PROVENANCE),
];

/// What is saved where something else was typed.
fn saved_now(visit: &Visit, form: Form<'_>) -> impl IntoView + use<> {
    let saved = fields_of(&form.submission.dossier, visit.language);
    let differing = FIELDS.into_iter().filter(|(name, _)| {
        let typed = form.fields.typed(name).replace("\r\n", "\n");
        typed.trim() != saved.typed(name).trim()
    });
    let facts = differing
        .map(|(name, label)| {
            let text = saved.typed(name).to_owned();
            let shown = view! { <span class="typed"><bdi>{text}</bdi></span> };
            (visit.say(label), shown.into_any())
        })
        .collect();
    view! {
        <h2>{visit.say(texts::SAVED_NOW)}</h2>
        <p>{visit.say(texts::SAVED_NOW_LEAD)}</p>
        <Facts facts=facts/>
    }
}

fn page(visit: &Visit, form: Form<'_>) -> Page {
    let title = visit.say(texts::EDIT_DOSSIER);
    visit.page(title, || content(visit, form))
}

fn content(visit: &Visit, form: Form<'_>) -> impl IntoView + use<> {
    let Form {
        submission,
        fields,
        errors,
        ..
    } = form;
    let version = form.version.to_owned();
    let saved = form.is_late.then(|| saved_now(visit, form));
    let document = document::form(visit, submission, &version, &Errors::none());
    let back = visit.at(&format!("/submissions/{}", submission.id));
    let action = visit.at(&visit.path);
    let name = submission.dossier.title.clone();
    view! {
        <ErrorSummary visit=visit.clone() errors=errors.clone()/>
        <p class="above"><a href=back.clone()><bdi>{name}</bdi></a></p>
        <h1>{visit.say(texts::EDIT_DOSSIER)}</h1>
        <p class="lead">{visit.say(texts::EDIT_LEAD)}</p>
        <form method="post" action=action novalidate="">
            <FormGuard visit=visit.clone()/>
            <input type="hidden" name="version" value=version/>
            {inputs(visit, fields, errors)}
            <p class="actions">
                <button type="submit">{visit.say(site::SAVE)}</button>
                <a class="button quiet" href=back>{visit.say(site::CANCEL)}</a>
            </p>
        </form>
        {saved}
        {document}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;

    #[test]
    fn a_dossier_that_is_shown_in_fields_is_read_back_as_it_was() {
        let dossier = Dossier {
            title: "A".to_owned(),
            approach: "b\nc".to_owned(),
            cost_eur: Some(45_000),
            ..Dossier::default()
        };
        for language in [Language::Bg, Language::En] {
            let fields = fields_of(&dossier, language);
            let mut reader = Reader::new(&fields, language);
            let read = read(&mut reader);
            assert_eq!(reader.finish(read).ok().as_ref(), Some(&dossier));
        }
    }

    #[test]
    fn a_price_beyond_reason_is_refused_beside_its_field() {
        let fields = Fields::of([
            ("title", "A".to_owned()),
            ("cost_eur", "1000000001".to_owned()),
        ]);
        let mut reader = Reader::new(&fields, Language::En);
        let read = read(&mut reader);
        let errors = reader.finish(read).err().unwrap_or_default();
        assert_eq!(errors.at("cost_eur"), Some("At most 1,000,000,000 euro."));
    }
}
