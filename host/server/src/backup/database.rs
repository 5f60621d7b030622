//! The database's part of a backup: SQLite copies itself; PostgreSQL's own programs
//! do it there. Their password goes by the environment, since anybody on a machine
//! can read another process's arguments.

use std::{ffi::OsStr, path::Path, process::Stdio};

use pilotbox_store::count_tables;
use tokio::process::Command;
use url::Url;

use super::{BackupError, DatabaseKind, file_error};
use crate::{config::Config, open};

/// Characters of what a program says.
const SAID_CHARS: usize = 2_000;

/// Copies the database into a new file.
pub(super) async fn dump(config: &Config, to: &Path) -> Result<(), BackupError> {
    match DatabaseKind::of(config) {
        DatabaseKind::Sqlite => {
            let store = open::store(config).await?;
            let copied = store.copy_file(to).await;
            store.close().await;
            Ok(copied?)
        }
        DatabaseKind::Postgres => {
            let options = ["--format=custom", "--no-owner", "--no-privileges", "--file"];
            postgres("pg_dump", config, &options, to).await
        }
    }
}

/// Demands a database of PostgreSQL without a table.
pub(super) async fn demand_empty(config: &Config) -> Result<(), BackupError> {
    match count_tables(config.database_url().reveal()).await? {
        0 => Ok(()),
        tables => Err(BackupError::There {
            path: format!("a database with {tables} tables"),
            hint: "restore into a new database, with `database.url`",
        }),
    }
}

/// Puts a copy into its place, which is empty.
pub(super) async fn load(config: &Config, from: &Path) -> Result<(), BackupError> {
    match DatabaseKind::of(config) {
        DatabaseKind::Sqlite => {
            let file = sqlite_file(config);
            std::fs::copy(from, &file).map_err(|cause| file_error(&file, cause))?;
            Ok(())
        }
        DatabaseKind::Postgres => {
            let options = [
                "--no-owner",
                "--no-privileges",
                // Those of extensions are their owner's to make.
                "--no-comments",
                "--single-transaction",
                "--exit-on-error",
            ];
            postgres("pg_restore", config, &options, from).await
        }
    }
}

/// The file of a SQLite database, from its address.
pub(super) fn sqlite_file(config: &Config) -> std::path::PathBuf {
    let url = config.database_url();
    let path = url
        .reveal()
        .trim_start_matches("sqlite:")
        .trim_start_matches("//");
    path.split('?').next().unwrap_or_default().into()
}

async fn postgres(
    program: &'static str,
    config: &Config,
    options: &[&str],
    file: &Path,
) -> Result<(), BackupError> {
    let failed = |reason: String| BackupError::Program { program, reason };
    let url = config.database_url();
    let (url, password) = without_password(url.reveal())
        .ok_or_else(|| failed("`database.url` is not understood".to_owned()))?;
    let mut command = Command::new(program);
    command
        .arg("--dbname")
        .arg(&url)
        .args(options.iter().map(OsStr::new))
        .arg(file);
    if let Some(password) = password {
        command.env("PGPASSWORD", password);
    }
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .kill_on_drop(true);
    let output = command.output().await.map_err(|cause| {
        failed(format!(
            "{cause}; hint: install PostgreSQL's client programs"
        ))
    })?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(failed(said.trim().chars().take(SAID_CHARS).collect()))
}

/// The address without its password, and the password.
fn without_password(url: &str) -> Option<(String, Option<String>)> {
    let mut url = Url::parse(url).ok()?;
    let password = url.password().map(decoded);
    url.set_password(None).ok()?;
    Some((url.into(), password))
}

/// What is written as `%` and two digits in an address.
fn decoded(text: &str) -> String {
    let pairs = format!("p={}", text.replace('+', "%2B"));
    let mut pairs = url::form_urlencoded::parse(pairs.as_bytes());
    pairs
        .next()
        .map_or_else(String::new, |(_, text)| text.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::SecretText;

    #[test]
    fn no_password_stands_in_arguments() {
        let parts = without_password("postgres://me:a%2Fb+c@db.example/x?sslmode=require");
        let (url, password) = parts.unwrap();
        assert_eq!(url, "postgres://me@db.example/x?sslmode=require");
        assert_eq!(password.as_deref(), Some("a/b+c"));
        assert_eq!(without_password("postgres://db/x").unwrap().1, None);
        assert!(without_password("nothing").is_none());
    }

    #[test]
    fn the_file_is_read_from_the_address() {
        let mut config = Config::default();
        for (url, file) in [
            ("sqlite://data/a.db", "data/a.db"),
            ("sqlite:///srv/a.db?mode=rwc", "/srv/a.db"),
            ("sqlite:a.db", "a.db"),
        ] {
            config.database.url = Some(SecretText::new(url));
            assert_eq!(sqlite_file(&config), Path::new(file));
        }
    }
}
