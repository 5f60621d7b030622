//! Imports tables by their right name with another type.
#![allow(missing_docs, unsafe_code)]

wit_bindgen::generate!({
    inline: "package guest:other;
        world other {
            import pilotbox:plugin/data@0.1.0;
            export pilotbox:mobility/parking-forecast@0.1.0;
        }",
    path: ["wit", "../../../../wit/challenge", "../../../../wit/mobility"],
    world: "guest:other/other",
    generate_all,
});

use exports::pilotbox::mobility::parking_forecast::{Guest, Refusal, Request};

struct Other;

impl Guest for Other {
    fn forecast(request: Request) -> Result<Vec<f64>, Refusal> {
        let _ = pilotbox::plugin::data::open("cases").map(|table| table.rows());
        Ok(vec![0.5; request.car_parks.len() * request.targets.len()])
    }
}

export!(Other);
