//! To start a challenge without a package: the templates that there are, and the form of
//! one with its table.

mod about;
mod read;
mod settings;

use axum::{
    extract::Path,
    response::{IntoResponse as _, Response},
};
use leptos::prelude::*;
use pilotbox_model::api::{accounts::Role, problem::Code};

use super::{Back, place};
use crate::{
    components::{
        facts::Facts,
        form::{ErrorSummary, FormGuard},
        notice::{Notice, Tone},
    },
    failure::Failure,
    form::{Errors, Fields, SentFiles, refused},
    page::{Page, address, go_to},
    pages::trouble,
    texts::{Text, staff, template as texts},
    visit::Visit,
};

/// A template, in the portal's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Template {
    /// Forecast a series of numbers.
    Forecast,
    /// Name the class of rows.
    Classify,
    /// Give people one of the places that they wish for.
    Assign,
}

impl Template {
    /// Each, in the order of their cards.
    pub const ALL: [Self; 3] = [Self::Forecast, Self::Classify, Self::Assign];

    /// Its name at the API and in addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Forecast => "forecast",
            Self::Classify => "classify",
            Self::Assign => "assign",
        }
    }

    /// The settings that its form asks for, by their names at the API. The API knows
    /// another one besides: the table's name, which the portal leaves to it.
    pub fn settings(self) -> impl Iterator<Item = &'static str> {
        settings::of(self).iter().map(|setting| setting.name)
    }

    fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str() == name)
    }

    fn name(self) -> Text {
        match self {
            Self::Forecast => texts::FORECAST,
            Self::Classify => texts::CLASSIFY,
            Self::Assign => texts::ASSIGN,
        }
    }

    /// What it is good for, an example, what a program gets and what it gives.
    fn told(self) -> [(Text, Text); 4] {
        let [good, example, gets, gives] = match self {
            Self::Forecast => [
                texts::FORECAST_GOOD,
                texts::FORECAST_EXAMPLE,
                texts::FORECAST_GETS,
                texts::FORECAST_GIVES,
            ],
            Self::Classify => [
                texts::CLASSIFY_GOOD,
                texts::CLASSIFY_EXAMPLE,
                texts::CLASSIFY_GETS,
                texts::CLASSIFY_GIVES,
            ],
            Self::Assign => [
                texts::ASSIGN_GOOD,
                texts::ASSIGN_EXAMPLE,
                texts::ASSIGN_GETS,
                texts::ASSIGN_GIVES,
            ],
        };
        [
            (texts::GOOD_FOR, good),
            (texts::EXAMPLE, example),
            (texts::GETS, gets),
            (texts::GIVES, gives),
        ]
    }
}

/// `GET /{language}/staff/templates`
pub(crate) async fn list(visit: Visit) -> Response {
    match available(&visit).await {
        Ok(there) => visit
            .page(visit.say(texts::TITLE), || cards(&visit, &there))
            .into_response(),
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

/// `GET /{language}/staff/templates/{kind}`
pub(crate) async fn show(visit: Visit, Path(kind): Path<String>) -> Response {
    match chosen(&visit, &kind).await {
        Ok(Chosen { template, is_there }) if is_there => {
            form_page(&visit, template, &Fields::default(), &Errors::none()).into_response()
        }
        Ok(_) => visit
            .page(visit.say(texts::TITLE), || cards(&visit, &[]))
            .into_response(),
        Err(failure) => trouble::page(&visit, &failure).into_response(),
    }
}

/// `POST /{language}/staff/templates/{kind}`
pub(crate) async fn post(Path(kind): Path<String>, sent: SentFiles) -> Response {
    let visit = &sent.visit;
    let template = match chosen(visit, &kind).await {
        Ok(Chosen { template, .. }) => template,
        Err(failure) => return trouble::page(visit, &failure).into_response(),
    };
    match make(template, &sent).await {
        Ok(id) => go_to(visit, &format!("{}?done=template", place(&id))),
        Err(errors) => refused(form_page(visit, template, &sent.fields, &errors)),
    }
}

/// A template that an address names.
struct Chosen {
    template: Template,
    is_there: bool,
}

async fn chosen(visit: &Visit, kind: &str) -> Result<Chosen, Failure> {
    let there = available(visit).await?;
    let template = Template::parse(kind).ok_or_else(Failure::missing)?;
    Ok(Chosen {
        template,
        is_there: there.contains(&template),
    })
}

/// The templates that this installation carries.
async fn available(visit: &Visit) -> Result<Vec<Template>, Failure> {
    visit.demand_role(Role::Staff)?;
    let all = visit.api.templates().await?;
    let there = all.iter().filter(|one| one.is_available);
    Ok(there.filter_map(|one| Template::parse(&one.kind)).collect())
}

/// Makes the challenge; tells its id, or what is to be corrected.
async fn make(template: Template, sent: &SentFiles) -> Result<String, Errors> {
    let visit = &sent.visit;
    if let Some(failure) = &sent.failure {
        return Err(wrong(visit, template, failure));
    }
    let ask = read::ask(visit, template, sent)?;
    let Some(table) = sent.file("table") else {
        return Err(Errors::none());
    };
    let made = visit.api.make_challenge(template.as_str(), &ask, table);
    let made = made.await;
    made.map(|made| made.about.id)
        .map_err(|failure| wrong(visit, template, &failure))
}

/// What a failure means for the form: beside each field that it names.
fn wrong(visit: &Visit, template: Template, failure: &Failure) -> Errors {
    let mut errors = Errors::none();
    match failure.code {
        Code::Conflict => errors.add("id", visit.say(texts::ID_TAKEN)),
        Code::TooLarge => errors.add("table", visit.say(texts::TABLE_LARGE)),
        _ if failure.fields.is_empty() => return Errors::of(failure, visit.language),
        _ => {}
    }
    for one in &failure.fields {
        let field = read::field_of(template, &one.field);
        let text = if one.choices.is_empty() {
            let what = if field == Some("table") {
                texts::TABLE_WRONG
            } else {
                texts::NOT_TAKEN
            };
            format!("{} — {}", visit.say(what), one.message)
        } else {
            let columns = one.choices.join(", ");
            texts::NO_COLUMN.fill(visit.language, &[("columns", &columns)])
        };
        match field {
            Some(field) => errors.add(field, text),
            None => errors.tell(text),
        }
    }
    errors
}

fn cards(visit: &Visit, there: &[Template]) -> impl IntoView + use<> {
    let missing = there.is_empty().then(|| {
        let upload = visit.at("/staff/upload");
        let text = visit.say(texts::UNAVAILABLE);
        view! {
            <Notice tone=Tone::Warn><p>{text}</p></Notice>
            <p class="actions"><a class="button" href=upload>{visit.say(staff::UPLOAD_NEW)}</a></p>
        }
    });
    let cards: Vec<_> = Template::ALL
        .into_iter()
        .map(|template| card(visit, template, there.contains(&template)))
        .collect();
    view! {
        <Back visit=visit.clone() path="/staff".to_owned() text=staff::BACK_TO_LIST/>
        <h1>{visit.say(texts::TITLE)}</h1>
        <p class="lead">{visit.say(texts::LEAD)}</p>
        {missing}
        <ul class="cards">{cards}</ul>
    }
}

fn card(visit: &Visit, template: Template, is_there: bool) -> impl IntoView + use<> {
    let name = visit.say(template.name());
    let way = is_there.then(|| {
        let href = visit.at(&format!("/staff/templates/{}", template.as_str()));
        let text = texts::USE.fill(visit.language, &[("name", name)]);
        view! { <p class="actions"><a class="button" href=href>{text}</a></p> }
    });
    view! {
        <li class="card">
            <h2>{name}</h2>
            {told(visit, template)}
            {way}
        </li>
    }
}

fn told(visit: &Visit, template: Template) -> impl IntoView + use<> {
    let facts = template.told().map(|(name, text)| {
        let text = visit.say(text).into_any();
        (visit.say(name), text)
    });
    view! { <Facts facts=facts.into_iter().collect()/> }
}

fn form_page(visit: &Visit, template: Template, fields: &Fields, errors: &Errors) -> Page {
    let name = visit.say(template.name());
    let title = texts::TITLE_OF.fill(visit.language, &[("name", name)]);
    visit.page(title.clone(), || {
        form(visit, template, title, fields, errors)
    })
}

fn form(
    visit: &Visit,
    template: Template,
    title: String,
    fields: &Fields,
    errors: &Errors,
) -> impl IntoView + use<> {
    let (about, data) = (
        about::about(visit, fields, errors),
        about::data(visit, fields, errors),
    );
    let settings = settings::inputs(visit, template, fields, errors);
    view! {
        <ErrorSummary visit=visit.clone() errors=errors.clone()/>
        <Back visit=visit.clone() path="/staff/templates".to_owned() text=texts::BACK/>
        <h1>{title}</h1>
        {told(visit, template)}
        <form method="post" action=address(visit.language, visit) enctype="multipart/form-data" novalidate="">
            <FormGuard visit=visit.clone()/>
            {about}
            {data}
            {settings}
            <p>{visit.say(texts::MAKE_LEAD)}</p>
            <p class="actions"><button type="submit">{visit.say(texts::MAKE)}</button></p>
        </form>
    }
}
