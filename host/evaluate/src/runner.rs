//! Runners: child processes, the only places where guests run. They have no
//! environment, no network and no file but those that they are told of.

use std::{
    ffi::OsString,
    io::{self, BufReader, BufWriter, Read, Write},
    path::PathBuf,
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    time::{Duration, Instant},
};

use pilotbox_model::Split;
use pilotbox_sandbox::{
    CaseReport, CaseRun, HarnessAlone, Rejection, Sandbox, SandboxError, TableSet,
};

use crate::{
    EvaluateError,
    protocol::{HarnessSetup, Reply, Request, receive, send},
};

/// How long a runner gathers reports before it hands them over: often enough
/// for a progress bar, seldom enough to cost nothing.
const REPORT_EVERY: Duration = Duration::from_millis(20);

/// How a runner is started.
#[derive(Clone, Debug)]
pub struct RunnerCommand {
    /// The program.
    pub program: PathBuf,
    /// What makes it serve as a runner.
    pub arguments: Vec<OsString>,
}

/// The parent's end of a runner. The child ends with it.
pub(crate) struct Runner {
    child: Child,
    requests: BufWriter<ChildStdin>,
    replies: BufReader<ChildStdout>,
}

impl Runner {
    pub(crate) fn start(command: &RunnerCommand) -> Result<Self, EvaluateError> {
        let failed =
            |what: &str| EvaluateError::Runner(format!("`{}` {what}", command.program.display()));
        let mut child = Command::new(&command.program)
            .args(&command.arguments)
            .env_clear()
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| failed(&format!("cannot be started: {error}")))?;
        let stdin = child.stdin.take().ok_or_else(|| failed("has no input"))?;
        let stdout = child.stdout.take().ok_or_else(|| failed("has no output"))?;
        Ok(Self {
            child,
            requests: BufWriter::new(stdin),
            replies: BufReader::new(stdout),
        })
    }

    pub(crate) fn send(&mut self, request: &Request) -> Result<(), EvaluateError> {
        send(&mut self.requests, request).map_err(|error| self.died(&error))
    }

    /// The next reply; faults become errors.
    pub(crate) fn receive(&mut self) -> Result<Reply, EvaluateError> {
        match receive(&mut self.replies) {
            Ok(Some(Reply::DoesNotFit(message))) => Err(Rejection::DoesNotFit(message).into()),
            Ok(Some(Reply::ChallengeFault(message))) => Err(EvaluateError::Challenge(message)),
            Ok(Some(Reply::HostFault(message))) => Err(EvaluateError::Runner(message)),
            Ok(Some(reply)) => Ok(reply),
            Ok(None) => Err(self.died(&"its output ended")),
            Err(error) => Err(self.died(&error)),
        }
    }

    /// Sends a request whose answer is one reply.
    pub(crate) fn ask(&mut self, request: &Request) -> Result<Reply, EvaluateError> {
        self.send(request)?;
        self.receive()
    }

    fn died(&mut self, cause: &dyn std::fmt::Display) -> EvaluateError {
        let status = self.child.try_wait().ok().flatten();
        let status = status.map_or_else(|| "still running".to_owned(), |status| status.to_string());
        EvaluateError::Runner(format!("{cause} ({status})"))
    }
}

impl Drop for Runner {
    fn drop(&mut self) {
        // Ends a child that is busy too; one that has ended is only reaped.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Serves as a runner until the input ends. The body of `pilotbox runner`.
pub fn serve_runner(input: impl Read, output: impl Write) -> io::Result<()> {
    let mut input = BufReader::new(input);
    let mut output = BufWriter::new(output);
    let mut sandbox = None;
    while let Some(request) = receive(&mut input)? {
        match request {
            Request::Load(setup) => {
                // The old pool is given back before a new one is reserved.
                sandbox = None;
                match Sandbox::load(setup) {
                    Ok(loaded) => {
                        sandbox = Some(loaded);
                        send(&mut output, &Reply::Loaded)?;
                    }
                    Err(error) => send(&mut output, &fault(&error))?,
                }
            }
            Request::ListCases(setup) => send(&mut output, &list_cases(&setup))?,
            Request::Run(cases) => run_cases(sandbox.as_ref(), &cases, &mut output)?,
        }
    }
    Ok(())
}

fn list_cases(setup: &HarnessSetup) -> Reply {
    let cases = || {
        let tables = harness_tables(setup)?;
        HarnessAlone::load(&setup.code, &setup.interface, &setup.limits, tables)?.cases(setup.split)
    };
    match cases() {
        Ok((cases, initial_bytes)) => Reply::Cases(cases, initial_bytes),
        Err(error) => fault(&error),
    }
}

fn harness_tables(setup: &HarnessSetup) -> Result<TableSet, SandboxError> {
    let split: Split = setup.split;
    Ok(TableSet::load(
        &setup.data,
        &[split.as_str(), "common"],
        None,
    )?)
}

fn run_cases(
    sandbox: Option<&Sandbox>,
    cases: &[CaseRun],
    output: &mut impl Write,
) -> io::Result<()> {
    let Some(sandbox) = sandbox else {
        return send(
            output,
            &Reply::HostFault("cases came before a sandbox".to_owned()),
        );
    };
    let mut reports: Vec<CaseReport> = Vec::new();
    let mut last = Instant::now();
    for case in cases {
        match sandbox.run(case) {
            Ok(report) => reports.push(report),
            Err(error) => return send(output, &fault(&error)),
        }
        if last.elapsed() >= REPORT_EVERY {
            send(output, &Reply::Reports(std::mem::take(&mut reports)))?;
            last = Instant::now();
        }
    }
    send(output, &Reply::Reports(reports))
}

fn fault(error: &SandboxError) -> Reply {
    match error {
        SandboxError::Table(_) | SandboxError::Harness(_) => {
            Reply::ChallengeFault(error.to_string())
        }
        SandboxError::DoesNotFit(message) => Reply::DoesNotFit(message.clone()),
        SandboxError::Engine(_) | SandboxError::DoesNotCompile(_) | SandboxError::Io { .. } => {
            Reply::HostFault(error.to_string())
        }
    }
}
