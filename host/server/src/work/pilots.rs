//! Pilots that this process keeps warm: laid out, compiled and described when the first
//! citizen asks, and closed at once when staff stop them. What is asked is neither kept
//! nor logged, and neither is what a guest says.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError},
    time::{Duration, Instant},
};

use pilotbox_challenge::{
    pack,
    pilot::{InputFault, PilotSchemas},
};
use pilotbox_evaluate::{
    Deployment, PilotBounds, PilotHealth, PilotPool, PilotRefusal, describe_once,
};
use pilotbox_model::api::{
    pilots::PilotAnswer,
    problem::{Code, FieldProblem},
};
use pilotbox_sandbox::{PilotEnd, PilotReport};
use pilotbox_store::{PilotLife, PilotRow, Store};
use serde_json::Value;
use tempfile::TempDir;
use tokio::sync::oneshot;

use super::{
    fault::Fault,
    packs::{LaidOut, PackKey},
    workshop::{Workshop, blocking, digest},
};
use crate::problem::Problem;

/// How long a pilot that could not be opened is not tried again: each try compiles.
const FAILED_FOR: Duration = Duration::from_secs(30);

/// When it is worth asking a busy pilot again.
const BUSY_FOR: Duration = Duration::from_secs(1);

/// Pilots that this process keeps warm; none before its work has started.
#[derive(Default)]
pub(crate) struct Pilots(OnceLock<Warm>);

struct Warm {
    workshop: Arc<Workshop>,
    pool: PilotPool,
    known: Mutex<BTreeMap<String, Known>>,
    /// Held while one is opened, so that two do not open the same.
    opening: tokio::sync::Mutex<()>,
}

#[derive(Clone)]
enum Known {
    Open(Arc<OpenPilot>),
    Failed(Instant),
}

/// A pilot that is open here.
pub(crate) struct OpenPilot {
    /// Its form and its answer.
    pub(crate) schemas: PilotSchemas,
    /// Its tables stay where its runners read them.
    _pack: Arc<LaidOut>,
    _data: Option<TempDir>,
    /// Which tables these are: others may be brought at another server.
    data: Option<String>,
}

impl Pilots {
    /// From now on pilots can be opened.
    pub(super) fn start(&self, workshop: Arc<Workshop>) {
        let pool = PilotPool::new(workshop.evaluator.worker().clone(), PilotBounds::DEFAULT);
        // Work starts once in a process; what is there already goes on.
        let _ = self.0.set(Warm {
            workshop,
            pool,
            known: Mutex::default(),
            opening: tokio::sync::Mutex::default(),
        });
    }

    /// The pilot, opened if it is not open here with its newest tables.
    pub(crate) async fn open(
        &self,
        store: &Store,
        life: &PilotLife,
    ) -> Result<Arc<OpenPilot>, Problem> {
        let warm = self.warm()?;
        if let Some(known) = warm.known(life)? {
            return Ok(known);
        }
        let _alone = warm.opening.lock().await;
        if let Some(known) = warm.known(life)? {
            return Ok(known);
        }
        let row = store.pilot(&life.id).await?;
        let opened = warm.open(&row).await;
        let known = match &opened {
            Ok(open) => Known::Open(Arc::clone(open)),
            Err(fault) => {
                tracing::error!(pilot = row.id, cause = %fault, "a pilot cannot be opened");
                Known::Failed(Instant::now())
            }
        };
        warm.lock().insert(row.id, known);
        opened.map_err(|_| not_opened())
    }

    /// Answers a form.
    pub(crate) async fn answer(
        &self,
        store: &Store,
        life: &PilotLife,
        input: &Value,
    ) -> Result<PilotAnswer, Problem> {
        let open = self.open(store, life).await?;
        let id = life.id.as_str();
        let input = open.schemas.check_input(input).map_err(faulty)?;
        let (done, told) = oneshot::channel();
        self.warm()?.pool.answer(id, input, move |report| {
            // Whoever asked may have gone.
            let _ = done.send(report);
        });
        let report = told.await.map_err(Problem::internal)?;
        let answer = match report.map_err(|refusal| refused(id, refusal))?.end {
            PilotEnd::Answered(answer) => open.schemas.read_answer(&answer).map_err(|_| {
                // Not said how: that may repeat what was asked.
                tracing::warn!(pilot = id, "an answer breaks its schema");
                no_answer()
            })?,
            PilotEnd::BadInput(message) => {
                return Err(Problem::new(Code::BadRequest).detail(message));
            }
            PilotEnd::PluginFault { code, .. } => {
                tracing::warn!(pilot = id, %code, "a pilot was cut off or gave no answer");
                return Err(no_answer());
            }
            PilotEnd::HarnessFault { .. } | PilotEnd::Described { .. } => {
                tracing::warn!(pilot = id, "a pilot's harness stopped");
                return Err(no_answer());
            }
        };
        Ok(PilotAnswer {
            shown: open.schemas.show(&answer),
            data: open.schemas.about().clone(),
            answer,
        })
    }

    /// Demands that a pilot's harness describes its form from these tables, which are a
    /// blob already. The pilot itself goes on as it is.
    pub(crate) async fn demand_data(&self, row: &PilotRow, data: &str) -> Result<(), Problem> {
        let warm = self.warm()?;
        let refuse = |fault: Fault| match fault {
            Fault::Challenge(cause) => Problem::new(Code::Rejected).detail(cause).hint(
                "make it with `pilotbox pack --pilot` from the tables that the dictionary lists",
            ),
            other => Problem::internal(other),
        };
        let tried = warm.deploy(row, Some(data)).await.map_err(refuse)?;
        let worker = warm.workshop.evaluator.worker().clone();
        let deployment = tried.deployment;
        // The folder of the tables stays until the runner has ended.
        let described = blocking(move || Ok(describe_once(&worker, &deployment)?)).await;
        let described = described.and_then(schemas_of).map_err(refuse);
        drop(tried.data);
        described.map(drop)
    }

    /// Closes a pilot at once.
    pub(crate) fn close(&self, id: &str) {
        if let Some(warm) = self.0.get() {
            warm.pool.close(id);
            warm.lock().remove(id);
        }
    }

    /// How a pilot does on this machine; nothing where it is not open.
    pub(crate) fn health(&self, id: &str) -> Option<PilotHealth> {
        self.0.get()?.pool.health(id)
    }

    fn warm(&self) -> Result<&Warm, Problem> {
        self.0.get().ok_or_else(not_opened)
    }
}

impl Warm {
    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, Known>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is known of a pilot: it is open, it failed not long ago, or nothing.
    fn known(&self, life: &PilotLife) -> Result<Option<Arc<OpenPilot>>, Problem> {
        let known = self.lock().get(&life.id).cloned();
        match known {
            Some(Known::Open(open))
                if open.data == life.data_digest && self.pool.is_open(&life.id) =>
            {
                Ok(Some(open))
            }
            Some(Known::Failed(at)) if at.elapsed() < FAILED_FOR => Err(not_opened()),
            _ => Ok(None),
        }
    }

    async fn open(&self, row: &PilotRow) -> Result<Arc<OpenPilot>, Fault> {
        let ready = self.deploy(row, row.data_digest.as_deref()).await?;
        self.pool.open(&row.id, ready.deployment)?;
        let schemas = self.describe(&row.id).await;
        if schemas.is_err() {
            self.pool.close(&row.id);
        }
        Ok(Arc::new(OpenPilot {
            schemas: schemas?,
            _pack: ready.pack,
            _data: ready.data,
            data: row.data_digest.clone(),
        }))
    }

    /// Makes the scored plugin ready, with the pack's own tables or with newer ones.
    async fn deploy(&self, row: &PilotRow, data: Option<&str>) -> Result<Ready, Fault> {
        let key = PackKey {
            pack: digest(&row.pack_digest)?,
            final_data: None,
        };
        let pack = self.workshop.lay_out(key).await?;
        let plugin = self.workshop.blobs.get(digest(&row.plugin_digest)?).await?;
        let tables = match data {
            Some(data) => Some(self.workshop.blobs.get(digest(data)?).await?.to_vec()),
            None => None,
        };
        let wall_clock_ms = u64::try_from(row.wall_clock_ms).map_err(Fault::host)?;
        let (workshop, own_pack) = (Arc::clone(&self.workshop), Arc::clone(&pack));
        let (deployment, data) = blocking(move || {
            let opened = &own_pack.opened;
            let deployment = workshop.evaluator.deploy(&plugin, &opened.artifacts()?)?;
            let Some(tables) = tables else {
                return Ok((deployment, None));
            };
            let folder = tempfile::tempdir_in(own_pack.folder()).map_err(Fault::host)?;
            pack::lay_pilot(opened.package(), tables, folder.path())
                .map_err(|error| Fault::Challenge(error.to_string()))?;
            let deployment = deployment.with_data(folder.path().to_path_buf());
            Ok((deployment, Some(folder)))
        })
        .await?;
        // What answers is what was scored.
        if deployment.plugin.to_string() != row.plugin_digest {
            return Err(Fault::host("the plugin is not the one that was scored"));
        }
        Ok(Ready {
            deployment: deployment.with_wall_clock(wall_clock_ms),
            pack,
            data,
        })
    }

    async fn describe(&self, id: &str) -> Result<PilotSchemas, Fault> {
        let (done, told) = oneshot::channel();
        self.pool.describe(id, move |report| {
            // Whoever asked may have gone.
            let _ = done.send(report);
        });
        let report = told.await.map_err(Fault::host)?;
        schemas_of(report.map_err(Fault::host)?)
    }
}

/// A plugin that was made ready, with what its runners read.
struct Ready {
    deployment: Deployment,
    pack: Arc<LaidOut>,
    data: Option<TempDir>,
}

/// The form that a harness has described.
fn schemas_of(report: PilotReport) -> Result<PilotSchemas, Fault> {
    match report.end {
        PilotEnd::Described { input, answer } => {
            PilotSchemas::read(&input, &answer).map_err(Fault::Challenge)
        }
        PilotEnd::PluginFault { message, .. } | PilotEnd::HarnessFault { message } => {
            Err(Fault::Challenge(message))
        }
        PilotEnd::Answered(_) | PilotEnd::BadInput(_) => {
            Err(Fault::Challenge("the harness describes no form".to_owned()))
        }
    }
}

fn faulty(faults: Vec<InputFault>) -> Problem {
    let field = |fault: InputFault| FieldProblem {
        field: fault.field,
        message: fault.message,
        choices: Vec::new(),
    };
    Problem::new(Code::BadRequest)
        .detail("the form does not fit")
        .hint("`GET /api/v1/pilots/{id}` shows the form")
        .fields(faults.into_iter().map(field).collect())
}

fn refused(pilot: &str, refusal: PilotRefusal) -> Problem {
    let busy = |after| {
        Problem::new(Code::Unavailable)
            .detail("the pilot is busy")
            .hint("wait as long as `retry-after` says")
            .retry_after(after)
    };
    match refusal {
        PilotRefusal::Busy | PilotRefusal::Closed => busy(BUSY_FOR),
        PilotRefusal::Resting(rest) => busy(rest),
        PilotRefusal::Failed(cause) => {
            tracing::error!(pilot, %cause, "a pilot's runner failed");
            no_answer()
        }
    }
}

fn no_answer() -> Problem {
    Problem::new(Code::Unavailable)
        .detail("the pilot gave no answer that can be shown")
        .hint("try another form, or report the problem on the pilot's page")
        .retry_after(BUSY_FOR)
}

fn not_opened() -> Problem {
    Problem::new(Code::Unavailable)
        .detail("the pilot cannot be opened right now")
        .retry_after(FAILED_FOR)
}
