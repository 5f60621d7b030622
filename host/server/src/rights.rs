//! Who may do what: one table of action x who x state, deny by default. Pure
//! functions of names; every route names its action (`crate::api::Api::add`), so
//! a route without a row does not exist.
//!
//! Answers: whoever is not signed in gets 401, whoever's roles never may gets
//! 403, and whatever belongs to somebody else is not found (404), so that ids
//! tell nothing. Staff who are not named as readers of a data set get 403: they know
//! that it is there.

mod action;
mod table;

use pilotbox_model::api::{
    accounts::{Role, TokenScope},
    challenges::ChallengeState,
    problem::Code,
};

use crate::{principal::Principal, problem::Problem};

pub use action::Action;
pub use table::{Row, TABLE};

/// Whom a row lets in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Everybody, signed in or not.
    Anyone,
    /// Every account, on what is its own or nobody's.
    SignedIn,
    /// Members of the organisation that owns the thing.
    Member,
    /// The member who may invite others to that organisation.
    Owner,
    /// Every account with the role, on anybody's things.
    Has(Role),
    /// Every account with the role, on what is its own.
    Own(Role),
    /// Staff who are named as readers of the data set's raw data.
    Reader,
}

/// What an action is done to, as far as rights depend on it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Subject<'a> {
    /// The organisation that owns it.
    pub organisation: Option<&'a str>,
    /// The account that owns it.
    pub account: Option<&'a str>,
    /// The state of the challenge that it belongs to.
    pub state: Option<ChallengeState>,
    /// Whether the account is named as a reader of the data set that it belongs to.
    pub is_reader: bool,
}

/// Whether this account could ever do the action: what the router asks before a
/// handler runs.
pub fn gate(principal: &Principal, action: Action) -> Result<(), Problem> {
    let row = action.row();
    if row.who.contains(&Who::Anyone) {
        return Ok(());
    }
    if principal.account().is_none() {
        return Err(Problem::new(Code::SignInNeeded));
    }
    if principal.needs_second_factor && !row.without_second_factor {
        return Err(Problem::new(Code::SecondFactorNeeded)
            .hint("set up a one-time code under `/api/v1/me/second-factor`"));
    }
    if !scope_allows(principal, row) {
        return Err(Problem::new(Code::NotAllowed)
            .detail("the token's scopes do not cover this")
            .hint("make a token with the scope that is needed, or sign in"));
    }
    let could = row.who.iter().any(|who| match who {
        Who::Anyone | Who::SignedIn => true,
        Who::Member => !principal.organisations.is_empty(),
        Who::Owner => principal.organisations.iter().any(|own| own.is_owner),
        Who::Has(role) | Who::Own(role) => principal.has(*role),
        Who::Reader => principal.has(Role::Staff),
    });
    could
        .then_some(())
        .ok_or_else(|| Problem::new(Code::NotAllowed))
}

/// Whether this account may do the action to this thing: what a handler asks once
/// it knows the thing.
pub fn demand(principal: &Principal, action: Action, subject: Subject<'_>) -> Result<(), Problem> {
    gate(principal, action)?;
    let row = action.row();
    let may = row.who.iter().any(|who| holds(principal, *who, subject));
    if !may && row.who.contains(&Who::Reader) {
        // The whole staff knows of every data set, so nothing is told by saying no.
        return Err(Problem::new(Code::NotAllowed));
    }
    if !may {
        return Err(Problem::new(Code::NotFound));
    }
    match subject.state {
        Some(state) if !row.states.is_empty() && !row.states.contains(&state) => {
            Err(Problem::new(Code::WrongState)
                .detail(format!("the challenge is in state `{state}`")))
        }
        _ => Ok(()),
    }
}

fn holds(principal: &Principal, who: Who, subject: Subject<'_>) -> bool {
    match who {
        Who::Anyone => true,
        Who::SignedIn => match (principal.account(), subject.account) {
            (Some(mine), Some(owner)) => mine == owner,
            (Some(_), None) => subject.organisation.is_none(),
            (None, _) => false,
        },
        Who::Member => subject
            .organisation
            .is_some_and(|owner| principal.is_member(owner)),
        Who::Owner => subject
            .organisation
            .is_some_and(|owner| principal.is_owner(owner)),
        Who::Has(role) => principal.has(role),
        Who::Own(role) => {
            let mine = principal.account();
            principal.has(role) && mine.is_some() && mine == subject.account
        }
        Who::Reader => principal.has(Role::Staff) && subject.is_reader,
    }
}

/// A session may do all that its account may; a token what its scopes say.
fn scope_allows(principal: &Principal, row: &Row) -> bool {
    let Some(scopes) = &principal.scopes else {
        return true;
    };
    row.scope.is_some_and(|needed| {
        scopes.contains(&needed)
            || (needed != TokenScope::Manage && scopes.contains(&TokenScope::Manage))
            || (needed == TokenScope::Read && scopes.contains(&TokenScope::Submit))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::principal::Membership;

    fn member(organisation: &str) -> Principal {
        let mut member = Principal::signed_in("A1", [Role::Citizen, Role::Startup]);
        member.organisations.push(Membership {
            organisation: organisation.to_owned(),
            is_owner: false,
        });
        member
    }

    fn code(result: Result<(), Problem>) -> Option<Code> {
        result.err().map(|problem| problem.code())
    }

    #[test]
    fn every_action_has_one_row() {
        for action in Action::ALL {
            let rows = TABLE.iter().filter(|row| row.action == action).count();
            assert_eq!(rows, 1, "{action:?}");
        }
        assert_eq!(TABLE.len(), Action::ALL.len());
    }

    #[test]
    fn what_is_foreign_is_not_found() {
        let subject = |organisation| Subject {
            organisation: Some(organisation),
            ..Subject::default()
        };
        let action = Action::ReadSubmission;
        assert_eq!(code(demand(&member("O1"), action, subject("O1"))), None);
        assert_eq!(
            code(demand(&member("O1"), action, subject("O2"))),
            Some(Code::NotFound)
        );
    }

    #[test]
    fn work_of_a_role_is_its_owners_while_the_role_is_there() {
        let subject = |account| Subject {
            account: Some(account),
            state: Some(ChallengeState::Jury),
            ..Subject::default()
        };
        let evaluator = Principal::signed_in("E1", [Role::Evaluator]);
        let action = Action::Judge;
        assert_eq!(code(demand(&evaluator, action, subject("E1"))), None);
        assert_eq!(
            code(demand(&evaluator, action, subject("E2"))),
            Some(Code::NotFound)
        );
        let former = Principal::signed_in("E1", [Role::Staff]);
        assert_eq!(
            code(demand(&former, action, subject("E1"))),
            Some(Code::NotAllowed)
        );
    }

    #[test]
    fn raw_data_is_for_staff_who_are_named_and_for_nobody_else() {
        let subject = |is_reader| Subject {
            is_reader,
            ..Subject::default()
        };
        let action = Action::FetchRaw;
        let staff = Principal::signed_in("S1", [Role::Staff]);
        assert_eq!(code(demand(&staff, action, subject(true))), None);
        assert_eq!(
            code(demand(&staff, action, subject(false))),
            Some(Code::NotAllowed)
        );
        // Whoever has left the staff reads no more, and an admin never did.
        for role in [Role::Citizen, Role::Admin] {
            let other = Principal::signed_in("S1", [role]);
            assert_eq!(
                code(demand(&other, action, subject(true))),
                Some(Code::NotAllowed)
            );
        }
    }

    #[test]
    fn nobody_is_asked_to_sign_in_and_a_citizen_is_refused() {
        let anonymous = Principal::anonymous();
        assert_eq!(
            code(gate(&anonymous, Action::CreateChallenge)),
            Some(Code::SignInNeeded)
        );
        assert_eq!(
            code(gate(&member("O1"), Action::CreateChallenge)),
            Some(Code::NotAllowed)
        );
    }

    #[test]
    fn a_state_outside_the_row_is_told() {
        let subject = Subject {
            organisation: Some("O1"),
            state: Some(ChallengeState::Closed),
            ..Subject::default()
        };
        assert_eq!(
            code(demand(&member("O1"), Action::Submit, subject)),
            Some(Code::WrongState)
        );
    }

    #[test]
    fn a_token_does_no_more_than_its_scopes() {
        let mut reader = member("O1");
        reader.scopes = Some(vec![TokenScope::Read]);
        assert_eq!(code(gate(&reader, Action::ReadSubmission)), None);
        assert_eq!(code(gate(&reader, Action::Submit)), Some(Code::NotAllowed));
        let mut manager = member("O1");
        manager.scopes = Some(vec![TokenScope::Manage]);
        assert_eq!(
            code(gate(&manager, Action::ManageTokens)),
            Some(Code::NotAllowed),
            "no token makes tokens"
        );
    }
}
