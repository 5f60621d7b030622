//! Blobs: bytes under their digest, in a folder or in an S3-compatible store.
//! What is read is checked against its name, so a damaged blob is an error and
//! never a wrong result.

mod arrivals;
mod listing;
mod stream;

use std::{path::Path, sync::Arc};

use bytes::Bytes;
use object_store::{
    ObjectStore, ObjectStoreExt, PutMode, PutOptions, WriteMultipart, aws::AmazonS3Builder,
    local::LocalFileSystem, path::Path as Key,
};
use pilotbox_model::Digest;
use tokio::io::AsyncReadExt as _;

use crate::{Store, StoreError};

pub(crate) use arrivals::note as note_arrival;

/// How much of a file is held at once; S3 takes no smaller parts than 5 MiB.
const CHUNK_BYTES: usize = 5 << 20;

/// Where an S3-compatible store is, and who asks.
#[derive(Clone)]
pub struct S3 {
    /// Its address, such as `https://s3.example.org`.
    pub endpoint: String,
    /// The bucket.
    pub bucket: String,
    /// The region, `us-east-1` where there is none.
    pub region: String,
    /// Who asks.
    pub access_key_id: String,
    /// And the proof of it.
    pub secret_access_key: String,
    /// Whether plain HTTP will do: a store on this machine.
    pub allow_http: bool,
}

/// Why a blob cannot be kept or read.
#[derive(Debug, thiserror::Error)]
pub enum BlobError {
    /// It is not there.
    #[error("blob `{0}` is not there")]
    Missing(Digest),
    /// Its bytes are not those of its name.
    #[error("blob `{0}` is damaged; hint: restore it from a backup")]
    Damaged(Digest),
    /// The store does not answer, is full, or refuses.
    #[error("the blob store failed: {0}")]
    Store(#[from] object_store::Error),
    /// It cannot be noted that it comes, or looked up whether anything names it.
    #[error("a blob's arrival cannot be noted: {0}")]
    Arrival(#[from] StoreError),
    /// The folder cannot be made.
    #[error("the blob store's folder `{path}`: {cause}")]
    Folder {
        /// The folder.
        path: String,
        /// Why.
        cause: std::io::Error,
    },
}

/// The blob store. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Blobs {
    store: Arc<dyn ObjectStore>,
    /// Where it is noted that a blob comes.
    arrivals: Option<Store>,
}

impl Blobs {
    /// A folder of this machine, made when missing.
    pub fn folder(path: &Path) -> Result<Self, BlobError> {
        std::fs::create_dir_all(path).map_err(|cause| BlobError::Folder {
            path: path.display().to_string(),
            cause,
        })?;
        let store = LocalFileSystem::new_with_prefix(path)?.with_fsync(true);
        Ok(Self {
            store: Arc::new(store),
            arrivals: None,
        })
    }

    /// An S3-compatible store.
    pub fn s3(s3: &S3) -> Result<Self, BlobError> {
        let store = AmazonS3Builder::new()
            .with_endpoint(&s3.endpoint)
            .with_bucket_name(&s3.bucket)
            .with_region(&s3.region)
            .with_access_key_id(&s3.access_key_id)
            .with_secret_access_key(&s3.secret_access_key)
            .with_allow_http(s3.allow_http)
            .build()?;
        Ok(Self {
            store: Arc::new(store),
            arrivals: None,
        })
    }

    /// Keeps bytes under their digest. Twice is as good as once.
    pub async fn put(&self, bytes: Bytes) -> Result<Digest, BlobError> {
        let digest = Digest::of(&bytes);
        self.note_arrival(digest).await?;
        if self
            .size(digest)
            .await?
            .is_some_and(|size| size == bytes.len() as u64)
        {
            return Ok(digest);
        }
        let options = PutOptions::from(PutMode::Overwrite);
        self.store
            .put_opts(&key(digest), bytes.into(), options)
            .await?;
        Ok(digest)
    }

    /// Keeps a file under its digest without holding it in memory. The caller has
    /// computed the digest; whoever reads the blob computes it again.
    pub async fn put_file(&self, path: &Path, digest: Digest) -> Result<(), BlobError> {
        let file_error = |cause| BlobError::Folder {
            path: path.display().to_string(),
            cause,
        };
        let mut file = tokio::fs::File::open(path).await.map_err(file_error)?;
        let bytes = file.metadata().await.map_err(file_error)?.len();
        self.note_arrival(digest).await?;
        if self.size(digest).await? == Some(bytes) {
            return Ok(());
        }
        let upload = self.store.put_multipart(&key(digest)).await?;
        let mut writer = WriteMultipart::new_with_chunk_size(upload, CHUNK_BYTES);
        let mut chunk = vec![0; CHUNK_BYTES];
        loop {
            let read = match file.read(&mut chunk).await {
                Ok(0) => break,
                Ok(read) => read,
                Err(cause) => {
                    writer.abort().await?;
                    return Err(file_error(cause));
                }
            };
            writer.wait_for_capacity(1).await?;
            writer.write(chunk.get(..read).unwrap_or_default());
        }
        writer.finish().await?;
        Ok(())
    }

    /// Reads the bytes of a digest.
    pub async fn get(&self, digest: Digest) -> Result<Bytes, BlobError> {
        let found = self.store.get(&key(digest)).await;
        let found = found.map_err(|error| missing(digest, error))?;
        let bytes = found.bytes().await?;
        if Digest::of(&bytes) == digest {
            Ok(bytes)
        } else {
            Err(BlobError::Damaged(digest))
        }
    }

    /// Size in bytes; `None` when it is not there.
    pub async fn size(&self, digest: Digest) -> Result<Option<u64>, BlobError> {
        match self.store.head(&key(digest)).await {
            Ok(about) => Ok(Some(about.size)),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Removes a blob; one that is not there is gone already.
    pub async fn remove(&self, digest: Digest) -> Result<(), BlobError> {
        match self.store.delete(&key(digest)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}

fn missing(digest: Digest, error: object_store::Error) -> BlobError {
    match error {
        object_store::Error::NotFound { .. } => BlobError::Missing(digest),
        other => BlobError::Store(other),
    }
}

/// Two levels, so that no folder holds millions.
fn key(digest: Digest) -> Key {
    let hex = digest.hex();
    let (front, _) = hex.split_at(2);
    Key::from(format!("{front}/{hex}"))
}
