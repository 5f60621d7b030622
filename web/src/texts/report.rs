//! The risk report of a data set, in words of a clerk.

crate::texts::texts! {
    TITLE = "Доклад за риска: {title}" | "Risk report: {title}";
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
}
