//! A backup by the command line while the server is at work, and an installation that
//! begins with it.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::atomic::{AtomicBool, Ordering},
    thread,
};

use pilotbox_tests::{
    End, pilotbox, scratch,
    server::{Challenge, Client, Settings, Site, World, city_pack, has_ended, run_of},
    server_soak::Database,
};
use serde_json::json;
use tempfile::TempDir;

use super::until;

/// What stays on a laptop: a receipt, and the keys and the chain as they were.
struct Laptop {
    folder: TempDir,
    token: String,
}

impl Laptop {
    fn command(&self, name: &str, server: &str) -> Command {
        let mut command = pilotbox(name);
        command
            .current_dir(self.folder.path())
            .env("XDG_CONFIG_HOME", self.folder.path())
            .env("PILOTBOX_SERVER", server)
            .env("PILOTBOX_TOKEN", &self.token);
        command
    }

    fn run(&self, server: &str, name: &str, arguments: &[&str]) {
        self.command(name, server).args(arguments).end_with(0);
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.folder.path().join(name)).expect("the file is there")
    }
}

/// Nobody works in the server itself, so that a test says when work ends.
fn idle(database: Database) -> Settings {
    let settings = database.settings().set("jobs.workers", 0);
    settings.set("jobs.chunk_seconds", 1).set("jobs.runners", 1)
}

#[test]
fn a_backup_made_under_load_is_served_elsewhere() {
    for database in Database::ALL {
        let world = World::on(Site::start(idle(database)));
        let challenge = world.challenge(&city_pack("challenges/mobility/parking-forecast"));
        world.enrol(&challenge);
        let (token, _) = world.startup.token(&["read", "submit"]);
        let staff = world.staff.by_token(&["read"]);
        let laptop = Laptop {
            folder: scratch(),
            token,
        };
        let old = a_receipt(&world, &challenge, &staff, &laptop);
        let interrupted = an_interrupted_run(&world, &challenge, &staff);
        let file = backed_up(&world, &laptop);
        demand_refusals(&world.site, database, &file);

        let restored = Site::restored(database.settings(), &file);
        let staff = staff.at(restored.url());
        assert_eq!(has_ended(&staff, &interrupted)["state"], "scored");
        laptop.run(restored.url(), "receipt", &[&old, "--to", "again.json"]);
        assert_eq!(laptop.read("again.json"), laptop.read("receipt.json"));
        rotate_key(&restored);
        laptop.run(restored.url(), "keys", &["--to", "new.keys.toml"]);
        assert_ne!(laptop.read("new.keys.toml"), laptop.read("keys.toml"));
        for keys in ["keys.toml", "new.keys.toml"] {
            let verify = ["again.json", "--trusted-key", keys];
            laptop.run(restored.url(), "verify", &verify);
        }
        laptop.run(restored.url(), "chain", &["--to", "new.jsonl"]);
        let before = laptop.read("chain.jsonl");
        assert!(
            laptop.read("new.jsonl").starts_with(&before),
            "the restored chain goes on where the old one was"
        );
    }
}

/// A run that ended long before the backup.
fn a_receipt(world: &World, challenge: &Challenge, staff: &Client, laptop: &Laptop) -> String {
    let worker = world.site.worker();
    let dossier = json!({ "title": "Seasons" });
    let submission = world
        .startup
        .submit(challenge, "parking-seasonal", &dossier);
    for split in ["public", "sample"] {
        assert_eq!(
            has_ended(staff, &run_of(&submission, split))["state"],
            "scored"
        );
    }
    assert_eq!(worker.stop(), 0);
    let (url, run) = (world.site.url(), run_of(&submission, "sample"));
    laptop.run(url, "receipt", &[&run, "--to", "receipt.json"]);
    laptop.run(url, "keys", &["--to", "keys.toml"]);
    laptop.run(url, "chain", &["--to", "chain.jsonl"]);
    run
}

/// A run whose worker died.
fn an_interrupted_run(world: &World, challenge: &Challenge, staff: &Client) -> String {
    let worker = world.site.worker();
    let dossier = json!({ "title": "Reference" });
    let submission = world
        .rival
        .submit(challenge, "parking-forecast-reference", &dossier);
    let runs = ["public", "sample"].map(|split| run_of(&submission, split));
    let state = |run: &String| {
        let run = staff.get(&format!("/api/v1/runs/{run}")).expect(200);
        run.text_at("/state")
    };
    until("a run is begun", || {
        runs.iter().any(|run| state(run) != "received")
    });
    drop(worker);
    let open = |run: &&String| state(run) != "scored";
    let open = runs.iter().find(open);
    open.expect("not both have ended in a moment").clone()
}

/// A backup while people read and write.
fn backed_up(world: &World, laptop: &Laptop) -> PathBuf {
    let file = laptop.folder.path().join("backup.tar");
    let is_over = AtomicBool::new(false);
    let busy = |client: &Client| {
        while !is_over.load(Ordering::Relaxed) {
            let token = json!({ "name": "load", "scopes": ["read"], "expires_in_days": 1 });
            let made = client.post("/api/v1/me/tokens", &token).expect(201);
            let path = format!("/api/v1/me/tokens/{}", made.text_at("/about/id"));
            client.delete(&path).expect(204);
            client.get("/api/v1/challenges").expect(200);
        }
    };
    thread::scope(|scope| {
        for person in [&world.startup, &world.rival, &world.citizen] {
            scope.spawn(|| busy(&person.client));
        }
        let mut backup = world.site.command("admin");
        let ended = backup.arg("backup").arg(&file).arg("--json").end();
        is_over.store(true, Ordering::Relaxed);
        assert_eq!(ended.code, 0, "{ended}");
        let parts = ended.json()["contents"]["parts"].clone();
        assert!(parts.as_array().is_some_and(|all| all.len() > 6), "{parts}");
    });
    let mode = fs::metadata(&file).map(|about| {
        let permissions = about.permissions();
        std::os::unix::fs::PermissionsExt::mode(&permissions)
    });
    assert_eq!(mode.expect("there is a backup") & 0o777, 0o600);
    file
}

/// Nothing that is there is ever replaced.
fn demand_refusals(site: &Site, database: Database, file: &Path) {
    let again = |name: &str| {
        let mut command = site.command("admin");
        command.arg(name).arg(file);
        command
    };
    again("backup").end_with(2).says("is there already");
    again("restore").end_with(2).says("is there already");
    let other = scratch();
    let data = other.path().join("data");
    let ended = again("restore")
        .env("PILOTBOX_SERVER__DATA", &data)
        .end_with(2);
    match database {
        Database::Sqlite => ended.says("pilotbox.db` is there already"),
        Database::Postgres => ended.says("tables` is there already"),
    };
    assert!(!data.join("blobs").join("00").exists() && !data.join("keys").exists());
}

fn rotate_key(site: &Site) {
    let mut command = site.command("admin");
    let ended = command.args(["rotate-key", "--json"]).end_with(0).json();
    assert!(ended["key"].is_string(), "{ended}");
}
