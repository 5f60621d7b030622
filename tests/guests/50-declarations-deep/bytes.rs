//! Types of instances that hold types of instances, 100,000 deep: 300 KB that
//! overflow the stack of a reader that recurses.

const DEPTH: usize = 100_000;

pub(super) fn bytes() -> Vec<u8> {
    super::plain_with_nested_types(DEPTH)
}
