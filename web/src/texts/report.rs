//! The risk report of a data set, in words of a clerk.

crate::texts::texts! {
    TITLE = "Доклад за риска: {title}" | "Risk report: {title}";
    REPORT = "Доклад за риска" | "Risk report";
    LEAD = "Какво може да се научи за отделен човек от публикуваните данни и какво е загубено, за да се предпази." | "What can be learned of a person from the published data, and what was given up to prevent it.";
    VERSION = "Набор от данни" | "Data set";
    POLICY = "Политика" | "Policy";

    GREEN = "Може да се публикува" | "May be published";
    AMBER = "Може да се публикува, но е близо до границата" | "May be published, but is near the limit";
    RED = "Не бива да се публикува" | "Must not be published";
    GREEN_WORD = "зелено" | "green";
    AMBER_WORD = "жълто" | "amber";
    RED_WORD = "червено" | "red";
    GREEN_MEANS = "Всички обещания на политиката са спазени и всички рискове са далеч под допустимото." | "Every promise of the policy is kept, and every risk is well below what is allowed.";
    AMBER_MEANS = "Всички обещания са спазени, но поне един риск е близо до допустимото." | "Every promise is kept, but at least one risk is near what is allowed.";
    RED_MEANS = "Поне един риск е над допустимото или обещание не е спазено. Данните остават заключени." | "At least one risk is above what is allowed, or a promise is broken. The data stays locked.";

    ROWS = "Редове" | "Rows";
    ROWS_TEXT = "{after} от {before} реда; {suppressed} са пропуснати, за да останат другите по-подробни." | "{after} of {before} rows; {suppressed} were left out so that the others stay finer.";

    FIGURES = "Рискове и загуба" | "Risks and loss";
    FIGURES_LEAD = "Всеки дял е от 0 до 100 %. „Преди“ е за изходните данни, „След“ – за публикуваните." | "Each share is from 0 to 100%. “Before” is of the raw data, “after” of what is published.";
    FIGURE = "Какво се мери" | "What is measured";
    BEFORE = "Преди" | "Before";
    AFTER = "След" | "After";
    ALLOWED = "Допустимо" | "Allowed";
    LIGHT = "Оценка" | "Light";
    PROSECUTOR = "Най-голям шанс да бъде намерен човек, за когото се знае, че е в данните" | "Worst chance to find a person who is known to be in the data";
    JOURNALIST = "Най-голям шанс да бъде намерен човек, който може би е в данните" | "Worst chance to find a person who may be in the data";
    MARKETER = "Дял от хората, които би намерил този, който търси всички" | "Share of people found by somebody who looks for everybody";
    UNIQUENESS = "Дял от редовете, които не приличат на никой друг" | "Share of rows that look like no other";
    LOSS = "Дял от изгубените подробности" | "Share of detail that was lost";

    UTILITY = "Колко полезно е останалото" | "How useful the rest is";
    UTILITY_LEAD = "Собствените програми на предизвикателството решават едно и също върху изходните и върху публикуваните данни. Точките са от 0 до 100." | "The challenge's own programs do the same work on the raw and on the published data. Points are from 0 to 100.";
    PROGRAM = "Програма" | "Program";
    POINTS_LOST = "Загубени точки" | "Points lost";
    NOT_MEASURED = "още не е измерено" | "not measured yet";
    NOT_RUN = "не може да работи с тях" | "cannot be run on it";

    PROMISES = "Обещания на политиката" | "Promises of the policy";
    PROMISES_LEAD = "Проверени наново от отделна програма, която не участва в обработката." | "Looked at again by a checker that takes no part in the processing.";
    PROMISE = "Обещание" | "Promise";
    KEPT = "Спазено" | "Kept";
    BROKEN = "Нарушено" | "Broken";

    CROWDS = "Колко реда си приличат" | "How many rows look alike";
    CROWDS_LEAD = "Човек е скрит сред толкова редове, колкото са еднакви по всички признаци, по които може да бъде разпознат." | "A person is hidden among as many rows as are equal in everything that somebody could be known by.";
    CROWD_SIZE = "Еднакви редове" | "Rows alike";
    CROWD_COUNT = "Групи" | "Groups";
    CROWD_ROWS = "Редове в тях" | "Rows in them";
    AND_MORE = "{from} и повече" | "{from} and more";
    FROM_TO = "от {from} до {to}" | "{from} to {to}";

    COLUMNS = "Колона по колона" | "Column by column";
    COLUMNS_LEAD = "От изходните стойности се показва само видът им: всяка буква и цифра е точка." | "Of raw values only their form is shown: each letter and digit is a dot.";
    COLUMN = "Колона" | "Column";
    ROLE = "Роля" | "Role";
    DONE = "Какво е направено" | "What was done";
    LEVEL = "ниво {level} от {levels}" | "level {level} of {levels}";
    LOST = "Загуба" | "Loss";
    MOVED = "Отместване на разпределението" | "Shift of the distribution";
    NOTHING = "нищо" | "nothing";
    EMPTY = "не се публикува" | "not published";

    IDENTIFIER = "посочва човек" | "identifier";
    QUASI_IDENTIFIER = "посочва заедно с други" | "quasi-identifier";
    SENSITIVE = "чувствителна" | "sensitive";
    PLAIN = "обикновена" | "plain";

    TYPE_TEXT = "текст" | "text";
    TYPE_INTEGER = "цяло число" | "whole number";
    TYPE_NUMBER = "число" | "number";
    TYPE_BOOLEAN = "да или не" | "yes or no";
    TYPE_DATE = "дата" | "day";
    TYPE_TIME = "дата и час" | "day and time";

    KIND_EGN = "ЕГН" | "citizen's number (EGN)";
    KIND_LNCH = "личен номер на чужденец (ЛНЧ)" | "foreigner's number (LNCH)";
    KIND_EIK = "ЕИК на фирма" | "firm's number (EIK)";
    KIND_IBAN = "банкова сметка" | "bank account";
    KIND_PHONE = "телефон" | "telephone number";
    KIND_PLATE = "регистрационен номер на автомобил" | "vehicle's plate";
    KIND_EMAIL = "електронна поща" | "e-mail address";
    KIND_PERSON = "име на човек" | "name of a person";
    KIND_ADDRESS = "точен адрес" | "exact address";
    KIND_COORDINATES = "точни координати" | "exact coordinates";
    KIND_GEOHASH = "код на място" | "code of a place";

    STEP_DROP = "премахната" | "dropped";
    STEP_PSEUDONYM = "заменена с псевдоними" | "replaced by pseudonyms";
    STEP_GENERALISE = "обобщена до групи" | "made coarser";
    STEP_TOP_CODE = "ограничена отгоре" | "bounded from above";
    STEP_BOTTOM_CODE = "ограничена отдолу" | "bounded from below";
    STEP_CLAMP = "ограничена от двете страни" | "bounded on both sides";
    STEP_ROUND = "закръглена" | "rounded";
    STEP_REDACT = "личните данни в текста са заличени" | "personal details in texts blotted out";
    STEP_SUPPRESS = "редове с определени стойности са пропуснати" | "rows with certain values left out";

    PROMISE_POLICY = "Самата политика спазва правилата си" | "The policy itself keeps its rules";
    PROMISE_DROPPED = "Премахнатите колони ги няма" | "Dropped columns are not there";
    PROMISE_NAMED = "Няма колона, която политиката не посочва" | "No column is there that the policy does not name";
    PROMISE_PRESENT = "Всички обещани колони са налице" | "Every column that was promised is there";
    PROMISE_TYPE = "Всяка колона е от обещания тип" | "Each column is of the promised type";
    PROMISE_PSEUDONYM = "Стойностите, които посочват човек, са заменени с псевдоними" | "What names somebody is replaced by pseudonyms";
    PROMISE_HIERARCHY = "Стойностите на всяка колона са обобщени еднакво" | "The values of a column are equally coarse";
    PROMISE_BOUNDS = "Числата са в обещаните граници" | "Numbers stay within the promised bounds";
    PROMISE_ROUNDING = "Числата са закръглени, както е обещано" | "Numbers are rounded as promised";
    PROMISE_REDACTION = "В текстовете не са останали лични данни" | "No personal details are left in texts";
    PROMISE_SUPPRESSION = "Редовете, които трябва да отпаднат, ги няма" | "Rows that have to be left out are not there";
    PROMISE_SAMPLING = "Публикувана е най-много обещаната част от редовете" | "At most the promised share of the rows is there";
    PROMISE_IDENTIFIER = "Няма нито една изходна стойност, която посочва човек" | "No raw value that names somebody is there";
    PROMISE_K_ANONYMITY = "Всеки е скрит в достатъчно голяма група еднакви редове" | "Everybody is hidden in a group of rows that is large enough";
    PROMISE_DIVERSITY = "Чувствителните стойности във всяка група се различават" | "The sensitive values of each group differ";
    PROMISE_CLOSENESS = "Чувствителните стойности във всяка група приличат на тези на всички" | "The sensitive values of each group are like those of everybody";
}
