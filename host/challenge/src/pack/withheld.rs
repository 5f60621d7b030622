//! Final data that is withheld: it lies in no package, and staff hand it to the
//! server as an archive of its own. Owns that archive, and lays it into an
//! extracted pack; refuses whatever is no table that the dictionary lists.

use std::{borrow::Cow, collections::BTreeMap, path::Path};

use cap_std::fs::Dir;
use pilotbox_model::Split;

use super::{
    PackError,
    extract::{demand_free, place, write_error},
    write::archive,
};
use crate::{
    Bounds, Finding, Package, Source, SourceError,
    lint::{Dictionary, check_final},
    manifest::Openness,
    package::{DICTIONARY, table_of},
};

/// Makes the archive from a folder that holds the tables of the split `final` and
/// nothing else. Equal tables give equal bytes.
pub fn pack_final(folder: &Path) -> Result<Vec<u8>, PackError> {
    let source = Source::folder(folder)?;
    let mut files = BTreeMap::new();
    for (name, _) in source.files() {
        files.insert(checked_path(name)?, Cow::Owned(source.read(name)?));
    }
    if files.is_empty() {
        return Err(empty(folder.display().to_string()));
    }
    archive(&files)
}

/// Makes the archive of Parquet files by their tables' names.
pub fn pack_final_tables(tables: &BTreeMap<String, Vec<u8>>) -> Result<Vec<u8>, PackError> {
    let mut files = BTreeMap::new();
    for (table, bytes) in tables {
        let path = checked_path(&format!("{table}.parquet"))?;
        files.insert(path, Cow::Borrowed(bytes.as_slice()));
    }
    if files.is_empty() {
        return Err(empty(format!("data/{}", Split::Final)));
    }
    archive(&files)
}

/// Where a file of the folder stands in a package, if it is a table.
fn checked_path(name: &str) -> Result<String, PackError> {
    let path = format!("data/{}/{name}", Split::Final);
    match final_table(&path) {
        Some(_) => Ok(path),
        None => Err(SourceError::Unknown(name.to_owned()).into()),
    }
}

/// Lays final data into the folder that a pack was extracted to: all of it or
/// nothing. It must be exactly the tables that the package's dictionary lists for
/// the split.
pub fn attach_final(folder: &Path, archive: Vec<u8>) -> Result<(), PackError> {
    let package = Package::open(folder)?;
    let manifest = package.manifest();
    if manifest.openness != Openness::Withheld {
        return Err(PackError::NotWithheld(manifest.id.clone()));
    }
    let target = folder.join("data").join(Split::Final.as_str());
    demand_free(&target)?;
    let tables = Source::pack(archive, Bounds::default())?;
    check(&package, &tables)?;
    place(&target, |dir| write_tables(&tables, dir))
}

fn check(package: &Package, tables: &Source) -> Result<(), PackError> {
    for (path, _) in tables.files() {
        final_table(path).ok_or_else(|| SourceError::Unknown(path.to_owned()))?;
    }
    let text = package.source().read_text(DICTIONARY)?;
    let dictionary = Dictionary::parse(&text).map_err(|finding| PackError::Final(vec![finding]))?;
    let findings = check_final(tables.files().map(|(path, _)| path), &dictionary);
    if !findings.is_empty() {
        return Err(PackError::Final(findings));
    }
    match tables.files().next() {
        Some(_) => Ok(()),
        None => Err(empty(format!("data/{}", Split::Final))),
    }
}

fn write_tables(tables: &Source, dir: &Dir) -> Result<(), PackError> {
    for (path, _) in tables.files() {
        let Some(name) = final_table(path) else {
            return Err(SourceError::Unknown(path.to_owned()).into());
        };
        dir.write(format!("{name}.parquet"), tables.read(path)?)
            .map_err(|cause| write_error(Path::new(path), cause))?;
    }
    Ok(())
}

/// The name of a table of the split `final`, by its path in a package.
fn final_table(path: &str) -> Option<&str> {
    let (folder, name) = table_of(path)?;
    (folder == Split::Final.as_str() && !name.is_empty()).then_some(name)
}

fn empty(place: String) -> PackError {
    let finding = Finding::new(place, "missing-table", "no table is there");
    PackError::Final(vec![
        finding.hint("final data is one `.parquet` file or more"),
    ])
}

#[cfg(test)]
mod tests {
    use std::{fs, path::PathBuf};

    use tempfile::TempDir;

    use super::*;
    use crate::{
        Audience, PackOptions, fixture,
        pack::{extract, pack, tests::tar},
    };
    use tar::EntryType;

    const FINAL: &str = "data/final/f.parquet";

    /// A package that withholds the data that its dictionary lists, extracted.
    fn withheld() -> (TempDir, PathBuf) {
        let folder = fixture::folder();
        fs::remove_dir_all(folder.path().join("data/final")).expect("it is there");
        extracted(&folder, "withheld")
    }

    fn extracted(folder: &TempDir, openness: &str) -> (TempDir, PathBuf) {
        let text = fixture::MANIFEST.replace("\"known\"", &format!("\"{openness}\""));
        fixture::write(folder.path(), "challenge.toml", &text);
        let package = Package::open(folder.path()).expect("the fixture is valid");
        let components = BTreeMap::from([("harness".to_owned(), Vec::new())]);
        let options = PackOptions {
            audience: Audience::City,
        };
        let bytes = pack(&package, &components, &BTreeMap::new(), options).expect("it packs");
        let parent = tempfile::tempdir().expect("a temporary folder");
        let target = parent.path().join("challenge");
        extract(bytes, &target).expect("it extracts");
        (parent, target)
    }

    fn tables(names: &[&str]) -> TempDir {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for name in names {
            fixture::write(folder.path(), name, name);
        }
        folder
    }

    fn refused(folder: &Path, archive: Vec<u8>) -> String {
        let before = fs::read_dir(folder.join("data")).expect("data").count();
        let error = attach_final(folder, archive).expect_err("it is refused");
        let after = fs::read_dir(folder.join("data")).expect("data").count();
        assert_eq!(before, after, "{error}: nothing stays behind");
        error.to_string()
    }

    #[test]
    fn final_data_is_laid_into_the_folder_once() {
        let (_parent, folder) = withheld();
        let before = Package::open(&folder).expect("it opens");
        let archive = pack_final(tables(&["f.parquet"]).path()).expect("it packs");
        assert_eq!(
            archive,
            pack_final(tables(&["f.parquet"]).path()).expect("it packs")
        );
        attach_final(&folder, archive.clone()).expect("it is attached");
        let after = Package::open(&folder).expect("it opens");
        assert_eq!(after.source().read(FINAL).expect("a table"), b"f.parquet");
        assert_eq!(
            before.data_digest(Split::Sample),
            after.data_digest(Split::Sample)
        );
        assert_ne!(
            before.data_digest(Split::Final),
            after.data_digest(Split::Final)
        );
        assert!(refused(&folder, archive).contains("is there already"));
    }

    #[test]
    fn only_what_the_dictionary_lists_is_taken_and_all_of_it() {
        let (_parent, folder) = withheld();
        let of = |names: &[&str]| pack_final(tables(names).path()).expect("it packs");
        assert_eq!(
            refused(&folder, of(&["g.parquet"])),
            "data/csvw.json: `data/final/g.parquet` has no dictionary; \
             hint: list it in `tables` with its columns\n\
             data/final/f.parquet: the table is missing; hint: `data/csvw.json` lists it"
        );
        assert!(refused(&folder, of(&["f.parquet", "g.parquet"])).contains("no dictionary"));
        assert!(refused(&folder, tar(&[])).contains("the table is missing"));
    }

    #[test]
    fn archives_are_refused_as_packs_are() {
        let (_parent, folder) = withheld();
        let file = EntryType::Regular;
        let entries: [(&str, EntryType, &str); 9] = [
            ("data/final/../f.parquet", file, "it leaves the folder"),
            ("/data/final/f.parquet", file, "it is absolute"),
            ("f.parquet", file, "belongs to no package"),
            ("data/public/f.parquet", file, "belongs to no package"),
            ("data/final/f.csv", file, "belongs to no package"),
            ("data/final/.parquet", file, "belongs to no package"),
            ("data/final/a/f.parquet", file, "belongs to no package"),
            (FINAL, EntryType::Symlink, "is a link"),
            (FINAL, EntryType::Directory, "neither a file nor a folder"),
        ];
        for (name, kind, reason) in entries {
            let said = refused(&folder, tar(&[(name, kind, b"")]));
            assert!(said.contains(reason), "{name}: {said}");
        }
        let twice = tar(&[(FINAL, file, b""), ("data/final/F.parquet", file, b"")]);
        assert!(refused(&folder, twice).contains("is there twice"));
        let whole = tar(&[(FINAL, file, b"1")]);
        assert!(refused(&folder, whole[..600].to_vec()).contains("damaged"));
        assert!(refused(&folder, b"PK".to_vec()).contains("damaged"));
    }

    #[test]
    fn tables_by_name_make_the_archive_of_their_folder() {
        let folder = tables(&["f.parquet", "g.parquet"]);
        let named = |names: &[&str]| {
            let named = names.iter();
            named
                .map(|name| ((*name).to_owned(), format!("{name}.parquet").into_bytes()))
                .collect::<BTreeMap<_, _>>()
        };
        let archive = pack_final_tables(&named(&["f", "g"])).expect("it packs");
        assert_eq!(archive, pack_final(folder.path()).expect("it packs"));
        for names in [&["a/b"][..], &["../f"], &[""], &[]] {
            assert!(pack_final_tables(&named(names)).is_err(), "{names:?}");
        }
    }

    #[test]
    fn a_package_that_withholds_nothing_gets_nothing() {
        let (_parent, folder) = extracted(&fixture::folder(), "known");
        let archive = pack_final(tables(&["f.parquet"]).path()).expect("it packs");
        assert!(refused(&folder, archive).contains("withholds no data"));
    }

    #[test]
    fn a_folder_with_anything_else_is_not_packed() {
        for names in [&["f.parquet", "make.py"][..], &["final/f.parquet"], &[]] {
            assert!(pack_final(tables(names).path()).is_err(), "{names:?}");
        }
    }
}
