//! Each component instantiates the one before twice: 2^12 instances in 12 levels,
//! of which hardly one is written.

const LEVELS: u32 = 12;

pub(super) fn bytes() -> Vec<u8> {
    super::plain_with_fan_out(LEVELS, None)
}
