//! The settings that this harness takes. The manifest was checked before, so that
//! one that does not fit is a fault of the challenge.

use pilotbox_harness::Params;

/// How the harness is set.
#[derive(Clone, Debug)]
pub(crate) struct Setting {
    pub table: String,
    /// Column that is forecast.
    pub target: String,
    /// Column of times, in seconds since 1970.
    pub time: String,
    /// Column that names the series, where there are several.
    pub series: Option<String>,
    /// Seconds from one row of a series to the next.
    pub step: i64,
    /// Steps ahead.
    pub horizon: i64,
    /// Steps that a plugin is shown.
    pub history: i64,
    /// Steps from one case to the next.
    pub every: i64,
    pub metric: Metric,
    pub strata: Strata,
}

/// How errors are measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Metric {
    Mae,
    Rmse,
    Wape,
}

/// What makes the strata.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Strata {
    One,
    Weekday,
    Hour,
    Series,
    Column(String),
}

impl Setting {
    /// Reads the settings of the challenge.
    pub(crate) fn read() -> Self {
        let params = Params::read().expect("the manifest sets this harness");
        Self::of(&params).expect("the settings fit the template")
    }

    /// Takes settings, or says which does not fit.
    pub(crate) fn of(params: &Params) -> Result<Self, String> {
        let own = |name: &str| params.text(name).map(str::to_owned);
        let steps = |name: &str| match params.number::<i64>(name)? {
            Some(steps) if steps < 1 => Err(format!("the setting `{name}` is less than 1")),
            steps => Ok(steps),
        };
        let needed =
            |name: &str| steps(name)?.ok_or_else(|| format!("the setting `{name}` is missing"));
        let horizon = needed("horizon")?;
        Ok(Self {
            table: own("table")?,
            target: own("target")?,
            time: own("time")?,
            series: params.get("series").map(str::to_owned),
            step: needed("step")?,
            horizon,
            history: needed("history")?,
            every: steps("every")?.unwrap_or(horizon),
            metric: Metric::of(params.text("metric")?)?,
            strata: Strata::of(params.get("strata")),
        })
    }
}

impl Metric {
    /// The name in outcomes.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Mae => "mae",
            Self::Rmse => "rmse",
            Self::Wape => "wape",
        }
    }

    fn of(name: &str) -> Result<Self, String> {
        [Self::Mae, Self::Rmse, Self::Wape]
            .into_iter()
            .find(|metric| metric.name() == name)
            .ok_or_else(|| format!("the setting `metric` cannot be `{name}`"))
    }
}

impl Strata {
    fn of(word: Option<&str>) -> Self {
        match word {
            None => Self::One,
            Some("weekday") => Self::Weekday,
            Some("hour") => Self::Hour,
            Some("series") => Self::Series,
            Some(column) => Self::Column(column.to_owned()),
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// Settings of an hourly series, two steps ahead of three.
    pub(crate) fn params(more: &[(&str, &str)]) -> Params {
        let given = [
            ("table", "flow"),
            ("target", "litres"),
            ("time", "at"),
            ("step", "3600"),
            ("horizon", "2"),
            ("history", "3"),
            ("metric", "mae"),
        ];
        let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        Params::of(given.iter().chain(more).map(own))
    }

    pub(crate) fn setting(more: &[(&str, &str)]) -> Setting {
        Setting::of(&params(more)).expect("the settings fit")
    }

    #[test]
    fn cases_follow_each_other_by_the_horizon_unless_set() {
        assert_eq!(setting(&[]).every, 2);
        assert_eq!(setting(&[("every", "5")]).every, 5);
    }

    #[test]
    fn strata_are_words_or_a_column() {
        assert_eq!(setting(&[]).strata, Strata::One);
        assert_eq!(setting(&[("strata", "hour")]).strata, Strata::Hour);
        let column = Strata::Column("district".to_owned());
        assert_eq!(setting(&[("strata", "district")]).strata, column);
    }

    #[test]
    fn settings_that_do_not_fit_are_named() {
        for (name, value) in [("step", "0"), ("horizon", "many"), ("metric", "mape")] {
            let error = Setting::of(&params(&[(name, value)])).expect_err("it is refused");
            assert!(error.contains(&format!("`{name}`")), "{error}");
        }
        let error = Setting::of(&Params::default()).expect_err("all are missing");
        assert!(error.contains("is missing"), "{error}");
    }
}
