//! The catalogue of open releases for others' machines, DCAT-AP 3 in JSON-LD and in Turtle.
//! Of each data set it has the newest open release, and beside them the public account of
//! challenges, pilots and years. It is written off the event loop, since every policy is
//! read for it, and one that cannot be read takes away its own entry alone.

mod live;

use axum::{
    extract::State,
    http::{HeaderMap, HeaderValue, header},
    response::Response,
};
use jiff::civil::Date;
use pilotbox_model::{Digest, api::data::ReleaseFileView};
use pilotbox_sanitize::{
    catalogue::{Catalogue, CatalogueError, DataFile, DataSet, FileKind, Publisher, Theme},
    format::write::csvw::Text,
    policy::Policy,
};
use pilotbox_store::{data::CatalogueEntry, from_millis};
use tokio::task::spawn_blocking;

use super::views;
use crate::{
    api::{etag::tagged, problems::Problems},
    data,
    problem::Problem,
    state::AppState,
};

/// Most data sets that it lists: a city has some hundreds.
const MAX_DATA_SETS: i64 = 2_000;

/// Where licences are described by their identifiers.
const LICENCES: &str = "https://spdx.org/licenses";

/// The catalogue in JSON-LD.
#[utoipa::path(
    get,
    path = "/api/v1/data-catalogue.jsonld",
    operation_id = "read_catalogue",
    tag = "data",
    responses(
        (status = 200, description = "DCAT-AP 3.", body = Object,
            content_type = "application/ld+json"),
        (status = 304, description = "Unchanged."),
        Problems
    )
)]
pub(super) async fn read_catalogue(
    State(state): State<AppState>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    answer(&state, &headers, "application/ld+json", Catalogue::json_ld).await
}

/// The same in Turtle.
#[utoipa::path(
    get,
    path = "/api/v1/data-catalogue.ttl",
    operation_id = "read_catalogue_turtle",
    tag = "data",
    responses(
        (status = 200, description = "DCAT-AP 3.", body = String, content_type = "text/turtle"),
        (status = 304, description = "Unchanged."),
        Problems
    )
)]
pub(super) async fn read_catalogue_turtle(
    State(state): State<AppState>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    answer(&state, &headers, "text/turtle", Catalogue::turtle).await
}

async fn answer(
    state: &AppState,
    headers: &HeaderMap,
    kind: &'static str,
    written: fn(&Catalogue) -> Result<String, CatalogueError>,
) -> Result<Response, Problem> {
    let entries = state.store.catalogue("", MAX_DATA_SETS).await?;
    let accounts = live::accounts(state).await?;
    let of = state.clone();
    let writing = spawn_blocking(move || {
        let text = written(&catalogue(&of, &entries, &accounts)?).map_err(Problem::internal)?;
        let tag = format!("\"{}\"", Digest::of(text.as_bytes()).hex());
        Ok::<_, Problem>((tag, text))
    });
    let (tag, text) = writing.await.map_err(Problem::internal)??;
    let mut response = tagged(headers, &tag, text);
    if response.status().is_success() {
        let kind = HeaderValue::from_static(kind);
        response.headers_mut().insert(header::CONTENT_TYPE, kind);
    }
    Ok(response)
}

fn catalogue(
    state: &AppState,
    entries: &[CatalogueEntry],
    accounts: &live::Accounts,
) -> Result<Catalogue, Problem> {
    let site = state.config.public_url();
    let pages = format!("{site}/{}", views::word(&state.config.server.language));
    let data_sets = data_sets(&site, &pages, entries);
    let live = live::live_sets(&site, &pages, accounts);
    let dates = data_sets.iter().map(|set| set.modified);
    let modified = dates.chain(live.iter().map(|set| set.modified)).max();
    let name = &state.config.keys.issuer;
    Ok(Catalogue {
        url: format!("{pages}/data"),
        title: Text {
            bg: "Градски данни".to_owned(),
            en: "City data".to_owned(),
        },
        description: Text {
            bg: "Набори от данни, обработени така, че никой в тях да не бъде разпознат, и публичният отчет за предизвикателства, пилотни услуги и години.".to_owned(),
            en: "Data sets that were changed so that nobody in them is recognised, and the public account of challenges, pilots and years.".to_owned(),
        },
        publisher: Publisher {
            url: site,
            name: Text {
                bg: name.clone(),
                en: name.clone(),
            },
        },
        modified: match modified {
            Some(modified) => modified,
            None => data::today(state)?,
        },
        data_sets,
        live,
    })
}

/// Those whose entries can be written.
fn data_sets(site: &str, pages: &str, entries: &[CatalogueEntry]) -> Vec<DataSet> {
    let entries = entries.iter().filter_map(|entry| {
        let written = data_set(site, pages, entry);
        if written.is_err() {
            let id = entry.data_set.id.as_str();
            tracing::error!(id, "a data set is left out of the catalogue");
        }
        written.ok()
    });
    entries.collect()
}

fn data_set(site: &str, pages: &str, entry: &CatalogueEntry) -> Result<DataSet, Problem> {
    let (set, release) = (&entry.data_set, &entry.release);
    let id = &set.id;
    let number = release.head.number;
    let file = |name: &str| format!("{site}/api/v1/data-sets/{id}/releases/{number}/files/{name}");
    let policy = Policy::from_toml(&release.policy_toml);
    let policy =
        policy.map_err(|_| Problem::internal(format!("the policy of `{id}` is broken")))?;
    Ok(DataSet {
        url: format!("{pages}/data/{id}"),
        identifier: id.clone(),
        version: number.to_string(),
        title: both(&set.title_bg, &set.title_en),
        description: both(&set.description_bg, &set.description_en),
        keywords: Vec::new(),
        themes: Theme::of_code(&set.theme).into_iter().collect(),
        issued: day(set.created_at)?,
        modified: day(release.head.published_at)?,
        provenance: provenance(&policy),
        licence: format!("{LICENCES}/{}", release.head.licence),
        policy: file("policy.toml"),
        risk_report: file("risk.json"),
        dictionary: file(&format!("{id}.csv-metadata.json")),
        period: None,
        area: None,
        files: views::files(&release.head)?
            .iter()
            .filter_map(|one| table(one, file(&one.name)))
            .collect(),
    })
}

/// Where it came from and how it was changed.
fn provenance(policy: &Policy) -> Text {
    let (owner, version) = (&policy.source.owner, &policy.version);
    let (how, when) = (&policy.source.how, &policy.source.when);
    both(
        &format!("{owner}: {how} ({when}). Обработено по политика {version}."),
        &format!("{owner}: {how} ({when}). Changed by policy {version}."),
    )
}

/// A file that has the table, of those of a release.
fn table(file: &ReleaseFileView, url: String) -> Option<DataFile> {
    let kind = match file.name.rsplit_once('.')?.1 {
        "csv" => FileKind::Csv,
        "parquet" => FileKind::Parquet,
        _ => return None,
    };
    Some(DataFile {
        url,
        kind,
        bytes: file.bytes,
        sha256: file.digest.hex(),
    })
}

fn both(bg: &str, en: &str) -> Text {
    Text {
        bg: bg.to_owned(),
        en: en.to_owned(),
    }
}

/// The day in Sofia.
fn day(at: i64) -> Result<Date, Problem> {
    data::day(from_millis(at))
}

#[cfg(test)]
mod tests {
    use pilotbox_store::data::{DataSet, Release, ReleaseHead};

    use super::*;

    const POLICY: &str = include_str!("../../../../sanitize/fixtures/policy/water-meters.toml");

    fn entry(id: &str, policy_toml: &str, files: &str) -> CatalogueEntry {
        let text = str::to_owned;
        CatalogueEntry {
            data_set: DataSet {
                id: text(id),
                title_bg: text("Вода"),
                title_en: text("Water"),
                description_bg: text("Вода"),
                description_en: text("Water"),
                owner: text("a directorate"),
                theme: text("ENVI"),
                raw_days: 30,
                created_by: text("A1"),
                created_at: 0,
                revision: 1,
            },
            release: Release {
                head: ReleaseHead {
                    id: text("R1"),
                    data_set_id: text(id),
                    number: 1,
                    policy_id: text("P1"),
                    policy_version: text("1.0.0"),
                    policy_digest: text("sha256:x"),
                    licence: text("CC0-1.0"),
                    light: text("green"),
                    rows: 1,
                    columns: 1,
                    is_sealed: 0,
                    published_by: text("A1"),
                    published_at: 0,
                    files: text(files),
                },
                policy_toml: text(policy_toml),
                report: text("{}"),
                dictionary: text("[]"),
            },
        }
    }

    #[test]
    fn an_entry_that_cannot_be_written_takes_no_other_with_it() {
        let entries = [
            entry("first", POLICY, "[]"),
            entry("old", "dataset = ", "[]"),
            entry("odd", POLICY, "{"),
            entry("last", POLICY, "[]"),
        ];
        let written = data_sets("https://city.example", "https://city.example/bg", &entries);
        let ids: Vec<_> = written.iter().map(|set| set.identifier.as_str()).collect();
        assert_eq!(ids, ["first", "last"]);
    }
}
