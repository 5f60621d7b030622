//! Exports an interface of the right name whose types are others.
#![allow(missing_docs, unsafe_code)]

wit_bindgen::generate!({ path: "wit", generate_all });

use exports::pilotbox::mobility::parking_forecast::{Guest, Request};

struct Other;

impl Guest for Other {
    fn forecast(request: Request) -> Result<Vec<f32>, String> {
        Ok(vec![0.5; request.car_parks.len() * request.targets.len()])
    }
}

export!(Other);
