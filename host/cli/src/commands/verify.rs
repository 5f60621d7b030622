//! `pilotbox verify`.

mod decision;

use std::path::Path;

use pilotbox_evaluate::{
    Envelope, Replay, TrustedKeys, Verified, is_decision, verify as verify_receipt,
};
use pilotbox_model::{Digest, chain::Head};
use serde_json::json;

use super::record::follow_chain;
use crate::{
    arguments::Verify,
    exit::Failure,
    files,
    loaded::{Loaded, evaluator, jobs},
    show,
};

pub(crate) fn verify(arguments: &Verify) -> Result<(), Failure> {
    let result = match (&arguments.receipt, &arguments.chain) {
        (Some(receipt), _) => verify_one(arguments, receipt),
        (None, Some(chain)) => verify_chain(arguments, chain),
        (None, None) => Err(Failure::usage("neither a receipt nor a chain is named")),
    };
    result.map_err(|failure| {
        if arguments.json {
            show::json_failure(failure)
        } else {
            failure
        }
    })
}

fn verify_chain(arguments: &Verify, chain: &Path) -> Result<(), Failure> {
    let head = follow_chain(Head::start(), &files::read(chain)?)?;
    if arguments.json {
        let (links, head) = (head.seq, head.digest);
        return show::json(&json!({ "holds": true, "links": links, "head": head }));
    }
    let mut page = show::Page::default();
    page.line(format_args!("the chain holds: {} links", head.seq));
    page.line(format_args!("head {}", head.digest));
    page.print()
}

/// A decision says of itself that it is one; whatever does not is read as a receipt.
fn verify_one(arguments: &Verify, path: &Path) -> Result<(), Failure> {
    let bytes = files::read(path)?;
    if is_decision(&bytes) {
        return decision::verify(arguments, &bytes);
    }
    if arguments.trusted_key.is_empty() {
        return Err(Failure::usage(
            "a receipt is verified against keys that are trusted; hint: give the issuer's list with `--trusted-key`",
        ));
    }
    let verified = verified(arguments, &bytes)?;
    if arguments.json {
        return show::json(&as_json(&verified));
    }
    print(&verified)
}

fn verified(arguments: &Verify, receipt: &[u8]) -> Result<Verified, Failure> {
    let envelope = Envelope::read(receipt)?;
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
                plugin: &files::read_component(plugin, loaded.opened.limits().component_bytes)?,
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
