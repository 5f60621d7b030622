//! Which names files of a package may have: those that mean the same on every
//! system and cannot lead out of the folder.

/// Longest name; what a tar header holds without extensions.
const MAX_BYTES: usize = 255;

/// What is wrong with a relative path, if anything.
pub(crate) fn fault(path: &str) -> Option<&'static str> {
    let odd = |character: char| character.is_control() || matches!(character, '\\' | ':');
    if path.is_empty() {
        Some("it is empty")
    } else if path.starts_with('/') {
        Some("it is absolute")
    } else if path.len() > MAX_BYTES {
        Some("it is longer than 255 bytes")
    } else if path.contains(odd) {
        Some("it holds a backslash, a colon or a control character")
    } else {
        path.split('/').find_map(part_fault)
    }
}

fn part_fault(part: &str) -> Option<&'static str> {
    match part {
        ".." => Some("it leaves the folder"),
        "" | "." => Some("a part of it is empty or `.`"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_relative_names_pass() {
        for path in ["a", "a/b.c", "данни/x", "a..b", "...", ".a"] {
            assert_eq!(fault(path), None, "{path}");
        }
        for path in [
            "", "/a", "a/../b", "..", "a//b", "a/", "./a", "a\\b", "c:x", "a\nb", "a\0",
        ] {
            assert!(fault(path).is_some(), "{path:?}");
        }
        assert!(fault(&"a".repeat(256)).is_some());
    }
}
