//! A file in a multipart body, streamed to the disk: memory holds a chunk of it at
//! a time. Refuses a second file, another field, and what is over the limit.

use std::{
    fmt::Write as _,
    fs::File,
    io::{self, Read, Seek},
    path::Path,
};

use axum::{
    extract::{FromRequest, Multipart, Request, multipart::MultipartError},
    http::StatusCode,
};
use pilotbox_model::{Digest, api::problem::Code};
use sha2::{Digest as _, Sha256};
use tokio::io::AsyncWriteExt;

use crate::{api::extract::readable, guard::body_problem, problem::Problem};

/// A body that is a form with files.
pub(super) struct Form(Multipart);

impl<S: Send + Sync> FromRequest<S> for Form {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        match Multipart::from_request(request, state).await {
            Ok(form) => Ok(Self(form)),
            Err(rejection) => Err(Problem::new(Code::UnsupportedMediaType)
                .detail(readable(&rejection.body_text()))
                .hint("send `content-type: multipart/form-data` with a boundary")),
        }
    }
}

/// A file that has arrived whole. It has no name, so it goes with this.
pub(super) struct Received {
    file: File,
    bytes: u64,
    digest: Digest,
}

impl Form {
    /// Takes the only file of the form, whose field has this name.
    pub(super) async fn file(
        mut self,
        name: &str,
        limit_bytes: u64,
        folder: &Path,
    ) -> Result<Received, Problem> {
        let mut received = None;
        while let Some(field) = self.0.next_field().await.map_err(|error| broken(&error))? {
            if field.name() != Some(name) || received.is_some() {
                return Err(Problem::new(Code::BadRequest)
                    .detail(format!("the form has a field besides one `{name}`")));
            }
            received = Some(store(field, limit_bytes, folder).await?);
        }
        received.ok_or_else(|| {
            Problem::new(Code::BadRequest).detail(format!("the form has no file `{name}`"))
        })
    }
}

impl Received {
    /// Digest of its bytes.
    pub(super) fn digest(&self) -> Digest {
        self.digest
    }

    /// All of it. Blocks.
    pub(super) fn read(mut self) -> Result<Vec<u8>, Problem> {
        let mut bytes = Vec::with_capacity(usize::try_from(self.bytes).unwrap_or_default());
        self.file.rewind().map_err(|error| not_kept(&error))?;
        self.file
            .read_to_end(&mut bytes)
            .map_err(|error| not_kept(&error))?;
        Ok(bytes)
    }
}

async fn store(
    mut field: axum::extract::multipart::Field<'_>,
    limit_bytes: u64,
    folder: &Path,
) -> Result<Received, Problem> {
    let file = tempfile::tempfile_in(folder).map_err(|error| not_kept(&error))?;
    let mut file = tokio::fs::File::from_std(file);
    let mut bytes = 0_u64;
    let mut hasher = Sha256::new();
    while let Some(chunk) = field.chunk().await.map_err(|error| broken(&error))? {
        bytes = bytes.saturating_add(chunk.len() as u64);
        if bytes > limit_bytes {
            return Err(Problem::new(Code::TooLarge)
                .detail(format!("the file is longer than {limit_bytes} bytes")));
        }
        hasher.update(&chunk);
        file.write_all(&chunk)
            .await
            .map_err(|error| not_kept(&error))?;
    }
    file.flush().await.map_err(|error| not_kept(&error))?;
    Ok(Received {
        file: file.into_std().await,
        bytes,
        digest: finish(hasher)?,
    })
}

fn finish(hasher: Sha256) -> Result<Digest, Problem> {
    let mut digest = "sha256:".to_owned();
    for byte in hasher.finalize() {
        // Writing to a text cannot fail.
        let _ = write!(digest, "{byte:02x}");
    }
    digest.parse().map_err(Problem::internal)
}

fn broken(error: &MultipartError) -> Problem {
    body_problem(error).unwrap_or_else(|| match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Problem::new(Code::TooLarge),
        _ => Problem::new(Code::BadRequest).detail(readable(&error.body_text())),
    })
}

fn not_kept(error: &io::Error) -> Problem {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Problem::new(Code::NoRoom),
        _ => Problem::internal(error),
    }
}
