//! Looks for files by every path that might lead out.

use pilotbox_plugin::mobility::parking_forecast::{Refusal, Request};

pilotbox_plugin::export!(parking_forecast => forecast);

use std::{
    ffi::{CString, c_char, c_int},
    fs,
};

unsafe extern "C" {
    fn symlink(target: *const c_char, link: *const c_char) -> c_int;
}

/// Upwards, through links of the system, with a slash where none belongs, and absolute.
const PATHS: [&str; 14] = [
    "..",
    "../",
    "../../../../etc/passwd",
    "./../challenge.toml",
    "data/../../data/sample/cases.parquet",
    "cases.parquet/",
    "cases.parquet/..",
    "/",
    "//",
    "/etc/passwd",
    "/etc/passwd/",
    "/proc/self/root/etc/passwd",
    "/proc/self/cwd/challenge.toml",
    "/dev/fd/0",
];

fn forecast(request: Request) -> Result<Vec<f64>, Refusal> {
    let found = PATHS.iter().filter(|path| is_there(path)).count();
    println!("{found} of {} paths lead anywhere", PATHS.len());
    Ok(vec![0.5; request.car_parks.len() * request.targets.len()])
}

fn is_there(path: &str) -> bool {
    fs::File::open(path).is_ok()
        || fs::read_dir(path).is_ok()
        || fs::symlink_metadata(path).is_ok()
        || fs::read_link(path).is_ok()
        || fs::create_dir(path).is_ok()
        || fs::rename(path, "here").is_ok()
        || fs::hard_link(path, "here").is_ok()
        || is_linked(path)
}

fn is_linked(path: &str) -> bool {
    let target = CString::new(path).expect("no path holds a zero");
    // SAFETY: both are strings that end with a zero.
    unsafe { symlink(target.as_ptr(), c"here".as_ptr()) == 0 }
}
