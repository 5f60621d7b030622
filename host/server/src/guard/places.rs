//! Places for what goes on at once: so many for everybody, and of those so many for one
//! client, so that nobody can take them all.

use std::{
    collections::HashMap,
    num::NonZeroU32,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::{ClientAddress, rate::Source};

/// Places of one kind.
pub(super) struct Places {
    all: Arc<Semaphore>,
    of_addresses: Arc<Shares>,
}

/// A place; given back when it is dropped.
pub(super) struct Place {
    // In this order: whoever gets a place of all finds that of the address free too.
    _share: Share,
    _one_of_all: OwnedSemaphorePermit,
}

/// Why there is no place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Taken {
    /// Everybody's places are taken.
    All,
    /// This client has as many as one may have.
    Own,
}

/// How many places each client has just now. Only who has one is kept, so whatever
/// bounds all places bounds the memory too.
pub(super) struct Shares {
    most: u32,
    held: Mutex<HashMap<Source, u32>>,
}

/// One of a client's places; given back when it is dropped.
pub(super) struct Share {
    shares: Arc<Shares>,
    source: Source,
}

impl Places {
    pub(super) fn new(all: NonZeroU32, of_one_address: NonZeroU32) -> Self {
        let all = usize::try_from(all.get()).unwrap_or(Semaphore::MAX_PERMITS);
        Self {
            all: Arc::new(Semaphore::new(all.min(Semaphore::MAX_PERMITS))),
            of_addresses: Shares::new(of_one_address),
        }
    }

    /// A place for an address.
    pub(super) fn take(&self, address: ClientAddress) -> Result<Place, Taken> {
        let one_of_all = Arc::clone(&self.all).try_acquire_owned();
        let one_of_all = one_of_all.map_err(|_| Taken::All)?;
        let share = self.of_addresses.take(Source::of_ip(address.ip()));
        Ok(Place {
            _share: share.ok_or(Taken::Own)?,
            _one_of_all: one_of_all,
        })
    }
}

impl Shares {
    pub(super) fn new(most: NonZeroU32) -> Arc<Self> {
        Arc::new(Self {
            most: most.get(),
            held: Mutex::default(),
        })
    }

    /// One more place, unless the client has as many as one may have.
    pub(super) fn take(self: &Arc<Self>, source: Source) -> Option<Share> {
        let mut held = self.lock();
        let count = held.get(&source).copied().unwrap_or(0);
        if count >= self.most {
            return None;
        }
        held.insert(source.clone(), count + 1);
        Some(Share {
            shares: Arc::clone(self),
            source,
        })
    }

    /// How many clients have a place.
    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.lock().len()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Source, u32>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        let mut held = self.shares.lock();
        match held.get_mut(&self.source) {
            Some(count) if *count > 1 => *count -= 1,
            _ => {
                held.remove(&self.source);
            }
        }
    }
}

#[cfg(test)]
mod tests;
