//! Any bytes as a pack, and extraction to a folder.

use std::{fs, path::Path};

use pilotbox_challenge::{
    Bounds, Finding, Pack, Source, lint,
    pack::{extract, read_pack},
};
use pilotbox_model::Split;

use super::{assert_bounded, memory::memory_folder};

/// The unit of a tar archive, in bytes.
const BLOCK: usize = 512;

/// Reads the bytes as they are, and once more with sums and end put right, since
/// next to no change of a pack would pass its checksums.
pub fn pack(bytes: &[u8]) -> bool {
    let is_pack = read(bytes);
    let mended = mended(bytes);
    is_pack || (mended != bytes && read(&mended))
}

fn read(bytes: &[u8]) -> bool {
    match Source::pack(bytes.to_vec(), Bounds::default()) {
        Ok(source) => assert_shown(&lint::check(&source)),
        Err(error) => {
            assert_bounded(&error);
            return false;
        }
    }
    let scratch = memory_folder();
    let folder = scratch.path().join("pack");
    let extracted = extract(bytes.to_vec(), &folder);
    match read_pack(bytes.to_vec()) {
        Err(error) => {
            assert_bounded(&error);
            assert!(extracted.is_err(), "extracted what cannot be read");
            let left = fs::read_dir(scratch.path()).map_or(0, Iterator::count);
            assert_eq!(left, 0, "a refused pack leaves nothing");
            false
        }
        Ok(pack) => {
            extracted.expect("what can be read can be extracted");
            assert_same(&pack, &folder);
            true
        }
    }
}

fn assert_shown(findings: &[Finding]) {
    for finding in findings {
        assert_bounded(finding);
    }
}

/// Demands that the folder is worth what the pack is: a receipt that was made
/// with one must hold with the other.
fn assert_same(pack: &Pack, folder: &Path) {
    let source = Source::folder(folder).expect("an extracted pack can be read");
    let copy = Pack::load(source).expect("an extracted pack is one");
    assert_eq!(pack.components, copy.components);
    assert_eq!(pack.cases, copy.cases);
    let (one, two) = (&pack.package, &copy.package);
    assert_eq!(one.manifest_digest(), two.manifest_digest());
    assert_eq!(one.data(), two.data());
    for split in Split::ALL {
        assert_eq!(one.data_digest(split), two.data_digest(split));
    }
}

/// The archive with each header's checksum made right, cut after the last whole
/// entry and ended as it must.
fn mended(bytes: &[u8]) -> Vec<u8> {
    let mut mended = bytes.to_vec();
    let mut at = 0;
    while let Some(header) = mended.get_mut(at..at + BLOCK) {
        let Some(size) = size_of(header) else { break };
        put_sum(header);
        let next = at + BLOCK + size.next_multiple_of(BLOCK);
        if next > bytes.len() {
            break;
        }
        at = next;
    }
    mended.truncate(at);
    mended.resize(at + 2 * BLOCK, 0);
    mended
}

/// The size that a header tells of its entry; none where there is no header.
fn size_of(header: &[u8]) -> Option<usize> {
    let digits = std::str::from_utf8(&header[124..135]).ok()?;
    let size = usize::from_str_radix(digits.trim_matches(['\0', ' ']), 8).ok()?;
    (header[0] != 0 && size <= 1 << 20).then_some(size)
}

fn put_sum(header: &mut [u8]) {
    header[148..156].fill(b' ');
    let sum: u32 = header.iter().copied().map(u32::from).sum();
    header[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
}
