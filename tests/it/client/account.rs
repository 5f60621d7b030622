//! What comes by mail and goes back as a link: passwords set anew, invitations.

use pilotbox_tests::{
    End as _,
    server::{PASSWORD, Site, both},
};
use serde_json::json;

use super::laptop::Laptop;

const EMAIL: &str = "gamma@startup.example";
const NEW_PASSWORD: &str = "a heron on the river";

/// The link of the newest mail, once it is another than the one before.
fn newer(site: &Site, email: &str, before: &str, page: &str) -> String {
    let secret = site.mail_secret_after(email, before);
    format!("{}/{page}?secret={secret}", site.url())
}

#[test]
fn a_forgotten_password_is_set_anew() {
    both(|site| {
        site.register(EMAIL, None);
        let laptop = Laptop::new(&site);
        let sign_in = ["--server", site.url(), "--email", EMAIL, "--password-stdin"];
        laptop.run_with(PASSWORD, "login", &sign_in, 0);
        let before = site.mail_secret(EMAIL);
        laptop
            .run("reset", &["--email", EMAIL])
            .says("a mail is on its way");
        let link = newer(&site, EMAIL, &before, "reset");
        let set = [&*link, "--password-stdin"];
        laptop
            .run_with("short", "reset", &set, 9)
            .says("`password`");
        laptop
            .run_with(NEW_PASSWORD, "reset", &set, 0)
            .says("the new password holds")
            .says(&format!("`pilotbox login --server {}`", site.url()));
        laptop
            .command("status")
            .end_with(7)
            .says("the token is unknown, expired or revoked");
        laptop
            .run_with(PASSWORD, "login", &sign_in, 7)
            .says("e-mail, password or code is wrong");
        laptop.run_with(NEW_PASSWORD, "login", &sign_in, 0);
        laptop
            .run_with(NEW_PASSWORD, "reset", &set, 9)
            .says("this link was used")
            .says("hint: ask for another mail");
    });
}

#[test]
fn an_invitation_is_accepted_with_a_new_account_and_with_ones_own() {
    both(|site| {
        let admin = site.admin();
        let startup = site.register(EMAIL, Some("Gamma"));
        let laptop = Laptop::new(&site);
        let eva = "eva@city.example";
        let ask = json!({ "email": eva, "role": "evaluator", "language": "en" });
        admin.client.post("/api/v1/invitations", &ask).expect(201);
        let link = newer(&site, eva, "", "invitation");
        let accept = [&*link, "--name", "Eva Evaluator", "--password-stdin"];
        laptop
            .run_with(PASSWORD, "accept", &accept, 0)
            .says("the invitation is accepted");
        laptop
            .run_with(PASSWORD, "accept", &accept, 9)
            .says("this link was used");
        let organisation = startup.organisation.expect("a startup has one");
        let path = format!("/api/v1/organisations/{organisation}");
        let ask = json!({ "email": eva, "language": "en" });
        let invitations = format!("{path}/invitations");
        startup.client.post(&invitations, &ask).expect(201);
        let secret = link.split_once('=').expect("there is a secret").1;
        let link = newer(&site, eva, secret, "invitation");
        let accept = [&*link, "--email", eva, "--password-stdin"];
        laptop
            .run_with("not her password", "accept", &accept, 7)
            .says("e-mail, password or code is wrong");
        laptop.run_with(PASSWORD, "accept", &accept, 0);
        let members = startup.client.get(&path).expect(200).json();
        assert_eq!(members["members"][1]["name"], "Eva Evaluator", "{members}");
    });
}
