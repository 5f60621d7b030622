//! Cases and logs of a run: for readers who are shown everything of it.

use std::collections::HashMap;

use axum::{extract::State, response::Response};
use pilotbox_model::{
    Case, CaseResult, LogLevel,
    api::{
        Page,
        problem::Code,
        runs::{CaseView, LogView},
    },
};
use pilotbox_store::{CaseRow, RunRow};
use serde::Serialize;

use super::find_run;
use crate::{
    api::{
        extract::Id,
        list::{Ask, ListQuery, MAX_BYTES},
        problems::Problems,
    },
    principal::Principal,
    problem::Problem,
    rights::Action,
    state::AppState,
    visibility::Level,
};

/// Cases that are read at once while lines of log are gathered.
const CASES_AT_ONCE: i64 = 64;

/// A case with its place, which pages start after.
#[derive(Serialize)]
struct Placed<T> {
    #[serde(flatten)]
    view: T,
    #[serde(skip)]
    key: String,
}

/// Cases in the order of the split.
#[utoipa::path(
    get,
    path = "/api/v1/runs/{id}/cases",
    operation_id = "list_cases",
    tag = "runs",
    params(("id" = String, Path, max_length = 128), ListQuery),
    responses((status = 200, description = "A page.", body = Page<CaseView>), Problems)
)]
pub(super) async fn list_cases(
    State(state): State<AppState>,
    principal: Principal,
    Id(id): Id,
    ask: Ask,
) -> Result<Response, Problem> {
    let run = find_open_run(&state, &principal, &id).await?;
    let mut from = place(&ask)?.0.saturating_add(1);
    let strata = strata(&state, &run).await?;
    let (mut views, mut bytes) = (Vec::new(), 0);
    while let Some(batch) = ask.next_batch(views.len()).filter(|_| bytes < MAX_BYTES) {
        let rows = state.store.case_results(&id, from, batch).await?;
        let Some(last) = rows.last() else { break };
        from = last.position.saturating_add(1);
        for row in rows {
            bytes = bytes.saturating_add(row.result.len());
            views.push(case_view(row, &strata)?);
        }
    }
    ask.answer_part(views, bytes >= MAX_BYTES, |placed| placed.key.clone())
}

/// The plugin's log, in the order of the split.
#[utoipa::path(
    get,
    path = "/api/v1/runs/{id}/logs",
    operation_id = "list_logs",
    tag = "runs",
    params(("id" = String, Path, max_length = 128), ListQuery),
    responses((status = 200, description = "A page.", body = Page<LogView>), Problems)
)]
pub(super) async fn list_logs(
    State(state): State<AppState>,
    principal: Principal,
    Id(id): Id,
    ask: Ask,
) -> Result<Response, Problem> {
    find_open_run(&state, &principal, &id).await?;
    let (case, line) = place(&ask)?;
    let wanted = usize::try_from(ask.fetch).unwrap_or(0);
    let mut from = case.max(0);
    let mut lines = Vec::new();
    let mut bytes = 0;
    while lines.len() < wanted && bytes < MAX_BYTES {
        let rows = state.store.case_results(&id, from, CASES_AT_ONCE).await?;
        let Some(last) = rows.last() else { break };
        from = last.position.saturating_add(1);
        for row in rows {
            bytes = bytes.saturating_add(row.result.len());
            let done = if row.position == case { line } else { -1 };
            lines.extend(log_views(&row, done)?);
        }
    }
    lines.truncate(wanted);
    ask.answer_part(lines, bytes >= MAX_BYTES, |placed| placed.key.clone())
}

async fn find_open_run(
    state: &AppState,
    principal: &Principal,
    id: &str,
) -> Result<RunRow, Problem> {
    let (run, level) = find_run(state, principal, Action::ReadCases, id).await?;
    if level == Level::All {
        return Ok(run);
    }
    Err(Problem::new(Code::NotAllowed)
        .detail(format!("cases of the split `{}` are hidden", run.split))
        .hint("they are shown once results are published"))
}

/// The place in a cursor: a case, and a line of it. Before the first, if none.
fn place(ask: &Ask) -> Result<(i64, i64), Problem> {
    let Some(cursor) = &ask.after else {
        return Ok((-1, -1));
    };
    let (case, line) = cursor.split_once('.').unwrap_or((cursor, "0"));
    match (case.parse(), line.parse()) {
        (Ok(case), Ok(line)) => Ok((case, line)),
        _ => Err(Problem::new(Code::BadRequest).detail("`cursor` is none of this list's")),
    }
}

async fn strata(state: &AppState, run: &RunRow) -> Result<HashMap<String, String>, Problem> {
    let cases = state.store.split_cases(&run.version_id, &run.split).await?;
    let cases: Vec<Case> = serde_json::from_str(&cases).map_err(Problem::internal)?;
    Ok(cases
        .into_iter()
        .map(|case| (case.id, case.stratum))
        .collect())
}

fn case_view(row: CaseRow, strata: &HashMap<String, String>) -> Result<Placed<CaseView>, Problem> {
    Ok(Placed {
        key: row.position.to_string(),
        view: CaseView {
            stratum: strata.get(&row.case_id).cloned().unwrap_or_default(),
            result: serde_json::from_str(&row.result).map_err(Problem::internal)?,
            id: row.case_id,
            verdict: row.verdict,
        },
    })
}

/// The lines of a case after the line `done`.
fn log_views(row: &CaseRow, done: i64) -> Result<Vec<Placed<LogView>>, Problem> {
    let result: CaseResult = serde_json::from_str(&row.result).map_err(Problem::internal)?;
    let numbered = (0_i64..).zip(result.log);
    let left = numbered.filter(|(line, _)| *line > done);
    Ok(left
        .map(|(line, entry)| Placed {
            key: format!("{}.{line}", row.position),
            view: LogView {
                case: row.case_id.clone(),
                level: level_name(entry.level).to_owned(),
                message: entry.message,
            },
        })
        .collect())
}

fn level_name(level: LogLevel) -> &'static str {
    match level {
        LogLevel::Debug => "debug",
        LogLevel::Info => "info",
        LogLevel::Warn => "warn",
        LogLevel::Error => "error",
    }
}
