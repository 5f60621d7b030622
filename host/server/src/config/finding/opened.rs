//! The part of the check that needs somebody else's answer: the database is opened,
//! and nothing in it is changed.

use std::time::Duration;

use pilotbox_store::count_tables;
use tokio::time::timeout;

use super::{Config, Finding, Severity};
use crate::backup;

/// How long a database may take to answer.
const PATIENCE: Duration = Duration::from_secs(15);

impl Config {
    /// As [`Config::check`], and the database is opened.
    pub async fn check_opened(&self) -> Vec<Finding> {
        let mut findings = self.check();
        if let Some((severity, message)) = self.look_into_database().await {
            findings.push(Finding {
                severity,
                key: "database.url",
                message,
            });
        }
        findings
    }

    async fn look_into_database(&self) -> Option<(Severity, String)> {
        if let Some(file) = backup::sqlite_file(self)
            && !file.exists()
        {
            let shown = file.display();
            let message = format!("`{shown}` is not there; the first start makes it");
            return Some((Severity::Warning, message));
        }
        let url = self.database_url();
        match timeout(PATIENCE, count_tables(url.reveal())).await {
            Ok(Ok(0)) => {
                let message = "the database is empty; the first start makes its tables";
                Some((Severity::Warning, message.to_owned()))
            }
            Ok(Ok(_)) => None,
            // What a driver says names no password.
            Ok(Err(error)) => Some((Severity::Error, error.to_string())),
            Err(_) => {
                let message = format!("no answer within {} s", PATIENCE.as_secs());
                Some((Severity::Error, message))
            }
        }
    }
}
