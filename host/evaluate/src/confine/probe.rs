//! Tries what a confined process must not do: a layer that says it holds is
//! believed only when it was seen to hold.

use std::{
    fs,
    net::{Ipv4Addr, TcpListener, UdpSocket},
    os::unix::net::UnixDatagram,
    process::Command,
};

use pilotbox_sandbox::{Allocation, EngineProfile, build_engine};
use rustix::process::{getppid, test_kill_process};
use serde::{Deserialize, Serialize};

use super::{Confinement, Layer, Role, confine};
use crate::{
    EvaluateError,
    worker::{Worker, holds_inherited_files},
};

/// Something that a confined process tried.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// What it tried.
    pub what: String,
    /// Whether the system denied it.
    pub denied: bool,
}

/// What confines a process, and what it could do all the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Probe {
    /// What was switched on.
    pub confinement: Confinement,
    /// Whether its work can begin all the same: an engine is made.
    pub engine: Layer,
    /// What was tried after that.
    pub attempts: Vec<Attempt>,
}

impl Worker {
    /// Starts a worker that confines itself and tries to get out.
    pub fn probe(&self, name: &str) -> Result<Probe, EvaluateError> {
        let failed = |error: &dyn std::fmt::Display| {
            EvaluateError::Runner(format!("`{}`: {error}", self.program().display()))
        };
        let mut command = self.command("probe");
        let output = command.arg(name).output().map_err(|error| failed(&error))?;
        serde_json::from_slice(&output.stdout)
            .map_err(|error| failed(&format!("{error} ({})", output.status)))
    }
}

/// Confines this process for good and tries to get out. The body of
/// `pilotbox probe`.
pub fn probe(role: Role<'_>) -> Probe {
    let inherited = holds_inherited_files();
    let confinement = confine(role, &[]);
    let engine = engine(role);
    let attempts = [
        ("use a file that was left open", inherited),
        (
            "read a file that it was not told of",
            fs::read("/etc/passwd").is_ok(),
        ),
        ("list the root folder", fs::read_dir("/").is_ok()),
        ("write a file", writes_a_file()),
        (
            "start a program",
            Command::new("/bin/true").status().is_ok(),
        ),
        (
            "listen for TCP",
            TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).is_ok(),
        ),
        (
            "open a socket for UDP",
            UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).is_ok(),
        ),
        (
            "open a socket between processes",
            UnixDatagram::unbound().is_ok(),
        ),
        ("send a signal to its parent", signals_its_parent()),
    ];
    let attempt = |(what, succeeded): (&str, bool)| Attempt {
        what: what.to_owned(),
        denied: !succeeded,
    };
    Probe {
        confinement,
        engine,
        attempts: attempts.map(attempt).into(),
    }
}

/// Makes the engine that this role works with.
fn engine(role: Role<'_>) -> Layer {
    let allocation = match role {
        Role::Runner { .. } => Allocation::Pool,
        Role::Compiler(_) => Allocation::OnDemand,
    };
    match build_engine(EngineProfile::Scored, allocation) {
        Ok(_) => Layer::On("the engine starts".to_owned()),
        Err(error) => Layer::Off(error.to_string()),
    }
}

/// Asks whether a signal could be sent, and sends none.
fn signals_its_parent() -> bool {
    getppid().is_some_and(|parent| test_kill_process(parent).is_ok())
}

/// Writes to a file of its own in the system's folder for such, and takes it away.
fn writes_a_file() -> bool {
    tempfile::NamedTempFile::new().is_ok()
}
