//! A decision before it is out.

use pilotbox_tests::server::{
    decision::{Contest, first_criterion, moderate},
    jury::{criteria, hand_in, ids, marks, own, part, say_no_conflict},
};
use serde_json::{Value, json};

use super::all;

fn reason() -> Value {
    json!({ "bg": "Болен", "en": "Ill" })
}

pub(super) fn before_the_jury_sits_it_is_too_early(contest: &Contest<'_>) {
    let preview = contest.preview();
    assert_eq!(preview["missing"]["is_too_early"], true, "{preview}");
    assert_eq!(preview["is_ready"], false, "{preview}");
    let finalist = &contest.jury.finalists[0];
    let out = json!({ "submission": finalist, "reason": reason() });
    let path = contest.path("omissions");
    contest.staff().post(&path, &out).refused("wrong-state");
    let world = contest.world();
    for person in [&world.startup, &world.evaluator, &world.citizen] {
        let seen = person.client.get(&contest.path("preview"));
        seen.refused("not-allowed");
    }
}

pub(super) fn unjudged_finalists_are_listed(contest: &Contest<'_>) {
    let preview = contest.preview();
    let unjudged = all(&preview["missing"], "unjudged");
    assert_eq!(unjudged.len(), 2, "{preview}");
    for one in unjudged {
        assert_eq!((&one["judged"], &one["fewest"]), (&json!(0), &json!(3)));
        assert_eq!(all(one, "waiting").len(), 3, "{preview}");
    }
    assert_eq!(preview["numbers"], Value::Null, "{preview}");
    assert!(preview["refused"].is_string(), "{preview}");
    let nothing = json!({ "digest": format!("sha256:{}", "0".repeat(64)) });
    let path = contest.path("proposals");
    contest.staff().post(&path, &nothing).refused("wrong-state");
}

pub(super) fn what_is_left_out_wrongly_is_refused(contest: &Contest<'_>) {
    let path = contest.path("omissions");
    let finalist = &contest.jury.finalists[0];
    for wrong in [
        json!({ "submission": finalist }),
        json!({ "submission": finalist, "reason": { "bg": " ", "en": "Ill" } }),
        json!({ "submission": finalist, "reason": { "bg": "б", "en": "x".repeat(2_001) } }),
        json!({ "submission": "nobody", "reason": reason() }),
        json!({ "submission": finalist, "assignment": "nobody", "reason": reason() }),
    ] {
        contest.staff().post(&path, &wrong).refused("bad-request");
    }
}

pub(super) fn a_rubric_may_be_given_up_and_waited_for_again(contest: &Contest<'_>) {
    let finalist = &contest.jury.finalists[0];
    let work = contest.work(&contest.third.account, finalist);
    let out = json!({ "submission": finalist, "assignment": work, "reason": reason() });
    let path = contest.path("omissions");
    contest.staff().post(&path, &out).expect(204);
    contest.staff().post(&path, &out).refused("conflict");
    let preview = contest.preview();
    let left_out = &preview["left_out"][0];
    assert_eq!(left_out["is_rubric"], true, "{preview}");
    let waits = |preview: &Value| {
        let unjudged = all(&preview["missing"], "unjudged");
        let own = unjudged.iter().find(|one| one["submission"] == *finalist);
        own.map(|one| all(one, "waiting").len())
    };
    assert_eq!(waits(&preview), Some(2), "{preview}");
    let id = left_out["id"].as_str().expect("it can be taken back");
    let one = format!("{path}/{id}");
    contest.staff().delete(&one).expect(204);
    contest.staff().delete(&one).refused("not-found");
    assert_eq!(waits(&contest.preview()), Some(3));
}

/// All give 4, but for the third evaluator on the first criterion of the startup's.
pub(super) fn evaluators_judge_and_differ(contest: &Contest<'_>) {
    let [first, second, third] = contest.evaluators();
    contest.judge(first, 4);
    contest.judge(second, 4);
    let shared = contest.work(&contest.third.account, &contest.jury.finalists[0]);
    let work = own(third, &format!("challenge={}", contest.jury.challenge.id));
    for id in ids(&work) {
        say_no_conflict(third, id);
        let given: &[u64] = if id == shared { &[2, 4] } else { &[4] };
        let filled = marks(&criteria(third, id), given);
        third.put(&part(id, "marks"), &filled).expect(204);
        hand_in(third, id).expect(204);
    }
}

pub(super) fn an_open_moderation_keeps_it_back(contest: &Contest<'_>) {
    let preview = contest.preview();
    let open = all(&preview["missing"], "open_moderations");
    assert_eq!(open.len(), 1, "{preview}");
    assert_eq!(
        (&open[0]["lowest"], &open[0]["highest"]),
        (&json!(2), &json!(4))
    );
    assert_eq!(preview["is_ready"], false, "{preview}");
    let accounts = [
        &contest.world().evaluator.account,
        &contest.jury.second.account,
        &contest.third.account,
    ];
    for (client, account) in contest.evaluators().into_iter().zip(accounts) {
        let work = contest.work(account, &contest.jury.finalists[0]);
        moderate(client, &work, &first_criterion(client, &work), 3);
    }
    let ready = contest.preview();
    assert_eq!(ready["is_ready"], true, "{ready}");
    assert_eq!(all(&ready, "evaluators").len(), 3, "{ready}");
    let candidates = all(&ready["numbers"], "candidates");
    assert_eq!(candidates.len(), 2, "{ready}");
    assert_eq!(candidates[0]["organisation"], "Alpha of the seven hills");
}
