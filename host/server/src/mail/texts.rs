//! What the mails say, in Bulgarian and English. Those that anybody can cause hold
//! nothing that a stranger wrote: no mail of ours carries somebody's advertisement.

use jiff::{Timestamp, tz::TimeZone};
use pilotbox_model::{api::accounts::Language, printable};

/// Characters of a title in a mail; a longer one is cut.
const TITLE_CHARS: usize = 120;

/// Whose clock the readers have.
const CITY: &str = "Europe/Sofia";

/// Subject and text of a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// One line.
    pub subject: String,
    /// Plain text.
    pub body: String,
}

/// Asks whether the address is theirs.
pub fn confirm(language: Language, link: &str) -> Text {
    match language {
        Language::Bg => text(
            "Потвърдете своя адрес",
            "Здравейте,\n\nнякой направи профил в Pilotbox с този адрес. Ако това сте Вие, потвърдете адреса тук:",
            link,
            "Връзката важи 24 часа. Ако не сте Вие, не правете нищо: без потвърждение профилът се изтрива.",
        ),
        Language::En => text(
            "Confirm your address",
            "Hello,\n\nsomebody has opened an account at Pilotbox with this address. If it was you, confirm the address here:",
            link,
            "The link is good for 24 hours. If it was not you, do nothing: without confirmation the account is deleted.",
        ),
    }
}

/// Tells somebody who registers again that there is an account already. The page
/// itself does not tell, so that nobody learns from it who has one.
pub fn already_registered(language: Language, link: &str) -> Text {
    match language {
        Language::Bg => text(
            "Вече имате профил",
            "Здравейте,\n\nнякой опита да направи профил в Pilotbox с този адрес, а такъв вече има. Ако сте забравили паролата си, изберете нова тук:",
            link,
            "Ако не сте Вие, не правете нищо. Нищо не е променено.",
        ),
        Language::En => text(
            "You have an account already",
            "Hello,\n\nsomebody tried to open an account at Pilotbox with this address, and there is one already. If you forgot your password, choose a new one here:",
            link,
            "If it was not you, do nothing. Nothing was changed.",
        ),
    }
}

/// Lets the password be set anew.
pub fn reset(language: Language, link: &str) -> Text {
    match language {
        Language::Bg => text(
            "Нова парола",
            "Здравейте,\n\nнякой поиска нова парола за Вашия профил в Pilotbox. Ако това сте Вие, изберете я тук:",
            link,
            "Връзката важи един час и само веднъж. Ако не сте Вие, не правете нищо: досегашната парола остава.",
        ),
        Language::En => text(
            "A new password",
            "Hello,\n\nsomebody has asked for a new password for your account at Pilotbox. If it was you, choose it here:",
            link,
            "The link is good for one hour and for one use. If it was not you, do nothing: your password stays as it is.",
        ),
    }
}

/// Invites a member of staff, an evaluator or a member of an organisation.
pub fn invitation(language: Language, link: &str) -> Text {
    match language {
        Language::Bg => text(
            "Покана за Pilotbox",
            "Здравейте,\n\nпоканени сте да работите в Pilotbox, изпитателната площадка на града за програми на стартиращи компании. Приемете поканата тук:",
            link,
            "Връзката важи 7 дни и само веднъж. Ако не очаквате покана, не правете нищо.",
        ),
        Language::En => text(
            "An invitation to Pilotbox",
            "Hello,\n\nyou are invited to work at Pilotbox, the city's proving ground for programs of startups. Accept the invitation here:",
            link,
            "The link is good for 7 days and for one use. If you expect no invitation, do nothing.",
        ),
    }
}

/// Tells that wrong passwords were tried; `until` is when the next try is looked at.
pub fn lockout(language: Language, until: Timestamp, link: &str) -> Text {
    let until = local_time(until);
    match language {
        Language::Bg => text(
            "Входът с парола е спрян за кратко",
            &format!(
                "Здравейте,\n\nв профила Ви в Pilotbox беше въведена няколко пъти грешна парола. До {until} входът с парола е спрян. Ако сте забравили паролата си, изберете нова тук:"
            ),
            link,
            "Ако не сте Вие, някой гадае паролата Ви. Докато е дълга и само Ваша, това няма да му помогне.",
        ),
        Language::En => text(
            "Signing in by password is paused",
            &format!(
                "Hello,\n\na wrong password was tried several times for your account at Pilotbox. Signing in by password is paused until {until}. If you forgot your password, choose a new one here:"
            ),
            link,
            "If it was not you, somebody is guessing. As long as your password is long and used nowhere else, that will not help them.",
        ),
    }
}

/// Tells an organisation that a run has ended. `challenge` is the title that staff gave.
pub fn verdict_ready(language: Language, challenge: &str, link: &str) -> Text {
    let title = title(challenge);
    match language {
        Language::Bg => text(
            &format!("Оценката е готова: {title}"),
            &format!("Здравейте,\n\nВашата програма за „{title}“ беше оценена. Резултатът е тук:"),
            link,
            "Там можете да изтеглите и подписаната разписка и сами да повторите оценяването.",
        ),
        Language::En => text(
            &format!("The verdict is ready: {title}"),
            &format!(
                "Hello,\n\nyour program for \"{title}\" has been evaluated. The result is here:"
            ),
            link,
            "There you can also fetch the signed receipt and repeat the evaluation yourself.",
        ),
    }
}

/// Tells an evaluator of new work in a challenge: how many submissions, and the first day
/// by which one of them is due, as `2027-01-15`.
pub fn work_assigned(
    language: Language,
    challenge: &str,
    count: i64,
    due_on: &str,
    link: &str,
) -> Text {
    let title = title(challenge);
    match language {
        Language::Bg => {
            let what = if count == 1 {
                "Възложено Ви е 1 предложение".to_owned()
            } else {
                format!("Възложени са Ви {count} предложения")
            };
            text(
                &format!("Предложения за оценяване: {title}"),
                &format!(
                    "Здравейте,\n\n{what} за оценяване по „{title}“. Най-ранният срок е {due_on}. Ще ги намерите тук:"
                ),
                link,
                "Описанията са под кодове и не се показва чии са. Ако вече сте приключили, не правете нищо.",
            )
        }
        Language::En => {
            let ending = if count == 1 { "" } else { "s" };
            text(
                &format!("Work for you: {title}"),
                &format!(
                    "Hello,\n\nyou were given {count} submission{ending} to \"{title}\" to judge. The first is due on {due_on}. You find what is to be done here:"
                ),
                link,
                "Dossiers stand under codes, and whose they are is not shown. If you have done it already, do nothing.",
            )
        }
    }
}

/// Reminds an evaluator of rubrics that are not in: how many, the first of their days as
/// `2027-01-15`, and whether that is over.
pub fn rubrics_due(
    language: Language,
    challenge: &str,
    (count, due_on, is_late): (i64, &str, bool),
    link: &str,
) -> Text {
    let title = title(challenge);
    let (subject, when) = match (language, is_late) {
        (Language::Bg, true) => ("Просрочени оценки", "изтече на"),
        (Language::Bg, false) => ("Наближава срок за оценки", "е"),
        (Language::En, true) => ("Your rubrics are late", "was due on"),
        (Language::En, false) => ("Your rubrics are due soon", "is due on"),
    };
    let subject = format!("{subject}: {title}");
    match language {
        Language::Bg => {
            let what = counted(count, ["предложение", "предложения"]);
            let before = format!(
                "Здравейте,\n\nочаква се Вашата оценка на {what} по „{title}“. Най-ранният срок {when} {due_on}. Ще ги намерите тук:"
            );
            let after = "Ако вече сте предали оценките си, не правете нищо.";
            text(&subject, &before, link, after)
        }
        Language::En => {
            let what = counted(count, ["submission", "submissions"]);
            let before = format!(
                "Hello,\n\nyour rubric for {what} to \"{title}\" is not in yet. The first {when} {due_on}. You find what is to be done here:"
            );
            let after = "If you have handed everything in already, do nothing.";
            text(&subject, &before, link, after)
        }
    }
}

/// Tells that a decision is out, or was corrected, and until when one may ask.
pub fn decision_out(
    language: Language,
    challenge: &str,
    is_corrected: bool,
    until: Timestamp,
    link: &str,
) -> Text {
    let (title, until) = (title(challenge), local_time(until));
    match language {
        Language::Bg => {
            let (about, what) = if is_corrected {
                ("Поправено решение", "Решението е поправено")
            } else {
                ("Решение", "Решението е публикувано")
            };
            text(
                &format!("{about}: {title}"),
                &format!(
                    "Здравейте,\n\n{what} по „{title}“. Писмото с оценките на Вашето предложение и с бележките на оценителите ще намерите тук:"
                ),
                link,
                &format!(
                    "Може да зададете въпрос по всеки критерий до {until}. Въпросите и отговорите са публични."
                ),
            )
        }
        Language::En => {
            let (about, what) = if is_corrected {
                ("Corrected decision", "The decision was corrected")
            } else {
                ("Decision", "The decision is out")
            };
            text(
                &format!("{about}: {title}"),
                &format!(
                    "Hello,\n\n{what} for \"{title}\". The letter with the scores of your submission and the evaluators' comments is here:"
                ),
                link,
                &format!(
                    "You may ask about each criterion until {until}. Questions and answers are public."
                ),
            )
        }
    }
}

/// Tells whoever proposed a problem what became of it: `kind` is that of the step. Reasons
/// and answers stand on the page alone.
pub fn problem_moved(language: Language, problem: &str, kind: &str, link: &str) -> Text {
    let title = title(problem);
    let what = problem_step(language, kind);
    match language {
        Language::Bg => text(
            &format!("Вашият проблем: {title}"),
            &format!("Здравейте,\n\n{what}: „{title}“. Подробностите са тук:"),
            link,
            "Получавате това писмо, защото Вие предложихте проблема.",
        ),
        Language::En => text(
            &format!("Your problem: {title}"),
            &format!("Hello,\n\n{what}: \"{title}\". More is here:"),
            link,
            "You get this mail because you proposed it.",
        ),
    }
}

fn problem_step(language: Language, kind: &str) -> &'static str {
    let (bg, en) = match kind {
        "shown" => (
            "предложеният от Вас проблем вече се вижда от всички",
            "the problem that you proposed can now be seen by everybody",
        ),
        "refused" => (
            "предложеният от Вас проблем няма да се показва (причината виждате само Вие, след вход в профила си)",
            "the problem that you proposed is not shown (the reason is there for you alone, once you have signed in)",
        ),
        "merged" => (
            "предложеният от Вас проблем е обединен с друг, който вече е предложен",
            "the problem that you proposed was merged into another one",
        ),
        "challenge" => (
            "по предложения от Вас проблем се подготвя предизвикателство",
            "a challenge comes of the problem that you proposed",
        ),
        _ => (
            "Общината отговори на предложения от Вас проблем",
            "the city has answered the problem that you proposed",
        ),
    };
    match language {
        Language::Bg => bg,
        Language::En => en,
    }
}

/// A number with the word for one or for more.
fn counted(count: i64, [one, more]: [&str; 2]) -> String {
    let word = if count == 1 { one } else { more };
    format!("{count} {word}")
}

/// A time by the city's clock, with the name of its zone.
fn local_time(time: Timestamp) -> String {
    // The zone is built in; without it the mail would still say which clock it means.
    let zone = TimeZone::get(CITY).unwrap_or(TimeZone::UTC);
    time.to_zoned(zone)
        .strftime("%Y-%m-%d %H:%M %Z")
        .to_string()
}

fn text(subject: &str, before: &str, link: &str, after: &str) -> Text {
    Text {
        subject: subject.to_owned(),
        body: format!("{before}\n\n{link}\n\n{after}\n\nPilotbox\n"),
    }
}

fn title(text: &str) -> String {
    let shown = printable(text).replace('\t', " ");
    if shown.chars().count() <= TITLE_CHARS {
        return shown;
    }
    let cut: String = shown.chars().take(TITLE_CHARS - 1).collect();
    format!("{cut}…")
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINK: &str = "https://pilots.example.org/confirm?secret=abc";

    #[test]
    fn every_text_has_its_link_on_a_line_of_its_own() {
        for language in [Language::Bg, Language::En] {
            for text in [
                confirm(language, LINK),
                already_registered(language, LINK),
                reset(language, LINK),
                invitation(language, LINK),
                lockout(language, Timestamp::UNIX_EPOCH, LINK),
                verdict_ready(language, "Паркиране", LINK),
                work_assigned(language, "Паркиране", 1, "2027-01-15", LINK),
                work_assigned(language, "Паркиране", 2, "2027-01-15", LINK),
                rubrics_due(language, "Паркиране", (1, "2027-01-15", false), LINK),
                rubrics_due(language, "Паркиране", (2, "2027-01-15", true), LINK),
                decision_out(language, "Паркиране", false, Timestamp::UNIX_EPOCH, LINK),
                decision_out(language, "Паркиране", true, Timestamp::UNIX_EPOCH, LINK),
                problem_moved(language, "Паркиране", "shown", LINK),
                problem_moved(language, "Паркиране", "refused", LINK),
            ] {
                assert!(text.body.lines().any(|line| line == LINK), "{text:?}");
                let is_cyrillic = text.subject.contains(|c| matches!(c, 'а'..='я'));
                let expected = language == Language::Bg || text.subject.contains("Паркиране");
                assert_eq!(is_cyrillic, expected, "{text:?}");
            }
        }
    }

    #[test]
    fn a_title_adds_no_line_and_is_cut() {
        let evil = format!("a\r\nBcc: x@example.org\t{}", "b".repeat(300));
        let text = verdict_ready(Language::En, &evil, LINK);
        assert!(!text.subject.contains(char::is_control), "{text:?}");
        assert!(text.subject.chars().count() < 160, "{text:?}");
        assert_eq!(text.body.lines().count(), 9);
    }

    #[test]
    fn a_time_is_the_citys_with_its_zone() {
        for (time, shown) in [
            ("2026-01-31T23:05:00Z", "2026-02-01 01:05 EET"),
            ("2026-07-31T23:05:00Z", "2026-08-01 02:05 EEST"),
        ] {
            let time = time.parse().expect("a time");
            for language in [Language::Bg, Language::En] {
                let text = lockout(language, time, LINK);
                assert!(text.body.contains(shown), "{text:?}");
            }
        }
    }
}
