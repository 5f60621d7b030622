use std::{
    fs,
    io::{Read, Write},
    os::unix::fs::PermissionsExt,
    path::PathBuf,
};

use tempfile::TempDir;

use super::{
    format::{CHUNK_BYTES, HEADER_BYTES, TAG_BYTES},
    *,
};

/// A whole chunk as it lies there.
const WHOLE: usize = CHUNK_BYTES + TAG_BYTES;

struct Installation {
    folder: TempDir,
    config: Config,
}

impl Installation {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut config = Config::default();
        config.server.data = folder.path().to_path_buf();
        Self { folder, config }
    }

    fn vault(&self) -> Vault {
        Vault::open(&self.config).unwrap()
    }

    fn key(&self) -> PathBuf {
        self.folder.path().join("keys/data.key")
    }
}

/// Gives what it has in pieces of 1 to 7 bytes, as a slow disk may.
struct Drops<'a>(&'a [u8]);

impl Read for Drops<'_> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let piece = to.len().min(1 + self.0.len() % 7);
        self.0.read(&mut to[..piece])
    }
}

/// Bytes in which each place looks different from its neighbours.
fn raw(length: usize) -> Vec<u8> {
    let byte = |place: usize| u8::try_from((place * 31 + place / 251) % 256).unwrap();
    (0..length).map(byte).collect()
}

fn sealed(vault: &Vault, raw: &[u8]) -> Vec<u8> {
    let mut writer = vault.writer("bus-stops", "RAW1", Vec::new()).unwrap();
    // In pieces that fit no chunk.
    for piece in raw.chunks(1_009) {
        writer.write_all(piece).unwrap();
    }
    writer.finish().unwrap()
}

fn opened(vault: &Vault, data_set: &str, raw_id: &str, sealed: &[u8]) -> io::Result<Vec<u8>> {
    let mut reader = vault.reader(data_set, raw_id, sealed).unwrap();
    let mut bytes = Vec::new();
    reader.read_to_end(&mut bytes).map(|_| bytes)
}

/// Why something cannot be read.
fn fault(read: &io::Result<Vec<u8>>) -> &VaultError {
    let error = read.as_ref().expect_err("it must not be read");
    assert_eq!(error.kind(), io::ErrorKind::InvalidData, "{error}");
    let inner = error.get_ref().expect("it says why");
    inner.downcast_ref().expect("a fault of the vault")
}

#[track_caller]
fn assert_damaged(vault: &Vault, sealed: &[u8]) {
    let read = opened(vault, "bus-stops", "RAW1", sealed);
    assert!(matches!(fault(&read), VaultError::Damaged));
}

#[test]
fn what_was_written_is_read_whatever_its_length() {
    let place = Installation::new();
    let vault = place.vault();
    let lengths = [
        0,
        1,
        CHUNK_BYTES - 1,
        CHUNK_BYTES,
        CHUNK_BYTES + 1,
        2 * CHUNK_BYTES,
        5 << 20,
    ];
    for length in lengths {
        let raw = raw(length);
        let sealed = sealed(&vault, &raw);
        let chunks = length.div_ceil(CHUNK_BYTES).max(1);
        assert_eq!(sealed.len(), HEADER_BYTES + length + chunks * TAG_BYTES);
        let read = opened(&vault, "bus-stops", "RAW1", &sealed).unwrap();
        assert!(read == raw, "{length}");
    }
}

#[test]
fn a_next_start_reads_what_an_earlier_one_wrote_however_slowly_it_comes() {
    let place = Installation::new();
    let raw = raw(CHUNK_BYTES + 5);
    let sealed = sealed(&place.vault(), &raw);
    let slow = Drops(&sealed);
    let mut reader = place.vault().reader("bus-stops", "RAW1", slow).unwrap();
    let mut read = Vec::new();
    reader.read_to_end(&mut read).unwrap();
    assert!(read == raw);
    assert_eq!(reader.read(&mut [0; 9]).unwrap(), 0, "the end stays one");
}

#[test]
fn nothing_plain_is_in_what_is_kept() {
    let place = Installation::new();
    let vault = place.vault();
    let line = "Иван Петров;8001014509;ivan@example.org\n";
    let raw = line.repeat(4_000).into_bytes();
    let kept = sealed(&vault, &raw);
    for part in line.as_bytes().windows(8) {
        assert!(!kept.windows(8).any(|bytes| bytes == part));
    }
    let again = sealed(&vault, &raw);
    let same = kept.iter().zip(&again).skip(HEADER_BYTES);
    let same = same.filter(|(one, other)| one == other).count();
    assert!(same < kept.len() / 100, "{same} bytes are the same");
}

#[test]
fn what_was_cut_off_is_refused_wherever_that_was() {
    let place = Installation::new();
    let vault = place.vault();
    let sealed = sealed(&vault, &raw(2 * CHUNK_BYTES + 100));
    let ends = [WHOLE, 2 * WHOLE].map(|chunks| HEADER_BYTES + chunks);
    let near = |end: usize| end - 20..end + 20;
    let mut places: Vec<usize> = (0..HEADER_BYTES + 40).collect();
    places.extend(ends.into_iter().flat_map(near));
    places.extend((0..sealed.len()).step_by(4_999));
    places.extend(sealed.len() - 120..sealed.len());
    for place in places {
        assert_damaged(&vault, &sealed[..place]);
    }
}

#[test]
fn chunks_cannot_be_swapped_or_repeated_or_left_out_or_added() {
    let place = Installation::new();
    let vault = place.vault();
    let kept = sealed(&vault, &raw(3 * CHUNK_BYTES + 100));
    let other = sealed(&vault, &raw(3 * CHUNK_BYTES + 100));
    let (header, body) = kept.split_at(HEADER_BYTES);
    let [first, second, third, last] = [0, 1, 2, 3].map(|number| {
        let end = body.len().min((number + 1) * WHOLE);
        &body[number * WHOLE..end]
    });
    let foreign = &other[HEADER_BYTES..HEADER_BYTES + WHOLE];
    for parts in [
        [first, third, second, last].as_slice(),
        &[second, first, third, last],
        &[first, first, second, third, last],
        &[first, second, last],
        &[first, second, third],
        &[last],
        &[first, second, third, last, last],
        &[first, second, third, last, &[0]],
        &[foreign, second, third, last],
    ] {
        let whole = [header, &parts.concat()].concat();
        assert_damaged(&vault, &whole);
    }
    assert_damaged(&vault, &[&other[..HEADER_BYTES], body].concat());
    let whole = [header, first, second, third, last].concat();
    assert!(opened(&vault, "bus-stops", "RAW1", &whole).is_ok());
}

#[test]
fn a_flipped_bit_is_refused_wherever_it_is() {
    let place = Installation::new();
    let vault = place.vault();
    let small = sealed(&vault, &raw(100));
    for bit in 0..small.len() * 8 {
        let mut flipped = small.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        let read = opened(&vault, "bus-stops", "RAW1", &flipped);
        let as_expected = match bit / 8 {
            0..13 => matches!(fault(&read), VaultError::Foreign),
            13..21 => matches!(fault(&read), VaultError::OtherKey),
            _ => matches!(fault(&read), VaultError::Damaged),
        };
        assert!(as_expected, "bit {bit}: {}", fault(&read));
    }
    let large = sealed(&vault, &raw(2 * CHUNK_BYTES));
    for place in (HEADER_BYTES..large.len()).step_by(3_001) {
        let mut flipped = large.clone();
        flipped[place] ^= 0x80;
        assert_damaged(&vault, &flipped);
    }
}

#[test]
fn no_byte_is_handed_out_of_a_chunk_that_is_not_right() {
    let place = Installation::new();
    let vault = place.vault();
    let raw = raw(3 * CHUNK_BYTES);
    let mut sealed = sealed(&vault, &raw);
    sealed[HEADER_BYTES + WHOLE + 7] ^= 1;
    let mut reader = vault.reader("bus-stops", "RAW1", &*sealed).unwrap();
    let mut read = Vec::new();
    let fault = reader.read_to_end(&mut read).unwrap_err();
    assert_eq!(fault.kind(), io::ErrorKind::InvalidData);
    assert!(read == raw[..CHUNK_BYTES]);
    for _ in 0..2 {
        let again = reader.read(&mut [0; 9]).unwrap_err();
        assert_eq!(again.kind(), io::ErrorKind::InvalidData, "it is no end");
    }
}

#[test]
fn a_file_is_read_for_its_own_data_set_and_raw_data_alone() {
    let place = Installation::new();
    let vault = place.vault();
    let sealed = sealed(&vault, b"raw");
    for (data_set, raw_id) in [
        ("tram-stops", "RAW1"),
        ("bus-stops", "RAW2"),
        ("bus-stop", "sRAW1"),
        ("", "RAW1"),
    ] {
        let read = opened(&vault, data_set, raw_id, &sealed);
        assert!(matches!(fault(&read), VaultError::Damaged), "{data_set}");
    }
}

#[test]
fn another_installations_key_is_told_from_damage() {
    let (place, other) = (Installation::new(), Installation::new());
    sealed(&other.vault(), b"makes a key");
    let read = opened(
        &other.vault(),
        "bus-stops",
        "RAW1",
        &sealed(&place.vault(), b"raw"),
    );
    assert!(matches!(fault(&read), VaultError::OtherKey));
    let read = opened(&other.vault(), "bus-stops", "RAW1", &raw(1_000));
    assert!(matches!(fault(&read), VaultError::Foreign));
}

#[test]
fn what_was_not_finished_cannot_be_read() {
    let place = Installation::new();
    let vault = place.vault();
    let mut kept = Vec::new();
    let mut writer = vault.writer("bus-stops", "RAW1", &mut kept).unwrap();
    writer.write_all(&raw(2 * CHUNK_BYTES + 1)).unwrap();
    writer.flush().unwrap();
    drop(writer);
    assert_eq!(kept.len(), HEADER_BYTES + 2 * WHOLE);
    assert_damaged(&vault, &kept);
}

#[test]
fn a_full_disk_is_told() {
    let place = Installation::new();
    let mut room = vec![0; HEADER_BYTES + WHOLE - 1];
    let mut writer = place.vault().writer("a", "b", &mut room[..]).unwrap();
    let written = writer.write_all(&raw(CHUNK_BYTES + 1));
    assert_eq!(written.unwrap_err().kind(), io::ErrorKind::WriteZero);
}

#[test]
fn the_key_is_made_with_the_first_raw_data_and_not_before() {
    let place = Installation::new();
    let vault = place.vault();
    let missing = [
        vault.reader("bus-stops", "RAW1", &b""[..]).err(),
        vault.pseudonym_key("bus-stops").err(),
    ];
    for error in missing {
        assert!(matches!(error, Some(VaultError::NoKey { .. })));
    }
    assert!(!place.key().exists());
    let sealed = sealed(&vault, b"raw");
    let mode = |path: PathBuf| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(place.key()), 0o600);
    assert_eq!(mode(place.folder.path().join("keys")), 0o700);
    assert_eq!(fs::read(place.key()).unwrap().len(), 32);
    assert_eq!(
        opened(&vault, "bus-stops", "RAW1", &sealed).unwrap(),
        b"raw"
    );
    vault.pseudonym_key("bus-stops").unwrap();
    let only: Vec<_> = fs::read_dir(place.folder.path().join("keys"))
        .unwrap()
        .collect();
    assert_eq!(only.len(), 1, "no draft stays");
}

#[test]
fn two_processes_that_begin_at_once_have_one_key() {
    let place = Installation::new();
    let vaults = [place.vault(), place.vault(), place.vault()];
    let kept = std::thread::scope(|scope| {
        let kept = vaults
            .each_ref()
            .map(|vault| scope.spawn(|| sealed(vault, b"raw")));
        kept.map(|one| one.join().unwrap())
    });
    for sealed in &kept {
        let read = opened(&vaults[0], "bus-stops", "RAW1", sealed);
        assert_eq!(read.unwrap(), b"raw");
    }
}

#[test]
fn a_key_that_others_can_read_is_refused() {
    let place = Installation::new();
    sealed(&place.vault(), b"makes a key");
    for mode in [0o640, 0o604, 0o620, 0o610, 0o666] {
        fs::set_permissions(place.key(), fs::Permissions::from_mode(mode)).unwrap();
        let refused = Vault::open(&place.config).unwrap_err();
        assert!(matches!(refused, VaultError::Exposed { .. }), "{mode:o}");
        assert!(refused.to_string().contains("chmod 600"));
    }
    for mode in [0o600, 0o400] {
        fs::set_permissions(place.key(), fs::Permissions::from_mode(mode)).unwrap();
        place.vault();
    }
}

#[test]
fn a_key_of_another_length_is_refused_and_not_replaced() {
    let place = Installation::new();
    sealed(&place.vault(), b"makes a key");
    for length in [0, 31, 33, 5_000] {
        fs::write(place.key(), raw(length)).unwrap();
        let refused = Vault::open(&place.config).unwrap_err();
        assert!(matches!(refused, VaultError::Length { bytes, .. } if bytes == length as u64));
        assert_eq!(fs::read(place.key()).unwrap().len(), length);
    }
    fs::remove_file(place.key()).unwrap();
    fs::create_dir(place.key()).unwrap();
    fs::set_permissions(place.key(), fs::Permissions::from_mode(0o700)).unwrap();
    assert!(Vault::open(&place.config).is_err(), "a folder is no key");
}

#[test]
fn a_folder_that_cannot_be_made_is_told() {
    let mut place = Installation::new();
    let file = place.folder.path().join("file");
    fs::write(&file, "no folder").unwrap();
    place.config.keys.data = Some(file.join("data.key"));
    let told = Vault::open(&place.config).and_then(|vault| {
        let written = vault.writer("bus-stops", "RAW1", Vec::new());
        written.map(drop)
    });
    assert!(matches!(told, Err(VaultError::Io { .. })));
}

#[test]
fn a_vault_shows_no_key() {
    let place = Installation::new();
    let vault = place.vault();
    sealed(&vault, b"makes a key");
    let shown = format!("{vault:?}");
    assert!(
        shown.contains("data.key") && !shown.contains("master"),
        "{shown}"
    );
}
