//! Figures, each with words that say how it is counted: a number that nobody can check
//! tells nothing.

use pilotbox_model::api::trails::{FigureUnit, FigureView};
use pilotbox_store::TrailCounts;

use super::entry::both;

/// What a figure is and how it is counted, in both languages.
#[derive(Clone, Copy, Debug)]
pub(in crate::api) struct Words {
    /// Its name for programs.
    pub(in crate::api) name: &'static str,
    /// What it is, in Bulgarian and in English.
    pub(in crate::api) title: (&'static str, &'static str),
    /// How it is counted, in Bulgarian and in English.
    pub(in crate::api) how: (&'static str, &'static str),
}

/// A figure of things that are counted.
pub(in crate::api) fn figure(words: Words, value: u64) -> FigureView {
    FigureView {
        name: words.name.to_owned(),
        part: None,
        title: both(words.title.0, words.title.1),
        value,
        unit: FigureUnit::Count,
        how: both(words.how.0, words.how.1),
        activity: None,
        baseline: None,
        target: None,
    }
}

/// A count from the database, which keeps none below zero.
pub(super) fn count(value: i64) -> u64 {
    u64::try_from(value).unwrap_or(0)
}

pub(super) const BUDGET: Words = Words {
    name: "budget",
    title: ("Бюджет на пилота", "Budget of a pilot"),
    how: (
        "Най-много толкова може да струва един пилот според условията на предизвикателството.",
        "What one pilot may cost at most, as the challenge's manifest says.",
    ),
};

pub(super) const PILOTS_BUDGET: Words = Words {
    name: "pilots-budget",
    title: (
        "Бюджет на откритите пилотни услуги",
        "Budgets of the pilots that were opened",
    ),
    how: (
        "Сбор на бюджетите, с които са открити пилотните услуги на предизвикателството.",
        "The budgets with which the challenge's pilots were opened, added up.",
    ),
};

const ANSWERS: Words = Words {
    name: "answers",
    title: ("Отговорени въпроси", "Questions answered"),
    how: (
        "Въпроси на участници, на които е отговорено пред всички.",
        "Questions of startups that were answered for everybody.",
    ),
};

const SUBMISSIONS: Words = Words {
    name: "submissions",
    title: ("Подадени предложения", "Submissions"),
    how: (
        "Подадени програми без оттеглените. Показва се след края на приемането.",
        "Plugins that came, without those taken back. Told once submissions are closed.",
    ),
};

const ORGANISATIONS: Words = Words {
    name: "organisations",
    title: ("Участващи организации", "Organisations that took part"),
    how: (
        "Различните организации с поне едно предложение, което не е оттеглено.",
        "Organisations with at least one submission that was not taken back.",
    ),
};

const FINALISTS: Words = Words {
    name: "finalists",
    title: ("Финалисти", "Finalists"),
    how: (
        "Предложения, оценени върху скритите данни след края на приемането.",
        "Submissions that went to the withheld data after the close.",
    ),
};

const RUNS: Words = Words {
    name: "scored-runs",
    title: ("Оценени изпълнения", "Runs that scored"),
    how: (
        "Изпълнения върху скрити данни, които имат оценка и важат.",
        "Runs on hidden data that have a score and count.",
    ),
};

const RECEIPTS: Words = Words {
    name: "receipts",
    title: ("Подписани разписки", "Signed receipts"),
    how: (
        "Разписки за тези изпълнения. С разписка всеки може да повтори оценяването.",
        "Receipts of those runs. With one anybody can replay the scoring.",
    ),
};

const EVALUATORS: Words = Words {
    name: "evaluators",
    title: ("Оценители", "Evaluators"),
    how: (
        "Членове на журито, които са предали поне една оценъчна карта. Имена не се публикуват.",
        "Members of the jury who handed in at least one rubric. Names are not told.",
    ),
};

const RUBRICS: Words = Words {
    name: "rubrics",
    title: ("Предадени оценъчни карти", "Rubrics handed in"),
    how: (
        "Една карта е оценката на един оценител за един финалист.",
        "One rubric is what one evaluator gave one finalist.",
    ),
};

const LETTERS: Words = Words {
    name: "letters",
    title: ("Писма с обратна връзка", "Letters of feedback"),
    how: (
        "С решението писмо получава всеки финалист и всяка друга организация с предложение.",
        "With the decision each finalist gets one, and each other organisation that submitted.",
    ),
};

const INQUIRIES: Words = Words {
    name: "inquiries",
    title: ("Отговорени запитвания по решението", "Inquiries answered"),
    how: (
        "Запитвания на участници след решението, на които общината или оценител е отговорил.",
        "What those who took part asked after the decision, and staff or an evaluator answered.",
    ),
};

/// Told from the day on which a challenge opened.
pub(super) fn always(counts: TrailCounts) -> Vec<FigureView> {
    vec![figure(ANSWERS, count(counts.answers))]
}

/// Told from the close on.
pub(super) fn of_closed(counts: TrailCounts) -> Vec<FigureView> {
    vec![
        figure(SUBMISSIONS, count(counts.submissions)),
        figure(ORGANISATIONS, count(counts.organisations)),
    ]
}

/// Told once results are out.
pub(super) fn of_published(counts: TrailCounts) -> Vec<FigureView> {
    let all = [
        (FINALISTS, counts.finalists),
        (RUNS, counts.runs),
        (RECEIPTS, counts.receipts),
        (EVALUATORS, counts.evaluators),
        (RUBRICS, counts.rubrics),
        (LETTERS, counts.letters),
        (INQUIRIES, counts.inquiries),
    ];
    let figures = all.map(|(words, value)| figure(words, count(value)));
    figures.into()
}

/// An amount of money.
pub(super) fn money(words: Words, value: u64) -> FigureView {
    FigureView {
        unit: FigureUnit::Eur,
        ..figure(words, value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_figure_says_how_it_is_counted() {
        let counts = TrailCounts::default();
        let all = [always(counts), of_closed(counts), of_published(counts)].concat();
        let is_cyrillic = |c: char| ('\u{400}'..'\u{500}').contains(&c);
        assert_eq!(all.len(), 10);
        for figure in all {
            for text in [&figure.title, &figure.how] {
                assert!(text.bg.chars().any(is_cyrillic), "{}", text.bg);
                assert!(!text.en.chars().any(is_cyrillic), "{}", text.en);
            }
        }
    }

    #[test]
    fn a_count_is_never_below_zero() {
        assert_eq!([count(-1), count(0), count(7)], [0, 0, 7]);
    }
}
