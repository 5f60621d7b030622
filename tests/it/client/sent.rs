//! A submission on its way: in parts, over lines that break, to servers that die.
//! Whatever happens, it is made once.

use std::process::{Child, Stdio};

use pilotbox_model::Digest;
use pilotbox_tests::{
    Ended, component,
    server::{Challenge, Client, World, city_pack, worlds},
};

use super::{
    laptop::Laptop,
    line::{Cut, Line, Moment},
};

/// Bytes of a part.
const PART: usize = 8 << 20;

struct Sending {
    world: World,
    challenge: Challenge,
    line: Line,
    laptop: Laptop,
}

impl Sending {
    fn on(world: World) -> Self {
        let challenge = world.challenge(&city_pack("challenges/mobility/parking-forecast"));
        world.enrol(&challenge);
        let line = Line::to(world.site.url());
        let (token, _) = world.startup.token(&["submit"]);
        let laptop = Laptop::with_token(line.url(), &token);
        Self {
            world,
            challenge,
            line,
            laptop,
        }
    }

    /// Begins to submit a plugin.
    fn submit(&self, plugin: &str) -> Child {
        let mut command = self.laptop.command("submit");
        command
            .args([&*self.challenge.id, "--plugin", plugin, "--json"])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command.spawn().expect("the program can be started")
    }

    /// The server dies at this moment and starts again.
    fn dies_at(&mut self, moment: Moment) {
        let (site, line) = (&mut self.world.site, &self.line);
        moment.at(|| {
            site.restart();
            line.lead_to(site.url());
        });
    }

    /// The one submission that there is, which the program must have told.
    fn demand_one(&self, sending: Child) -> serde_json::Value {
        let ended = Ended::from(sending.wait_with_output().expect("it ends"));
        assert_eq!(ended.code, 0, "{ended}");
        let client: Client = self.world.startup.client.at(self.world.site.url());
        let listed = client.get("/api/v1/submissions").expect(200).json();
        let listed = listed["items"].as_array().expect("it is a list");
        assert_eq!(listed.len(), 1, "{listed:?}");
        assert_eq!(listed[0]["id"], ended.json()["id"]);
        listed[0].clone()
    }
}

fn small() -> String {
    let path = component("parking-seasonal");
    path.to_str().expect("the path is text").to_owned()
}

#[test]
fn a_server_that_dies_over_a_submission_has_it_once() {
    worlds(|world| {
        let mut sending = Sending::on(world);
        let moment = sending.line.cut("POST /api/v1/challenges/", Cut::Answer);
        let child = sending.submit(&small());
        sending.dies_at(moment);
        sending.demand_one(child);
        assert_eq!(sending.line.count("POST /api/v1/challenges/"), 2);
    });
}

#[test]
fn a_server_that_dies_before_it_has_all_gets_all_again() {
    worlds(|world| {
        let mut sending = Sending::on(world);
        let moment = sending.line.cut("POST /api/v1/challenges/", Cut::Half);
        let child = sending.submit(&small());
        sending.dies_at(moment);
        sending.demand_one(child);
    });
}

#[test]
fn a_large_component_goes_in_parts_and_a_broken_line_costs_one() {
    worlds(|world| {
        let sending = Sending::on(world);
        let bytes = grown(&std::fs::read(small()).expect("it was built"), 2 * PART + 1);
        let plugin = sending.laptop.file("large.wasm", &bytes);
        let moment = sending.line.cut("PATCH /api/v1/uploads/", Cut::Half);
        let child = sending.submit(&plugin);
        moment.at(|| {});
        let made = sending.demand_one(child);
        assert_eq!(made["plugin_digest"], Digest::of(&bytes).to_string());
        assert_eq!(sending.line.count("POST /api/v1/uploads"), 1);
        let parts = sending.line.count("PATCH /api/v1/uploads/");
        assert!(parts >= 4, "three parts, and the first one again: {parts}");
    });
}

/// The component with a section that means nothing, so that it has this many bytes.
fn grown(component: &[u8], bytes: usize) -> Vec<u8> {
    // A section's kind, five bytes of length, a name of one letter.
    const HEAD: usize = 6;
    let content = bytes - component.len() - HEAD;
    let mut grown = component.to_vec();
    grown.push(0);
    for place in 0..5 {
        let digit = u8::try_from((content >> (7 * place)) & 0x7f).expect("seven bits");
        grown.push(digit | if place < 4 { 0x80 } else { 0 });
    }
    grown.extend([1, b'x']);
    grown.resize(bytes, 0);
    grown
}
