//! A progress bar on standard error, drawn on a terminal only.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use pilotbox_evaluate::Progress;
use pilotbox_model::{api::runs::RunView, printable};

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

/// Counts bytes that come or go.
pub(crate) fn bytes_bar(what: &str, total: Option<u64>) -> ProgressBar {
    let bar = total.map_or_else(ProgressBar::no_length, ProgressBar::new);
    let style = ProgressStyle::with_template(
        "{msg:10} [{bar:40}] {bytes}/{total_bytes}, {bytes_per_sec}, {eta} left",
    );
    bar.set_style(
        style
            .unwrap_or_else(|_| ProgressStyle::default_bar())
            .progress_chars("=> "),
    );
    bar.set_message(what.to_owned());
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

/// How far a run of a server is.
pub(crate) struct RunBar(ProgressBar);

impl RunBar {
    /// Nothing is known yet.
    pub(crate) fn new(split: &str) -> Self {
        let bar = ProgressBar::new(100);
        let style = ProgressStyle::with_template("{prefix:10} [{bar:40}] {pos} %, {msg}");
        bar.set_style(
            style
                .unwrap_or_else(|_| ProgressStyle::default_bar())
                .progress_chars("=> "),
        );
        bar.set_prefix(printable(split));
        bar.enable_steady_tick(Duration::from_millis(200));
        Self(bar)
    }

    /// Shows where the run is.
    pub(crate) fn set(&self, run: &RunView) {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "between 0 and 100"
        )]
        let percent = (run.progress.clamp(0.0, 1.0) * 100.0) as u64;
        self.0.set_position(percent);
        let state = run.state;
        self.0.set_message(match run.place_in_queue {
            Some(place) => format!("{state}, {place} runs before it"),
            None => state.to_string(),
        });
    }
}

impl Drop for RunBar {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
