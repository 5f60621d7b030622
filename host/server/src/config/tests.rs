use std::{collections::BTreeSet, fs, path::Path};

use serde_json::Value;
use tempfile::TempDir;

use super::{BlobKind, Config, ConfigError, KEYS, LogFormat, OIDC_KEYS, SecretText};

fn load(text: &str, variables: &[(&str, &str)]) -> Result<Config, ConfigError> {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("pilotbox.toml");
    fs::write(&path, text).expect("a file");
    let variables = variables
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Config::load_with(Some(&path), variables)
}

fn refusal(text: &str, variables: &[(&str, &str)]) -> String {
    load(text, variables)
        .expect_err("it is refused")
        .to_string()
}

/// A value of the kind that a key has, other than its default.
fn another(default: &Value, name: &str) -> String {
    match (default, name) {
        (_, "server.listen") => "127.0.0.1:9999".into(),
        (_, "server.language") => "en".into(),
        (_, "server.trusted_proxies" | "server.metrics_allow") => "[\"10.0.0.0/8\"]".into(),
        (_, "blobs.kind") => "s3".into(),
        (_, "mail.kind") => "smtp".into(),
        (_, "mail.encryption") => "starttls".into(),
        (_, "accounts.registration") => "closed".into(),
        (_, "accounts.require_totp_for") => "[\"admin\"]".into(),
        (_, "log.format") => "json".into(),
        (_, "mail.port") => "2525".into(),
        (_, "jobs.heartbeat_seconds") => "7".into(),
        (_, "jobs.orphan_seconds") => "77".into(),
        (Value::Bool(value), _) => (!value).to_string(),
        (Value::Number(_), _) => "3".into(),
        _ => "another".into(),
    }
}

/// What else has to be set for a key to be accepted.
fn company(name: &str) -> &'static [(&'static str, &'static str)] {
    match name {
        "server.tls.certificate" => &[("PILOTBOX_SERVER__TLS__KEY", "k.pem")],
        "server.tls.key" => &[("PILOTBOX_SERVER__TLS__CERTIFICATE", "c.pem")],
        "blobs.kind" => &[("PILOTBOX_BLOBS__BUCKET", "b")],
        "blobs.access_key_id" => &[("PILOTBOX_BLOBS__SECRET_ACCESS_KEY", "s")],
        "blobs.secret_access_key" => &[("PILOTBOX_BLOBS__ACCESS_KEY_ID", "i")],
        "mail.kind" => &[("PILOTBOX_MAIL__HOST", "h")],
        "mail.username" => &[("PILOTBOX_MAIL__PASSWORD", "p")],
        "mail.password" => &[("PILOTBOX_MAIL__USERNAME", "u")],
        _ => &[],
    }
}

fn pointer(name: &str) -> String {
    format!("/{}", name.replace('.', "/"))
}

fn leaves(value: &Value, path: &str, into: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                let below = if path.is_empty() {
                    name.clone()
                } else {
                    format!("{path}.{name}")
                };
                leaves(member, &below, into);
            }
        }
        _ => {
            into.insert(path.to_owned());
        }
    }
}

#[test]
fn nothing_set_gives_the_defaults() {
    let config = load("", &[]).expect("it loads");
    assert_eq!(config, Config::default());
    assert_eq!(config.server.listen.to_string(), "127.0.0.1:8080");
    assert_eq!(
        config.database_url().reveal(),
        "sqlite://pilotbox-data/pilotbox.db"
    );
    assert_eq!(config.blobs_folder(), Path::new("pilotbox-data/blobs"));
    assert_eq!(config.public_url(), "http://127.0.0.1:8080");
    assert!(!config.is_https());
    assert_eq!(
        config.limits.ceiling.limits(),
        pilotbox_model::Limits::CEILING
    );
    assert_eq!(
        Config::load_with(None, []).expect("it loads"),
        Config::default()
    );
}

#[test]
fn the_list_of_keys_is_that_of_the_code() {
    let mut config = Config::default();
    config.server.tls = Some(super::TlsConfig {
        certificate: "c".into(),
        key: "k".into(),
    });
    let mut found = BTreeSet::new();
    leaves(
        &serde_json::to_value(&config).expect("it serializes"),
        "",
        &mut found,
    );
    // A list of tables, which has keys of its own.
    found.remove("oidc");
    let listed: BTreeSet<_> = KEYS.iter().map(|key| key.name.to_owned()).collect();
    assert_eq!(found, listed);
}

#[test]
fn the_listed_defaults_are_those_of_the_code() {
    let defaults = serde_json::to_value(Config::default()).expect("it serializes");
    for key in KEYS {
        let of_code = defaults.pointer(&pointer(key.name)).unwrap_or(&Value::Null);
        if key.default.is_empty() {
            assert_eq!(*of_code, Value::Null, "{}", key.name);
        } else {
            // What the list holds is TOML and JSON alike.
            let listed: Value = serde_json::from_str(key.default).expect("a value");
            assert_eq!(*of_code, listed, "{}", key.name);
        }
    }
}

#[test]
fn the_document_lists_every_key() {
    let document = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/OPERATOR.md");
    let document = fs::read_to_string(document).expect("docs/OPERATOR.md");
    let row = |key: &super::Key| {
        let default = if key.default.is_empty() {
            String::new()
        } else {
            format!("`{}`", key.default)
        };
        format!("| `{}` | {default} | {} |", key.name, key.meaning)
    };
    let rows: Vec<_> = KEYS.iter().chain(OIDC_KEYS).map(row).collect();
    let missing: Vec<_> = rows.iter().filter(|row| !document.contains(*row)).collect();
    assert!(missing.is_empty(), "not in the document: {missing:#?}");
    let listed = document
        .lines()
        .skip_while(|line| *line != "## All keys")
        .filter(|line| line.starts_with("| `"))
        .count();
    assert_eq!(listed, rows.len(), "the document lists other keys too");
}

#[test]
fn the_examples_for_operators_load() {
    let folder = TempDir::new().expect("a folder");
    let secret = folder.path().join("secret");
    fs::write(&secret, "hunter2").expect("a file");
    let example = |name: &str| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/operator");
        let mut text = fs::read_to_string(folder.join(name)).expect("the example");
        for file in ["mail-password", "database-url", "s3-secret"] {
            text = text.replace(&format!("\"/etc/pilotbox/{file}\""), &format!("{secret:?}"));
        }
        load(&text, &[]).expect("it loads")
    };
    let server = example("pilotbox.toml");
    assert_eq!(server.mail.password, Some(SecretText::new("hunter2")));
    assert!(server.is_https());
    let worker = example("worker.toml");
    assert_eq!(worker.database_url().reveal(), "hunter2");
    assert_ne!(worker.server.data, server.server.data);
    assert_eq!(worker.blobs.kind, BlobKind::S3);
}

#[test]
fn every_key_is_overridden_by_its_variable() {
    let defaults = serde_json::to_value(Config::default()).expect("it serializes");
    for key in KEYS.iter().filter(|key| !key.name.ends_with("_file")) {
        let default = defaults.pointer(&pointer(key.name)).unwrap_or(&Value::Null);
        let value = another(default, key.name);
        let variable = format!(
            "PILOTBOX_{}",
            key.name.replace('.', "__").to_ascii_uppercase()
        );
        let mut variables = vec![(variable.as_str(), value.as_str())];
        variables.extend_from_slice(company(key.name));
        let config = load("", &variables).unwrap_or_else(|error| panic!("{variable}: {error}"));
        let changed = serde_json::to_value(config).expect("it serializes");
        assert_ne!(
            changed.pointer(&pointer(key.name)),
            Some(default),
            "{variable}"
        );
    }
}

#[test]
fn the_environment_goes_over_the_file() {
    let config = load(
        "[log]\nformat = \"text\"\nfilter = \"warn\"",
        &[("PILOTBOX_LOG__FORMAT", "json"), ("PILOTBOX_TOKEN", "x")],
    )
    .expect("it loads");
    assert_eq!(config.log.format, LogFormat::Json);
    assert_eq!(config.log.filter, "warn");
}

#[test]
fn digits_in_a_text_stay_as_they_are() {
    let variables = [
        ("PILOTBOX_MAIL__PASSWORD", "0123"),
        ("PILOTBOX_MAIL__USERNAME", "7"),
    ];
    let mail = load("", &variables).expect("it loads").mail;
    assert_eq!(mail.password, Some(SecretText::new("0123")));
    assert_eq!(mail.username.as_deref(), Some("7"));
}

#[test]
fn an_unknown_key_is_named_with_what_there_is() {
    let text = refusal("[server]\nlistne = \"x\"", &[]);
    assert!(text.contains("`server.listne` in `"), "{text}");
    assert!(text.contains("hint: known here are `listen`"), "{text}");
    let text = refusal("[sever]\nlisten = \"x\"", &[]);
    assert!(text.contains("`sever`"), "{text}");
    let text = refusal("", &[("PILOTBOX_JOBS__WORKRES", "2")]);
    assert!(text.contains("`jobs.workres`"), "{text}");
    assert!(text.contains("PILOTBOX_JOBS__WORKRES"), "{text}");
}

#[test]
fn a_wrong_type_is_named_with_its_place() {
    let text = refusal("[jobs]\nworkers = \"many\"", &[]);
    assert!(text.contains("`jobs.workers` in `"), "{text}");
    let text = refusal("", &[("PILOTBOX_JOBS__WORKERS", "many")]);
    assert!(text.contains("PILOTBOX_JOBS__WORKERS"), "{text}");
    for wrong in [
        "[quota]\nper_day = 0",
        "[quota]\nper_day = -1",
        "[limits]\nbody_bytes = 0",
        "[server]\nlisten = \"nowhere\"",
        "[server]\ntrusted_proxies = [\"10.0.0.0/99\"]",
        "[accounts]\nrequire_totp_for = [\"king\"]",
        "[server.tls]\ncertificate = \"c\"",
        "server = 3",
        "[server",
    ] {
        let text = refusal(wrong, &[]);
        assert!(text.contains("hint: "), "{text}");
    }
}

#[test]
fn a_secret_comes_from_its_file() {
    let folder = TempDir::new().expect("a folder");
    let file = folder.path().join("secret");
    fs::write(&file, "postgres://u:p@h/n\n").expect("a file");
    let text = format!("[database]\nurl_file = {file:?}");
    let config = load(&text, &[]).expect("it loads");
    assert_eq!(config.database_url().reveal(), "postgres://u:p@h/n");
    let both = format!("{text}\nurl = \"sqlite://x\"");
    assert!(refusal(&both, &[]).contains("both set"));
    fs::write(&file, "\n").expect("a file");
    assert!(refusal(&text, &[]).contains("it is empty"));
    fs::write(&file, "x".repeat(300_000)).expect("a file");
    assert!(refusal(&text, &[]).contains("larger than"));
}

#[test]
fn a_missing_secret_file_is_named() {
    let text = refusal("[mail]\npassword_file = \"/no/such/file\"", &[]);
    assert!(
        text.contains("`mail.password_file` names `/no/such/file`"),
        "{text}"
    );
    assert!(text.contains("hint: "), "{text}");
}

#[test]
fn a_missing_or_oversized_file_is_refused() {
    let missing = Config::load_with(Some(Path::new("/no/such.toml")), []);
    assert!(matches!(missing, Err(ConfigError::Unreadable { .. })));
    let large = format!("# {}", "x".repeat(300_000));
    assert!(matches!(
        load(&large, &[]),
        Err(ConfigError::TooLarge { .. })
    ));
}

#[test]
fn no_secret_is_shown() {
    let text = r#"
        [database]
        url = "postgres://u:hunter2@h/n"
        [blobs]
        access_key_id = "i"
        secret_access_key = "hunter2"
        [mail]
        username = "u"
        password = "hunter2"
        [[oidc]]
        id = "eid"
        title = { bg = "еИД", en = "eID" }
        issuer = "https://eid.example"
        client_id = "pilotbox"
        client_secret = "hunter2"
        roles = [{ claim = "groups", value = "staff", role = "staff" }]
    "#;
    let config = load(text, &[]).expect("it loads");
    let debug = format!("{config:?}");
    let json = serde_json::to_string(&config).expect("it serializes");
    assert!(debug.contains("(hidden)") && json.contains("(hidden)"));
    assert!(!debug.contains("hunter2") && !json.contains("hunter2"));
    // An error in another line does not draw the line of the secret either.
    let text = refusal("[mail]\npassword = \"hunter2\" nonsense", &[]);
    assert!(!text.contains("hunter2"), "{text}");
    let text = refusal("[mail]\npassword = 12345", &[]);
    assert!(!text.contains("12345"), "{text}");
    let text = refusal("[mail]\npassword = [\"hunter2\"]", &[]);
    assert!(!text.contains("hunter2"), "{text}");
}

#[test]
fn what_does_not_go_together_is_refused() {
    for (text, wanted) in [
        ("[blobs]\nkind = \"s3\"", "`blobs.bucket` is not set"),
        ("[blobs]\naccess_key_id = \"i\"", "go together"),
        ("[mail]\nkind = \"smtp\"", "`mail.host` is not set"),
        ("[mail]\nusername = \"u\"", "go together"),
        (
            "[jobs]\nheartbeat_seconds = 10\norphan_seconds = 15",
            "less than two heartbeats",
        ),
    ] {
        let refused = refusal(text, &[]);
        assert!(refused.contains(wanted), "{refused}");
    }
    let provider = |id: &str| {
        format!(
            "[[oidc]]\nid = \"{id}\"\ntitle = {{ bg = \"a\", en = \"b\" }}\nissuer = \"https://x\"\nclient_id = \"c\"\n"
        )
    };
    assert!(refusal(&provider("../x"), &[]).contains("cannot stand in a URL"));
    let twice = provider("eid").repeat(2);
    assert!(refusal(&twice, &[]).contains("two providers"));
    assert_eq!(load(&provider("eid"), &[]).expect("it loads").oidc.len(), 1);
}
