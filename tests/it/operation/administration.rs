//! `pilotbox config` and `pilotbox admin`, and a server that nobody has configured.

use std::{
    fs,
    os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown},
    path::Path,
};

use pilotbox_tests::{
    End, pilotbox, scratch,
    server::{PASSWORD, Service, Site, both},
};
use serde_json::{Value, json};

/// Somebody who is not who runs the tests.
const NOBODY: u32 = 65_534;

#[test]
fn the_check_opens_what_the_server_would() {
    both(|site| {
        let check = |name: &str, value: &str| {
            let mut command = site.command("config");
            command.args(["check", "--json"]).env(name, value);
            command
        };
        let sound = check("PILOTBOX_LOG__FILTER", "info").end_with(0).json();
        assert_eq!(sound["ok"], true, "{sound}");
        let demand = |name: &str, value: &str, key: &str| {
            let ended = check(name, value).end_with(2);
            let said = ended.json();
            let findings = said["findings"].as_array().into_iter().flatten();
            let mut errors = findings.filter(|found| found["severity"] == "error");
            assert!(errors.any(|found| found["key"] == key), "{said}");
            ended.never_says("hunter2");
        };
        demand("PILOTBOX_SERVER__LISTEN", "0.0.0.0:80", "server.public_url");
        demand(
            "PILOTBOX_DATABASE__URL",
            "postgres://me:hunter2@localhost/x?host=/nowhere",
            "database.url",
        );
        let key = site.config().display().to_string();
        demand("PILOTBOX_KEYS__SIGNING", &key, "keys.signing");
        check("PILOTBOX_JOBS__WORKER", "2")
            .end_with(2)
            .says("`jobs.worker` in the environment");
    });
}

#[test]
fn what_is_in_force_is_shown_without_secrets() {
    let site = Site::sqlite();
    for form in [&["show"][..], &["show", "--json"]] {
        site.command("config")
            .args(form)
            .env("PILOTBOX_MAIL__USERNAME", "pilotbox")
            .env("PILOTBOX_MAIL__PASSWORD", "hunter2")
            .env("PILOTBOX_QUOTA__PER_DAY", "7")
            .end_with(0)
            .says("per_day")
            .says("7")
            .never_says("hunter2");
    }
}

#[test]
fn accounts_are_looked_after_by_the_command_line() {
    both(|site| {
        let admin = site.admin();
        let staff = site.invite(&admin, "staff", "staff@city.example");
        let ask = json!({ "email": staff.email, "password": PASSWORD });
        let sign_in = || site.client().post("/api/v1/sessions", &ask).status;
        let does =
            |arguments: &[&str], code: i32| site.command("admin").args(arguments).end_with(code);
        does(&["lock", &staff.email], 0);
        staff.client.get("/api/v1/me").expect(401);
        assert_eq!(sign_in(), 423);
        does(&["unlock", &staff.account], 0);
        assert_eq!(sign_in(), 403, "a code of the second factor is missing");
        does(&["drop-factor", &staff.email], 0);
        assert_eq!(sign_in(), 200);
        does(&["drop-factor", &staff.email], 2).says("no second factor");
        does(&["revoke-role", &staff.email, "staff"], 0);
        does(&["grant", &staff.email, "evaluator"], 0);
        does(&["revoke-role", &admin.email, "admin"], 2).says("last admin");
        does(&["lock", &admin.email], 2).says("last admin");
        does(&["erase", &staff.email], 2).says("--yes");
        does(&["erase", &staff.email, "--yes"], 0);
        assert_eq!(sign_in(), 401);
        does(&["lock", &staff.email], 2).says("there is no account");
    });
}

#[test]
fn a_folder_of_somebody_else_is_left_alone() {
    let scratch = scratch();
    let own = fs::metadata(scratch.path()).expect("it is there").uid();
    let foreign = if own == 0 {
        chown(scratch.path(), Some(NOBODY), None).expect("root may do that");
        scratch.path()
    } else {
        Path::new("/")
    };
    let before = fs::read_dir(foreign).expect("it can be listed").count();
    let backup = scratch.path().join("backup.tar");
    let backup = backup.to_str().expect("the path is text");
    for arguments in [
        &["grant", "maria@sofia.example", "staff"][..],
        &["rotate-key"],
        &["backup", backup],
        &["restore", backup],
    ] {
        pilotbox("admin")
            .args(arguments)
            .env("PILOTBOX_SERVER__DATA", foreign)
            .end_with(2)
            .says("belongs to user")
            .says("hint: `sudo -u");
    }
    let after = fs::read_dir(foreign).expect("it can be listed").count();
    assert_eq!(after, before);
}

#[test]
fn an_empty_folder_is_all_that_a_server_needs() {
    // Twice is no fault: the first one stays.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let scratch = scratch();
    let mut command = pilotbox("serve");
    command
        .arg("--json")
        .current_dir(scratch.path())
        .env("PILOTBOX_SERVER__LISTEN", "127.0.0.1:0")
        .env_remove("PILOTBOX_CONFIG");
    let mut service = Service::start(&command, &scratch.path().join("serve.log"));
    let ready: Value = serde_json::from_str(&service.line()).expect("it says where it listens");
    let url = ready["url"].as_str().expect("the line has the address");
    for path in ["/healthz", "/readyz", "/api/v1/challenges"] {
        let answer = reqwest::blocking::get(format!("{url}{path}"));
        assert_eq!(answer.expect("it answers").status(), 200, "{path}");
    }
    let data = scratch.path().join("pilotbox-data");
    let mode = fs::metadata(&data).expect("there is data").permissions();
    assert_eq!(mode.mode() & 0o777, 0o700);
    assert!(data.join("pilotbox.db").is_file() && data.join("keys/signing.pem").is_file());
    pilotbox("config")
        .arg("check")
        .current_dir(scratch.path())
        .env_remove("PILOTBOX_CONFIG")
        .end_with(0)
        .says("the server can start with this");
    assert_eq!(service.stop(), 0);
}
