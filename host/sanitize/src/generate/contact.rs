//! How a person is reached and what they drive: phones, e-mails, plates, written in the
//! ways that people write them.

use std::fmt::Write;

use super::draw::Draw;
use super::names::{Name, write_latin};

/// Letters that a plate may bear, in Cyrillic and the Latin ones of the same shape.
const PLATE_LETTERS: [(char, char); 12] = [
    ('А', 'A'),
    ('В', 'B'),
    ('Е', 'E'),
    ('К', 'K'),
    ('М', 'M'),
    ('Н', 'H'),
    ('О', 'O'),
    ('Р', 'P'),
    ('С', 'C'),
    ('Т', 'T'),
    ('У', 'Y'),
    ('Х', 'X'),
];

/// Where a car is registered, and how often that is seen in Sofia.
const REGIONS: [(&str, &str); 7] = [
    ("СВ", "CB"),
    ("СА", "CA"),
    ("С", "C"),
    ("СО", "CO"),
    ("РК", "PK"),
    ("РВ", "PB"),
    ("ВТ", "BT"),
];
const REGION_WEIGHTS: [u32; 7] = [45, 25, 8, 12, 5, 3, 2];

/// Names under which nobody can have a mailbox (RFC 2606), so that no made-up address
/// is somebody's.
const MAIL_HOSTS: [&str; 5] = [
    "poshta.example",
    "mail.example",
    "example.com",
    "example.org",
    "sofia-mail.example",
];

/// A mobile or a landline, and how it is written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Phone {
    /// Nine digits of a mobile, eight of a landline in Sofia, without the first 0.
    number: u32,
    style: u8,
}

/// An e-mail address made of a name.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Email {
    number: u16,
    style: u8,
    host: u8,
}

/// A vehicle's plate.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Plate {
    region: u8,
    number: u16,
    letters: [u8; 2],
    style: u8,
}

impl Phone {
    pub(crate) fn draw(draw: &mut Draw) -> Self {
        const STYLES: [u32; 7] = [45, 20, 10, 8, 5, 8, 4];
        let style = low_byte(draw.weighted(&STYLES));
        let number = match style {
            5 | 6 => 28_000_000 + draw.below(1_900_000),
            _ => *draw.of(&[87, 88, 89, 98]) * 10_000_000 + draw.between(1_000_000, 9_999_999),
        };
        Self { number, style }
    }

    pub(crate) fn write(self, out: &mut String) {
        let number = self.number;
        let (head, middle, last) = (number / 1_000_000, number / 1000 % 1000, number % 1000);
        let (city, rest) = (number / 10_000 % 1000, number % 10_000);
        let _ = match self.style {
            0 => write!(out, "0{number}"),
            1 => write!(out, "+359{number}"),
            2 => write!(out, "0{head} {middle:03} {last:03}"),
            3 => write!(out, "+359 {head} {middle:03} {last:03}"),
            4 => write!(out, "0{head}/{middle:03}-{last:03}"),
            5 => write!(out, "02 {city:03} {rest:04}"),
            _ => write!(out, "(02) {city:03}-{:02}-{:02}", rest / 100, rest % 100),
        };
    }
}

impl Email {
    pub(crate) fn draw(draw: &mut Draw) -> Self {
        Self {
            number: u16::try_from(draw.below(1000)).unwrap_or(0),
            style: low_byte(draw.weighted(&[40, 25, 20, 15])),
            host: low_byte(draw.place(MAIL_HOSTS.len())),
        }
    }

    /// Writes the address of somebody of this name.
    pub(crate) fn write(self, out: &mut String, name: Name) {
        let start = out.len();
        let mut family = String::with_capacity(24);
        name.write_family(&mut family);
        let given = name.given();
        match self.style {
            1 => write_latin(
                out,
                &given[..given.chars().next().map_or(0, char::len_utf8)],
            ),
            2 => write_latin(out, &family),
            _ => write_latin(out, given),
        }
        out.push_str(match self.style {
            1 | 3 => "_",
            _ => ".",
        });
        match self.style {
            2 => write_latin(out, given),
            _ => write_latin(out, &family),
        }
        if self.style != 1 {
            let _ = write!(out, "{}", self.number);
        }
        out.push('@');
        out.push_str(MAIL_HOSTS[usize::from(self.host)]);
        out[start..].make_ascii_lowercase();
    }
}

impl Plate {
    pub(crate) fn draw(draw: &mut Draw) -> Self {
        let mut letter = || low_byte(draw.place(PLATE_LETTERS.len()));
        let letters = [letter(), letter()];
        Self {
            region: low_byte(draw.weighted(&REGION_WEIGHTS)),
            number: u16::try_from(draw.between(1, 9999)).unwrap_or(1),
            letters,
            style: low_byte(draw.weighted(&[35, 30, 15, 15, 5])),
        }
    }

    pub(crate) fn write(self, out: &mut String) {
        let (cyrillic, latin) = REGIONS[usize::from(self.region)];
        let [first, second] = self.letters.map(|place| PLATE_LETTERS[usize::from(place)]);
        let number = self.number;
        let _ = match self.style {
            0 => write!(out, "{cyrillic}{number:04}{}{}", first.0, second.0),
            1 => write!(out, "{latin}{number:04}{}{}", first.1, second.1),
            2 => write!(out, "{cyrillic} {number:04} {}{}", first.0, second.0),
            3 => write!(out, "{latin} {number:04} {}{}", first.1, second.1),
            _ => write!(out, "{cyrillic}-{number:04}-{}{}", first.0, second.0),
        };
    }
}

fn low_byte(place: usize) -> u8 {
    u8::try_from(place).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::super::draw::Purpose;
    use super::super::names::Sex;
    use super::*;

    fn many(mut write: impl FnMut(&mut Draw, &mut String)) -> Vec<String> {
        let mut draw = Draw::new(2, Purpose::Cells, 0);
        let mut texts = Vec::new();
        for _ in 0..500 {
            let mut out = String::new();
            write(&mut draw, &mut out);
            texts.push(out);
        }
        texts
    }

    #[test]
    fn phones_have_the_digits_of_their_net() {
        for phone in many(|draw, out| Phone::draw(draw).write(out)) {
            let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
            let landline = digits.starts_with("02") && digits.len() == 9;
            let mobile = digits.starts_with("08") || digits.starts_with("098");
            let abroad = digits.starts_with("3598") || digits.starts_with("35998");
            let whole = mobile && digits.len() == 10 || abroad && digits.len() == 12;
            assert!(landline || whole, "{phone}");
        }
    }

    #[test]
    fn plates_have_four_digits_and_two_letters() {
        for plate in many(|draw, out| Plate::draw(draw).write(out)) {
            let letters = plate
                .chars()
                .filter(|letter| letter.is_alphabetic())
                .count();
            assert_eq!(
                plate.chars().filter(char::is_ascii_digit).count(),
                4,
                "{plate}"
            );
            assert!((3..=4).contains(&letters), "{plate}");
        }
    }

    #[test]
    fn emails_lie_under_names_that_nobody_can_have() {
        let write = |draw: &mut Draw, out: &mut String| {
            let name = Name::draw(draw, Sex::Female);
            Email::draw(draw).write(out, name);
        };
        for email in many(write) {
            let (local, host) = email.split_once('@').expect("it has a host");
            assert!(local.len() > 3 && email.is_ascii(), "{email}");
            assert!(
                host.ends_with(".example") || host.starts_with("example."),
                "{email}"
            );
        }
    }
}
