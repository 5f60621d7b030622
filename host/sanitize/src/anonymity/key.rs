//! A class's generalised codes, packed into one number: a field of bits for each
//! attribute, so that a step up in one attribute touches no other field.

/// Bits of the widest key. What does not fit is refused, as a search over keys of any
/// length would be slow for everybody else.
pub(super) const MAX_KEY_BITS: u32 = 128;

/// Where an attribute's code lies in a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Field {
    /// Bits below it.
    pub(super) shift: u32,
    /// Its own bits, 0 to 32.
    pub(super) bits: u32,
}

impl Field {
    fn mask(self) -> u64 {
        (1 << self.bits) - 1
    }
}

/// A number that holds packed codes.
pub(super) trait Key: Copy + Eq {
    /// All fields 0.
    const ZERO: Self;
    /// The code in a field.
    fn read(self, field: Field) -> u32;
    /// The same key with another code in a field.
    fn with(self, field: Field, code: u32) -> Self;
    /// A number whose upper bits are well mixed.
    fn mixed(self) -> u64;
}

/// An odd number without a pattern in its bits (2^64 divided by the golden ratio).
const MIXER: u64 = 0x9e37_79b9_7f4a_7c15;

impl Key for u64 {
    const ZERO: Self = 0;

    #[expect(
        clippy::cast_possible_truncation,
        reason = "a field has at most 32 bits"
    )]
    fn read(self, field: Field) -> u32 {
        (self.unbounded_shr(field.shift) & field.mask()) as u32
    }

    fn with(self, field: Field, code: u32) -> Self {
        let cleared = self & !field.mask().unbounded_shl(field.shift);
        cleared | u64::from(code).unbounded_shl(field.shift)
    }

    fn mixed(self) -> u64 {
        let once = self.wrapping_mul(MIXER);
        (once ^ (once >> 32)).wrapping_mul(MIXER)
    }
}

impl Key for u128 {
    const ZERO: Self = 0;

    #[expect(
        clippy::cast_possible_truncation,
        reason = "a field has at most 32 bits"
    )]
    fn read(self, field: Field) -> u32 {
        (self.unbounded_shr(field.shift) & u128::from(field.mask())) as u32
    }

    fn with(self, field: Field, code: u32) -> Self {
        let cleared = self & !u128::from(field.mask()).unbounded_shl(field.shift);
        cleared | u128::from(code).unbounded_shl(field.shift)
    }

    #[expect(
        clippy::cast_possible_truncation,
        reason = "the halves are taken apart"
    )]
    fn mixed(self) -> u64 {
        let (low, high) = (self as u64, (self >> 64) as u64);
        (low.mixed() ^ high).mixed()
    }
}

/// Numbers keys in order of first appearance.
pub(super) struct Numbering<K> {
    slots: Vec<u32>,
    shift: u32,
    keys: Vec<K>,
}

/// A slot that no key holds. Keys are fewer than rows, which are far fewer than this.
const FREE: u32 = u32::MAX;

impl<K: Key> Numbering<K> {
    /// For at most `expected` different keys; more of them are slow at first, not wrong.
    pub(super) fn for_keys(expected: usize) -> Self {
        let capacity = expected.max(8).saturating_mul(2).next_power_of_two();
        Self {
            slots: vec![FREE; capacity],
            shift: u64::BITS - capacity.trailing_zeros(),
            keys: Vec::new(),
        }
    }

    /// The number of a key, new or known.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "keys are fewer than rows, below 2^32"
    )]
    pub(super) fn number(&mut self, key: K) -> u32 {
        if self.keys.len() * 4 > self.slots.len() * 3 {
            self.grow();
        }
        let mut slot = (key.mixed() >> self.shift) as usize;
        loop {
            let held = self.slots[slot];
            if held == FREE {
                self.slots[slot] = self.keys.len() as u32;
                self.keys.push(key);
                return self.slots[slot];
            }
            if self.keys[held as usize] == key {
                return held;
            }
            slot = (slot + 1) & (self.slots.len() - 1);
        }
    }

    /// The keys in the order of their numbers.
    pub(super) fn into_keys(self) -> Vec<K> {
        self.keys
    }

    fn grow(&mut self) {
        let mut larger = Self::for_keys(self.slots.len());
        for key in &self.keys {
            larger.number(*key);
        }
        *self = larger;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields_stand_apart<K: Key>(bits: u32) {
        let last = Field {
            shift: bits - 20,
            bits: 20,
        };
        let first = Field { shift: 0, bits: 32 };
        let empty = Field {
            shift: bits,
            bits: 0,
        };
        let key = K::ZERO
            .with(first, u32::MAX)
            .with(last, 0xf_ffff)
            .with(empty, 0);
        assert_eq!(
            (key.read(first), key.read(last), key.read(empty)),
            (u32::MAX, 0xf_ffff, 0)
        );
        let key = key.with(last, 5);
        assert_eq!((key.read(first), key.read(last)), (u32::MAX, 5));
    }

    #[test]
    fn a_field_is_read_as_written_and_touches_no_other() {
        fields_stand_apart::<u64>(64);
        fields_stand_apart::<u128>(128);
    }

    #[test]
    fn keys_are_numbered_in_order_of_appearance_beyond_what_was_expected() {
        let mut numbering = Numbering::for_keys(1);
        for key in 0..1_000_u32 {
            assert_eq!(numbering.number(u128::from(key) << 64), key);
        }
        assert_eq!(numbering.number(7 << 64), 7);
        assert_eq!(numbering.into_keys().len(), 1_000);
    }
}
