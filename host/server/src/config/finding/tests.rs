use std::fs;

use tempfile::TempDir;

use super::Severity;
use crate::config::{BlobKind, Config, MailKind};

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
    fs::write(&key, "key").expect("a file");
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
