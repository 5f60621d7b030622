//! The catalogue of the city's data, as everybody reads it.

crate::texts::texts! {
    DATA = "Данни" | "Data";
    TITLE = "Данни на града" | "City data";
    LEAD = "Набори от данни, които общината публикува свободно. Преди публикуване личните данни се премахват или обобщават по одобрена политика и рискът се измерва." | "Data sets that the city gives to everybody. Before they are published, personal details are taken out or made coarser by an approved policy, and the risk that is left is measured.";
    FILTER = "Търсене в данните" | "Search the data";
    WORDS = "Дума от наименованието или описанието" | "A word of the title or the description";
    SHOW = "Показване" | "Show";
    CLEAR = "Изчистване" | "Clear";
    NONE = "Още няма публикувани данни." | "No data has been published yet.";
    NONE_FITS = "Няма набори от данни с тази дума." | "No data set has this word.";
    RELEASED_ON = "Издание {n} от {when}" | "Release {n} of {when}";
    NOT_RELEASED = "Още не е публикуван" | "Not published yet";
    RISK = "Риск" | "Risk";

    ABOUT = "Накратко" | "At a glance";
    OWNER = "Отговаря за данните" | "Who answers for it";
    THEME = "Тема" | "Theme";
    WORKBENCH = "Към работното място на набора" | "To the workbench of this data set";
    NO_RELEASE = "Още няма издание. Страницата се вижда само от служители." | "There is no release yet. Staff alone see this page.";

    RELEASE = "Издание" | "Release";
    RELEASE_N = "Издание {n}" | "Release {n}";
    RELEASE_OF = "{title}: издание {n}" | "{title}: release {n}";
    NEWEST = "Най-ново издание: {n}" | "Newest release: {n}";
    PUBLISHED = "Публикувано" | "Published";
    LICENCE = "Лиценз" | "Licence";
    ROWS = "Редове" | "Rows";
    COLUMNS = "Колони" | "Columns";
    MADE_BY = "Обработено по политика" | "Made by policy";
    STATE = "Достъп" | "Access";
    OPEN = "отворено" | "open";
    SEALED = "запечатано" | "sealed";
    SEALED_MEANS = "Файловете са запечатани: с тях се оценява предизвикателство. Служител може да ги отвори след обявяване на резултатите. Контролните суми са публични, така че никой не може да подмени файловете незабелязано." | "The files are sealed: a challenge is scored by them. Staff may open them once its results are out. Their checksums are public, so nobody can exchange them unnoticed.";

    FILES = "Файлове" | "Files";
    FILE = "Файл" | "File";
    SIZE = "Размер" | "Size";
    DIGEST = "Контролна сума (SHA-256)" | "Checksum (SHA-256)";

    DICTIONARY = "Колони на таблицата" | "Columns of the table";
    DICTIONARY_LEAD = "Какво има във всяка публикувана колона." | "What stands in each published column.";
    COLUMN = "Колона" | "Column";
    NAME = "Наименование" | "Title";
    TYPE = "Тип" | "Type";
    UNIT = "Единица" | "Unit";
    MEANING = "Значение" | "Meaning";

    POLICY = "Политика" | "Policy";
    POLICY_LEAD = "Файлът, по който са обработени данните: какво е запазено, какво е променено и какво е премахнато." | "The file that the data was made by: what was kept, what was changed and what was dropped.";
    POLICY_SHOW = "Показване на файла (TOML)" | "Show the file (TOML)";
    POLICY_DIGEST = "Контролна сума на политиката" | "Checksum of the policy";

    RELEASES = "Всички издания" | "All releases";
    USED_BY = "Предизвикателства с тези данни" | "Challenges that use this data";
    NOT_USED = "Още няма предизвикателство с тези данни." | "No challenge uses this data yet.";
    CHALLENGE = "Предизвикателство" | "Challenge";
    VERSION = "Версия" | "Version";
    SPLIT = "Част от данните" | "Part of the data";
    TABLE = "Таблица" | "Table";

    FOR_PROGRAMS = "За програми" | "For programs";
    DCAT_JSON = "Целият каталог като DCAT-AP (JSON-LD)" | "The whole catalogue as DCAT-AP (JSON-LD)";
    DCAT_TURTLE = "Целият каталог като DCAT-AP (Turtle)" | "The whole catalogue as DCAT-AP (Turtle)";
    AS_JSON = "Тази страница като данни (JSON)" | "This page as data (JSON)";

    CAME_FROM = "Откъде идват скритите данни" | "Where the hidden data came from";
    CAME_FROM_LEAD = "Всяка таблица е от издание в каталога, обработено по политика, която всеки може да прочете." | "Each table comes from a release of the catalogue, made by a policy that anybody can read.";
    DATA_SET = "Набор от данни" | "Data set";

    THEME_AGRI = "Земеделие, гори и храни" | "Agriculture, forestry and food";
    THEME_ECON = "Икономика и финанси" | "Economy and finance";
    THEME_EDUC = "Образование, култура и спорт" | "Education, culture and sport";
    THEME_ENER = "Енергетика" | "Energy";
    THEME_ENVI = "Околна среда" | "Environment";
    THEME_GOVE = "Управление и публичен сектор" | "Government and public sector";
    THEME_HEAL = "Здраве" | "Health";
    THEME_INTR = "Международни въпроси" | "International issues";
    THEME_JUST = "Правосъдие и обществена сигурност" | "Justice and public safety";
    THEME_REGI = "Региони и градове" | "Regions and cities";
    THEME_SOCI = "Население и общество" | "Population and society";
    THEME_TECH = "Наука и технологии" | "Science and technology";
    THEME_TRAN = "Транспорт" | "Transport";
}
