//! What the parent and a runner say to each other: frames of postcard over a
//! pipe, each behind its length.

use std::{
    io::{self, Read, Write},
    path::PathBuf,
};

use pilotbox_model::{Case, Limits, Split};
use pilotbox_sandbox::{
    CaseReport, CaseRun, Holdings, PilotReport, PilotSetup, SampleRun, Sampled, SandboxSetup,
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// Bytes of one frame. Stops a confused peer from filling memory; a batch of
/// reports is far smaller.
pub(crate) const MAX_FRAME_BYTES: u32 = 512 << 20;

/// From the parent.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) enum Request {
    /// Load a plugged pair; it stays loaded until the next.
    Load(SandboxSetup),
    /// Load a harness alone and list the cases of a split.
    ListCases(HarnessSetup),
    /// Run cases of the loaded pair.
    Run(Vec<CaseRun>),
    /// Stop a case of the loaded pair on its way and say where its plugin was.
    Sample(SampleRun),
    /// Load a pair that was plugged for citizens; it stays loaded until the next.
    LoadPilot(PilotSetup),
    /// Ask the loaded pilot for its form.
    Describe,
    /// Let the loaded pilot answer a form.
    Answer(String),
}

/// What a harness needs to list its cases.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct HarnessSetup {
    /// Compiled code of the harness.
    pub(crate) code: PathBuf,
    /// The interface that it imports.
    pub(crate) interface: String,
    /// The manifest's bounds.
    pub(crate) limits: Limits,
    /// The challenge's data folder.
    pub(crate) data: PathBuf,
    /// Settings of the harness.
    pub(crate) params: Vec<(String, String)>,
    /// Which cases.
    pub(crate) split: Split,
}

/// From a runner.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) enum Reply {
    /// The pair is loaded.
    Loaded,
    /// The cases, and what the harness holds before it runs.
    Cases(Vec<Case>, Holdings),
    /// Reports of the next cases of the batch, in order.
    Reports(Vec<CaseReport>),
    /// Where the plugin was.
    Sampled(Sampled),
    /// How a citizen's request ended.
    Piloted(PilotReport),
    /// The pair has more parts than a runner keeps for a case.
    DoesNotFit(String),
    /// The plugin imports an interface of the host with types of its own.
    OtherImport(String),
    /// The challenge's harness or data is broken.
    ChallengeFault(String),
    /// The host failed.
    HostFault(String),
}

/// Writes one frame and flushes.
pub(crate) fn send<T: Serialize>(writer: &mut impl Write, message: &T) -> io::Result<()> {
    let bytes = postcard::to_stdvec(message).map_err(io::Error::other)?;
    let length = u32::try_from(bytes.len()).map_err(io::Error::other)?;
    writer.write_all(&length.to_le_bytes())?;
    writer.write_all(&bytes)?;
    writer.flush()
}

/// Reads one frame; nothing at a clean end.
pub(crate) fn receive<T: DeserializeOwned>(reader: &mut impl Read) -> io::Result<Option<T>> {
    let mut length = [0; 4];
    match reader.read_exact(&mut length) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        Err(error) => return Err(error),
    }
    let length = u32::from_le_bytes(length);
    if length > MAX_FRAME_BYTES {
        return Err(io::Error::other(format!("a frame of {length} bytes")));
    }
    let mut bytes = vec![0; length as usize];
    reader.read_exact(&mut bytes)?;
    postcard::from_bytes(&bytes)
        .map(Some)
        .map_err(io::Error::other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_read_back_one_by_one() {
        let mut pipe = Vec::new();
        send(&mut pipe, &vec![1.5_f64, f64::NEG_INFINITY]).unwrap();
        send(&mut pipe, &"next").unwrap();
        let mut reader = pipe.as_slice();
        let first: Vec<f64> = receive(&mut reader).unwrap().unwrap();
        assert_eq!(first, [1.5, f64::NEG_INFINITY]);
        assert_eq!(
            receive::<String>(&mut reader).unwrap().as_deref(),
            Some("next")
        );
        assert!(receive::<String>(&mut reader).unwrap().is_none());
    }

    #[test]
    fn a_frame_that_is_cut_off_or_too_long_is_an_error() {
        assert!(receive::<String>(&mut [9, 0, 0, 0, 1].as_slice()).is_err());
        let error = receive::<String>(&mut [255; 8].as_slice()).unwrap_err();
        assert_eq!(error.to_string(), "a frame of 4294967295 bytes");
    }
}
