//! What an installation keeps, opened as its configuration says.

use std::{
    fs::{self, DirBuilder},
    os::unix::fs::{DirBuilderExt, MetadataExt},
    time::Duration,
};

use pilotbox_store::{BlobError, Blobs, S3, Store, StoreError};
use rustix::fs::Mode;

use crate::{
    config::{BlobKind, Config, JobsConfig},
    jobs::{JobsError, Queue, QueueTiming},
};

/// The region that services without regions take.
const DEFAULT_REGION: &str = "us-east-1";

/// Why what is kept cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The blobs.
    #[error(transparent)]
    Blobs(#[from] BlobError),
    /// The queue.
    #[error(transparent)]
    Queue(#[from] JobsError),
    /// The data folder.
    #[error("the data folder `{folder}` cannot be made: {cause}; hint: see `server.data`")]
    Data {
        /// The folder.
        folder: String,
        /// Why.
        cause: std::io::Error,
    },
    /// The data folder is somebody else's.
    #[error(
        "the data folder `{folder}` belongs to user {owner}, and this is user {user}, whose files the server could not read; hint: `sudo -u '#{owner}' pilotbox …`"
    )]
    Foreign {
        /// The folder.
        folder: String,
        /// Whose it is.
        owner: u32,
        /// Who asks.
        user: u32,
    },
}

/// From now on nothing that this process makes can be read by others, whatever the mode
/// of the folder that it lies in: hidden data, keys and passwords' hashes are among it. To
/// be done before threads are started.
pub fn keep_private() {
    rustix::process::umask(Mode::RWXG | Mode::RWXO);
}

/// Demands that a data folder that is there belongs to this user: what somebody else
/// makes in it, root above all, is nothing that the server can read or replace.
pub fn demand_owner(config: &Config) -> Result<(), OpenError> {
    let folder = &config.server.data;
    let user = rustix::process::geteuid().as_raw();
    match fs::metadata(folder) {
        Ok(about) if about.uid() != user => Err(OpenError::Foreign {
            folder: folder.display().to_string(),
            owner: about.uid(),
            user,
        }),
        // What is missing is made, and what cannot be looked at is told later.
        _ => Ok(()),
    }
}

/// The database; its folder is made when missing.
pub async fn store(config: &Config) -> Result<Store, OpenError> {
    let data = &config.server.data;
    // Hidden data and a key will lie there.
    let mut builder = DirBuilder::new();
    let made = builder.recursive(true).mode(0o700).create(data);
    made.map_err(|cause| OpenError::Data {
        folder: data.display().to_string(),
        cause,
    })?;
    let url = config.database_url();
    let connections = config.database.max_connections.get();
    Ok(Store::open(url.reveal(), connections).await?)
}

/// The blobs: a folder, or a bucket.
pub fn blobs(config: &Config) -> Result<Blobs, OpenError> {
    let set = &config.blobs;
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let region = set.region.as_deref().unwrap_or(DEFAULT_REGION);
    let amazon = || format!("https://s3.{region}.amazonaws.com");
    Ok(match set.kind {
        BlobKind::Folder => Blobs::folder(&config.blobs_folder())?,
        BlobKind::S3 => Blobs::s3(&S3 {
            endpoint: set.endpoint.clone().unwrap_or_else(amazon),
            bucket: text(&set.bucket),
            region: region.to_owned(),
            access_key_id: text(&set.access_key_id),
            secret_access_key: set
                .secret_access_key
                .as_ref()
                .map(|secret| secret.reveal().to_owned())
                .unwrap_or_default(),
            allow_http: set.allow_http,
        })?,
    })
}

/// The queue of jobs.
pub async fn queue(config: &Config) -> Result<Queue, OpenError> {
    let url = config.database_url();
    Ok(Queue::open(url.reveal(), timing(&config.jobs)).await?)
}

/// The queue's clock.
pub fn timing(jobs: &JobsConfig) -> QueueTiming {
    QueueTiming {
        heartbeat: Duration::from_secs(jobs.heartbeat_seconds.get()),
        orphan_after: Duration::from_secs(jobs.orphan_seconds.get()),
        max_attempts: jobs.max_attempts.get(),
        grace: Duration::from_secs(jobs.grace_seconds),
        ..QueueTiming::default()
    }
}
