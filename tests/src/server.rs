//! An installation of a test's own: the program `pilotbox serve` on a free port of
//! this machine, with its folder, its mails, and clients that check every answer.
//!
//! What a site does is real: processes, HTTP, a database. It ends with the value,
//! and nothing may have panicked in it.

mod answer;
mod client;
mod contract;
mod copies;
pub mod data;
pub mod decision;
mod example;
pub mod jury;
mod mail;
mod packs;
mod patience;
mod people;
pub mod pilot;
mod service;
mod settings;
mod world;

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::Arc,
    thread,
};

use pilotbox_server::{api::Endpoint, app, config::Config, run};
use serde_json::Value;
use tempfile::TempDir;

pub use answer::Answer;
pub use client::{Ask, Client, Part, form};
pub use contract::{Contract, Operation};
pub use copies::worlds;
pub use example::Examples;
pub use packs::{
    city_pack, final_data, renamed_pack, withheld_as, withheld_pack, withheld_version,
};
pub use people::{PASSWORD, Person, one_time_code};
pub use service::Service;
pub use settings::Settings;
pub use world::{Challenge, World, has_ended, run_of, submission};

use crate::{End, pilotbox, postgres::Postgres, scratch};

/// A running installation.
pub struct Site {
    // Ended before its folder goes.
    serving: Option<Service>,
    url: String,
    contract: Arc<Contract>,
    settings: Settings,
    folder: TempDir,
}

impl Site {
    /// An installation on a file of SQLite.
    pub fn sqlite() -> Self {
        Self::start(Settings::sqlite())
    }

    /// An installation on a fresh database of PostgreSQL.
    pub fn postgres() -> Self {
        Self::start(Settings::on(&Postgres::database()))
    }

    /// An installation with other settings than a test's usual ones.
    pub fn start(settings: Settings) -> Self {
        Self::on_folder(settings, scratch())
    }

    /// An installation in a folder, with what lies there.
    fn on_folder(settings: Settings, folder: TempDir) -> Self {
        let config = settings.text(folder.path());
        fs::write(folder.path().join("pilotbox.toml"), config).expect("the folder can be written");
        Self::served(settings, folder)
    }

    fn served(settings: Settings, folder: TempDir) -> Self {
        let (serving, url) = serve(folder.path());
        let contract = Contract::fetch(&url);
        Self {
            serving: Some(serving),
            url,
            contract,
            settings,
            folder,
        }
    }

    /// An installation that begins with what a backup holds.
    pub fn restored(settings: Settings, backup: &Path) -> Self {
        let folder = scratch();
        let config = settings.text(folder.path());
        fs::write(folder.path().join("pilotbox.toml"), config).expect("the folder can be written");
        pilotbox("admin")
            .arg("restore")
            .arg(backup)
            .arg("--config")
            .arg(folder.path().join("pilotbox.toml"))
            .end_with(0)
            .says("restored into");
        Self::served(settings, folder)
    }

    /// Where it answers: `http://127.0.0.1:…`.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The address of its database.
    pub fn database_url(&self) -> String {
        self.settings.database_url(self.folder.path())
    }

    /// Its folder: `pilotbox.toml`, `serve.log`, `data`.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Its configuration.
    pub fn config(&self) -> PathBuf {
        self.folder.path().join("pilotbox.toml")
    }

    /// A command of the program with this installation's configuration.
    pub fn command(&self, name: &str) -> Command {
        let mut command = pilotbox(name);
        command.env("PILOTBOX_CONFIG", self.config());
        command
    }

    /// Somebody whom the server does not know.
    pub fn client(&self) -> Client {
        Client::new(&self.url, &self.contract)
    }

    /// The description of the API that it serves.
    pub fn contract(&self) -> &Contract {
        &self.contract
    }

    /// The secret in the newest mail to an address. The mail is awaited: the answer
    /// that causes it does not wait for it.
    pub fn mail_secret(&self, address: &str) -> String {
        mail::secret(&self.folder.path().join("data/mail"), address)
    }

    /// As [`Site::mail_secret`], once it is another one than that of an earlier mail.
    pub fn mail_secret_after(&self, address: &str, before: &str) -> String {
        mail::secret_after(&self.folder.path().join("data/mail"), address, before)
    }

    /// The newest mail to an address, once it holds a text. It is awaited.
    pub fn mail_with(&self, address: &str, text: &str) -> String {
        mail::with(&self.folder.path().join("data/mail"), address, text)
    }

    /// The server's process.
    pub fn service(&self) -> &Service {
        self.serving.as_ref().expect("the server runs")
    }

    /// One more worker, as on another machine.
    pub fn worker(&self) -> Service {
        let log = self.folder.path().join("worker.log");
        Service::start(&self.command("worker"), &log)
    }

    /// Ends the server at once, as a power cut does.
    pub fn kill(&mut self) {
        drop(self.serving.take());
    }

    /// Stops the server in good order and tells its exit code.
    pub fn stop(&mut self) -> i32 {
        let serving = self.serving.take().expect("the server runs");
        serving.stop()
    }

    /// Starts it again after [`Site::kill`] or [`Site::stop`], on another port. Old
    /// clients do not know that port.
    pub fn restart(&mut self) {
        self.kill();
        let (serving, url) = serve(self.folder.path());
        self.serving = Some(serving);
        self.url = url;
    }

    /// Everything that server and workers have logged.
    pub fn log(&self) -> String {
        let read = |name: &str| fs::read_to_string(self.folder.path().join(name));
        let logs = ["serve.log", "worker.log"].map(|name| read(name).unwrap_or_default());
        logs.concat()
    }
}

impl Drop for Site {
    #[expect(clippy::print_stdout, reason = "whoever reads a failure wants the log")]
    fn drop(&mut self) {
        self.kill();
        let log = self.log();
        if thread::panicking() {
            let lines: Vec<_> = log.lines().filter(|line| is_telling(line)).collect();
            let tail = &lines[lines.len().saturating_sub(20)..];
            println!("the server's log ended with\n{}", tail.join("\n"));
            return;
        }
        let panic = log.lines().find(|line| line.contains("panicked"));
        assert!(panic.is_none(), "the server panicked: {panic:?}");
    }
}

/// Runs a test on SQLite and on PostgreSQL.
pub fn both(test: impl Fn(Site)) {
    test(Site::sqlite());
    test(Site::postgres());
}

/// Every route of the API with its action, from the program's own library.
pub fn endpoints() -> Vec<Endpoint> {
    let folder = scratch();
    let path = folder.path().join("pilotbox.toml");
    fs::write(&path, Settings::sqlite().text(folder.path())).expect("the folder can be written");
    let config = Config::load(Some(&path)).expect("the settings are good");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime can be made");
    let app = runtime.block_on(async {
        let opened = Box::pin(run::open(config)).await;
        let state = opened.expect("an empty installation can be opened");
        app::app(&state).expect("the description can be written")
    });
    app.endpoints
}

fn is_telling(line: &str) -> bool {
    !line.contains("answered") && !line.trim().is_empty()
}

/// Starts the server of a folder and waits for the line that tells its address.
fn serve(folder: &Path) -> (Service, String) {
    let mut command = pilotbox("serve");
    command
        .arg("--json")
        .arg("--config")
        .arg(folder.join("pilotbox.toml"));
    let log = folder.join("serve.log");
    let mut service = Service::start(&command, &log);
    let line = service.line();
    let ready: Value = serde_json::from_str(&line).unwrap_or_else(|_| {
        let log = fs::read_to_string(&log).unwrap_or_default();
        panic!("the server does not start; it said `{line}` and logged\n{log}")
    });
    let url = ready["url"].as_str().expect("the line has the address");
    (service, url.to_owned())
}
