//! What a pilot may cost, in bands that lists are filtered by.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A band of budgets, in whole euro.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum BudgetBand {
    /// Up to 10,000.
    #[serde(rename = "to-10000")]
    To10000,
    /// Above 10,000, up to 50,000.
    #[serde(rename = "to-50000")]
    To50000,
    /// Above 50,000.
    #[serde(rename = "above-50000")]
    Above50000,
    /// The city does not say.
    NotStated,
}

impl BudgetBand {
    /// Every band, from small to large.
    pub const ALL: [Self; 4] = [
        Self::To10000,
        Self::To50000,
        Self::Above50000,
        Self::NotStated,
    ];

    /// Its name in addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::To10000 => "to-10000",
            Self::To50000 => "to-50000",
            Self::Above50000 => "above-50000",
            Self::NotStated => "not-stated",
        }
    }

    /// The band of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|band| band.as_str() == name)
    }

    /// The least and the most that is in it; nothing where no budget is.
    pub fn bounds(self) -> Option<(u64, u64)> {
        match self {
            Self::To10000 => Some((0, 10_000)),
            Self::To50000 => Some((10_001, 50_000)),
            Self::Above50000 => Some((50_001, u64::MAX)),
            Self::NotStated => None,
        }
    }

    /// Whether a budget is in it.
    pub fn holds(self, budget_eur: Option<u64>) -> bool {
        match (self.bounds(), budget_eur) {
            (Some((least, most)), Some(budget)) => (least..=most).contains(&budget),
            (None, None) => true,
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_budget_is_in_one_band_and_none_in_the_last() {
        for (budget, band) in [
            (Some(1), BudgetBand::To10000),
            (Some(10_000), BudgetBand::To10000),
            (Some(10_001), BudgetBand::To50000),
            (Some(50_000), BudgetBand::To50000),
            (Some(50_001), BudgetBand::Above50000),
            (Some(u64::MAX), BudgetBand::Above50000),
            (None, BudgetBand::NotStated),
        ] {
            let held: Vec<_> = BudgetBand::ALL
                .into_iter()
                .filter(|band| band.holds(budget))
                .collect();
            assert_eq!(held, [band], "{budget:?}");
        }
    }

    #[test]
    fn a_band_is_called_alike_in_addresses_and_on_the_wire() {
        for band in BudgetBand::ALL {
            let wire = serde_json::to_value(band).unwrap();
            assert_eq!(wire, band.as_str());
            assert_eq!(BudgetBand::parse(band.as_str()), Some(band));
        }
        assert_eq!(BudgetBand::parse(""), None);
    }
}
