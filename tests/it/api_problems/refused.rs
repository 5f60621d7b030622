//! What is not taken: problems that are not as they must be, too many in a day, decisions
//! without a reason, and what strangers ask.

use super::*;

/// Problems that an account may propose in a day.
const A_DAY: usize = 5;

#[test]
fn what_is_written_wrongly_is_refused_by_its_place() {
    worlds(|world| {
        let client = &world.citizen.client;
        let propose = |change: &dyn Fn(&mut Value)| {
            let mut new = new_problem("Тъмна улица");
            change(&mut new);
            client.post(PROBLEMS, &new)
        };
        let with = |name: &'static str, value: Value| {
            propose(&|new| new[name] = value.clone()).refused("bad-request")
        };
        for name in ["title", "affected", "importance", "solved_when"] {
            let blank = with(name, json!("  "));
            assert!(blank.text_at("/detail").contains(name), "{blank}");
            with(name, json!("a\u{1b}b"));
        }
        for (name, value) in [
            ("title", json!("ж".repeat(121))),
            ("title", json!("two\nlines")),
            ("affected", json!("ж".repeat(2_001))),
            ("field", json!("war")),
            ("language", json!("fr")),
            ("districts", json!([0])),
            ("districts", json!([25])),
            ("districts", json!([3, 3])),
            ("state", json!("shown")),
        ] {
            with(name, value);
        }
        propose(&|new| {
            new["title"] = json!("ж".repeat(120));
            new["affected"] = json!("ж".repeat(2_000));
        })
        .expect(201);
        let nobody = world.site.client();
        nobody
            .post(PROBLEMS, &new_problem("x"))
            .refused("sign-in-needed");
    });
}

#[test]
fn an_account_proposes_so_many_in_a_day() {
    worlds(|world| {
        for number in 0..A_DAY {
            propose(&world.citizen, &format!("Проблем {number}"));
        }
        let client = &world.citizen.client;
        let sixth = client.post(PROBLEMS, &new_problem("Шести"));
        assert_eq!(sixth.refused("quota-exceeded").status, 429);
        propose(&world.startup, "На друг");
    });
}

#[test]
fn a_refusal_has_a_reason_that_its_proposer_alone_reads() {
    worlds(|world| {
        let path = propose(&world.citizen, "Съседът ми");
        let decide = |decision: Value| {
            let address = format!("{path}/decision");
            world.staff.client.put(&address, &decision)
        };
        decide(json!({ "is_shown": false })).refused("bad-request");
        decide(json!({ "is_shown": false, "reason": " " })).refused("bad-request");
        decide(json!({ "is_shown": false, "reason": "x".repeat(1_001) })).refused("bad-request");
        decide(json!({ "is_shown": true, "reason": "x" })).refused("bad-request");
        let reason = json!({ "is_shown": false, "reason": "It names a person" });
        decide(reason.clone()).expect(200);
        let own = world.citizen.client.get(&path).expect(200).json();
        assert_eq!(own["refused_because"], "It names a person");
        let nobody = world.site.client();
        nobody.get(&path).refused("not-found");
        let support = Ask::new("PUT", &format!("{path}/support"));
        world.rival.client.send(&support).refused("not-found");
        world.citizen.client.send(&support).refused("wrong-state");
        // Whoever supports it may take that back all the same.
        let support = format!("{path}/support");
        world.citizen.client.delete(&support).expect(204);
        world.rival.client.delete(&support).refused("not-found");
        decide(json!({ "is_shown": true })).expect(200);
        decide(json!({ "is_shown": true })).expect(200);
        let seen = nobody.get(&path).expect(200).json();
        assert_eq!(seen["refused_because"], Value::Null);
        assert_eq!(seen["steps"].as_array().map(Vec::len), Some(1));
        assert!(!record(&world).contains("It names a person"));
        // What became a challenge is not taken down.
        let open = world.challenge(&city_pack("tests/challenges/fragile"));
        let link = json!({ "challenge": open.id });
        let staff = &world.staff.client;
        staff.put(&format!("{path}/challenge"), &link).expect(200);
        decide(reason).refused("wrong-state");
    });
}

#[test]
fn only_staff_decide() {
    worlds(|world| {
        let path = shown(&world, "Тъмна улица");
        let answer = json!({ "kind": "no", "text": { "bg": "Не", "en": "No" } });
        for stranger in [&world.citizen, &world.startup, &world.evaluator] {
            let client = &stranger.client;
            let put = |name: &str, body: &Value| client.put(&format!("{path}/{name}"), body);
            put("decision", &json!({ "is_shown": true })).refused("not-allowed");
            put("answer", &answer).refused("not-allowed");
            put("challenge", &json!({ "challenge": "x" })).refused("not-allowed");
            let merge = format!("{path}/merge");
            client
                .post(&merge, &json!({ "into": "x" }))
                .refused("not-allowed");
        }
    });
}
