use super::*;

fn access(roles: &[&str], organisations: &[(&str, bool)]) -> Access {
    let membership = |(id, is_owner): &(&str, bool)| pilotbox_store::accounts::MembershipRow {
        organisation_id: (*id).to_owned(),
        is_owner: *is_owner,
    };
    Access {
        epoch: 0,
        is_locked: false,
        has_second_factor: false,
        roles: roles.iter().map(|role| (*role).to_owned()).collect(),
        organisations: organisations.iter().map(membership).collect(),
    }
}

#[test]
fn roles_follow_from_grants_and_memberships() {
    let plain = principal_of("A", &access(&[], &[]), false, &[Role::Staff]);
    assert!(plain.has(Role::Citizen) && !plain.has(Role::Startup));
    assert!(!plain.needs_second_factor);
    let both = access(&["staff", "no role of this release"], &[("O", true)]);
    let both = principal_of("A", &both, false, &[Role::Staff]);
    assert!(both.roles().contains(&Role::Staff) && both.roles().contains(&Role::Startup));
    assert_eq!(both.roles().len(), 3);
    assert!(both.needs_second_factor && !both.has(Role::Staff) && !both.is_owner("O"));
}

#[test]
fn a_factor_that_was_shown_is_not_asked_for() {
    let staff = access(&["staff"], &[]);
    assert!(!principal_of("A", &staff, true, &[Role::Staff]).needs_second_factor);
    assert!(!principal_of("A", &staff, false, &[Role::Admin]).needs_second_factor);
}
