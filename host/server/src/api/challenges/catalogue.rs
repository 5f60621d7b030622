//! Final data from the city's catalogue: sealed releases become the tables that a version
//! withholds. It is kept which they are, and until the results are out nobody opens them.

use std::collections::BTreeMap;

use axum::{Extension, Json, extract::State};
use pilotbox_challenge::pack;
use pilotbox_model::{
    Digest,
    api::{
        challenges::ChallengeDetail,
        data::{FinalFromCatalogueAsk, ReleaseFileView, TableFromRelease},
        problem::Code,
    },
};
use pilotbox_store::{
    StoreError,
    data::{NewUse, Release},
};

use super::{accept::refuse_pack, demand_version, detail, packs::Door, subject, visible, withheld};
use crate::{
    api::{
        data::demand_sealed_reader,
        extract::{Body, Ids},
        problems::Problems,
    },
    data::{field, rejected},
    principal::Principal,
    problem::Problem,
    rights::{self, Action},
    state::AppState,
};

/// Most tables of a split.
const MAX_TABLES: usize = 64;

/// Longest name of a table, and of a data set.
const MAX_NAME_BYTES: usize = 64;

/// Attaches sealed releases as the final data of a version that withholds it, a release
/// for each table. No run reads it before somebody else on the staff has approved the
/// version again.
#[utoipa::path(
    put,
    path = "/api/v1/challenges/{id}/versions/{version}/final-from-catalogue",
    operation_id = "final_from_catalogue",
    tag = "challenges",
    params(
        ("id" = String, Path, max_length = 128),
        ("version" = String, Path, max_length = 128)
    ),
    request_body = FinalFromCatalogueAsk,
    responses((status = 200, description = "The challenge.", body = ChallengeDetail), Problems)
)]
pub(super) async fn final_from_catalogue(
    State(state): State<AppState>,
    principal: Principal,
    Extension(door): Extension<Door>,
    Ids(id, version): Ids,
    Body(ask): Body<FinalFromCatalogueAsk>,
) -> Result<Json<ChallengeDetail>, Problem> {
    let found = visible(&state, &principal, &id).await?;
    let subject = subject(found.challenge.state());
    rights::demand(&principal, Action::AttachFinal, subject)?;
    demand_version(&version)?;
    let version = state.store.version_named(&id, &version).await?;
    if version.has_final() {
        return Err(withheld::already_final());
    }
    demand_tables(&ask.tables)?;
    let _turn = door.enter().await?;
    let mut tables = BTreeMap::new();
    for table in &ask.tables {
        let bytes = parquet(&state, &principal, table).await?;
        tables.insert(table.table.clone(), bytes);
    }
    let archive = pack::pack_final_tables(&tables).map_err(|error| refuse_pack(&error))?;
    let uses: Vec<_> = ask.tables.iter().map(new_use).collect();
    withheld::attach(&state, &principal, &version, archive, &uses).await?;
    let found = visible(&state, &principal, &id).await?;
    Ok(Json(detail(&state, &principal, &found).await?))
}

fn demand_tables(tables: &[TableFromRelease]) -> Result<(), Problem> {
    if tables.is_empty() || tables.len() > MAX_TABLES {
        return Err(Problem::new(Code::BadRequest).detail(format!(
            "`tables` has {} entries, 1 to {MAX_TABLES} are allowed",
            tables.len()
        )));
    }
    for (place, table) in tables.iter().enumerate() {
        for (name, text) in [("table", &table.table), ("data_set", &table.data_set)] {
            if !is_name(text) {
                let detail = format!("`tables.{place}.{name}` is no name");
                return Err(Problem::new(Code::BadRequest).detail(detail));
            }
        }
        let mut earlier = tables.iter().take(place);
        if earlier.any(|other| other.table == table.table) {
            let detail = format!("`tables` names `{}` twice", table.table);
            return Err(Problem::new(Code::BadRequest).detail(detail));
        }
    }
    Ok(())
}

fn is_name(text: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
    (1..=MAX_NAME_BYTES).contains(&text.len()) && text.bytes().all(fits)
}

/// The release's table. Whoever attaches it can pull the final data of the version, so it
/// takes a reader of the data set, and is noted as if its file were fetched.
async fn parquet(
    state: &AppState,
    principal: &Principal,
    table: &TableFromRelease,
) -> Result<Vec<u8>, Problem> {
    let release = state
        .store
        .data_release(&table.data_set, table.release.into());
    let release = release.await.map_err(|error| match error {
        StoreError::NotFound => refused(table, "there is no such release"),
        other => other.into(),
    })?;
    if release.head.is_sealed == 0 {
        let message = "everybody has the files of this release; hint: make a sealed one";
        return Err(refused(table, message));
    }
    demand_sealed_reader(state, principal, &release).await?;
    let digest = parquet_digest(&release)?;
    Ok(state.blobs.get(digest).await?.to_vec())
}

fn parquet_digest(release: &Release) -> Result<Digest, Problem> {
    let files: Vec<ReleaseFileView> =
        serde_json::from_str(&release.head.files).map_err(Problem::internal)?;
    let name = format!("{}.parquet", release.head.data_set_id);
    let found = files.into_iter().find(|file| file.name == name);
    found
        .map(|file| file.digest)
        .ok_or_else(|| Problem::internal(format!("a release has no `{name}`")))
}

fn refused(table: &TableFromRelease, message: &str) -> Problem {
    let name = format!("tables.{}", table.table);
    let message = format!("`{}` {}: {message}", table.data_set, table.release);
    rejected(vec![field(&name, &message)])
}

fn new_use(table: &TableFromRelease) -> NewUse<'_> {
    NewUse {
        table: &table.table,
        data_set: &table.data_set,
        release: table.release.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(table: &str, data_set: &str) -> TableFromRelease {
        TableFromRelease {
            table: table.to_owned(),
            data_set: data_set.to_owned(),
            release: 1,
        }
    }

    #[test]
    fn tables_are_named_once_and_by_names() {
        assert!(demand_tables(&[table("car_parks", "parking"), table("b", "parking")]).is_ok());
        let many: Vec<_> = (0..=MAX_TABLES)
            .map(|number| table(&format!("t{number}"), "parking"))
            .collect();
        assert!(demand_tables(&many[1..]).is_ok());
        let bad = [
            many,
            Vec::new(),
            vec![table("a", "parking"), table("a", "trees")],
            vec![table("../a", "parking")],
            vec![table("a", "")],
            vec![table(&"a".repeat(65), "parking")],
        ];
        for tables in bad {
            let refused = demand_tables(&tables).unwrap_err();
            assert_eq!(refused.code(), Code::BadRequest, "{tables:?}");
        }
    }
}
