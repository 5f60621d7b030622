//! The settings that this harness takes. The manifest was checked before, so that
//! one that does not fit is a fault of the challenge.

use pilotbox_harness::Params;

/// Rows of a case where nothing else is set.
const BATCH_ROWS: usize = 50;

/// How the harness is set.
#[derive(Clone, Debug)]
pub(crate) struct Setting {
    pub table: String,
    /// Column of classes.
    pub target: String,
    /// Columns that are shown; nothing for all others.
    pub features: Option<Vec<String>>,
    /// Column that names a row.
    pub id: Option<String>,
    /// Column whose equal values make one case.
    pub group: Option<String>,
    /// Rows of a case without groups.
    pub batch: usize,
    pub metric: Metric,
    /// Column of strata.
    pub strata: Option<String>,
}

/// How answers are measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Metric {
    Accuracy,
    MacroF1,
}

impl Setting {
    /// Reads the settings of the challenge.
    pub(crate) fn read() -> Self {
        let params = Params::read().expect("the manifest sets this harness");
        Self::of(&params).expect("the settings fit the template")
    }

    /// Takes settings, or says which does not fit.
    pub(crate) fn of(params: &Params) -> Result<Self, String> {
        let own = |name: &str| params.get(name).map(str::to_owned);
        let list = |text: &str| text.split(',').map(|name| name.trim().to_owned()).collect();
        let batch = params.number("batch")?.unwrap_or(BATCH_ROWS);
        if batch == 0 {
            return Err("the setting `batch` is less than 1".to_owned());
        }
        Ok(Self {
            table: params.text("table")?.to_owned(),
            target: params.text("target")?.to_owned(),
            features: params.get("features").map(list),
            id: own("id"),
            group: own("group"),
            batch,
            metric: Metric::of(params.text("metric")?)?,
            strata: own("strata"),
        })
    }

    /// Name of the table of rows whose class is shown.
    pub(crate) fn training(&self) -> String {
        format!("{}-training", self.table)
    }

    /// Whether a column is shown.
    pub(crate) fn is_feature(&self, column: &str) -> bool {
        let hidden = [Some(&self.target), self.id.as_ref(), self.group.as_ref()];
        match &self.features {
            Some(features) => features.iter().any(|feature| feature == column),
            None => !hidden.into_iter().flatten().any(|hidden| hidden == column),
        }
    }
}

impl Metric {
    /// The name in outcomes.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Accuracy => "accuracy",
            Self::MacroF1 => "macro-f1",
        }
    }

    fn of(name: &str) -> Result<Self, String> {
        [Self::Accuracy, Self::MacroF1]
            .into_iter()
            .find(|metric| metric.name() == name)
            .ok_or_else(|| format!("the setting `metric` cannot be `{name}`"))
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn setting(more: &[(&str, &str)]) -> Setting {
        Setting::of(&params(more)).expect("the settings fit")
    }

    fn params(more: &[(&str, &str)]) -> Params {
        let given = [
            ("table", "trees"),
            ("target", "state"),
            ("metric", "accuracy"),
        ];
        let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        Params::of(given.iter().chain(more).map(own))
    }

    #[test]
    fn neither_the_class_nor_a_name_is_a_feature() {
        let all = setting(&[("id", "tree"), ("group", "street")]);
        let shown = ["state", "tree", "street", "height"].map(|name| all.is_feature(name));
        assert_eq!(shown, [false, false, false, true]);
        let some = setting(&[("features", "height, age")]);
        assert!(some.is_feature("age") && !some.is_feature("district"));
    }

    #[test]
    fn settings_that_do_not_fit_are_named() {
        for (name, value) in [("batch", "0"), ("batch", "few"), ("metric", "auc")] {
            let error = Setting::of(&params(&[(name, value)])).expect_err("it is refused");
            assert!(error.contains(&format!("`{name}`")), "{error}");
        }
    }

    #[test]
    fn training_rows_have_a_table_of_their_own() {
        assert_eq!(setting(&[]).training(), "trees-training");
        assert_eq!(setting(&[]).batch, 50);
    }
}
