//! How evaluators judge, over HTTP: a declaration before anything is shown, marks by the
//! rubric, a lock on figures until all are in, moderations where marks lie far apart, and
//! what the chair of the jury sees of it.

mod declared;
mod marks;
mod moderated;

use pilotbox_tests::server::{
    jury::{Jury, hand_in, ids, own, part},
    worlds,
};
use serde_json::json;

/// The last day that work is given for.
const DUE: &str = "2099-01-15";

#[test]
fn a_jury_declares_marks_and_moderates() {
    worlds(|world| {
        let jury = Jury::open(&world);
        jury.close();
        jury.assign(&json!({ "due_on": DUE }));
        declared::nothing_is_shown_before(&jury);
        declared::what_is_declared_wrongly_is_refused(&jury);
        declared::it_is_said_once(&jury);
        declared::a_conflict_withdraws_for_good(&jury);
        marks::none_is_given_before_the_jury_sits(&jury);
        world.staff.go(&jury.challenge, "jury");
        marks::what_is_marked_wrongly_is_refused(&jury);
        marks::a_draft_is_kept_and_a_gap_is_told(&jury);
        marks::strangers_see_nothing(&jury);
        marks::what_is_in_does_not_change(&jury);
        moderated::one_apart_is_no_moderation(&jury);
        moderated::two_apart_is_one(&jury);
        moderated::what_is_said_wrongly_is_refused(&jury);
        moderated::both_marks_are_kept(&jury);
        moderated::the_chair_sees_how_far_it_is(&jury);
        world.staff.go(&jury.challenge, "published");
        what_is_decided_stays(&jury);
        the_record_holds_digests(&jury);
    });
}

fn what_is_decided_stays(jury: &Jury<'_>) {
    let client = jury.evaluator();
    let work = own(client, "");
    let address = |name: &str| part(ids(&work)[0], name);
    client.get(&address("rubric")).expect(200);
    let none = json!({ "has_conflict": false });
    client
        .put(&address("conflict"), &none)
        .refused("wrong-state");
    let empty = json!({ "marks": [] });
    client.put(&address("marks"), &empty).refused("wrong-state");
    hand_in(client, ids(&work)[0]).refused("wrong-state");
}

/// Neither marks nor reasons nor who judges whom.
fn the_record_holds_digests(jury: &Jury<'_>) {
    let chain = jury.world.site.client().get("/api/v1/chain").expect(200);
    let chain = String::from_utf8_lossy(&chain.body).into_owned();
    let links: Vec<&str> = chain
        .lines()
        .filter(|line| line.contains("\"judging-"))
        .collect();
    for (kind, times) in [
        ("judging-declared", 4),
        ("judging-handed-in", 3),
        ("judging-moderated", 3),
    ] {
        let found = links.iter().filter(|link| link.contains(kind)).count();
        assert_eq!(found, times, "{kind}: {chain}");
    }
    let hidden = [declared::REASON, marks::COMMENT, &jury.second.account];
    for text in hidden {
        assert!(links.iter().all(|link| !link.contains(text)), "{text}");
    }
}
