//! A challenge whose finalists are judged: one rubric is in, the others are waited for.

use anyhow::{Context as _, Result};
use serde_json::Value;

use super::{City, STAFF, quiet};

/// The challenge that the jury has: its programs end soonest.
const JUDGED: &str = "school-admission";

/// The last day for the jury.
const DUE: &str = "2099-01-15";

impl City {
    /// Closes a challenge and gives its finalists to the evaluator, who hands one rubric
    /// in. Finalists are known once every program has been run.
    pub(super) fn hand_to_jury(&self) -> Result<()> {
        let (staff, evaluator) = (STAFF[0].1, STAFF[2].1);
        let close = ["move", JUDGED, "closed", "--reason", "Демонстрация"];
        quiet(self.client(staff, "challenge").args(close))?;
        Self::wait_until(|| {
            let assign = ["assign", JUDGED, "--all", "--due", DUE];
            quiet(self.client(staff, "challenge").args(assign))
        })?;
        self.log_in(evaluator, &["--scope", "manage"])?;
        let list = quiet(
            self.client(evaluator, "evaluation")
                .args(["list", "--json"]),
        )?;
        let list: Value = serde_json::from_str(&list).context("the list is no JSON")?;
        let first = list[0]["id"]
            .as_str()
            .context("the evaluator has no work")?;
        quiet(
            self.client(evaluator, "evaluation")
                .args(["declare", first]),
        )?;
        let note = ["note", first, "Ясен план, добре обоснована цена."];
        quiet(self.client(evaluator, "evaluation").args(note))?;
        Self::wait_until(|| {
            let jury = ["move", JUDGED, "jury"];
            quiet(self.client(staff, "challenge").args(jury))
        })?;
        self.judge(evaluator, first)
    }

    /// Fills in a rubric and hands it in.
    fn judge(&self, evaluator: &str, work: &str) -> Result<()> {
        let shown = ["rubric", work, "--json"];
        let rubric = quiet(self.client(evaluator, "evaluation").args(shown))?;
        let rubric: Value = serde_json::from_str(&rubric).context("the rubric is no JSON")?;
        let criteria = rubric["criteria"].as_array().into_iter().flatten();
        let ids = criteria.filter_map(|one| one["id"].as_str());
        let marks: Vec<String> = ids.map(|id| format!("{id}=4")).collect();
        let mut mark = self.client(evaluator, "evaluation");
        mark.args(["mark", work, "--hand-in"]).args(&marks);
        quiet(&mut mark).map(|_| ())
    }
}
