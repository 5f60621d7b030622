//! Who may do what, over HTTP: every route as every kind of caller. What must come
//! is worked out from the table of rights, so a new route is tried without a word
//! here.

mod caller;
mod things;

use pilotbox_server::{
    api::Endpoint,
    rights::{Row, Who},
};
use pilotbox_tests::{
    dice::Dice,
    server::{Answer, Examples, Operation, Site, World, city_pack, endpoints},
};
use serde_json::{Value, json};

use self::{
    caller::{Caller, callers},
    things::{Owner, Things},
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
    NotFound,
    /// The handler answers, whatever it says.
    Reached,
    /// The handler answers, or says that no token does this.
    ReachedOrNoToken,
}

#[test]
fn every_route_lets_in_whom_the_table_names_and_nobody_else() {
    let world = World::on(Site::sqlite());
    let challenge = world.challenge(&city_pack("challenges/mobility/parking-forecast"));
    world.enrol(&challenge);
    let things = Things::make(&world, &challenge);
    let callers = callers(&world);
    let mut endpoints = endpoints();
    endpoints.sort_by_key(harm);
    let mut dice = Dice::new(1);
    let mut faults = Vec::new();
    for endpoint in &endpoints {
        let operation = described(&world.site, endpoint);
        let (path, owner) = things.place(&endpoint.path);
        let mut is_reached = false;
        for caller in &callers {
            let mut examples = Examples {
                contract: world.site.contract(),
                dice: &mut dice,
                is_least: true,
                known: &known,
            };
            let answer = caller.client.send(&examples.ask(&operation, &path));
            let expected = expected(caller, endpoint.action.row(), owner);
            if !holds(expected, &answer) {
                faults.push(format!("{} expects {expected:?}: {answer}", caller.name));
            }
            is_reached |= expected == Expected::Reached && answer.status != 404;
        }
        let may_stay = UNREACHABLE.contains(&endpoint.path.as_str());
        if !is_reached && !may_stay {
            faults.push(format!(
                "nobody reached {} {}",
                endpoint.method, endpoint.path
            ));
        }
    }
    assert!(
        faults.is_empty(),
        "{} faults:\n{}",
        faults.len(),
        faults.join("\n\n")
    );
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
        // From then on everybody is a member of something.
        "POST" if ends("/organisations") => 4,
        _ if ends("/withdrawal") || ends("/lock") || ends("/decision") => 2,
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
        _ => None,
    }
}

/// What the table says, read without the server's own reader of it.
fn expected(caller: &Caller<'_>, row: &Row, owner: Owner<'_>) -> Expected {
    if caller.is_spent {
        return Expected::SignInNeeded;
    }
    if row.who.contains(&Who::Anyone) {
        let has_no_scope = caller.scopes.is_some() && row.scope.is_none();
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
    let scopes = caller.scopes.as_deref();
    if scopes.is_some_and(|scopes| row.scope.is_none_or(|needed| !scopes.contains(&needed))) {
        return Expected::NotAllowed;
    }
    let could = |who: &Who| match who {
        Who::Member | Who::Owner => caller.organisation.is_some(),
        Who::Has(role) => caller.roles.contains(role),
        Who::SignedIn | Who::Anyone => true,
    };
    let may = |who: &Who| match (who, owner) {
        (Who::Has(role), _) => caller.roles.contains(role),
        (Who::Member | Who::Owner, Owner::Organisation(owner)) => {
            caller.organisation == Some(owner)
        }
        (Who::Member | Who::Owner, _) => caller.organisation.is_some(),
        (Who::SignedIn, Owner::Account(owner)) => account == owner,
        (Who::SignedIn | Who::Anyone, _) => true,
    };
    if row.who.iter().any(may) {
        Expected::Reached
    } else if row.who.iter().any(could) {
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
        Expected::NotFound => code == "not-found",
        Expected::Reached => !is_shut,
        Expected::ReachedOrNoToken => !is_shut || code == "not-allowed",
    }
}
