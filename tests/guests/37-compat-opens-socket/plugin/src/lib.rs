//! Calls home.

use pilotbox_plugin::mobility::parking_forecast::{Refusal, Request};

pilotbox_plugin::export!(parking_forecast => forecast);

fn forecast(request: Request) -> Result<Vec<f64>, Refusal> {
    if std::net::TcpStream::connect("127.0.0.1:80").is_ok() {
        return Err(Refusal::Other("somebody answered".into()));
    }
    Ok(vec![0.5; request.car_parks.len() * request.targets.len()])
}
