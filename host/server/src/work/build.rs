//! One program for all of an installation. The server writes down which one serves;
//! a process of another version or with another engine takes nothing until that
//! changes. A run whose first cases another engine ran is begun anew.

use std::future::Future;

use pilotbox_sandbox::{EngineProfile, engine_info};
use pilotbox_store::{Build, StoreError};
use tokio::{
    sync::watch,
    time::{MissedTickBehavior, interval},
};
use tracing::{error, info, warn};

use super::workshop::Workshop;

/// This program.
pub(super) fn own() -> Build {
    let engine = engine_info(EngineProfile::Scored);
    Build {
        program: env!("CARGO_PKG_VERSION").to_owned(),
        engine: format!("{} {} ({})", engine.name, engine.version, engine.settings),
    }
}

/// Looks at once, then with every heartbeat, which program serves, and tells whether
/// it is this one. Ends once `ended` is.
pub(super) async fn follow(
    shop: &Workshop,
    tell: &watch::Sender<bool>,
    ended: impl Future<Output = ()>,
) {
    let looks = async {
        let mut said = None;
        let mut ticks = interval(shop.heartbeat);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            ticks.tick().await;
            match shop.store.serving_build().await {
                Ok(serving) => {
                    tell.send_replace(serving.as_ref() == Some(&shop.build));
                    if said.as_ref() != Some(&serving) {
                        say(&shop.build, serving.as_ref());
                        said = Some(serving);
                    }
                }
                Err(cause) => warn!(%cause, "which program serves is not known now"),
            }
        }
    };
    tokio::select! {
        () = ended => {}
        () = looks => {}
    }
}

/// Whether the program that serves is this one.
pub(super) async fn is_current(shop: &Workshop) -> Result<bool, StoreError> {
    Ok(shop.store.serving_build().await?.as_ref() == Some(&shop.build))
}

fn say(own: &Build, serving: Option<&Build>) {
    let Some(serving) = serving else {
        info!("no server has begun to serve yet; no run is taken until one does");
        return;
    };
    if serving != own {
        error!(
            program = own.program,
            engine = own.engine,
            serving = serving.program,
            serving_engine = serving.engine,
            "another version serves, so this process takes no runs; hint: install the same version on every machine"
        );
    }
}
