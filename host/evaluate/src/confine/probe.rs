//! Tries what a confined process must not do: a layer that says it holds is
//! believed only when it was seen to hold.

use std::{
    fs,
    net::{Ipv4Addr, TcpListener, UdpSocket},
    process::Command,
};

use serde::{Deserialize, Serialize};

use super::{Confinement, Role, confine};
use crate::{EvaluateError, worker::Worker};

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
    let confinement = confine(role, &[]);
    let attempts = [
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
    ];
    let attempt = |(what, succeeded): (&str, bool)| Attempt {
        what: what.to_owned(),
        denied: !succeeded,
    };
    Probe {
        confinement,
        attempts: attempts.map(attempt).into(),
    }
}

/// Writes to a file of its own in the system's folder for such, and takes it away.
fn writes_a_file() -> bool {
    tempfile::NamedTempFile::new().is_ok()
}
