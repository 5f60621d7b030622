//! A challenge from a form and one table, without any code: the table is cut, the files
//! are written, baseline and reference are run once on the split `sample`, and what they
//! reach becomes the anchors. Decides nothing about scores itself, and leaves nothing
//! behind but what it returns.

mod components;
mod fault;
mod form;
mod swap;
mod tables;

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use pilotbox_challenge::{
    Audience, Manifest, PackOptions, Package, lint,
    pack::{pack, pack_final},
    package::MANIFEST,
    score::score,
    template::{TemplateForm, TemplatePackage, anchors_of, files, with_anchors},
};
use pilotbox_model::{Case, Limits, RunResult, RunVerdict, Score, Split};

use crate::{EvaluateError, Evaluator, OpenError, Opened, Progress, RunOptions, table::InputTable};

pub use components::TemplateComponents;
pub use fault::{Fault, MakeError};
pub use form::{form_of, settings_of};
pub use swap::{Swap, SwapError, SwapPoints, SwapTrial};

use fault::{demand_none, faults, io_error, of_table};

/// The seed of both runs, which is that of every check.
const SEED: u64 = 1;

/// Cases of a split. Each of two runs takes all of `sample`, and every later run too; a
/// browser waits meanwhile.
pub(crate) const MAX_CASES: usize = 2_000;

/// The plugins whose scores become the anchors.
const BASELINE: &str = "baseline";
const REFERENCE: &str = "reference";

/// Where withheld tables lie while their archive is made; no folder of a package.
const WITHHELD: &str = "withheld";

/// What makes challenges.
#[derive(Clone, Copy)]
pub struct TemplateMaker<'a> {
    /// Runs baseline and reference.
    pub evaluator: &'a Evaluator,
    /// The templates' harnesses and plugins.
    pub components: &'a TemplateComponents,
    /// Where a folder may lie while it is made.
    pub scratch: &'a Path,
    /// How many runners to use.
    pub jobs: usize,
    /// What no manifest may exceed.
    pub ceiling: &'a Limits,
}

/// A challenge that was made.
#[derive(Clone, Debug)]
pub struct Made {
    /// Bytes by path within the package.
    pub files: BTreeMap<String, Vec<u8>>,
    /// Withheld tables of the split `final` by path; none where they are public.
    pub final_data: BTreeMap<String, Vec<u8>>,
    /// The city's pack: what a server takes.
    pub pack: Vec<u8>,
    /// The withheld tables as the archive that a server takes.
    pub final_archive: Option<Vec<u8>>,
    /// How many cases each split has, a withheld one too.
    pub cases: BTreeMap<Split, usize>,
    /// What the baseline gets, in points.
    pub baseline: f64,
    /// What the reference gets, in points.
    pub reference: f64,
}

impl TemplateMaker<'_> {
    /// Makes a challenge. Finds all that is wrong with the form and the names of columns
    /// before anything is run.
    pub fn make(
        &self,
        form: &TemplateForm,
        table: &InputTable,
        progress: &dyn Progress,
    ) -> Result<Made, MakeError> {
        let missing = || MakeError::NoComponents(form.kind);
        let components = self.components.of(form.kind).ok_or_else(missing)?;
        let (form, table) = tables::completed(form, table);
        let parts = tables::split(&form, &table)?;
        let package = files(&form, parts).map_err(|errors| faults(errors, &form, &table))?;
        let scratch = tempfile::Builder::new()
            .prefix(".making-")
            .tempdir_in(self.scratch)
            .map_err(|cause| io_error(self.scratch, cause))?;
        let draft = Draft {
            maker: self,
            folder: scratch.path().join("package"),
            components,
        };
        draft.finish(package, progress)
    }
}

/// A package that waits for its anchors.
struct Draft<'a> {
    maker: &'a TemplateMaker<'a>,
    folder: PathBuf,
    components: BTreeMap<String, Vec<u8>>,
}

impl Draft<'_> {
    fn finish(
        self,
        mut package: TemplatePackage,
        progress: &dyn Progress,
    ) -> Result<Made, MakeError> {
        let mut cases = self.cases(&package)?;
        let counts = cases.iter().map(|(split, cases)| (*split, cases.len()));
        let counts = counts.collect();
        if !package.final_data.is_empty() {
            cases.remove(&Split::Final);
        }
        let opened = self.open()?;
        let baseline = self.run(&opened, BASELINE, progress)?;
        let reference = self.run(&opened, REFERENCE, progress)?;
        self.set_anchors(&mut package, &opened, [&baseline, &reference])?;
        let opened = self.open()?;
        demand_none(lint::check(opened.package().source()))?;
        let manifest = opened.package().manifest();
        let options = PackOptions {
            audience: Audience::City,
        };
        Ok(Made {
            baseline: points(manifest, BASELINE, &baseline)?,
            reference: points(manifest, REFERENCE, &reference)?,
            pack: pack(opened.package(), &self.components, &cases, options)?,
            final_archive: self.final_archive(&package.final_data)?,
            files: package.files,
            final_data: package.final_data,
            cases: counts,
        })
    }

    /// Writes the package and lists the cases of all splits. Withheld tables are looked
    /// through with the others and taken away again.
    fn cases(&self, package: &TemplatePackage) -> Result<BTreeMap<Split, Vec<Case>>, MakeError> {
        for (path, bytes) in package.files.iter().chain(&package.final_data) {
            self.write(path, bytes)?;
        }
        let opened = self.open()?;
        let source = opened.package().source();
        demand_none(lint::check_ceiling(source, self.maker.ceiling))?;
        let mut all = BTreeMap::new();
        for split in Split::ALL {
            all.insert(split, self.cases_of(&opened, split)?);
        }
        if !package.final_data.is_empty() {
            let folder = opened.data().join(Split::Final.as_str());
            fs::remove_dir_all(&folder).map_err(|cause| io_error(&folder, cause))?;
        }
        Ok(all)
    }

    fn cases_of(&self, opened: &Opened, split: Split) -> Result<Vec<Case>, MakeError> {
        let artifacts = opened.artifacts()?;
        let cases = self.maker.evaluator.cases(&artifacts, split)?;
        demand_none(lint::check_cases(
            opened.package().manifest(),
            split,
            &cases,
        ))?;
        if cases.len() > MAX_CASES {
            return Err(of_table(format!(
                "split `{split}` has {} cases; hint: at most {MAX_CASES}, so make larger cases or bring fewer rows",
                cases.len()
            )));
        }
        Ok(cases)
    }

    fn open(&self) -> Result<Opened, MakeError> {
        let package = Package::open(&self.folder);
        let package = package.map_err(|error| OpenError::Pack(error.into()))?;
        let opened = Opened::of_parts(package, self.components.clone(), &self.folder);
        Ok(opened?)
    }

    fn run(
        &self,
        opened: &Opened,
        name: &str,
        progress: &dyn Progress,
    ) -> Result<RunResult, MakeError> {
        let options = RunOptions {
            split: Split::Sample,
            seed: SEED,
            jobs: self.maker.jobs,
        };
        let (plugin, artifacts) = (opened.component(name)?, opened.artifacts()?);
        let evaluator = self.maker.evaluator;
        let run = evaluator.run(plugin, &artifacts, options, progress)?.result;
        match run.verdict {
            RunVerdict::Scored => Ok(run),
            RunVerdict::ChallengeFailed => Err(EvaluateError::Challenge(note(&run)).into()),
            RunVerdict::PluginFailed(code) => Err(of_table(format!(
                "the template's {name} cannot be run on it: {code}: {}; hint: make smaller cases",
                note(&run)
            ))),
        }
    }

    /// Sets the anchors that two runs give, in the folder too.
    fn set_anchors(
        &self,
        package: &mut TemplatePackage,
        opened: &Opened,
        [baseline, reference]: [&RunResult; 2],
    ) -> Result<(), MakeError> {
        let anchors = anchors_of(
            opened.package().manifest(),
            scored(baseline)?,
            scored(reference)?,
        );
        let anchors = anchors.map_err(MakeError::of_errors)?;
        if let Some(manifest) = package.files.get_mut(MANIFEST) {
            let text = String::from_utf8_lossy(manifest);
            *manifest = with_anchors(&text, &anchors).into_bytes();
            self.write(MANIFEST, manifest)?;
        }
        Ok(())
    }

    /// The archive of withheld tables, from a folder that holds these and nothing else.
    fn final_archive(
        &self,
        tables: &BTreeMap<String, Vec<u8>>,
    ) -> Result<Option<Vec<u8>>, MakeError> {
        if tables.is_empty() {
            return Ok(None);
        }
        for (path, bytes) in tables {
            let name = path.rsplit('/').next().unwrap_or(path);
            self.write(&format!("{WITHHELD}/{name}"), bytes)?;
        }
        Ok(Some(pack_final(&self.folder.join(WITHHELD))?))
    }

    fn write(&self, path: &str, bytes: &[u8]) -> Result<(), MakeError> {
        let file = self.folder.join(path);
        let folder = file.parent().unwrap_or(&self.folder);
        let made = fs::create_dir_all(folder).and_then(|()| fs::write(&file, bytes));
        made.map_err(|cause| io_error(&file, cause))
    }
}

/// The total of a run by the manifest as it is now, within what it promises of the
/// plugin. Nothing is run again: a score is a function of results.
fn points(manifest: &Manifest, name: &str, run: &RunResult) -> Result<f64, MakeError> {
    let scored = score(manifest, &run.cases, &run.results, SEED);
    let total = scored.map_or(0.0, |score| score.total);
    let range = manifest.plugin(name).and_then(|plugin| plugin.score);
    match range {
        Some([low, high]) if !(low..=high).contains(&total) => Err(of_table(format!(
            "the {name} gets {total:.1} points, {low} to {high} are wanted; hint: use more rows, other columns or fewer strata"
        ))),
        _ => Ok(total),
    }
}

fn scored(run: &RunResult) -> Result<&Score, MakeError> {
    let missing = || EvaluateError::Challenge(note(run)).into();
    run.score.as_ref().ok_or_else(missing)
}

/// What the first case says that has anything to say.
fn note(run: &RunResult) -> String {
    let mut notes = run.results.iter().map(|case| case.note.as_str());
    let said = notes.find(|note| !note.is_empty());
    said.unwrap_or("no case was scored").to_owned()
}
