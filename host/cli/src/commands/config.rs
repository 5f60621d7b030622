//! `pilotbox config`: what a server would make of its configuration.

use pilotbox_server::config::{Finding, Severity};
use serde_json::{Value, json};

use super::serve::{block_on, load};
use crate::{
    arguments::server::{Config, ConfigAsk, ConfigCommand},
    exit::{Exit, Failure},
    show::{self, Page},
};

pub(crate) fn config(arguments: &Config) -> Result<(), Failure> {
    match &arguments.command {
        ConfigCommand::Check(ask) => check(ask),
        ConfigCommand::Show(ask) => show(ask),
    }
}

fn check(ask: &ConfigAsk) -> Result<(), Failure> {
    let config = load(&ask.config)?;
    let findings = block_on(config.check_opened())?;
    let is_sound = !findings
        .iter()
        .any(|found| found.severity == Severity::Error);
    if ask.json {
        let findings: Vec<_> = findings.iter().map(as_json).collect();
        show::json(&json!({ "ok": is_sound, "findings": findings }))?;
    } else {
        print(&findings, is_sound)?;
    }
    if is_sound {
        return Ok(());
    }
    Err(Failure::silent(Exit::Usage))
}

fn print(findings: &[Finding], is_sound: bool) -> Result<(), Failure> {
    let mut page = Page::default();
    for finding in findings {
        page.line(finding);
    }
    page.line(if is_sound {
        "the server can start with this"
    } else {
        "the server cannot run like this"
    });
    page.print()
}

fn as_json(finding: &Finding) -> Value {
    let severity = match finding.severity {
        Severity::Warning => "warning",
        Severity::Error => "error",
    };
    json!({ "severity": severity, "key": finding.key, "message": finding.message })
}

fn show(ask: &ConfigAsk) -> Result<(), Failure> {
    let config = load(&ask.config)?;
    if ask.json {
        return show::json(&config);
    }
    let text = toml::to_string(&config).map_err(|error| Failure::new(Exit::Host, error))?;
    let mut page = Page::default();
    page.line(text.trim_end());
    page.print()
}
