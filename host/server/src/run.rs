//! `pilotbox serve`, put together: the address is taken first, then what is kept is
//! opened, then work and upkeep begin, then requests are answered. A stop
//! ends all of it in the opposite order, and loses nothing.

mod parts;
mod upkeep;

use std::{future::Future, net::SocketAddr, path::Path, pin::Pin};

use pilotbox_evaluate::template::TemplateComponents;
use tokio::{sync::watch, task::JoinHandle};

use crate::{
    accounts::{csrf::OriginError, oidc::OidcError, password::PasswordError},
    app::app,
    config::Config,
    mail::MailError,
    open::OpenError,
    serve::{Listening, ServeError, stop_signal},
    state::AppState,
    telemetry::TelemetryError,
    templates::Templates,
    vault::VaultError,
    work::{self, WorkError},
};

pub use parts::{open, open_with};

/// Why the server does not run, or no longer.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// What is kept cannot be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// Mail cannot be sent as it is set.
    #[error(transparent)]
    Mail(#[from] MailError),
    /// Passwords cannot be hashed.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// Raw data cannot be encrypted as it is set.
    #[error("`keys.data`: {0}")]
    Vault(#[from] VaultError),
    /// The address that people see is no origin.
    #[error("`server.public_url`: {0}")]
    Origin(#[from] OriginError),
    /// An identity provider is not set up well.
    #[error("`[[oidc]]`: {}", .0.detail())]
    Provider(#[from] OidcError),
    /// Figures cannot be collected.
    #[error(transparent)]
    Telemetry(#[from] TelemetryError),
    /// Runs cannot be worked on.
    #[error(transparent)]
    Work(#[from] WorkError),
    /// The API's description cannot be written.
    #[error("the description of the API cannot be written: {0}")]
    Description(#[from] serde_json::Error),
    /// It cannot listen.
    #[error(transparent)]
    Serve(#[from] ServeError),
}

/// Told the address once requests are answered.
pub type OnReady<'a> = Box<dyn FnOnce(SocketAddr) + 'a>;

/// Runs the server until SIGTERM or SIGINT. `program` is `pilotbox`, which runs
/// guests as a child; `components` are those of the templates that came with it.
///
/// The future is boxed here so that all of the server is compiled with this crate
/// and not once more with each program that waits for it.
pub fn run<'a>(
    config: Config,
    program: &'a Path,
    components: TemplateComponents,
    on_ready: OnReady<'a>,
) -> Pin<Box<dyn Future<Output = Result<(), RunError>> + 'a>> {
    let templates = Templates::new(components, program);
    Box::pin(run_whole(config, program, templates, on_ready))
}

async fn run_whole(
    mut config: Config,
    program: &Path,
    templates: Templates,
    on_ready: OnReady<'_>,
) -> Result<(), RunError> {
    let signal = stop_signal()?;
    config.log_findings();
    let listening = Listening::bind(&config)?;
    // With port 0 the system has chosen one, which links and the check of origins
    // have to name.
    config.server.listen = listening.address();
    let state = Box::pin(parts::open_with(config, templates)).await?;
    let (tell, told) = watch::channel(false);
    let beside = Beside::start(&state, program, &told).await?;
    let stop = async {
        let signal = signal.await;
        tracing::info!(?signal, "stopping");
        state.live().end_streams();
        tell.send_replace(true);
    };
    let served = match app(&state) {
        Ok(app) => {
            let serving = listening.serve(app.router, &state.config, stop, on_ready);
            serving.await.map_err(RunError::from)
        }
        Err(error) => Err(error.into()),
    };
    // Whatever ended it, the others end too.
    tell.send_replace(true);
    beside.end().await;
    state.store.close().await;
    served
}

/// What runs beside the answering of requests.
struct Beside([(&'static str, JoinHandle<()>); 2]);

impl Beside {
    async fn start(
        state: &AppState,
        program: &Path,
        told: &watch::Receiver<bool>,
    ) -> Result<Self, WorkError> {
        let work = work::start(state, program, stopped(told)).await?;
        let upkeep = tokio::spawn(upkeep::keep(state.clone(), stopped(told)));
        Ok(Self([("work", work), ("upkeep", upkeep)]))
    }

    async fn end(self) {
        for (name, task) in self.0 {
            if let Err(error) = task.await {
                tracing::error!(task = name, %error, "a task did not end as it should");
            }
        }
    }
}

/// Ready once it was told; an end of the teller is a stop too.
fn stopped(told: &watch::Receiver<bool>) -> impl Future<Output = ()> + Send + 'static {
    let mut told = told.clone();
    async move { drop(told.wait_for(|stop| *stop).await) }
}
