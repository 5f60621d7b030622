//! A PostgreSQL server of the tests' own: one for each test process, a fresh
//! database for each test, and nothing left when the process ends. A test that takes
//! the server away has one more of its own.
//!
//! It listens on a socket in its own folder and on no port, so two test processes
//! cannot meet. The system's own cluster, where there is one, is not touched.

use std::{
    fmt, fs,
    io::{BufRead, BufReader, Read},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{
        Mutex, OnceLock, PoisonError,
        atomic::{AtomicUsize, Ordering},
        mpsc,
    },
    thread::{self, JoinHandle},
};

use rustix::process::{Pid, Signal, geteuid, kill_process};

use crate::repository;

/// The longest folder whose socket's path still fits into the 107 bytes that Linux
/// allows.
const MAX_FOLDER_BYTES: usize = 80;

/// What the server says once it takes connections.
const READY: &str = "database system is ready to accept connections";

/// The user who owns the server; PostgreSQL refuses to run as root.
const SYSTEM_USER: &str = "postgres";

/// The owner of the tests' databases: no superuser, as in a real installation.
const ROLE: &str = "pilotbox";

static SERVER: OnceLock<Postgres> = OnceLock::new();
static DATABASES: AtomicUsize = AtomicUsize::new(0);
static SERVERS: AtomicUsize = AtomicUsize::new(0);

/// A server of this test process.
pub struct Postgres {
    programs: PathBuf,
    folder: PathBuf,
    running: Mutex<Option<Running>>,
}

/// Its process.
struct Running {
    pid: u32,
    keeper: JoinHandle<()>,
}

impl Postgres {
    /// The address of a fresh, empty database, on the server that the first call
    /// starts.
    pub fn database() -> String {
        SERVER.get_or_init(Self::start).new_database()
    }

    /// A server that no other test uses, to be stopped and started.
    pub fn own() -> Self {
        // The first one has removed what earlier processes left.
        SERVER.get_or_init(Self::start);
        Self::start()
    }

    /// The address of a fresh, empty database.
    pub fn new_database(&self) -> String {
        self.database_like("template1")
    }

    /// The address of a copy of one of these databases, to which nobody is connected.
    pub fn copy_of(database_url: &str) -> String {
        let server = SERVER.get().expect("the server runs");
        server.database_like(name_in(database_url))
    }

    fn database_like(&self, template: &str) -> String {
        let name = format!("test_{}", DATABASES.fetch_add(1, Ordering::Relaxed));
        let arguments = ["--owner", ROLE, "--template", template, &name];
        self.client("createdb", &arguments);
        let socket = self.folder.display();
        format!("postgres://{ROLE}@localhost/{name}?host={socket}")
    }

    /// Ends the server in good order, with every connection.
    pub fn stop(&self) {
        let running = self.running().take().expect("the server runs");
        let pid = i32::try_from(running.pid).ok().and_then(Pid::from_raw);
        let told = pid.map(|pid| kill_process(pid, Signal::INT));
        assert_eq!(told, Some(Ok(())), "the server is gone");
        running.keeper.join().expect("its thread does not panic");
    }

    /// Cuts every connection to one of these databases, as a restart of the server
    /// or a broken network does.
    pub fn cut_connections(database_url: &str) {
        let server = SERVER.get().expect("the server runs");
        let name = name_in(database_url);
        let query = format!(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'"
        );
        server.client("psql", &["--quiet", "--command", &query, "postgres"]);
    }

    fn start() -> Self {
        let server = Self {
            programs: programs(),
            folder: folder(),
            running: Mutex::new(None),
        };
        server.make_cluster();
        server.launch();
        server.client("createuser", &[ROLE]);
        server
    }

    fn make_cluster(&self) {
        let mut command = as_owner(&self.programs.join("initdb"));
        command
            .arg("--pgdata")
            .arg(self.folder.join("data"))
            .args(["--no-sync", "--auth=trust", "--username", SYSTEM_USER])
            .args(["--encoding=UTF8", "--locale=C"]);
        succeed(&mut command);
    }

    /// Starts the server from a thread that stays, since the system ends the server
    /// when the thread ends that started it: with the process, however that ends.
    pub fn launch(&self) {
        let mut command = as_owner(&self.programs.join("postgres"));
        command
            .arg("-D")
            .arg(self.folder.join("data"))
            .arg("-c")
            .arg(format!("unix_socket_directories={}", self.folder.display()))
            .args(["-c", "listen_addresses=", "-c", "max_connections=300"])
            // For tests alone: their data need not survive a power cut.
            .args(["-c", "fsync=off", "-c", "full_page_writes=off"])
            // Nor do they fill a small disk with a log that nobody reads again.
            .args(["-c", "min_wal_size=32MB", "-c", "max_wal_size=64MB"])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped());
        let (tell, told) = mpsc::channel();
        let keeper = thread::spawn(move || {
            let mut child = command.spawn().expect("the server can be started");
            watch(&mut child, &tell);
        });
        let ready = told.recv().expect("the server's thread tells");
        let pid = ready.unwrap_or_else(|log| panic!("PostgreSQL ended: {log}"));
        *self.running() = Some(Running { pid, keeper });
    }

    fn running(&self) -> std::sync::MutexGuard<'_, Option<Running>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs one of the client programs on the server.
    fn client(&self, program: &str, arguments: &[&str]) {
        let mut command = Command::new(self.programs.join(program));
        command
            .arg("--host")
            .arg(&self.folder)
            .args(["--username", SYSTEM_USER])
            .args(arguments);
        succeed(&mut command);
    }
}

/// The name of a database in its address.
fn name_in(database_url: &str) -> &str {
    let path = database_url.split("@localhost/").nth(1);
    let name = path.and_then(|path| path.split('?').next());
    name.expect("the address is one of ours")
}

impl fmt::Debug for Postgres {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PostgreSQL in {}", self.folder.display())
    }
}

/// Reads the log, tells the process once the server is ready, and goes on reading, so
/// that the server never waits for a reader. A server that ends first tells its log.
fn watch(child: &mut Child, tell: &mpsc::Sender<Result<u32, String>>) {
    let mut log = BufReader::new(child.stderr.take().expect("the log is piped"));
    let mut before = String::new();
    while !before.contains(READY) {
        if log.read_line(&mut before).unwrap_or(0) == 0 {
            drop(tell.send(Err(before)));
            return;
        }
    }
    drop(tell.send(Ok(child.id())));
    drop(std::io::copy(&mut log.by_ref(), &mut std::io::sink()));
    drop(child.wait());
}

/// Where PostgreSQL's programs lie: in the path, or where Debian puts them.
fn programs() -> PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let in_path = std::env::split_paths(&path)
        .filter_map(|folder| fs::canonicalize(folder.join("initdb")).ok())
        .filter_map(|program| program.parent().map(Path::to_path_buf));
    let mut found = debian();
    found.extend(in_path);
    let complete = |folder: &PathBuf| {
        ["initdb", "postgres", "createdb", "createuser", "psql"]
            .iter()
            .all(|program| folder.join(program).is_file())
    };
    let folder = found.into_iter().find(complete);
    folder.expect("PostgreSQL is missing; hint: `cargo xtask setup`, or install `postgresql`")
}

/// Debian's folders, newest first.
fn debian() -> Vec<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten();
    let mut versions: Vec<(u32, PathBuf)> = versions
        .filter_map(|entry| {
            let entry = entry.ok()?;
            let version = entry.file_name().to_str()?.parse().ok()?;
            Some((version, entry.path().join("bin")))
        })
        .collect();
    versions.sort_by(|a, b| b.cmp(a));
    versions.into_iter().map(|(_, folder)| folder).collect()
}

/// A fresh folder that the server's owner can reach, named after this process and
/// numbered.
fn folder() -> PathBuf {
    let ours = repository().join("target/tmp/postgres");
    let parent = if reachable(&ours) {
        ours
    } else {
        std::env::temp_dir().join("pilotbox-test-postgres")
    };
    fs::create_dir_all(&parent).expect("the folder of test servers can be made");
    let number = SERVERS.fetch_add(1, Ordering::Relaxed);
    if number == 0 {
        sweep(&parent);
    }
    let folder = parent.join(format!("{}-{number}", std::process::id()));
    fs::create_dir(&folder).expect("the server's folder can be made");
    if geteuid().is_root() {
        succeed(Command::new("chown").arg(SYSTEM_USER).arg(&folder));
    }
    folder
}

fn reachable(folder: &Path) -> bool {
    let short = folder.as_os_str().len() < MAX_FOLDER_BYTES;
    short
        && fs::create_dir_all(folder).is_ok()
        && as_owner(Path::new("test"))
            .arg("-x")
            .arg(folder)
            .status()
            .is_ok_and(|status| status.success())
}

/// Removes what servers left whose test process is gone.
fn sweep(parent: &Path) {
    let own = std::process::id().to_string();
    for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let process = name.split('-').next().unwrap_or_default();
        if process == own || !Path::new("/proc").join(process).is_dir() {
            drop(fs::remove_dir_all(entry.path()));
        }
    }
}

/// A program that ends with the thread that starts it, and that runs as the
/// server's owner where this process is root. The signal asks the server to end at
/// once in good order.
fn as_owner(program: &Path) -> Command {
    let mut command = Command::new("setpriv");
    command.args(["--pdeathsig", "INT"]);
    if geteuid().is_root() {
        command.args([
            "--reuid",
            SYSTEM_USER,
            "--regid",
            SYSTEM_USER,
            "--init-groups",
        ]);
    }
    command.arg("--").arg(program).env("LC_ALL", "C");
    command
}

fn succeed(command: &mut Command) {
    let output = command.output().expect("the program can be started");
    let log = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?} failed: {log}");
}
