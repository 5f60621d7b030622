//! A gzip stream that would unpack to 10 MB of zeros; nothing unpacks it.

pub(super) fn bytes() -> Vec<u8> {
    // A header, one stored block of no bytes, a checksum and a length.
    let mut bytes = b"\x1f\x8b\x08\0\0\0\0\0\0\xff\x01\0\0\xff\xff\0\0\0\0".to_vec();
    bytes.extend(10_000_000_u32.to_le_bytes());
    bytes
}
