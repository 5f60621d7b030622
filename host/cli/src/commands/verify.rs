//! `pilotbox verify`.

use std::path::Path;

use pilotbox_evaluate::{Envelope, Replay, TrustedKeys, Verified, verify as verify_receipt};
use pilotbox_model::Digest;
use serde_json::json;

use crate::{
    arguments::Verify,
    exit::Failure,
    files,
    loaded::{Loaded, evaluator, jobs},
    show,
};

pub(crate) fn verify(arguments: &Verify) -> Result<(), Failure> {
    match verified(arguments) {
        Ok(verified) if arguments.json => show::json(&as_json(&verified)),
        Ok(verified) => print(&verified),
        Err(failure) if arguments.json => Err(show::json_failure(failure)),
        Err(failure) => Err(failure),
    }
}

fn verified(arguments: &Verify) -> Result<Verified, Failure> {
    let envelope = Envelope::read(&files::read(&arguments.receipt)?)?;
    let trusted = trusted_keys(arguments)?;
    let salt = arguments.salt.as_deref().map(read_salt).transpose()?;
    let verified = match (&arguments.challenge, &arguments.plugin) {
        (Some(challenge), Some(plugin)) => {
            let loaded = Loaded::open(challenge)?;
            let artifacts = loaded.artifacts()?;
            let evaluator = evaluator(&arguments.machine)?;
            let bar = show::Bar::new("replay");
            let replay = Replay {
                evaluator: &evaluator,
                artifacts: &artifacts,
                plugin: &files::read_component(plugin, loaded.limits.component_bytes)?,
                jobs: jobs(&arguments.machine),
                progress: &bar,
            };
            verify_receipt(&envelope, &trusted, salt, Some(replay))?
        }
        _ => verify_receipt(&envelope, &trusted, salt, None)?,
    };
    Ok(verified)
}

fn trusted_keys(arguments: &Verify) -> Result<TrustedKeys, Failure> {
    let mut all = TrustedKeys::default();
    for path in &arguments.trusted_key {
        all.keys.extend(TrustedKeys::read(path)?.keys);
    }
    Ok(all)
}

fn read_salt(path: &Path) -> Result<Digest, Failure> {
    let bytes = files::read(path)?;
    let text = String::from_utf8_lossy(&bytes);
    text.trim()
        .parse()
        .map_err(|error| Failure::usage(format!("`{}`: {error}", path.display())))
}

fn as_json(verified: &Verified) -> serde_json::Value {
    json!({
        "holds": true,
        "level": verified.level.to_string(),
        "signer": verified.signer,
        "remarks": verified.remarks,
        "receipt": verified.receipt,
    })
}

fn print(verified: &Verified) -> Result<(), Failure> {
    let mut page = show::Page::default();
    let receipt = &verified.receipt;
    let score = receipt
        .score
        .as_ref()
        .map_or("no score".to_owned(), |score| format!("{:.1}", score.total));
    page.line(format_args!(
        "the receipt holds; level reached: {}",
        verified.level
    ));
    page.line(format_args!(
        "signed by   {} ({}, {})",
        verified.signer, receipt.issuer, receipt.issued
    ));
    page.line(format_args!(
        "challenge   {} {}, split {}",
        receipt.challenge, receipt.challenge_version, receipt.split
    ));
    page.line(format_args!("plugin      {}", receipt.digests.plugin));
    page.line(format_args!("verdict     {}, {score}", receipt.verdict));
    for remark in &verified.remarks {
        page.line(format_args!("remark      {remark}"));
    }
    page.print()
}
