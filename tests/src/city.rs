//! An installation without HTTP: its stores, its workers, and shortcuts to a
//! challenge that is open and to startups that submit to it.

mod jury;

use std::{
    collections::BTreeMap,
    fs,
    num::NonZeroU64,
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use jiff::Timestamp;
use pilotbox_challenge::{Pack, Package, pack};
use pilotbox_evaluate::{CompileLimits, Evaluator, Opened, Worker};
use pilotbox_model::{Digest, Split, api::challenges::ChallengeState};
use pilotbox_server::{
    config::{Config, SecretText},
    run,
    state::AppState,
    work,
};
use pilotbox_store::{
    KeptAnswer, NewSubmission, RunRow,
    accounts::NewAccount,
    challenges::{Approval, NewChallenge, NewEnrolment, NewSplit, NewVersion, PhaseChange},
    new_id, to_millis,
};
use tokio::{sync::oneshot, task::JoinHandle, time::sleep};

use crate::{component, folder, program, shared_cache};

/// Looks at a condition, 50 ms apart, until it must hold.
const MAX_LOOKS: usize = 2_400;

/// A quota that no test meets.
const MANY: i64 = 1_000;

static NAMES: AtomicU64 = AtomicU64::new(0);

/// An installation.
pub struct City {
    /// Its state.
    pub state: AppState,
    data: PathBuf,
    /// Who made and approved what is there.
    pub staff: String,
}

/// A challenge that takes submissions.
pub struct OpenChallenge {
    /// Its id.
    pub id: String,
    /// Digest of its pack.
    pub pack: Digest,
    /// The pack.
    pub bytes: Vec<u8>,
}

/// Somebody who submits.
pub struct Startup {
    /// The person.
    pub account: String,
    /// The person's organisation.
    pub organisation: String,
}

/// Workers that run.
pub struct Working {
    task: JoinHandle<()>,
    stop: oneshot::Sender<()>,
}

impl City {
    /// An installation on an empty database, with its files in a folder.
    pub async fn open(url: &str, data: &Path) -> Self {
        let config = config(url, data);
        let state = Box::pin(run::open(config))
            .await
            .expect("the installation opens");
        let staff = account(&state).await;
        Self {
            state,
            data: data.to_owned(),
            staff,
        }
    }

    /// Uploads a challenge of the repository and opens it.
    pub async fn challenge(&self, path: &str) -> OpenChallenge {
        let bytes = city_pack(&folder(path));
        let held = pack::read_pack(bytes.clone()).expect("the pack can be read");
        let blob = self.state.blobs.put(bytes.clone().into()).await;
        let challenge = OpenChallenge {
            id: held.package.manifest().id.clone(),
            pack: blob.expect("the pack is kept"),
            bytes,
        };
        self.publish(&challenge, &held).await;
        challenge
    }

    async fn publish(&self, challenge: &OpenChallenge, held: &Pack) {
        let now = self.now();
        let new = NewChallenge {
            phase: PhaseChange {
                challenge_id: challenge.id.clone(),
                name: "only".to_owned(),
                opens_at: 0,
                closes_at: None,
                per_day: MANY,
                per_phase: MANY,
                concurrent: MANY,
            },
            version: version(challenge, held, &self.staff, now),
        };
        let store = &self.state.store;
        store.create_challenge(&new).await.expect("it is made");
        let version = store
            .newest_version(&challenge.id)
            .await
            .expect("it is there");
        let approval = Approval {
            version: &version,
            passes_version: true,
            passes_final: false,
            by: &self.staff,
            at: now,
        };
        let approved = store.approve_version(approval).await;
        approved.expect("it is approved");
        for to in [ChallengeState::Review, ChallengeState::Open] {
            self.advance(&challenge.id, to).await;
        }
    }

    /// Moves a challenge on.
    pub async fn advance(&self, challenge: &str, to: ChallengeState) {
        let store = &self.state.store;
        let challenge = store.challenge(challenge).await.expect("it is there");
        let step = pilotbox_store::challenges::Move {
            challenge: &challenge,
            to,
            by: Some(&self.staff),
            reason: None,
            at: self.now(),
        };
        store.move_challenge(step).await.expect("it moves");
    }

    /// A startup that is enrolled in a challenge.
    pub async fn startup(&self, challenge: &OpenChallenge) -> Startup {
        let store = &self.state.store;
        let account = account(&self.state).await;
        let name = format!("startup-{}", NAMES.fetch_add(1, Ordering::Relaxed));
        let organisation = store.create_organisation(&name, &account, self.now()).await;
        let organisation = organisation.expect("it is made");
        let enrolment = NewEnrolment {
            challenge: &challenge.id,
            organisation: &organisation,
            account: &account,
            pseudonym: &name,
            blind_code: &name,
            at: self.now(),
        };
        store.enrol(enrolment).await.expect("it is enrolled");
        Startup {
            account,
            organisation,
        }
    }

    /// Submits a plugin, and tells the submission's id.
    pub async fn submit(
        &self,
        challenge: &OpenChallenge,
        startup: &Startup,
        plugin: &[u8],
    ) -> String {
        let blob = self.state.blobs.put(plugin.to_vec().into()).await;
        let new = NewSubmission {
            id: new_id(),
            challenge_id: challenge.id.clone(),
            organisation_id: startup.organisation.clone(),
            account_id: startup.account.clone(),
            plugin_digest: blob.expect("the plugin is kept").to_string(),
            plugin_bytes: i64::try_from(plugin.len()).expect("plugins are small"),
            dossier: "{}".to_owned(),
            document: None,
            at: self.now(),
            day_starts_at: 0,
            seed: 7,
        };
        let answer = |_: &_, _: &_| {
            Ok(KeptAnswer {
                status: 201,
                location: None,
                body: None,
            })
        };
        let submitted = self.state.store.submit(&new, None, answer).await;
        submitted.expect("it is taken");
        new.id
    }

    /// Workers of this process, as `pilotbox serve` has them.
    pub async fn work(&self) -> Working {
        let (stop, stopped) = oneshot::channel();
        let stopped = async { drop(stopped.await) };
        let task = work::start(&self.state, &program(), stopped).await;
        Working {
            task: task.expect("work starts"),
            stop,
        }
    }

    /// The runs of a submission, once all have ended.
    pub async fn ended_runs(&self, submission: &str) -> Vec<RunRow> {
        for _ in 0..MAX_LOOKS {
            let ids = [submission.to_owned()];
            let runs = self
                .state
                .store
                .runs_of(&ids)
                .await
                .expect("runs are there");
            if runs.iter().all(|run| run.step == "done") {
                return runs;
            }
            sleep(Duration::from_millis(50)).await;
        }
        panic!("waited in vain for the runs of {submission}");
    }

    /// Waits until a condition holds.
    pub async fn until(&self, mut holds: impl AsyncFnMut() -> bool) {
        for _ in 0..MAX_LOOKS {
            if holds().await {
                return;
            }
            sleep(Duration::from_millis(50)).await;
        }
        panic!("waited in vain for a condition");
    }

    /// Where a blob's bytes lie.
    pub fn blob_file(&self, digest: Digest) -> PathBuf {
        let hex = digest.hex();
        self.data.join("blobs").join(&hex[..2]).join(hex)
    }

    /// Milliseconds since 1970.
    pub fn now(&self) -> i64 {
        to_millis(Timestamp::now())
    }
}

impl Working {
    /// Stops the workers when their jobs have ended.
    pub async fn stop(self) {
        drop(self.stop);
        self.task.await.expect("the workers end");
    }
}

/// An evaluator of the test's own.
pub fn evaluator() -> Evaluator {
    Evaluator::new(
        Worker::new(program()),
        shared_cache(),
        CompileLimits::DEFAULT,
    )
}

/// The bytes of a component that was built beforehand.
pub fn component_bytes(name: &str) -> Vec<u8> {
    fs::read(component(name)).expect("the component can be read")
}

/// A challenge's pack for the city, with the cases of the splits that it holds.
pub fn city_pack(folder: &Path) -> Vec<u8> {
    let package = Package::open(folder).expect("the challenge can be opened");
    let id = package.manifest().id.clone();
    let names = package
        .manifest()
        .plugins
        .iter()
        .map(|plugin| plugin.name.clone());
    let built = |name: String| {
        let bytes = component_bytes(&format!("{id}-{name}"));
        (name, bytes)
    };
    let components: BTreeMap<_, _> = names.chain(["harness".to_owned()]).map(built).collect();
    let opened = Opened::of_parts(package, components, folder).expect("the folder is there");
    let artifacts = opened.artifacts().expect("it is built");
    let held = Split::ALL
        .into_iter()
        .filter(|split| opened.has_split(*split));
    let cases = held.map(|split| {
        let cases = evaluator().cases(&artifacts, split);
        (split, cases.expect("the harness lists them"))
    });
    let options = pilotbox_challenge::PackOptions {
        audience: pilotbox_challenge::Audience::City,
    };
    let packed = pack::pack(
        opened.package(),
        opened.components(),
        &cases.collect(),
        options,
    );
    packed.expect("it can be packed")
}

fn version(challenge: &OpenChallenge, held: &Pack, staff: &str, now: i64) -> NewVersion {
    let split = |(split, cases): (&Split, &Vec<pilotbox_model::Case>)| NewSplit {
        split: split.as_str(),
        digest: held.package.data_digest(*split).to_string(),
        cases: serde_json::to_string(cases).expect("cases are JSON"),
        case_count: i64::try_from(cases.len()).expect("they are few"),
    };
    NewVersion {
        challenge_id: challenge.id.clone(),
        version: held.package.manifest().version.clone(),
        pack_digest: challenge.pack.to_string(),
        startup_digest: challenge.pack.to_string(),
        startup_bytes: 0,
        manifest: serde_json::to_string(held.package.manifest()).expect("it is JSON"),
        statement_bg: String::new(),
        statement_en: String::new(),
        budget_eur: None,
        splits: held.cases.iter().map(split).collect(),
        created_by: staff.to_owned(),
        created_at: now,
    }
}

async fn account(state: &AppState) -> String {
    let number = NAMES.fetch_add(1, Ordering::Relaxed);
    let email = format!("person-{number}@example.org");
    let new = NewAccount {
        email: &email,
        name: "A Person",
        language: "en",
        password: "no password",
    };
    let made = state
        .store
        .create_account(&new, to_millis(Timestamp::now()))
        .await;
    made.expect("an account can be made")
}

fn config(url: &str, data: &Path) -> Config {
    let mut config = Config::default();
    data.clone_into(&mut config.server.data);
    config.database.url = Some(SecretText::new(url));
    config.cache.path = Some(shared_cache());
    config.jobs.runners = 2;
    config.jobs.workers = 2;
    config.jobs.heartbeat_seconds = NonZeroU64::MIN;
    config.jobs.orphan_seconds = NonZeroU64::MIN.saturating_add(2);
    // What tests keep is small; a gibibyte that stays free is for servers.
    config.limits.min_free_disk_bytes = 1 << 20;
    config
}
