//! Sends the form as the browser would, but so that its progress is known.

use leptos::{ev::SubmitEvent, prelude::*};
use wasm_bindgen::{JsCast as _, closure::Closure};
use web_sys::{
    FormData, HtmlFormElement, ProgressEvent, XmlHttpRequest, XmlHttpRequestResponseType,
};

use super::{Sending, answer};

/// Sends the form of the event. If it cannot be begun, the browser sends it itself.
pub(super) fn send(event: &SubmitEvent, set_sending: WriteSignal<Sending>) {
    let target = event.target();
    let form = target.and_then(|target| target.dyn_into::<HtmlFormElement>().ok());
    let begun = form.and_then(|form| begin(&form, set_sending));
    if begun.is_some() {
        event.prevent_default();
    }
}

fn begin(form: &HtmlFormElement, set_sending: WriteSignal<Sending>) -> Option<()> {
    let data = FormData::new_with_form(form).ok()?;
    let request = XmlHttpRequest::new().ok()?;
    request.open("POST", &form.action()).ok()?;
    request.set_response_type(XmlHttpRequestResponseType::Document);
    watch(&request, form, set_sending)?;
    request.send_with_opt_form_data(Some(&data)).ok()?;
    set_sending.set(Sending::Share(0.0));
    Some(())
}

fn watch(
    request: &XmlHttpRequest,
    form: &HtmlFormElement,
    set_sending: WriteSignal<Sending>,
) -> Option<()> {
    let on_progress = Closure::<dyn Fn(ProgressEvent)>::new(move |event: ProgressEvent| {
        if event.length_computable() && event.total() > 0.0 {
            set_sending.set(Sending::Share(event.loaded() / event.total()));
        }
    });
    let on_sent = Closure::<dyn Fn()>::new(move || set_sending.set(Sending::All));
    let on_error = Closure::<dyn Fn()>::new(move || set_sending.set(Sending::Broke));
    let (answered, form) = (request.clone(), form.clone());
    let on_load = Closure::<dyn Fn()>::new(move || {
        let taken = answer::take(&answered, &form);
        set_sending.set(if taken.is_some() {
            Sending::No
        } else {
            Sending::Broke
        });
    });
    let upload = request.upload().ok()?;
    upload.set_onprogress(Some(on_progress.into_js_value().unchecked_ref()));
    upload.set_onload(Some(on_sent.into_js_value().unchecked_ref()));
    let on_error = on_error.into_js_value();
    request.set_onerror(Some(on_error.unchecked_ref()));
    request.set_onabort(Some(on_error.unchecked_ref()));
    request.set_onload(Some(on_load.into_js_value().unchecked_ref()));
    Some(())
}
