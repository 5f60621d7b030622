//! The rubric that a challenge from a template begins with: one criterion under
//! each heading, every step written out. Staff may rewrite it.

use super::manifest::quoted;

/// A criterion: id, heading, title and the meaning of each step, in both languages.
struct Criterion {
    id: &'static str,
    heading: &'static str,
    title: (&'static str, &'static str),
    steps: [(&'static str, &'static str); 6],
}

const CRITERIA: [Criterion; 4] = [
    Criterion {
        id: "use",
        heading: "potential",
        title: (
            "What would change for people?",
            "Какво ще се промени за хората?",
        ),
        steps: [
            ("Nothing is said of it.", "Не се казва нищо."),
            ("A claim without an example.", "Твърдение без пример."),
            (
                "One example of who gains what.",
                "Един пример кой какво печели.",
            ),
            (
                "Says who gains, how much and how often.",
                "Казва кой печели, колко и колко често.",
            ),
            (
                "As 3, and what it costs those who do not gain.",
                "Като 3, и какво струва на онези, които не печелят.",
            ),
            (
                "As 4, with a measure, its present value and a target.",
                "Като 4, с мярка, сегашна стойност и цел.",
            ),
        ],
    },
    Criterion {
        id: "fit",
        heading: "prioritisation",
        title: (
            "Does it serve what the city has decided to do?",
            "Служи ли на това, което градът е решил да прави?",
        ),
        steps: [
            (
                "No link to any aim of the city.",
                "Няма връзка с цел на града.",
            ),
            ("Names an aim only.", "Само назовава цел."),
            (
                "Argues how it serves the aim.",
                "Обосновава как служи на целта.",
            ),
            (
                "Names the unit that would use it and its decision.",
                "Посочва кое звено ще го ползва и за какво решение.",
            ),
            (
                "As 3, and fits how that unit works today.",
                "Като 3, и е съобразено с начина на работа на звеното.",
            ),
            (
                "As 4, confirmed by the unit in writing.",
                "Като 4, потвърдено писмено от звеното.",
            ),
        ],
    },
    Criterion {
        id: "readiness",
        heading: "readiness",
        title: (
            "How soon can it be tried?",
            "Колко скоро може да се изпробва?",
        ),
        steps: [
            ("An idea.", "Идея."),
            (
                "Runs on the data of this challenge only.",
                "Работи само с данните от това предизвикателство.",
            ),
            (
                "Names the data that it needs and who holds it.",
                "Казва какви данни са нужни и кой ги има.",
            ),
            (
                "Has run on live data once.",
                "Работила е веднъж с текущи данни.",
            ),
            (
                "As 3, and shows what it does when data is late or wrong.",
                "Като 3, и показва какво прави при закъснели или грешни данни.",
            ),
            (
                "As 4, with a plan by weeks and people named.",
                "Като 4, с план по седмици и посочени хора.",
            ),
        ],
    },
    Criterion {
        id: "sustainability",
        heading: "sustainability",
        title: (
            "Who runs it in two years, and at what cost?",
            "Кой ще го поддържа след две години и на каква цена?",
        ),
        steps: [
            ("Not considered.", "Не е разгледано."),
            (
                "Depends on one person or on a price that is open.",
                "Зависи от един човек или от неясна цена.",
            ),
            ("States the yearly cost.", "Посочва годишния разход."),
            (
                "As 2, and how the results are checked over time.",
                "Като 2, и как резултатите се проверяват с времето.",
            ),
            (
                "As 3, and the city can run it without its authors.",
                "Като 3, и градът може да го поддържа без авторите.",
            ),
            (
                "As 4, with open code and formats.",
                "Като 4, с открит код и формати.",
            ),
        ],
    },
];

/// The text of `rubric.toml`.
pub(super) fn text() -> String {
    CRITERIA
        .iter()
        .map(criterion)
        .collect::<Vec<_>>()
        .join("\n")
}

/// A text in both languages as an inline table.
pub(super) fn texts(en: &str, bg: &str) -> String {
    format!("{{ en = {}, bg = {} }}", quoted(en), quoted(bg))
}

fn criterion(criterion: &Criterion) -> String {
    let Criterion {
        id,
        heading,
        title: (en, bg),
        steps,
    } = criterion;
    let title = texts(en, bg);
    let steps: Vec<_> = steps.iter().map(|(en, bg)| texts(en, bg)).collect();
    let steps = steps.join(",\n    ");
    format!(
        "[[criteria]]\nid = \"{id}\"\nheading = \"{heading}\"\ntitle = {title}\n\
         anchors = [\n    {steps},\n]\n"
    )
}
