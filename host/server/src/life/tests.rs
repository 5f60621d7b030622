use super::*;

const READY: Facts = Facts {
    is_own: false,
    has_approved: true,
    closes_at: Some(2_000),
    has_finalists: true,
    waiting_finalists: 0,
    has_reason: false,
    has_rule: false,
    now: 1_000,
};

fn refused(from: ChallengeState, to: ChallengeState, facts: Facts) -> Option<Code> {
    permit(from, to, facts).err().map(|problem| problem.code())
}

#[test]
fn only_the_steps_of_a_life_are_taken() {
    let willing = Facts {
        has_reason: true,
        ..READY
    };
    for from in ChallengeState::ALL {
        for to in ChallengeState::ALL {
            let expected = (!from.may_become(to)).then_some(Code::WrongState);
            assert_eq!(refused(from, to, willing), expected, "{from} to {to}");
        }
    }
}

#[test]
fn who_handed_it_to_review_may_send_it_back_but_not_open_it() {
    let own = Facts {
        is_own: true,
        ..READY
    };
    assert_eq!(refused(Review, Open, own), Some(Code::NotAllowed));
    assert_eq!(refused(Review, ChallengeState::Draft, own), None);
    assert_eq!(refused(Review, Open, READY), None);
}

#[test]
fn what_opens_is_approved_and_has_time_left() {
    let unread = Facts {
        has_approved: false,
        ..READY
    };
    assert_eq!(refused(Review, Open, unread), Some(Code::WrongState));
    let at = |now| Facts { now, ..READY };
    assert_eq!(refused(Review, Open, at(1_999)), None);
    assert_eq!(refused(Review, Open, at(2_000)), Some(Code::WrongState));
    let standing = Facts {
        closes_at: None,
        ..at(9_000)
    };
    assert_eq!(refused(Review, Open, standing), None);
}

#[test]
fn closing_before_the_date_needs_a_reason() {
    assert_eq!(refused(Open, Closed, READY), Some(Code::BadRequest));
    let reasoned = Facts {
        has_reason: true,
        ..READY
    };
    assert_eq!(refused(Open, Closed, reasoned), None);
    let due = Facts {
        now: 2_000,
        ..READY
    };
    assert_eq!(refused(Open, Closed, due), None);
}

#[test]
fn the_jury_begins_when_every_finalist_has_run() {
    let waiting = Facts {
        waiting_finalists: 1,
        ..READY
    };
    assert_eq!(refused(Closed, Jury, waiting), Some(Code::WrongState));
    let unlocked = Facts {
        has_finalists: false,
        ..READY
    };
    assert_eq!(refused(Closed, Jury, unlocked), Some(Code::WrongState));
    assert_eq!(refused(Closed, Jury, READY), None);
}

#[test]
fn what_was_declared_is_published_with_its_decision() {
    let declared = Facts {
        has_rule: true,
        ..READY
    };
    let published = ChallengeState::Published;
    assert_eq!(refused(Jury, published, declared), Some(Code::WrongState));
    assert_eq!(refused(Jury, published, READY), None);
}
