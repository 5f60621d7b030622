//! A seeded table in the likeness of the UCI Adult set (30,162 complete rows): nine
//! quasi-identifiers with the published marginal counts, some of their dependencies, and
//! hierarchies of the heights that ARX publishes, which make 12,960 combinations.

use rand_chacha::{
    ChaCha8Rng,
    rand_core::{Rng, SeedableRng},
};

use super::Attribute;

const SEX: &[u32] = &[20_380, 9_782];
const RACE: &[u32] = &[25_933, 2_817, 895, 286, 231];
const MARITAL: &[u32] = &[14_065, 9_726, 4_214, 939, 827, 370, 21];
const EDUCATION: &[u32] = &[
    9_840, 6_678, 5_044, 1_627, 1_307, 1_048, 1_008, 820, 557, 542, 455, 377, 375, 288, 151, 45,
];
const COUNTRY: &[u32] = &[
    27_504, 610, 188, 128, 109, 107, 100, 100, 92, 86, 80, 71, 68, 68, 67, 64, 63, 59, 56, 56, 42,
    42, 42, 34, 33, 30, 29, 27, 27, 24, 19, 18, 18, 17, 17, 16, 14, 13, 12, 11, 1,
];
const WORK: &[u32] = &[22_286, 2_499, 2_067, 1_279, 1_074, 943, 14];
const OCCUPATION: &[u32] = &[
    4_038, 4_030, 3_992, 3_721, 3_584, 3_212, 1_966, 1_572, 1_350, 989, 912, 644, 143, 9,
];
const SALARY: &[u32] = &[22_654, 7_508];

/// Shares of the ages 17 to 90 in bands of five years, in thousandths.
const AGE_BANDS: &[u32] = &[70, 130, 135, 135, 133, 115, 98, 72, 50, 32, 18, 8, 3, 1, 1];

/// The coarse groups of education (to be halved twice), work class and occupation.
const SCHOOLS: [u32; 16] = [5, 6, 7, 8, 4, 2, 4, 2, 1, 8, 2, 3, 9, 1, 0, 0];
const EMPLOYERS: [u32; 7] = [0, 1, 2, 2, 1, 2, 3];
const TRADES: [u32; 14] = [0, 1, 0, 0, 2, 2, 1, 1, 1, 1, 0, 2, 2, 2];

/// The table, of any number of rows.
pub(crate) fn adult(rows: usize, seed: u64) -> Vec<Attribute> {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut columns = vec![Vec::new(); 9];
    for _ in 0..rows {
        for (column, value) in columns.iter_mut().zip(person(&mut random)) {
            column.push(value);
        }
    }
    let attribute = |(codes, (name, levels)): (Vec<u32>, (&str, Vec<Vec<u32>>))| Attribute {
        name: name.to_owned(),
        codes,
        levels,
    };
    columns
        .into_iter()
        .zip(hierarchies())
        .map(attribute)
        .collect()
}

/// Sex, age, race, marital status, education, country, work class, occupation, salary.
fn person(random: &mut ChaCha8Rng) -> [u32; 9] {
    let band = draw(random, AGE_BANDS);
    let age = (band * 5 + random.next_u32() % 5).min(73);
    // The young are seldom married, the schooled earn more and work at desks: without such
    // dependencies nearly every row would be unique, unlike in the real set.
    let marital = if age < 8 && random.next_u32() % 10 < 8 {
        1
    } else {
        draw(random, MARITAL)
    };
    let sex = if marital == 0 && random.next_u32() % 10 < 7 {
        0
    } else {
        draw(random, SEX)
    };
    let education = draw(random, EDUCATION);
    let is_schooled = matches!(education, 2 | 3 | 9 | 12);
    let occupation = match random.next_u32() % 10 {
        0..5 if is_schooled => random.next_u32() % 2 * 2,
        _ => draw(random, OCCUPATION),
    };
    let earns = is_schooled && marital == 0 && random.next_u32() % 10 < 5;
    let salary = if earns { 1 } else { draw(random, SALARY) };
    let work = draw(random, WORK);
    [
        sex,
        age,
        draw(random, RACE),
        marital,
        education,
        draw(random, COUNTRY),
        work,
        occupation,
        salary,
    ]
}

fn draw(random: &mut ChaCha8Rng, weights: &[u32]) -> u32 {
    let mut left = random.next_u32() % weights.iter().sum::<u32>();
    let mut values = (0..).zip(weights);
    let drawn = values.find(|(_, weight)| match left.checked_sub(**weight) {
        Some(rest) => {
            left = rest;
            false
        }
        None => true,
    });
    drawn.map_or(0, |(value, _)| value)
}

fn hierarchies() -> [(&'static str, Vec<Vec<u32>>); 9] {
    let one: &dyn Fn(u32) -> u32 = &|_| 0;
    let years = |width: u32| move |value: u32| (value + 17) / width;
    let school = |value: u32| SCHOOLS[value as usize];
    let continent = |value: u32| if value == 0 { 0 } else { 1 + value % 4 };
    let is_single = |value: u32| u32::from(!matches!(value, 0 | 6));
    let employer = |value: u32| EMPLOYERS[value as usize];
    let trade = |value: u32| TRADES[value as usize];
    [
        ("sex", levels(2, &[one])),
        ("age", levels(74, &[&years(5), &years(10), &years(20), one])),
        ("race", levels(5, &[one])),
        ("marital-status", levels(7, &[&is_single, one])),
        (
            "education",
            levels(16, &[&school, &|value| school(value) / 4, one]),
        ),
        ("native-country", levels(41, &[&continent, one])),
        ("workclass", levels(7, &[&employer, one])),
        ("occupation", levels(14, &[&trade, one])),
        ("salary-class", levels(2, &[one])),
    ]
}

/// Level 0 keeps each value, then come these groups of values.
fn levels(values: u32, groups: &[&dyn Fn(u32) -> u32]) -> Vec<Vec<u32>> {
    let identity = (0..values).collect();
    let further = groups.iter().map(|group| (0..values).map(*group).collect());
    std::iter::once(identity).chain(further).collect()
}
