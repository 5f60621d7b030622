//! Sending a large file in parts, so that a connection that breaks costs one part.

use std::{thread, time::Duration};

use indicatif::ProgressBar;
use pilotbox_model::{
    Digest,
    api::{
        problem::Code,
        submissions::{UploadAsk, UploadView},
    },
};
use reqwest::{Method, header::CONTENT_TYPE};

use super::{Client, json};
use crate::exit::{Exit, Failure};

/// Size of a part. The server takes no larger ones.
const PART_BYTES: usize = 8 * 1024 * 1024;

/// How often one upload may break off before somebody has to look.
const MAX_BREAKS: u32 = 10;

/// How long a server may take to notice that a connection broke.
const PAUSE: Duration = Duration::from_secs(1);

/// Sends a file and returns the upload's id.
pub(crate) fn upload_in_parts(
    client: &Client,
    file: &[u8],
    bar: &ProgressBar,
) -> Result<String, Failure> {
    let ask = UploadAsk {
        bytes: file.len() as u64,
        digest: Digest::of(file).to_string(),
    };
    let mut upload: UploadView = client.post("uploads", &ask)?;
    let mut breaks = 0;
    while upload.received < upload.bytes {
        bar.set_position(upload.received);
        upload = match send_part(client, file, &upload) {
            Ok(next) if next.received > upload.received => next,
            Ok(next) => return Err(stuck(&next)),
            Err(failure) if is_passing(&failure) && breaks < MAX_BREAKS => {
                breaks += 1;
                thread::sleep(PAUSE);
                // The server knows how much of it arrived.
                client.get(&format!("uploads/{}", upload.id))?
            }
            Err(failure) => return Err(failure),
        };
    }
    bar.finish_and_clear();
    Ok(upload.id)
}

/// Sends what comes next.
fn send_part(client: &Client, file: &[u8], upload: &UploadView) -> Result<UploadView, Failure> {
    let path = format!("uploads/{}", upload.id);
    let start = usize::try_from(upload.received).unwrap_or(file.len());
    let part = file.get(start..).unwrap_or_default();
    let part = part.get(..PART_BYTES).unwrap_or(part).to_vec();
    let make = || {
        Ok(client
            .request(Method::PATCH, &path)?
            .header(CONTENT_TYPE, "application/offset+octet-stream")
            .header("upload-offset", upload.received)
            .body(part.clone()))
    };
    json(client.send(make)?)
}

/// Whether the same part may do better a moment later: the connection broke, or the
/// server has not noticed yet that the one before did.
fn is_passing(failure: &Failure) -> bool {
    failure.exit() == Exit::Server || failure.problem() == Some(Code::Conflict)
}

fn stuck(upload: &UploadView) -> Failure {
    Failure::new(
        Exit::Server,
        format!("upload `{}` does not get on; hint: try again", upload.id),
    )
}
