//! A proposal of each column's role, with its reasons as figures that a page can word in
//! any language. It proposes; a person decides.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::hint::{Hint, Opinion, matches, name_words};
use super::profile::{DataKind, KindShare};
use super::{Kind, Topic};
use crate::Role;

/// From this share of cells on, a kind makes its whole column what it is.
const SHARE_MAIN: f64 = 0.1;

/// From this share on, identifiers scattered over a column are no accident of a detector.
const SHARE_SCATTERED: f64 = 0.01;

/// From this share of different values on, a value names its row.
const SHARE_UNIQUE: f64 = 0.95;

/// With fewer rows, that all values differ is no wonder.
const ROWS_TELLING: u64 = 20;

/// From this mean length in characters on, cells are sentences.
const TEXT_MEAN_LEAST: f64 = 30.0;

/// From this share of different values on, texts are not picked from a list.
const TEXT_VARIED: f64 = 0.2;

/// Categories beyond this number are measurements.
const CATEGORIES_MOST: u64 = 1_000;

/// Names of columns that number their rows.
const NUMBERING: &[&str] = &[
    "id",
    "ид",
    "номер",
    "no",
    "nomer",
    "number",
    "code",
    "код",
    "key",
    "ключ",
    "uuid",
    "guid",
    "рег",
    "партида*",
    "ref",
    "reference",
    "абонат*",
    "клиент*",
];

/// Why a role is proposed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", tag = "reason")]
pub enum Reason {
    /// Cells are of a kind, by form, check and column.
    Kind {
        /// The kind.
        kind: Kind,
        /// The share of present cells, 0 to 1.
        share: f64,
    },
    /// Longer cells hold things of a kind among other words.
    InText {
        /// The kind.
        kind: Kind,
        /// The share of present cells, 0 to 1.
        share: f64,
    },
    /// The column's name announces a kind that few cells bear out.
    Announced {
        /// The kind.
        kind: Kind,
    },
    /// The column's name says what it is about.
    About {
        /// What.
        topic: Topic,
    },
    /// Nearly every row has a value of its own.
    Unique {
        /// The share of different values, 0 to 1.
        share: f64,
    },
    /// Long texts that people wrote freely.
    FreeText {
        /// Mean length in characters.
        mean_length: f64,
    },
    /// Values that repeat, in a table about people.
    Category {
        /// How many there are.
        distinct: u64,
    },
    /// A date or time, in a table about people.
    Moment,
    /// One value everywhere.
    Constant,
    /// No value anywhere.
    Empty,
    /// Nothing speaks for another role.
    Nothing,
}

/// What is known of a column when its role is proposed.
pub(super) struct Facts<'a> {
    pub(super) name: &'a str,
    pub(super) data_type: DataKind,
    pub(super) present: u64,
    pub(super) distinct: u64,
    pub(super) unique_share: f64,
    pub(super) mean_length: Option<f64>,
    pub(super) kinds: &'a [KindShare],
}

impl Facts<'_> {
    /// Whether the column shows that the table is about people.
    pub(super) fn is_of_people(&self) -> bool {
        let is_personal = |one: &KindShare| {
            let things = [Kind::Eik, Kind::Address, Kind::Coordinates, Kind::Geohash];
            one.share >= SHARE_MAIN && !things.contains(&one.kind)
        };
        let topic = Topic::of(self.name);
        self.kinds.iter().any(is_personal) || topic.is_some_and(Topic::is_of_people)
    }
}

/// What a column that holds a kind is to a person's privacy.
fn role_of(kind: Kind) -> Role {
    match kind {
        Kind::Coordinates | Kind::Geohash => Role::QuasiIdentifier,
        _ => Role::Identifier,
    }
}

/// The role of a column and all reasons, the gravest role first.
pub(super) fn propose(facts: &Facts<'_>, is_about_people: bool) -> (Role, Vec<Reason>) {
    if facts.present == 0 {
        return (Role::Plain, vec![Reason::Empty]);
    }
    let mut found = kinds(facts);
    found.extend(announced(facts, is_about_people));
    if facts.distinct > 1 {
        found.extend(about(facts));
        found.extend(unique(facts, is_about_people));
        found.extend(free_text(facts));
        if found.is_empty() && is_about_people {
            found.extend(repeated(facts));
        }
    } else if found.is_empty() {
        found.push((Role::Plain, Reason::Constant));
    }
    if found.is_empty() {
        found.push((Role::Plain, Reason::Nothing));
    }
    // The sort is stable: within a role, the order above stays.
    found.sort_by_key(|(role, _)| *role);
    let role = found.first().map_or(Role::Plain, |(role, _)| *role);
    (role, found.into_iter().map(|(_, reason)| reason).collect())
}

fn kinds(facts: &Facts<'_>) -> Vec<(Role, Reason)> {
    let reason = |one: &KindShare| {
        let (kind, share) = (one.kind, one.share);
        let is_inside = one.share_in_text > share / 2.0;
        match share {
            SHARE_MAIN.. if !is_inside => (role_of(kind), Reason::Kind { kind, share }),
            SHARE_SCATTERED.. => (Role::Identifier, Reason::InText { kind, share }),
            _ => (Role::Sensitive, Reason::InText { kind, share }),
        }
    };
    facts.kinds.iter().map(reason).collect()
}

fn announced(facts: &Facts<'_>, is_about_people: bool) -> Vec<(Role, Reason)> {
    let hint = Hint::of(facts.name);
    let is_found = |kind: Kind| facts.kinds.iter().any(|one| one.kind == kind);
    let is_weak = |kind: Kind| {
        matches!(
            kind,
            Kind::PersonName | Kind::Address | Kind::Coordinates | Kind::Plate
        )
    };
    let is_text = facts.data_type == DataKind::Text;
    let is_number = |kind: Kind| kind.is_number() && facts.data_type == DataKind::Integer;
    let wanted = Kind::ALL
        .into_iter()
        .filter(|kind| hint.on(*kind) == Opinion::For);
    wanted
        .filter(|kind| (is_text || is_number(*kind)) && *kind != Kind::Coordinates)
        .filter(|kind| !is_found(*kind) && (!is_weak(*kind) || is_about_people))
        .map(|kind| (role_of(kind), Reason::Announced { kind }))
        .collect()
}

fn about(facts: &Facts<'_>) -> Option<(Role, Reason)> {
    let topic = Topic::of(facts.name)?;
    // A street's or a person's name that is a district's too is no less an identifier.
    Some((topic.role(), Reason::About { topic }))
}

fn unique(facts: &Facts<'_>, is_about_people: bool) -> Option<(Role, Reason)> {
    let words = name_words(facts.name);
    let numbers = NUMBERING.iter().any(|pattern| matches(&words, pattern));
    let fits = match facts.data_type {
        DataKind::Text => numbers || is_about_people,
        DataKind::Integer => numbers,
        _ => false,
    };
    let is_unique = facts.unique_share >= SHARE_UNIQUE && facts.present >= ROWS_TELLING;
    let share = facts.unique_share;
    (fits && is_unique).then_some((Role::Identifier, Reason::Unique { share }))
}

fn free_text(facts: &Facts<'_>) -> Option<(Role, Reason)> {
    let mean_length = facts.mean_length?;
    let fits = mean_length >= TEXT_MEAN_LEAST && facts.unique_share >= TEXT_VARIED;
    let is_named = facts
        .kinds
        .iter()
        .any(|one| one.share >= SHARE_MAIN && one.share_in_text < 0.01);
    (fits && !is_named).then_some((Role::Sensitive, Reason::FreeText { mean_length }))
}

fn repeated(facts: &Facts<'_>) -> Option<(Role, Reason)> {
    let distinct = facts.distinct;
    let repeats = distinct <= CATEGORIES_MOST && facts.unique_share < SHARE_UNIQUE;
    match facts.data_type {
        DataKind::Date | DataKind::Time => Some((Role::QuasiIdentifier, Reason::Moment)),
        DataKind::Text | DataKind::Boolean | DataKind::Integer if repeats => {
            Some((Role::QuasiIdentifier, Reason::Category { distinct }))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(name: &str) -> Facts<'_> {
        Facts {
            name,
            data_type: DataKind::Text,
            present: 1_000,
            distinct: 20,
            unique_share: 0.02,
            mean_length: Some(8.0),
            kinds: &[],
        }
    }

    fn share(kind: Kind, share: f64, share_in_text: f64) -> [KindShare; 1] {
        [KindShare {
            kind,
            cells: 1,
            share,
            share_in_text,
        }]
    }

    #[test]
    fn a_kind_makes_its_column_an_identifier() {
        let kinds = share(Kind::Egn, 0.97, 0.0);
        let (role, reasons) = propose(
            &Facts {
                kinds: &kinds,
                ..facts("x")
            },
            true,
        );
        assert_eq!(role, Role::Identifier);
        assert_eq!(
            reasons,
            [Reason::Kind {
                kind: Kind::Egn,
                share: 0.97
            }]
        );
    }

    #[test]
    fn identifiers_inside_texts_are_told_apart() {
        let kinds = share(Kind::Phone, 0.05, 0.05);
        let (role, reasons) = propose(
            &Facts {
                kinds: &kinds,
                ..facts("бележки")
            },
            true,
        );
        assert_eq!(role, Role::Identifier);
        assert_eq!(
            reasons,
            [Reason::InText {
                kind: Kind::Phone,
                share: 0.05
            }]
        );
        let kinds = share(Kind::Phone, 0.0001, 0.0001);
        let (role, _) = propose(
            &Facts {
                kinds: &kinds,
                ..facts("бележки")
            },
            true,
        );
        assert_eq!(role, Role::Sensitive);
    }

    #[test]
    fn names_of_columns_tell_topics_and_kinds() {
        let about = |name| propose(&facts(name), false).0;
        assert_eq!(about("диагноза"), Role::Sensitive);
        assert_eq!(about("пол"), Role::QuasiIdentifier);
        assert_eq!(about("цвят"), Role::Plain);
        let (role, reasons) = propose(&facts("егн"), false);
        assert_eq!(role, Role::Identifier);
        assert_eq!(reasons, [Reason::Announced { kind: Kind::Egn }]);
    }

    #[test]
    fn only_in_a_table_about_people_do_categories_and_dates_tell() {
        assert_eq!(
            propose(&facts("цвят"), true).1,
            [Reason::Category { distinct: 20 }]
        );
        let date = || Facts {
            data_type: DataKind::Date,
            ..facts("подадено")
        };
        assert_eq!(propose(&date(), true).0, Role::QuasiIdentifier);
        assert_eq!(propose(&date(), false).0, Role::Plain);
    }

    #[test]
    fn what_numbers_its_rows_is_an_identifier() {
        let numbered = |name| Facts {
            distinct: 990,
            unique_share: 0.99,
            ..facts(name)
        };
        assert_eq!(propose(&numbered("код"), false).0, Role::Identifier);
        assert_eq!(propose(&numbered("цвят"), false).0, Role::Plain);
        let few = Facts {
            present: ROWS_TELLING - 1,
            ..numbered("код")
        };
        assert_eq!(propose(&few, false).0, Role::Plain);
    }

    #[test]
    fn free_texts_are_sensitive() {
        let text = Facts {
            mean_length: Some(80.0),
            unique_share: 0.9,
            distinct: 900,
            ..facts("описание")
        };
        let (role, reasons) = propose(&text, false);
        assert_eq!(
            (role, reasons),
            (
                Role::Sensitive,
                vec![Reason::FreeText { mean_length: 80.0 }]
            )
        );
    }

    #[test]
    fn constant_and_empty_columns_are_plain() {
        assert_eq!(
            propose(
                &Facts {
                    distinct: 1,
                    ..facts("пол")
                },
                true
            )
            .1,
            [Reason::Constant]
        );
        let empty = Facts {
            present: 0,
            distinct: 0,
            ..facts("егн")
        };
        assert_eq!(propose(&empty, true), (Role::Plain, vec![Reason::Empty]));
    }
}
