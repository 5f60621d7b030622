//! Runs every plugin that can be scored on its challenge and prints a
//! scoreboard; then shows the portal on a small city.

mod city;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::{
    client,
    command::{challenges, pilotbox, root, text},
    guests,
};

/// Plugins of a package that are no attack.
const SHIPPED: [&str; 2] = ["baseline", "reference"];

/// Exit code of `pilotbox run` for a plugin that does not answer this challenge.
const REJECTED: i32 = 3;

struct Entry {
    plugin: String,
    score: f64,
    low: f64,
    high: f64,
}

pub(crate) fn demo() -> Result<()> {
    client::client()?;
    guests::demo_guests()?;
    for challenge in challenges()? {
        let entries = board(&challenge)?;
        print_board(&challenge, &entries);
    }
    println!("\nOne of them in full:");
    println!("  target/release/pilotbox run --challenge challenges/mobility/parking-forecast \\");
    println!("      --plugin target/components/parking-seasonal.wasm");
    city::show()
}

/// The scores of the shipped plugins and of every example that answers the
/// challenge, best first.
fn board(challenge: &Path) -> Result<Vec<Entry>> {
    let id = name(challenge);
    let shipped = SHIPPED.iter().map(|plugin| format!("{id}-{plugin}"));
    let examples = guests::examples()?;
    let plugins = shipped.chain(examples.iter().map(|folder| name(folder)));
    let mut entries = Vec::new();
    for plugin in plugins {
        entries.extend(score(challenge, plugin)?);
    }
    entries.sort_by(|a, b| {
        b.score
            .total_cmp(&a.score)
            .then_with(|| a.plugin.cmp(&b.plugin))
    });
    Ok(entries)
}

fn name(folder: &Path) -> String {
    folder
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

/// Runs a plugin; nothing when it is for another challenge.
fn score(challenge: &Path, plugin: String) -> Result<Option<Entry>> {
    let component: PathBuf = root()
        .join("target/components")
        .join(format!("{plugin}.wasm"));
    let mut command = pilotbox();
    command
        .arg("run")
        .arg("--challenge")
        .arg(challenge)
        .arg("--plugin")
        .arg(component);
    command.args(["--split", "public", "--json"]);
    let output = command.output().with_context(|| text(&command))?;
    if output.status.code() == Some(REJECTED) {
        return Ok(None);
    }
    if !output.status.success() {
        bail!(
            "`{}` failed: {}",
            text(&command),
            String::from_utf8_lossy(&output.stdout)
        );
    }
    let run: Value = serde_json::from_slice(&output.stdout)?;
    let number = |pointer: &str| run.pointer(pointer).and_then(Value::as_f64).unwrap_or(0.0);
    Ok(Some(Entry {
        plugin,
        score: number("/score"),
        low: number("/interval/low"),
        high: number("/interval/high"),
    }))
}

fn print_board(challenge: &Path, entries: &[Entry]) {
    println!("\n{}, split public", name(challenge));
    println!("  {:28} {:>6}   95 % interval", "plugin", "score");
    for entry in entries {
        println!(
            "  {:28} {:>6.1}   {:.1} to {:.1}",
            entry.plugin, entry.score, entry.low, entry.high
        );
    }
}
