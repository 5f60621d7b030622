//! The harness of the template `classify`: it shows a plugin rows whose class is
//! known, and asks for the classes of others. Which table and which columns is set
//! by the challenge's manifest.
//!
//! Tables: `<table>` of the split, with the classes that are asked for, and
//! `<table>-training`, which all splits share.

mod batch;
mod measure;
mod setting;
mod tables;

use pilotbox_harness::templates::classify;
use pilotbox_harness::{Case, Harness, Outcome, PluginFault, Split};

use setting::Setting;

/// The harness; its metric is that of the setting `metric`.
pub struct Classify;

impl Harness for Classify {
    fn cases(_split: Split) -> Vec<Case> {
        let setting = Setting::read();
        let keys = tables::keys(&setting).expect("the split's table has the settings' columns");
        batch::cases(&keys, &setting)
    }

    fn run(_split: Split, id: &str) -> Result<Outcome, PluginFault> {
        let setting = Setting::read();
        let keys = tables::keys(&setting).expect("the split's table has the settings' columns");
        let rows = batch::rows(&keys, &setting, id);
        let question = tables::question(&setting, &rows).expect("both tables have the columns");
        let answer = classify::classify(&question.request).map_err(PluginFault::declined)?;
        measure::outcome(setting.metric, &question, &answer)
    }
}

pilotbox_harness::export!(Classify);
