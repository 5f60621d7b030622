//! A challenge's package with other tables in the place of its own: both cut by the raw
//! table's rows, so that a published row lies where its raw one does.
//!
//! What makes cases of rows (their ids, groups and strata) is taken from the raw table on
//! both sides: no program is shown it, and points are compared case by case only where
//! the cases are the same.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use pilotbox_challenge::{
    Package,
    package::{MANIFEST, RUBRIC},
    template::{
        FormError, ParamType, ParamValue, Part, RowSplit, Shares, TemplateForm, TemplateKind,
        params, split as cut_rows,
    },
};
use pilotbox_sandbox::Column;

use super::{SEED, Swap, SwapError};
use crate::{
    table::{InputTable, texts, write_parquet},
    template::{fault::io_error, tables},
};

/// Files that a package cannot be opened without, besides manifest and tables.
const NEEDED: [&str; 3] = [RUBRIC, "statement/en.md", "statement/bg.md"];

/// Settings whose columns make cases of rows.
const STRUCTURE: [&str; 3] = ["id", "group", "strata"];

/// Settings whose columns are measured.
const MEASURED: [&str; 4] = ["target", "cost", "rank", "capacity"];

/// Names and values.
type Columns = Vec<(String, Column)>;

/// A package as files.
pub(super) struct Draft(BTreeMap<String, Vec<u8>>);

/// A challenge, and the rows of both tables for each of its parts.
pub(super) struct Cut<'a> {
    package: &'a Package,
    form: TemplateForm,
    raw: InputTable,
    published: InputTable,
    origins: &'a [u32],
    rows: RowSplit,
}

impl<'a> Cut<'a> {
    pub(super) fn new(
        kind: TemplateKind,
        package: &'a Package,
        swap: &Swap<'a>,
    ) -> Result<Self, SwapError> {
        let form = form(kind, package);
        let (_, raw) = tables::completed(&form, swap.raw);
        let (_, published) = tables::completed(&form, swap.published);
        let rows = cut_rows(&form, &tables::named_values(&raw));
        let rows = rows.map_err(|errors| other_table(package, &errors))?;
        let cut = Self {
            package,
            form,
            raw,
            published,
            origins: swap.origins,
            rows,
        };
        cut.demand_measured()?;
        Ok(cut)
    }

    /// The package on the raw table.
    pub(super) fn raw(&self) -> Result<Draft, SwapError> {
        let mut files = self.files(&self.form.params)?;
        for (part, rows) in self.parts() {
            files.insert(self.path(part), tables::written(&self.raw, rows)?);
        }
        Ok(Draft(files))
    }

    /// The package on the published table; the inner error says why there can be none.
    pub(super) fn published(&self) -> Result<Result<Draft, String>, SwapError> {
        let (table, params) = match self.with_structure() {
            Ok(swapped) => swapped,
            Err(reason) => return Ok(Err(reason)),
        };
        let mut place = vec![None; self.raw.rows()];
        for (row, origin) in self.origins.iter().enumerate() {
            if let Some(place) = place.get_mut(*origin as usize) {
                *place = Some(row);
            }
        }
        let mut files = self.files(&params)?;
        for (part, rows) in self.parts() {
            let left = rows.iter().filter_map(|row| place.get(*row).copied()?);
            let left: Vec<usize> = left.collect();
            if left.is_empty() {
                return Ok(Err(format!("no row of `{}` is left", self.path(part))));
            }
            files.insert(self.path(part), picked(&table, &left)?);
        }
        Ok(Ok(Draft(files)))
    }

    /// The published columns and, under names of their own, the raw ones that make cases;
    /// with the settings that say so.
    fn with_structure(&self) -> Result<(Columns, BTreeMap<String, ParamValue>), String> {
        let mut params = self.form.params.clone();
        let mut columns = self.published.columns().to_vec();
        if self.form.kind == TemplateKind::Classify {
            params.insert("features".to_owned(), ParamValue::Text(self.shown()?));
        }
        let rows: Vec<usize> = self.origins.iter().map(|row| *row as usize).collect();
        for setting in STRUCTURE {
            let Some(column) = self.structure(setting) else {
                continue;
            };
            let mut name = format!("pilotbox-{setting}");
            while self.published.column(&name).is_some() {
                name.push('-');
            }
            columns.push((name.clone(), tables::picked(column, &rows)));
            params.insert(setting.to_owned(), ParamValue::Text(name));
        }
        Ok((columns, params))
    }

    /// The raw column of a setting that makes cases.
    fn structure(&self, setting: &str) -> Option<&Column> {
        let name = self.form.text(setting)?;
        let name = match params::spec(self.form.kind, setting)?.kind {
            // Strata by series are those of its column, whose values a policy may rename.
            ParamType::ColumnOr(_) if name == "series" => self.form.text("series")?,
            ParamType::ColumnOr(words) if words.contains(&name) => return None,
            _ => name,
        };
        self.raw.column(name)
    }

    /// The published columns that a plugin of `classify` is shown.
    fn shown(&self) -> Result<String, String> {
        let hidden = ["target", "id", "group"];
        let hidden: Vec<_> = hidden
            .iter()
            .filter_map(|name| self.form.text(name))
            .collect();
        let given: Option<BTreeSet<_>> = self
            .form
            .text("features")
            .map(|list| list.split(',').map(str::trim).collect());
        let is_shown = |name: &&str| match &given {
            Some(given) => given.contains(name),
            // A comma would make two names of one in the list of settings.
            None => !hidden.contains(name) && !name.contains(','),
        };
        let shown: Vec<_> = self.published.names().filter(is_shown).collect();
        if shown.is_empty() {
            return Err("no column that its programs are shown is left".to_owned());
        }
        Ok(shown.join(","))
    }

    /// Every measured cell that is published must be the raw one.
    fn demand_measured(&self) -> Result<(), SwapError> {
        for setting in MEASURED {
            let Some(name) = self.form.text(setting) else {
                continue;
            };
            let Some(raw) = self.raw.column(name) else {
                continue;
            };
            let raw = texts(raw);
            let is_same = self.published.column(name).is_some_and(|published| {
                let cells = texts(published);
                let mut pairs = cells.iter().zip(self.origins);
                pairs.all(|(cell, origin)| raw.get(*origin as usize) == Some(cell))
            });
            if !is_same {
                return Err(SwapError::Measured {
                    column: name.to_owned(),
                    id: self.package.manifest().id.clone(),
                });
            }
        }
        Ok(())
    }

    /// The parts that the split `sample` is scored on.
    fn parts(&self) -> impl Iterator<Item = (Part, &[usize])> {
        let needed = [Part::Training, Part::Sample].into_iter();
        needed.filter_map(|part| Some((part, self.rows.parts.get(&part)?.as_slice())))
    }

    fn path(&self, part: Part) -> String {
        part.path(self.form.table())
    }

    /// The package's files without its tables.
    fn files(
        &self,
        params: &BTreeMap<String, ParamValue>,
    ) -> Result<BTreeMap<String, Vec<u8>>, SwapError> {
        let unreadable = |error: &dyn std::fmt::Display| SwapError::Io(error.to_string());
        let mut files = BTreeMap::new();
        for path in NEEDED {
            let bytes = self.package.source().read(path);
            files.insert(path.to_owned(), bytes.map_err(|error| unreadable(&error))?);
        }
        let mut manifest = self.package.manifest().clone();
        manifest.harness.params.clone_from(params);
        let text = toml::to_string(&manifest).map_err(|error| unreadable(&error))?;
        files.insert(MANIFEST.to_owned(), text.into_bytes());
        Ok(files)
    }
}

impl Draft {
    /// Writes the package into a folder that is not there yet.
    pub(super) fn write(&self, folder: &Path) -> Result<(), SwapError> {
        for (path, bytes) in &self.0 {
            let file = folder.join(path);
            let parent = file.parent().unwrap_or(folder);
            let made = fs::create_dir_all(parent).and_then(|()| fs::write(&file, bytes));
            made.map_err(|cause| SwapError::Io(io_error(&file, cause).to_string()))?;
        }
        Ok(())
    }
}

fn picked(columns: &[(String, Column)], rows: &[usize]) -> Result<Vec<u8>, SwapError> {
    let picked = columns
        .iter()
        .map(|(name, column)| (name.clone(), tables::picked(column, rows)));
    Ok(write_parquet(&picked.collect::<Vec<_>>())?)
}

fn other_table(package: &Package, errors: &[FormError]) -> SwapError {
    let lines: Vec<_> = errors.iter().map(ToString::to_string).collect();
    SwapError::OtherTable {
        id: package.manifest().id.clone(),
        reason: lines.join("; "),
    }
}

/// The form of a challenge that is there already. How its own rows were drawn stands
/// nowhere in it, so they are drawn anew.
fn form(kind: TemplateKind, package: &Package) -> TemplateForm {
    let manifest = package.manifest();
    TemplateForm {
        kind,
        id: manifest.id.clone(),
        version: manifest.version.clone(),
        title: manifest.title.clone(),
        statement: package.statement().clone(),
        openness: manifest.openness,
        params: manifest.harness.params.clone(),
        unit: String::new(),
        limits: manifest.limits.clone(),
        phases: manifest.phases.clone(),
        // Nothing is written of these two, but a form without them is refused.
        licence: manifest.id.clone(),
        source: manifest.id.clone(),
        table_title: manifest.title.clone(),
        columns: Vec::new(),
        seed: SEED,
        shares: Shares::default(),
    }
}
