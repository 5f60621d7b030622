//! A component in text form, after a comment.

pub(super) fn bytes() -> Vec<u8> {
    b"\n;; A plugin.\n(component)\n".to_vec()
}
