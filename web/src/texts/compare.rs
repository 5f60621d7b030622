//! Submissions side by side.

crate::texts::texts! {
    TITLE_OF = "Сравняване на предложения: {title}" | "Compare submissions: {title}";
    TITLE_BLIND = "Сравняване на финалисти: {title}" | "Compare finalists: {title}";
    LEAD_OWN = "Изберете от две до шест свои предложения и вижте по какво се различават, случай по случай." | "Choose two to six submissions of your own and see how they differ, case by case.";
    LEAD_STAFF = "Изберете от две до шест предложения и вижте по какво се различават, случай по случай." | "Choose two to six submissions and see how they differ, case by case.";
    LEAD_BLIND = "Изберете от две до шест финалисти и вижте по какво се различават, случай по случай. Не се показва чии са предложенията." | "Choose two to six finalists and see how they differ, case by case. Whose they are is not shown.";
    CHOOSE = "Какво да се сравни" | "What to compare";
    WHICH = "Предложения (от две до шест)" | "Submissions (two to six)";
    WHICH_CASES = "Случаи" | "Cases";
    ON_SAMPLE = "Примерни данни" | "Sample data";
    ON_PUBLIC = "Скрити данни, междинно класиране" | "Hidden data, interim ranking";
    ON_FINAL = "Скрити данни, окончателно класиране" | "Hidden data, final ranking";
    COMPARE = "Сравняване" | "Compare";
    TOO_FEW = "Изберете поне две предложения." | "Choose at least two submissions.";
    TOO_MANY = "Изберете най-много шест предложения." | "Choose at most six submissions.";
    TOO_FEW_THERE = "За сравнение са нужни поне две предложения." | "It takes at least two submissions to compare.";
    HIDDEN_UNTIL = "Скритите случаи се показват след обявяването на резултатите." | "Hidden cases are shown once results are published.";
    BACK = "Към предизвикателството" | "To the challenge";
    BACK_BLIND = "Към финалистите" | "To the finalists";
    LINK_OWN = "Сравняване на предложения случай по случай" | "Compare submissions case by case";
    LINK_STAFF = "Сравняване на предложения" | "Compare submissions";
    LINK_BLIND = "Сравняване на финалисти" | "Compare finalists";
    GET_SVG = "Изтегляне на диаграмата (SVG)" | "Download the drawing (SVG)";
    GET_CSV = "Изтегляне на данните (CSV)" | "Download the data (CSV)";

    SCORES = "Оценки" | "Scores";
    SCORES_CAPTION = "Обща оценка с доверителен интервал 95%, изчислителен разход, който 95% от случаите не надхвърлят, и най-много използвана памет за един случай" | "Total scores with their 95% intervals, and cost: the fuel that 95% of cases do not exceed, and the most memory of a case";
    ENTRY = "Предложение" | "Submission";
    SCORE = "Оценка" | "Score";
    LOW = "Долна граница" | "Lower end";
    HIGH = "Горна граница" | "Upper end";
    FUEL = "Изчислителен разход (95-и персентил)" | "Fuel (p95)";
    MEMORY_BYTES = "Памет, байтове" | "Memory, bytes";
    SECONDS = "Време, секунди" | "Time, seconds";
    VERSION = "Версия" | "Version";
    FRONT = "Неизпреварено" | "Not beaten";
    YES = "да" | "yes";
    NO = "не" | "no";
    NO_SCORE = "Без оценка на тези случаи: {names}." | "Without a score on these cases: {names}.";
    GATES = "Нарушени задължителни изисквания в {name}: {gates}. Затова общата оценка е 0." | "Mandatory requirements broken in {name}: {gates}. The total is therefore 0.";
    OTHER_VERSIONS = "Предложенията са изпълнени върху различни версии на предизвикателството. Сравняват се само общите случаи." | "These ran on different versions of the challenge. Only the cases that they share can be compared.";
    UNRELIABLE = "Данните са малко и интервалите са ориентировъчни." | "There is little data; the intervals are a rough guide.";
    NOTHING_RAN = "Никое от избраните предложения още не е изпълнено върху тези случаи." | "None of these has run on these cases yet.";

    TRADE = "Оценка и разход" | "Score and cost";
    TRADE_CAPTION = "Оценка спрямо изчислителен разход. Пунктирът свързва неизпреварените предложения: никое друго не получава по-висока оценка със същия или по-малък разход. Вертикалните черти са доверителните интервали." | "Score against fuel. The dashed line joins the submissions that are not beaten: no other scores higher with the same fuel or less. Vertical bars are confidence intervals.";
    SCORE_UP = "Оценка" | "Score";
    FUEL_ALONG = "Изчислителен разход за случай (логаритмична скала)" | "Fuel per case (logarithmic scale)";
    ON_FRONT = "оградено е неизпревареното предложение" | "what has a ring is not beaten by another";

    STRATA = "Качество по групи случаи" | "Quality by group of cases";
    PARALLEL_CAPTION = "Качество във всяка група: по една линия за предложение. 0 е базовото ниво, 1 е целта." | "Quality in each group: one line for each submission. 0 is the baseline, 1 is the target.";
    BOXES_CAPTION = "Разпределение на качеството на случаите по групи: правоъгълникът обхваща средната половина от случаите, дебелата черта е медианата, всяка точка е случай." | "How the qualities of cases lie in each group: the box holds the middle half, the thick line is the median, each dot is a case.";
    STRATUM = "Група" | "Group";
    QUALITY = "Качество" | "Quality";
    QUALITY_OF = "Качество, {letter}" | "Quality, {letter}";
    CASES_OF = "Случаи" | "Cases";
    FAILED_OF = "Неуспешни" | "Failed";
    LEAST = "Най-ниско" | "Lowest";
    LOWER = "Първи квартил" | "First quartile";
    MEDIAN = "Медиана" | "Median";
    UPPER = "Трети квартил" | "Third quartile";
    MOST = "Най-високо" | "Highest";

    TILES = "По райони" | "By district";
    TILES_CAPTION = "Качество по райони на София. Всяко поле е район, разположен приблизително на мястото му." | "Quality by district of Sofia. Each tile is a district, about where it lies.";
    DISTRICT = "Район" | "District";

    HEAT = "Случай по случай" | "Case by case";
    HEAT_CAPTION = "Качество на случаите {from}–{to} от {all}. При светъл изглед по-тъмното е по-добро, при тъмен – по-светлото; × е неуспешен случай." | "Quality of cases {from}–{to} of {all}: darker is better on a bright screen, brighter on a dark one; × is a case that failed.";
    CASE = "Случай" | "Case";
    OUTCOME_OF = "Изход, {letter}" | "Outcome, {letter}";
    FUEL_OF = "Изчислителен разход, {letter}" | "Fuel, {letter}";
    TWIN = "Променени данни" | "Twin";
    SPREAD = "Разлика" | "Spread";
    RAMP_LOW = "0, базово ниво" | "0, baseline";
    RAMP_HIGH = "1, цел" | "1, target";

    DISAGREE = "Най-големи разлики" | "Biggest disagreements";
    DISAGREE_CAPTION = "Случаите, в които предложенията се различават най-много" | "The cases on which the submissions differ most";
    DISAGREE_NONE = "Предложенията са еднакво добри във всеки общ случай." | "The submissions are equally good on every case that they share.";
    SAMPLE_1 = "По часове и дни" | "By hour and day";
    SAMPLE_2 = "Последната стойност" | "The last value";
    SAMPLE_3 = "С модул за съвместимост" | "With the compatibility module";
    SAMPLE_NOTE = "Диаграмите по-долу са с измислени данни." | "The charts below show invented data.";
}
