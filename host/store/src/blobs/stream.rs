//! Blobs as streams: memory holds two chunks of one, however large it is.

use bytes::Bytes;
use futures_util::{
    Stream, StreamExt, TryStreamExt,
    stream::{BoxStream, Fuse, try_unfold},
};
use object_store::ObjectStoreExt;
use pilotbox_model::Digest;
use sha2::{Digest as _, Sha256};

use super::{BlobError, Blobs, key, missing};

struct Checked {
    chunks: Fuse<BoxStream<'static, object_store::Result<Bytes>>>,
    /// What has arrived and was not handed on.
    held: Option<Bytes>,
    hasher: Option<Sha256>,
    digest: Digest,
}

impl Blobs {
    /// The size in bytes of a blob, and its bytes. The last chunk comes only once
    /// all of them are known to be those of the digest; a damaged blob breaks off.
    pub async fn stream(
        &self,
        digest: Digest,
    ) -> Result<
        (
            u64,
            impl Stream<Item = Result<Bytes, BlobError>> + Send + 'static,
        ),
        BlobError,
    > {
        let found = self.store.get(&key(digest)).await;
        let found = found.map_err(|error| missing(digest, error))?;
        let size = found.meta.size;
        let start = Checked {
            chunks: found.into_stream().fuse(),
            held: None,
            hasher: Some(Sha256::new()),
            digest,
        };
        Ok((size, try_unfold(start, next)))
    }
}

async fn next(mut state: Checked) -> Result<Option<(Bytes, Checked)>, BlobError> {
    while let Some(chunk) = state.chunks.try_next().await? {
        if let Some(hasher) = &mut state.hasher {
            hasher.update(&chunk);
        }
        if let Some(held) = state.held.replace(chunk) {
            return Ok(Some((held, state)));
        }
    }
    if let Some(hasher) = state.hasher.take() {
        let digest: [u8; 32] = hasher.finalize().into();
        if digest != *state.digest.as_bytes() {
            return Err(BlobError::Damaged(state.digest));
        }
    }
    let last = state.held.take();
    Ok(last.map(|last| (last, state)))
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn kept(bytes: Vec<u8>) -> (tempfile::TempDir, Blobs, Digest) {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::folder(folder.path()).unwrap();
        let digest = blobs.put(bytes.into()).await.unwrap();
        (folder, blobs, digest)
    }

    async fn read(blobs: &Blobs, digest: Digest) -> Result<Vec<u8>, BlobError> {
        let (size, chunks) = blobs.stream(digest).await?;
        let chunks: Vec<Bytes> = chunks.try_collect().await?;
        let bytes = chunks.concat();
        assert_eq!(bytes.len() as u64, size);
        Ok(bytes)
    }

    #[tokio::test]
    async fn a_blob_streams_as_it_was_put() {
        for length in [0, 1, 100_000] {
            let bytes = vec![7; length];
            let (_folder, blobs, digest) = kept(bytes.clone()).await;
            assert_eq!(read(&blobs, digest).await.unwrap(), bytes);
        }
    }

    #[tokio::test]
    async fn a_damaged_blob_breaks_off_before_its_last_chunk() {
        for damage in [&b""[..], &b"x"[..], &vec![7; 99_999], &vec![8; 100_000]] {
            let (folder, blobs, digest) = kept(vec![7; 100_000]).await;
            let hex = digest.hex();
            let path = folder.path().join(&hex[..2]).join(&hex);
            std::fs::write(path, damage).unwrap();
            let (_, chunks) = blobs.stream(digest).await.unwrap();
            let got: Vec<_> = chunks.collect().await;
            assert!(matches!(got.last(), Some(Err(BlobError::Damaged(_)))));
            let bytes: usize = got.iter().flatten().map(Bytes::len).sum();
            assert!(bytes == 0 || bytes < damage.len());
        }
    }

    #[tokio::test]
    async fn what_is_not_there_is_missing() {
        let (_folder, blobs, _) = kept(Vec::new()).await;
        let other = Digest::of(b"other");
        assert!(matches!(
            read(&blobs, other).await,
            Err(BlobError::Missing(_))
        ));
    }
}
