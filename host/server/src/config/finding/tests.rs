use std::fs;

use tempfile::TempDir;

use pilotbox_evaluate::SigningKey;

use super::Severity;
use crate::{
    config::{BlobKind, Config, MailKind, SecretText},
    open,
};

#[test]
fn the_check_looks_at_the_machine() {
    let folder = TempDir::new().expect("a folder");
    let mut config = Config::default();
    config.server.data = folder.path().join("data");
    let errors = |config: &Config| -> Vec<&'static str> {
        let mut keys: Vec<_> = config
            .check()
            .into_iter()
            .filter(|finding| finding.severity == Severity::Error)
            .map(|finding| finding.key)
            .collect();
        keys.dedup();
        keys
    };
    assert_eq!(errors(&config), Vec::<&str>::new());
    config.server.listen.set_ip([0, 0, 0, 0].into());
    assert_eq!(errors(&config), ["server.public_url"]);
    config.server.public_url = Some("http://pilotbox.example".into());
    assert_eq!(errors(&config), ["server.public_url"]);
    config.server.public_url = Some("https://pilotbox.example/app".into());
    assert_eq!(errors(&config), ["server.public_url"]);
    config.server.public_url = Some("https://pilotbox.example".into());
    assert_eq!(errors(&config), Vec::<&str>::new());
    assert!(config.is_https());
    config.blobs.kind = BlobKind::S3;
    config.blobs.endpoint = Some("http://minio:9000".into());
    config.mail.kind = MailKind::Smtp;
    assert_eq!(errors(&config), ["blobs.endpoint"]);
    fs::write(folder.path().join("data"), "a file").expect("a file");
    assert!(errors(&config).contains(&"server.data"));
}

#[cfg(unix)]
#[test]
fn a_key_that_others_may_read_is_found() {
    use std::os::unix::fs::PermissionsExt;
    let folder = TempDir::new().expect("a folder");
    let key = folder.path().join("signing.pem");
    let made = SigningKey::generate().expect("a key");
    made.write(&key).expect("a file");
    let mut config = Config::default();
    config.server.data = folder.path().to_path_buf();
    config.keys.signing = Some(key.clone());
    let about_key = |mode: u32| {
        fs::set_permissions(&key, fs::Permissions::from_mode(mode)).expect("permissions");
        config
            .check()
            .into_iter()
            .any(|finding| finding.key == "keys.signing")
    };
    assert!(about_key(0o640));
    assert!(!about_key(0o600));
}

#[cfg(unix)]
#[test]
fn a_data_key_that_cannot_be_used_is_found() {
    use std::os::unix::fs::PermissionsExt;
    let folder = TempDir::new().expect("a folder");
    let key = folder.path().join("data.key");
    let mut config = Config::default();
    config.server.data = folder.path().to_path_buf();
    config.keys.data = Some(key.clone());
    let is_found = || {
        let mut all = config.check().into_iter();
        all.any(|found| found.key == "keys.data" && found.severity == Severity::Error)
    };
    assert!(!is_found(), "the first raw data makes it");
    for (bytes, mode, is_wrong) in [(32, 0o600, false), (32, 0o640, true), (31, 0o600, true)] {
        fs::write(&key, vec![7; bytes]).expect("a file");
        fs::set_permissions(&key, fs::Permissions::from_mode(mode)).expect("permissions");
        assert_eq!(is_found(), is_wrong, "{bytes} bytes, mode {mode:o}");
    }
}

#[test]
fn a_key_that_cannot_sign_is_found() {
    let folder = TempDir::new().expect("a folder");
    let mut config = Config::default();
    config.server.data = folder.path().to_path_buf();
    let made = SigningKey::generate().expect("a key");
    made.write(&folder.path().join("signing.pem"))
        .expect("a file");
    config.keys.signing = Some(folder.path().join("signing.pem"));
    let is_found = || {
        let mut all = config.check().into_iter();
        all.any(|found| found.key == "keys.signing" && found.severity == Severity::Error)
    };
    assert!(!is_found());
    fs::write(folder.path().join("signing.pem"), "no key").expect("a file");
    assert!(is_found());
}

#[tokio::test]
async fn the_database_is_opened_and_left_as_it_is() {
    let folder = TempDir::new().expect("a folder");
    let mut config = Config::default();
    config.server.data = folder.path().to_path_buf();
    let about = async |config: &Config| {
        let all = config.check_opened().await;
        let found = all.into_iter().find(|found| found.key == "database.url");
        found.map(|found| (found.severity, found.message))
    };
    let missing = about(&config).await.expect("a finding");
    assert_eq!(missing.0, Severity::Warning);
    assert!(!folder.path().join("pilotbox.db").exists());
    open::store(&config)
        .await
        .expect("a database")
        .close()
        .await;
    assert_eq!(about(&config).await, None);
    fs::write(folder.path().join("pilotbox.db"), "no database at all").expect("a file");
    assert_eq!(about(&config).await.expect("a finding").0, Severity::Error);
    let nowhere = folder.path().display();
    let nowhere = format!("postgres://me:hunter2@localhost/x?host={nowhere}");
    config.database.url = Some(SecretText::new(nowhere.as_str()));
    let (severity, message) = about(&config).await.expect("a finding");
    assert_eq!(severity, Severity::Error);
    assert!(!message.contains("hunter2"), "{message}");
}
