//! What a year counts, in both languages, each with how it is counted.

use crate::api::trails::Words;

/// Fields of the strategy that interfaces belong to.
pub(super) const FIELDS: [(&str, (&str, &str)); 4] = [
    ("mobility", ("мобилност", "mobility")),
    ("utilities", ("комунални услуги", "utilities")),
    (
        "services",
        ("административни и социални услуги", "services"),
    ),
    ("other", ("друго", "other")),
];

/// How pilots end, each by its decision.
pub(super) const EXITS: [(&str, Words); 3] =
    [("adopt", ADOPTED), ("extend", EXTENDED), ("stop", ENDED)];

pub(super) const PROBLEMS: Words = Words {
    name: "problems",
    title: (
        "Проблеми, посочени от граждани",
        "Problems that citizens named",
    ),
    how: (
        "Проблеми, които през годината са показани за първи път на всички.",
        "Problems that everybody could read for the first time in the year.",
    ),
};

pub(super) const CHALLENGES: Words = Words {
    name: "challenges-opened",
    title: ("Обявени предизвикателства", "Challenges announced"),
    how: (
        "Предизвикателства, отворени през годината според публичния регистър. Областта е тази на интерфейса.",
        "Challenges that the public record says opened in the year. The field is that of the interface.",
    ),
};

pub(super) const OPEN_TO_NEWCOMERS: Words = Words {
    name: "challenges-without-references",
    title: (
        "Конкурси, отворени за фирми без референции",
        "Contests open to firms without references",
    ),
    how: (
        "Всички обявени предизвикателства: никое не изисква референции и те не носят точки.",
        "All challenges announced: none asks for references, and these are worth no points.",
    ),
};

pub(super) const PUBLISHED: Words = Words {
    name: "challenges-published",
    title: (
        "Предизвикателства с обявени резултати",
        "Challenges with published results",
    ),
    how: (
        "Предизвикателства, чиито резултати са обявени през годината според публичния регистър.",
        "Challenges whose results the public record says were published in the year.",
    ),
};

pub(super) const DECISIONS: Words = Words {
    name: "decisions",
    title: ("Обявени решения", "Decisions published"),
    how: (
        "Предизвикателства, по които през годината е обявено първото подписано решение; поправките не се броят.",
        "Challenges whose first signed decision was published in the year; corrections are not counted.",
    ),
};

pub(super) const SUBMISSIONS: Words = Words {
    name: "submissions",
    title: ("Подадени предложения", "Submissions"),
    how: (
        "Записи за получени програми в публичния регистър през годината, включително оттеглените по-късно.",
        "Links of the public record about plugins that came in the year, those taken back later included.",
    ),
};

pub(super) const ORGANISATIONS: Words = Words {
    name: "organisations",
    title: ("Участващи организации", "Organisations that took part"),
    how: (
        "Различни организации с предложение през годината в предизвикателства с вече обявени резултати. Преди това участието не се разгласява, затова числото може да нарасне.",
        "Organisations with a submission of the year in challenges whose results are out by now. Before, nobody is told who takes part, so this may grow.",
    ),
};

pub(super) const NEWCOMERS: Words = Words {
    name: "newcomers",
    title: ("От тях с първо участие", "Of these, for the first time"),
    how: (
        "Организации, чието първо предложение е от тази година.",
        "Organisations whose first submission is of this year.",
    ),
};

pub(super) const RECEIPTS: Words = Words {
    name: "receipts",
    title: ("Подписани разписки", "Signed receipts"),
    how: (
        "Записи за подписани разписки в публичния регистър през годината.",
        "Links of the public record about receipts that were signed in the year.",
    ),
};

pub(super) const ANSWERS: Words = Words {
    name: "answers",
    title: ("Отговори на въпроси", "Answers to questions"),
    how: (
        "Записи в публичния регистър за отговори пред всички; поправен отговор се брои отново.",
        "Links of the public record about answers for everybody; one that is changed counts again.",
    ),
};

pub(super) const PILOTS_OPENED: Words = Words {
    name: "pilots-opened",
    title: ("Открити пилотни услуги", "Pilots opened"),
    how: (
        "По деня, в който услугата е открита в платформата.",
        "By the day on which the pilot was opened on the platform.",
    ),
};

pub(super) const PILOTS_BUDGET: Words = Words {
    name: "pilots-budget",
    title: (
        "Бюджет на откритите пилотни услуги",
        "Budgets of the pilots opened",
    ),
    how: (
        "Сбор на бюджетите, с които са открити. Това са горни граници, а не платени суми.",
        "The budgets with which they were opened, added up. These are bounds, not what was paid.",
    ),
};

pub(super) const PILOTS_RUNNING: Words = Words {
    name: "pilots-running",
    title: ("Работили пилотни услуги", "Pilots that ran"),
    how: (
        "Услуги, които поне един ден от годината са били открити за гражданите.",
        "Pilots that were open to citizens on at least one day of the year.",
    ),
};

pub(super) const UTILITIES: Words = Words {
    name: "utility-services",
    title: ("Услуги в комуналния сектор", "Services in utilities"),
    how: (
        "Работилите пилотни услуги с интерфейс за комунални услуги. Планът на стратегията брои всички услуги в града, платформата – само своите.",
        "Pilots that ran and have an interface of utilities. The strategy's plan counts all services in the city, the platform its own alone.",
    ),
};

const ADOPTED: Words = Words {
    name: "pilots-adopted",
    title: (
        "Поети от града пилотни услуги",
        "Pilots that the city adopted",
    ),
    how: (
        "Решения за поемане в публичния регистър през годината.",
        "Decisions to adopt in the public record of the year.",
    ),
};

const EXTENDED: Words = Words {
    name: "pilots-extended",
    title: ("Удължени пилотни услуги", "Pilots extended"),
    how: (
        "Решения за удължаване в публичния регистър през годината; всяко се брои.",
        "Decisions to extend in the public record of the year; each one counts.",
    ),
};

const ENDED: Words = Words {
    name: "pilots-ended",
    title: ("Прекратени пилотни услуги", "Pilots ended"),
    how: (
        "Решения за прекратяване в публичния регистър през годината.",
        "Decisions to stop in the public record of the year.",
    ),
};

pub(super) const MILESTONES: Words = Words {
    name: "milestones-reached",
    title: ("Изпълнени етапи", "Milestones reached"),
    how: (
        "Етапи на пилотни услуги, отбелязани като изпълнени през годината.",
        "Milestones of pilots that were marked as reached in the year.",
    ),
};

pub(super) const INDICATORS: Words = Words {
    name: "indicators-measured",
    title: ("Измерени показатели", "Indicators measured"),
    how: (
        "Показатели на пилотни услуги с поне една стойност за ден от годината.",
        "Indicators of pilots with at least one value for a day of the year.",
    ),
};

pub(super) const ON_TARGET: Words = Words {
    name: "indicators-on-target",
    title: ("От тях достигнали целта", "Of these, on target"),
    how: (
        "Последната стойност за годината е поне толкова добра, колкото целевата.",
        "The last value of the year is at least as good as the target.",
    ),
};

pub(super) const DATA_SETS: Words = Words {
    name: "open-data-sets",
    title: ("Отворени набори от данни", "Open data sets"),
    how: (
        "Набори с поне едно публикуване, отворено до края на годината. Броят се по темите на Европейския съюз.",
        "Data sets with at least one release that was open by the end of the year. Counted by the European Union's themes.",
    ),
};

pub(super) const CATEGORIES: Words = Words {
    name: "open-data-categories",
    title: ("Категории отворени данни", "Categories of open data"),
    how: (
        "Различните теми на тези набори. Планът на стратегията брои данните на целия град, платформата – само своите.",
        "The themes of those data sets. The strategy's plan counts the whole city's data, the platform its own alone.",
    ),
};
