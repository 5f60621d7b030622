//! Every kind of caller.

use jiff::Timestamp;
use pilotbox_model::api::accounts::{Role, TokenScope};
use pilotbox_server::accounts::secret::ApiToken;
use pilotbox_store::{Store, accounts::NewToken, to_millis};
use pilotbox_tests::{
    open_store,
    server::{Client, Person, World},
};
use serde_json::json;

/// Somebody who asks, and what the table of rights knows of them.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each answers another question"
)]
pub(super) struct Caller<'a> {
    pub(super) name: &'static str,
    pub(super) client: Client,
    pub(super) account: Option<&'a str>,
    pub(super) organisation: Option<&'a str>,
    /// Whether they may invite others to it.
    pub(super) is_owner: bool,
    pub(super) roles: Vec<Role>,
    /// The widest scope of a token; a session has none.
    pub(super) scope: Option<TokenScope>,
    pub(super) needs_second_factor: bool,
    /// Whether the token is no longer good.
    pub(super) is_spent: bool,
    /// Whether nothing shows that changes come from the site's own pages.
    pub(super) is_foreign: bool,
}

/// People whom only this test needs, and tokens that are good for nothing.
pub(super) struct Crowd {
    /// A member of the startup who does not own it.
    colleague: Person,
    /// Staff who belong to the startup, too.
    both: Person,
    /// Somebody whom an admin locked out.
    locked: Person,
    locked_token: String,
    revoked_token: String,
    expired_token: String,
}

impl Crowd {
    /// Lets them join the startup of a world.
    pub(super) fn around(world: &World) -> Self {
        let site = &world.site;
        let colleague = site.register("colleague@startup.example", None);
        let both = site.invite(&world.admin, "staff", "both@city.example");
        join(world, &colleague);
        join(world, &both);
        let locked = site.register("locked@startup.example", Some("Delta"));
        let (locked_token, _) = locked.token(&["manage"]);
        let lock = format!("/api/v1/accounts/{}/lock", locked.account);
        world.admin.client.put(&lock, &json!(null)).expect(204);
        let (revoked_token, id) = world.startup.token(&["read"]);
        let revoke = format!("/api/v1/me/tokens/{id}");
        world.startup.client.delete(&revoke).expect(204);
        Self {
            colleague,
            both,
            locked,
            locked_token,
            revoked_token,
            expired_token: expired_token(world),
        }
    }
}

/// Makes somebody a member of the startup.
fn join(world: &World, person: &Person) {
    let before = world.site.mail_secret(&person.email);
    let organisation = world.startup.organisation.as_deref();
    let organisation = organisation.expect("a startup has one");
    let path = format!("/api/v1/organisations/{organisation}/invitations");
    let ask = json!({ "email": person.email });
    world.startup.client.post(&path, &ask).expect(201);
    let secret = world.site.mail_secret_after(&person.email, &before);
    let accept = json!({ "secret": secret });
    person
        .client
        .post("/api/v1/invitations/accept", &accept)
        .expect(204);
}

impl<'a> Caller<'a> {
    fn person(name: &'static str, person: &'a Person, roles: &[Role]) -> Self {
        Self {
            name,
            client: person.client.clone(),
            account: Some(&person.account),
            organisation: person.organisation.as_deref(),
            is_owner: person.organisation.is_some(),
            roles: roles.to_vec(),
            scope: None,
            needs_second_factor: false,
            is_spent: false,
            is_foreign: false,
        }
    }

    fn nobody(name: &'static str, client: Client) -> Self {
        Self {
            name,
            client,
            account: None,
            organisation: None,
            is_owner: false,
            roles: Vec::new(),
            scope: None,
            needs_second_factor: false,
            is_spent: false,
            is_foreign: false,
        }
    }

    fn by_token(self, name: &'static str, scope: TokenScope, token: &str) -> Self {
        Self {
            name,
            client: self.client.with_token(token),
            scope: Some(scope),
            ..self
        }
    }

    fn member_of(self, startup: &'a Person) -> Self {
        Self {
            organisation: startup.organisation.as_deref(),
            is_owner: false,
            ..self
        }
    }

    fn foreign(self, name: &'static str, client: Client) -> Self {
        Self {
            name,
            client,
            is_foreign: true,
            ..self
        }
    }

    fn spent(self) -> Self {
        Self {
            is_spent: true,
            ..self
        }
    }
}

/// All of them. Whoever has a session has one of their own.
pub(super) fn callers<'a>(world: &'a World, crowd: &'a Crowd) -> Vec<Caller<'a>> {
    let site = &world.site;
    let person = Caller::person;
    let careless = person(
        "staff without a second factor",
        &world.careless_staff,
        &[Role::Staff],
    );
    let sessions = [
        Caller::nobody("anonymous", site.client()),
        person("citizen", &world.citizen, &[]),
        person("the startup", &world.startup, &[]),
        person("another startup", &world.rival, &[]),
        person("a colleague", &crowd.colleague, &[]).member_of(&world.startup),
        person("evaluator", &world.evaluator, &[Role::Evaluator]),
        person("staff", &world.second_staff, &[Role::Staff]),
        person(
            "staff who belong to the startup",
            &crowd.both,
            &[Role::Staff],
        )
        .member_of(&world.startup),
        person("admin", &world.admin, &[Role::Admin]),
        Caller {
            needs_second_factor: true,
            ..careless
        },
        // A session of theirs is nobody's, and is answered as such.
        Caller::nobody(
            "somebody locked out",
            crowd.locked.client.clone().without_csrf(),
        ),
    ];
    sessions
        .into_iter()
        .chain(foreign(world))
        .chain(tokens(world, crowd))
        .collect()
}

/// Sessions of the startup that another site's page uses.
fn foreign(world: &World) -> [Caller<'_>; 2] {
    let startup = &world.startup;
    let session = || startup.another_session(&world.site);
    let bare = session().without_csrf();
    let others = session().with_csrf("of another session");
    [
        Caller::person("", startup, &[]).foreign("a session without its CSRF token", bare),
        Caller::person("", startup, &[]).foreign("a session with another's CSRF token", others),
    ]
}

fn tokens<'a>(world: &'a World, crowd: &'a Crowd) -> Vec<Caller<'a>> {
    use TokenScope::{Manage, Read, Submit};
    let startup = || Caller::person("", &world.startup, &[]);
    let made = |person: &Person, scope: &str| person.token(&[scope]).0;
    vec![
        startup().by_token("a token that reads", Read, &made(&world.startup, "read")),
        startup().by_token(
            "a token that submits",
            Submit,
            &made(&world.startup, "submit"),
        ),
        startup().by_token(
            "a token that manages",
            Manage,
            &made(&world.startup, "manage"),
        ),
        Caller::person("", &crowd.colleague, &[])
            .member_of(&world.startup)
            .by_token(
                "a colleague's token",
                Manage,
                &made(&crowd.colleague, "manage"),
            ),
        Caller::person("", &world.second_staff, &[Role::Staff]).by_token(
            "a token of staff that reads",
            Read,
            &made(&world.second_staff, "read"),
        ),
        Caller::person("", &world.second_staff, &[Role::Staff]).by_token(
            "a token of staff that manages",
            Manage,
            &made(&world.second_staff, "manage"),
        ),
        startup()
            .by_token("a token that was revoked", Read, &crowd.revoked_token)
            .spent(),
        startup()
            .by_token("a token that has expired", Read, &crowd.expired_token)
            .spent(),
        Caller::person("", &crowd.locked, &[])
            .by_token(
                "a token of somebody locked out",
                Manage,
                &crowd.locked_token,
            )
            .spent(),
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
