//! The parts of a comparison that can be taken away as files.

use crate::texts::{Text, compare as texts};

/// A part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Chart {
    /// Totals with their intervals and costs: a table alone.
    Scores,
    /// Score against cost.
    Trade,
    /// Parallel coordinates over strata.
    Parallel,
    /// Box and dots by stratum.
    Boxes,
    /// The map of tiles.
    Tiles,
    /// Cases by submissions.
    Heat,
    /// The biggest disagreements: a table alone.
    Disagreements,
}

impl Chart {
    /// Every part.
    pub(super) const ALL: [Self; 7] = [
        Self::Scores,
        Self::Trade,
        Self::Parallel,
        Self::Boxes,
        Self::Tiles,
        Self::Heat,
        Self::Disagreements,
    ];

    /// Its name in addresses.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Scores => "scores",
            Self::Trade => "trade",
            Self::Parallel => "parallel",
            Self::Boxes => "boxes",
            Self::Tiles => "tiles",
            Self::Heat => "heat",
            Self::Disagreements => "disagreements",
        }
    }

    /// The one of that name.
    pub(super) fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|chart| chart.name() == name)
    }

    /// Whether there is a drawing beside the table.
    pub(super) fn is_drawn(self) -> bool {
        !matches!(self, Self::Scores | Self::Disagreements)
    }

    /// What is shown.
    pub(super) fn caption(self) -> Text {
        match self {
            Self::Scores => texts::SCORES_CAPTION,
            Self::Trade => texts::TRADE_CAPTION,
            Self::Parallel => texts::PARALLEL_CAPTION,
            Self::Boxes => texts::BOXES_CAPTION,
            Self::Tiles => texts::TILES_CAPTION,
            Self::Heat => texts::HEAT_CAPTION,
            Self::Disagreements => texts::DISAGREE_CAPTION,
        }
    }
}
