//! Files that are dropped onto the form: each goes into the field that takes its
//! ending.

use leptos::ev::DragEvent;
use wasm_bindgen::JsCast as _;
use web_sys::{DataTransfer, Element, File, HtmlInputElement};

/// Puts dropped files into the fields of the form that lies below the event.
pub(super) fn take(event: &DragEvent) {
    let target = event.current_target();
    let form = target.and_then(|target| target.dyn_into::<Element>().ok());
    let files = event.data_transfer().and_then(|data| data.files());
    let (Some(form), Some(files)) = (form, files) else {
        return;
    };
    for at in 0..files.length() {
        if let Some(file) = files.get(at) {
            put(&form, &file);
        }
    }
}

fn put(form: &Element, file: &File) {
    let Ok(fields) = form.query_selector_all("input[type=file]") else {
        return;
    };
    let name = file.name().to_lowercase();
    for at in 0..fields.length() {
        let field = fields.get(at);
        let Some(field) = field.and_then(|node| node.dyn_into::<HtmlInputElement>().ok()) else {
            continue;
        };
        let accepted = field.accept();
        if accepted.split(',').any(|ending| is_ending(ending, &name)) {
            choose(&field, file);
            return;
        }
    }
}

fn is_ending(ending: &str, name: &str) -> bool {
    let ending = ending.trim();
    ending.starts_with('.') && name.ends_with(ending)
}

/// A field takes a list only, and lists are made by a transfer.
fn choose(field: &HtmlInputElement, file: &File) {
    if let Ok(transfer) = DataTransfer::new()
        && transfer.items().add_with_file(file).is_ok()
    {
        field.set_files(transfer.files().as_ref());
    }
}
