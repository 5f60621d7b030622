//! A PostgreSQL server of the tests' own: one for each test process, a fresh
//! database for each test, and nothing left when the process ends.
//!
//! It listens on a socket in its own folder and on no port, so two test processes
//! cannot meet. The system's own cluster, where there is one, is not touched.

use std::{
    fs,
    io::{BufRead, BufReader, Read},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{
        OnceLock,
        atomic::{AtomicUsize, Ordering},
        mpsc,
    },
    thread,
};

use rustix::process::geteuid;

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

/// The server of this test process.
#[derive(Debug)]
pub struct Postgres {
    programs: PathBuf,
    folder: PathBuf,
}

impl Postgres {
    /// The address of a fresh, empty database, on the server that the first call
    /// starts.
    pub fn database() -> String {
        let server = SERVER.get_or_init(Self::start);
        let name = format!("test_{}", DATABASES.fetch_add(1, Ordering::Relaxed));
        server.client("createdb", &["--owner", ROLE, &name]);
        let socket = server.folder.display();
        format!("postgres://{ROLE}@localhost/{name}?host={socket}")
    }

    /// Cuts every connection to one of these databases, as a restart of the server
    /// or a broken network does.
    pub fn cut_connections(database_url: &str) {
        let server = SERVER.get().expect("the server runs");
        let path = database_url.split("@localhost/").nth(1);
        let name = path.and_then(|path| path.split('?').next());
        let name = name.expect("the address is one of ours");
        let query = format!(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'"
        );
        server.client("psql", &["--quiet", "--command", &query, "postgres"]);
    }

    fn start() -> Self {
        let server = Self {
            programs: programs(),
            folder: folder(),
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
    fn launch(&self) {
        let mut command = as_owner(&self.programs.join("postgres"));
        command
            .arg("-D")
            .arg(self.folder.join("data"))
            .arg("-c")
            .arg(format!("unix_socket_directories={}", self.folder.display()))
            .args(["-c", "listen_addresses=", "-c", "max_connections=300"])
            // For tests alone: their data need not survive a power cut.
            .args(["-c", "fsync=off", "-c", "full_page_writes=off"])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped());
        let (tell, told) = mpsc::channel();
        thread::spawn(move || {
            let mut child = command.spawn().expect("the server can be started");
            watch(&mut child, &tell);
        });
        let log = told.recv().expect("the server's thread tells");
        assert!(
            log.is_none(),
            "PostgreSQL ended: {}",
            log.unwrap_or_default()
        );
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

/// Reads the log, tells once when the server is ready, and goes on reading, so that
/// the server never waits for a reader. A server that ends first tells its log.
fn watch(child: &mut Child, tell: &mpsc::Sender<Option<String>>) {
    let mut log = BufReader::new(child.stderr.take().expect("the log is piped"));
    let mut before = String::new();
    while !before.contains(READY) {
        if log.read_line(&mut before).unwrap_or(0) == 0 {
            drop(tell.send(Some(before)));
            return;
        }
    }
    drop(tell.send(None));
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

/// A fresh folder that the server's owner can reach, named after this process.
fn folder() -> PathBuf {
    let ours = repository().join("target/tmp/postgres");
    let parent = if reachable(&ours) {
        ours
    } else {
        std::env::temp_dir().join("pilotbox-test-postgres")
    };
    fs::create_dir_all(&parent).expect("the folder of test servers can be made");
    sweep(&parent);
    let folder = parent.join(std::process::id().to_string());
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
    for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let alive = Path::new("/proc").join(&name).is_dir();
        if !alive || name.to_str() == Some(&std::process::id().to_string()) {
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
