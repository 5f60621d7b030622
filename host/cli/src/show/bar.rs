//! A progress bar on standard error, drawn on a terminal only.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use pilotbox_evaluate::Progress;

/// Counts what is done.
pub(crate) struct Bar(ProgressBar);

impl Bar {
    /// Counts cases.
    pub(crate) fn new(what: &str) -> Self {
        Self::of(what, "cases")
    }

    /// Counts samples of a case.
    pub(crate) fn samples() -> Self {
        Self::of("profile", "samples")
    }

    fn of(what: &str, unit: &str) -> Self {
        let bar = ProgressBar::no_length();
        let template = format!("{{msg:10}} [{{bar:40}}] {{pos}}/{{len}} {unit}, {{eta}} left");
        let style = ProgressStyle::with_template(&template);
        bar.set_style(
            style
                .unwrap_or_else(|_| ProgressStyle::default_bar())
                .progress_chars("=> "),
        );
        bar.set_message(what.to_owned());
        bar.enable_steady_tick(Duration::from_millis(200));
        Self(bar)
    }
}

impl Progress for Bar {
    fn advance(&self, done: usize, total: usize) {
        self.0.set_length(total as u64);
        self.0.set_position(done as u64);
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
