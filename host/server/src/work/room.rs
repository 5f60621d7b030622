//! Whether this machine's disk has room to work. Without it every run in turn would
//! fail in minutes; with it runs wait until somebody has made room, free of charge.

use std::path::PathBuf;

use super::fault::Fault;
use crate::{config::Config, guard::free_bytes};

/// Where steps write, and what has to stay free there.
pub(super) struct Room {
    folders: [PathBuf; 2],
    least_bytes: u64,
}

impl Room {
    pub(super) fn new(config: &Config) -> Self {
        Self {
            folders: [config.server.data.clone(), config.cache_folder()],
            least_bytes: config.limits.min_free_disk_bytes,
        }
    }

    /// To be asked before a run is taken.
    pub(super) fn demand(&self) -> Result<(), Fault> {
        for folder in &self.folders {
            // A disk that cannot be asked refuses when it is written to.
            let free = free_bytes(folder).unwrap_or(u64::MAX);
            if free < self.least_bytes {
                return Err(Fault::Outage(format!(
                    "no run is taken: `{}` has {free} bytes free, and {} have to stay so; hint: make room, or see `limits.min_free_disk_bytes`",
                    folder.display(),
                    self.least_bytes
                )));
            }
        }
        Ok(())
    }

    /// A failure of this machine is no fault of its own while the disk is full:
    /// processes that it has started tell of that in words alone.
    pub(super) fn excuse(&self, fault: Fault) -> Fault {
        match fault {
            Fault::Host(cause) if self.demand().is_err() => Fault::Outage(cause),
            other => other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn room(least_bytes: u64) -> Room {
        let mut config = Config::default();
        config.limits.min_free_disk_bytes = least_bytes;
        Room::new(&config)
    }

    #[test]
    fn a_full_disk_is_an_outage_and_one_with_room_none() {
        let failed = || Fault::Host("it failed".to_owned());
        let full = room(u64::MAX);
        assert!(matches!(full.demand(), Err(Fault::Outage(_))));
        assert!(matches!(full.excuse(failed()), Fault::Outage(_)));
        assert!(matches!(full.excuse(Fault::Lost), Fault::Lost));
        let empty = room(0);
        assert!(empty.demand().is_ok());
        assert!(matches!(empty.excuse(failed()), Fault::Host(_)));
    }
}
