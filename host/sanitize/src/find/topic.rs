//! What a column is about, by its name in Bulgarian or English: what together with other
//! columns names a person, and what nobody should learn of one.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::hint::{matches, name_words};
use crate::Role;

/// What a column is about.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Topic {
    /// A birth date, month or year.
    Birth,
    /// An age.
    Age,
    /// A sex or gender.
    Sex,
    /// A district, town or other area.
    Area,
    /// A post code.
    PostCode,
    /// A nationality, citizenship or country of origin.
    Nationality,
    /// A trade, position or employer.
    Occupation,
    /// An education.
    Education,
    /// Whether married, divorced, widowed.
    MaritalStatus,
    /// The size of a household, the number of children.
    Household,
    /// Race or ethnic origin, mother tongue.
    Ethnicity,
    /// An illness, a disability, a treatment.
    Health,
    /// A wage, pension or other income.
    Income,
    /// A debt, a fine, an arrear.
    Debt,
    /// Aid, relief, a social service.
    Benefit,
    /// Religion or belief.
    Religion,
    /// Politics or membership of a union.
    Politics,
    /// A crime, a conviction, an offence.
    Crime,
}

/// Patterns as `hint` reads them.
const TOPICS: &[(Topic, &[&str])] = &[
    (
        Topic::Birth,
        &[
            "рожд*",
            "раждане*",
            "роден*",
            "родена",
            "birth*",
            "dob",
            "born",
            "yob",
        ],
    ),
    (
        Topic::Age,
        &["възраст*", "age", "ages", "години", "vazrast"],
    ),
    (Topic::Sex, &["пол", "sex", "gender", "pol"]),
    (
        Topic::Area,
        &[
            "район*",
            "квартал*",
            "district*",
            "quarter",
            "neighbourhood*",
            "neighborhood*",
            "град",
            "city",
            "town",
            "village",
            "село",
            "населено",
            "община",
            "municipality",
            "област",
            "region*",
            "province",
            "местоживеене",
            "месторождение",
            "raion",
            "rayon",
            "grad",
        ],
    ),
    (
        Topic::PostCode,
        &[
            "пк",
            "пощенски",
            "postcode*",
            "postal*",
            "zip*",
            "post code",
        ],
    ),
    (
        Topic::Nationality,
        &[
            "националност*",
            "гражданство",
            "nationalit*",
            "citizenship",
            "native country",
            "произход държава",
        ],
    ),
    (
        Topic::Occupation,
        &[
            "професия*",
            "длъжност*",
            "occupation*",
            "profession*",
            "job",
            "workclass",
            "занятие",
            "работодател*",
            "employer*",
            "position",
        ],
    ),
    (
        Topic::Education,
        &[
            "образование*",
            "education*",
            "степен образов*",
            "degree",
            "школовка",
        ],
    ),
    (
        Topic::MaritalStatus,
        &["семейно*", "семеен*", "marital*", "married"],
    ),
    (
        Topic::Household,
        &[
            "домакинство*",
            "household*",
            "деца",
            "children",
            "членове",
            "members",
            "брой деца",
            "family size",
        ],
    ),
    (
        Topic::Ethnicity,
        &[
            "етнос*",
            "етни*",
            "ethnic*",
            "race",
            "раса",
            "майчин*",
            "mother tongue",
        ],
    ),
    (
        Topic::Health,
        &[
            "диагноз*",
            "заболяване*",
            "болест*",
            "здрав*",
            "увреждане*",
            "инвалид*",
            "телк",
            "лечение*",
            "лекарство*",
            "бременност*",
            "diagnos*",
            "disease*",
            "health*",
            "illness*",
            "disab*",
            "treatment*",
            "medic*",
            "мкб",
            "icd",
            "ваксин*",
            "vaccin*",
            "кръвна",
        ],
    ),
    (
        Topic::Income,
        &[
            "доход*",
            "заплата*",
            "пенсия*",
            "възнаграждение*",
            "income*",
            "salary*",
            "wage*",
            "pension*",
            "earning*",
        ],
    ),
    (
        Topic::Debt,
        &[
            "дълг",
            "дължим*",
            "задължение*",
            "просрочен*",
            "глоба*",
            "debt*",
            "arrear*",
            "overdue",
            "fine",
            "fines",
            "запор*",
        ],
    ),
    (
        Topic::Benefit,
        &[
            "помощ*",
            "помощи",
            "обезщетение*",
            "социал*",
            "субсид*",
            "benefit*",
            "welfare",
            "social",
            "allowance*",
            "subsid*",
            "облекчен*",
        ],
    ),
    (
        Topic::Religion,
        &[
            "религи*",
            "вероизповедание*",
            "вяра",
            "religio*",
            "faith",
            "belief*",
        ],
    ),
    (
        Topic::Politics,
        &["парти", "политич*", "politic*", "синдикат*", "union"],
    ),
    (
        Topic::Crime,
        &[
            "съдимост*",
            "присъда*",
            "престъпление*",
            "осъжда*",
            "нарушение*",
            "crim*",
            "convict*",
            "offen*",
            "sentence",
        ],
    ),
];

impl Topic {
    /// What a column's name says that it is about; the most dangerous of several.
    pub(super) fn of(name: &str) -> Option<Self> {
        let words = name_words(name);
        let says = |patterns: &[&str]| patterns.iter().any(|pattern| matches(&words, pattern));
        let found = TOPICS
            .iter()
            .filter(|(_, patterns)| says(patterns))
            .map(|(topic, _)| *topic);
        found.max_by_key(|topic| topic.role() == Role::Sensitive)
    }

    /// What such a column is to a person's privacy.
    pub fn role(self) -> Role {
        match self {
            Self::Birth
            | Self::Age
            | Self::Sex
            | Self::Area
            | Self::PostCode
            | Self::Nationality
            | Self::Occupation
            | Self::Education
            | Self::MaritalStatus
            | Self::Household => Role::QuasiIdentifier,
            Self::Ethnicity
            | Self::Health
            | Self::Income
            | Self::Debt
            | Self::Benefit
            | Self::Religion
            | Self::Politics
            | Self::Crime => Role::Sensitive,
        }
    }

    /// Whether only people have such a thing.
    pub(super) fn is_of_people(self) -> bool {
        !matches!(
            self,
            Self::Area | Self::PostCode | Self::Debt | Self::Benefit | Self::Politics
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_both_languages_tell_the_topic() {
        for (name, topic) in [
            ("Дата на раждане", Some(Topic::Birth)),
            ("рождена дата", Some(Topic::Birth)),
            ("birth_year", Some(Topic::Birth)),
            ("Пол", Some(Topic::Sex)),
            ("Район", Some(Topic::Area)),
            ("ZIP", Some(Topic::PostCode)),
            ("native-country", Some(Topic::Nationality)),
            ("Месечен доход (лв.)", Some(Topic::Income)),
            ("диагноза", Some(Topic::Health)),
            ("social_benefit", Some(Topic::Benefit)),
            ("полица", None),
            ("температура", None),
        ] {
            assert_eq!(Topic::of(name), topic, "{name}");
        }
    }

    #[test]
    fn the_more_dangerous_topic_counts() {
        assert_eq!(Topic::of("household income"), Some(Topic::Income));
        assert_eq!(Topic::Income.role(), Role::Sensitive);
    }
}
