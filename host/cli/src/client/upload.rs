//! Sending a large file in parts, so that a connection that breaks costs one part.

use indicatif::ProgressBar;
use pilotbox_model::{
    Digest,
    api::submissions::{UploadAsk, UploadView},
};
use reqwest::{Method, header::CONTENT_TYPE};

use super::{Client, json};
use crate::exit::{Exit, Failure};

/// Size of a part. The server takes no larger ones.
const PART_BYTES: usize = 8 * 1024 * 1024;

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
    while upload.received < upload.bytes {
        bar.set_position(upload.received);
        let before = upload.received;
        upload = send_part(client, file, &upload)?;
        if upload.received <= before {
            return Err(Failure::new(
                Exit::Server,
                format!("upload `{}` does not get on; hint: try again", upload.id),
            ));
        }
    }
    bar.finish_and_clear();
    Ok(upload.id)
}

/// Sends what comes next. When the connection breaks the server is asked how
/// much of it arrived.
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
    match client.send(make) {
        Ok(response) => json(response),
        Err(failure) if failure.exit() == Exit::Server => client.get(&path),
        Err(failure) => Err(failure),
    }
}
