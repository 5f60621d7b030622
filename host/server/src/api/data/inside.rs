//! What staff see of a data set: its readers, what was found in its raw data, its
//! policies, and who had to do with the raw data. No cell of it.

use pilotbox_model::api::data::{DataAccessView, DataReaderView, DataSetInside, RawDataView};
use pilotbox_store::{
    data::{DataAccessRow, DataReader, DataSet, RawData},
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
    let policies = store.data_policies(&set.id).await?;
    let policies: Result<Vec<_>, _> = policies
        .iter()
        .map(|policy| views::policy(principal, policy))
        .collect();
    let raw = current_raw(state, &set.id).await?.map(raw).transpose()?;
    let readers = store.data_readers(&set.id).await?;
    let accesses = store.data_accesses(&set.id, MAX_ACCESSES).await?;
    Ok(DataSetInside {
        raw_days: u32::try_from(set.raw_days).unwrap_or_default(),
        may_read: is_reader(state, principal, set).await?,
        readers: readers.into_iter().map(reader).collect(),
        raw,
        policies: policies?,
        accesses: accesses.into_iter().map(access).collect(),
    })
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
