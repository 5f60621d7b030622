//! A bounded log. On the sample split its author reads it; on hidden splits it
//! is counted and dropped. Natively it goes to standard error.

/// For whoever looks for a fault.
pub fn debug(message: &str) {
    write(Level::Debug, message);
}

/// What happens.
pub fn info(message: &str) {
    write(Level::Info, message);
}

/// What should not happen.
pub fn warn(message: &str) {
    write(Level::Warn, message);
}

/// What went wrong.
pub fn error(message: &str) {
    write(Level::Error, message);
}

use crate::raw::pilotbox::plugin::log::Level;

#[cfg(target_arch = "wasm32")]
fn write(level: Level, message: &str) {
    crate::raw::pilotbox::plugin::log::log(level, message);
}

#[cfg(not(target_arch = "wasm32"))]
fn write(level: Level, message: &str) {
    eprintln!("{level:?}: {message}");
}
