//! The files of releases. Those of a sealed one are withheld: of the whole site its
//! readers alone fetch them, and that is noted.

use axum::{
    body::Body,
    extract::State,
    http::{HeaderMap, HeaderValue, header},
    response::Response,
};
use futures_util::TryStreamExt as _;
use pilotbox_model::{
    api::{
        data::{DataAccess, ReleaseFileView},
        problem::Code,
    },
    report::RiskReport,
};
use pilotbox_store::{
    data::{Accessed, Release},
    to_millis,
};

use super::{is_reader, number, views};
use crate::{
    api::{etag::tagged, extract::Names, problems::Problems},
    principal::Principal,
    problem::Problem,
    rights::{self, Action, Subject},
    state::AppState,
};

/// Fetches a file of a release. Its digest is the tag.
#[utoipa::path(
    get,
    path = "/api/v1/data-sets/{id}/releases/{number}/files/{name}",
    operation_id = "read_release_file",
    tag = "data",
    params(
        ("id" = String, Path, max_length = 128),
        ("number" = String, Path, max_length = 128),
        ("name" = String, Path, max_length = 128)
    ),
    responses(
        (status = 200, description = "The file.", content(
            (Vec<u8> = "application/vnd.apache.parquet"),
            (String = "text/csv"),
            (String = "application/toml"),
            (Object = "application/csvm+json"),
            (RiskReport = "application/json"),
        )),
        (status = 304, description = "The reader has it."),
        Problems
    )
)]
pub(super) async fn read_release_file(
    State(state): State<AppState>,
    principal: Principal,
    headers: HeaderMap,
    Names(id, text, name): Names,
) -> Result<Response, Problem> {
    let release = state.store.data_release(&id, number(&text)?).await?;
    let files = views::files(&release.head)?;
    let found = files.into_iter().find(|file| file.name == name);
    let file = found.ok_or_else(|| Problem::new(Code::NotFound))?;
    if release.head.is_sealed != 0 {
        demand_sealed_reader(&state, &principal, &release).await?;
    }
    send(&state, &headers, &release, &file).await
}

/// Demands that whoever asks reads the raw data of a sealed release, and notes it.
pub(in crate::api) async fn demand_sealed_reader(
    state: &AppState,
    principal: &Principal,
    release: &Release,
) -> Result<(), Problem> {
    let id = &release.head.data_set_id;
    let set = state.store.data_set(id).await?;
    let subject = Subject {
        is_reader: is_reader(state, principal, &set).await?,
        ..Subject::default()
    };
    let refused = rights::demand(principal, Action::FetchSealed, subject);
    refused.map_err(|problem| {
        problem.detail("the release is sealed").hint(
            "until the challenge that uses it is over, the data set's readers alone have its files",
        )
    })?;
    let (by, at) = (principal.account(), to_millis(state.clock.now()));
    let to = Accessed::Release(release.head.number);
    let noted = state.store.note_access(id, DataAccess::Fetched, to, by, at);
    Ok(noted.await?)
}

async fn send(
    state: &AppState,
    headers: &HeaderMap,
    release: &Release,
    file: &ReleaseFileView,
) -> Result<Response, Problem> {
    let (bytes, stream) = state.blobs.stream(file.digest).await?;
    let body = Body::from_stream(stream.inspect_err(|error| {
        tracing::error!(%error, "a file of a release broke off while it was sent");
    }));
    let mut response = tagged(headers, &format!("\"{}\"", file.digest.hex()), body);
    if !response.status().is_success() {
        return Ok(response);
    }
    let name = format!(
        "attachment; filename=\"{}\"",
        download_name(&release.head.data_set_id, release.head.number, &file.name)
    );
    let fields = response.headers_mut();
    fields.insert(header::CONTENT_LENGTH, bytes.into());
    fields.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static(kind(&file.name)),
    );
    if let Ok(name) = HeaderValue::from_str(&name) {
        fields.insert(header::CONTENT_DISPOSITION, name);
    }
    if release.head.is_sealed != 0 {
        fields.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    Ok(response)
}

/// Files of several releases may lie in one folder.
fn download_name(data_set: &str, number: i64, name: &str) -> String {
    let rest = name.strip_prefix(data_set).unwrap_or(name);
    let mark = if rest.starts_with('.') { "" } else { "-" };
    format!("{data_set}-{number}{mark}{rest}")
}

fn kind(name: &str) -> &'static str {
    match name.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "parquet" => "application/vnd.apache.parquet",
        "csv" => "text/csv; charset=utf-8; header=present",
        "toml" => "application/toml",
        "json" if name.ends_with(".csv-metadata.json") => "application/csvm+json",
        _ => "application/json",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_saved_under_the_name_of_its_release() {
        let names = [
            ("people.csv", "people-2.csv"),
            ("people.csv-metadata.json", "people-2.csv-metadata.json"),
            ("policy.toml", "people-2-policy.toml"),
        ];
        for (name, saved) in names {
            assert_eq!(download_name("people", 2, name), saved);
        }
    }

    #[test]
    fn a_file_is_what_its_ending_says() {
        assert_eq!(kind("people.parquet"), "application/vnd.apache.parquet");
        assert_eq!(kind("people.csv-metadata.json"), "application/csvm+json");
        assert_eq!(kind("risk.json"), "application/json");
    }
}
