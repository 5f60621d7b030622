//! Events as a reader gets them: what is told, in which order, and from where on after
//! a line broke.

use std::io::{BufRead as _, BufReader, Lines};

use pilotbox_tests::{
    postgres::Postgres,
    server::{Ask, Client, Settings, Site, World, city_pack, run_of},
};
use reqwest::blocking::Response;
use serde_json::{Value, json};

/// A stream of events that is being read.
struct Events(Lines<BufReader<Response>>);

/// One of them.
struct Event {
    name: String,
    id: String,
    data: Value,
}

impl Events {
    fn open(client: &Client, path: &str, last: Option<&str>) -> Self {
        let mut ask = Ask::new("GET", path);
        if let Some(last) = last {
            ask = ask.header("last-event-id", last);
        }
        let response = client.open(&ask).unwrap_or_else(|fault| panic!("{fault}"));
        assert_eq!(response.status(), 200, "{path}");
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        Self(BufReader::new(response).lines())
    }

    /// The next event; nothing once the stream has ended.
    fn next(&mut self) -> Option<Event> {
        let (mut name, mut id, mut data) = (String::new(), String::new(), Value::Null);
        loop {
            let line = self.0.next()?.expect("the line holds");
            let (field, value) = line.split_once(": ").unwrap_or((&line, ""));
            match field {
                "event" => value.clone_into(&mut name),
                "id" => value.clone_into(&mut id),
                "data" => data = serde_json::from_str(value).expect("it is JSON"),
                "" if !data.is_null() => return Some(Event { name, id, data }),
                _ => {}
            }
        }
    }

    /// The next event, which must come.
    fn expect(&mut self) -> Event {
        self.next().expect("another event comes")
    }
}

/// Runs a test on sites on which nobody works, so that runs stay where they are.
fn on_idle_sites(test: impl Fn(&World, &Value)) {
    for settings in [Settings::sqlite(), Settings::on(&Postgres::database())] {
        let world = World::on(Site::start(settings.set("jobs.workers", 0)));
        let challenge = world.challenge(&city_pack("tests/challenges/fragile"));
        world.enrol(&challenge);
        let submission =
            world
                .startup
                .submit(&challenge, "fragile-baseline", &json!({ "title": "Early" }));
        test(&world, &submission);
    }
}

fn withdraw(world: &World, submission: &Value) {
    let id = submission["id"].as_str().expect("it has an id");
    let path = format!("/api/v1/submissions/{id}/withdrawal");
    world.startup.client.post(&path, &json!({})).expect(200);
}

#[test]
fn the_queue_tells_everybody_how_long_it_is() {
    on_idle_sites(|world, submission| {
        let mut events = Events::open(&world.site.client(), "/api/v1/queue/events", None);
        let first = events.expect();
        assert_eq!(first.name, "queue");
        // What was read a moment before the submission may be told first.
        let mut now = first.data;
        while now["waiting"] != 2 {
            assert_eq!(now["waiting"], 0, "{now}");
            now = events.expect().data;
        }
        assert_eq!(now["running"], 0, "{now}");
        assert!(now["median_seconds"].is_null(), "nothing has ended: {now}");
        withdraw(world, submission);
        let after = events.expect();
        assert_eq!(after.data["waiting"], 0, "{}", after.data);
        let fields = after.data.as_object().expect("it is an object");
        assert_eq!(fields.len(), 3, "numbers and nothing else: {}", after.data);
    });
}

#[test]
fn a_reader_who_comes_again_is_told_what_is_new() {
    on_idle_sites(|world, submission| {
        let client = &world.startup.client;
        let run = run_of(submission, "sample");
        let path = format!("/api/v1/runs/{run}/events");
        let first = Events::open(client, &path, None).expect();
        assert_eq!(
            (&*first.name, &first.data["is_last"]),
            ("run", &json!(false))
        );
        assert_eq!(first.data["run"]["id"], *run);
        let mut unsure = Events::open(client, &path, Some("no id of ours"));
        assert_eq!(unsure.expect().id, first.id, "what it has is told again");
        let mut again = Events::open(client, &path, Some(&first.id));
        withdraw(world, submission);
        let mut next = again.expect();
        // Its place in the queue may have changed before.
        while next.data["is_last"] == false {
            assert_ne!(next.id, first.id, "it was told before: {}", next.data);
            next = again.expect();
        }
        assert_eq!(next.data["run"]["state"], "withdrawn");
        assert!(again.next().is_none(), "the stream ends with the run");
        let mut late = Events::open(client, &path, Some(&next.id));
        assert_eq!(
            late.expect().data["is_last"],
            true,
            "an end is told to everybody"
        );
        assert!(late.next().is_none());
    });
}
