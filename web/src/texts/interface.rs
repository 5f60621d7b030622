//! The interface of a challenge, and how a program for it is built in each language.

crate::texts::texts! {
    INTERFACE_OF = "Интерфейс: {title}" | "Interface: {title}";
    LEAD = "Програмата Ви е един файл (компонент на WebAssembly), който предоставя този интерфейс. Извиква се по веднъж за всеки случай." | "Your program is one file (a WebAssembly component) that exports this interface. It is called once for each case.";
    IN_ENGLISH = "Описанията са на английски, както са в самите файлове." | "The descriptions stand here as they stand in the files.";
    NAME = "Име" | "Name";
    CALLED = "Извиквана функция" | "Function that is called";
    WORLD = "Свят (world), за който се компилира" | "World to build for";
    NO_WORLD = "Не е посочен" | "None is named";
    PROFILES = "Профили" | "Profiles";
    PURE = "pure: само изчисления, дневник и разрешени таблици" | "pure: computation, the log and granted tables only";
    COMPAT = "compat: освен това часовник и случайни числа, които са еднакви при всяко изпълнение, и стандартен изход" | "compat: besides these a clock and random numbers that are the same in every run, and standard output";
    FUNCTIONS = "Функции" | "Functions";
    TYPES = "Типове" | "Types";
    TAKES = "Приема" | "Takes";
    GIVES = "Връща" | "Gives back";
    PARTS_OF = "Части на {name}" | "Parts of {name}";
    PART = "Част" | "Part";
    TYPE = "Тип" | "Type";
    MEANING = "Значение" | "Meaning";
    STANDS_FOR = "Друго име на" | "Another name for";
    FILES = "Целият текст (WIT)" | "The whole text (WIT)";
    FILES_LEAD = "Първо са файловете на самия интерфейс, а след тях – файловете, които са му нужни." | "First the files of the interface, then those that it needs.";
    NO_FILES = "Описанието на интерфейса е в пакета на предизвикателството." | "The description of the interface is in the challenge's pack.";
    GET_JSON = "Интерфейсът като данни (JSON)" | "The interface as data (JSON)";

    LANGUAGES = "На какъв език за програмиране да пишете" | "In which language to write";
    LANGUAGES_LEAD = "Подходящ е всеки език, от който се получава компонент. За всеки е посочено дали сме го изпробвали." | "Any language that makes a component will do. Each says whether we have tried it.";
    SKELETON = "Основа на програмата:" | "The outline of a program:";
    WIT_FILES = "Файловете WIT са в папката pilotbox/wit на всяка заготовка. Файловете за този интерфейс запазете от тази страница в папката wit." | "The WIT files are in the folder pilotbox/wit of every template. For this interface save them from this page into the folder wit.";
    RUST_TRIED = "Изпробвано с всички предизвикателства на тази версия: файл от около 30 KB и най-малък изчислителен разход." | "Tried with every challenge of this release: a file of about 30 KB, and the least fuel.";
    RUST_OWN = "Изпробвано с интерфейсите на тази версия. За други интерфейси няма заготовка; използвайте като образец заготовката parking-forecast." | "Tried with the interfaces of this release. There is no template for an interface of a challenge's own; take the template parking-forecast as a model.";
    JS_TRIED = "Изпробвано с componentize-js 0.23.0 и parking-forecast: файл от 12 MB, оценка като на програмата на Rust при 28 пъти по-голям изчислителен разход. За другите интерфейси не е изпробвано." | "Tried with componentize-js 0.23.0 and parking-forecast: a file of 12 MB that scores as the program in Rust, for 28 times the fuel. Not tried with other interfaces.";
    JS_FLAGS = "Параметърът -d изключва всичко, което изисква WASI; без него програмата се отказва заради wasi:http." | "-d switches off what would import WASI; without it wasi:http is refused.";
    PYTHON_TRIED = "Изпробвано с componentize-py 0.25.1 и parking-forecast: файл от 18 MB, същите показатели, 49 милиона единици изчислителен разход срещу 0,3 милиона за Rust. За другите интерфейси не е изпробвано." | "Tried with componentize-py 0.25.1 and parking-forecast: a file of 18 MB, the same metrics, 49 million fuel against 0.3 million for Rust. Not tried with other interfaces.";
    PYTHON_FLAGS = "Параметърът --stub-wasi заменя всичко, което изисква WASI, и прави случайните числа еднакви във всеки случай." | "--stub-wasi replaces what would import WASI, and makes random numbers the same in every case.";
    GO_NOT_TRIED = "TinyGo прави компоненти, но не сме го изпробвали, затова тук няма команди. Ако опитате, проверете файла с командата по-долу, преди да го подадете." | "This tool makes components, but we have not tried it, so there are no commands here. If you try, check the file with the command below before you submit it.";
}
