//! The pages of evaluators.

crate::texts::texts! {
    LEAD = "Тук четете описанията на финалистите, без да знаете чии са. Кодовете не съвпадат с псевдонимите в класирането." | "Here you read the finalists' dossiers without knowing whose they are. A code matches no pseudonym of the board.";
    NONE = "В момента няма предизвикателства за оценяване." | "There is nothing to evaluate right now.";
    READ = "Описания на финалистите" | "Finalists' dossiers";
    WITH_JURY = "Пред журито" | "With the jury";
    OTHERS = "Други" | "Others";
    DOSSIERS_OF = "Финалисти: {title}" | "Finalists: {title}";
    NO_DOSSIERS = "Още няма определени финалисти." | "No finalists are there yet.";
    CODE = "Код {code}" | "Code {code}";
    APPROACH = "Подход" | "Approach";
    PILOT_PLAN = "План за пилотния проект" | "Pilot plan";
    COST = "Цена на пилотния проект" | "Cost of a pilot";
    LICENCE = "Лиценз на програмата" | "Licence";
    RIGHTS = "Права върху съдържанието" | "Rights";
    PROVENANCE = "Произход на моделите и данните" | "Where models and data come from";
    NOT_SAID = "не е посочено" | "not said";
    TO_CHALLENGE = "Условие на предизвикателството" | "The challenge's statement";
    BACK = "Към всички предизвикателства за оценяване" | "Back to all evaluations";
}
