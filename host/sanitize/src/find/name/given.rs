//! Given names that are common in Bulgaria, of all its communities, and the family names
//! that are made of them. Compared by [`key`], so that either script will do.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

/// Men's names.
const MEN: &str = "Иван Георги Димитър Петър Христо Тодор Николай Васил Стефан Йордан Стоян \
Атанас Николa Ангел Красимир Пламен Ивайло Валентин Емил Александър Илия Борис Марин Любомир \
Росен Даниел Мартин Виктор Михаил Кирил Методи Симеон Павел Калоян Владимир Светослав Мирослав \
Веселин Асен Петко Руси Митко Живко Желязко Добри Добромир Тихомир Радослав Станислав Станимир \
Румен Огнян Орлин Явор Цветан Цветомир Цветелин Филип Антон Антоан Андрей Андреян Анатоли Аспарух \
Крум Богдан Божидар Боян Бойко Бойчо Валери Величко Венелин Венцислав Вълчо Вълко Галин Генади \
Генчо Гошо Господин Григор Деян Делчо Денислав Денис Диян Дончо Драгомир Ефтим Евгени Захари \
Здравко Златко Игнат Искрен Калин Камен Коста Костадин Константин Кольо Кръстю Кръстьо Кузман \
Лазар Лъчезар Людмил Максим Манол Марио Марко Милен Милчо Минчо Младен Момчил Мильо Неделчо \
Найден Наско Недялко Нено Никифор Никола Панайот Пенчо Пейо Петьо Преслав Продан Прокоп Рангел \
Рафаил Радко Радой Райчо Райко Роман Рашко Сава Самуил Свилен Славчо Славей Слави Спас Спасимир \
Спиридон Стамен Стайко Стоил Стойчо Стойко Страхил Тенчо Теодор Теодоси Тодораки Томислав Тошко \
Тоньо Трайко Траян Трифон Харалампи Хараламби Храбър Цанко Цоло Цончо Чавдар Юлиан Юлий Юри \
Ясен Янко Яни Яким Яков Янчо Сергей Игор Олег Дмитрий Денчо Дико Динко Димо Димчо Дамян Давид \
Адриан Алекс Алексей Албен Алберт Ангелин Антони Ариф Артур Бисер Благой Благовест Благомир \
Вангел Велизар Велин Велко Вихрен Владислав Габриел Гаврил Гроздан Емануил Жеко Жельо Ивелин \
Ивo Иво Исак Йоан Йосиф Йонко Камелин Киро Климент Кристиян Кристиан Кристофър Лука Любен \
Любчо Матей Никлас Огнемир Павлин Паун Пеню Първан Радан Радостин Ради Рачо Ричард Симо Стилиян \
Стилян Севдалин Тимур Тома Томас Цветко Четин Янис Мехмед Ахмед Мустафа Хасан Хюсеин Исмаил \
Али Ибрахим Осман Юсеин Сали Ридван Реджеб Рамадан Шабан Байрам Юсуф Халил Ердинч Ерол Емре \
Айдън Айхан Бейхан Бюлент Ведат Гюрсел Джевдет Джемал Елвин Ерджан Илхан Исуф Кемал Метин Мурад \
Мюмюн Мухамед Невзат Нежми Неждет Орхан Реми Рушен Сабри Севгин Селим Сунай Тунджай Фикрет \
Февзи Хакъ Шукри Юнал Юксел Карапет Гарабед Агоп Киркор Саркис Ашот Арам Вартан Мардирос \
Джон Майкъл Робърт Уилям Джеймс Дейвид Томас Петрос Янош Анжело Марко Джовани Сашо Асенчо \
Ален Аксел Калчо Камбер Кунчо Мони Нанко Нако Нейко Ненко Пано Пенко Ристо Станчо Станко Стано \
Тинко Тихол Танчо Тончо Ангелчо Влади Влайко Влайчо Вески Гочо Ганчо Геро Гено Даньо Дойчо \
Дойно Драган Еньо Жечо Жоро Злати Златан Илко Илчо Иванчо Йовчо Йово Йончо Колю Лалю Лило \
Мирчо Митьо Мито Моньо Начо Недко Николчо Панчо Пеньо Пеко Пешо Рижо Русин Рангелчо Сандо Санди";

/// Women's names.
const WOMEN: &str = "Мария Иванка Елена Йорданка Пенка Маргарита Росица Даниела Надежда Радка \
Виолета Ивана Стоянка Василка Цветанка Анна Стефка Марийка Галина Петя Десислава Силвия Ани \
Гергана Диана Мариана Ралица Николета Виктория Александра Габриела Симона Теодора Йоана \
Кристина Антоанета Ася Албена Аделина Ангелина Анелия Анета Анита Антония Боряна Бистра Бианка \
Божана Божидара Ваня Валентина Валерия Василена Весела Веселина Веска Венета Величка Вера \
Верка Вероника Вяра Виктория Виолина Галя Галена Ганка Гена Гинка Грета Гюргя Дарина Дафина \
Дария Даря Дона Донка Дора Деница Деляна Денка Детелина Димана Димитрина Димитринка Добринка \
Ева Евгения Евелина Екатерина Елеонора Елка Ели Елица Елисавета Елина Емилия Ема Жана Жанет \
Живка Жени Женя Жулиета Здравка Захаринка Златка Златина Зорница Зоя Зорка Зинаида Ивелина \
Ивета Ивайла Ива Илиана Илияна Илка Илина Ина Инна Ирена Ирина Ирен Искра Йова Йовка Йонка \
Калина Калинка Камелия Карина Каролина Катерина Катя Кера Керанка Кети Кина Кирилка Княгиня \
Красимира Красимирка Кристияна Кремена Ксения Лалка Лили Лилия Лиляна Линда Лидия Лора Лиана \
Люба Любка Любов Людмила Любомира Магдалена Мадлен Мая Майя Марина Мариета Мария-Магдалена \
Марта Мартина Марияна Марчела Матилда Мила Милена Милица Милка Мина Минка Мира Мирела Миглена \
Мирослава Михаела Моника Надя Наталия Наталина Недка Недялка Нели Нелли Невена Невяна Нина \
Нона Ния Неда Неделина Олга Огняна Павлина Паулина Поля Полина Преслава Петрана Петра Пламена \
Рада Радина Радостина Радослава Рая Райна Раиса Ренета Рени Рита Роза Розалия Розалина Румяна \
Румянка Роксана Росина Ружа Руска Сашка Светла Светлана Светлозара Севда Севдалина Силвана \
Славка Снежана Снежина Соня София Софка Станислава Станка Стела Стелияна Стефания Стефани \
Стойка Стоилка Сузана Тамара Таня Татяна Теменуга Теменужка Теодосия Тереза Тинка Тихомира \
Тодорка Траянка Тонка Тони Фани Филка Фатме Айше Хатидже Емине Зейнеб Фатима Айсел Айтен Айлин \
Бахар Гюлтен Гюлсер Гюлджан Джемиле Дженнет Есра Елмаз Зюмбюл Мелек Мерием Мелиха Невин Нургюл \
Нурай Нефизе Сабие Севгин Севим Седа Сузан Сюзан Тюркян Фикрие Хюлия Хава Юлвие Юлмие Христина \
Хриска Христинка Цвета Цветана Цветелина Цветомира Цонка Цена Ценка Цеца Шинка Щерка Юлия \
Юлияна Юлиана Ясена Яна Янка Янита Яница Ярослава Арменуи Сирануш Такухи Анжела Анжелина \
Снежанка Кръстина Кръстинка Пепа Тотка Станимира Атанаска Ангелинка Бонка Борислава Борянка \
Велислава Велина Владислава Владимира Генка Гизела Грозданка Дешка Добрина Ивалина Иглика \
Йоланта Йоанна Калоянка Кунка Лазаринка Лъчезара Мавра Миленка Милада Митка Момка Наска \
Нанка Николина Николинка Нонка Паула Панка Пенелопа Първолета Райка Ралина Савка Сийка Слава \
Славена Станула Таша Тасия Тинa Тина Трендафила Трендафилка Цанка Цветка Юлита Ребека Сара Никол";

/// Spellings in Latin letters that the official table does not give.
const SPELLINGS: &str = "dimitur petur aleksander krustyo krustina lachezar luchezar hristos \
nikolas stephan stephen alexandra iavor assen vassil vassilka rossitsa rossen svetoslav desislava \
peter george john michael david anna maria elena eva victor simeon joan joana jivko jelyazko \
parvan purvan vulcho valcho jordan yordan ivaylo ivailo daniel lyubomir lubomir ljubomir ludmil \
ludmila liliana liudmila yulia julia julian yulian tzvetan tzvetelina tsvetan cvetan cvetelina";

/// Names that are as often the name of a place or a thing.
const AMBIGUOUS: &str = "Надежда Искра Роза Слава Вяра Люба Севда Зорница Елена Вихрен Ясен Орлин \
Мира Победа Руси Преслав Кремена Светла Весела Елица Искрен Любов Бистра Деница Лазар Ружа Поля \
Рая Цена Сали Хава Слави Роман Марица Снежина Калина Лилия Лора Дона Дора Стойка Спас Никол Ани \
Дария Виктория Славена Грета Тони Реми Мони Павел Петра Митко Момчил Крум Аспарух Калоян София \
Марин Ален Камен Бисер Боян Албена Теменуга Милка Слива Благой Белла";

static GIVEN: LazyLock<FxHashSet<String>> = LazyLock::new(|| {
    let names = MEN.split_whitespace().chain(WOMEN.split_whitespace());
    names.chain(SPELLINGS.split_whitespace()).map(key).collect()
});

static FAMILY: LazyLock<FxHashSet<String>> = LazyLock::new(|| {
    let names = MEN.split_whitespace().chain(SPELLINGS.split_whitespace());
    names.flat_map(|name| families(&key(name))).collect()
});

static UNCERTAIN: LazyLock<FxHashSet<String>> =
    LazyLock::new(|| AMBIGUOUS.split_whitespace().map(key).collect());

/// Whether this is the key of a given name.
pub(super) fn is_given(key: &str) -> bool {
    GIVEN.contains(key)
}

/// Whether this is the key of a family name made of a given name.
pub(super) fn is_family(key: &str) -> bool {
    FAMILY.contains(key)
}

/// Whether this is the key of a name that things have too.
pub(super) fn is_ambiguous(key: &str) -> bool {
    UNCERTAIN.contains(key)
}

/// `Иван` gives `Иванов`, `Иванова`; `Петър` gives `Петров`; `Георги` gives `Георгиев`.
fn families(given: &str) -> Vec<String> {
    let stem = given.trim_end_matches(['a', 'o', 'i']);
    let mut stems = vec![given.to_owned(), stem.to_owned()];
    for (last, short) in [("ar", "r"), ("ur", "r"), ("io", ""), ("ia", "i")] {
        stems.extend(
            given
                .strip_suffix(last)
                .map(|head| format!("{head}{short}")),
        );
    }
    let ends = [
        "ov", "ova", "ev", "eva", "iev", "ieva", "ski", "ska", "in", "ina",
    ];
    let with_ends = |stem: &String| ends.map(|end| format!("{stem}{end}"));
    let long = stems.iter().filter(|stem| stem.len() >= 3);
    long.flat_map(with_ends)
        .map(|name| squeeze(&name))
        .collect()
}

/// A name in small Latin letters, by the official table of transliteration, and with what
/// other tables spell otherwise made alike.
pub(super) fn key(name: &str) -> String {
    let mut latin = String::with_capacity(name.len() + 4);
    for letter in name.chars().flat_map(char::to_lowercase) {
        match latin_of(letter) {
            Some(text) => latin.push_str(text),
            None if letter.is_alphabetic() => latin.push(letter),
            None => {}
        }
    }
    if name.is_ascii() {
        for (other, ours) in SPELT_OTHERWISE {
            if latin.contains(other) {
                latin = latin.replace(other, ours);
            }
        }
    }
    squeeze(&latin)
}

/// What other tables write, beside what the official one does.
const SPELT_OTHERWISE: [(&str, &str); 11] = [
    ("dj", "dzh"),
    ("tz", "ts"),
    ("ph", "f"),
    ("kh", "h"),
    ("x", "ks"),
    ("w", "v"),
    ("ck", "k"),
    ("chr", "hr"),
    ("y", "i"),
    ("ou", "u"),
    ("j", "zh"),
];

fn latin_of(letter: char) -> Option<&'static str> {
    let at = "абвгдежзийклмнопрстуфхцчшщъьюяёыэ"
        .chars()
        .position(|c| c == letter)?;
    let table = [
        "a", "b", "v", "g", "d", "e", "zh", "z", "i", "i", "k", "l", "m", "n", "o", "p", "r", "s",
        "t", "u", "f", "h", "ts", "ch", "sh", "sht", "a", "i", "iu", "ia", "e", "i", "e",
    ];
    table.get(at).copied()
}

/// One letter for two alike.
fn squeeze(text: &str) -> String {
    let mut squeezed = String::with_capacity(text.len());
    for letter in text.chars() {
        if !squeezed.ends_with(letter) {
            squeezed.push(letter);
        }
    }
    squeezed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn either_script_gives_one_key() {
        for (cyrillic, latin) in [
            ("Иван", "Ivan"),
            ("Христо", "Christo"),
            ("Живко", "Jivko"),
            ("Юлия", "Yulia"),
            ("Георгиева", "Georgieva"),
            ("Цветан", "Tzvetan"),
        ] {
            assert_eq!(key(cyrillic), key(latin), "{cyrillic}");
        }
    }

    #[test]
    fn family_names_come_of_given_names() {
        for name in [
            "Иванов",
            "Петрова",
            "Георгиев",
            "Ахмедов",
            "Николова",
            "Илиева",
            "Тодорова",
        ] {
            assert!(is_family(&key(name)), "{name}");
        }
        assert!(!is_family(&key("Основа")));
    }

    #[test]
    fn names_of_all_communities_are_known() {
        for name in ["Мария", "Айше", "Mehmed", "Гарабед", "Десислава", "Dimitur"]
        {
            assert!(is_given(&key(name)), "{name}");
        }
        assert!(is_ambiguous(&key("Надежда")) && !is_given(&key("Витоша")));
    }
}
