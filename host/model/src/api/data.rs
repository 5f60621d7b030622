//! The city's data sets: raw data that named staff alone can read, policies that make it
//! safe, and releases, which everybody can fetch unless they are sealed for a challenge.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::challenges::Bilingual;
use crate::{
    Digest,
    report::{Light, RiskReport},
};

/// Makes a data set. Whoever makes it is its first reader.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DataSetAsk {
    /// Name in addresses: lower-case letters, digits and hyphens, a letter first. The
    /// public record names the data set by it from the first day on.
    #[schema(min_length = 1, max_length = 64)]
    pub id: String,
    /// What it is called.
    pub title: Bilingual,
    /// What it holds, in a few sentences.
    pub description: Bilingual,
    /// Who answers for the raw data: a directorate, a company.
    #[schema(min_length = 1, max_length = 400)]
    pub owner: String,
    /// What it is about, a theme of the European Union's list such as `TRAN`.
    #[schema(min_length = 4, max_length = 4)]
    pub theme: String,
    /// Days after which raw data is deleted, unless a policy says fewer.
    #[schema(minimum = 1, maximum = 36_500)]
    pub raw_days: u32,
}

/// A data set. What staff alone see is apart.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct DataSetView {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub title: Bilingual,
    /// What it holds.
    pub description: Bilingual,
    /// Who answers for it.
    pub owner: String,
    /// Its theme.
    pub theme: String,
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// Its releases, the newest first: at most the 100 newest.
    pub releases: Vec<ReleaseView>,
    /// Challenges whose data came from it, as far as the reader may know of them.
    pub used_by: Vec<DataUseView>,
    /// What staff see; absent for everybody else.
    pub inside: Option<DataSetInside>,
}

/// A data set in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DataSetListed {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub title: Bilingual,
    /// What it holds.
    pub description: Bilingual,
    /// Who answers for it.
    pub owner: String,
    /// The number of its newest release; absent before the first.
    pub release: Option<u32>,
    /// When that was published.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub released_at: Option<Timestamp>,
    /// The light of that release's risk report.
    pub light: Option<Light>,
}

/// What staff see of a data set. No raw value stands in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct DataSetInside {
    /// Days after which raw data is deleted.
    pub raw_days: u32,
    /// Whether whoever asks is one of the readers.
    pub may_read: bool,
    /// Whether whoever asks may name readers: a reader may, and anybody on the staff where
    /// none is left and there is nothing to be read.
    pub may_name: bool,
    /// Whether whoever asks may delete the raw data: a reader may, and anybody on the staff
    /// where no reader is left who can sign in.
    pub may_delete: bool,
    /// Who may bring and fetch raw data, by name.
    pub readers: Vec<DataReaderView>,
    /// The raw data that is there; absent before it comes and after it was deleted.
    pub raw: Option<RawDataView>,
    /// Policies, the newest first.
    pub policies: Vec<DataPolicyView>,
    /// The version of the policy by which a release can be made now: the one that was
    /// approved last, if it was tried on the raw data that is there.
    pub release_by: Option<String>,
    /// The latest accesses to raw data, the newest first, at most 100. All are in the
    /// public chain, without names.
    pub accesses: Vec<DataAccessView>,
}

/// Somebody on the staff who may bring and fetch raw data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DataReaderView {
    /// The account.
    pub account: String,
    /// The name; empty once the account is erased.
    pub name: String,
    /// The address, by which colleagues tell namesakes apart.
    pub email: String,
    /// When the reader was named.
    #[schema(value_type = String, format = DateTime)]
    pub named_at: Timestamp,
}

/// Names a reader.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DataReaderAsk {
    /// The address of an account of the staff.
    #[schema(min_length = 3, max_length = 254)]
    pub email: String,
}

/// Raw data that lies encrypted. Its values are never shown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct RawDataView {
    /// Its id.
    pub id: String,
    /// The file's name, without what names somebody.
    pub file_name: String,
    /// The table of the file that was taken.
    pub table: String,
    /// Size of the file in bytes.
    pub bytes: u64,
    /// Rows that could be read.
    pub rows: u64,
    /// Rows that could not be read and were set aside.
    pub rows_aside: u64,
    /// What was noticed while it was read, a line each, at most 100.
    pub findings: Vec<String>,
    /// Who brought it; empty once the account is erased.
    pub brought_by: String,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub brought_at: Timestamp,
    /// When it will be deleted.
    #[schema(value_type = String, format = DateTime)]
    pub delete_at: Timestamp,
    /// Its columns as they were found.
    pub columns: Vec<RawColumnView>,
}

/// A column of raw data.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct RawColumnView {
    /// Its name.
    pub name: String,
    /// Its type, by its name in a policy.
    pub data_type: String,
    /// The role that was proposed, by its name in a policy.
    pub role: String,
    /// Cells without a value.
    pub missing: u64,
    /// Different values.
    pub distinct: u64,
    /// Whether `distinct` is an estimate.
    pub is_estimate: bool,
    /// What may name somebody in it, with the share of cells, from 0 to 1.
    pub kinds: Vec<RawKindView>,
}

/// A kind of identifier that was found in a column.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct RawKindView {
    /// Its name: `egn`, `email`.
    pub kind: String,
    /// Share of the cells.
    pub share: f64,
}

/// A policy of a data set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DataPolicyView {
    /// Its version, as its file says.
    pub version: String,
    /// Digest of its file.
    #[schema(value_type = String)]
    pub digest: Digest,
    /// Who proposed it; empty once the account is erased.
    pub proposed_by: String,
    /// Whether whoever asks proposed it, and so cannot approve it.
    pub is_own: bool,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub proposed_at: Timestamp,
    /// Who approved it.
    pub approved_by: Option<String>,
    /// When.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub approved_at: Option<Timestamp>,
    /// What the raw data of that day would become.
    pub light: Light,
}

/// A policy with its file and the risk that it leaves.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct DataPolicyDetail {
    /// The policy.
    pub about: DataPolicyView,
    /// Its file, TOML.
    pub toml: String,
    /// The risk that it would leave.
    pub report: RiskReport,
}

/// A policy to start from: what the columns themselves suggest, or the newest one with
/// the next version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DataPolicyDraft {
    /// The file, TOML.
    pub toml: String,
}

/// Proposes a policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DataPolicyAsk {
    /// The file, TOML. Who proposed it, and when, the server writes in.
    #[schema(min_length = 1, max_length = 262_144)]
    pub toml: String,
}

/// Somebody's access to raw data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DataAccessView {
    /// Who; empty once the account is erased, absent for the server itself.
    pub by: Option<String>,
    /// What was done with it.
    pub kind: DataAccess,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
}

/// What is done with raw data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DataAccess {
    /// It was brought.
    Brought,
    /// It was fetched as it is.
    Fetched,
    /// A policy was tried on it.
    Tried,
    /// A release was made of it.
    Released,
    /// It was deleted.
    Deleted,
}

/// Makes a release of the raw data that is there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReleaseAsk {
    /// Version of an approved policy.
    #[schema(min_length = 1, max_length = 32)]
    pub policy: String,
    /// Whether its files are withheld: a challenge's final data. Its digests are public.
    #[serde(default)]
    pub is_sealed: bool,
}

/// A release: a version of a data set as everybody may see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReleaseView {
    /// Its number, from 1.
    pub number: u32,
    /// Version of the policy that it was made by.
    pub policy: String,
    /// Digest of that policy's file.
    #[schema(value_type = String)]
    pub policy_digest: Digest,
    /// Its licence.
    pub licence: String,
    /// When it was published.
    #[schema(value_type = String, format = DateTime)]
    pub published_at: Timestamp,
    /// Rows.
    pub rows: u64,
    /// Columns.
    pub columns: u64,
    /// The light of its risk report.
    pub light: Light,
    /// Whether its files are withheld until a challenge's results are out.
    pub is_sealed: bool,
    /// Its files.
    pub files: Vec<ReleaseFileView>,
}

/// A release with what describes it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ReleaseDetail {
    /// The release.
    pub about: ReleaseView,
    /// The policy's file, TOML.
    pub policy_toml: String,
    /// The risk that is left. What it shows of cells is left out while it is sealed.
    pub report: RiskReport,
    /// The columns that were published.
    pub dictionary: Vec<DictionaryEntry>,
}

/// What is said of a published column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DictionaryEntry {
    /// Its name.
    pub name: String,
    /// Its type, by its name in a policy.
    pub data_type: String,
    /// What it is called, where the policy says so.
    pub title: Option<Bilingual>,
    /// What it means, where the policy says so.
    pub description: Option<Bilingual>,
    /// Unit of its numbers.
    pub unit: Option<String>,
}

/// A file of a release.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReleaseFileView {
    /// Its name: `people.parquet`.
    pub name: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// Its digest.
    #[schema(value_type = String)]
    pub digest: Digest,
}

/// A challenge whose data came from a release.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DataUseView {
    /// The challenge.
    pub challenge: String,
    /// Its version.
    pub version: String,
    /// The split.
    pub split: String,
    /// The table of the split.
    pub table: String,
    /// The data set.
    pub data_set: String,
    /// The release.
    pub release: u32,
    /// Version of the policy.
    pub policy: String,
}

/// Attaches releases as the final data of a version that withholds it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FinalFromCatalogueAsk {
    /// A release for each table of the final split.
    #[schema(min_items = 1, max_items = 64)]
    pub tables: Vec<TableFromRelease>,
}

/// The release that a table is taken from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TableFromRelease {
    /// The table, by its name in the challenge.
    #[schema(min_length = 1, max_length = 64)]
    pub table: String,
    /// The data set.
    #[schema(min_length = 1, max_length = 64)]
    pub data_set: String,
    /// The number of its release.
    pub release: u32,
}
