//! What a fuzzer aims at: things that are there, and people who ask. Nobody is
//! locked out and nothing is closed by accident, or soon every answer would be the
//! same.

use std::collections::BTreeMap;

use pilotbox_tests::{
    dice::Dice,
    server::{
        Ask, Challenge, Client, Operation, World, data, has_ended, jury::work_in_jury, run_of,
    },
};
use serde_json::{Value, json};

/// Things and people.
pub(super) struct Targets<'a> {
    clients: Vec<Client>,
    able: [Client; 3],
    passing: Client,
    victims: Vec<String>,
    pub(super) challenges: [&'a str; 2],
    pub(super) organisations: Vec<String>,
    /// A thing for each family of addresses.
    things: BTreeMap<&'static str, String>,
    /// Ids of things, whosever they are.
    pub(super) ids: Vec<String>,
}

impl<'a> Targets<'a> {
    pub(super) fn make(world: &'a World, open: &'a Challenge, other: &'a Challenge) -> Self {
        let dossier = json!({ "title": "Parking by season" });
        let submission = world.startup.submit(open, "parking-seasonal", &dossier);
        let run = run_of(&submission, "sample");
        has_ended(&world.startup.client, &run);
        let id =
            |client: &Client, path: &str, body| client.post(path, &body).expect(201).text_at("/id");
        let upload = json!({ "bytes": 100, "digest": format!("sha256:{}", "0".repeat(64)) });
        let question = json!({ "question": "Does it snow?" });
        let (startup, staff) = (&world.startup.client, &world.staff.client);
        let questions = format!("{}/clarifications", open.path());
        let rejudges = format!("{}/rejudges", open.path());
        let things = [
            (
                "submissions",
                submission["id"].as_str().expect("it has an id").to_owned(),
            ),
            ("runs", run),
            ("uploads", id(startup, "/api/v1/uploads", upload)),
            ("clarifications", id(startup, &questions, question)),
            (
                "rejudges",
                id(staff, &rejudges, json!({ "split": "sample" })),
            ),
            ("data-sets", data::released(world)),
            ("problems", id(staff, "/api/v1/problems", problem())),
            ("assignments", work_in_jury(world).1),
        ];
        let others = [
            run_of(&submission, "public"),
            "01JZZZZZZZZZZZZZZZZZZZZZZZ".to_owned(),
        ];
        let ids = things
            .iter()
            .map(|(_, id)| id.clone())
            .chain(others)
            .collect();
        let organisations = [&world.startup, &world.rival].map(|one| one.organisation.clone());
        Self {
            clients: clients(world),
            able: [&world.startup, &world.second_staff, &world.admin].map(|one| one.client.clone()),
            passing: world.citizen.another_session(&world.site),
            victims: vec![world.site.register("victim@home.example", None).account],
            challenges: [&open.id, &other.id],
            organisations: organisations.into_iter().flatten().collect(),
            things: things.into(),
            ids,
        }
    }

    /// Somebody who asks. Sessions that are closed are nobody's any more, so that is
    /// tried with one that nobody needs.
    pub(super) fn client(&self, ask: &Ask, dice: &mut Dice) -> &Client {
        if ask.method == "DELETE" && ask.path.starts_with("/api/v1/sessions") {
            return &self.passing;
        }
        // Those who can do most ask most.
        if dice.once_in(2) {
            dice.pick(&self.able)
        } else {
            dice.pick(&self.clients)
        }
    }

    /// An operation's path with things in place of its parameters.
    pub(super) fn path(&self, operation: &Operation, dice: &mut Dice) -> String {
        let template = &operation.template;
        let is_change = operation.method == "PUT" || template.ends_with("/transitions");
        let id = match template.trim_start_matches("/api/v1/").split('/').next() {
            // The first one stays open.
            Some("challenges") if is_change => self.challenges[1].to_owned(),
            Some("challenges") => (*dice.pick(&self.challenges)).to_owned(),
            Some("organisations") => dice.pick(&self.organisations).clone(),
            Some("accounts") => dice.pick(&self.victims).clone(),
            family => {
                let own = family.and_then(|family| self.things.get(family));
                let own = own.filter(|_| !dice.once_in(4));
                own.unwrap_or_else(|| dice.pick(&self.ids)).clone()
            }
        };
        template
            .replace("{id}", &id)
            .replace("{provider}", "nobody")
            .replace("{version}", "0.1.0")
            .replace("{number}", dice.pick::<&str>(&["1", "2", "01"]))
            .replace("{omission}", dice.pick::<String>(&self.ids))
            .replace("{account}", dice.pick::<String>(&self.victims))
            .replace("{year}", dice.pick::<&str>(&["2026", "1999", "x"]))
            .replace("{criterion}", dice.pick::<&str>(&["use", "upkeep", "x"]))
            .replace(
                "{name}",
                dice.pick::<&str>(&["main", "second", "policy.toml", "hourly-counts.csv"]),
            )
            .replace(
                "{role}",
                dice.pick::<&str>(&["evaluator", "staff", "admin", "citizen"]),
            )
    }
}

/// A problem, which everybody sees if staff propose it.
fn problem() -> Value {
    json!({
        "language": "bg", "title": "Тъмна улица", "affected": "Пешеходците",
        "importance": "Не се вижда", "solved_when": "Свети", "field": "utilities",
        "districts": [3],
    })
}

/// Everybody by session and by token, and tokens that are none.
fn clients(world: &World) -> Vec<Client> {
    let site = &world.site;
    let people = [
        &world.admin,
        &world.staff,
        &world.second_staff,
        &world.careless_staff,
        &world.evaluator,
        &world.startup,
        &world.rival,
        &world.citizen,
    ];
    let sessions = people.iter().map(|person| person.client.clone());
    let with_tokens = people
        .iter()
        .filter(|person| person.email != world.careless_staff.email);
    let tokens = with_tokens.map(|person| person.by_token(&["manage"]));
    let (revoked, id) = world.startup.token(&["read"]);
    world
        .startup
        .client
        .delete(&format!("/api/v1/me/tokens/{id}"))
        .expect(204);
    let others = [
        site.client(),
        site.client().with_token(&revoked),
        site.client().with_token("pbx_nonsense"),
        world
            .citizen
            .another_session(site)
            .with_csrf("of another session"),
    ];
    sessions.chain(tokens).chain(others).collect()
}
