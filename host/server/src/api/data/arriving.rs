//! Raw data while it arrives: encrypted chunk by chunk into a file without a name, so that
//! no plain byte is ever on the disk, and nothing is left when the sender hangs up.

use std::{
    fs::File,
    io::{self, Write as _},
    path::PathBuf,
};

use axum::{
    body::Bytes,
    extract::{FromRequest as _, Multipart, Request, multipart::Field},
};
use pilotbox_model::api::problem::Code;
use pilotbox_store::new_id;
use tokio::{sync::mpsc, task::spawn_blocking};

use crate::{
    api::{
        text::demand_line,
        uploads::file::{broken, refused},
    },
    data::{Arrived, demand_format},
    problem::Problem,
    state::AppState,
    vault::Vault,
};

/// Chunks that wait for the disk.
const QUEUED_CHUNKS: usize = 4;

/// Longest name of a file, and of a table.
const NAME_CHARS: usize = 255;

/// Bytes of such a name.
const NAME_BYTES: usize = 4 * NAME_CHARS;

/// Whose raw data is encrypted.
struct Sealing {
    vault: Vault,
    folder: PathBuf,
    data_set: String,
    raw_id: String,
}

/// Takes the form's file and the name of its table.
pub(super) async fn receive(
    state: &AppState,
    data_set: &str,
    request: Request,
) -> Result<Arrived, Problem> {
    let form = Multipart::from_request(request, state).await;
    let mut form = form.map_err(|_| {
        Problem::new(Code::UnsupportedMediaType).hint("send `content-type: multipart/form-data`")
    })?;
    let (mut file, mut table) = (None, None);
    while let Some(field) = form.next_field().await.map_err(|error| broken(&error))? {
        match field.name() {
            Some("file") if file.is_none() => file = Some(take(state, data_set, field).await?),
            Some("table") if table.is_none() => table = Some(name(field).await?),
            Some("file" | "table") => return Err(bad("a part of the body is there twice")),
            _ => {
                return Err(bad("the body has a part that is not known")
                    .hint("the parts are `file` and `table`"));
            }
        }
    }
    let arrived = file.ok_or_else(|| bad("`file` is missing"))?;
    Ok(Arrived {
        table: table.filter(|table| !table.is_empty()),
        ..arrived
    })
}

async fn take(state: &AppState, data_set: &str, mut field: Field<'_>) -> Result<Arrived, Problem> {
    let file_name = base_name(field.file_name().unwrap_or_default());
    demand_line("file", &file_name, NAME_CHARS)?;
    demand_format(&file_name)?;
    let limit_bytes = state.config.limits.raw_data_bytes.get();
    let raw_id = new_id();
    let sealing = Sealing {
        vault: state.vault.clone(),
        folder: state.config.server.data.clone(),
        data_set: data_set.to_owned(),
        raw_id: raw_id.clone(),
    };
    let (sender, receiver) = mpsc::channel(QUEUED_CHUNKS);
    let writing = spawn_blocking(move || seal(&sealing, receiver));
    let mut bytes = 0_u64;
    while let Some(chunk) = field.chunk().await.map_err(|error| broken(&error))? {
        bytes = bytes.saturating_add(chunk.len() as u64);
        if bytes > limit_bytes {
            return Err(Problem::new(Code::TooLarge)
                .detail(format!("the file is longer than {limit_bytes} bytes"))
                .hint("split it, or send Parquet, which is smaller"));
        }
        if sender.send(chunk).await.is_err() {
            // The disk has failed, which the writer tells.
            break;
        }
    }
    drop(sender);
    let encrypted = writing
        .await
        .map_err(|_| Problem::internal("encrypting raw data panicked"))?
        .map_err(refused)?;
    Ok(Arrived {
        raw_id,
        file_name,
        table: None,
        bytes,
        encrypted,
    })
}

/// Encrypts what comes until nothing more does. Blocks.
fn seal(sealing: &Sealing, mut chunks: mpsc::Receiver<Bytes>) -> io::Result<File> {
    let file = tempfile::tempfile_in(&sealing.folder)?;
    let mut writer = sealing
        .vault
        .writer(&sealing.data_set, &sealing.raw_id, file)?;
    while let Some(chunk) = chunks.blocking_recv() {
        writer.write_all(&chunk)?;
    }
    writer.finish()
}

async fn name(mut field: Field<'_>) -> Result<String, Problem> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(|error| broken(&error))? {
        if bytes.len().saturating_add(chunk.len()) > NAME_BYTES {
            let detail = format!("`table` is longer than {NAME_BYTES} bytes");
            return Err(Problem::new(Code::TooLarge).detail(detail));
        }
        bytes.extend_from_slice(&chunk);
    }
    let text = String::from_utf8(bytes).map_err(|_| bad("`table` is no text"))?;
    let text = text.trim().to_owned();
    if !text.is_empty() {
        demand_line("table", &text, NAME_CHARS)?;
    }
    Ok(text)
}

/// Some browsers send the folder along, which is nobody's business.
fn base_name(name: &str) -> String {
    name.rsplit(['/', '\\'])
        .next()
        .unwrap_or_default()
        .to_owned()
}

fn bad(what: &str) -> Problem {
    Problem::new(Code::BadRequest).detail(what)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_has_no_folder() {
        for name in ["a.csv", "/home/ann/a.csv", "C:\\Users\\Ann\\a.csv"] {
            assert_eq!(base_name(name), "a.csv");
        }
    }
}
