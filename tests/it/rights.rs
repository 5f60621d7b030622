//! Who may do what, over HTTP: every route as every kind of caller, on challenges in
//! several states. What must come is worked out from the table of rights, so a new
//! route is tried without a word here.

mod caller;
mod things;

use pilotbox_model::api::{
    accounts::{Role, TokenScope},
    challenges::ChallengeState,
};
use pilotbox_server::{
    api::Endpoint,
    rights::{Action, Row, Who},
};
use pilotbox_tests::{
    dice::Dice,
    server::{Answer, Examples, Operation, Site, World, endpoints, worlds},
};
use serde_json::{Value, json};

use self::{
    caller::{Caller, Crowd, callers},
    things::{Owner, Stage},
};

/// Routes that nobody reaches on a site without identity providers.
const UNREACHABLE: [&str; 2] = [
    "/api/v1/auth/oidc/{provider}",
    "/api/v1/auth/oidc/{provider}/callback",
];

/// What the table makes of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Expected {
    SignInNeeded,
    NotAllowed,
    SecondFactorNeeded,
    ForeignForm,
    NotFound,
    WrongState,
    /// The handler answers, whatever it says.
    Reached,
    /// The handler answers, or says that no token does this.
    ReachedOrNoToken,
}

#[test]
fn every_route_lets_in_whom_the_table_names_and_nobody_else() {
    worlds(|world| {
        let stages = [
            Stage::draft(&world),
            Stage::published(&world),
            Stage::with_jury(&world),
            Stage::open(&world),
        ];
        let crowd = Crowd::around(&world);
        let callers = callers(&world, &crowd);
        let mut endpoints = endpoints();
        endpoints.sort_by_key(harm);
        careless_staff_read_as_anybody(&world, &stages, &endpoints);
        let mut faults = Vec::new();
        let mut is_reached = vec![false; endpoints.len()];
        for stage in &stages {
            for (endpoint, is_reached) in endpoints.iter().zip(&mut is_reached) {
                let is_named = stages.iter().any(|one| one.place(&endpoint.path).is_some());
                assert!(is_named, "say which thing {} names", endpoint.path);
                *is_reached |= try_route(&world, stage, &callers, endpoint, &mut faults);
            }
        }
        for (endpoint, is_reached) in endpoints.iter().zip(is_reached) {
            if !is_reached && !UNREACHABLE.contains(&endpoint.path.as_str()) {
                faults.push(format!(
                    "nobody reached {} {}",
                    endpoint.method, endpoint.path
                ));
            }
        }
        let told = faults.join("\n\n");
        assert!(faults.is_empty(), "{} faults:\n{told}", faults.len());
    });
}

/// What everybody may read shows staff no more before they have a second factor.
fn careless_staff_read_as_anybody(world: &World, stages: &[Stage<'_>], endpoints: &[Endpoint]) {
    let is_read = |endpoint: &&Endpoint| {
        let is_for_all = endpoint.action.row().who.contains(&Who::Anyone);
        endpoint.method == "GET" && is_for_all && !endpoint.path.ends_with("/events")
    };
    let nobody = world.site.client();
    let mut shown = 0;
    for stage in stages {
        for endpoint in endpoints.iter().filter(is_read) {
            let Some((path, _)) = stage.place(&endpoint.path) else {
                continue;
            };
            let theirs = world.careless_staff.client.get(&path);
            let ours = nobody.get(&path);
            assert_eq!(theirs.status, ours.status, "{theirs}");
            if ours.status == 200 {
                assert!(theirs.body == ours.body, "{theirs}\n{ours}");
                shown += 1;
            }
        }
    }
    assert!(shown > 10, "{shown} answers were compared");
}

/// Tries a route as everybody, and tells whether anybody reached it.
fn try_route(
    world: &World,
    stage: &Stage<'_>,
    callers: &[Caller<'_>],
    endpoint: &Endpoint,
    faults: &mut Vec<String>,
) -> bool {
    let Some((path, owner)) = stage.place(&endpoint.path) else {
        return false;
    };
    let operation = described(&world.site, endpoint);
    let mut dice = Dice::new(1);
    let mut is_reached = false;
    for caller in callers {
        let mut examples = Examples {
            contract: world.site.contract(),
            dice: &mut dice,
            is_least: true,
            known: &known,
        };
        let answer = caller.client.send(&examples.ask(&operation, &path));
        let expected = expected(caller, endpoint, owner, stage);
        if !holds(expected, &answer) {
            let who = format!("{}, {}", caller.name, stage.state);
            faults.push(format!("{who}, expects {expected:?}: {answer}"));
        }
        is_reached |= expected == Expected::Reached && answer.status != 404;
    }
    is_reached
}

#[test]
fn the_description_names_every_route_and_no_other() {
    let site = Site::sqlite();
    let name = |method: &str, path: &str| format!("{method} {path}");
    let operations = site.contract().operations().iter();
    let mut described: Vec<_> = operations
        .map(|operation| name(&operation.method, &operation.template))
        .collect();
    let mut routes: Vec<_> = endpoints()
        .iter()
        .map(|endpoint| name(endpoint.method, &endpoint.path))
        .collect();
    described.sort();
    routes.sort();
    assert_eq!(described, routes);
}

/// Reads first, and what takes things away last, so that they are there until then.
fn harm(endpoint: &Endpoint) -> usize {
    let ends = |ending: &str| endpoint.path.ends_with(ending);
    match endpoint.method {
        "GET" => 0,
        "DELETE" if ends("/sessions/current") => 5,
        "DELETE" => 3,
        // From then on nobody may open an account, or submit.
        "PUT" if ends("/switches") => 4,
        // From then on everybody is a member of something.
        "POST" if ends("/organisations") => 4,
        _ if ends("/withdrawal") || ends("/lock") || ends("/decision") => 2,
        // A pilot that has ended is stopped as well as any.
        _ if ends("/exit") || ends("/stop") => 2,
        _ => 1,
    }
}

fn described(site: &Site, endpoint: &Endpoint) -> Operation {
    let mut all = site.contract().operations().iter();
    let found = all.find(|operation| {
        operation.method == endpoint.method && operation.template == endpoint.path
    });
    found.expect("the route is described").clone()
}

/// Names that a drawn word would not do for.
fn known(name: &str, dice: &mut Dice) -> Option<Value> {
    match name {
        "email" => Some(json!(format!("{}@nobody.example", dice.word(12)))),
        "upload-offset" => Some(json!(0)),
        "split" => Some(json!("sample")),
        _ => None,
    }
}

/// What the table says of a caller and a route on a challenge in this state, read
/// without the server's own reader of it.
fn expected(
    caller: &Caller<'_>,
    endpoint: &Endpoint,
    owner: Owner<'_>,
    stage: &Stage<'_>,
) -> Expected {
    let row = endpoint.action.row();
    if caller.is_spent {
        return Expected::SignInNeeded;
    }
    if caller.is_foreign && endpoint.method != "GET" {
        return Expected::ForeignForm;
    }
    let expected = in_any_state(caller, row, owner);
    let is_past_the_door = matches!(
        expected,
        Expected::Reached | Expected::ReachedOrNoToken | Expected::NotFound
    );
    let is_staff = caller.roles.contains(&Role::Staff) && !caller.needs_second_factor;
    // To these, even staff's own drafts are not there yet.
    let is_for_public = matches!(row.action, Action::Submit | Action::ReadBlind);
    if stage.state == ChallengeState::Draft && is_past_the_door && (!is_staff || is_for_public) {
        return Expected::NotFound;
    }
    let is_over = !row.states.is_empty() && !row.states.contains(&stage.state);
    if expected == Expected::Reached && is_over {
        return Expected::WrongState;
    }
    expected
}

fn in_any_state(caller: &Caller<'_>, row: &Row, owner: Owner<'_>) -> Expected {
    if row.who.contains(&Who::Anyone) {
        let has_no_scope = caller.scope.is_some() && row.scope.is_none();
        return if has_no_scope {
            Expected::ReachedOrNoToken
        } else {
            Expected::Reached
        };
    }
    let Some(account) = caller.account else {
        return Expected::SignInNeeded;
    };
    if caller.needs_second_factor && !row.without_second_factor {
        return Expected::SecondFactorNeeded;
    }
    let is_within = |scope: TokenScope| row.scope.is_some_and(|needed| needed <= scope);
    if caller.scope.is_some_and(|scope| !is_within(scope)) {
        return Expected::NotAllowed;
    }
    let could = |who: &Who| match who {
        Who::Member => caller.organisation.is_some(),
        Who::Owner => caller.is_owner,
        Who::Has(role) | Who::Own(role) => caller.roles.contains(role),
        Who::Reader => caller.roles.contains(&Role::Staff),
        Who::SignedIn | Who::Anyone => true,
    };
    let may = |who: &Who| match (who, owner) {
        (Who::Member | Who::Owner, Owner::Organisation(owner)) => {
            could(who) && caller.organisation == Some(owner)
        }
        (Who::SignedIn, Owner::Account(owner)) => account == owner,
        (Who::Own(_), Owner::Account(owner)) => could(who) && account == owner,
        (Who::Reader, Owner::Reader(reader)) => could(who) && account == reader,
        _ => could(who),
    };
    if row.who.iter().any(may) {
        Expected::Reached
    } else if row.who.iter().any(could) && !row.who.contains(&Who::Reader) {
        Expected::NotFound
    } else {
        Expected::NotAllowed
    }
}

fn holds(expected: Expected, answer: &Answer) -> bool {
    let code = answer.code().unwrap_or_default();
    let is_shut = matches!(
        code.as_str(),
        "sign-in-needed" | "not-allowed" | "second-factor-needed" | "foreign-form"
    );
    match expected {
        Expected::SignInNeeded => code == "sign-in-needed",
        Expected::NotAllowed => code == "not-allowed",
        Expected::SecondFactorNeeded => code == "second-factor-needed",
        Expected::ForeignForm => code == "foreign-form",
        Expected::NotFound => code == "not-found",
        Expected::WrongState => code == "wrong-state",
        Expected::Reached => !is_shut,
        Expected::ReachedOrNoToken => !is_shut || code == "not-allowed",
    }
}
