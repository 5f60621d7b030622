//! Newer tables of a pilot: an archive of its own that staff hand to the server while the
//! pilot runs. It holds exactly the tables that the package's dictionary lists for
//! `data/pilot`; columns are the harness's to look at, when it describes its form.

use std::{borrow::Cow, collections::BTreeMap, path::Path};

use cap_std::fs::Dir;

use super::{
    PackError,
    extract::{demand_free, place, write_error},
    write::archive,
};
use crate::{
    Bounds, Finding, Package, Source, SourceError,
    lint::{Dictionary, check_folder},
    package::{DICTIONARY, table_of},
};

/// The folder below `data/`.
const FOLDER: &str = "pilot";

/// Makes the archive from a folder that holds a pilot's tables and nothing else. Equal
/// tables give equal bytes.
pub fn pack_pilot(folder: &Path) -> Result<Vec<u8>, PackError> {
    let source = Source::folder(folder)?;
    let mut files = BTreeMap::new();
    for (name, _) in source.files() {
        let path = format!("data/{FOLDER}/{name}");
        table(&path).ok_or_else(|| SourceError::Unknown(name.to_owned()))?;
        files.insert(path, Cow::Owned(source.read(name)?));
    }
    if files.is_empty() {
        return Err(empty(folder.display().to_string()));
    }
    archive(&files)
}

/// Lays the tables of an archive into the folder `pilot` below another one: all of them
/// or nothing.
pub fn lay_pilot(package: &Package, archive: Vec<u8>, folder: &Path) -> Result<(), PackError> {
    let target = folder.join(FOLDER);
    demand_free(&target)?;
    let tables = Source::pack(archive, Bounds::default())?;
    for (path, _) in tables.files() {
        table(path).ok_or_else(|| SourceError::Unknown(path.to_owned()))?;
    }
    let text = package.source().read_text(DICTIONARY)?;
    let dictionary = Dictionary::parse(&text).map_err(|finding| PackError::Final(vec![finding]))?;
    let findings = check_folder(tables.files().map(|(path, _)| path), &dictionary, FOLDER);
    if !findings.is_empty() {
        return Err(PackError::Final(findings));
    }
    if tables.files().next().is_none() {
        return Err(empty(format!("data/{FOLDER}")));
    }
    place(&target, |dir| write_tables(&tables, dir))
}

fn write_tables(tables: &Source, dir: &Dir) -> Result<(), PackError> {
    for (path, _) in tables.files() {
        let name = table(path).ok_or_else(|| SourceError::Unknown(path.to_owned()))?;
        dir.write(format!("{name}.parquet"), tables.read(path)?)
            .map_err(|cause| write_error(Path::new(path), cause))?;
    }
    Ok(())
}

/// The name of a pilot's table, by its path in a package.
fn table(path: &str) -> Option<&str> {
    let (folder, name) = table_of(path)?;
    (folder == FOLDER && !name.is_empty()).then_some(name)
}

fn empty(place: String) -> PackError {
    let finding = Finding::new(place, "missing-table", "no table is there");
    PackError::Final(vec![
        finding.hint("a pilot's data is one `.parquet` file or more"),
    ])
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::fixture;

    #[test]
    fn what_the_dictionary_does_not_list_is_refused() {
        let package = fixture::folder();
        let package = Package::open(package.path()).expect("the fixture is valid");
        let tables = tempfile::tempdir().expect("a temporary folder");
        let target = tempfile::tempdir().expect("a temporary folder");
        assert!(pack_pilot(tables.path()).is_err(), "it is empty");
        fs::write(tables.path().join("odd.parquet"), b"PAR1").expect("it can be written");
        let archive = pack_pilot(tables.path()).expect("it packs");
        let refused = lay_pilot(&package, archive, target.path()).expect_err("it is not listed");
        assert!(refused.to_string().contains("odd.parquet"), "{refused}");
        assert!(!target.path().join(FOLDER).exists());
        fs::write(tables.path().join("notes.txt"), b"").expect("it can be written");
        assert!(
            pack_pilot(tables.path()).is_err(),
            "it holds what is no table"
        );
    }
}
