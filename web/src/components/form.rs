//! Forms: fields with label, help and error, the summary of what is wrong, the proof
//! that a form is ours. All of it works without JavaScript.

use leptos::prelude::*;

use crate::{
    form::{CSRF_FIELD, Errors, Fields, ONCE_FIELD, Wrong},
    page::escape,
    texts::{Text, failure as texts, site},
    visit::Visit,
};

/// What each form sends along: the session's token, and a name that makes it count
/// once. The first field of a form.
#[component]
pub fn FormGuard(visit: Visit) -> impl IntoView {
    let csrf = visit.viewer.map(|viewer| viewer.csrf).unwrap_or_default();
    view! {
        <input type="hidden" name=CSRF_FIELD value=csrf/>
        <input type="hidden" name=ONCE_FIELD value=ulid::Ulid::generate().to_string()/>
    }
}

/// All that is wrong, at the top of the page; the focus goes there. Nothing, if
/// nothing is wrong.
#[component]
pub fn ErrorSummary(visit: Visit, errors: Errors) -> impl IntoView {
    if errors.is_empty() {
        return ().into_any();
    }
    let title = visit.say(texts::PLEASE_CORRECT);
    // Written out once every field below has said what it is called.
    let items = move || {
        let all = errors.wrongs().iter();
        all.map(|one| complaint_of(&errors, one)).collect_view()
    };
    view! {
        <div class="notice bad" role="alert" tabindex="-1" autofocus="" id="errors">
            <p class="notice-title">{title}</p>
            <ul>{items}</ul>
        </div>
    }
    .into_any()
}

/// A line of the summary, which names its field.
fn complaint_of(errors: &Errors, one: &Wrong) -> impl IntoView + use<> {
    let Some(field) = one.field() else {
        return view! { <li>{said("", one)}</li> }.into_any();
    };
    let label = errors.label(field).map(|label| format!("{label}: "));
    let text = said(&label.unwrap_or_default(), one);
    view! { <li><a href=format!("#{field}")>{text}</a></li> }.into_any()
}

/// What is wrong, after the name of its field: what the API says of it is marked as English,
/// so that it is read aloud as such.
fn said(label: &str, one: &Wrong) -> AnyView {
    let (words, english) = one.parts();
    let words = format!("{label}{words}");
    if english.is_empty() {
        return words.into_any();
    }
    let english = english.to_owned();
    view! { {words} <span lang="en">{english}</span> }.into_any()
}

/// How a text is typed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// One line.
    #[default]
    Line,
    /// The visitor's own name.
    Name,
    /// The name of the visitor's organisation.
    Organisation,
    /// An e-mail address.
    Email,
    /// A password that is already known.
    Password,
    /// A new password.
    NewPassword,
    /// A code of digits from an app.
    Code,
    /// A code of an app, or a recovery code with letters.
    AnyCode,
    /// A whole number.
    Number,
    /// A day and a time of it, in Sofia.
    Moment,
    /// A day.
    Day,
    /// Several lines.
    Text,
    /// A file that is written by hand: many lines, none of which is broken.
    Source,
}

impl Kind {
    fn input_type(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Password | Self::NewPassword => "password",
            Self::Moment => "datetime-local",
            Self::Day => "date",
            Self::Line
            | Self::Name
            | Self::Organisation
            | Self::Code
            | Self::AnyCode
            | Self::Number
            | Self::Text
            | Self::Source => "text",
        }
    }

    fn autocomplete(self) -> Option<&'static str> {
        match self {
            Self::Name => Some("name"),
            Self::Organisation => Some("organization"),
            Self::Email => Some("email"),
            Self::Password => Some("current-password"),
            Self::NewPassword => Some("new-password"),
            Self::Code | Self::AnyCode => Some("one-time-code"),
            _ => None,
        }
    }

    fn inputmode(self) -> Option<&'static str> {
        matches!(self, Self::Code | Self::Number).then_some("numeric")
    }

    /// What was typed is shown again, but for secrets.
    fn kept(self, typed: &str) -> String {
        let is_secret = matches!(self, Self::Password | Self::NewPassword);
        if is_secret || matches!(self, Self::Code | Self::AnyCode) {
            String::new()
        } else {
            typed.to_owned()
        }
    }
}

/// A field with its label, its help and what is wrong with it.
#[component]
pub fn Field(
    visit: Visit,
    /// Its name in the form, and its id.
    name: &'static str,
    label: Text,
    /// What to type, below the label.
    #[prop(optional)]
    help: Option<Text>,
    #[prop(optional)] kind: Kind,
    fields: Fields,
    errors: Errors,
    /// Whether it may stay empty; said in its label.
    #[prop(optional)]
    optional: bool,
) -> impl IntoView {
    errors.call(name, visit.say(label));
    let error = errors.wrong_at(name);
    let help = help.map(|help| {
        view! { <p class="help" id=format!("{name}-help")>{visit.say(help)}</p> }
    });
    let described = described(name, help.is_some(), error.is_some());
    let input = Input {
        name,
        kind,
        value: kind.kept(fields.typed(name)),
        described,
        invalid: error.is_some().then_some("true"),
        required: (!optional).then_some("true"),
    };
    view! {
        <div class="field">
            <label for=name>{visit.say(label)}{may_stay_empty(&visit, optional)}</label>
            {help}
            {complaint(name, error)}
            {input.shown()}
        </div>
    }
}

/// Where a text is typed, with what its attributes say.
struct Input {
    name: &'static str,
    kind: Kind,
    value: String,
    described: Option<String>,
    invalid: Option<&'static str>,
    required: Option<&'static str>,
}

impl Input {
    fn shown(self) -> AnyView {
        let Self { name, kind, .. } = self;
        if kind == Kind::Source {
            return view! {
                <textarea id=name name=name rows="24" class="source" spellcheck="false" autocapitalize="off"
                    aria-describedby=self.described aria-invalid=self.invalid aria-required=self.required
                    inner_html=of_textarea(&self.value)></textarea>
            }
            .into_any();
        }
        if kind == Kind::Text {
            return view! {
                <textarea id=name name=name rows="6" aria-describedby=self.described aria-invalid=self.invalid
                    aria-required=self.required inner_html=of_textarea(&self.value)></textarea>
            }
            .into_any();
        }
        view! {
            <input id=name name=name type=kind.input_type() value=self.value autocomplete=kind.autocomplete()
                inputmode=kind.inputmode() aria-describedby=self.described aria-invalid=self.invalid
                aria-required=self.required/>
        }
        .into_any()
    }
}

/// One of several, in a list that opens. Each is its value and its text.
#[component]
pub fn Select(
    visit: Visit,
    name: &'static str,
    label: Text,
    options: Vec<(String, String)>,
    fields: Fields,
    errors: Errors,
) -> impl IntoView {
    errors.call(name, visit.say(label));
    let error = errors.wrong_at(name);
    let chosen = fields.typed(name).to_owned();
    let options: Vec<_> = options
        .into_iter()
        .map(|(value, text)| {
            let selected = value == chosen;
            view! { <option value=value selected=selected>{text}</option> }
        })
        .collect();
    let described = described(name, false, error.is_some());
    let invalid = error.is_some().then_some("true");
    view! {
        <div class="field">
            <label for=name>{visit.say(label)}</label>
            {complaint(name, error)}
            <select id=name name=name aria-describedby=described aria-invalid=invalid>{options}</select>
        </div>
    }
}

/// One thing to tick.
#[component]
pub fn Tick(
    /// Its id.
    id: String,
    name: &'static str,
    #[prop(default = "yes".to_owned())] value: String,
    text: String,
    ticked: bool,
) -> impl IntoView {
    view! {
        <div class="tick">
            <input type="checkbox" id=id.clone() name=name value=value checked=ticked/>
            <label for=id>{text}</label>
        </div>
    }
}

/// A file to choose.
#[component]
pub fn FileField(
    visit: Visit,
    name: &'static str,
    label: Text,
    #[prop(optional)] help: Option<Text>,
    /// Endings and types that the dialog offers.
    accept: &'static str,
    errors: Errors,
    #[prop(optional)] optional: bool,
) -> impl IntoView {
    errors.call(name, visit.say(label));
    let error = errors.wrong_at(name);
    let help = help.map(|help| {
        view! { <p class="help" id=format!("{name}-help")>{visit.say(help)}</p> }
    });
    let described = described(name, help.is_some(), error.is_some());
    let invalid = error.is_some().then_some("true");
    view! {
        <div class="field">
            <label for=name>{visit.say(label)}{may_stay_empty(&visit, optional)}</label>
            {help}
            {complaint(name, error)}
            <input type="file" id=name name=name accept=accept aria-describedby=described aria-invalid=invalid/>
        </div>
    }
}

/// What stands in a `textarea`. Leptos writes a child of it as it is, so that what
/// somebody typed could end the field and go on as HTML: it is escaped here. The line
/// break before it is the one that browsers drop.
fn of_textarea(text: &str) -> String {
    format!("\n{}", escape(text))
}

fn may_stay_empty(visit: &Visit, optional: bool) -> Option<String> {
    optional.then(|| format!(" {}", visit.say(site::OPTIONAL)))
}

/// What is wrong with a field, beside it.
pub(crate) fn complaint(name: &str, error: Option<&Wrong>) -> Option<impl IntoView + use<>> {
    let id = format!("{name}-error");
    error.map(|one| view! { <p class="error" id=id>{said("", one)}</p> })
}

/// The ids of what describes a field.
pub(crate) fn described(name: &str, has_help: bool, has_error: bool) -> Option<String> {
    let help = has_help.then(|| format!("{name}-help"));
    let error = has_error.then(|| format!("{name}-error"));
    let ids: Vec<String> = help.into_iter().chain(error).collect();
    (!ids.is_empty()).then(|| ids.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::visit::Visit;

    #[test]
    fn the_summary_names_each_field_as_the_field_does() {
        let visit = Visit::for_tests("/x");
        let mut errors = Errors::none();
        errors.add("q", "Попълнете това поле.");
        errors.tell("Още нещо.");
        let html = crate::page::write(|| {
            view! {
                <ErrorSummary visit=visit.clone() errors=errors.clone()/>
                <form>
                    <Field visit=visit.clone() name="q" label=site::SEARCH fields=Fields::default() errors=errors.clone()/>
                </form>
            }
        });
        let html = html.replace("<!---->", "");
        let label = site::SEARCH.bg;
        assert!(
            html.contains(&format!("{label}: Попълнете това поле.</a>")),
            "{html}"
        );
        assert!(html.contains("<li>Още нещо.</li>"), "{html}");
    }

    #[test]
    fn what_was_typed_cannot_end_its_field() {
        let typed = "\n</textarea><script>x</script> & \"so on\"";
        let html = crate::page::write(|| {
            view! { <textarea inner_html=of_textarea(typed)></textarea> }
        });
        let inside = "\n\n&lt;/textarea&gt;&lt;script&gt;x&lt;/script&gt; &amp; &quot;so on&quot;";
        assert_eq!(html, format!("<textarea>{inside}</textarea>"));
    }
}
