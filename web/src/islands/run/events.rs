//! The events of a run in a browser. A connection that breaks is made again: by the
//! browser itself where it will, else by us, ever more slowly.

use std::time::Duration;

use js_sys::{Date, JSON, Object, Reflect};
use leptos::prelude::*;
use wasm_bindgen::{JsCast as _, JsValue, closure::Closure};
use web_sys::{EventSource, MessageEvent};

use super::{Line, Standing};

/// How long to wait before a connection is made again: at first, and at most.
const FIRST: Duration = Duration::from_secs(2);
const LAST: Duration = Duration::from_secs(60);

/// Whoever follows a run.
#[derive(Clone)]
pub(super) struct Follow {
    id: String,
    language: String,
    wait: StoredValue<Duration>,
    set_now: WriteSignal<Standing>,
    set_line: WriteSignal<Line>,
}

impl Follow {
    pub(super) fn new(
        id: String,
        language: String,
        set_now: WriteSignal<Standing>,
        set_line: WriteSignal<Line>,
    ) -> Self {
        Self {
            id,
            language,
            wait: StoredValue::new(FIRST),
            set_now,
            set_line,
        }
    }

    /// Listens until the run has ended.
    pub(super) fn connect(self) {
        let address = format!("/api/v1/runs/{}/events", self.id);
        let Ok(source) = EventSource::new(&address) else {
            return self.again();
        };
        let (open, broken, run) = (self.clone(), self.clone(), self);
        let at = source.clone();
        let on_open = Closure::<dyn Fn()>::new(move || open.opened());
        let on_error = Closure::<dyn Fn()>::new(move || broken.broke(&at));
        let at = source.clone();
        let on_run = Closure::<dyn Fn(MessageEvent)>::new(move |event| run.take(&event, &at));
        source.set_onopen(Some(on_open.into_js_value().unchecked_ref()));
        source.set_onerror(Some(on_error.into_js_value().unchecked_ref()));
        // What does not listen hears nothing; the page still says how things stood.
        let _added =
            source.add_event_listener_with_callback("run", on_run.into_js_value().unchecked_ref());
    }

    fn opened(&self) {
        self.wait.set_value(FIRST);
        self.set_line.set(Line::Open);
    }

    fn broke(&self, source: &EventSource) {
        self.set_line.set(Line::Broken);
        if source.ready_state() == EventSource::CLOSED {
            self.clone().again();
        }
    }

    fn again(self) {
        let wait = self.wait.get_value();
        self.wait.set_value(wait.saturating_mul(2).min(LAST));
        set_timeout(move || self.connect(), wait);
    }

    fn take(&self, event: &MessageEvent, source: &EventSource) {
        let text = event.data().as_string().unwrap_or_default();
        let Ok(body) = JSON::parse(&text) else { return };
        self.set_now.set(self.standing(&field(&body, "run")));
        if field(&body, "is_last").is_truthy() {
            source.close();
            reload();
        }
    }

    fn standing(&self, run: &JsValue) -> Standing {
        let number = |name| field(run, name).as_f64();
        let expected = field(run, "expected_start").as_string();
        Standing {
            state: field(run, "state").as_string().unwrap_or_default(),
            progress: number("progress").unwrap_or_default(),
            cases: number("cases"),
            before: number("place_in_queue"),
            expected: expected.map(|at| self.moment(&at)),
        }
    }

    /// A time as clocks in Sofia show it.
    fn moment(&self, at: &str) -> String {
        let options = Object::new();
        for (name, value) in [
            ("timeZone", "Europe/Sofia"),
            ("hour", "2-digit"),
            ("minute", "2-digit"),
        ] {
            // Without it the browser's own way is taken.
            let _set = Reflect::set(&options, &name.into(), &value.into());
        }
        let at = Date::new(&at.into());
        at.to_locale_time_string_with_options(&self.language, &options)
            .into()
    }
}

fn field(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap_or_default()
}

/// The page again, with all that came of the run.
fn reload() {
    if let Some(window) = web_sys::window() {
        // A page that cannot be loaded again still says that the run has ended.
        let _reloaded = window.location().reload();
    }
}
