//! Bytes that arrive: written to files as they come, counted and digested on the
//! way, so that no upload is ever whole in memory.

use std::{
    io::{self, SeekFrom},
    path::{Path, PathBuf},
};

use axum::body::{Body, Bytes};
use futures_util::StreamExt as _;
use pilotbox_model::{Digest, api::problem::Code};
use sha2::{Digest as _, Sha256};
use tempfile::TempPath;
use tokio::{
    fs::{File, OpenOptions},
    io::{AsyncReadExt as _, AsyncSeekExt as _, AsyncWriteExt as _},
};

use crate::{guard::body_problem, problem::Problem, state::AppState};

/// How much of a file is read at once.
const CHUNK_BYTES: usize = 256 * 1024;

/// The files of uploads in parts.
pub struct Files(PathBuf);

/// A file that arrives in one go; removed when dropped.
pub struct Arriving {
    path: TempPath,
    file: File,
    digest: Sha256,
    bytes: u64,
    most: u64,
}

/// A file that has arrived.
pub struct Arrived {
    /// Where it lies; removed when dropped.
    pub path: TempPath,
    /// Its digest.
    pub digest: Digest,
    /// Its size.
    pub bytes: u64,
}

impl Files {
    /// Those of this server.
    pub fn of(state: &AppState) -> Self {
        Self(folder(state))
    }

    /// The file of an upload.
    pub fn path(&self, id: &str) -> PathBuf {
        self.0.join(format!("{id}.part"))
    }

    /// Writes a part at `from`, up to the size of the whole, and tells where it
    /// ends. On the disk when this returns.
    pub async fn append(
        &self,
        id: &str,
        from: u64,
        whole: u64,
        body: Body,
    ) -> Result<u64, Problem> {
        tokio::fs::create_dir_all(&self.0).await.map_err(refused)?;
        let mut options = OpenOptions::new();
        options.create(true).truncate(false).write(true);
        let mut file = options.open(self.path(id)).await.map_err(refused)?;
        file.seek(SeekFrom::Start(from)).await.map_err(refused)?;
        let mut chunks = body.into_data_stream();
        let mut at = from;
        while let Some(chunk) = chunks.next().await {
            let chunk = chunk.map_err(|error| broken(&error))?;
            at = at.saturating_add(chunk.len() as u64);
            if at > whole {
                return Err(Problem::new(Code::TooLarge).detail(format!(
                    "the part goes beyond the {whole} bytes that were told"
                )));
            }
            file.write_all(&chunk).await.map_err(refused)?;
        }
        file.flush().await.map_err(refused)?;
        file.sync_data().await.map_err(refused)?;
        Ok(at)
    }

    /// The digest of all that has arrived.
    pub async fn digest(&self, id: &str) -> Result<Digest, Problem> {
        Ok(digest_file(&self.path(id)).await?.0)
    }

    /// Removes the file, if it is there.
    pub async fn remove(&self, id: &str) -> Result<(), Problem> {
        match tokio::fs::remove_file(self.path(id)).await {
            Err(cause) if cause.kind() != io::ErrorKind::NotFound => Err(refused(cause)),
            _ => Ok(()),
        }
    }
}

impl Arriving {
    /// A file of at most so many bytes.
    pub async fn begin(state: &AppState, most: u64) -> Result<Self, Problem> {
        let folder = folder(state);
        tokio::fs::create_dir_all(&folder).await.map_err(refused)?;
        let named = tokio::task::spawn_blocking(move || tempfile::NamedTempFile::new_in(folder));
        let named = named.await.map_err(Problem::internal)?.map_err(refused)?;
        let (file, path) = named.into_parts();
        Ok(Self {
            path,
            file: File::from_std(file),
            digest: Sha256::new(),
            bytes: 0,
            most,
        })
    }

    /// The next bytes.
    pub async fn write(&mut self, chunk: &Bytes) -> Result<(), Problem> {
        self.bytes = self.bytes.saturating_add(chunk.len() as u64);
        if self.bytes > self.most {
            return Err(too_large(self.most));
        }
        self.digest.update(chunk);
        self.file.write_all(chunk).await.map_err(refused)
    }

    /// No more bytes.
    pub async fn end(mut self) -> Result<Arrived, Problem> {
        self.file.flush().await.map_err(refused)?;
        Ok(Arrived {
            path: self.path,
            digest: finish(self.digest)?,
            bytes: self.bytes,
        })
    }
}

/// Digest and size of a file.
pub async fn digest_file(path: &Path) -> Result<(Digest, u64), Problem> {
    let mut file = File::open(path).await.map_err(refused)?;
    let mut digest = Sha256::new();
    let mut bytes = 0_u64;
    let mut chunk = vec![0; CHUNK_BYTES];
    loop {
        let read = file.read(&mut chunk).await.map_err(refused)?;
        if read == 0 {
            return Ok((finish(digest)?, bytes));
        }
        bytes = bytes.saturating_add(read as u64);
        digest.update(chunk.get(..read).unwrap_or_default());
    }
}

/// Whether a file begins with these bytes.
pub async fn starts_with(path: &Path, start: &[u8]) -> Result<bool, Problem> {
    let file = File::open(path).await.map_err(refused)?;
    let mut found = Vec::new();
    let mut head = file.take(start.len() as u64);
    head.read_to_end(&mut found).await.map_err(refused)?;
    Ok(found == start)
}

/// A file of so many bytes is too large.
fn too_large(most: u64) -> Problem {
    Problem::new(Code::TooLarge).detail(format!("the file is longer than {most} bytes"))
}

/// Reading the body failed: cut off by the guard, or broken off by the client.
pub fn broken(error: &(dyn std::error::Error + 'static)) -> Problem {
    body_problem(error)
        .unwrap_or_else(|| Problem::new(Code::BadRequest).detail("the body broke off"))
}

fn folder(state: &AppState) -> PathBuf {
    state.config.server.data.join("uploads")
}

fn finish(digest: Sha256) -> Result<Digest, Problem> {
    let digits = |byte: &u8| [byte >> 4, byte & 15].map(|half| char::from_digit(half.into(), 16));
    let hex: Option<String> = digest.finalize().iter().flat_map(digits).collect();
    format!("sha256:{}", hex.unwrap_or_default())
        .parse()
        .map_err(Problem::internal)
}

/// A full disk is told as such; anything else is a fault of ours.
pub fn refused(cause: io::Error) -> Problem {
    use io::ErrorKind::{QuotaExceeded, StorageFull};
    if matches!(cause.kind(), StorageFull | QuotaExceeded) {
        tracing::error!(%cause, "an upload was refused: the disk is full");
        return Problem::new(Code::NoRoom).retry_after(std::time::Duration::from_mins(5));
    }
    Problem::internal(cause)
}
