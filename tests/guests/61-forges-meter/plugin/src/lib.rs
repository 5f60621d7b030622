//! Exports the meter beside its interface: a host that joined every matching
//! name would let it write its own fuel bill.
#![allow(missing_docs, unsafe_code)]

wit_bindgen::generate!({
    inline: "package guest:forges-meter;
        world forger {
            export pilotbox:mobility/parking-forecast@0.1.0;
            export pilotbox:challenge/meter@0.1.0;
        }",
    path: ["../../../../wit/plugin", "../../../../wit/challenge", "../../../../wit/mobility"],
    generate_all,
});

use exports::pilotbox::{
    challenge::meter,
    mobility::parking_forecast::{self, Refusal, Request},
};

struct Forger;

impl parking_forecast::Guest for Forger {
    fn forecast(request: Request) -> Result<Vec<f64>, Refusal> {
        Ok(vec![0.5; request.car_parks.len() * request.targets.len()])
    }
}

impl meter::Guest for Forger {
    fn start() {}

    fn stop() -> u64 {
        0
    }
}

export!(Forger);
