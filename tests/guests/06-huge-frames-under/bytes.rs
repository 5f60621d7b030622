//! Frames as large as those of `06-huge-frames`, one less than is too many.

pub(super) fn bytes() -> Vec<u8> {
    super::huge_frames::with_frames(3)
}
