//! What this site says of itself: accessibility and status.

crate::texts::texts! {
    AIM = "Стремим се сайтът да отговаря на ниво AA на Насоките за достъпност на уеб съдържанието (WCAG) 2.2, на български и на английски, на телефон, само с клавиатура и без JavaScript." | "We aim for this site to meet the Web Content Accessibility Guidelines (WCAG) 2.2 at level AA, in Bulgarian and in English, on a phone, by keyboard alone and without JavaScript.";
    DONE = "Как е направен сайтът" | "How it is made";
    DONE_PLAIN = "Всяка страница се чете и всеки формуляр се изпраща без JavaScript. Скриптовете само добавят удобства." | "Every page reads and every form is sent without JavaScript. What moves only adds to that.";
    DONE_COLOUR = "Цветът никога не е единствената разлика: състоянията са изписани с думи, а до всяка диаграма има таблица." | "Colour is never the only difference: states are in words, and each chart has a table beside it.";
    DONE_THEME = "Има светъл и тъмен изглед според настройката на устройството Ви. Движенията се изключват, ако устройството Ви е настроено така." | "There is a light and a dark look, as your device is set, and motion is off where you asked for that.";
    DONE_ERRORS = "Грешките се описват до полето и в обобщение в началото на страницата; въведеното не се губи." | "Errors are told beside the field and in a summary at the top; what was typed is not lost.";
    TESTED = "Как се проверява сайтът" | "How it is tested";
    TESTED_AUTO = "Автоматично, с axe-core и html-validate, в светъл и тъмен изглед и при ширина 360 и 1280 пиксела." | "Automatically, with axe-core and html-validate, in the light and the dark look, at widths of 360 and 1280 pixels.";
    TESTED_KEYS = "С браузър, управляван само чрез клавиатура, и с изключен JavaScript." | "With a browser that is steered by keyboard alone, and with JavaScript switched off.";
    GAPS = "Какво още не е достъпно" | "What is not accessible yet";
    GAP_PEOPLE = "Сайтът не е изпробван от хора, които ползват екранен четец или друга помощна технология. Автоматичните проверки откриват само част от пречките." | "The site has not been tried by people who use a screen reader or other assistive technology. Automatic tests find only part of the barriers.";
    GAP_TEXTS = "Текстовете на предизвикателствата, съобщенията и описанията на предложенията се пишат от много хора, а приложените документи (PDF) не се проверяват за достъпност." | "Statements, announcements and dossiers are written by many people, and documents that go with them (PDF) are not checked for accessibility.";
    GAP_ENGLISH = "Подробностите на някои съобщения за грешка, дневниците на програмите и описанието на програмния интерфейс са само на английски." | "The particulars of some errors, the logs of programs and the description of the API are in English only.";
    GAP_API = "Страницата с описанието на програмния интерфейс е разработена от други и достъпността ѝ не е проверена." | "The page that describes the API is made by others and was not checked.";
    CONTACT = "Ако срещнете пречка" | "If something stands in your way";
    CONTACT_TEXT = "Пишете на екипа на сайта: посочете коя страница не можете да ползвате и с какво работите, например с екранен четец. Можете да поискате съдържанието и в друг вид." | "Write to the operator of this site: say which page you cannot use and what you work with. You may also ask for the content in another form.";

    STATUS_LEAD = "Състоянието към момента, в който е отворена страницата. Обновете я за актуални данни." | "How things stand at the moment when this page was opened. Reload it to see them again.";
    ALL_WORKS = "Всички проверени части работят." | "All parts that were checked work.";
    SOME_FAIL = "Не всички части са достъпни. Вижте по-долу кои." | "Not all parts are available. See below which.";
    PARTS = "Части на услугата" | "Parts of the service";
    PART = "Част" | "Part";
    STATE = "Състояние" | "State";
    PARTICULARS = "Подробности" | "Particulars";
    DATA = "Адрес в програмния интерфейс" | "Address for programs";
    WORKS = "Работи" | "Works";
    FAILS = "Недостъпна" | "Not available";
    ATTENTION = "Изисква внимание" | "Needs attention";
    CHALLENGES = "Предизвикателства" | "Challenges";
    CHALLENGES_READ = "Списъкът е достъпен." | "The list can be read.";
    QUEUE = "Опашка за изпълнение" | "Queue of runs";
    QUEUE_STANDS = "Чакат: {waiting}. В момента се изпълняват: {running}." | "Waiting: {waiting}. Under way: {running}.";
    QUEUE_TAKES = "Едно изпълнение обикновено трае {seconds} с." | "A run usually takes {seconds} s.";
    KEYS = "Ключове за подписване" | "Keys for receipts";
    KEYS_GOOD = "Разписките се подписват с ключ „{name}“ (валиден до {when})." | "Receipts are signed with the key “{name}” (valid until {when}).";
    KEYS_NONE = "В момента няма валиден ключ и не могат да се издават нови разписки." | "No key is valid right now: no new receipt can be issued.";
    CHAIN = "Публичен регистър" | "Chain of records";
    CHAIN_STANDS = "{count}, последният с контролна сума {digest}" | "{count}, the last one with the digest {digest}";
    LINKS = "{n} запис" / "{n} записа" | "{n} entry" / "{n} entries";
    CHAIN_HELP = "Ако днес си запишете броя и контролната сума, утре ще забележите, ако по-стар запис бъде подменен." | "Who writes down number and digest today will notice tomorrow if an older entry was replaced.";
    KEYS_TABLE = "Ключове, с които са подписвани разписки" | "Keys that have signed receipts";
    KEYS_HELP = "Списък, публикуван само тук, не доказва чии са ключовете. Сравнете го с публикуваното от общината на друго място." | "A list from the site itself does not prove who is behind it. Compare it with what the city publishes elsewhere.";
    KEY = "Ключ" | "Key";
    PUBLIC_KEY = "Публичен ключ" | "Public key";
    VALID_FROM = "Валиден от" | "Valid from";
    VALID_UNTIL = "Валиден до" | "Valid until";
}
