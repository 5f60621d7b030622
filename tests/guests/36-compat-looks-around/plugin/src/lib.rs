//! Looks for everything that a real machine would have.

use pilotbox_plugin::mobility::parking_forecast::{Refusal, Request};

pilotbox_plugin::export!(parking_forecast => forecast);

use std::{
    collections::HashMap,
    fs,
    hash::{BuildHasher, RandomState},
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

fn forecast(request: Request) -> Result<Vec<f64>, Refusal> {
    let found = look_around();
    if !found.is_empty() {
        return Err(Refusal::Other(format!("found {found:?}")));
    }
    println!("randomness {:x}", RandomState::new().hash_one(1));
    println!("clock {:?}", since_epoch());
    println!("slept {:?}", sleep());
    println!("order {:?}", order());
    eprintln!("nothing was found");
    let slots = request.slots.len();
    let last = request
        .occupancy
        .chunks(slots)
        .map(|series| series[slots - 1]);
    let last = last.map(|share| if share.is_nan() { 0.5 } else { share });
    Ok(last
        .flat_map(|share| vec![share; request.targets.len()])
        .collect())
}

/// Whatever is there and should not be.
fn look_around() -> Vec<String> {
    let mut found: Vec<String> = std::env::vars().map(|(name, _)| name).collect();
    found.extend(std::env::args());
    for path in [
        "/",
        ".",
        "/etc/passwd",
        "/proc/self/environ",
        "challenge.toml",
    ] {
        if fs::metadata(path).is_ok() || fs::read_dir(path).is_ok() || fs::read(path).is_ok() {
            found.push(path.to_owned());
        }
    }
    if fs::write("left-behind", "x").is_ok() {
        found.push("a folder to write to".to_owned());
    }
    let mut line = String::new();
    if std::io::stdin()
        .read_line(&mut line)
        .is_ok_and(|bytes| bytes > 0)
    {
        found.push(line);
    }
    found
}

fn since_epoch() -> Duration {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default()
}

/// A day, if anything here really slept.
fn sleep() -> Duration {
    let start = Instant::now();
    std::thread::sleep(Duration::from_secs(86_400));
    start.elapsed()
}

/// The order of a map depends on the randomness that it was seeded with.
fn order() -> Vec<u32> {
    let map: HashMap<u32, ()> = (0..8).map(|key| (key, ())).collect();
    map.into_keys().collect()
}
