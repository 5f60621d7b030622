//! The harness of the template `forecast`: at moments of a table it shows a plugin
//! a series up to that moment, and asks for the steps after it. Which table, which
//! columns and how far ahead is set by the challenge's manifest.

mod calendar;
mod measure;
mod series;
mod setting;
mod window;

use pilotbox_harness::templates::forecast;
use pilotbox_harness::{Case, Harness, Outcome, PluginFault, Split};

use series::Table;
use setting::Setting;

/// The harness; its metric is that of the setting `metric`.
pub struct Forecast;

impl Harness for Forecast {
    fn cases(_split: Split) -> Vec<Case> {
        let setting = Setting::read();
        window::cases(&Table::read(&setting), &setting)
    }

    fn run(_split: Split, id: &str) -> Result<Outcome, PluginFault> {
        let setting = Setting::read();
        let window = window::window(&Table::read(&setting), &setting, id)
            .expect("the split's table holds the case");
        let answer = forecast::forecast(&window.request).map_err(PluginFault::declined)?;
        measure::outcome(setting.metric, &window, &answer)
    }
}

pilotbox_harness::export!(Forecast);
