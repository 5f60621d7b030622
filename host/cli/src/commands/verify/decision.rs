//! `pilotbox verify` of the signed file of a decision: every number is recomputed from its
//! snapshot.

use pilotbox_challenge::statistics::decision::{Assessed, Separation, Standing};
use pilotbox_evaluate::{VerifiedDecision, verify_decision};
use pilotbox_model::Digest;
use serde_json::{Value, json};

use super::trusted_keys;
use crate::{arguments::Verify, exit::Failure, show};

/// What is said where nobody vouches for the numbers.
const UNSIGNED: &str = "the signature was not looked at: no list of keys was given, so these numbers hold together and may be anybody's; hint: `--trusted-key`";

pub(super) fn verify(arguments: &Verify, bytes: &[u8]) -> Result<(), Failure> {
    if arguments.challenge.is_some() || arguments.salt.is_some() {
        return Err(Failure::usage(
            "a decision is recomputed, not replayed; hint: leave out `--challenge`, `--plugin` and `--salt`",
        ));
    }
    let keys = trusted_keys(arguments)?;
    let trusted = (!arguments.trusted_key.is_empty()).then_some(&keys);
    let verified = verify_decision(bytes, trusted)?;
    let digest = Digest::of(bytes);
    if arguments.json {
        return show::json(&as_json(&verified, digest));
    }
    print(&verified, digest)
}

fn as_json(verified: &VerifiedDecision, digest: Digest) -> Value {
    let document = &verified.document;
    let remarks: Vec<&str> = verified
        .signer
        .is_none()
        .then_some(UNSIGNED)
        .into_iter()
        .collect();
    let candidates = document.content.published.decision.candidates.iter();
    let candidates = candidates.map(|one| {
        let (organisation, title) = document.content.named(&one.id);
        json!({
            "submission": one.id,
            "organisation": organisation,
            "title": title,
            "place": place(one),
            "total": one.total,
        })
    });
    json!({
        "holds": true,
        "signer": verified.signer,
        "remarks": remarks,
        "decision": {
            "challenge": document.challenge,
            "challenge_version": document.challenge_version,
            "version": document.version,
            "issuer": document.issuer,
            "published_at": document.published_at.to_string(),
            "digest": digest,
            "candidates": candidates.collect::<Vec<_>>(),
        },
    })
}

fn print(verified: &VerifiedDecision, digest: Digest) -> Result<(), Failure> {
    let mut page = show::Page::default();
    let document = &verified.document;
    page.line("the decision holds: every number follows from its snapshot");
    match &verified.signer {
        Some(signer) => page.told(format_args!(
            "signed by   {signer} ({}, {})",
            document.issuer, document.published_at
        )),
        None => page.line(format_args!("remark      {UNSIGNED}")),
    }
    page.told(format_args!(
        "challenge   {} {}, version {} of the decision",
        document.challenge, document.challenge_version, document.version
    ));
    page.line(format_args!("file        {digest}"));
    let mut table = show::table(&["place", "organisation", "total", "submission"]);
    for one in &document.content.published.decision.candidates {
        table.add_row([
            shown_place(one),
            document.content.named(&one.id).0.to_owned(),
            one.total
                .map_or("none".to_owned(), |total| format!("{total:.1}")),
            one.id.clone(),
        ]);
    }
    page.told(table);
    page.print()
}

fn place(one: &Assessed) -> Option<u32> {
    match &one.standing {
        Standing::Placed(placed) => Some(placed.place),
        Standing::Excluded(_) => None,
    }
}

/// The place, and what puts those who share it in their order.
fn shown_place(one: &Assessed) -> String {
    let Standing::Placed(placed) = &one.standing else {
        return "none".to_owned();
    };
    let by = match placed.after_by {
        None | Some(Separation::Total) => "",
        Some(Separation::References) => ", by references",
        Some(Separation::Cost) => ", by cost",
        Some(Separation::Lottery) => ", by lottery",
    };
    format!("{}{by}", placed.place)
}
