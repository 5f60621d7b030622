//! The harness of the template `assign`: for each group of the table it shows a
//! plugin who wishes for which places and how many each takes, and measures whom
//! the plugin puts where. Which columns say so is set by the challenge's manifest.
//!
//! The table has one row for each wish.

mod market;
mod measure;
mod setting;
mod tables;

use pilotbox_harness::templates::assign;
use pilotbox_harness::{Case, Harness, Outcome, PluginFault, Split};

use setting::Setting;

/// The harness; its metric is that of the setting `metric`.
pub struct Assign;

impl Harness for Assign {
    fn cases(_split: Split) -> Vec<Case> {
        let setting = Setting::read();
        tables::cases(&setting).expect("the split's table has the settings' columns")
    }

    fn run(_split: Split, id: &str) -> Result<Outcome, PluginFault> {
        let setting = Setting::read();
        let wishes = tables::wishes(&setting, id).expect("the split's table holds the case");
        let request = market::request(&wishes, setting.unplaced).expect("the wishes are in order");
        let answer = assign::assign(&request).map_err(PluginFault::declined)?;
        measure::outcome(setting.metric, &request, &answer)
    }
}

pilotbox_harness::export!(Assign);
