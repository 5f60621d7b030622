//! Bulgarian and English: addresses, numbers, dates, amounts, sizes. The language is
//! the first part of a page's address, so that a link keeps it.
//!
//! Patterns follow Unicode CLDR 48 for `bg` and `en-GB`. Times are shown as clocks in
//! Sofia show them.

use jiff::{
    Timestamp, Zoned,
    civil::{Date, DateTime},
    tz::TimeZone,
};
pub use pilotbox_model::api::accounts::Language;
use pilotbox_model::api::challenges::Bilingual;

/// Where the city is.
const ZONE: &str = "Europe/Sofia";

/// Keeps a number and its unit on one line.
const NO_BREAK: char = '\u{a0}';

const MONTHS_BG: [&str; 12] = [
    "януари",
    "февруари",
    "март",
    "април",
    "май",
    "юни",
    "юли",
    "август",
    "септември",
    "октомври",
    "ноември",
    "декември",
];

const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// What pages ask of a language.
pub trait Locale: Copy {
    /// The language of an address's first part.
    fn of_address(code: &str) -> Option<Language>;
    /// The other one.
    fn other(self) -> Language;
    /// The address of a page: `/bg/challenges`.
    fn at(self, path: &str) -> String;
    /// A whole number.
    fn whole(self, number: u64) -> String;
    /// A number with so many decimals.
    fn decimal(self, number: f64, decimals: usize) -> String;
    /// A share from 0 to 1 as per cent.
    fn percent(self, share: f64) -> String;
    /// An amount in euro.
    fn euro(self, amount: u64) -> String;
    /// A size in bytes, in a unit that people read.
    fn bytes(self, bytes: u64) -> String;
    /// The day of a time: `22 November 2026`.
    fn day(self, at: Timestamp) -> String;
    /// A day by itself.
    fn date(self, day: Date) -> String;
    /// A day and a time of it.
    fn moment(self, at: Timestamp) -> String;
    /// One of the two texts.
    fn pick(self, text: &Bilingual) -> &str;
}

impl Locale for Language {
    fn of_address(code: &str) -> Option<Language> {
        match code {
            "bg" => Some(Self::Bg),
            "en" => Some(Self::En),
            _ => None,
        }
    }

    fn other(self) -> Language {
        match self {
            Self::Bg => Self::En,
            Self::En => Self::Bg,
        }
    }

    fn at(self, path: &str) -> String {
        format!("/{}{path}", self.as_str())
    }

    fn whole(self, number: u64) -> String {
        group(self, &number.to_string())
    }

    fn decimal(self, number: f64, decimals: usize) -> String {
        let text = format!("{number:.decimals$}");
        let (sign, text) = text
            .strip_prefix('-')
            .map_or(("", text.as_str()), |t| ("−", t));
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let is_zero = text.chars().all(|c| matches!(c, '0' | '.'));
        let sign = if is_zero { "" } else { sign };
        let whole = group(self, whole);
        let point = match self {
            Self::Bg => ",",
            Self::En => ".",
        };
        let point = if fraction.is_empty() { "" } else { point };
        format!("{sign}{whole}{point}{fraction}")
    }

    fn percent(self, share: f64) -> String {
        format!("{}%", self.decimal(share * 100.0, 0))
    }

    fn euro(self, amount: u64) -> String {
        let amount = self.whole(amount);
        match self {
            Self::Bg => format!("{amount}{NO_BREAK}€"),
            Self::En => format!("€{amount}"),
        }
    }

    fn bytes(self, bytes: u64) -> String {
        const UNITS: [&str; 4] = ["KiB", "MiB", "GiB", "TiB"];
        if bytes < 1024 {
            return format!("{}{NO_BREAK}B", self.whole(bytes));
        }
        #[expect(clippy::cast_precision_loss, reason = "one decimal is shown")]
        let mut size = bytes as f64 / 1024.0;
        let mut unit = UNITS[0];
        for next in &UNITS[1..] {
            if size < 1024.0 {
                break;
            }
            size /= 1024.0;
            unit = next;
        }
        format!("{}{NO_BREAK}{unit}", self.decimal(size, 1))
    }

    fn day(self, at: Timestamp) -> String {
        self.date(day_in_sofia(at))
    }

    fn date(self, day: Date) -> String {
        let month = usize::from(day.month().unsigned_abs()).saturating_sub(1) % 12;
        let (number, year) = (day.day(), day.year());
        match self {
            Self::Bg => format!("{number} {} {year}{NO_BREAK}г.", MONTHS_BG[month]),
            Self::En => format!("{number} {} {year}", MONTHS_EN[month]),
        }
    }

    fn moment(self, at: Timestamp) -> String {
        let local = in_sofia(at);
        let (day, hour, minute) = (self.day(at), local.hour(), local.minute());
        match self {
            Self::Bg => format!("{day}, {hour:02}:{minute:02}{NO_BREAK}ч."),
            Self::En => format!("{day}, {hour:02}:{minute:02}"),
        }
    }

    fn pick(self, text: &Bilingual) -> &str {
        match self {
            Self::Bg => &text.bg,
            Self::En => &text.en,
        }
    }
}

/// A time as a field for times holds it: as a clock in Sofia shows it, without a zone.
pub fn to_clock(at: Timestamp) -> String {
    let local = in_sofia(at).datetime();
    let form = if local.second() == 0 {
        "%Y-%m-%dT%H:%M"
    } else {
        "%Y-%m-%dT%H:%M:%S"
    };
    local.strftime(form).to_string()
}

/// The time that such a field means. Of an hour that a clock shows twice it is the
/// first; one that it skips is counted on from the hour before.
pub fn of_clock(text: &str) -> Option<Timestamp> {
    let local: DateTime = text.trim().parse().ok()?;
    let zone = TimeZone::get(ZONE).ok()?;
    Some(local.to_zoned(zone).ok()?.timestamp())
}

/// The day of a time, as Sofia counts days.
pub fn day_in_sofia(at: Timestamp) -> Date {
    in_sofia(at).date()
}

/// Bulgarian groups digits from five on, English from four.
fn group(language: Language, digits: &str) -> String {
    let (least, separator) = match language {
        Language::Bg => (5, NO_BREAK),
        Language::En => (4, ','),
    };
    if digits.len() < least {
        return digits.to_owned();
    }
    let mut text = String::with_capacity(digits.len() * 2);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(separator);
        }
        text.push(digit);
    }
    text
}

fn in_sofia(at: Timestamp) -> Zoned {
    let zone = TimeZone::get(ZONE).unwrap_or(TimeZone::UTC);
    at.to_zoned(zone)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_each_language_writes_them() {
        assert_eq!(Language::Bg.decimal(12345.678, 1), "12\u{a0}345,7");
        assert_eq!(Language::Bg.whole(1234), "1234");
        assert_eq!(Language::En.decimal(1234.5, 2), "1,234.50");
        assert_eq!(Language::En.decimal(-0.04, 1), "0.0");
        assert_eq!(Language::Bg.decimal(-3.25, 2), "−3,25");
        assert_eq!(Language::Bg.percent(0.125), "12%");
        assert_eq!(Language::Bg.euro(45000), "45\u{a0}000\u{a0}€");
        assert_eq!(Language::En.euro(45000), "€45,000");
        assert_eq!(Language::En.bytes(1536), "1.5\u{a0}KiB");
    }

    #[test]
    fn a_time_is_the_clocks_of_sofia() {
        let at: Timestamp = "2026-07-01T21:30:00Z".parse().unwrap_or_default();
        assert_eq!(Language::Bg.moment(at), "2 юли 2026\u{a0}г., 00:30\u{a0}ч.");
        assert_eq!(Language::En.moment(at), "2 July 2026, 00:30");
        let day = "2027-01-15".parse().unwrap_or_default();
        assert_eq!(Language::Bg.date(day), "15 януари 2027\u{a0}г.");
        assert_eq!(Language::En.date(day), "15 January 2027");
    }

    #[test]
    fn a_field_for_times_holds_the_clocks_of_sofia() {
        let summer: Option<Timestamp> = "2026-07-01T21:30:00Z".parse().ok();
        let winter: Option<Timestamp> = "2026-12-01T00:00:15Z".parse().ok();
        assert_eq!(of_clock("2026-07-02T00:30"), summer);
        assert_eq!(of_clock(" 2026-12-01T02:00:15 "), winter);
        assert_eq!(summer.map(to_clock).as_deref(), Some("2026-07-02T00:30"));
        assert_eq!(winter.map(to_clock).as_deref(), Some("2026-12-01T02:00:15"));
        assert_eq!(of_clock("tomorrow"), None);
        assert_eq!(of_clock(""), None);
    }

    #[test]
    fn an_hour_that_comes_twice_or_never_has_one_meaning() {
        // On 25 October 2026 it is three o'clock until four twice; on 29 March never.
        let first: Option<Timestamp> = "2026-10-25T00:30:00Z".parse().ok();
        let skipped: Option<Timestamp> = "2026-03-29T01:30:00Z".parse().ok();
        assert_eq!(of_clock("2026-10-25T03:30"), first);
        assert_eq!(of_clock("2026-03-29T03:30"), skipped);
    }

    #[test]
    fn an_address_names_its_language() {
        assert_eq!(Language::of_address("bg"), Some(Language::Bg));
        assert_eq!(Language::of_address("de"), None);
        assert_eq!(Language::En.at("/challenges"), "/en/challenges");
    }
}
