//! What must hold when all is over, as the API tells it to staff, who see all of
//! both splits: every submission that was accepted and no other, each with its runs
//! and their verdicts, each case once and as it must be, a receipt and a link for
//! each run, and a chain without a gap.

use std::{
    collections::{BTreeMap, BTreeSet},
    thread,
    time::Duration,
};

use pilotbox_evaluate::{Envelope, TrustedKeys};
use pilotbox_model::{
    CaseResult,
    api::runs::{CaseView, ChainLink, RunView},
    chain,
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use super::{
    reference::{Expected, Reference, SPLITS},
    stream::Accepted,
};
use crate::server::{Challenge, Client};

/// Rows of a page.
const ROWS: usize = 200;

/// Looks at the queue, a pause apart, until it must be empty.
const MAX_LOOKS: usize = 12_000;
const PAUSE: Duration = Duration::from_millis(100);

/// Waits until no run waits or is under way, and tells how many are if that takes
/// too long.
pub(super) fn until_empty(staff: &Client) -> Result<(), Value> {
    let mut queue = Value::Null;
    for _ in 0..MAX_LOOKS {
        queue = staff.get("/api/v1/queue").expect(200).json();
        if queue["waiting"] == 0 && queue["running"] == 0 {
            return Ok(());
        }
        thread::sleep(PAUSE);
    }
    Err(queue)
}

/// Tells what is wrong.
pub(super) fn audit(
    staff: &Client,
    challenge: &Challenge,
    reference: &Reference,
    keys: &TrustedKeys,
    accepted: &[Accepted],
) -> Vec<String> {
    let mut audit = Audit {
        staff,
        reference,
        keys,
        faults: Vec::new(),
    };
    let runs = audit.submissions(challenge, accepted);
    audit.chain(&runs);
    audit.queue();
    audit.faults
}

struct Audit<'a> {
    staff: &'a Client,
    reference: &'a Reference,
    keys: &'a TrustedKeys,
    faults: Vec<String>,
}

impl Audit<'_> {
    /// Looks at every submission, and gives the ids of their runs.
    fn submissions(&mut self, challenge: &Challenge, accepted: &[Accepted]) -> BTreeSet<String> {
        let numbers: BTreeMap<_, _> = accepted
            .iter()
            .map(|one| (one.id.clone(), one.number))
            .collect();
        if numbers.len() != accepted.len() {
            self.faults
                .push("one submission was accepted as two".to_owned());
        }
        let path = format!("/api/v1/submissions?challenge={}&", challenge.id);
        let kept: Vec<Value> = self.all(&path);
        let mut runs = BTreeSet::new();
        for submission in &kept {
            let id = submission["id"].as_str().unwrap_or_default();
            match numbers.get(id) {
                Some(number) => runs.extend(self.submission(id, *number)),
                None => self
                    .faults
                    .push(format!("nobody was told of submission {id}")),
            }
        }
        if kept.len() != numbers.len() {
            let (kept, told) = (kept.len(), numbers.len());
            self.faults.push(format!(
                "{told} submissions were accepted, {kept} are there"
            ));
        }
        runs
    }

    fn submission(&mut self, id: &str, number: usize) -> Vec<String> {
        let kept = self
            .staff
            .get(&format!("/api/v1/submissions/{id}"))
            .expect(200);
        let runs: Vec<RunView> = read(&kept.json()["runs"]);
        let mut splits: Vec<_> = runs.iter().map(|run| run.split.as_str()).collect();
        splits.sort_unstable_by_key(|split| *split == "public");
        if splits != SPLITS {
            self.faults
                .push(format!("submission {id} has runs on {splits:?}"));
        }
        for run in &runs {
            let whole = self
                .staff
                .get(&format!("/api/v1/runs/{}", run.id))
                .expect(200);
            match self.reference.end(number, &run.split) {
                Some(expected) => self.run(&read(&whole.json()), expected),
                None => self
                    .faults
                    .push(format!("no run on `{}` was asked for", run.split)),
            }
        }
        runs.into_iter().map(|run| run.id).collect()
    }

    fn run(&mut self, run: &RunView, expected: &Expected) {
        let id = &run.id;
        if run.state.as_str() != expected.state {
            let reason = &run.reason;
            self.faults
                .push(format!("run {id} is {}: {reason:?}", run.state));
            return;
        }
        let full = run.score.as_ref().and_then(|score| score.full.as_ref());
        if text(&full) != text(&expected.score.as_ref()) {
            self.faults.push(format!("run {id} has another score"));
        }
        let cases: Vec<CaseView> = self.all(&format!("/api/v1/runs/{id}/cases?"));
        let results: Vec<CaseResult> = cases.into_iter().map(|case| case.result).collect();
        if text(&results) != text(&expected.results) {
            let (found, wanted) = (results.len(), expected.results.len());
            self.faults.push(format!(
                "run {id} has {found} cases, {wanted} are wanted, or they are others"
            ));
        }
        self.receipt(run);
    }

    fn receipt(&mut self, run: &RunView) {
        let id = &run.id;
        let answer = self.staff.get(&format!("/api/v1/runs/{id}/receipt"));
        let opened = Envelope::read(&answer.body).and_then(|envelope| envelope.open(self.keys));
        match opened {
            Ok((receipt, _)) if receipt.split.as_str() == run.split => {}
            Ok(_) => self
                .faults
                .push(format!("the receipt of run {id} is of another split")),
            Err(error) => self
                .faults
                .push(format!("the receipt of run {id}: {error}")),
        }
    }

    /// Demands a whole chain, and one receipt for each run in it.
    fn chain(&mut self, runs: &BTreeSet<String>) {
        let links: Vec<ChainLink> = self.chain_links();
        if let Err(broken) = chain::check(&links) {
            self.faults.push(broken.to_string());
        }
        let issued = links.iter().filter(|link| link.kind == "receipt-issued");
        let subjects: Vec<_> = issued.map(|link| link.subject.clone()).collect();
        let each: BTreeSet<_> = subjects.iter().cloned().collect();
        if each.len() != subjects.len() || each != *runs {
            let (links, runs) = (subjects.len(), runs.len());
            self.faults
                .push(format!("{links} receipts were issued for {runs} runs"));
        }
    }

    /// What is told of the queue may be a moment old.
    fn queue(&mut self) {
        if let Err(queue) = until_empty(self.staff) {
            self.faults
                .push(format!("runs are left in the queue: {queue}"));
        }
    }

    fn chain_links(&self) -> Vec<ChainLink> {
        let mut links: Vec<ChainLink> = Vec::new();
        loop {
            let after = links.last().map_or(0, |link| link.seq);
            let page = self
                .staff
                .get(&format!("/api/v1/chain?after={after}"))
                .expect(200);
            let before = links.len();
            for line in page
                .body
                .split(|byte| *byte == b'\n')
                .filter(|line| !line.is_empty())
            {
                links.push(serde_json::from_slice(line).expect("a link is JSON"));
            }
            if links.len() == before {
                return links;
            }
        }
    }

    /// Every row of a list, by its path with the beginning of a query.
    fn all<T: DeserializeOwned>(&self, path: &str) -> Vec<T> {
        let mut rows = Vec::new();
        let mut cursor = String::new();
        loop {
            let page = self.staff.get(&format!("{path}limit={ROWS}{cursor}"));
            let page = page.expect(200).json();
            rows.extend(read::<Vec<T>>(&page["items"]));
            match page["next"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => return rows,
            }
        }
    }
}

fn read<T: DeserializeOwned>(value: &Value) -> T {
    T::deserialize(value).unwrap_or_else(|error| panic!("{error}: {value}"))
}

/// A text that is the same only for values that are the same to the bit.
fn text(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("it is JSON")
}
