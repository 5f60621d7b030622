//! The kinds of things that name a person, a firm or a place.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a cell names. The order is that of preference where two fit equally well.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A citizen's number (ЕГН).
    Egn,
    /// A foreigner's number (ЛНЧ).
    Lnch,
    /// The number of a firm or body (ЕИК, БУЛСТАТ), nine or thirteen digits.
    Eik,
    /// A bank account.
    Iban,
    /// A telephone number.
    Phone,
    /// A vehicle's registration plate.
    Plate,
    /// An e-mail address.
    Email,
    /// The name of a person.
    PersonName,
    /// A postal address, as exact as a street number or a block of flats.
    Address,
    /// Exact coordinates, a pair or one of the two.
    Coordinates,
    /// A geohash of six characters or more: a place of a kilometre or less.
    Geohash,
}

impl Kind {
    /// Every kind, in order.
    pub const ALL: [Self; 11] = [
        Self::Egn,
        Self::Lnch,
        Self::Eik,
        Self::Iban,
        Self::Phone,
        Self::Plate,
        Self::Email,
        Self::PersonName,
        Self::Address,
        Self::Coordinates,
        Self::Geohash,
    ];

    /// The name in files and interfaces.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Egn => "egn",
            Self::Lnch => "lnch",
            Self::Eik => "eik",
            Self::Iban => "iban",
            Self::Phone => "phone",
            Self::Plate => "plate",
            Self::Email => "email",
            Self::PersonName => "person-name",
            Self::Address => "address",
            Self::Coordinates => "coordinates",
            Self::Geohash => "geohash",
        }
    }

    /// The kind of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }

    /// Whether values of this kind are runs of digits, so that one number may pass for
    /// another.
    pub(super) fn is_number(self) -> bool {
        matches!(self, Self::Egn | Self::Lnch | Self::Eik | Self::Phone)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_written_in_files_as_it_calls_itself() {
        for kind in Kind::ALL {
            let json = serde_json::to_string(&kind).expect("a kind is JSON");
            assert_eq!(json, format!("\"{}\"", kind.as_str()));
            assert_eq!(Kind::parse(kind.as_str()), Some(kind));
        }
        assert_eq!(Kind::parse("passport"), None);
    }

    #[test]
    fn the_list_of_kinds_is_in_the_order_of_the_type() {
        for (place, kind) in Kind::ALL.into_iter().enumerate() {
            assert_eq!(kind as usize, place);
        }
    }
}
