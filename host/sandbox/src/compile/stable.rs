//! A hash that outlives a release of the compiler.

use std::hash::Hasher;

use xxhash_rust::xxh3::Xxh3Default;

/// Feeds `Hash` into a hash that is the same in every release of Rust.
pub(super) struct StableHasher<'a>(pub(super) &'a mut Xxh3Default);

impl Hasher for StableHasher<'_> {
    fn finish(&self) -> u64 {
        self.0.digest()
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }
}
