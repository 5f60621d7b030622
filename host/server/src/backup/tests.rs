use std::path::PathBuf;

use bytes::Bytes;
use jiff::Timestamp;

use super::*;
use crate::{
    keys::Keys,
    vault::{Vault, VaultError},
};

fn config(folder: &Path, name: &str) -> Config {
    let mut config = Config::default();
    config.server.data = folder.join(name);
    config
}

/// An installation with a key and two blobs, and a backup of it.
async fn backed_up(folder: &Path) -> (PathBuf, Contents, Digest) {
    let config = config(folder, "first");
    let store = open::store(&config).await.unwrap();
    Keys::open(&config, &store, Timestamp::now()).await.unwrap();
    let blobs = open::blobs(&config).unwrap();
    let small = blobs.put(Bytes::from_static(b"small")).await.unwrap();
    blobs.put(vec![7; 3 << 20].into()).await.unwrap();
    let file = folder.join("backup.tar");
    let contents = backup(&config, &file, |_| {}).await.unwrap();
    store.close().await;
    (file, contents, small)
}

#[tokio::test]
async fn what_was_backed_up_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let (file, contents, small) = backed_up(folder.path()).await;
    assert_eq!(contents.parts.len(), 5);
    let second = config(folder.path(), "second");
    let restored = restore(&second, &file, |_| {}).await.unwrap();
    assert_eq!(restored, contents);
    let blobs = open::blobs(&second).unwrap();
    assert_eq!(blobs.get(small).await.unwrap(), "small");
    let store = open::store(&second).await.unwrap();
    let first = fs::read(config(folder.path(), "first").signing_key_file()).unwrap();
    assert_eq!(fs::read(second.signing_key_file()).unwrap(), first);
    let keys = Keys::open(&second, &store, Timestamp::now()).await.unwrap();
    let names = store.signing_keys().await.unwrap();
    assert_eq!(names.len(), 1);
    assert_eq!(
        keys.current(Timestamp::now()).await.unwrap().name,
        names[0].name
    );
}

#[tokio::test]
async fn the_data_key_is_in_no_backup_and_raw_data_waits_for_it() {
    let folder = tempfile::tempdir().unwrap();
    let first = config(folder.path(), "first");
    let vault = Vault::open(&first).unwrap();
    let mut writer = vault.writer("bus-stops", "RAW1", Vec::new()).unwrap();
    io::Write::write_all(&mut writer, b"raw").unwrap();
    let sealed = writer.finish().unwrap();
    let (file, ..) = backed_up(folder.path()).await;
    let key = fs::read(first.data_key_file()).unwrap();
    let archive = fs::read(&file).unwrap();
    assert!(!archive.windows(key.len()).any(|bytes| bytes == key));
    let second = config(folder.path(), "second");
    restore(&second, &file, |_| {}).await.unwrap();
    let vault = Vault::open(&second).unwrap();
    let missing = vault.reader("bus-stops", "RAW1", &*sealed).err();
    assert!(matches!(missing, Some(VaultError::NoKey { .. })));
    fs::copy(first.data_key_file(), second.data_key_file()).unwrap();
    let reader = vault.reader("bus-stops", "RAW1", &*sealed).unwrap();
    assert_eq!(io::read_to_string(reader).unwrap(), "raw");
}

#[tokio::test]
async fn nothing_is_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let (file, ..) = backed_up(folder.path()).await;
    let first = config(folder.path(), "first");
    let again = backup(&first, &file, |_| {}).await.unwrap_err();
    assert!(matches!(again, BackupError::There { .. }), "{again}");
    let over = restore(&first, &file, |_| {}).await.unwrap_err();
    assert!(matches!(over, BackupError::There { .. }), "{over}");
}

#[tokio::test]
async fn each_changed_byte_is_found_and_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (file, contents, _) = backed_up(folder.path()).await;
    let whole = fs::read(&file).unwrap();
    let second = config(folder.path(), "second");
    let mut start = 0;
    for part in &contents.parts {
        // A header of 512 bytes, then the file, then nothing up to the next 512.
        let place = start + 512 + usize::try_from(part.bytes / 2).unwrap();
        let mut changed = whole.clone();
        changed[place] ^= 1;
        fs::write(&file, changed).unwrap();
        let error = restore(&second, &file, |_| {}).await.unwrap_err();
        assert!(
            matches!(error, BackupError::Damaged(_)),
            "{}: {error}",
            part.path
        );
        assert!(!second.signing_key_file().exists());
        start += 512 + usize::try_from(part.bytes.next_multiple_of(512)).unwrap();
    }
    fs::write(&file, &whole[..start]).unwrap();
    assert!(restore(&second, &file, |_| {}).await.is_err());
    fs::write(&file, &whole).unwrap();
    assert!(restore(&second, &file, |_| {}).await.is_ok());
}

#[tokio::test]
async fn a_damaged_blob_is_not_backed_up_in_silence() {
    let folder = tempfile::tempdir().unwrap();
    let (.., small) = backed_up(folder.path()).await;
    let first = config(folder.path(), "first");
    let hex = small.hex();
    let blob = first.blobs_folder().join(&hex[..2]).join(&hex);
    fs::write(blob, "smell").unwrap();
    let file = folder.path().join("other.tar");
    let error = backup(&first, &file, |_| {}).await.unwrap_err();
    assert!(error.to_string().contains("damaged"), "{error}");
    assert!(!file.exists());
}
