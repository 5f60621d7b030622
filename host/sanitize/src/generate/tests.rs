//! Tests of the generator as a whole.

use std::collections::BTreeMap;

use arrow_array::{Array, cast::AsArray};
use arrow_select::concat::concat_batches;

use super::*;

fn options(dataset: Dataset, rows: u64) -> GeneratorOptions {
    GeneratorOptions {
        dirt: Dirt::NONE,
        ..GeneratorOptions::new(42, dataset, rows)
    }
}

fn blocks(options: GeneratorOptions) -> Vec<Block> {
    generate(options).expect("the options are good").collect()
}

/// The whole table in one block.
fn whole(options: GeneratorOptions) -> RecordBatch {
    let generator = generate(options).expect("the options are good");
    let schema = generator.schema().clone();
    let batches: Vec<RecordBatch> = generator.map(|block| block.batch).collect();
    concat_batches(&schema, &batches).expect("blocks are of one schema")
}

fn texts(batch: &RecordBatch, column: &str) -> Vec<Option<String>> {
    let column = batch.column_by_name(column).expect("the column is there");
    let texts = column.as_string::<i32>().iter();
    texts.map(|text| text.map(str::to_owned)).collect()
}

fn digits(text: &str) -> Vec<u32> {
    text.chars()
        .filter_map(|letter| letter.to_digit(10))
        .collect()
}

fn weighted(digits: &[u32], weights: &[u32]) -> u32 {
    digits
        .iter()
        .zip(weights)
        .map(|(digit, weight)| digit * weight)
        .sum()
}

/// IBANs are checked beside the code that writes them.
#[test]
fn check_digits_hold_in_the_whole_table() {
    let table = whole(options(Dataset::People, 5_000));
    for egn in texts(&table, "egn").into_iter().flatten() {
        let digits = digits(&egn);
        let check = weighted(&digits, &[2, 4, 8, 5, 10, 9, 7, 3, 6]) % 11 % 10;
        assert_eq!((egn.len(), digits[9]), (10, check), "{egn}");
    }
    let lnchs: Vec<String> = texts(&table, "lnch").into_iter().flatten().collect();
    assert!((60..200).contains(&lnchs.len()), "{}", lnchs.len());
    for lnch in lnchs {
        let digits = digits(&lnch);
        let check = weighted(&digits, &[21, 19, 17, 13, 11, 9, 7, 3, 1]) % 10;
        assert_eq!((lnch.len(), digits[9]), (10, check), "{lnch}");
    }
}

#[test]
fn birth_dates_sex_and_egn_agree() {
    let table = whole(options(Dataset::People, 3_000));
    let (births, sexes) = (texts(&table, "birth_date"), texts(&table, "sex"));
    for (row, egn) in texts(&table, "egn").into_iter().enumerate() {
        let Some(egn) = egn else { continue };
        let birth = births[row].as_deref().expect("everybody was born");
        assert_eq!((&egn[..2], &egn[4..6]), (&birth[2..4], &birth[8..]));
        let century = if birth.starts_with("20") { 40 } else { 0 };
        let month: u32 = egn[2..4].parse().expect("it is a number");
        assert_eq!(Ok(month - century), birth[5..7].parse());
        let woman = digits(&egn)[8] % 2 == 1;
        assert_eq!(woman, sexes[row].as_deref() == Some("жена"));
    }
}

#[test]
fn the_size_of_a_block_changes_no_row_of_any_table() {
    for dataset in Dataset::ALL {
        let sized = |block_rows| {
            let dirty = GeneratorOptions::new(5, dataset, 4_000);
            whole(GeneratorOptions {
                block_rows,
                ..dirty
            })
        };
        assert_eq!(sized(65_536), sized(97), "{}", dataset.as_str());
        assert_eq!(sized(97).num_rows(), 4_000);
    }
}

#[test]
fn another_seed_makes_another_city() {
    let city = |seed| whole(GeneratorOptions::new(seed, Dataset::People, 100));
    assert_eq!(city(1), city(1));
    assert_ne!(city(1), city(2));
}

#[test]
fn no_rows_and_ten_rows_are_made_of_each_table_and_form() {
    for dataset in Dataset::ALL {
        for form in [Form::Typed, Form::Text] {
            let sized = |rows| GeneratorOptions {
                form,
                ..options(dataset, rows)
            };
            assert!(blocks(sized(0)).is_empty());
            let ten = blocks(sized(10));
            assert_eq!((ten.len(), ten[0].batch.num_rows()), (1, 10));
            let generator = generate(sized(10)).expect("the options are good");
            let (table, truths) = generator.into_table().expect("a table holds it");
            assert_eq!((table.rows(), truths.len()), (10, 1));
            assert_eq!(table.name, dataset.as_str());
        }
    }
}

#[test]
fn more_rows_than_may_be_are_refused() {
    let error = generate(options(Dataset::People, MAX_ROWS + 1)).err();
    assert!(matches!(error, Some(GenerateError::TooMany { .. })));
}

#[test]
fn tables_of_one_population_belong_together() {
    let of = |dataset| {
        let extent = Extent::Population(2_500);
        whole(GeneratorOptions {
            extent,
            ..options(dataset, 0)
        })
    };
    let people = of(Dataset::People);
    assert_eq!(people.num_rows(), 2_500);
    let homes = texts(&of(Dataset::Households), "household_id");
    let lived: std::collections::BTreeSet<_> = texts(&people, "household_id").into_iter().collect();
    assert_eq!(lived, homes.into_iter().collect());
    let children = texts(&of(Dataset::Children), "egn");
    let everybody = texts(&people, "egn");
    assert!(children.len() > 200 && children.iter().all(|child| everybody.contains(child)));
}

#[test]
fn districts_have_their_share_of_the_people() {
    let table = whole(options(Dataset::People, 100_000));
    let mut counts = BTreeMap::new();
    for district in texts(&table, "district").into_iter().flatten() {
        *counts.entry(district).or_insert(0.0_f64) += 1.0;
    }
    assert_eq!(counts.len(), 24);
    let inhabitants: u32 = district::DISTRICTS.iter().map(|d| d.thousands).sum();
    for district in &district::DISTRICTS {
        let share = f64::from(district.thousands) / f64::from(inhabitants);
        let found = counts[district.name] / 100_000.0;
        // Students share flats, so their district has more people than dwellings say.
        assert!(
            found > 0.75 * share && found < 1.7 * share,
            "{} {found}",
            district.name
        );
    }
}

/// One kind of dirt at a high rate, over all tables' cells that can have it.
fn share_touched(set: impl Fn(&mut Dirt), kind: DirtKind, can: impl Fn(&str, &str) -> bool) -> f64 {
    let mut asked = options(Dataset::People, 4_000);
    let clean = blocks(asked);
    set(&mut asked.dirt);
    let dirty = blocks(asked);
    let (mut could, mut touched) = (0.0, 0.0);
    for (clean, dirty) in clean.iter().zip(&dirty) {
        for (column, field) in clean.batch.schema().fields().iter().enumerate() {
            for text in texts(&clean.batch, field.name()).iter().flatten() {
                could += f64::from(u8::from(column > 1 && can(field.name(), text)));
            }
        }
        let truth = &dirty.truth;
        assert!(truth.touched.iter().all(|touch| touch.dirt == kind));
        touched += f64::from(u32::try_from(truth.touched.len()).expect("few"));
        check_truth(&clean.batch, dirty);
    }
    touched / could
}

/// The truth is what the table without dirt has; every other cell is as it was.
fn check_truth(clean: &RecordBatch, dirty: &Block) {
    for (place, field) in clean.schema().fields().iter().enumerate() {
        let (before, after) = (
            texts(clean, field.name()),
            texts(&dirty.batch, field.name()),
        );
        for row in 0..before.len() {
            let (row_number, column) = (
                u32::try_from(row).expect("few"),
                u16::try_from(place).expect("few"),
            );
            match dirty.truth.touch(row_number, column) {
                Some(touch) => {
                    assert_eq!(before[row].as_deref(), Some(&*touch.before));
                    assert_ne!(before[row], after[row]);
                }
                None => assert_eq!(before[row], after[row]),
            }
        }
    }
}

#[test]
fn each_kind_of_dirt_comes_at_its_rate() {
    let cyrillic = |_: &str, text: &str| text.chars().any(|letter| ('А'..='я').contains(&letter));
    let any = |_: &str, _: &str| true;
    let words = |_: &str, text: &str| {
        text.chars()
            .filter(|letter| letter.is_alphanumeric())
            .count()
            > 1
    };
    let points = |name: &str, _: &str| matches!(name, "latitude" | "longitude" | "income_eur");
    let twins = |_: &str, text: &str| {
        text.chars()
            .any(|letter| "АВЕКМНОРСТХаеорсх".contains(letter))
    };
    let shares = [
        share_touched(|dirt| dirt.gaps = 0.2, DirtKind::Gap, any),
        share_touched(|dirt| dirt.typos = 0.2, DirtKind::Typo, words),
        share_touched(
            |dirt| dirt.utf8_as_windows_1251 = 0.2,
            DirtKind::Utf8AsWindows1251,
            |_, text| !text.is_ascii(),
        ),
        share_touched(
            |dirt| dirt.windows_1251_as_utf8 = 0.2,
            DirtKind::Windows1251AsUtf8,
            cyrillic,
        ),
        share_touched(|dirt| dirt.lookalikes = 0.2, DirtKind::Lookalike, twins),
        share_touched(|dirt| dirt.spaces = 0.2, DirtKind::Spaces, any),
        share_touched(
            |dirt| dirt.decimal_commas = 0.2,
            DirtKind::DecimalComma,
            points,
        ),
    ];
    for (kind, share) in shares.iter().enumerate() {
        assert!((0.185..0.215).contains(share), "{kind} {share}");
    }
}

#[test]
fn doubles_come_at_their_rate_and_repeat_an_earlier_row() {
    let mut asked = options(Dataset::People, 11_000);
    asked.dirt.doubles = 0.1;
    asked.block_rows = 500;
    let table = whole(asked);
    let mut doubles = 0;
    for (block, made) in blocks(asked).iter().enumerate() {
        for double in &made.truth.doubles {
            let row = block * 500 + double.row as usize;
            let of_row = usize::try_from(double.of_row).expect("few");
            assert!(of_row < row);
            assert_eq!(table.slice(row, 1), table.slice(of_row, 1));
            doubles += 1;
        }
    }
    assert!((900..1_100).contains(&doubles), "{doubles}");
}

#[test]
fn typed_tables_have_gaps_whose_truth_is_known() {
    let mut asked = options(Dataset::Children, 2_000);
    asked.form = Form::Typed;
    asked.dirt.gaps = 0.1;
    for block in blocks(asked) {
        for touch in &block.truth.touched {
            assert!(
                block
                    .batch
                    .column(usize::from(touch.column))
                    .is_null(touch.row as usize)
            );
            assert!(!touch.before.is_empty());
        }
        assert!(block.truth.touched.len() > 2_000);
    }
}

#[test]
fn labels_are_those_before_dirt() {
    let mut asked = options(Dataset::People, 3_000);
    asked.dirt.gaps = 0.3;
    let block = &blocks(asked)[0];
    let (egn, note) = (2, 23);
    let egns = texts(&block.batch, "egn");
    let mut kept = 0;
    for (row, text) in (0_u32..).zip(&egns) {
        let label = block.truth.label(&block.batch, row, egn);
        let gap = block.truth.touch(row, egn).is_some();
        let expected = if text.is_some() || gap {
            Label::Egn
        } else {
            Label::None
        };
        assert_eq!(label, expected);
        kept += u32::from(gap);
    }
    assert!(kept > 500);
    let embedded = &block.truth.embedded;
    assert!(embedded.len() > 50 && embedded.iter().all(|cell| cell.column == note));
    assert_eq!(
        block.truth.label(&block.batch, embedded[0].row, note),
        embedded[0].label
    );
    assert_eq!(block.truth.label(&block.batch, 3_000, 999), Label::None);
}

#[test]
fn what_was_planted_is_listed_as_it_was_before_dirt() {
    let mut asked = options(Dataset::People, 500);
    let clean = &blocks(asked)[0];
    let planted = clean.truth.planted(&clean.batch);
    let has = |label, value: &str| {
        let found = planted
            .iter()
            .any(|item| item.label == label && item.value == value);
        assert!(found, "{value}");
    };
    for egn in texts(&clean.batch, "egn").iter().flatten() {
        has(Label::Egn, egn);
    }
    for cell in &clean.truth.embedded {
        has(cell.label, &cell.identifier);
    }
    asked.dirt.typos = 0.5;
    let dirty = &blocks(asked)[0];
    assert_eq!(dirty.truth.planted(&dirty.batch), planted);
}
