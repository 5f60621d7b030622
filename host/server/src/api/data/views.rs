//! Data sets, policies and releases as they are shown.

use pilotbox_model::{
    Digest,
    api::{
        accounts::Role,
        challenges::Bilingual,
        data::{
            DataPolicyView, DataSetListed, DataSetView, DataUseView, DictionaryEntry,
            ReleaseDetail, ReleaseFileView, ReleaseView,
        },
    },
    report::{Light, RiskReport},
};
use pilotbox_store::{
    data::{DataPolicyHead, DataSet, DataUse, ListedDataSet, Release, ReleaseHead},
    from_millis,
};
use serde::Serialize;

use super::inside::inside;
use crate::{data, principal::Principal, problem::Problem, state::AppState};

/// Releases that are shown of a data set.
const MAX_RELEASES: i64 = 100;

/// A data set with all that its reader may know.
pub(super) async fn whole(
    state: &AppState,
    principal: &Principal,
    set: DataSet,
) -> Result<DataSetView, Problem> {
    let is_staff = principal.has(Role::Staff);
    let releases = state.store.releases(&set.id, MAX_RELEASES).await?;
    let releases: Result<Vec<_>, _> = releases.iter().map(release).collect();
    let uses = state.store.uses_of_data(&set.id).await?.into_iter();
    let known = uses.filter(|one| is_staff || one.is_public());
    let inside = if is_staff {
        Some(inside(state, principal, &set).await?)
    } else {
        None
    };
    Ok(DataSetView {
        title: both(set.title_bg, set.title_en),
        description: both(set.description_bg, set.description_en),
        owner: set.owner,
        theme: set.theme,
        created_at: from_millis(set.created_at),
        releases: releases?,
        used_by: known.map(used).collect(),
        inside,
        id: set.id,
    })
}

/// A data set in a list.
pub(super) fn listed(row: ListedDataSet) -> Result<DataSetListed, Problem> {
    let set = row.data_set;
    Ok(DataSetListed {
        id: set.id,
        title: both(set.title_bg, set.title_en),
        description: both(set.description_bg, set.description_en),
        owner: set.owner,
        release: row.release.map(small),
        released_at: row.released_at.map(from_millis),
        light: row.light.as_deref().map(light).transpose()?,
    })
}

/// A policy, as one who may not approve the own sees it.
pub(super) fn policy(
    principal: &Principal,
    row: &DataPolicyHead,
) -> Result<DataPolicyView, Problem> {
    Ok(DataPolicyView {
        version: row.version.clone(),
        digest: digest(&row.digest)?,
        proposed_by: row.proposed_by_name.clone(),
        is_own: principal.account() == Some(row.proposed_by.as_str()),
        proposed_at: from_millis(row.proposed_at),
        approved_by: row
            .approved_by
            .as_ref()
            .map(|_| row.approved_by_name.clone().unwrap_or_default()),
        approved_at: row.approved_at.map(from_millis),
        light: light(&row.light)?,
    })
}

/// A release in a list. Files of a sealed one are told by their digests, which bind the
/// city, but for the report.
pub(super) fn release(row: &ReleaseHead) -> Result<ReleaseView, Problem> {
    let is_sealed = row.is_sealed != 0;
    let mut files = files(row)?;
    files.retain(|file| !is_sealed || file.name != data::REPORT);
    Ok(ReleaseView {
        number: small(row.number),
        policy: row.policy_version.clone(),
        policy_digest: digest(&row.policy_digest)?,
        licence: row.licence.clone(),
        published_at: from_millis(row.published_at),
        rows: count(row.rows),
        columns: count(row.columns),
        light: light(&row.light)?,
        is_sealed,
        files,
    })
}

/// A release with what describes it. Of a sealed one no cell is shown, to nobody.
pub(super) fn release_detail(row: &Release) -> Result<ReleaseDetail, Problem> {
    let report: RiskReport = serde_json::from_str(&row.report).map_err(Problem::internal)?;
    let dictionary: Vec<DictionaryEntry> =
        serde_json::from_str(&row.dictionary).map_err(Problem::internal)?;
    let about = release(&row.head)?;
    Ok(ReleaseDetail {
        report: if about.is_sealed {
            data::sealed(report)
        } else {
            report
        },
        about,
        policy_toml: row.policy_toml.clone(),
        dictionary,
    })
}

/// The files of a release.
pub(super) fn files(row: &ReleaseHead) -> Result<Vec<ReleaseFileView>, Problem> {
    serde_json::from_str(&row.files).map_err(Problem::internal)
}

/// The word that stands for a value on the wire and in the database.
pub(super) fn word(value: &impl Serialize) -> String {
    let value = serde_json::to_value(value).unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}

/// A count from the database, which keeps none below zero.
pub(super) fn count(value: i64) -> u64 {
    u64::try_from(value).unwrap_or(0)
}

/// A table of a challenge that came from a release.
pub(in crate::api) fn used(row: DataUse) -> DataUseView {
    DataUseView {
        challenge: row.challenge_id,
        version: row.version,
        split: row.split,
        table: row.table_name,
        data_set: row.data_set_id,
        release: small(row.release),
        policy: row.policy_version,
    }
}

fn light(word: &str) -> Result<Light, Problem> {
    serde_json::from_value(word.into()).map_err(Problem::internal)
}

fn digest(text: &str) -> Result<Digest, Problem> {
    text.parse().map_err(Problem::internal)
}

fn both(bg: String, en: String) -> Bilingual {
    Bilingual { bg, en }
}

fn small(value: i64) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}
