//! Opens the harness's own tables, which hold the truth.
#![allow(missing_docs, unsafe_code)]

wit_bindgen::generate!({
    inline: "package guest:imports-truth;
        world reader {
            import pilotbox:challenge/data@0.1.0;
            export pilotbox:mobility/parking-forecast@0.1.0;
        }",
    path: ["../../../../wit/plugin", "../../../../wit/challenge", "../../../../wit/mobility"],
    generate_all,
});

use exports::pilotbox::mobility::parking_forecast::{Guest, Refusal, Request};

struct Reader;

impl Guest for Reader {
    fn forecast(_request: Request) -> Result<Vec<f64>, Refusal> {
        let truth = pilotbox::challenge::data::open("occupancy");
        let rows = truth.map_or(0, |table| table.rows());
        Err(Refusal::Other(format!("the truth has {rows} rows")))
    }
}

export!(Reader);
