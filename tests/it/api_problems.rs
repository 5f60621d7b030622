//! Problems of the city over HTTP and in the portal: proposed by citizens, let pass by
//! staff, supported once by each account, merged, answered, and linked to a challenge.

mod portal;
mod refused;

use pilotbox_tests::server::{
    Ask, Client, PASSWORD, Part, Person, World, city_pack, renamed_pack, worlds,
};
use serde_json::{Value, json};

/// Where problems are.
const PROBLEMS: &str = "/api/v1/problems";

/// A problem as somebody writes it.
fn new_problem(title: &str) -> Value {
    json!({
        "language": "bg", "title": title, "affected": "Пешеходците по тротоара",
        "importance": "Вечер не се вижда", "solved_when": "Лампите светят до сутринта",
        "field": "utilities", "districts": [17, 3],
    })
}

/// Proposes a problem, and gives its address.
#[track_caller]
fn propose(person: &Person, title: &str) -> String {
    let made = person.client.post(PROBLEMS, &new_problem(title));
    let made = made.expect(201);
    let path = format!("{PROBLEMS}/{}", made.text_at("/id"));
    assert_eq!(made.header("location"), path);
    path
}

/// Lets a problem pass.
#[track_caller]
fn show(world: &World, path: &str) {
    let decision = json!({ "is_shown": true });
    let decided = world
        .staff
        .client
        .put(&format!("{path}/decision"), &decision);
    assert_eq!(decided.expect(200).text_at("/state"), "shown");
}

/// A problem of the citizen that everybody sees.
#[track_caller]
fn shown(world: &World, title: &str) -> String {
    let path = propose(&world.citizen, title);
    show(world, &path);
    path
}

#[track_caller]
fn support(client: &Client, path: &str) {
    let ask = Ask::new("PUT", &format!("{path}/support"));
    client.send(&ask).expect(204);
}

#[track_caller]
fn supporters(client: &Client, path: &str) -> Value {
    client.get(path).expect(200).json()["supporters"].clone()
}

/// The titles of a list.
#[track_caller]
fn titles(client: &Client, query: &str) -> Vec<String> {
    let page = client.get(&format!("{PROBLEMS}{query}")).expect(200).json();
    let items = page["items"].as_array().into_iter().flatten();
    let title = |one: &Value| one["title"].as_str().expect("it has a title").to_owned();
    items.map(title).collect()
}

fn id(path: &str) -> &str {
    path.rsplit('/').next().expect("it ends with its id")
}

/// The record as text.
fn record(world: &World) -> String {
    let chain = world.site.client().get("/api/v1/chain").expect(200);
    String::from_utf8_lossy(&chain.body).into_owned()
}

#[test]
fn everybody_sees_what_staff_let_pass_and_each_account_supports_it_once() {
    worlds(|world| {
        let nobody = world.site.client();
        let path = propose(&world.citizen, "Тъмна улица");
        let own = world.citizen.client.get(&path).expect(200).json();
        assert_eq!(
            (&own["state"], &own["is_own"]),
            (&json!("proposed"), &json!(true))
        );
        assert_eq!(own["districts"], json!([3, 17]));
        for stranger in [&nobody, &world.startup.client, &world.careless_staff.client] {
            stranger.get(&path).refused("not-found");
            assert!(titles(stranger, "?state=proposed").is_empty());
        }
        assert_eq!(titles(&world.citizen.client, "?own=true"), ["Тъмна улица"]);
        assert_eq!(
            titles(&world.staff.client, "?state=proposed"),
            ["Тъмна улица"]
        );
        assert!(titles(&world.staff.client, "").is_empty());
        show(&world, &path);
        assert_eq!(titles(&nobody, ""), ["Тъмна улица"]);
        assert_eq!(
            supporters(&nobody, &path),
            1,
            "whoever proposes it supports it"
        );
        nobody
            .send(&Ask::new("PUT", &format!("{path}/support")))
            .refused("sign-in-needed");
        for person in [&world.startup, &world.startup, &world.rival] {
            support(&person.client, &path);
        }
        assert_eq!(supporters(&world.startup.client, &path), 3);
        for _ in 0..2 {
            let support = format!("{path}/support");
            world.startup.client.delete(&support).expect(204);
        }
        let seen = world.startup.client.get(&path).expect(200).json();
        assert_eq!(
            (&seen["supporters"], &seen["is_supported"]),
            (&json!(2), &json!(false))
        );
        assert!(!record(&world).contains("Тъмна"), "the record has no texts");
    });
}

#[test]
fn what_staff_propose_is_shown_at_once_and_counts_nobody() {
    worlds(|world| {
        let path = propose(&world.staff, "Мост без парапет");
        let seen = world.site.client().get(&path).expect(200).json();
        assert_eq!(
            (&seen["state"], &seen["supporters"]),
            (&json!("shown"), &json!(0))
        );
        assert_eq!(seen["is_of_city"], true);
        assert!(record(&world).contains("problem-shown"));
    });
}

#[test]
fn problems_that_are_one_are_merged_and_nobody_counts_twice() {
    worlds(|world| {
        let (first, second) = (shown(&world, "Дупка"), propose(&world.startup, "Още дупка"));
        show(&world, &second);
        for path in [&first, &second] {
            support(&world.rival.client, path);
        }
        let staff = &world.staff.client;
        let merge = |from: &str, into: &str| {
            staff.post(&format!("{from}/merge"), &json!({ "into": id(into) }))
        };
        merge(&second, &second).refused("bad-request");
        merge(&second, "none").refused("bad-request");
        let waits = propose(&world.rival, "Трета дупка");
        merge(&second, &waits).refused("bad-request");
        let stays = merge(&second, &first).expect(200).json();
        assert_eq!(
            (&stays["id"], &stays["supporters"]),
            (&json!(id(&first)), &json!(3))
        );
        assert_eq!(stays["merged"][0]["title"], "Още дупка");
        merge(&second, &first).refused("wrong-state");
        let nobody = world.site.client();
        let old = nobody.get(&second).expect(200).json();
        assert_eq!(
            (&old["state"], &old["merged_into"]),
            (&json!("merged"), &json!(id(&first)))
        );
        let gone = Ask::new("PUT", &format!("{second}/support"));
        let gone = world.rival.client.send(&gone).refused("wrong-state");
        assert!(gone.text_at("/hint").contains(&first));
        // One that nobody had read leads its proposer on, and nobody else.
        merge(&waits, &first).expect(200);
        nobody.get(&waits).refused("not-found");
        let own = world.rival.client.get(&waits).expect(200).json();
        assert_eq!(own["merged_into"], id(&first));
        assert_eq!(
            supporters(&nobody, &first),
            3,
            "that one supported it before"
        );
        let shown = nobody.get(&first).expect(200).json();
        assert_eq!(shown["merged"].as_array().map(Vec::len), Some(1));
    });
}

#[test]
fn a_problem_is_answered_in_both_languages_and_former_answers_stay() {
    worlds(|world| {
        let path = shown(&world, "Шумна улица");
        let answer = |kind: &str, text: &str| {
            let answer = json!({ "kind": kind, "text": { "bg": text, "en": text } });
            world.staff.client.put(&format!("{path}/answer"), &answer)
        };
        answer("maybe", "x").refused("bad-request");
        answer("planned", "").refused("bad-request");
        answer("planned", &"x".repeat(8_001)).refused("bad-request");
        answer("planned", "Next year").expect(200);
        answer("taken-up", "It has begun").expect(200);
        let seen = world.site.client().get(&path).expect(200).json();
        assert_eq!(
            (&seen["state"], &seen["answer"]),
            (&json!("answered"), &json!("taken-up"))
        );
        assert_eq!(seen["answered"]["en"], "It has begun");
        let texts: Vec<_> = seen["steps"].as_array().into_iter().flatten().collect();
        assert_eq!(texts[1]["text"]["en"], "Next year");
        assert_eq!(titles(&world.site.client(), "?state=answered").len(), 1);
        assert!(!record(&world).contains("It has begun"));
        let link = format!("/problems/{}", id(&path));
        world.site.mail_with(&world.citizen.email, &link);
    });
}

#[test]
fn a_problem_becomes_a_challenge_that_citizens_see_once_it_opens() {
    worlds(|world| {
        let nobody = world.site.client();
        let (path, other) = (shown(&world, "Загуби на вода"), shown(&world, "Тъмно"));
        let pack = renamed_pack("challenges/utilities/water-demand", "not-open-yet");
        let part = Part {
            name: "pack",
            file: Some("challenge.pack"),
            bytes: &pack,
        };
        let draft = Ask::new("POST", "/api/v1/challenges").form(&[part]);
        let draft = world.staff.client.send(&draft).expect(201).text_at("/id");
        let open = world.challenge(&city_pack("tests/challenges/fragile"));
        let link = |path: &str, challenge: &str| {
            let ask = json!({ "challenge": challenge });
            world.staff.client.put(&format!("{path}/challenge"), &ask)
        };
        link(&path, "no-such-challenge").refused("bad-request");
        let linked = link(&path, &draft).expect(200).json();
        assert_eq!(linked["challenge"], draft);
        let seen = nobody.get(&path).expect(200).json();
        assert_eq!(
            (&seen["state"], &seen["challenge"]),
            (&json!("challenge"), &Value::Null)
        );
        assert_eq!(seen["is_prepared"], true);
        let of_draft = format!("{PROBLEMS}?challenge={draft}");
        nobody.get(&of_draft).refused("not-found");
        assert_eq!(
            titles(&world.staff.client, &format!("?challenge={draft}")).len(),
            1
        );
        let named = |chain: &str, id: &str| {
            let mut links = chain.lines().filter(|link| link.contains("problem-linked"));
            links.any(|link| link.contains(id))
        };
        assert!(
            !named(&record(&world), &draft),
            "only staff know of a draft"
        );
        link(&other, &open.id).expect(200);
        assert!(named(&record(&world), &open.id));
        let seen = nobody.get(&other).expect(200).json();
        assert_eq!(
            (&seen["challenge"], &seen["is_prepared"]),
            (&json!(open.id), &json!(false))
        );
        let of_open = format!("?challenge={}", open.id);
        assert_eq!(titles(&nobody, &of_open), ["Тъмно"]);
        // Support goes on, and the city may still answer.
        support(&world.rival.client, &other);
    });
}

#[test]
fn a_list_is_narrowed_searched_and_ordered_by_support() {
    worlds(|world| {
        let nobody = world.site.client();
        let mut bus = new_problem("Автобусът ЗАКЪСНЯВА");
        (bus["field"], bus["districts"]) = (json!("mobility"), json!([]));
        let made = world.staff.client.post(PROBLEMS, &bus).expect(201);
        let bus = format!("{PROBLEMS}/{}", made.text_at("/id"));
        shown(&world, "Тъмна улица");
        assert_eq!(titles(&nobody, ""), ["Тъмна улица", "Автобусът ЗАКЪСНЯВА"]);
        assert_eq!(titles(&nobody, "?field=mobility"), ["Автобусът ЗАКЪСНЯВА"]);
        assert_eq!(titles(&nobody, "?district=17").len(), 2);
        assert_eq!(titles(&nobody, "?district=7"), ["Автобусът ЗАКЪСНЯВА"]);
        let query = "?q=%D0%B7%D0%B0%D0%BA%D1%8A%D1%81%D0%BD%D1%8F%D0%B2%D0%B0";
        assert_eq!(titles(&nobody, query), ["Автобусът ЗАКЪСНЯВА"]);
        assert!(titles(&nobody, "?q=%25%25").is_empty());
        for person in [&world.startup, &world.rival] {
            support(&person.client, &bus);
        }
        assert_eq!(titles(&nobody, "?sort=support")[0], "Автобусът ЗАКЪСНЯВА");
        let first = nobody
            .get(&format!("{PROBLEMS}?sort=support&limit=1"))
            .expect(200);
        let next = format!("?sort=support&cursor={}", first.text_at("/next"));
        assert_eq!(titles(&nobody, &next), ["Тъмна улица"]);
        for bad in [
            "?district=25",
            "?field=war",
            "?sort=luck",
            "?q=%00",
            "?sort=support&cursor=x",
        ] {
            nobody
                .get(&format!("{PROBLEMS}{bad}"))
                .refused("bad-request");
        }
        let own = format!("{PROBLEMS}?own=true");
        nobody.get(&own).refused("sign-in-needed");
        let careless = &world.careless_staff.client;
        careless.get(&own).refused("second-factor-needed");
    });
}

#[test]
fn whoever_goes_leaves_the_problem_and_takes_the_support() {
    worlds(|world| {
        let leaves = world.site.register("leaves@home.example", None);
        let (path, other) = (propose(&leaves, "Моят проблем"), shown(&world, "Чужд"));
        show(&world, &path);
        support(&leaves.client, &other);
        let export = leaves.client.get("/api/v1/me/export").expect(200);
        assert!(String::from_utf8_lossy(&export.body).contains("Моят проблем"));
        let proof = json!({ "password": PASSWORD });
        let erase = Ask::new("DELETE", "/api/v1/me").json(&proof);
        leaves.client.send(&erase).expect(204);
        let nobody = world.site.client();
        assert_eq!(supporters(&nobody, &path), 0);
        assert_eq!(supporters(&nobody, &other), 1);
    });
}
