//! What the program says and with what it exits when a server does not do what was
//! asked: 3, 4 and 5 for what became of a plugin, 7 for who asks, 8 for a server that
//! cannot, 9 for one that will not.

use std::{
    io::{Read as _, Write as _},
    net::{TcpListener, TcpStream},
    thread,
};

use pilotbox_tests::{
    End as _, Ended, component,
    guests::Guest,
    server::{Challenge, Settings, World, city_pack, worlds},
};
use serde_json::json;

use super::{laptop::Laptop, line::Line};

const FRAGILE: &str = "tests/challenges/fragile";

/// Demands a reason with a hint, and the id under which the log has the request.
fn demand_told(world: &World, ended: &Ended, reason: &str) {
    ended.says(&format!("error: {reason}"));
    let id = ended.stderr.split_once("(request ").map(|(_, id)| id);
    let id = id.and_then(|id| id.split_once(')')).map(|(id, _)| id);
    let id = id.unwrap_or_else(|| panic!("no request's id: {ended}"));
    assert!(world.site.log().contains(id), "`{id}` is not in the log");
}

fn open_fragile(world: World) -> (World, Challenge) {
    let challenge = world.challenge(&city_pack(FRAGILE));
    world.enrol(&challenge);
    (world, challenge)
}

fn laptop_of_startup(world: &World) -> Laptop {
    let (token, _) = world.startup.token(&["submit"]);
    Laptop::with_token(world.site.url(), &token)
}

#[test]
fn submit_exits_with_what_became_of_the_plugin() {
    worlds(|world| {
        let (world, challenge) = open_fragile(world);
        let laptop = laptop_of_startup(&world);
        let built = |name: &str| component(name).to_str().expect("it is text").to_owned();
        let forged = laptop.file("forged.wasm", &Guest::named("61-forges-meter").bytes());
        for (plugin, code, says) in [
            (forged, 3, "reason"),
            (built("fragile-trap"), 4, "trapped"),
            (built("fragile-reference"), 5, "free of charge"),
        ] {
            let submit = [&*challenge.id, "--plugin", &plugin, "--watch"];
            let mut command = laptop.command("submit");
            command.args(submit).end_with(code).says(says);
        }
    });
}

#[test]
fn who_may_not_is_told_so_and_the_program_exits_with_7() {
    worlds(|world| {
        let (world, challenge) = open_fragile(world);
        Laptop::new(&world.site)
            .command("status")
            .end_with(7)
            .says("not signed in; hint: `pilotbox login --server https://…`");
        let wrong = Laptop::with_token(world.site.url(), "pbx_nonsense");
        let ended = wrong.command("status").end_with(7);
        demand_told(&world, &ended, "sign in first: the token is unknown");
        ended.says("hint: make another one, or sign in anew");
        let laptop = laptop_of_startup(&world);
        let closes = ["move", &challenge.id, "closed", "--reason", "no"];
        let ended = laptop.command("challenge").args(closes).end_with(7);
        demand_told(&world, &ended, "not allowed: the token's scopes");
        let plugin = component("fragile-baseline");
        let (token, _) = world.citizen.token(&["submit"]);
        let citizen = Laptop::with_token(world.site.url(), &token);
        let submit = [&*challenge.id, "--plugin", plugin.to_str().expect("text")];
        let ended = citizen.command("submit").args(submit).end_with(7);
        demand_told(&world, &ended, "not allowed");
    });
}

#[test]
fn what_a_server_will_not_do_is_told_and_the_program_exits_with_9() {
    // Nobody works on runs, so that the first one stays under way.
    let idle = World::with(Settings::sqlite().set("jobs.workers", 0));
    let (world, challenge) = open_fragile(idle);
    let line = Line::to(world.site.url());
    let (token, _) = world.startup.token(&["submit"]);
    let laptop = Laptop::with_token(line.url(), &token);
    let ended = laptop.command("enrol").arg("nowhere").end_with(9);
    demand_told(&world, &ended, "not found");
    let phase = json!({
        "opens_at": "2026-01-01T00:00:00Z",
        "quota": { "per_day": 9, "per_phase": 9, "concurrent": 1 },
    });
    let path = format!("{}/phases/main", challenge.path());
    world.staff.client.put(&path, &phase).expect(200);
    let plugin = component("fragile-baseline");
    let submit = [&*challenge.id, "--plugin", plugin.to_str().expect("text")];
    laptop.run("submit", &submit);
    let ended = laptop.command("submit").args(submit).end_with(9);
    demand_told(&world, &ended, "the quota is used up: ");
    ended.says("hint: wait until one of them has ended");
    let sent = line.count("POST /api/v1/challenges/");
    assert_eq!(
        sent - 1,
        2,
        "a quota is no matter of patience: one for enrolling, two to submit"
    );
    world.staff.go(&challenge, "closed");
    let ended = laptop.command("submit").args(submit).end_with(9);
    demand_told(&world, &ended, "not possible in this state: ");
}

#[test]
fn a_server_that_is_away_or_none_of_ours_makes_it_exit_with_8() {
    let nobody = TcpListener::bind("127.0.0.1:0").expect("there is a port");
    let address = nobody.local_addr().expect("it has an address");
    drop(nobody);
    let laptop = Laptop::with_token(&format!("http://{address}"), "pbx_nonsense");
    laptop
        .command("challenges")
        .end_with(8)
        .says("does not answer: ")
        .says("hint: is the address right, and the server up?");
    for (answer, says) in [
        (
            "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello",
            "is this program as new as the server?",
        ),
        (
            "HTTP/1.1 502 Bad Gateway\r\ncontent-length: 3\r\n\r\nnginx",
            "is it a Pilotbox?",
        ),
    ] {
        let laptop = Laptop::with_token(&stranger(answer), "pbx_nonsense");
        laptop.command("challenges").end_with(8).says(says);
    }
}

/// A server of something else, which gives everybody the same answer.
fn stranger(answer: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("there is a port");
    let address = listener.local_addr().expect("it has an address");
    thread::spawn(move || {
        for mut client in listener.incoming().flatten() {
            answer_to(&mut client, answer);
        }
    });
    format!("http://{address}")
}

fn answer_to(client: &mut TcpStream, answer: &str) {
    let mut asked = [0; 4_096];
    let read = client.read(&mut asked).unwrap_or(0);
    if read > 0 {
        // Whoever hangs up has seen enough.
        let _ = client.write_all(answer.as_bytes());
    }
}
