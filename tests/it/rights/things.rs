//! One thing of each kind, most of them the startup's.

use pilotbox_tests::server::{Ask, Challenge, World, has_ended, run_of};
use serde_json::json;

/// Whose a thing is.
#[derive(Clone, Copy, Debug)]
pub(super) enum Owner<'a> {
    Nobody,
    Organisation(&'a str),
    Account(&'a str),
}

/// What addresses of the API name.
pub(super) struct Things<'a> {
    organisation: &'a str,
    account: &'a str,
    challenge: &'a Challenge,
    submission: String,
    run: String,
    upload: String,
    token: String,
    question: String,
    rejudge: String,
    victim: String,
}

impl<'a> Things<'a> {
    pub(super) fn make(world: &'a World, challenge: &'a Challenge) -> Self {
        let startup = &world.startup;
        let dossier = json!({ "title": "Parking by season" });
        let submission = startup.submit(challenge, "parking-seasonal", &dossier);
        let run = run_of(&submission, "sample");
        has_ended(&startup.client, &run);
        has_ended(&startup.client, &run_of(&submission, "public"));
        let submission = submission["id"].as_str().expect("it has an id").to_owned();
        let document = Ask::new("PUT", &format!("/api/v1/submissions/{submission}/document"));
        let document = document.bytes("application/pdf", b"%PDF-1.7".to_vec());
        startup.client.send(&document).expect(200);
        let id = |path: &str, body| startup.client.post(path, body).expect(201).text_at("/id");
        let path = challenge.path();
        let upload = json!({ "bytes": 1_000, "digest": format!("sha256:{}", "0".repeat(64)) });
        let question = json!({ "question": "Does it snow?" });
        let rejudge = world
            .staff
            .client
            .post(&format!("{path}/rejudges"), &json!({ "split": "sample" }));
        let victim = world.site.register("victim@home.example", None);
        Self {
            organisation: startup.organisation.as_deref().expect("a startup has one"),
            account: &startup.account,
            challenge,
            submission,
            run,
            upload: id("/api/v1/uploads", &upload),
            token: startup.token(&["read"]).1,
            question: id(&format!("{path}/clarifications"), &question),
            rejudge: rejudge.expect(201).text_at("/id"),
            victim: victim.account,
        }
    }

    /// The address with things in place of its parameters, and whose they are.
    pub(super) fn place(&self, template: &str) -> (String, Owner<'_>) {
        let family = template.trim_start_matches("/api/v1/").split('/').next();
        let organisation = Owner::Organisation(self.organisation);
        let (id, owner) = match family.unwrap_or_default() {
            _ if !template.contains('{') => ("", Owner::Nobody),
            "challenges" => (&*self.challenge.id, Owner::Nobody),
            "submissions" => (&*self.submission, organisation),
            "runs" => (&*self.run, organisation),
            "organisations" => (self.organisation, organisation),
            "uploads" => (&*self.upload, Owner::Account(self.account)),
            "me" => (&*self.token, Owner::Account(self.account)),
            "clarifications" => (&*self.question, Owner::Nobody),
            "rejudges" => (&*self.rejudge, Owner::Nobody),
            "accounts" => (&*self.victim, Owner::Nobody),
            "auth" => ("nobody", Owner::Nobody),
            other => panic!("say which thing `{other}` names: {template}"),
        };
        let path = template
            .replace("{id}", id)
            .replace("{provider}", id)
            .replace("{version}", &self.challenge.version)
            .replace("{name}", "main")
            .replace("{role}", "evaluator");
        assert!(!path.contains('{'), "say what fills {template}");
        (path, owner)
    }
}
