//! Whether a receipt holds, and how much of it was replayed.

use std::fmt;

use pilotbox_model::{Digest, EngineInfo, RunResult, Split};
use pilotbox_sandbox::{EngineProfile, engine_info};

use super::{Envelope, Receipt, ReceiptError, TrustedKeys, merkle, unreplayable};
use crate::{Artifacts, EvaluateError, Evaluator, Progress, RunOptions};

/// How far a verification went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// A trusted key signed exactly these bytes.
    Signature,
    /// Also, the sample split was run again and every bit agrees.
    SampleReplay,
    /// Also, the hidden split that the receipt is about was.
    FullReplay,
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Signature => "signature",
            Self::SampleReplay => "sample replay",
            Self::FullReplay => "full replay",
        })
    }
}

/// A receipt that holds.
#[derive(Clone, Debug)]
pub struct Verified {
    /// The level reached.
    pub level: Level,
    /// Whose key signed it.
    pub signer: String,
    /// What it says.
    pub receipt: Receipt,
    /// What was not compared, and why.
    pub remarks: Vec<String>,
}

/// Why a receipt does not hold.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    /// It is none, or nobody trusted signed it.
    #[error(transparent)]
    Receipt(#[from] ReceiptError),
    /// Something differs.
    #[error("{what} differs: the receipt says `{receipt}`, here it is `{here}`; hint: {hint}")]
    Differs {
        /// What was compared.
        what: &'static str,
        /// In the receipt.
        receipt: String,
        /// On this machine.
        here: String,
        /// What may have happened.
        hint: &'static str,
    },
    /// The replay itself failed.
    #[error(transparent)]
    Replay(#[from] EvaluateError),
}

/// What a receipt is replayed with.
#[derive(Clone, Copy)]
pub struct Replay<'a> {
    /// Runs it.
    pub evaluator: &'a Evaluator,
    /// The challenge.
    pub artifacts: &'a Artifacts<'a>,
    /// The plugin's component.
    pub plugin: &'a [u8],
    /// How many runners.
    pub jobs: usize,
    /// Told how far it is.
    pub progress: &'a dyn Progress,
}

/// Checks the signature and, with a `replay`, every bit of the result. `salt`
/// is needed for the case results of hidden splits.
pub fn verify(
    envelope: &Envelope,
    trusted: &TrustedKeys,
    salt: Option<Digest>,
    replay: Option<Replay<'_>>,
) -> Result<Verified, VerifyError> {
    let (receipt, signer) = envelope.open(trusted)?;
    let mut verified = Verified {
        level: Level::Signature,
        signer,
        receipt,
        remarks: vec![],
    };
    compare_list(&verified.receipt)?;
    let Some(replay) = replay else {
        verified
            .remarks
            .push("nothing was replayed: challenge and plugin are needed".to_owned());
        return Ok(verified);
    };
    compare_inputs(&verified.receipt, &replay)?;
    if verified.receipt.unreplayable_cases > 0 {
        let count = verified.receipt.unreplayable_cases;
        let remark = format!("{count} cases met the wall clock, which no replay can repeat");
        verified.remarks.push(remark);
        return Ok(verified);
    }
    let result = replay.run(&verified.receipt)?;
    compare_result(&verified.receipt, &result)?;
    match verified.receipt.salt.or(salt) {
        Some(salt) => compare_cases(&verified.receipt, &result, &salt)?,
        None => verified.remarks.push(
            "the score was replayed, single cases were not compared: their salt is not published"
                .to_owned(),
        ),
    }
    verified.level = match verified.receipt.split {
        Split::Sample => Level::SampleReplay,
        Split::Public | Split::Final => Level::FullReplay,
    };
    Ok(verified)
}

impl Replay<'_> {
    fn run(&self, receipt: &Receipt) -> Result<RunResult, EvaluateError> {
        let options = RunOptions {
            split: receipt.split,
            seed: receipt.seed,
            jobs: self.jobs,
        };
        let run = self
            .evaluator
            .run(self.plugin, self.artifacts, options, self.progress)?;
        Ok(run.result)
    }
}

const INPUT_HINT: &str = "this is not what was run";
const LIST_HINT: &str = "the receipt contradicts itself";
const RESULT_HINT: &str = "the inputs agree, so either the receipt or this engine is wrong";

/// Compares what decides a result, before anything runs.
fn compare_inputs(receipt: &Receipt, replay: &Replay<'_>) -> Result<(), VerifyError> {
    let package = replay.artifacts.package;
    let manifest = package.manifest();
    let theirs = &receipt.digests;
    let id = |challenge: &str, version: &str| format!("{challenge} {version}");
    let pairs = [
        (
            "the challenge",
            id(&receipt.challenge, &receipt.challenge_version),
            id(&manifest.id, &manifest.version),
        ),
        (
            "the plugin",
            theirs.plugin.to_string(),
            Digest::of(replay.plugin).to_string(),
        ),
        (
            "the harness",
            theirs.harness.to_string(),
            Digest::of(replay.artifacts.harness).to_string(),
        ),
        (
            "the data",
            theirs.data.to_string(),
            package.data_digest(receipt.split).to_string(),
        ),
        (
            "the manifest",
            theirs.manifest.to_string(),
            package.manifest_digest().to_string(),
        ),
        (
            "the engine",
            engine_text(&receipt.engine),
            engine_text(&engine_info(EngineProfile::Scored)),
        ),
        (
            "the limits",
            format!("{:?}", receipt.limits),
            format!("{:?}", replay.artifacts.limits),
        ),
    ];
    pairs
        .into_iter()
        .try_for_each(|(what, receipt, here)| same(what, receipt, here, INPUT_HINT))
}

fn engine_text(engine: &EngineInfo) -> String {
    format!("{} {} ({})", engine.name, engine.version, engine.settings)
}

fn compare_result(receipt: &Receipt, result: &RunResult) -> Result<(), VerifyError> {
    // `Debug` writes the shortest text that reads back to the same bits.
    let pairs = [
        (
            "the profile",
            receipt.profile.to_string(),
            result.profile.to_string(),
        ),
        (
            "the verdict",
            receipt.verdict.to_string(),
            result.verdict.to_string(),
        ),
        (
            "the score",
            format!("{:?}", receipt.score),
            format!("{:?}", result.score),
        ),
        (
            "the number of cases",
            receipt.case_count.to_string(),
            result.results.len().to_string(),
        ),
    ];
    pairs
        .into_iter()
        .try_for_each(|(what, receipt, here)| same(what, receipt, here, RESULT_HINT))
}

fn compare_cases(receipt: &Receipt, result: &RunResult, salt: &Digest) -> Result<(), VerifyError> {
    let here = merkle::root(&result.results, salt).to_string();
    let root = receipt.cases_root.to_string();
    same("a case's result", root, here, RESULT_HINT)
}

/// Compares a receipt with its own list of cases, where it has one: what people
/// read must be what was signed for. Needs nothing but the receipt.
fn compare_list(receipt: &Receipt) -> Result<(), VerifyError> {
    let (Some(cases), Some(salt)) = (&receipt.cases, &receipt.salt) else {
        return Ok(());
    };
    let pairs = [
        (
            "the list of cases",
            receipt.cases_root.to_string(),
            merkle::root(cases, salt).to_string(),
        ),
        (
            "the number of listed cases",
            receipt.case_count.to_string(),
            cases.len().to_string(),
        ),
        (
            "the number of cases that met the clock",
            receipt.unreplayable_cases.to_string(),
            unreplayable(cases).to_string(),
        ),
    ];
    pairs
        .into_iter()
        .try_for_each(|(what, receipt, here)| same(what, receipt, here, LIST_HINT))
}

fn same(
    what: &'static str,
    receipt: String,
    here: String,
    hint: &'static str,
) -> Result<(), VerifyError> {
    if receipt == here {
        Ok(())
    } else {
        Err(VerifyError::Differs {
            what,
            receipt,
            here,
            hint,
        })
    }
}

#[cfg(test)]
mod tests {
    use jiff::{SignedDuration, Timestamp};
    use pilotbox_model::{CaseResult, CaseVerdict, Limits, Profile, RunDigests, RunVerdict};

    use super::*;
    use crate::SigningKey;

    fn result() -> RunResult {
        let digest = Digest::of(b"");
        RunResult {
            challenge: "c".to_owned(),
            challenge_version: "0.1.0".to_owned(),
            split: Split::Sample,
            seed: 1,
            verdict: RunVerdict::Scored,
            score: None,
            profile: Profile::Pure,
            digests: RunDigests {
                plugin: digest,
                harness: digest,
                data: digest,
                manifest: digest,
            },
            engine: engine_info(EngineProfile::Scored),
            limits: Limits::default(),
            cases: vec![],
            results: vec![CaseResult {
                id: "a".to_owned(),
                verdict: CaseVerdict::Scored,
                metrics: vec![],
                series: vec![],
                note: String::new(),
                fuel: 1,
                fuel_is_lower_bound: false,
                memory_bytes: 0,
                log: vec![],
            }],
        }
    }

    /// Signs a receipt that `change` has made false, and verifies it.
    fn verified(change: impl FnOnce(&mut Receipt)) -> Result<Verified, VerifyError> {
        let now = Timestamp::now();
        let hour = SignedDuration::from_hours(1);
        let key = SigningKey::generate().unwrap();
        let keys = vec![key.trusted("me", now - hour, now + hour)];
        let mut receipt = Receipt::new(&result(), "local", now, Digest::of(b"salt"));
        change(&mut receipt);
        let envelope = Envelope::sign(receipt, &key).unwrap();
        verify(&envelope, &TrustedKeys { keys }, None, None)
    }

    fn what_differs(change: impl FnOnce(&mut Receipt)) -> &'static str {
        match verified(change) {
            Err(VerifyError::Differs { what, .. }) => what,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_true_receipt_holds() {
        assert_eq!(verified(|_| ()).unwrap().level, Level::Signature);
    }

    #[test]
    fn a_receipt_that_contradicts_itself_does_not_hold_even_when_signed() {
        let forge_fuel = |receipt: &mut Receipt| {
            receipt.cases.as_mut().unwrap()[0].fuel = 2;
        };
        assert_eq!(what_differs(forge_fuel), "the list of cases");
        assert_eq!(
            what_differs(|receipt| receipt.case_count = 2),
            "the number of listed cases"
        );
        assert_eq!(
            what_differs(|receipt| receipt.unreplayable_cases = 1),
            "the number of cases that met the clock"
        );
    }
}
