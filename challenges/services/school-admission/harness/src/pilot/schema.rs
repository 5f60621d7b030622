//! The form and its answer.

use pilotbox_harness::form::{self, About, Texts};
use pilotbox_harness::serde_json::{Value, json};

use super::{DRAWS, Town, child::NO_SCHOOL};

/// What the three draws are called, in the order of [`DRAWS`].
const DRAW_NAMES: [(&str, &str); 3] = [
    ("With a lucky draw", "С добър жребий"),
    ("With a middling draw", "Със среден жребий"),
    ("With an unlucky draw", "С лош жребий"),
];

pub(super) fn form(town: &Town) -> Value {
    let schools = || schools(town, "No school", "Няма");
    let wishes = [
        (
            "first",
            form::titled(named_schools(town), "First wish", "Първо желание"),
        ),
        (
            "second",
            form::titled(schools(), "Second wish", "Второ желание"),
        ),
        (
            "third",
            form::titled(schools(), "Third wish", "Трето желание"),
        ),
    ];
    let home = form::titled(
        districts(town),
        "District of your home",
        "Район, в който живеете",
    );
    let sibling = form::titled(
        schools(),
        "School of a brother or sister",
        "Училище на брат или сестра",
    );
    let both_work = form::titled(
        json!({ "type": "boolean" }),
        "Both parents work",
        "И двамата родители работят",
    );
    form::form(
        std::iter::once(("home", home))
            .chain(wishes)
            .chain([("sibling", sibling), ("both_work", both_work)]),
    )
}

pub(super) fn answer(town: &Town, about: &About) -> Value {
    let school = || schools(town, "no school", "никое училище");
    let names = DRAWS.into_iter().zip(DRAW_NAMES);
    let draw = form::choice(names.map(|(id, (en, bg))| (json!(id), Texts::new(en, bg))));
    let draws = [
        ("draw", form::titled(draw, "Lottery", "Жребий")),
        ("school", form::titled(school(), "School", "Училище")),
    ];
    let share = json!({ "type": "integer", "minimum": 0, "maximum": 100 });
    let shares = [
        (
            "district",
            form::titled(districts(town), "District", "Район"),
        ),
        (
            "share",
            form::titled(
                share,
                "Children with their first wish, %",
                "Деца с първо желание, %",
            ),
        ),
    ];
    let fields = [
        ("school", school()),
        ("draws", form::rows(DRAWS.len(), draws)),
        ("districts", form::rows(town.districts.len(), shares)),
    ];
    let sentence = form::sentence(
        "With a middling lottery number your child would be admitted to: {school}.",
        "Със средно число в жребия детето Ви би било прието в: {school}.",
    );
    let views = [
        sentence,
        form::table("draws", &["draw", "school"]),
        form::districts("districts", "district", "share"),
    ];
    form::answer(fields, views, about)
}

fn districts(town: &Town) -> Value {
    let named = town.districts.iter().enumerate();
    form::choice(named.map(|(id, texts)| (json!(id), texts.clone())))
}

fn schools(town: &Town, none_en: &str, none_bg: &str) -> Value {
    let none = (json!(NO_SCHOOL), Texts::new(none_en, none_bg));
    form::choice(std::iter::once(none).chain(named(town)))
}

fn named_schools(town: &Town) -> Value {
    form::choice(named(town))
}

fn named(town: &Town) -> impl Iterator<Item = (Value, Texts)> + '_ {
    town.schools.iter().enumerate().map(move |(id, district)| {
        let district = town.district(*district);
        let number = id + 1;
        let texts = Texts::new(
            format!("School {number}, {}", district.en),
            format!("Училище {number}, {}", district.bg),
        );
        (json!(id), texts)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn town() -> Town {
        Town {
            districts: vec![Texts::new("Sredets", "Средец")],
            schools: vec![0],
        }
    }

    #[test]
    fn schools_are_named_by_number_and_district() {
        let form = form(&town());
        let options = &form["properties"]["second"]["oneOf"];
        assert_eq!(options[0]["const"], NO_SCHOOL);
        assert_eq!(options[1]["title"], "School 1, Sredets");
        assert_eq!(form["x-order"][0], "home");
    }

    #[test]
    fn an_answer_names_its_draws_in_both_languages() {
        let answer = answer(&town(), &About::default());
        let draw = &answer["properties"]["draws"]["items"]["properties"]["draw"];
        assert_eq!(draw["oneOf"][2]["x-bg"], "С лош жребий");
    }
}
