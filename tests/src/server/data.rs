//! Steps in the life of a data set, over HTTP.

use pilotbox_sanitize::{
    Role,
    policy::{Column, Order, Policy, Thresholds},
};
use serde_json::{Value, json};

use super::{Answer, Ask, Client, Part, World};
use crate::tables;

/// What makes a data set of this id.
pub fn ask(id: &str) -> Value {
    json!({
        "id": id,
        "title": { "bg": "Заглавие", "en": "A title" },
        "description": { "bg": "Какво има в него.", "en": "What is in it." },
        "owner": "a directorate",
        "theme": "TRAN",
        "raw_days": 30,
    })
}

/// Makes a data set and gives its id.
#[track_caller]
pub fn create(client: &Client, id: &str) -> String {
    let made = client.post("/api/v1/data-sets", &ask(id)).expect(201);
    assert_eq!(made.header("location"), path(id));
    made.text_at("/id")
}

/// Its address.
pub fn path(id: &str) -> String {
    format!("/api/v1/data-sets/{id}")
}

/// Brings raw data.
#[track_caller]
pub fn bring(client: &Client, id: &str, file: &str, bytes: &[u8]) -> Answer {
    let part = Part {
        name: "file",
        file: Some(file),
        bytes,
    };
    client.send(&Ask::new("PUT", &format!("{}/raw", path(id))).form(&[part]))
}

/// Brings one table of raw data.
#[track_caller]
pub fn bring_table(client: &Client, id: &str, file: &str, bytes: &[u8], table: &str) -> Answer {
    let parts = [
        Part {
            name: "table",
            file: None,
            bytes: table.as_bytes(),
        },
        Part {
            name: "file",
            file: Some(file),
            bytes,
        },
    ];
    client.send(&Ask::new("PUT", &format!("{}/raw", path(id))).form(&parts))
}

/// The policy to start from.
#[track_caller]
pub fn draft(client: &Client, id: &str) -> String {
    let drafted = client.get(&format!("{}/policies/draft", path(id)));
    drafted.expect(200).text_at("/toml")
}

/// Proposes a policy.
#[track_caller]
pub fn propose(client: &Client, id: &str, toml: &str) -> Answer {
    let ask = json!({ "toml": toml });
    client.post(&format!("{}/policies", path(id)), &ask)
}

/// Approves a policy.
#[track_caller]
pub fn approve(client: &Client, id: &str, version: &str) -> Answer {
    let path = format!("{}/policies/{version}/approval", path(id));
    client.send(&Ask::new("PUT", &path))
}

/// Makes a release.
#[track_caller]
pub fn release(client: &Client, id: &str, policy: &str, is_sealed: bool) -> Answer {
    let ask = json!({ "policy": policy, "is_sealed": is_sealed });
    client.post(&format!("{}/releases", path(id)), &ask)
}

/// A data set that both members of the staff read, with raw data, an approved policy and
/// an open release.
pub fn released(world: &World) -> String {
    let (staff, second) = (&world.staff.client, &world.second_staff);
    let id = create(staff, "hourly-counts");
    let reader = json!({ "email": second.email });
    staff
        .post(&format!("{}/readers", path(&id)), &reader)
        .expect(200);
    bring(staff, &id, "counts.csv", tables::counts().as_bytes()).expect(200);
    let proposed = propose(staff, &id, &as_it_is(&draft(staff, &id))).expect(201);
    let version = proposed.text_at("/about/version");
    approve(&second.client, &id, &version).expect(200);
    release(&second.client, &id, &version, false).expect(201);
    id
}

/// The policy that publishes a table as it is: for data that is about nobody.
pub fn as_it_is(toml: &str) -> String {
    edited(toml, |policy| {
        policy.order = Order::Kept;
        policy.privacy.k = 1;
        policy.privacy.diversity = None;
        policy.thresholds = Thresholds {
            prosecutor: 1.0,
            journalist: 1.0,
            marketer: 1.0,
            uniqueness: 1.0,
            loss: 1.0,
        };
        for column in &mut policy.columns {
            *column = Column::new(&column.name, column.data_type, Role::Plain);
        }
    })
}

/// A policy with a change.
pub fn edited(toml: &str, change: impl FnOnce(&mut Policy)) -> String {
    let mut policy = Policy::from_toml(toml).expect("the policy is right");
    change(&mut policy);
    policy.to_toml()
}
