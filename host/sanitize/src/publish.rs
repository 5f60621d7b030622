//! What is published of a data set: its table made safe, looked at again and measured,
//! why it must not be published, and what describes it. The program on a laptop and the
//! server go this one way, so that neither publishes what the other would refuse.

use jiff::civil::Date;
use pilotbox_model::{
    Digest,
    api::{challenges::Bilingual, data::DictionaryEntry},
    report::{FigureKind, Light, RiskReport},
};

use crate::{
    Table,
    change::{self, ChangeError, Key, Sanitized},
    check::{self, Broken, Evidence, Promise},
    find::{self, ColumnProfile, Kind, Profile},
    format::write::csvw::{ColumnText, Described, Text, dictionary},
    measure::MeasureError,
    policy::{Policy, Texts},
    report::{self, Subject},
};

/// Kinds that name somebody by themselves and that a register holds by the million. No
/// policy can make it right to publish them, so a policy that forgot them is refused.
/// Names of people are not among them: schools and streets bear such names, too.
const NEVER_PUBLISHED: [Kind; 5] = [Kind::Egn, Kind::Lnch, Kind::Iban, Kind::Phone, Kind::Email];

/// Share of a column's cells that name somebody from which on none of them is shown.
const SHARE_OF_NAMES: f64 = 0.1;

/// What is needed to make a table safe.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// The raw table.
    pub raw: &'a Table,
    /// By which policy.
    pub policy: &'a Policy,
    /// Digest of the policy's file.
    pub policy_digest: Digest,
    /// The key of the city and the data set.
    pub key: &'a Key,
    /// Nobody was born after it.
    pub today: Date,
}

/// A table made safe, and what was found of it.
#[derive(Clone, Debug)]
pub struct Made {
    /// The table.
    pub sanitized: Sanitized,
    /// The risk that it leaves.
    pub report: RiskReport,
}

/// Why a table was not made safe. Names columns and rows, never what a cell holds.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum MakeError {
    /// The policy does not fit the table.
    #[error(transparent)]
    Change(#[from] ChangeError),
    /// The risk cannot be measured.
    #[error(transparent)]
    Measure(#[from] MeasureError),
}

/// A reason why nothing is published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The figure or the promise, by its name in reports.
    pub name: String,
    /// What is wrong with it.
    pub reason: String,
}

/// Changes a table as its policy says, looks whether every promise is kept, and measures
/// the risk that is left.
pub fn make(source: Source<'_>) -> Result<Made, MakeError> {
    let Source { raw, policy, .. } = source;
    let sanitized = change::sanitize(raw, policy, source.key, &redact)?;
    let person = policy.privacy.person.as_deref();
    let persons = person.and_then(|column| check::persons(raw, column, &sanitized.origins));
    let evidence = Evidence {
        raw_rows: Some(raw.rows()),
        redactor: Some(&redact),
        left_out: Some(&sanitized.left_out),
        persons: persons.as_deref(),
        ..Evidence::default()
    };
    let mut broken = check::check(&sanitized.table, policy, &evidence);
    let profile = find::profile(&sanitized.table, source.today);
    broken.extend(still_named(&profile));
    let mut report = report::report(Subject {
        raw,
        sanitized: &sanitized,
        policy,
        policy_digest: source.policy_digest,
        broken: &broken,
    })?;
    hide_names(&mut report, &profile);
    Ok(Made { sanitized, report })
}

/// Why a report forbids publication: each figure beyond its threshold, each broken
/// promise, each program of a challenge that lost too much, a measure that is missing.
/// Empty when it does not.
pub fn refusals(report: &RiskReport) -> Vec<Refusal> {
    let is_red = |light: Light| light == Light::Red;
    let beyond = report.figures.iter().filter(|one| is_red(one.light));
    let beyond = beyond.map(|figure| {
        let name = figure_name(figure.kind);
        let reason = format!(
            "{name} is {:.4}, and {:.4} is allowed",
            figure.after, figure.threshold
        );
        refusal(name, reason)
    });
    let broken = report.promises.iter().flat_map(|promise| {
        let broken = promise.broken.iter();
        broken.map(|reason| refusal(&promise.name, reason.clone()))
    });
    let useless = report.utility.iter().flat_map(|utility| {
        let programs = utility.programs.iter().filter(|one| is_red(one.light));
        programs.map(|program| {
            let reason = format!(
                "the {} of `{}` loses {:.1} points, and {} are allowed",
                program.name, utility.challenge, program.points_lost, utility.max_points_lost
            );
            refusal("utility", reason)
        })
    });
    let missing = report::unmeasured(report).map(|reason| refusal("utility", reason));
    beyond.chain(broken).chain(useless).chain(missing).collect()
}

/// The dictionary of what is published, for the CSV of the data set's name.
pub fn described(policy: &Policy, table: &Table) -> String {
    let columns = policy.columns.iter().filter(|column| column.is_published());
    let columns: Vec<_> = columns
        .filter_map(|column| {
            Some(ColumnText {
                name: column.name.clone(),
                title: text(column.title.as_ref()?),
                description: text(column.description.as_ref()?),
                unit: column.unit.clone(),
            })
        })
        .collect();
    let owner = Text {
        bg: policy.source.owner.clone(),
        en: policy.source.owner.clone(),
    };
    let described = Described {
        url: &format!("{}.csv", policy.dataset),
        title: &text(&policy.title),
        table,
        columns: &columns,
    };
    dictionary(&policy.licence, &owner, &[described])
}

/// The same for programs and pages: an entry for each published column, in the table's
/// order.
pub fn entries(policy: &Policy, table: &Table) -> Vec<DictionaryEntry> {
    let both = |texts: &Texts| Bilingual {
        bg: texts.bg.clone(),
        en: texts.en.clone(),
    };
    let fields = table.schema().fields().iter();
    fields
        .map(|field| {
            let column = policy.column(field.name());
            DictionaryEntry {
                name: field.name().clone(),
                data_type: type_name(field.data_type()).to_owned(),
                title: column.and_then(|column| column.title.as_ref()).map(both),
                description: column
                    .and_then(|column| column.description.as_ref())
                    .map(both),
                unit: column.and_then(|column| column.unit.clone()),
            }
        })
        .collect()
}

/// What names somebody in a text: byte ranges.
pub fn redact(text: &str) -> Vec<(usize, usize)> {
    let spans = find::spans(text).into_iter();
    spans.map(|span| (span.start, span.end)).collect()
}

/// Columns in which the detectors still find what is never published.
fn still_named(published: &Profile) -> Vec<Broken> {
    let broken = published.columns.iter().filter_map(|column| {
        let mut kinds = column.kinds.iter();
        let found = kinds.find(|one| NEVER_PUBLISHED.contains(&one.kind))?;
        Some(Broken {
            promise: Promise::Identifier,
            column: Some(column.name.clone()),
            row: None,
            count: found.cells,
        })
    });
    broken.collect()
}

/// Masks the values that a report shows where they may name somebody. A policy may have
/// forgotten them, and its report is what is read before it is approved.
fn hide_names(report: &mut RiskReport, published: &Profile) {
    for column in &mut report.columns {
        let mut profiles = published.columns.iter();
        let profile = profiles.find(|profile| profile.name == column.name);
        let is_of_names = profile.is_some_and(is_of_names);
        for value in &mut column.after {
            if is_of_names || !find::spans(value).is_empty() {
                *value = find::mask(value);
            }
        }
    }
}

/// Whether so many cells name somebody that any other may, too.
fn is_of_names(column: &ColumnProfile) -> bool {
    let named: f64 = column.kinds.iter().map(|kind| kind.share).sum();
    named >= SHARE_OF_NAMES
}

fn refusal(name: &str, reason: String) -> Refusal {
    let name = name.to_owned();
    Refusal { name, reason }
}

fn figure_name(kind: FigureKind) -> &'static str {
    match kind {
        FigureKind::Prosecutor => "prosecutor",
        FigureKind::Journalist => "journalist",
        FigureKind::Marketer => "marketer",
        FigureKind::Uniqueness => "uniqueness",
        FigureKind::Loss => "loss",
    }
}

/// The type of a published column, by its name in a policy.
fn type_name(data_type: &arrow_schema::DataType) -> &'static str {
    use arrow_schema::DataType::{Boolean, Date32, Float64, Int64, Timestamp};
    match data_type {
        Int64 => "integer",
        Float64 => "number",
        Boolean => "boolean",
        Date32 => "date",
        Timestamp(..) => "time",
        _ => "text",
    }
}

fn text(texts: &Texts) -> Text {
    Text {
        bg: texts.bg.clone(),
        en: texts.en.clone(),
    }
}

#[cfg(test)]
mod tests;
