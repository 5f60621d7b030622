//! Where a file of a form waits: on the disk, or in memory where its plain bytes must
//! not be on any disk.

use std::{
    fs::File,
    io::{self, Seek as _},
};

use axum::extract::multipart::Field;
use bytes::{Bytes, BytesMut};
use futures_util::{StreamExt as _, stream, stream::BoxStream};
use pilotbox_model::api::problem::Code;
use tokio::{io::AsyncWriteExt as _, sync::OwnedSemaphorePermit};
use tokio_util::io::ReaderStream;

use super::broken;
use crate::{failure::Failure, visit::FileRules};

/// Bytes of a block in memory. Chunks are copied into blocks: each of a chunk of few bytes
/// may hold a buffer of many.
const BLOCK_BYTES: usize = 64 << 10;

/// Bytes of a file as they go on.
pub(super) type Stream = BoxStream<'static, io::Result<Bytes>>;

/// A file's bytes.
pub(super) enum Held {
    /// In a file without a name.
    Disk(File),
    /// In blocks, with the place that they take.
    Memory {
        blocks: Vec<Bytes>,
        _place: OwnedSemaphorePermit,
    },
}

impl Held {
    /// Its bytes from the beginning. Streams of one file on the disk share one place in it:
    /// one is read to its end before there is another one.
    pub(super) fn stream(&self) -> Result<Stream, Failure> {
        match self {
            Self::Disk(file) => {
                let mut file = file.try_clone().map_err(no_room)?;
                file.rewind().map_err(no_room)?;
                Ok(ReaderStream::new(tokio::fs::File::from_std(file)).boxed())
            }
            Self::Memory { blocks, .. } => Ok(stream::iter(blocks.clone()).map(Ok).boxed()),
        }
    }
}

/// Takes a part to the disk, and tells its size.
pub(super) async fn on_disk(
    part: &mut Field<'_>,
    most: u64,
    rules: &FileRules,
) -> Result<(Held, u64), Failure> {
    let made = tokio::fs::create_dir_all(&rules.scratch).await;
    made.map_err(no_room)?;
    let file = tempfile::tempfile_in(&rules.scratch).map_err(no_room)?;
    let mut writer = tokio::fs::File::from_std(file);
    let mut bytes = 0;
    while let Some(chunk) = next(part, &mut bytes, most, rules).await? {
        writer.write_all(&chunk).await.map_err(no_room)?;
    }
    writer.flush().await.map_err(no_room)?;
    Ok((Held::Disk(writer.into_std().await), bytes))
}

/// Takes a part into memory, and tells its size. Whoever finds no place is told to come
/// back: else many at once would fill it.
pub(super) async fn in_memory(
    part: &mut Field<'_>,
    rules: &FileRules,
) -> Result<(Held, u64), Failure> {
    let place = rules.raw_places.clone().try_acquire_owned();
    let place = place.map_err(|_| Failure::new(Code::Unavailable))?;
    let (mut blocks, mut block, mut bytes) = (Vec::new(), BytesMut::new(), 0);
    while let Some(mut chunk) = next(part, &mut bytes, rules.raw_bytes, rules).await? {
        while !chunk.is_empty() {
            if block.is_empty() {
                block = BytesMut::with_capacity(BLOCK_BYTES);
            }
            let room = BLOCK_BYTES.saturating_sub(block.len()).min(chunk.len());
            block.extend_from_slice(&chunk.split_to(room));
            if block.len() >= BLOCK_BYTES {
                blocks.push(block.split().freeze());
            }
        }
    }
    if !block.is_empty() {
        blocks.push(block.freeze());
    }
    let held = Held::Memory {
        blocks,
        _place: place,
    };
    Ok((held, bytes))
}

/// The next bytes of a part that may have only so many.
async fn next(
    part: &mut Field<'_>,
    bytes: &mut u64,
    most: u64,
    rules: &FileRules,
) -> Result<Option<Bytes>, Failure> {
    let chunk = part.chunk().await.map_err(|error| broken(rules, &error))?;
    let more = chunk.as_ref().map_or(0, Bytes::len);
    *bytes = bytes.saturating_add(u64::try_from(more).unwrap_or(u64::MAX));
    if *bytes > most {
        return Err(Failure::new(Code::TooLarge));
    }
    Ok(chunk)
}

#[expect(clippy::needless_pass_by_value, reason = "an adapter of results")]
fn no_room(error: io::Error) -> Failure {
    tracing::warn!(%error, "a file of a form cannot be kept");
    Failure::new(Code::NoRoom)
}
