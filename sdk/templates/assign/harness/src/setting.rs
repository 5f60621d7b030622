//! The settings that this harness takes. The manifest was checked before, so that
//! one that does not fit is a fault of the challenge.

use pilotbox_harness::Params;

/// How the harness is set.
#[derive(Clone, Debug)]
pub(crate) struct Setting {
    pub table: String,
    /// Column of persons.
    pub person: String,
    /// Column of places.
    pub place: String,
    /// Column of ranks or of costs: less is better in both.
    pub cost: String,
    /// Column of how many persons a place takes.
    pub capacity: String,
    /// Column whose equal values make one case.
    pub group: String,
    /// What a person without a place costs.
    pub unplaced: Option<f64>,
    pub metric: Metric,
    /// Column of strata.
    pub strata: Option<String>,
}

/// How assignments are measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Metric {
    MeanCost,
    Placed,
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
        let unplaced = params.number::<f64>("unplaced")?;
        if unplaced.is_some_and(|cost| !(cost > 0.0 && cost.is_finite())) {
            return Err("the setting `unplaced` is not above 0".to_owned());
        }
        Ok(Self {
            table: own("table")?,
            person: own("person")?,
            place: own("place")?,
            cost: own("rank").or_else(|_| own("cost"))?,
            capacity: own("capacity")?,
            group: own("group")?,
            unplaced,
            metric: Metric::of(params.text("metric")?)?,
            strata: params.get("strata").map(str::to_owned),
        })
    }
}

impl Metric {
    /// The name in outcomes.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::MeanCost => "mean-cost",
            Self::Placed => "placed",
        }
    }

    fn of(name: &str) -> Result<Self, String> {
        [Self::MeanCost, Self::Placed]
            .into_iter()
            .find(|metric| metric.name() == name)
            .ok_or_else(|| format!("the setting `metric` cannot be `{name}`"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn params(more: &[(&str, &str)]) -> Params {
        let given = [
            ("table", "wishes"),
            ("person", "child"),
            ("place", "camp"),
            ("capacity", "places"),
            ("group", "week"),
            ("metric", "mean-cost"),
        ];
        let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        Params::of(given.iter().chain(more).map(own))
    }

    #[test]
    fn ranks_are_costs() {
        let ranked = Setting::of(&params(&[("rank", "rank")])).expect("it fits");
        assert_eq!(ranked.cost, "rank");
        let costly = Setting::of(&params(&[("cost", "metres")])).expect("it fits");
        assert_eq!((costly.cost.as_str(), costly.unplaced), ("metres", None));
    }

    #[test]
    fn settings_that_do_not_fit_are_named() {
        assert!(Setting::of(&params(&[])).is_err());
        for (name, value) in [("unplaced", "0"), ("unplaced", "inf"), ("metric", "envy")] {
            let more = [("rank", "rank"), (name, value)];
            let error = Setting::of(&params(&more)).expect_err("it is refused");
            assert!(error.contains(&format!("`{name}`")), "{error}");
        }
    }
}
