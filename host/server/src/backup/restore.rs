//! Putting a backup back. The whole archive is read and checked before anything is
//! put in its place; nothing that is there is ever replaced.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{self, Read},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::Path,
};

use futures_util::StreamExt;
use pilotbox_model::Digest;
use tar::{Archive, EntryType};
use tokio::task::spawn_blocking;

use super::{
    BLOBS, BackupError, Contents, DATABASE, DatabaseKind, FORMAT, LIST, Part, SIGNING_KEY,
    TRUSTED_KEYS, archive::Measured, database, demand_nothing, file_error,
};
use crate::{config::Config, open};

/// Bytes of the list: some hundred for each blob.
const MAX_LIST_BYTES: u64 = 1 << 30;

/// What to do when something is in the way.
const EMPTY: &str = "restore into an empty data folder, with `server.data`";

/// Puts a backup back into an empty installation. Tells what was in it; `on_part`
/// is told each file's size as it is read.
pub async fn restore(
    config: &Config,
    from: &Path,
    on_part: impl Fn(u64) + Send + 'static,
) -> Result<Contents, BackupError> {
    demand_empty(config).await?;
    let data = &config.server.data;
    make_folder(data)?;
    let scratch = tempfile::Builder::new()
        .prefix(".restore")
        .tempdir_in(data)
        .map_err(|cause| file_error(data, cause))?;
    let (archive, folder) = (from.to_path_buf(), scratch.path().to_path_buf());
    let reading = move || unpack(&archive, &folder, &on_part);
    let contents = spawn_blocking(reading).await;
    let contents = contents.map_err(|error| BackupError::Interrupted(error.to_string()))??;
    demand_database(config, &contents)?;
    let placed = place(config, &contents, scratch.path()).await;
    if placed.is_err() {
        // It was empty before, and can be tried again.
        displace(config, &contents).await;
    }
    placed.map(|()| contents)
}

async fn displace(config: &Config, contents: &Contents) {
    if let Ok(blobs) = open::blobs(config) {
        for part in contents
            .parts
            .iter()
            .filter(|part| part.path.starts_with(BLOBS))
        {
            log_left(&part.path, blobs.remove(part.digest).await);
        }
    }
    for file in [config.signing_key_file(), config.trusted_keys_file()] {
        log_left(&file.display().to_string(), fs::remove_file(&file));
    }
}

fn log_left<E: std::fmt::Display>(what: &str, removed: Result<(), E>) {
    if let Err(error) = removed {
        tracing::warn!(what, %error, "not removed after a restore that failed");
    }
}

async fn place(config: &Config, contents: &Contents, folder: &Path) -> Result<(), BackupError> {
    let blobs = open::blobs(config)?;
    for part in &contents.parts {
        if part.path.starts_with(BLOBS) {
            blobs
                .put_file(&folder.join(&part.path), part.digest)
                .await?;
        }
    }
    for (path, to) in [
        (SIGNING_KEY, config.signing_key_file()),
        (TRUSTED_KEYS, config.trusted_keys_file()),
    ] {
        make_folder(&super::parent(&to))?;
        copy_private(&folder.join(path), &to)?;
    }
    // Last: without a database nothing of it is in use.
    database::load(config, &folder.join(DATABASE)).await
}

/// Reads the archive into a folder, and demands that it is whole.
fn unpack(from: &Path, folder: &Path, on_part: &dyn Fn(u64)) -> Result<Contents, BackupError> {
    let unreadable = |cause: io::Error| file_error(from, cause);
    let mut archive = Archive::new(File::open(from).map_err(unreadable)?);
    let mut found = BTreeMap::new();
    fs::create_dir(folder.join("blobs")).map_err(|cause| file_error(folder, cause))?;
    fs::create_dir(folder.join("keys")).map_err(|cause| file_error(folder, cause))?;
    for entry in archive.entries().map_err(unreadable)? {
        let mut entry = entry.map_err(unreadable)?;
        if entry.header().entry_type() != EntryType::Regular {
            return Err(damaged("it holds something else than files"));
        }
        let path = entry.path().map_err(unreadable)?;
        let path = path.to_str().unwrap_or_default().to_owned();
        if path == LIST {
            return list(entry, &found);
        }
        if !is_known(&path) || found.contains_key(&path) {
            return Err(damaged(format!(
                "`{}` is no part of a backup",
                path.escape_debug()
            )));
        }
        let part = take(&mut entry, &folder.join(&path), path.clone())?;
        on_part(part.bytes);
        found.insert(path, part);
    }
    Err(damaged("it ends too early"))
}

/// The list has to name what was found, and nothing else.
fn list(entry: impl Read, found: &BTreeMap<String, Part>) -> Result<Contents, BackupError> {
    let contents: Contents = serde_json::from_reader(entry.take(MAX_LIST_BYTES))
        .map_err(|error| damaged(format!("its list cannot be read: {error}")))?;
    if contents.format != FORMAT {
        let format = contents.format;
        return Err(damaged(format!(
            "its format is {format}, and this program knows {FORMAT}"
        )));
    }
    for part in &contents.parts {
        if found.get(&part.path) != Some(part) {
            return Err(damaged(format!("`{}` is not what was written", part.path)));
        }
    }
    let missing = [DATABASE, SIGNING_KEY, TRUSTED_KEYS];
    let missing = missing.iter().find(|path| !found.contains_key(**path));
    match missing {
        Some(path) => Err(damaged(format!("`{path}` is missing"))),
        None if contents.parts.len() != found.len() => Err(damaged("it holds more than it lists")),
        None => Ok(contents),
    }
}

/// Names are compared with what a backup holds, so that none leads elsewhere.
fn is_known(path: &str) -> bool {
    match path.strip_prefix(BLOBS) {
        Some(hex) => format!("sha256:{hex}").parse::<Digest>().is_ok(),
        None => [DATABASE, SIGNING_KEY, TRUSTED_KEYS].contains(&path),
    }
}

fn take(entry: impl Read, to: &Path, path: String) -> Result<Part, BackupError> {
    let mut measured = Measured::new(entry);
    let mut file = new_private(to)?;
    io::copy(&mut measured, &mut file).map_err(|cause| file_error(to, cause))?;
    let (digest, bytes) = measured.end()?;
    Ok(Part {
        path,
        bytes,
        digest,
    })
}

async fn demand_empty(config: &Config) -> Result<(), BackupError> {
    let data = &config.server.data;
    let there = fs::read_dir(data).into_iter().flatten().flatten();
    // A folder that is empty is as good as none.
    let mut full = there.filter(|entry| fs::remove_dir(entry.path()).is_err());
    if let Some(entry) = full.next() {
        return Err(BackupError::There {
            path: entry.path().display().to_string(),
            hint: EMPTY,
        });
    }
    demand_nothing(&config.signing_key_file(), EMPTY)?;
    demand_nothing(&config.trusted_keys_file(), EMPTY)?;
    match super::sqlite_file(config) {
        Some(file) => demand_nothing(&file, EMPTY)?,
        // Now, and not when every blob has been copied.
        None => database::demand_empty(config).await?,
    }
    let mut blobs = Box::pin(open::blobs(config)?.all());
    match blobs.next().await.transpose()? {
        Some((digest, _)) => Err(BackupError::There {
            path: digest.to_string(),
            hint: "restore into an empty bucket or folder",
        }),
        None => Ok(()),
    }
}

fn demand_database(config: &Config, contents: &Contents) -> Result<(), BackupError> {
    let wanted = DatabaseKind::of(config);
    if contents.database == wanted {
        return Ok(());
    }
    Err(BackupError::OtherDatabase {
        made: contents.database.name(),
        wanted: wanted.name(),
    })
}

fn make_folder(folder: &Path) -> Result<(), BackupError> {
    let mut builder = fs::DirBuilder::new();
    let made = builder.recursive(true).mode(0o700).create(folder);
    made.map_err(|cause| file_error(folder, cause))
}

fn copy_private(from: &Path, to: &Path) -> Result<(), BackupError> {
    let mut source = File::open(from).map_err(|cause| file_error(from, cause))?;
    let mut file = new_private(to)?;
    io::copy(&mut source, &mut file).map_err(|cause| file_error(to, cause))?;
    file.sync_all().map_err(|cause| file_error(to, cause))
}

fn new_private(path: &Path) -> Result<File, BackupError> {
    let mut options = fs::OpenOptions::new();
    let opened = options.write(true).create_new(true).mode(0o600).open(path);
    opened.map_err(|cause| file_error(path, cause))
}

fn damaged(reason: impl Into<String>) -> BackupError {
    BackupError::Damaged(reason.into())
}
