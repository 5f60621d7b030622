//! Judging by the rubric: declarations, marks, moderations, and the figures of a jury.

crate::texts::texts! {
    DECLARE = "Имате ли конфликт на интереси?" | "Do you have a conflict of interest?";
    DECLARE_LEAD = "Отговорете, преди да видите описанието. Конфликт има, когато Вие или Ваш близък имате или сте имали трудови, търговски, лични или имуществени отношения с някого, който може да участва в това предизвикателство." | "Please answer before the dossier is shown. There is a conflict when you, or somebody close to you, work or have worked for, trade with, own a part of, or are close to somebody who may take part in this challenge.";
    DECLARE_ONCE = "Отговорът се дава веднъж и се вписва в регистъра, без името Ви. При конфликт предложението повече няма да Ви бъде възлагано." | "You answer once. That you did goes into the record, without your name. With a conflict you are never given this submission again.";
    DECLARATION = "Декларация" | "Declaration";
    NO_CONFLICT = "Нямам конфликт на интереси." | "I have no conflict of interest.";
    HAS_CONFLICT = "Имам или може да имам конфликт на интереси." | "I have, or may have, a conflict of interest.";
    CONFLICT_REASON = "В какво се състои конфликтът" | "What the conflict is";
    CONFLICT_REASON_HELP = "Само при конфликт, до 2000 знака. Чете се единствено от служителите на общината." | "Only if there is one, up to 2000 characters. The city's staff alone read it.";
    REASON_WITHOUT_CONFLICT = "Описали сте конфликт, а сте избрали, че няма. Изберете едно от двете." | "You describe a conflict and say that there is none. Please choose one.";
    DECLARE_BUTTON = "Деклариране" | "Declare";
    DECLARE_FIRST = "Описанието се показва, след като декларирате дали имате конфликт на интереси." | "The dossier is shown once you have said whether you have a conflict of interest.";
    TO_DECLARE = "очаква Вашата декларация" | "waits for your declaration";
    UNDECLARED = "Очакват Вашата декларация" | "Waiting for your declaration";
    SAID_DECLARED = "Декларацията е записана. Вече можете да прочетете описанието." | "Your declaration is kept. You can read the dossier now.";
    SAID_CONFLICT = "Записано е, че имате конфликт на интереси. Предложението вече не Ви е възложено." | "It is noted that you have a conflict of interest. The submission is no longer yours to judge.";

    RUBRIC = "Оценка по критерии" | "Rubric";
    RUBRIC_LEAD = "За всеки критерий изберете описанието, което най-добре отговаря на предложението. Можете да запазите чернова и да продължите по-късно." | "For each criterion choose the step that fits the submission best. You can save a draft and go on later.";
    RUBRIC_LATER = "Оценки се дават, докато предизвикателството е пред журито. Критериите са показани предварително." | "Marks are given while the challenge is with the jury. You see the criteria beforehand.";
    RUBRIC_IN = "Предадохте оценката на {when}. Дадените оценки не се променят." | "You handed your rubric in on {when}. What you gave does not change.";
    RUBRIC_NOT_IN = "Не сте предали оценка." | "You handed no rubric in.";
    POTENTIAL = "Потенциал" | "Potential";
    PRIORITISATION = "Приоритет" | "Prioritisation";
    READINESS = "Готовност" | "Readiness";
    SUSTAINABILITY = "Устойчивост" | "Sustainability";
    COMMENT = "Коментар за участника" | "Comment for the startup";
    COMMENT_HELP = "До 2000 знака. Участникът го получава с писмото за резултата, а всички го четат с решението, без Вашето име." | "Up to 2000 characters. The startup gets it with its letter, and everybody reads it with the decision, without your name.";
    MARK = "Оценка" | "Mark";
    NO_MARK = "няма" | "none";
    MARK_MISSING = "Изберете оценка: {title}" | "Choose a mark: {title}";
    SAVE_DRAFT = "Запазване на чернова" | "Save the draft";
    HAND_IN = "Предаване на оценката" | "Hand the rubric in";
    HAND_IN_HELP = "След предаването оценките не могат да бъдат променяни." | "Once handed in, marks cannot be changed.";
    SAID_HANDED_IN = "Оценката е предадена." | "Your rubric is in.";
    SAID_DRAFT = "Черновата е запазена." | "The draft is saved.";

    MODERATIONS = "Обсъждане" | "Moderation";
    MODERATIONS_LEAD = "По тези критерии оценките на двама оценители се различават с две или повече. Обсъдете ги и посочете каква оценка остава; запазват се и двете." | "On these criteria the marks of two evaluators differ by two or more. Talk, then say which mark stands; both are kept.";
    MODERATION_OF = "Обсъждане: {title}" | "Moderation: {title}";
    MODERATE_THIS = "Към обсъждането" | "Moderate";
    SETTLED = "приключено" | "settled";
    OPEN = "предстои" | "open";
    EVALUATOR_N = "Оценител {n}" | "Evaluator {n}";
    YOU = "Вие" | "You";
    WHO = "Оценител" | "Evaluator";
    GIVEN_MARK = "Дадена оценка" | "Mark given";
    STANDING_MARK = "Остава" | "Stands";
    SAID_COMMENTS = "Коментари" | "Comments";
    SPREAD = "От {lowest} до {highest}" | "From {lowest} to {highest}";
    CRITERION = "Критерий" | "Criterion";
    WHAT_STANDS = "Каква оценка остава?" | "Which mark stands?";
    WHAT_STANDS_HELP = "Изберете дадената оценка, ако я потвърждавате." | "Choose the mark that you gave if it stands.";
    MODERATE = "Записване" | "Save";
    SAID_MODERATED = "Записано е каква оценка остава." | "It is noted which mark stands.";
    BACK_TO_ASSIGNMENT = "Към предложението" | "Back to the submission";

    LOCKED = "Сравнението още не е отворено за Вас." | "The comparison is not open to you yet.";
    LOCKED_WHY = "Автоматичните оценки не се показват, преди да предадете своите, за да не им влияят." | "Automatic scores are not shown before yours are in, so that they do not sway them.";
    LOCKED_NOTHING = "В това предизвикателство нямате възложени предложения." | "Nothing in this challenge is assigned to you.";
    LOCKED_LEFT = "Остава да предадете {n} оценка:" / "Остава да предадете {n} оценки:" | "{n} rubric is still to be handed in:" / "{n} rubrics are still to be handed in:";

    AGREEMENT = "Съгласие между оценителите" | "Agreement of the evaluators";
    AGREEMENT_HELP = "Алфа на Крипендорф по първоначалните оценки: 1 е пълно съгласие, 0 е случайно съвпадение. Под 0,67 съгласието е слабо." | "Krippendorff's alpha of the marks as first given: 1 is full agreement, 0 is chance. Below 0.67 agreement is weak.";
    NO_AGREEMENT = "Съгласието се изчислява, когато едно и също предложение има поне две предадени оценки, които не са еднакви навсякъде." | "Agreement is worked out once one submission has two rubrics that are not equal throughout.";
    OVER_ALL = "Общо" | "Overall";
    ALPHA = "Алфа" | "Alpha";
    PAIRS = "Съпоставени оценки" | "Marks compared";
    UNDEFINED = "не е определена" | "not defined";
    CONFLICTS = "Конфликти на интереси" | "Conflicts of interest";
    NO_CONFLICTS = "Няма декларирани конфликти." | "No conflict was declared.";
    REASON = "В какво се състои" | "What it is";
    DECLARED_ON = "Деклариран на" | "Declared on";
    DECLARED = "Декларации без конфликт" | "Without conflict";
    OPEN_MODERATIONS = "Обсъждания: предстоят {open}, приключени са {settled}." | "Moderations: {open} open, {settled} settled.";
    NO_MODERATIONS = "Няма оценки, които да се различават с две или повече." | "No marks differ by two or more.";
    MORE_MODERATIONS = "Показани са първите {n}." | "The first {n} are shown.";
    MARKS = "Оценки" | "Marks";
}
