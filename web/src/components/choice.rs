//! One of several, all of them shown, each with its words: for choices whose texts are
//! long.

use leptos::prelude::*;

use crate::form::{Errors, Fields};

/// A group of radio buttons. The first one has the group's name as its id, so that the
/// summary of what is wrong leads there.
#[component]
pub fn Choice(
    /// Its name in the form.
    name: &'static str,
    /// What is asked.
    legend: String,
    /// What else is to be known, below it.
    #[prop(optional_no_strip)]
    help: Option<String>,
    /// Value and text of each.
    options: Vec<(String, String)>,
    fields: Fields,
    errors: Errors,
    /// What stands below the options and belongs to the same question.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let error = errors.at(name).map(str::to_owned);
    let invalid = error.is_some().then_some("true");
    let ids = [
        help.is_some().then(|| format!("{name}-help")),
        error.is_some().then(|| format!("{name}-error")),
    ];
    let ids: Vec<String> = ids.into_iter().flatten().collect();
    let described = (!ids.is_empty()).then(|| ids.join(" "));
    let help = help.map(|text| view! { <p class="help" id=format!("{name}-help")>{text}</p> });
    let error = error.map(|text| view! { <p class="error" id=format!("{name}-error")>{text}</p> });
    let chosen = fields.typed(name).to_owned();
    let options: Vec<_> = options
        .into_iter()
        .enumerate()
        .map(|(at, option)| {
            let id = if at == 0 {
                name.to_owned()
            } else {
                format!("{name}-{at}")
            };
            let is_chosen = option.0 == chosen;
            button(name, id, option, is_chosen, invalid)
        })
        .collect();
    view! {
        <fieldset class="choice" aria-describedby=described>
            <legend>{legend}</legend>
            {help}
            {error}
            {options}
            {children.map(|children| children())}
        </fieldset>
    }
}

fn button(
    name: &'static str,
    id: String,
    (value, text): (String, String),
    is_chosen: bool,
    invalid: Option<&'static str>,
) -> impl IntoView + use<> {
    view! {
        <div class="tick">
            <input type="radio" id=id.clone() name=name value=value checked=is_chosen aria-invalid=invalid/>
            <label for=id>{text}</label>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_leads_to_the_first_option_and_what_was_chosen_stays() {
        let mut errors = Errors::none();
        errors.add("mark-0", "Изберете оценка.");
        let fields = Fields::of([("mark-0", "1".to_owned())]);
        let options = ["0", "1"].map(|value| (value.to_owned(), format!("<{value}>")));
        let html = crate::page::write(|| {
            view! {
                <Choice name="mark-0" legend="Полза & употреба".to_owned() help=None options=options.to_vec()
                    fields=fields errors=errors/>
            }
        });
        assert!(html.contains(r#"id="mark-0""#), "{html}");
        assert!(
            html.contains(r#"aria-describedby="mark-0-error""#),
            "{html}"
        );
        assert_eq!(html.matches(" checked").count(), 1, "{html}");
        assert!(
            html.contains("&lt;1&gt;") && html.contains("Полза &amp;"),
            "{html}"
        );
    }
}
