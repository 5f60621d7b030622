//! Compiles in a child process: a component that is built to compile slowly or
//! to take much memory meets the child's limits, and leaves the parent and its
//! other work alone.

use std::{
    fs::File,
    io::{self, Read, Seek, Write},
    os::unix::process::ExitStatusExt,
    path::Path,
    process::{Child, ExitStatus, Stdio},
    thread,
    time::Duration,
};

use libc::{SIGHUP, SIGINT, SIGKILL, SIGTERM, SIGXCPU, SIGXFSZ};
use pilotbox_sandbox::{Compile, EngineProfile, SandboxError, machine_code};

use crate::{
    confine::{Role, confine},
    worker::{Worker, last_words},
};

mod limits;

pub use limits::CompileLimits;

/// The child says by this exit code that the component is to blame.
const REFUSED: i32 = 3;

/// The child says by this exit code that it could not do its work.
const FAILED: i32 = 1;

/// Threads that compile one component.
const THREADS: usize = 4;

/// How often a child that somebody killed is started again.
const TRIES: usize = 3;

/// Looks at a child that has nothing more to say, a pause apart, until it must have
/// ended.
const MAX_LOOKS: usize = 1_000;
const PAUSE: Duration = Duration::from_millis(1);

/// Compiles in children of this program.
#[derive(Clone, Debug)]
pub(crate) struct CompileChild {
    pub(crate) worker: Worker,
    pub(crate) limits: CompileLimits,
}

/// How a child ended that did not end well.
enum Death {
    /// The component is too much for the compiler.
    Refused(String),
    /// Somebody killed it: the machine, or a person.
    Killed(String),
    /// It could not be started, or it could not do its work.
    Failed(String),
    /// Its files could not be written.
    Files(io::Error),
}

impl Compile for CompileChild {
    fn compile(
        &self,
        component: &[u8],
        profile: EngineProfile,
        code: &Path,
    ) -> Result<(), SandboxError> {
        let mut killed = String::new();
        for _ in 0..TRIES {
            match self.run(component, profile, code) {
                Ok(()) => return Ok(()),
                Err(Death::Refused(reason)) => return Err(SandboxError::DoesNotCompile(reason)),
                Err(Death::Killed(how)) => killed = how,
                Err(Death::Failed(how)) => return Err(SandboxError::Compiler(how)),
                Err(Death::Files(error)) => return Err(SandboxError::cache(code, error)),
            }
        }
        Err(SandboxError::Compiler(killed))
    }
}

impl CompileChild {
    fn run(&self, component: &[u8], profile: EngineProfile, code: &Path) -> Result<(), Death> {
        let (input, output) = files(component, code).map_err(Death::Files)?;
        let child = self
            .worker
            .compiler(profile, &self.limits)
            .stdin(input)
            .stdout(output)
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| self.failed(&error))?;
        let ended = end(child, self.limits.wall_ms).map_err(|error| self.failed(&error))?;
        match ended {
            Some((status, message)) => self.limits.verdict(status, message.trim()),
            // Processor time judges the component; this judges the machine.
            None => Err(Death::Failed(format!(
                "it was not done within {} ms; hint: the machine has too much to do",
                self.limits.wall_ms
            ))),
        }
    }

    fn failed(&self, error: &io::Error) -> Death {
        Death::Failed(format!("`{}`: {error}", self.worker.program().display()))
    }
}

/// The child's input and output. They are files, so that neither side ever waits
/// for the other's pipe.
fn files(component: &[u8], code: &Path) -> io::Result<(File, File)> {
    let folder = code.parent().unwrap_or(code);
    let mut input = tempfile::tempfile_in(folder)?;
    input.write_all(component)?;
    input.rewind()?;
    // An earlier child may have left the beginning of its code.
    Ok((input, File::create(code)?))
}

/// Waits for the end of a child, which its standard error shows; kills it when
/// its time is up.
fn end(mut child: Child, wall_ms: u64) -> io::Result<Option<(ExitStatus, String)>> {
    let words = match last_words(child.stderr.take()) {
        Ok(words) => words,
        Err(error) => {
            child.kill()?;
            child.wait()?;
            return Err(error);
        }
    };
    let heard = words.within(Duration::from_millis(wall_ms));
    if heard.is_some() {
        // It has closed what it speaks through, as the last thing before it ends.
        await_end(&mut child)?;
    }
    // Its time is up; one that has ended keeps its status.
    child.kill()?;
    let status = child.wait()?;
    Ok(heard.map(|message| (status, message)))
}

/// Gives a child that has nothing more to say the time to end.
fn await_end(child: &mut Child) -> io::Result<()> {
    for _ in 0..MAX_LOOKS {
        if child.try_wait()?.is_some() {
            break;
        }
        thread::sleep(PAUSE);
    }
    Ok(())
}

impl CompileLimits {
    /// What a child's end says of the component.
    fn verdict(&self, status: ExitStatus, message: &str) -> Result<(), Death> {
        let reason = match (status.code(), status.signal()) {
            (Some(0), _) => return Ok(()),
            (Some(REFUSED), _) => message.to_owned(),
            (Some(FAILED), _) => return Err(Death::Failed(message.to_owned())),
            (_, Some(SIGXCPU)) => {
                format!(
                    "it takes more than {} s of processor time",
                    self.cpu_seconds
                )
            }
            (_, Some(SIGXFSZ)) => {
                format!("its machine code has more than {} bytes", self.code_bytes)
            }
            (_, Some(SIGKILL | SIGTERM | SIGINT | SIGHUP)) => {
                return Err(Death::Killed(format!("the compiler was killed ({status})")));
            }
            _ if message.contains("memory allocation of") => {
                format!("it takes more than {} bytes of memory", self.memory_bytes)
            }
            // A fault of the compiler, which this component found.
            _ => format!("the compiler stopped with a fault of its own ({status})"),
        };
        Err(Death::Refused(reason))
    }
}

/// Compiles standard input to standard output. The body of `pilotbox compile`;
/// the error is the component's fault.
pub fn serve_compiler(
    profile: EngineProfile,
    limits: &CompileLimits,
    mut input: impl Read,
    mut output: impl Write,
) -> Result<(), SandboxError> {
    confine(Role::Compiler(limits), &[]);
    start_threads()?;
    let broken = |error: io::Error| SandboxError::Compiler(error.to_string());
    let mut component = Vec::new();
    input.read_to_end(&mut component).map_err(broken)?;
    let code = machine_code(&component, profile)?;
    output.write_all(&code).map_err(broken)
}

/// Starts the compiler's threads, always as many: how much memory a compilation
/// takes must not depend on the machine.
fn start_threads() -> Result<(), SandboxError> {
    rayon::ThreadPoolBuilder::new()
        .num_threads(THREADS)
        .build_global()
        .map_err(|error| SandboxError::Compiler(error.to_string()))
}
