//! Names of people who do not exist: given names, patronymics and family names with
//! the endings that a man's and a woman's take.

use super::draw::Draw;

/// The sex that stands in a register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sex {
    Male,
    Female,
}

/// Given name of a man and the patronymic that his sons bear.
const MEN: [(&str, &str); 44] = [
    ("Иван", "Иванов"),
    ("Георги", "Георгиев"),
    ("Димитър", "Димитров"),
    ("Николай", "Николаев"),
    ("Мартин", "Мартинов"),
    ("Александър", "Александров"),
    ("Стефан", "Стефанов"),
    ("Пламен", "Пламенов"),
    ("Красимир", "Красимиров"),
    ("Веселин", "Веселинов"),
    ("Йордан", "Йорданов"),
    ("Васил", "Василев"),
    ("Христо", "Христов"),
    ("Тодор", "Тодоров"),
    ("Емил", "Емилов"),
    ("Румен", "Руменов"),
    ("Стоян", "Стоянов"),
    ("Пейо", "Пейов"),
    ("Цветан", "Цветанов"),
    ("Огнян", "Огнянов"),
    ("Любомир", "Любомиров"),
    ("Даниел", "Даниелов"),
    ("Виктор", "Викторов"),
    ("Симеон", "Симеонов"),
    ("Антон", "Антонов"),
    ("Атанас", "Атанасов"),
    ("Валентин", "Валентинов"),
    ("Явор", "Яворов"),
    ("Росен", "Росенов"),
    ("Ивайло", "Ивайлов"),
    ("Светослав", "Светославов"),
    ("Младен", "Младенов"),
    ("Благой", "Благоев"),
    ("Захари", "Захариев"),
    ("Илия", "Илиев"),
    ("Крум", "Крумов"),
    ("Мехмед", "Мехмедов"),
    ("Юсеин", "Юсеинов"),
    ("Самуил", "Самуилов"),
    ("Теодор", "Теодоров"),
    ("Филип", "Филипов"),
    ("Михаил", "Михайлов"),
    ("Павел", "Павлов"),
    ("Добромир", "Добромиров"),
];

const WOMEN: [&str; 44] = [
    "Мария",
    "Елена",
    "Иванка",
    "Виктория",
    "Десислава",
    "Силвия",
    "Цветелина",
    "Надежда",
    "Пенка",
    "Йорданка",
    "Анна",
    "Ралица",
    "Габриела",
    "Симона",
    "Николета",
    "Маргарита",
    "Людмила",
    "Снежана",
    "Албена",
    "Василка",
    "Милена",
    "Антоанета",
    "Величка",
    "Даниела",
    "Евгения",
    "Жана",
    "Златка",
    "Искра",
    "Катерина",
    "Лидия",
    "Магдалена",
    "Невена",
    "Олга",
    "Пламена",
    "Рада",
    "Светла",
    "Татяна",
    "Фатме",
    "Христина",
    "Юлия",
    "Яна",
    "Айше",
    "Боряна",
    "Яница",
];

/// Family names in a man's form.
const FAMILIES: [&str; 64] = [
    "Иванов",
    "Георгиев",
    "Димитров",
    "Петров",
    "Николов",
    "Стоянов",
    "Тодоров",
    "Ангелов",
    "Атанасов",
    "Маринов",
    "Йорданов",
    "Василев",
    "Кирилов",
    "Костов",
    "Михайлов",
    "Павлов",
    "Златев",
    "Янков",
    "Цанков",
    "Митев",
    "Попов",
    "Гроздев",
    "Желев",
    "Нейков",
    "Орешков",
    "Радев",
    "Славчев",
    "Танев",
    "Узунов",
    "Филчев",
    "Харизанов",
    "Чолаков",
    "Шопов",
    "Кацаров",
    "Бояджиев",
    "Дерменджиев",
    "Велинов",
    "Въжаров",
    "Минчев",
    "Начев",
    "Обретенов",
    "Първанов",
    "Русев",
    "Сотиров",
    "Топалов",
    "Цветков",
    "Бакалов",
    "Гърдев",
    "Калчев",
    "Ламбрев",
    "Мутафчиев",
    "Пашов",
    "Реджебов",
    "Сираков",
    "Терзиев",
    "Белчев",
    "Копривленски",
    "Самоковски",
    "Трънски",
    "Перничански",
    "Еленски",
    "Салиев",
    "Османов",
    "Даскалов",
];

/// How many of the family names, from the first, are the commonest of the country.
const COMMONEST: u32 = 16;

/// Given, father's and family name, as places in the lists.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Name {
    pub(crate) sex: Sex,
    pub(crate) given: u8,
    pub(crate) father: u8,
    pub(crate) family: u8,
}

impl Name {
    /// A name for somebody of this sex.
    pub(crate) fn draw(draw: &mut Draw, sex: Sex) -> Self {
        Self {
            sex,
            given: low_byte(draw.below(44)),
            father: low_byte(draw.below(44)),
            family: family(draw),
        }
    }

    /// The name of a child of this man: his name in the middle, his family name.
    pub(crate) fn of_child(draw: &mut Draw, sex: Sex, father: Self) -> Self {
        let middle = match father.sex {
            Sex::Male => father.given,
            Sex::Female => low_byte(draw.below(44)),
        };
        Self {
            father: middle,
            family: father.family,
            ..Self::draw(draw, sex)
        }
    }

    /// The given name.
    pub(crate) fn given(self) -> &'static str {
        match self.sex {
            Sex::Male => MEN[usize::from(self.given)].0,
            Sex::Female => WOMEN[usize::from(self.given)],
        }
    }

    /// Writes the father's name with the ending of the sex.
    pub(crate) fn write_middle(self, out: &mut String) {
        write_gendered(out, MEN[usize::from(self.father)].1, self.sex);
    }

    /// Writes the family name with the ending of the sex.
    pub(crate) fn write_family(self, out: &mut String) {
        write_gendered(out, FAMILIES[usize::from(self.family)], self.sex);
    }

    /// Writes all three names.
    pub(crate) fn write_whole(self, out: &mut String) {
        out.push_str(self.given());
        out.push(' ');
        self.write_middle(out);
        out.push(' ');
        self.write_family(out);
    }

    /// Writes given and family name.
    pub(crate) fn write_short(self, out: &mut String) {
        out.push_str(self.given());
        out.push(' ');
        self.write_family(out);
    }
}

/// Writes a text in Latin letters, by the Bulgarian law on transliteration (2009).
/// Whatever is no Cyrillic letter stays as it is.
pub(crate) fn write_latin(out: &mut String, text: &str) {
    for letter in text.chars() {
        let small = letter.to_lowercase().next().unwrap_or(letter);
        let Some(latin) = latin(small) else {
            out.push(letter);
            continue;
        };
        if small == letter {
            out.push_str(latin);
        } else {
            let mut parts = latin.chars();
            out.extend(parts.next().map(|first| first.to_ascii_uppercase()));
            out.push_str(parts.as_str());
        }
    }
}

fn latin(small: char) -> Option<&'static str> {
    const LETTERS: [&str; 32] = [
        "a", "b", "v", "g", "d", "e", "zh", "z", "i", "y", "k", "l", "m", "n", "o", "p", "r", "s",
        "t", "u", "f", "h", "ts", "ch", "sh", "sht", "a", "", "y", "", "yu", "ya",
    ];
    let place = u32::from(small).checked_sub(u32::from('а'))?;
    LETTERS.get(place as usize).copied()
}

fn write_gendered(out: &mut String, male: &str, sex: Sex) {
    match (sex, male.strip_suffix('и')) {
        (Sex::Male, _) => out.push_str(male),
        (Sex::Female, Some(stem)) => {
            out.push_str(stem);
            out.push('а');
        }
        (Sex::Female, None) => {
            out.push_str(male);
            out.push('а');
        }
    }
}

/// Two people in five bear one of the commonest names.
fn family(draw: &mut Draw) -> u8 {
    let bound = if draw.chance(0.4) { COMMONEST } else { 64 };
    low_byte(draw.below(bound))
}

fn low_byte(value: u32) -> u8 {
    u8::try_from(value).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(sex: Sex, family: &str) -> Name {
        let family = FAMILIES.iter().position(|listed| *listed == family);
        Name {
            sex,
            given: 0,
            father: 1,
            family: u8::try_from(family.expect("it is listed")).expect("the list is short"),
        }
    }

    fn whole(name: Name) -> String {
        let mut out = String::new();
        name.write_whole(&mut out);
        out
    }

    #[test]
    fn names_take_the_ending_of_the_sex() {
        assert_eq!(whole(name(Sex::Male, "Попов")), "Иван Георгиев Попов");
        assert_eq!(whole(name(Sex::Female, "Попов")), "Мария Георгиева Попова");
        assert_eq!(
            whole(name(Sex::Female, "Еленски")),
            "Мария Георгиева Еленска"
        );
    }

    #[test]
    fn latin_letters_follow_the_law() {
        let mut out = String::new();
        write_latin(&mut out, "Щерю Цъков-Йончев 7");
        assert_eq!(out, "Shteryu Tsakov-Yonchev 7");
    }

    #[test]
    fn a_child_bears_its_fathers_names() {
        let mut draw = Draw::new(1, super::super::draw::Purpose::Cells, 9);
        let child = Name::of_child(&mut draw, Sex::Female, name(Sex::Male, "Шопов"));
        assert!(
            whole(child).ends_with(" Иванова Шопова"),
            "{}",
            whole(child)
        );
    }

    /// The commonest names of the country, which head the list, stand wherever people do.
    #[test]
    fn no_family_name_stands_in_the_strings_written_by_hand() {
        let written = include_str!("../../fixtures/handwritten.csv");
        let names: Vec<&str> = written
            .lines()
            .filter(|l| l.ends_with(",person-name"))
            .collect();
        for family in &FAMILIES[COMMONEST as usize..] {
            assert!(!names.iter().any(|line| line.contains(family)), "{family}");
        }
    }
}
