//! What the server answered: another page to go to, the same form with what is wrong
//! with it, or a page that says why nothing can be sent.

use wasm_bindgen::JsCast as _;
use web_sys::{Document, Element, HtmlElement, HtmlFormElement, XmlHttpRequest};

/// What a refused form adds to the page.
const ERRORS: &str = "#errors";

/// Attributes by which a field says that it is wrong.
const MARKS: [&str; 2] = ["aria-invalid", "aria-describedby"];

/// Shows the answer; nothing, if it is no page.
pub(super) fn take(request: &XmlHttpRequest, form: &HtmlFormElement) -> Option<()> {
    let window = web_sys::window()?;
    let page = request.response_xml().ok()??;
    if (200..300).contains(&request.status().ok()?) {
        return window.location().assign(&request.response_url()).ok();
    }
    let document = window.document()?;
    match find(&page, ERRORS) {
        Some(errors) => {
            renew(form, &page)?;
            show(&document, form, &errors)
        }
        None => replace(&document, &page),
    }
}

/// The summary above the form, with the focus in it.
fn show(document: &Document, form: &HtmlFormElement, errors: &Element) -> Option<()> {
    if let Some(old) = find(document, ERRORS) {
        old.remove();
    }
    let errors = document.import_node_with_deep(errors, true).ok()?;
    let errors = errors.dyn_into::<HtmlElement>().ok()?;
    form.before_with_node_1(&errors).ok()?;
    errors.focus().ok()
}

/// What is wrong beside each field, and the proofs of a form that was not sent yet.
/// What was typed and chosen stays.
fn renew(form: &HtmlFormElement, page: &Document) -> Option<()> {
    let old = form.query_selector_all("input, textarea, select").ok()?;
    for at in 0..old.length() {
        let field = old.get(at).and_then(|node| node.dyn_into::<Element>().ok());
        let Some(field) = field else { continue };
        let name = field.get_attribute("name").unwrap_or_default();
        let found = find(page, &format!("main form [name=\"{name}\"]"));
        let Some(new) = found else { continue };
        if field.get_attribute("type").as_deref() == Some("hidden") {
            copy(&field, &new, "value")?;
            continue;
        }
        for mark in MARKS {
            copy(&field, &new, mark)?;
        }
        complain(&field, page, &name)?;
    }
    Some(())
}

fn complain(field: &Element, page: &Document, name: &str) -> Option<()> {
    let id = format!("#{name}-error");
    let document = field.owner_document()?;
    if let Some(old) = find(&document, &id) {
        old.remove();
    }
    if let Some(new) = find(page, &id) {
        let new = document.import_node_with_deep(&new, true).ok()?;
        field.before_with_node_1(&new).ok()?;
    }
    Some(())
}

fn copy(to: &Element, from: &Element, name: &str) -> Option<()> {
    match from.get_attribute(name) {
        Some(value) => to.set_attribute(name, &value).ok(),
        None => to.remove_attribute(name).ok(),
    }
}

/// The answer's content in place of the page's.
fn replace(document: &Document, page: &Document) -> Option<()> {
    let (old, new) = (find(document, "main")?, find(page, "main")?);
    old.set_inner_html(&new.inner_html());
    old.dyn_into::<HtmlElement>().ok()?.focus().ok()
}

fn find(document: &Document, what: &str) -> Option<Element> {
    document.query_selector(what).ok().flatten()
}
