//! Passwords that whoever guesses tries first. A list of our own: no copy of what
//! was stolen somewhere, but the patterns that every such list begins with, and the
//! words that are at hand here. Guessing is slowed down anyhow; this keeps the first
//! hundred tries from succeeding.

/// What people begin with: in general, at an installation like this, and in Bulgarian
/// in both alphabets. Lower case and letters alone; tails of digits and signs, signs in
/// place of letters, and repetition are matters of the comparison.
const WORDS: &str = "\
    password passwort passphrase passcode mypassword thepassword newpassword yourpassword
    secret topsecret secretpassword changeme changethis default letmein letmeinplease
    iloveyou iloveyouall welcome welcomeback sunshine princess football basketball superman
    batman dragon monkey master shadow whatever trustnoone computer internet
    correcthorsebatterystaple
    admin administrator administratorpassword adminpassword root user username guest test demo
    staff evaluator startup citizen login server postgres google facebook
    pilotbox pilot sofia sofiacity bulgaria levski
    парола моятапарола тайнапарола обичамте българия софия левски здравей администратор
    потребител parola moqtaparola moyataparola obichamte bulgariq balgaria zdravei";

/// Rows and columns of keyboards, the alphabets and the digits: what a finger does
/// by itself. A part of one, forwards or backwards, is as common as the whole.
const ROWS: [&str; 12] = [
    "012345678901234567890",
    "qwertyuiopasdfghjklzxcvbnm",
    "qwertzuiopasdfghjklyxcvbnm",
    "qazwsxedcrfvtgbyhnujmikolp",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "1q2w3e4r5t6y7u8i9o0p",
    "q1w2e3r4t5y6u7i8o9p0",
    "abcdefghijklmnopqrstuvwxyz",
    "a1b2c3d4e5f6g7h8i9j0",
    "абвгдежзийклмнопрстуфхцчшщъьюя",
    "явертъуиопшщасдфгхйклзьцжбнм",
    "чшертъуиопяющасдфгхйклзьцжбнм",
];

/// Parts of rows shorter than this say nothing alone.
const LEAST_OF_ROW: usize = 4;

/// Whether a password is one of those, its case, signs and tails aside. `plain` is
/// in lower case.
pub(super) fn is_common(plain: &str) -> bool {
    let is_tail = |c: char| !c.is_alphabetic();
    // A digit or a sign at the beginning may stand for a letter, or for nothing.
    let cores = [
        plain,
        plain.trim_end_matches(is_tail),
        plain.trim_matches(is_tail),
    ];
    cores.into_iter().any(is_common_core)
}

fn is_common_core(core: &str) -> bool {
    let kept = |c: &char| c.is_alphanumeric() || letter(*c) != *c;
    let core: String = core.chars().filter(kept).collect();
    let spelled: String = core.chars().map(letter).collect();
    let mut words = WORDS.split_whitespace();
    is_of_rows(&core) || words.any(|word| is_repeated(&spelled, word))
}

/// The letter that a digit or a sign is put for.
fn letter(c: char) -> char {
    match c {
        '0' => 'o',
        '1' | '!' => 'i',
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' => 't',
        other => other,
    }
}

/// One word, once or again and again.
fn is_repeated(text: &str, word: &str) -> bool {
    let rest = text.trim_start_matches(word);
    rest.is_empty() && !text.is_empty()
}

/// Nothing but parts of rows, one after the other.
fn is_of_rows(text: &str) -> bool {
    let characters: Vec<char> = text.chars().collect();
    let mut rest = characters.as_slice();
    while !rest.is_empty() {
        let longest = ROWS.iter().map(|row| run_on(rest, row)).max().unwrap_or(0);
        match rest.get(longest..) {
            Some(after) if longest >= LEAST_OF_ROW => rest = after,
            _ => return false,
        }
    }
    !characters.is_empty()
}

/// How many characters at the beginning follow a row, forwards or backwards.
fn run_on(text: &[char], row: &str) -> usize {
    let forwards: Vec<char> = row.chars().collect();
    let backwards: Vec<char> = row.chars().rev().collect();
    let along = |row: &[char]| {
        let runs = (0..row.len()).map(|start| {
            let row = row.iter().skip(start);
            row.zip(text).take_while(|(a, b)| a == b).count()
        });
        runs.max().unwrap_or(0)
    };
    along(&forwards).max(along(&backwards))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_guessed_first_is_common() {
        for password in [
            "password1234",
            "p@ssw0rd2026!",
            "passwordpassword",
            "my password 123",
            "123456789012",
            "098765432109",
            "1234567890123456",
            "qwertyuiop12",
            "qwertyuiopasdf",
            "1q2w3e4r5t6y",
            "qwerty123456",
            "abcd1234abcd1234",
            "zyxwvutsrqponm",
            "pilotbox2026",
            "administrator",
            "admin-admin-admin",
            "sofiasofia1878",
            "парола123456",
            "явертъуиопшщ",
            "абвгдежзийкл",
            "!!letmein!!2026",
            "correct horse battery staple",
        ] {
            assert!(is_common(password), "{password}");
        }
    }

    #[test]
    fn phrases_and_chance_are_not() {
        for password in [
            "nobody guesses this one",
            "correct horse battery",
            "a good long phrase",
            "синият трамвай спи",
            "password for the tram to the lake",
            "kq3v9x0mwz7t",
            "8261940375518",
            "abdecfhgikjl",
            "sofia by night",
        ] {
            assert!(!is_common(password), "{password}");
        }
    }

    #[test]
    fn every_word_is_written_as_it_is_compared() {
        for word in WORDS.split_whitespace() {
            assert!(is_common(&format!("{word}1234")), "{word}");
            assert!(is_common(&format!("--{word}--{word}")), "{word}");
        }
    }

    #[test]
    fn the_longest_password_is_looked_at_quickly() {
        assert!(is_common(&"qwerty".repeat(170)));
        assert!(!is_common(&"ab".repeat(128)));
        assert!(!is_common(""));
    }
}
