//! How every list answers: pages by cursor as JSON, or CSV of the same rows.

use axum::{
    Json,
    extract::FromRequestParts,
    http::{HeaderValue, Uri, header, request::Parts},
    response::{IntoResponse, Response},
};
use pilotbox_model::api::{Page, problem::Code};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

use super::extract::parameters;
use crate::problem::Problem;

/// Rows of a page where none are asked for.
const DEFAULT_ROWS: u32 = 50;
/// Most rows of a page of JSON. Keeps one answer small.
const MAX_ROWS: u32 = 200;
/// Most rows of an export. Keeps one answer from holding the whole database.
const MAX_EXPORT_ROWS: u32 = 10_000;
/// Rows that are read at once where each may be large and little of it is shown.
const BATCH_ROWS: i64 = 64;
/// Bytes of rows after which an answer ends early and names the next page. Keeps rows
/// with long texts from filling memory.
pub const MAX_BYTES: usize = 16 << 20;
/// Longest cursor: an id, or a slug.
const MAX_CURSOR_BYTES: usize = 128;

/// How a list is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// A page.
    #[default]
    Json,
    /// A table with a header, for spreadsheets.
    Csv,
}

/// What every list takes.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ListQuery {
    /// `next` of the page before.
    #[param(max_length = 128)]
    pub cursor: Option<String>,
    /// Rows, at most 200 of JSON and 10,000 of CSV.
    #[param(minimum = 1, maximum = 10_000)]
    pub limit: Option<u32>,
    /// `json` or `csv`.
    #[param(inline)]
    pub format: Option<Format>,
}

/// The names of its fields.
const EVERY_LIST: [&str; 3] = ["cursor", "limit", "format"];

/// What a query of the store needs to know. Taken from a request whose list has no
/// filters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    /// The last key of the page before.
    pub after: Option<String>,
    /// How many rows to fetch: one more than the page shows, which tells whether
    /// there is a next one.
    pub fetch: i64,
    format: Format,
}

/// As [`Ask`], for a list with filters of its own: what is no parameter of every list
/// is one of `F`, which refuses what it does not know.
pub struct Filtered<F>(pub Ask, pub F);

impl<S: Send + Sync> FromRequestParts<S> for Ask {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        parameters::<ListQuery>(&parts.uri)?.ask()
    }
}

impl<F: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Filtered<F> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let (every, own) = split(parts.uri.query().unwrap_or_default())?;
        Ok(Self(
            parameters::<ListQuery>(&every)?.ask()?,
            parameters(&own)?,
        ))
    }
}

/// The parameters of every list, and the others.
fn split(query: &str) -> Result<(Uri, Uri), Problem> {
    let is_of_every_list = |pair: &&str| {
        let name = pair.split('=').next().unwrap_or_default();
        EVERY_LIST.contains(&name)
    };
    let (every, own): (Vec<&str>, Vec<&str>) = query.split('&').partition(is_of_every_list);
    let address = |pairs: Vec<&str>| {
        let parsed = format!("/?{}", pairs.join("&")).parse::<Uri>();
        parsed.map_err(|error| Problem::new(Code::BadRequest).detail(error.to_string()))
    };
    Ok((address(every)?, address(own)?))
}

impl ListQuery {
    /// Checks the parameters.
    pub fn ask(&self) -> Result<Ask, Problem> {
        let format = self.format.unwrap_or_default();
        let (usual, most) = match format {
            Format::Json => (DEFAULT_ROWS, MAX_ROWS),
            Format::Csv => (MAX_EXPORT_ROWS, MAX_EXPORT_ROWS),
        };
        let rows = self.limit.unwrap_or(usual);
        if rows == 0 || rows > most {
            return Err(Problem::new(Code::BadRequest)
                .detail(format!("`limit` is {rows}, 1 to {most} are allowed")));
        }
        let is_key = |cursor: &String| {
            cursor.len() <= MAX_CURSOR_BYTES
                && cursor
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
        };
        if self.cursor.as_ref().is_some_and(|cursor| !is_key(cursor)) {
            return Err(Problem::new(Code::BadRequest)
                .detail("`cursor` is none of this list's")
                .hint("give `next` of the page before as it is"));
        }
        Ok(Ask {
            after: self.cursor.clone(),
            fetch: i64::from(rows) + 1,
            format,
        })
    }
}

impl Ask {
    /// How many rows to read next once there are so many; nothing if these are enough.
    pub fn next_batch(&self, have: usize) -> Option<i64> {
        let left = self
            .fetch
            .saturating_sub(i64::try_from(have).unwrap_or(i64::MAX));
        (left > 0).then(|| left.min(BATCH_ROWS))
    }

    /// Answers with up to `fetch - 1` of the rows. `key` is what the list is
    /// ordered by and what its next page starts after.
    pub fn answer<T: Serialize>(
        &self,
        rows: Vec<T>,
        key: impl Fn(&T) -> String,
    ) -> Result<Response, Problem> {
        self.answer_part(rows, false, key)
    }

    /// As [`Ask::answer`], of rows that are all or, if `is_cut`, may not be.
    pub fn answer_part<T: Serialize>(
        &self,
        mut rows: Vec<T>,
        is_cut: bool,
        key: impl Fn(&T) -> String,
    ) -> Result<Response, Problem> {
        let shown = usize::try_from(self.fetch - 1).unwrap_or(0);
        let has_more = is_cut || rows.len() > shown;
        rows.truncate(shown);
        let next = rows.last().filter(|_| has_more).map(key);
        match self.format {
            Format::Json => Ok(Json(Page { items: rows, next }).into_response()),
            Format::Csv => csv(&rows, next.as_deref()),
        }
    }
}

/// Whether a batch has fewer rows than were asked for, so that none is left.
pub fn is_short<T>(rows: &[T], batch: i64) -> bool {
    i64::try_from(rows.len()).is_ok_and(|rows| rows < batch)
}

/// Writes rows as CSV; fields of fields become columns with a dot, lists become
/// JSON text. `x-next-cursor` tells that there is more.
fn csv<T: Serialize>(rows: &[T], next: Option<&str>) -> Result<Response, Problem> {
    let mut tables = Vec::with_capacity(rows.len());
    let mut columns: Vec<String> = Vec::new();
    for row in rows {
        let value = serde_json::to_value(row).map_err(Problem::internal)?;
        let mut cells = Vec::new();
        flatten("", &value, &mut cells);
        for (name, _) in &cells {
            if !columns.contains(name) {
                columns.push(name.clone());
            }
        }
        tables.push(cells);
    }
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&columns).map_err(Problem::internal)?;
    for cells in &tables {
        let cell = |name: &String| {
            let found = cells.iter().find(|(column, _)| column == name);
            found.map_or("", |(_, text)| text.as_str())
        };
        writer
            .write_record(columns.iter().map(cell))
            .map_err(Problem::internal)?;
    }
    let bytes = writer.into_inner().map_err(Problem::internal)?;
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/csv; charset=utf-8; header=present"),
    );
    if let Some(next) = next.and_then(|next| HeaderValue::from_str(next).ok()) {
        headers.insert("x-next-cursor", next);
    }
    Ok(response)
}

fn flatten(name: &str, value: &Value, cells: &mut Vec<(String, String)>) {
    match value {
        Value::Object(fields) => {
            for (field, value) in fields {
                let name = if name.is_empty() {
                    field.clone()
                } else {
                    format!("{name}.{field}")
                };
                flatten(&name, value, cells);
            }
        }
        Value::Null => cells.push((name.to_owned(), String::new())),
        Value::String(text) => cells.push((name.to_owned(), inert(text))),
        other => cells.push((name.to_owned(), other.to_string())),
    }
}

/// A spreadsheet runs what begins like a formula; a quote in front makes it text.
pub(crate) fn inert(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Serialize)]
    struct Row {
        id: String,
        about: Value,
    }

    fn row(id: &str, about: Value) -> Row {
        Row {
            id: id.to_owned(),
            about,
        }
    }

    fn ask(limit: u32, format: Format) -> Result<Ask, Problem> {
        ListQuery {
            limit: Some(limit),
            format: Some(format),
            ..ListQuery::default()
        }
        .ask()
    }

    async fn text(response: Response) -> String {
        let body = axum::body::to_bytes(response.into_body(), 1 << 20).await;
        String::from_utf8(body.unwrap().to_vec()).unwrap()
    }

    #[tokio::test]
    async fn a_page_names_the_next_only_when_there_is_more() {
        let ask = ask(2, Format::Json).unwrap();
        assert_eq!(ask.fetch, 3);
        let rows = |count: usize| {
            (0..count)
                .map(|n| row(&n.to_string(), Value::Null))
                .collect()
        };
        let full = text(ask.answer(rows(3), |row: &Row| row.id.clone()).unwrap()).await;
        assert!(full.ends_with(r#""next":"1"}"#), "{full}");
        let last = text(ask.answer(rows(2), |row: &Row| row.id.clone()).unwrap()).await;
        assert!(last.ends_with(r#""next":null}"#), "{last}");
    }

    #[tokio::test]
    async fn rows_come_in_batches_and_a_page_that_was_cut_names_the_next() {
        let ask = ask(100, Format::Json).unwrap();
        let batches = [0, 64, 100, 101, 500].map(|have| ask.next_batch(have));
        assert_eq!(batches, [Some(64), Some(37), Some(1), None, None]);
        assert!(is_short(&[1, 2], 3) && !is_short(&[1, 2], 2));
        let rows = vec![row("A", Value::Null)];
        let cut = ask.answer_part(rows, true, |row: &Row| row.id.clone());
        let cut = text(cut.unwrap()).await;
        assert!(cut.ends_with(r#""next":"A"}"#), "{cut}");
    }

    #[tokio::test]
    async fn a_table_reads_back_and_runs_no_formula() {
        let about = serde_json::json!({"name": "=1+1, \"x\"", "parts": [1, 2]});
        let rows = vec![row("A", about), row("B", serde_json::json!({"late": -1.5}))];
        let response = ask(10, Format::Csv).unwrap();
        let written = text(response.answer(rows, |row: &Row| row.id.clone()).unwrap()).await;
        let mut reader = csv::Reader::from_reader(written.as_bytes());
        let header: Vec<_> = reader
            .headers()
            .unwrap()
            .iter()
            .map(str::to_owned)
            .collect();
        assert_eq!(header, ["id", "about.name", "about.parts", "about.late"]);
        let records: Vec<Vec<String>> = reader.deserialize().map(Result::unwrap).collect();
        assert_eq!(records[0], ["A", "'=1+1, \"x\"", "[1,2]", ""]);
        assert_eq!(records[1], ["B", "", "", "-1.5"]);
    }

    #[derive(Debug, Deserialize, PartialEq)]
    #[serde(deny_unknown_fields)]
    struct ByColour {
        colour: Option<String>,
    }

    async fn filtered(query: &str) -> Result<(Ask, ByColour), Problem> {
        let request = axum::http::Request::get(format!("/things?{query}"));
        let (mut parts, ()) = request.body(()).unwrap().into_parts();
        let taken = Filtered::from_request_parts(&mut parts, &()).await?;
        Ok((taken.0, taken.1))
    }

    #[tokio::test]
    async fn filters_stand_beside_what_every_list_takes() {
        let (ask, by) = filtered("limit=2&colour=light%20blue&cursor=a")
            .await
            .unwrap();
        assert_eq!((ask.fetch, ask.after.as_deref()), (3, Some("a")));
        assert_eq!(by.colour.as_deref(), Some("light blue"));
        let (ask, by) = filtered("").await.unwrap();
        assert_eq!((ask.fetch, by.colour), (51, None));
        for bad in [
            "limit=0",
            "limit=2&limit=3",
            "color=red",
            "colour=a&colour=b",
            "limit",
        ] {
            assert!(filtered(bad).await.is_err(), "{bad}");
        }
    }

    #[test]
    fn limits_are_limits() {
        assert!(ask(MAX_ROWS, Format::Json).is_ok());
        assert!(ask(MAX_ROWS + 1, Format::Json).is_err());
        assert!(ask(MAX_EXPORT_ROWS, Format::Csv).is_ok());
        assert!(ask(MAX_EXPORT_ROWS + 1, Format::Csv).is_err());
        assert!(ask(0, Format::Json).is_err());
        let query = ListQuery {
            cursor: Some("a b".to_owned()),
            ..ListQuery::default()
        };
        assert!(query.ask().is_err());
    }
}
