//! A policy tried on raw data: what is made, what risk is left, and why it is refused.

use jiff::civil::Date;
use pilotbox_model::{
    Digest,
    api::{
        data::DataAccess,
        problem::{Code, FieldProblem},
    },
    report::RiskReport,
};
use pilotbox_sanitize::{
    policy::{Fault, Policy},
    publish::{self, Made, MakeError, Source},
};
use pilotbox_store::{
    BlobError, StoreError,
    data::{Accessed, RawData},
    to_millis,
};

use super::{
    intake::{self, Opening},
    signature::today,
};
use crate::{problem::Problem, state::AppState};

/// What one answer tells of faults.
const MAX_TOLD: usize = 50;

/// Raw data that is to be worked on, still encrypted.
pub(crate) struct Task {
    state: AppState,
    raw: RawData,
    encrypted: bytes::Bytes,
    today: Date,
}

/// Fetches the encrypted bytes. That they will be read has been noted by now.
pub(crate) async fn task(state: &AppState, raw: RawData) -> Result<Task, Problem> {
    let digest = raw.digest.parse().map_err(Problem::internal)?;
    let encrypted = match state.blobs.get(digest).await {
        Err(BlobError::Missing(_)) if is_gone(state, &raw).await? => {
            return Err(replaced());
        }
        found => found?,
    };
    Ok(Task {
        state: state.clone(),
        encrypted,
        today: today(state)?,
        raw,
    })
}

/// Notes that raw data is about to be read.
pub(crate) async fn note(
    state: &AppState,
    raw: &RawData,
    kind: DataAccess,
    by: Option<&str>,
) -> Result<(), Problem> {
    let at = to_millis(state.clock.now());
    let to = Accessed::Raw(&raw.id);
    let noted = state.store.note_access(&raw.data_set_id, kind, to, by, at);
    noted.await.map_err(|error| match error {
        StoreError::Changed => replaced(),
        other => other.into(),
    })
}

fn replaced() -> Problem {
    Problem::new(Code::NotFound)
        .detail("the raw data was replaced or deleted meanwhile")
        .hint("look again what is there")
}

/// Whether somebody has replaced or deleted it since its row was read.
async fn is_gone(state: &AppState, raw: &RawData) -> Result<bool, Problem> {
    let now = state.store.raw_data(&raw.data_set_id).await?;
    Ok(now.is_none_or(|now| now.id != raw.id))
}

impl Task {
    /// The bytes as they came. Blocks.
    pub(crate) fn plain(&self) -> Result<Vec<u8>, Problem> {
        intake::decrypted(self.opening(), &self.encrypted, self.limit_bytes())
    }

    /// What a policy makes of the table. Blocks for as long as that takes.
    pub(crate) fn make(&self, policy: &Policy, policy_digest: Digest) -> Result<Made, Problem> {
        let raw = &self.raw;
        let raw = intake::table(
            self.opening(),
            &self.encrypted,
            &raw.format,
            &raw.table_name,
            self.limit_bytes(),
        )?;
        let key = self.state.vault.pseudonym_key(&self.raw.data_set_id);
        let key = key.map_err(|error| intake::unopened(&error))?;
        let made = publish::make(Source {
            raw: &raw,
            policy,
            policy_digest,
            key: &key,
            today: self.today,
        });
        made.map_err(|error| match error {
            MakeError::Change(error) => rejected(vec![field("columns", &error.to_string())]),
            MakeError::Measure(error) => Problem::internal(error),
        })
    }

    fn opening(&self) -> Opening<'_> {
        Opening {
            vault: &self.state.vault,
            data_set: &self.raw.data_set_id,
            raw_id: &self.raw.id,
        }
    }

    fn limit_bytes(&self) -> u64 {
        self.state.config.limits.raw_data_bytes.get()
    }
}

/// Refuses what must not be published, with each figure and each promise; nothing when it
/// may.
pub(crate) fn refusals(report: &RiskReport) -> Result<(), Problem> {
    let told = publish::refusals(report).into_iter();
    let told: Vec<_> = told.map(|one| field(&one.name, &one.reason)).collect();
    if told.is_empty() {
        return Ok(());
    }
    Err(rejected(told).hint(
        "coarser hierarchies, a larger `max_suppressed` or fewer columns; the policy's report shows all",
    ))
}

/// A policy with faults, each at its field with its line.
pub(crate) fn faulty(faults: &[Fault]) -> Problem {
    let of = |fault: &Fault| {
        let place = if fault.field.is_empty() {
            "toml"
        } else {
            fault.field.as_str()
        };
        let line = match fault.line {
            Some(line) => format!("line {line}: "),
            None => String::new(),
        };
        let hint = match fault.hint.as_str() {
            "" => String::new(),
            hint => format!("; hint: {hint}"),
        };
        field(place, &format!("{line}{}{hint}", fault.message))
    };
    rejected(faults.iter().take(MAX_TOLD).map(of).collect())
}

/// A field of a policy, and what is wrong with it.
pub(crate) fn field(field: &str, message: &str) -> FieldProblem {
    FieldProblem {
        field: field.to_owned(),
        message: message.to_owned(),
        choices: Vec::new(),
    }
}

/// Refused with all that is wrong; the detail says it again for people who read no list.
pub(crate) fn rejected(mut fields: Vec<FieldProblem>) -> Problem {
    fields.truncate(MAX_TOLD);
    let line = |one: &FieldProblem| format!("`{}`: {}", one.field, one.message);
    let told: Vec<_> = fields.iter().map(line).collect();
    Problem::new(Code::Rejected)
        .detail(told.join("\n"))
        .fields(fields)
}
