//! The parts of a body with a form and a table, each once, none larger than it may be.

use axum::extract::{FromRequest as _, Multipart, Request, multipart::Field};
use pilotbox_challenge::template::TemplateKind;
use pilotbox_evaluate::table::MAX_TABLE_BYTES;
use pilotbox_model::{
    Digest,
    api::{problem::Code, templates::TemplateAsk},
};

use crate::{
    api::{
        extract::readable,
        uploads::file::{Arrived, Arriving, broken},
    },
    problem::Problem,
    state::AppState,
};

/// Longest form in bytes: its texts at four bytes a character, and escapes.
const FORM_BYTES: usize = 1 << 20;

/// The body, taken apart.
pub(super) struct Parts {
    pub(super) ask: TemplateAsk,
    table: Arrived,
}

impl Parts {
    /// Over all that the request asks for, the table by its digest.
    pub(super) fn digest(&self, kind: TemplateKind) -> Digest {
        let ask = serde_json::to_string(&self.ask).unwrap_or_default();
        let table = self.table.digest.to_string();
        let parts = ["template", kind.as_str(), &ask, &table];
        Digest::of_parts(parts.map(str::as_bytes))
    }

    /// The bytes of the table. Blocks.
    pub(super) fn table(&self) -> Result<Vec<u8>, Problem> {
        std::fs::read(&self.table.path).map_err(Problem::internal)
    }
}

/// Reads the body as it arrives.
pub(super) async fn read(state: &AppState, request: Request) -> Result<Parts, Problem> {
    let multipart = Multipart::from_request(request, state).await;
    let mut multipart = multipart.map_err(|_| {
        Problem::new(Code::UnsupportedMediaType).hint("send `content-type: multipart/form-data`")
    })?;
    let (mut ask, mut table) = (None, None);
    while let Some(field) = multipart
        .next_field()
        .await
        .map_err(|error| broken(&error))?
    {
        match field.name() {
            Some("form") if ask.is_none() => ask = Some(form(field).await?),
            Some("table") if table.is_none() => table = Some(file(state, field).await?),
            Some("form" | "table") => return Err(bad("a part of the body is there twice")),
            _ => {
                return Err(bad("the body has a part that is not known")
                    .hint("the parts are `form` and `table`"));
            }
        }
    }
    Ok(Parts {
        ask: ask.ok_or_else(|| bad("`form` is missing"))?,
        table: table.ok_or_else(|| bad("`table` is missing"))?,
    })
}

async fn form(mut field: Field<'_>) -> Result<TemplateAsk, Problem> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(|error| broken(&error))? {
        if bytes.len().saturating_add(chunk.len()) > FORM_BYTES {
            let detail = format!("`form` is longer than {FORM_BYTES} bytes");
            return Err(Problem::new(Code::TooLarge).detail(detail));
        }
        bytes.extend_from_slice(&chunk);
    }
    serde_json::from_slice(&bytes).map_err(|error| {
        let error = error.to_string();
        bad(&format!(
            "`form` is not as it must be: {}",
            readable(&error)
        ))
    })
}

async fn file(state: &AppState, mut field: Field<'_>) -> Result<Arrived, Problem> {
    let mut arriving = Arriving::begin(state, MAX_TABLE_BYTES).await?;
    while let Some(chunk) = field.chunk().await.map_err(|error| broken(&error))? {
        arriving.write(&chunk).await?;
    }
    arriving.end().await
}

fn bad(what: &str) -> Problem {
    Problem::new(Code::BadRequest).detail(what)
}
