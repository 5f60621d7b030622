//! Writing a backup's archive: each part is digested on its way in, and the list of
//! all of them comes last.

use std::{
    fmt::Write as _,
    fs::File,
    io::{self, BufWriter, Read, Write},
    path::Path,
    pin::Pin,
};

use bytes::{Buf, Bytes};
use futures_util::{Stream, StreamExt};
use pilotbox_model::Digest;
use pilotbox_store::BlobError;
use sha2::{Digest as _, Sha256};
use tar::{Builder, EntryType, Header};
use tokio::runtime::Handle;

use super::{BackupError, Contents, LIST, Part, file_error};

/// An archive that is being written.
pub(super) struct Writer<'a> {
    tar: Builder<BufWriter<File>>,
    parts: Vec<Part>,
    on_part: &'a dyn Fn(u64),
}

impl<'a> Writer<'a> {
    pub(super) fn new(file: File, on_part: &'a dyn Fn(u64)) -> Self {
        Self {
            tar: Builder::new(BufWriter::new(file)),
            parts: Vec::new(),
            on_part,
        }
    }

    /// Adds a file of this machine.
    pub(super) fn add_file(&mut self, path: &str, file: &Path) -> Result<(), BackupError> {
        let opened = File::open(file).map_err(|cause| file_error(file, cause))?;
        let about = opened.metadata().map_err(|cause| file_error(file, cause))?;
        self.add(path, about.len(), opened)
    }

    /// Adds `bytes` bytes; fewer are an error.
    pub(super) fn add(
        &mut self,
        path: &str,
        bytes: u64,
        from: impl Read,
    ) -> Result<(), BackupError> {
        let mut measured = Measured::new(from.take(bytes));
        let mut header = header(bytes);
        self.tar
            .append_data(&mut header, path, &mut measured)
            .map_err(|cause| written(path, cause))?;
        let (digest, read) = measured.end()?;
        if read != bytes {
            let cause = io::Error::from(io::ErrorKind::UnexpectedEof);
            return Err(written(path, cause));
        }
        let path = path.to_owned();
        self.parts.push(Part {
            path,
            bytes,
            digest,
        });
        (self.on_part)(bytes);
        Ok(())
    }

    /// Adds the list, and makes sure that all of it is on the disk.
    pub(super) fn finish(mut self, contents: Contents) -> Result<Contents, BackupError> {
        let contents = Contents {
            parts: std::mem::take(&mut self.parts),
            ..contents
        };
        let ended = |cause| written(LIST, cause);
        let list = serde_json::to_vec(&contents).map_err(|error| ended(error.into()))?;
        let mut header = header(list.len() as u64);
        self.tar
            .append_data(&mut header, LIST, list.as_slice())
            .map_err(ended)?;
        let mut buffered = self.tar.into_inner().map_err(ended)?;
        buffered.flush().map_err(ended)?;
        buffered.get_ref().sync_all().map_err(ended)?;
        Ok(contents)
    }
}

fn header(bytes: u64) -> Header {
    let mut header = Header::new_gnu();
    header.set_entry_type(EntryType::Regular);
    header.set_size(bytes);
    header.set_mode(0o600);
    header
}

fn written(path: &str, cause: io::Error) -> BackupError {
    BackupError::File {
        path: format!("{path} in the backup"),
        cause,
    }
}

/// Digests what is read.
pub(super) struct Measured<R> {
    reader: R,
    hasher: Sha256,
    bytes: u64,
}

impl<R: Read> Measured<R> {
    pub(super) fn new(reader: R) -> Self {
        Self {
            reader,
            hasher: Sha256::new(),
            bytes: 0,
        }
    }

    /// Digest and number of the bytes that were read.
    pub(super) fn end(self) -> Result<(Digest, u64), BackupError> {
        let mut digest = "sha256:".to_owned();
        for byte in self.hasher.finalize() {
            // Writing to a text cannot fail.
            let _ = write!(digest, "{byte:02x}");
        }
        let digest = digest.parse();
        let digest = digest.map_err(|error| BackupError::Damaged(format!("{error}")))?;
        Ok((digest, self.bytes))
    }
}

impl<R: Read> Read for Measured<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.reader.read(buffer)?;
        self.hasher.update(buffer.get(..read).unwrap_or_default());
        self.bytes = self.bytes.saturating_add(read as u64);
        Ok(read)
    }
}

/// A blob's stream, read where blocking is allowed.
pub(super) struct BlobReader<'a, S> {
    handle: &'a Handle,
    stream: Pin<Box<S>>,
    chunk: Bytes,
}

impl<'a, S: Stream<Item = Result<Bytes, BlobError>>> BlobReader<'a, S> {
    pub(super) fn new(handle: &'a Handle, stream: S) -> Self {
        Self {
            handle,
            stream: Box::pin(stream),
            chunk: Bytes::new(),
        }
    }
}

impl<S: Stream<Item = Result<Bytes, BlobError>>> Read for BlobReader<'_, S> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.chunk.is_empty() {
            match self.handle.block_on(self.stream.next()) {
                None => return Ok(0),
                Some(chunk) => self.chunk = chunk.map_err(io::Error::other)?,
            }
        }
        let taken = self.chunk.len().min(buffer.len());
        self.chunk
            .copy_to_slice(buffer.get_mut(..taken).unwrap_or_default());
        Ok(taken)
    }
}
