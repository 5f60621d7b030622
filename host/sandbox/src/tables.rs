//! Read-only tables: Parquet files, decoded once into columns. A guest names a
//! table; the name is looked up in a list, never joined to a path.

use std::{collections::BTreeMap, path::Path, sync::Arc};

use bytes::Bytes;
use cap_std::{ambient_authority, fs::Dir};

use crate::caught::caught;

mod decode;

pub use decode::Column;

/// Bytes that all decoded tables of a split may take together.
pub(crate) const MAX_DECODED_BYTES: u64 = 1 << 30;

/// Name of the table in which a harness finds its settings.
pub const PARAMS_TABLE: &str = "params";

/// A decoded table; cheap to clone.
#[derive(Clone, Debug)]
pub struct Table {
    /// Name and values of each column.
    pub columns: Arc<[(String, Column)]>,
    /// How many rows each column has.
    pub rows: u64,
}

/// Tables by name.
#[derive(Clone, Debug, Default)]
pub struct TableSet {
    tables: BTreeMap<String, Table>,
}

/// Why a table cannot be used. A fault of the challenge.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// The folder or file cannot be read.
    #[error("table `{path}`: {source}")]
    Io {
        /// Path within the data folder.
        path: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// The file is no Parquet file that we read.
    #[error("table `{path}`: {reason}")]
    Invalid {
        /// Path within the data folder.
        path: String,
        /// What is wrong.
        reason: String,
    },
    /// The table alone is too large to look into.
    #[error("table `{path}` is too large to look into")]
    TooLargeToShow {
        /// The table.
        path: String,
    },
    /// All tables together are too large.
    #[error("table `{path}`: the tables of a split decode to more than {MAX_DECODED_BYTES} bytes")]
    TooLarge {
        /// The table that was one too many.
        path: String,
    },
}

impl TableSet {
    /// Loads the tables of some folders below `data`. A table of an earlier
    /// folder hides one of the same name in a later folder; a folder that is
    /// missing is empty. With `only`, other names are passed over.
    pub fn load(
        data: &Path,
        folders: &[&str],
        only: Option<&[String]>,
    ) -> Result<Self, TableError> {
        let mut set = Self::default();
        let Ok(root) = Dir::open_ambient_dir(data, ambient_authority()) else {
            return Ok(set);
        };
        let mut left = MAX_DECODED_BYTES;
        for folder in folders {
            set.load_folder(&root, folder, only, &mut left)?;
        }
        Ok(set)
    }

    /// The same with the settings of a challenge's harness as the table
    /// [`PARAMS_TABLE`]: text columns `key` and `value`. It hides a table of that
    /// name; without settings nothing changes.
    #[must_use]
    pub fn with_params(mut self, params: &[(String, String)]) -> Self {
        if !params.is_empty() {
            let keys = params.iter().map(|(key, _)| key.as_str());
            let values = params.iter().map(|(_, value)| value.as_str());
            let table = Table {
                rows: params.len() as u64,
                columns: [
                    ("key".to_owned(), Column::of_texts(keys)),
                    ("value".to_owned(), Column::of_texts(values)),
                ]
                .into(),
            };
            self.tables.insert(PARAMS_TABLE.to_owned(), table);
        }
        self
    }

    /// The table of this name.
    pub fn get(&self, name: &str) -> Option<&Table> {
        self.tables.get(name)
    }

    /// Names and tables, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&String, &Table)> {
        self.tables.iter()
    }

    fn load_folder(
        &mut self,
        root: &Dir,
        folder: &str,
        only: Option<&[String]>,
        left: &mut u64,
    ) -> Result<(), TableError> {
        for name in parquet_names(root, folder)? {
            let wanted = only.is_none_or(|only| only.contains(&name));
            if !wanted || self.tables.contains_key(&name) {
                continue;
            }
            let path = format!("{folder}/{name}.parquet");
            let table = load_table(root, &path, left)?;
            self.tables.insert(name, table);
        }
        Ok(())
    }
}

/// The first rows of a table.
#[derive(Clone, Debug)]
pub struct TableHead {
    /// Name and first values of each column.
    pub columns: Vec<(String, Column)>,
    /// How many rows the whole table has, as it says itself.
    pub rows: u64,
}

impl TableHead {
    /// Reads at most so many rows of a Parquet file, unless its columns take more bytes
    /// than that. `path` names it in errors.
    pub fn read(
        path: &str,
        file: Vec<u8>,
        limit_rows: usize,
        limit_bytes: u64,
    ) -> Result<Self, TableError> {
        let path = path.to_owned();
        // The reader is made for files that tools write; others must not end the host.
        match caught(|| decode::decode_head(Bytes::from(file), limit_rows, limit_bytes)) {
            Some(Ok((columns, rows))) => Ok(Self { columns, rows }),
            Some(Err(decode::DecodeError::Invalid(reason))) => {
                Err(TableError::Invalid { path, reason })
            }
            Some(Err(decode::DecodeError::TooLarge)) => Err(TableError::TooLargeToShow { path }),
            None => Err(TableError::Invalid {
                path,
                reason: "no reader understands it".to_owned(),
            }),
        }
    }
}

/// Names of the Parquet files in a folder, sorted, without their ending.
fn parquet_names(root: &Dir, folder: &str) -> Result<Vec<String>, TableError> {
    let io = |source| TableError::Io {
        path: folder.to_owned(),
        source,
    };
    let entries = match root.read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(io(error)),
    };
    let mut names = Vec::new();
    for entry in entries {
        let name = entry.map_err(io)?.file_name();
        let name = name.to_str().and_then(|name| name.strip_suffix(".parquet"));
        names.extend(name.map(str::to_owned));
    }
    names.sort();
    Ok(names)
}

fn load_table(root: &Dir, path: &str, left: &mut u64) -> Result<Table, TableError> {
    let io = |source| TableError::Io {
        path: path.to_owned(),
        source,
    };
    let file = root.open(path).map_err(io)?.into_std();
    let (columns, bytes) = decode::decode(file, *left).map_err(|error| match error {
        decode::DecodeError::TooLarge => TableError::TooLarge {
            path: path.to_owned(),
        },
        decode::DecodeError::Invalid(reason) => TableError::Invalid {
            path: path.to_owned(),
            reason,
        },
    })?;
    *left = left.saturating_sub(bytes);
    let rows = columns.first().map_or(0, |(_, column)| column.len() as u64);
    Ok(Table {
        columns: columns.into(),
        rows,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(table: &Table, at: usize) -> Vec<&str> {
        match table.columns.get(at) {
            Some((_, Column::Text { codes, dictionary })) => codes
                .iter()
                .filter_map(|code| dictionary.get(*code as usize).map(String::as_str))
                .collect(),
            other => panic!("no column of texts: {other:?}"),
        }
    }

    #[test]
    fn settings_become_a_table_that_hides_one_of_its_name() {
        let own = |key: &str, value: &str| (key.to_owned(), value.to_owned());
        let params = [own("horizon", "24"), own("step", "24")];
        let other = [own("old", "1")];
        let set = TableSet::default().with_params(&other).with_params(&params);
        let table = set.get(PARAMS_TABLE).expect("it is there");
        assert_eq!(table.rows, 2);
        assert_eq!(table.columns[0].0, "key");
        assert_eq!(texts(table, 0), ["horizon", "step"]);
        assert_eq!(texts(table, 1), ["24", "24"]);
    }

    #[test]
    fn without_settings_there_is_no_table() {
        assert!(TableSet::default().with_params(&[]).iter().next().is_none());
    }
}
