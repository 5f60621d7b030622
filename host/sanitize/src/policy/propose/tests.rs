//! Tests of proposals: what is kept back, and that each proposal may be applied.

use super::{super::*, *};

fn origin() -> Origin {
    let text = include_str!("../../../fixtures/policy/water-meters.toml");
    let policy = Policy::from_toml(text).expect("the fixture is right");
    Origin {
        dataset: policy.dataset,
        title: policy.title,
        description: policy.description,
        licence: policy.licence,
        source: policy.source,
        raw_days: 30,
        proposed: policy.proposed,
    }
}

fn seen(name: &str, data_type: DataType, role: Role, distinct: u64) -> Observed {
    Observed {
        name: name.to_owned(),
        data_type,
        role,
        form: Form::Usual,
        rows: 1000,
        distinct,
        min: Some(0.0),
        max: Some(100.0),
        longest: Some(4),
    }
}

fn proposed(columns: &[Observed]) -> Policy {
    let policy = propose(origin(), columns);
    assert_eq!(policy.faults(), [], "{}", policy.to_toml());
    assert_eq!(Policy::from_toml(&policy.to_toml()), Ok(policy.clone()));
    policy
}

#[test]
fn each_role_gets_its_steps() {
    use DataType::{Date, Integer, Text, Time};
    let policy = proposed(&[
        seen("egn", Text, Role::Identifier, 1000),
        seen("Meter No", Text, Role::Identifier, 400),
        seen("лице", Text, Role::Identifier, 400),
        seen("sex", Text, Role::QuasiIdentifier, 3),
        seen("street", Text, Role::QuasiIdentifier, 900),
        seen("born", Date, Role::QuasiIdentifier, 900),
        seen("seen", Time, Role::QuasiIdentifier, 900),
        seen("rooms", Integer, Role::QuasiIdentifier, 9),
        seen("illness", Text, Role::Sensitive, 9),
        seen("kind", Text, Role::Plain, 9),
    ]);
    let pseudonym = |prefix: &str| {
        vec![Step::Pseudonym {
            prefix: prefix.to_owned(),
            length: 16,
        }]
    };
    let steps: Vec<_> = policy
        .columns
        .iter()
        .map(|column| column.steps.clone())
        .collect();
    assert_eq!(
        steps[..5],
        [
            vec![Step::Drop],
            pseudonym("meterno-"),
            pseudonym("id-"),
            vec![],
            vec![Step::Drop]
        ]
    );
    assert!(steps[5..].iter().all(Vec::is_empty));
    assert_eq!(policy.columns[5].least_level, 1);
    let widths = vec![5.0, 10.0, 20.0, 100.0];
    assert_eq!(
        policy.columns[7].hierarchy,
        Some(Hierarchy::Bands {
            widths,
            origin: 0.0
        })
    );
    assert_eq!(policy.privacy.diversity, Some(Diversity::Distinct { l: 2 }));
}

#[test]
fn a_sensitive_column_of_one_value_asks_for_no_diversity() {
    let policy = proposed(&[seen("illness", DataType::Text, Role::Sensitive, 1)]);
    assert_eq!(policy.privacy.diversity, None);
}

#[test]
fn free_text_is_dropped_whatever_its_role() {
    for role in [
        Role::Sensitive,
        Role::Plain,
        Role::QuasiIdentifier,
        Role::Identifier,
    ] {
        let mut text = seen("note", DataType::Text, role, 400);
        text.form = Form::FreeText;
        let policy = proposed(&[text, seen("kind", DataType::Text, Role::Plain, 9)]);
        assert_eq!(policy.columns[0].steps, [Step::Drop]);
    }
}

#[test]
fn coordinates_become_cells_and_post_codes_prefixes() {
    let degrees = |name: &str| {
        let mut seen = seen(name, DataType::Number, Role::QuasiIdentifier, 900);
        seen.form = Form::Coordinates;
        seen
    };
    let mut point = seen("point", DataType::Text, Role::QuasiIdentifier, 900);
    point.form = Form::Coordinates;
    let mut code = seen("post_code", DataType::Text, Role::QuasiIdentifier, 900);
    code.form = Form::Prefixed;
    let policy = proposed(&[degrees("lon"), degrees("lat"), degrees("z"), point, code]);
    let hierarchy = |place: usize| policy.columns[place].hierarchy.clone();
    assert_eq!(policy.columns[0].steps, [Step::Drop]);
    let resolutions = vec![9, 8, 7, 6, 5];
    let longitude = Some("lon".to_owned());
    assert_eq!(
        hierarchy(1),
        Some(Hierarchy::Cells {
            resolutions: resolutions.clone(),
            longitude
        })
    );
    assert_eq!(policy.columns[2].steps, [Step::Drop]);
    assert_eq!(
        hierarchy(3),
        Some(Hierarchy::Cells {
            resolutions,
            longitude: None
        })
    );
    assert_eq!(
        hierarchy(4),
        Some(Hierarchy::Prefixes {
            lengths: vec![3, 2, 1]
        })
    );
}

#[test]
fn an_age_is_hidden_with_the_birth_date() {
    let age = seen("Age", DataType::Integer, Role::Plain, 90);
    let birth = seen("birth_date", DataType::Date, Role::QuasiIdentifier, 900);
    let policy = proposed(&[age, birth]);
    assert_eq!(policy.columns[0].role, Role::QuasiIdentifier);
    assert_eq!(
        policy.columns[0].derived_from.as_deref(),
        Some("birth_date")
    );
}
