//! Which table of a file is meant. Refuses to guess where a file holds several.

use crate::Table;

/// Why no table was chosen.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChoiceError {
    /// The file has none at all.
    #[error("the file holds no table")]
    None,
    /// No table was named, and there are several.
    #[error("the file holds {} tables; hint: name one of {}", .known.len(), listed(.known))]
    Several {
        /// Their names.
        known: Vec<String>,
    },
    /// The one that was named is not there.
    #[error("the file has no table `{wanted}`; hint: name one of {}", listed(.known))]
    Unknown {
        /// What was named.
        wanted: String,
        /// The names of those that are there.
        known: Vec<String>,
    },
}

impl ChoiceError {
    /// The names that may be chosen.
    pub fn known(&self) -> &[String] {
        match self {
            Self::None => &[],
            Self::Several { known } | Self::Unknown { known, .. } => known,
        }
    }
}

/// The table of this name, or the only one where none is named.
pub fn choose(mut tables: Vec<Table>, wanted: Option<&str>) -> Result<Table, ChoiceError> {
    let place = match wanted {
        None if tables.len() == 1 => Some(0),
        None => None,
        Some(wanted) => tables.iter().position(|table| table.name == wanted),
    };
    if let Some(place) = place {
        return Ok(tables.swap_remove(place));
    }
    let known: Vec<_> = tables.into_iter().map(|table| table.name).collect();
    Err(match wanted {
        _ if known.is_empty() => ChoiceError::None,
        None => ChoiceError::Several { known },
        Some(wanted) => ChoiceError::Unknown {
            wanted: wanted.to_owned(),
            known,
        },
    })
}

fn listed(names: &[String]) -> String {
    let names: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use arrow_schema::Schema;

    use super::*;

    fn tables(names: &[&str]) -> Vec<Table> {
        let table = |name: &&str| Table::new(*name, Schema::empty(), Vec::new());
        let made: Result<Vec<_>, _> = names.iter().map(table).collect();
        made.expect("a table may be empty")
    }

    fn refused(names: &[&str], wanted: Option<&str>) -> String {
        let chosen = choose(tables(names), wanted);
        chosen.expect_err("there is no choice").to_string()
    }

    #[test]
    fn the_only_table_needs_no_name_and_of_several_the_named_one_is_taken() {
        let only = choose(tables(&["a"]), None).expect("there is one");
        assert_eq!(only.name, "a");
        let named = choose(tables(&["a", "b", "c"]), Some("b")).expect("it is there");
        assert_eq!(named.name, "b");
    }

    #[test]
    fn nothing_is_guessed() {
        assert_eq!(
            refused(&["a", "b"], None),
            "the file holds 2 tables; hint: name one of `a`, `b`"
        );
        assert_eq!(
            refused(&["a"], Some("b")),
            "the file has no table `b`; hint: name one of `a`"
        );
        assert_eq!(refused(&[], None), "the file holds no table");
        assert_eq!(refused(&[], Some("b")), "the file holds no table");
    }
}
