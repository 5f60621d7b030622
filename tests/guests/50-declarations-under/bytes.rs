//! Types of instances that hold types of instances, as deep as they may.

const DEPTH: usize = 8;

pub(super) fn bytes() -> Vec<u8> {
    super::plain_with_nested_types(DEPTH)
}
