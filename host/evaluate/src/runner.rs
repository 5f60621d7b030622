//! Runners: child processes, the only places where guests run. They have no
//! environment, no network and no file but those that they are told of.

use std::{
    io::{self, BufReader, BufWriter, Read, Write},
    iter,
    path::{Path, PathBuf},
    process::{Child, ChildStdin, ChildStdout, Stdio},
    thread,
    time::{Duration, Instant},
};

use pilotbox_model::{Limits, Split};
use pilotbox_sandbox::{
    CaseReport, CaseRun, HarnessAlone, Pilot, PilotReport, Rejection, SampleRun, Sandbox,
    SandboxError, TableSet, without_drivers,
};

use rustix::event::{PollFd, PollFlags, Timespec, poll};

use crate::{
    EvaluateError,
    confine::{Role, confine},
    protocol::{HarnessSetup, Reply, Request, receive, send},
    worker::{LastWords, Worker, last_words},
};

/// How long a runner gathers reports before it hands them over: often enough
/// for a progress bar, seldom enough to cost nothing.
const REPORT_EVERY: Duration = Duration::from_millis(20);

/// Stack of the thread that runs guests, whatever the caller's `ulimit -s` is: far
/// above what the engine grants a guest.
const STACK_BYTES: usize = 8 << 20;

/// How long a runner may be silent beyond what its cases may take: it loads code
/// and tables, and tells where a guest was stopped.
const SLACK: Duration = Duration::from_mins(2);

/// A case that is tried again alone takes this much longer.
const LONGEST_TRY: u64 = 10;

/// How long to wait for a runner's next word.
fn patience(limits: &Limits) -> Duration {
    let case_ms = limits.wall_clock_ms.saturating_mul(LONGEST_TRY);
    SLACK.saturating_add(Duration::from_millis(case_ms))
}

/// A runner's output, which is not waited for for ever: a hole in the engine or in
/// the host's own work on a guest's behalf must not hold the parent.
struct Patient {
    pipe: ChildStdout,
    patience: Duration,
}

impl Read for Patient {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut ready = [PollFd::new(&self.pipe, PollFlags::IN)];
        let patience = Timespec::try_from(self.patience).ok();
        if poll(&mut ready, patience.as_ref())? == 0 {
            let seconds = self.patience.as_secs();
            let silent = format!("it was silent for {seconds} s");
            return Err(io::Error::new(io::ErrorKind::TimedOut, silent));
        }
        self.pipe.read(buffer)
    }
}

/// The parent's end of a runner. The child ends with it.
pub(crate) struct Runner {
    child: Child,
    requests: BufWriter<ChildStdin>,
    replies: BufReader<Patient>,
    last_words: Option<LastWords>,
}

impl Runner {
    /// Starts a runner that may read what this setup names.
    pub(crate) fn start(
        worker: &Worker,
        reads: &[PathBuf],
        limits: &Limits,
    ) -> Result<Self, EvaluateError> {
        let failed =
            |what: &str| EvaluateError::Runner(format!("`{}` {what}", worker.program().display()));
        let mut child = worker
            .runner(reads, limits)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| failed(&format!("cannot be started: {error}")))?;
        let stdin = child.stdin.take().ok_or_else(|| failed("has no input"))?;
        let stdout = child.stdout.take().ok_or_else(|| failed("has no output"))?;
        let stderr = child.stderr.take();
        let mut runner = Self {
            child,
            requests: BufWriter::new(stdin),
            replies: BufReader::new(Patient {
                pipe: stdout,
                patience: patience(limits),
            }),
            last_words: None,
        };
        let words = last_words(stderr).map_err(|error| failed(&error.to_string()))?;
        runner.last_words = Some(words);
        Ok(runner)
    }

    pub(crate) fn send(&mut self, request: &Request) -> Result<(), EvaluateError> {
        send(&mut self.requests, request).map_err(|error| self.died(&error))
    }

    /// The next reply; faults become errors.
    pub(crate) fn receive(&mut self) -> Result<Reply, EvaluateError> {
        match receive(&mut self.replies) {
            Ok(Some(Reply::DoesNotFit(message))) => Err(Rejection::DoesNotFit(message).into()),
            Ok(Some(Reply::OtherImport(message))) => Err(Rejection::OtherImport(message).into()),
            Ok(Some(Reply::ChallengeFault(message))) => Err(EvaluateError::Challenge(message)),
            Ok(Some(Reply::HostFault(message))) => Err(EvaluateError::Runner(message)),
            Ok(Some(reply)) => Ok(reply),
            Ok(None) => Err(self.died(&"its output ended")),
            Err(error) => Err(self.died(&error)),
        }
    }

    /// From now on the next word is waited for no longer than this.
    pub(crate) fn be_patient_for(&mut self, patience: Duration) {
        self.replies.get_mut().patience = patience;
    }

    /// Sends a request whose answer is one reply.
    pub(crate) fn ask(&mut self, request: &Request) -> Result<Reply, EvaluateError> {
        self.send(request)?;
        self.receive()
    }

    fn died(&mut self, cause: &dyn std::fmt::Display) -> EvaluateError {
        // One that is dying keeps the status it dies with.
        let _ = self.child.kill();
        let status = match self.child.wait() {
            Ok(status) => status.to_string(),
            Err(error) => error.to_string(),
        };
        let words = self.last_words.as_ref().map(LastWords::all);
        let words = words.unwrap_or_default();
        let words = words.trim();
        let separator = if words.is_empty() { "" } else { ": " };
        EvaluateError::Runner(format!("{cause} ({status}){separator}{words}"))
    }
}

impl Drop for Runner {
    fn drop(&mut self) {
        // Ends a child that is busy too; one that has ended is only reaped.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Serves as a runner until the input ends, confined to reading these files and
/// folders. The body of `pilotbox runner`.
pub fn serve_runner(
    readable: &[PathBuf],
    memory_bytes: u64,
    input: impl Read + Send,
    output: impl Write + Send,
) -> io::Result<()> {
    // The thread inherits what confines this one.
    confine(Role::Runner { memory_bytes }, readable);
    thread::scope(|scope| {
        thread::Builder::new()
            .stack_size(STACK_BYTES)
            .spawn_scoped(scope, || without_drivers(|| serve(input, output)).flatten())?
            .join()
            .unwrap_or_else(|_| Err(io::Error::other("the runner panicked")))
    })
}

fn serve(input: impl Read, output: impl Write) -> io::Result<()> {
    let mut input = BufReader::new(input);
    let mut output = BufWriter::new(output);
    let mut sandbox = None;
    let mut pilot = None;
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
            Request::Sample(run) => send(&mut output, &sample(sandbox.as_ref(), &run))?,
            Request::LoadPilot(setup) => {
                pilot = None;
                match Pilot::load(setup) {
                    Ok(loaded) => {
                        pilot = Some(loaded);
                        send(&mut output, &Reply::Loaded)?;
                    }
                    Err(error) => send(&mut output, &fault(&error))?,
                }
            }
            Request::Describe => send(&mut output, &piloted(pilot.as_ref(), Pilot::describe))?,
            Request::Answer(input) => {
                let answer = |pilot: &Pilot| pilot.answer(&input);
                send(&mut output, &piloted(pilot.as_ref(), answer))?;
            }
        }
    }
    Ok(())
}

/// What a runner may read: its code, and of the data the split that it runs, not
/// the others.
pub(crate) fn readable(code: &Path, data: &Path, split: Split) -> Vec<PathBuf> {
    let folders = [split.as_str(), "common", "granted"].map(|folder| data.join(folder));
    iter::once(code.to_path_buf()).chain(folders).collect()
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
    let tables = TableSet::load(&setup.data, &[split.as_str(), "common"], None)?;
    Ok(tables.with_params(&setup.params))
}

fn sample(sandbox: Option<&Sandbox>, run: &SampleRun) -> Reply {
    match sandbox.map(|sandbox| sandbox.sample(run)) {
        Some(Ok(sampled)) => Reply::Sampled(sampled),
        Some(Err(error)) => fault(&error),
        None => Reply::HostFault("a sample came before a sandbox".to_owned()),
    }
}

fn piloted(pilot: Option<&Pilot>, ask: impl FnOnce(&Pilot) -> PilotReport) -> Reply {
    match pilot.map(ask) {
        Some(report) => Reply::Piloted(report),
        None => Reply::HostFault("a form came before a pilot".to_owned()),
    }
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
        SandboxError::OtherImport(message) => Reply::OtherImport(message.clone()),
        SandboxError::Engine(_)
        | SandboxError::DoesNotCompile(_)
        | SandboxError::Compiler(_)
        | SandboxError::Cache { .. }
        | SandboxError::Io { .. } => Reply::HostFault(error.to_string()),
    }
}
