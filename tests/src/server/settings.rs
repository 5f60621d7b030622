//! What a site is set to: generous where a limit is not what a test is about.

use std::{collections::BTreeMap, fmt::Display, fmt::Write as _, path::Path};

use crate::shared_cache;

/// More than any test asks for.
const PLENTY: u32 = 1_000_000;

/// Keys of the configuration with their values as TOML.
#[derive(Clone, Debug)]
pub struct Settings {
    database: Option<String>,
    keys: BTreeMap<String, String>,
}

impl Settings {
    /// On a file of SQLite in the site's folder.
    pub fn sqlite() -> Self {
        Self {
            database: None,
            keys: BTreeMap::new(),
        }
        .usual()
    }

    /// On a database that is there.
    pub fn on(database_url: &str) -> Self {
        Self {
            database: Some(database_url.to_owned()),
            keys: BTreeMap::new(),
        }
        .usual()
    }

    /// Sets a key such as `limits.body_bytes` to a number, a switch or a list.
    #[must_use]
    pub fn set(mut self, key: &str, value: impl Display) -> Self {
        self.keys.insert(key.to_owned(), value.to_string());
        self
    }

    /// Sets a key to a text.
    #[must_use]
    pub fn set_text(self, key: &str, value: &str) -> Self {
        self.set(key, format_args!("{value:?}"))
    }

    fn usual(self) -> Self {
        let rates = [
            "address_requests",
            "account_requests",
            "anonymous_requests",
            "sign_ins",
        ];
        // All callers of a test come from one address.
        let places = [
            "address_concurrent_requests",
            "address_concurrent_uploads",
            "account_concurrent_uploads",
            "address_event_streams",
        ];
        let rates = rates.map(|rate| format!("{rate}_per_minute"));
        let keys = rates.into_iter().chain(places.map(str::to_owned));
        let set = keys.fold(self, |settings, key| {
            settings.set(&format!("limits.{key}"), PLENTY)
        });
        set.set("limits.min_free_disk_bytes", 1 << 20)
            .set("database.max_connections", 8)
            .set("quota.per_day", 1_000)
            .set("quota.per_phase", 1_000)
            .set("quota.concurrent", 100)
            .set("jobs.heartbeat_seconds", 1)
            .set("jobs.orphan_seconds", 3)
            .set("jobs.grace_seconds", 1)
            .set("server.drain_seconds", 1)
            .set_text("server.listen", "127.0.0.1:0")
            .set_text("cache.path", &shared_cache().display().to_string())
    }

    pub(super) fn is_on_sqlite(&self) -> bool {
        self.database.is_none()
    }

    pub(super) fn database_url(&self, folder: &Path) -> String {
        let file = || format!("sqlite://{}", folder.join("data/pilotbox.db").display());
        self.database.clone().unwrap_or_else(file)
    }

    /// The whole configuration of a site in this folder.
    pub(super) fn text(&self, folder: &Path) -> String {
        let data = folder.join("data").display().to_string();
        let placed = self
            .clone()
            .set_text("server.data", &data)
            .set_text("database.url", &self.database_url(folder));
        let mut text = String::new();
        for (key, value) in &placed.keys {
            writeln!(text, "{key} = {value}").expect("a text takes every line");
        }
        text
    }
}
