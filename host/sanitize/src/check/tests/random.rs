//! Random small tables with random policies that fit them.

use std::{collections::BTreeSet, sync::Arc};

use arrow_array::{
    ArrayRef, BooleanArray, Date32Array, Float64Array, Int64Array, RecordBatch, StringArray,
    TimestampMillisecondArray,
};
use arrow_schema::{Field, Schema};
use rand_chacha::{
    ChaCha8Rng,
    rand_core::{Rng as _, SeedableRng as _},
};

use crate::{
    Role, Table, check,
    policy::{Column, DataType, DateLevel, Diversity, Hierarchy, Order, Policy, Search, Step},
};

/// A source of choices.
pub(super) struct Dice(ChaCha8Rng);

impl Dice {
    fn below(&mut self, bound: u64) -> u64 {
        self.0.next_u64() % bound
    }

    fn one_in(&mut self, times: u64) -> bool {
        self.below(times) == 0
    }

    fn pick<T: Clone>(&mut self, choices: &[T]) -> T {
        let place = usize::try_from(self.below(choices.len() as u64)).expect("it is small");
        choices[place].clone()
    }

    fn small(&mut self, bound: u32) -> u32 {
        u32::try_from(self.below(u64::from(bound))).expect("it is small")
    }
}

/// A raw column and what the policy says of it.
type Raw = (Column, ArrayRef);

/// A table, a policy for it, and the digests of its raw identifiers.
pub(super) fn case(seed: u64) -> (Table, Policy, BTreeSet<[u8; 32]>) {
    let mut dice = Dice(ChaCha8Rng::seed_from_u64(seed));
    let rows = if dice.one_in(20) {
        0
    } else {
        20 + dice.below(180)
    };
    let mut made_columns = vec![identifier(&mut dice, rows)];
    let identifiers = identifiers(&made_columns[0].1);
    let makers: [fn(&mut Dice, u64) -> Vec<Raw>; 10] = [
        ages, days, moments, places, codes, texts, truths, amounts, notes, kinds,
    ];
    for maker in makers {
        if dice.one_in(3) {
            made_columns.extend(maker(&mut dice, rows));
        }
    }
    made_columns.push(sensitive(&mut dice, rows));
    let policy = policy(
        &mut dice,
        made_columns
            .iter()
            .map(|(column, _)| column.clone())
            .collect(),
    );
    assert_eq!(policy.faults(), [], "seed {seed}");
    (table(&made_columns, rows), policy, identifiers)
}

fn identifiers(cells: &ArrayRef) -> BTreeSet<[u8; 32]> {
    let cells = cells
        .as_any()
        .downcast_ref::<StringArray>()
        .expect("they are texts");
    cells.iter().flatten().map(check::digest).collect()
}

/// The table in two blocks, so that blocks are joined somewhere.
fn table(made_columns: &[Raw], rows: u64) -> Table {
    let field = |(column, cells): &Raw| Field::new(&column.name, cells.data_type().clone(), true);
    let schema = Schema::new(made_columns.iter().map(field).collect::<Vec<_>>());
    let arrays = made_columns
        .iter()
        .map(|(_, cells)| cells.clone())
        .collect();
    let whole = RecordBatch::try_new(Arc::new(schema.clone()), arrays).expect("it fits");
    let rows = usize::try_from(rows).expect("it is small");
    let half = rows / 2;
    Table::new(
        "raw",
        schema,
        vec![whole.slice(0, half), whole.slice(half, rows - half)],
    )
    .expect("it is a table")
}

fn policy(dice: &mut Dice, columns: Vec<Column>) -> Policy {
    let text = include_str!("../../../fixtures/policy/water-meters.toml");
    let mut policy = Policy::from_toml(text).expect("the fixture is right");
    policy.privacy.k = 1 + dice.small(4);
    policy.privacy.max_suppressed = dice.pick(&[0.0, 0.05, 0.2, 0.5]);
    policy.privacy.diversity = dice.pick(&[
        None,
        Some(Diversity::Distinct { l: 2 }),
        Some(Diversity::Entropy { l: 1.5 }),
        Some(Diversity::Recursive { c: 3.0, l: 2 }),
    ]);
    policy.privacy.closeness = dice.pick(&[None, None, Some(0.5), Some(0.3)]);
    policy.sampling.share = dice.pick(&[1.0, 1.0, 0.5, 0.29]);
    policy.sampling.seed = dice.small(9);
    policy.order = dice.pick(&[Order::Shuffled, Order::Kept]);
    let is_cells = |column: &Column| matches!(column.hierarchy, Some(Hierarchy::Cells { .. }));
    if dice.one_in(5) && !columns.iter().any(is_cells) {
        policy.privacy.search = Search::Mondrian;
    }
    policy.columns = columns;
    policy.privacy.person = dice.pick(&[None, None, Some("egn".to_owned())]);
    policy
}

fn column(name: &str, data_type: DataType, role: Role, hierarchy: Option<Hierarchy>) -> Column {
    let mut column = Column::new(name, data_type, role);
    column.hierarchy = hierarchy;
    column
}

/// Cells of which one in ten is missing.
fn cells<T>(dice: &mut Dice, rows: u64, mut cell: impl FnMut(&mut Dice) -> T) -> Vec<Option<T>> {
    let mut one = || {
        let value = cell(dice);
        (!dice.one_in(10)).then_some(value)
    };
    (0..rows).map(|_| one()).collect()
}

fn identifier(dice: &mut Dice, rows: u64) -> Raw {
    let mut made = column("egn", DataType::Text, Role::Identifier, None);
    let pseudonym = Step::Pseudonym {
        prefix: "p-".to_owned(),
        length: 12 + dice.small(40),
    };
    made.steps = vec![dice.pick(&[Step::Drop, pseudonym])];
    let numbers = cells(dice, rows, |dice| {
        format!("80{:08}", dice.below(100_000_000))
    });
    (made, Arc::new(StringArray::from(numbers)))
}

fn ages(dice: &mut Dice, rows: u64) -> Vec<Raw> {
    let widths = dice.pick(&[vec![5.0, 10.0, 50.0], vec![7.0], vec![1.0, 100.0]]);
    let origin = dice.pick(&[0.0, -3.0]);
    let bands = Hierarchy::Bands { widths, origin };
    let mut made = column("age", DataType::Integer, Role::QuasiIdentifier, Some(bands));
    made.steps = dice.pick(&[
        vec![],
        vec![Step::TopCode { at: 60.0 }],
        vec![
            Step::Round { to: 4.0 },
            Step::Clamp {
                min: 9.0,
                max: 61.0,
            },
        ],
        vec![
            Step::Clamp {
                min: 9.0,
                max: 61.0,
            },
            Step::Round { to: 10.0 },
        ],
        vec![Step::Suppress {
            values: vec!["1".to_owned(), "-4".to_owned()],
            missing: true,
        }],
    ]);
    made.least_level = dice.small(3).min(1);
    let ages = cells(dice, rows, |dice| i64::from(dice.small(80)) - 10);
    vec![(made, Arc::new(Int64Array::from(ages)))]
}

fn days(dice: &mut Dice, rows: u64) -> Vec<Raw> {
    let levels = vec![
        DateLevel::Month,
        DateLevel::Quarter,
        DateLevel::Year,
        DateLevel::Decade,
    ];
    let dates = Hierarchy::Dates { levels };
    let mut made = column("day", DataType::Date, Role::QuasiIdentifier, Some(dates));
    made.least_level = dice.small(4);
    let days = cells(dice, rows, |dice| {
        i32::try_from(dice.small(30_000)).unwrap_or(0) - 15_000
    });
    vec![(made, Arc::new(Date32Array::from(days)))]
}

fn moments(dice: &mut Dice, rows: u64) -> Vec<Raw> {
    let levels = vec![DateLevel::Hour, DateLevel::Day, DateLevel::Month];
    let (role, steps) = dice.pick(&[
        (Role::QuasiIdentifier, vec![]),
        (Role::Plain, vec![Step::Generalise { level: 2 }]),
        (Role::Plain, vec![Step::Generalise { level: 4 }]),
    ]);
    let mut made = column(
        "seen",
        DataType::Time,
        role,
        Some(Hierarchy::Dates { levels }),
    );
    made.steps = steps;
    let times = cells(dice, rows, |dice| i64::from(dice.small(u32::MAX)) * 300);
    vec![(made, Arc::new(TimestampMillisecondArray::from(times)))]
}

fn places(dice: &mut Dice, rows: u64) -> Vec<Raw> {
    let resolutions = vec![10, 8, 6];
    if dice.one_in(2) {
        let cells_of = Hierarchy::Cells {
            resolutions,
            longitude: None,
        };
        let made = column(
            "point",
            DataType::Text,
            Role::QuasiIdentifier,
            Some(cells_of),
        );
        let points = cells(dice, rows, |dice| {
            dice.pick(&[
                "42.69, 23.32",
                "42.70;23.33",
                "nowhere",
                "99,99",
                "42.1 23.9",
            ])
            .to_owned()
        });
        return vec![(made, Arc::new(StringArray::from(points)))];
    }
    let cells_of = Hierarchy::Cells {
        resolutions,
        longitude: Some("lon".to_owned()),
    };
    let latitude = column(
        "lat",
        DataType::Number,
        Role::QuasiIdentifier,
        Some(cells_of),
    );
    let mut longitude = column("lon", DataType::Number, Role::QuasiIdentifier, None);
    longitude.steps = vec![Step::Drop];
    let mut degrees = |from: f64| {
        let cells = cells(dice, rows, |dice| {
            from + f64::from(dice.small(1000)) / 1000.0
        });
        Arc::new(Float64Array::from(cells)) as ArrayRef
    };
    let (latitudes, longitudes) = (degrees(42.0), degrees(23.0));
    vec![(latitude, latitudes), (longitude, longitudes)]
}

fn codes(dice: &mut Dice, rows: u64) -> Vec<Raw> {
    let own = |path: [&str; 2]| path.map(str::to_owned).to_vec();
    let paths = [
        ("1", ["low", "any"]),
        ("2", ["low", "any"]),
        ("3", ["high", "any"]),
    ];
    let parents = paths.map(|(code, path)| (code.to_owned(), own(path)));
    let other = dice.pick(&[None, Some("other".to_owned())]);
    let most = if other.is_some() { 5 } else { 3 };
    let hierarchy = Some(Hierarchy::Codes {
        parents: parents.into(),
        other,
    });
    let mut made = column(
        "district",
        DataType::Integer,
        Role::QuasiIdentifier,
        hierarchy,
    );
    made.least_level = dice.small(3).saturating_sub(1);
    let numbers = cells(dice, rows, |dice| 1 + i64::from(dice.small(most)));
    vec![(made, Arc::new(Int64Array::from(numbers)))]
}

fn texts(dice: &mut Dice, rows: u64) -> Vec<Raw> {
    let prefixes = Hierarchy::Prefixes {
        lengths: vec![3, 1],
    };
    let made = column(
        "post_code",
        DataType::Text,
        Role::QuasiIdentifier,
        Some(prefixes),
    );
    let codes = cells(dice, rows, |dice| {
        dice.pick(&["1000", "1001", "100", "10*", "2", "", "Ямбол", "-", "NaN"])
            .to_owned()
    });
    vec![(made, Arc::new(StringArray::from(codes)))]
}

fn truths(dice: &mut Dice, rows: u64) -> Vec<Raw> {
    let constant = Some(Hierarchy::Constant);
    let made = column("owner", DataType::Boolean, Role::QuasiIdentifier, constant);
    let truths = cells(dice, rows, |dice| dice.one_in(3));
    vec![(made, Arc::new(BooleanArray::from(truths)))]
}

fn amounts(dice: &mut Dice, rows: u64) -> Vec<Raw> {
    let widths = dice.pick(&[vec![0.1, 0.5], vec![0.25, 25.0], vec![1.0 / 3.0]]);
    let bands = Hierarchy::Bands {
        widths,
        origin: 0.0,
    };
    let mut made = column(
        "amount",
        DataType::Number,
        Role::QuasiIdentifier,
        Some(bands),
    );
    made.steps = dice.pick(&[vec![], vec![Step::Round { to: 0.1 }]]);
    let numbers = cells(dice, rows, |dice| match dice.small(12) {
        0 => f64::NAN,
        1 => -0.0,
        other => f64::from(other) * 0.1 - 0.35,
    });
    vec![(made, Arc::new(Float64Array::from(numbers)))]
}

fn notes(dice: &mut Dice, rows: u64) -> Vec<Raw> {
    let mut made = column("note", DataType::Text, Role::Plain, None);
    made.steps = vec![Step::Redact {
        with: "▮".to_owned(),
    }];
    let notes = cells(dice, rows, |dice| {
        format!("лице {}: обади се", 8_000_000_000 + dice.below(99))
    });
    vec![(made, Arc::new(StringArray::from(notes)))]
}

fn kinds(dice: &mut Dice, rows: u64) -> Vec<Raw> {
    let mut made = column("kind", DataType::Text, Role::Plain, None);
    let (values, missing) = dice.pick(&[(vec!["a".to_owned()], false), (Vec::new(), true)]);
    made.steps = vec![Step::Suppress { values, missing }];
    let kinds = cells(dice, rows, |dice| dice.pick(&["a", "b", "c"]).to_owned());
    vec![(made, Arc::new(StringArray::from(kinds)))]
}

fn sensitive(dice: &mut Dice, rows: u64) -> Raw {
    if dice.one_in(2) {
        let mut made = column("debt", DataType::Number, Role::Sensitive, None);
        made.steps = dice.pick(&[
            vec![],
            vec![Step::BottomCode { at: 10.5 }, Step::Round { to: 5.0 }],
            vec![Step::Round { to: 20.0 }, Step::TopCode { at: 75.0 }],
        ]);
        let debts = cells(dice, rows, |dice| f64::from(dice.small(100)));
        return (made, Arc::new(Float64Array::from(debts)));
    }
    let made = column("illness", DataType::Text, Role::Sensitive, None);
    let names = cells(dice, rows, |dice| {
        dice.pick(&["грип", "астма", "x", "y"]).to_owned()
    });
    (made, Arc::new(StringArray::from(names)))
}
