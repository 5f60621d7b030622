//! Every kind of caller.

use jiff::Timestamp;
use pilotbox_model::api::accounts::{Role, TokenScope};
use pilotbox_server::accounts::secret::ApiToken;
use pilotbox_store::{Store, accounts::NewToken, to_millis};
use pilotbox_tests::{
    open_store,
    server::{Client, Person, World},
};

/// Somebody who asks, and what the table of rights knows of them.
pub(super) struct Caller<'a> {
    pub(super) name: &'static str,
    pub(super) client: Client,
    pub(super) account: Option<&'a str>,
    pub(super) organisation: Option<&'a str>,
    pub(super) roles: Vec<Role>,
    pub(super) scopes: Option<Vec<TokenScope>>,
    pub(super) needs_second_factor: bool,
    /// Whether the token is no longer good.
    pub(super) is_spent: bool,
}

impl<'a> Caller<'a> {
    fn person(name: &'static str, person: &'a Person, roles: &[Role]) -> Self {
        Self {
            name,
            client: person.client.clone(),
            account: Some(&person.account),
            organisation: person.organisation.as_deref(),
            roles: roles.to_vec(),
            scopes: None,
            needs_second_factor: false,
            is_spent: false,
        }
    }
}

/// All of them. Whoever has a session has one of their own.
pub(super) fn callers(world: &World) -> Vec<Caller<'_>> {
    let startup = &world.startup;
    let person = Caller::person;
    let token = |name: &'static str, token: &str| Caller {
        client: world.site.client().with_token(token),
        scopes: Some(vec![TokenScope::Read]),
        ..person(name, startup, &[])
    };
    let (revoked, id) = startup.token(&["read"]);
    startup
        .client
        .delete(&format!("/api/v1/me/tokens/{id}"))
        .expect(204);
    let nobody = Caller {
        name: "anonymous",
        client: world.site.client(),
        account: None,
        organisation: None,
        ..person("", startup, &[])
    };
    let careless = Caller {
        needs_second_factor: true,
        ..person(
            "staff without a second factor",
            &world.careless_staff,
            &[Role::Staff],
        )
    };
    vec![
        nobody,
        person("citizen", &world.citizen, &[]),
        person("the startup", startup, &[]),
        person("another startup", &world.rival, &[]),
        person("evaluator", &world.evaluator, &[Role::Evaluator]),
        person("staff", &world.second_staff, &[Role::Staff]),
        person("admin", &world.admin, &[Role::Admin]),
        careless,
        token("a token that reads", &startup.token(&["read"]).0),
        Caller {
            is_spent: true,
            ..token("a token that was revoked", &revoked)
        },
        Caller {
            is_spent: true,
            ..token("a token that has expired", &expired_token(world))
        },
    ]
}

/// A token of the startup that was good until a while ago: no test can wait for
/// one, so it goes straight to the database.
fn expired_token(world: &World) -> String {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime can be made");
    runtime.block_on(async {
        let store: Store = open_store(&world.site.database_url()).await;
        let token = ApiToken::issue().expect("there is randomness");
        let now = to_millis(Timestamp::now());
        let (id, digest) = (token.id(), token.digest().hex());
        let new = NewToken {
            id: &id,
            account: &world.startup.account,
            name: "expired",
            digest: &digest,
            scopes: r#"["read"]"#,
            epoch: 0,
            has_second_factor: false,
            created_at: now - 2_000,
            expires_at: now - 1_000,
        };
        store.create_token(&new).await.expect("the token is kept");
        store.close().await;
        token.reveal()
    })
}
