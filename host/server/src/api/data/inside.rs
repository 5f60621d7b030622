//! What staff see of a data set: its readers, what was found in its raw data, its
//! policies, and who had to do with the raw data. No cell of it.

use pilotbox_model::api::data::{DataAccessView, DataReaderView, DataSetInside, RawDataView};
use pilotbox_store::{
    data::{DataAccessRow, DataPolicyHead, DataReader, DataSet, RawData},
    from_millis,
};

use super::{current_raw, is_reader, views};
use crate::{data::About, principal::Principal, problem::Problem, state::AppState};

/// Accesses that are shown.
const MAX_ACCESSES: i64 = 100;

pub(super) async fn inside(
    state: &AppState,
    principal: &Principal,
    set: &DataSet,
) -> Result<DataSetInside, Problem> {
    let store = &state.store;
    let current = current_raw(state, &set.id).await?;
    let heads = store.data_policies(&set.id).await?;
    let release_by = current.as_ref().and_then(|raw| releasing(&heads, &raw.id));
    let policies: Result<Vec<_>, _> = heads
        .iter()
        .map(|policy| views::policy(principal, policy))
        .collect();
    let readers = store.data_readers(&set.id).await?;
    let accesses = store.data_accesses(&set.id, MAX_ACCESSES).await?;
    let may_read = is_reader(state, principal, set).await?;
    Ok(DataSetInside {
        raw_days: u32::try_from(set.raw_days).unwrap_or_default(),
        may_read,
        may_delete: may_read || !store.has_data_reader(&set.id).await?,
        may_name: may_read || store.is_data_abandoned(&set.id).await?,
        readers: readers.into_iter().map(reader).collect(),
        raw: current.map(raw).transpose()?,
        policies: policies?,
        release_by,
        accesses: accesses.into_iter().map(access).collect(),
    })
}

/// The policy that was approved last, if it was tried on this raw data.
fn releasing(policies: &[DataPolicyHead], raw_id: &str) -> Option<String> {
    let newest = policies.iter().max_by_key(|policy| policy.approved_at)?;
    let can = newest.approved_at.is_some() && newest.raw_id == raw_id;
    can.then(|| newest.version.clone())
}

fn reader(row: DataReader) -> DataReaderView {
    DataReaderView {
        account: row.account_id,
        name: row.name,
        email: row.email,
        named_at: from_millis(row.named_at),
    }
}

fn raw(row: RawData) -> Result<RawDataView, Problem> {
    let about: About = serde_json::from_str(&row.about).map_err(Problem::internal)?;
    Ok(RawDataView {
        id: row.id,
        file_name: row.file_name,
        table: row.table_name,
        bytes: views::count(row.bytes),
        rows: views::count(row.rows),
        rows_aside: views::count(row.rows_aside),
        findings: about.findings,
        brought_by: row.brought_by_name,
        brought_at: from_millis(row.brought_at),
        delete_at: from_millis(row.delete_at),
        columns: about.columns,
    })
}

fn access(row: DataAccessRow) -> DataAccessView {
    DataAccessView {
        kind: row.kind(),
        at: from_millis(row.at),
        by: row.by.map(|_| row.by_name.unwrap_or_default()),
    }
}
