//! A bounded log. On the sample split its author reads it; on hidden splits it
//! is counted and dropped. Natively it goes to standard error.

use crate::raw::pilotbox::plugin::log::Level;

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

/// Makes a panic log its message before it traps: without standard error its
/// author would see the trap alone. [`crate::export!`] calls it.
#[doc(hidden)]
pub fn report_panics() {
    if cfg!(target_arch = "wasm32") {
        std::panic::set_hook(Box::new(|info| error(&info.to_string())));
    }
}

#[cfg(target_arch = "wasm32")]
fn write(level: Level, message: &str) {
    crate::raw::pilotbox::plugin::log::log(level, message);
}

#[cfg(not(target_arch = "wasm32"))]
fn write(level: Level, message: &str) {
    eprintln!("{level:?}: {message}");
}
