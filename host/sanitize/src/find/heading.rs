//! Whether the names that a file gives to its table and columns are names at all. A broken
//! file has cells in their place, and names are shown where cells never are.

use arrow_array::{Array, cast::AsArray};
use arrow_schema::DataType;

use super::{Kind, spans};
use crate::Table;

/// Kinds that nothing is called by.
const NO_NAMES: [Kind; 8] = [
    Kind::Egn,
    Kind::Lnch,
    Kind::Eik,
    Kind::Iban,
    Kind::Phone,
    Kind::Plate,
    Kind::Email,
    Kind::PersonName,
];

/// Longest word that a program would choose as a name.
const WORD_BYTES: usize = 128;

/// What stands in the place of names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Misread {
    /// The table is called like a person, or like somebody's number.
    Table,
    /// So is this column, from 1.
    Column(usize),
    /// The columns are called as their own cells are: a row was taken for the header.
    Row,
}

/// What is wrong with the names of a table; nothing where they may be names.
pub fn misread(table: &Table) -> Option<Misread> {
    let fields = table.schema().fields();
    if let Some(place) = fields.iter().position(|field| is_somebody(field.name())) {
        return Some(Misread::Column(place + 1));
    }
    if is_somebody(&table.name) {
        return Some(Misread::Table);
    }
    let texts: Vec<usize> = (0..fields.len())
        .filter(|place| *fields[*place].data_type() == DataType::Utf8)
        .collect();
    let doubtful = texts.iter().filter(|place| has_own_name(table, **place));
    let doubtful = doubtful.count();
    (doubtful > 0 && doubtful * 2 >= texts.len()).then_some(Misread::Row)
}

/// Whether a text is a word that a program would choose as a name, of a table or a field:
/// Latin letters and digits, a letter first, and nobody's number.
pub fn is_word(text: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.:/#".contains(&byte);
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.len() <= WORD_BYTES
        && text.bytes().all(fits)
        && !is_somebody(text)
}

fn is_somebody(text: &str) -> bool {
    let mut spans = spans(text).into_iter();
    spans.any(|span| NO_NAMES.contains(&span.kind))
}

/// Whether a column's name stands among its cells.
fn has_own_name(table: &Table, place: usize) -> bool {
    let name = table.schema().field(place).name();
    table.blocks().iter().any(|block| {
        let cells = block.column(place).as_string::<i32>();
        let mut rows = (0..cells.len()).filter(|row| cells.is_valid(*row));
        rows.any(|row| cells.value(row).trim() == name)
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow_array::{ArrayRef, Int64Array, RecordBatch, StringArray};
    use arrow_schema::{Field, Schema};

    use super::*;
    use crate::generate::{Dataset, GeneratorOptions, generate};

    /// A number with the right check digit, of nobody.
    const EGN: &str = "8001010008";

    fn table(name: &str, columns: &[(&str, &[&str])]) -> Table {
        let fields = columns
            .iter()
            .map(|(name, _)| Field::new(*name, DataType::Utf8, true));
        let mut fields: Vec<_> = fields.collect();
        let cells = |cells: &&[&str]| Arc::new(StringArray::from(cells.to_vec())) as ArrayRef;
        let mut arrays: Vec<_> = columns.iter().map(|(_, of)| cells(of)).collect();
        let rows = columns.first().map_or(0, |(_, cells)| cells.len());
        fields.push(Field::new("count", DataType::Int64, true));
        arrays.push(Arc::new(Int64Array::from(vec![1; rows])));
        let schema = Schema::new(fields);
        let block = RecordBatch::try_new(Arc::new(schema.clone()), arrays).expect("a block");
        Table::new(name, schema, vec![block]).expect("a table")
    }

    #[test]
    fn names_of_people_and_their_numbers_are_no_names() {
        let cells: &[&str] = &["a", "b"];
        let found = |name, column| misread(&table(name, &[("street", cells), (column, cells)]));
        assert_eq!(found("people", "district"), None);
        assert_eq!(found("people", EGN), Some(Misread::Column(2)));
        assert_eq!(found(EGN, "district"), Some(Misread::Table));
    }

    #[test]
    fn a_row_in_the_place_of_the_header_is_known_by_its_cells() {
        let names: &[&str] = &["Мария", "Боряна", "Мария"];
        let towns: &[&str] = &["Варна", "Русе", "Русе"];
        let found = |columns: &[(&str, &[&str])]| misread(&table("t", columns));
        assert_eq!(
            found(&[("Боряна", names), ("Бургас", towns)]),
            Some(Misread::Row)
        );
        assert_eq!(found(&[("име", names), ("град", towns)]), None);
        // One column of several may be called as one of its values is.
        let kinds: &[&str] = &["parking", "street", "parking"];
        let columns = [("parking", kinds), ("име", names), ("град", towns)];
        assert_eq!(found(&columns), None);
    }

    #[test]
    fn words_are_what_a_program_would_choose() {
        for word in [
            "stops",
            "Bus",
            "calendar_dates",
            "https://uri.fiware.org/ns#Bus",
        ] {
            assert!(is_word(word), "{word}");
        }
        let long = "a".repeat(WORD_BYTES + 1);
        for other in [
            "",
            "31",
            "Боряна",
            "two words",
            EGN,
            "ana@example.org",
            &long,
        ] {
            assert!(!is_word(other), "{other}");
        }
    }

    #[test]
    fn tables_of_the_city_are_called_as_they_should_be() {
        for dataset in Dataset::ALL {
            let options = GeneratorOptions::new(3, dataset, 500);
            let made = generate(options).expect("the options are good");
            let (table, _) = made.into_table().expect("a table");
            assert_eq!(misread(&table), None, "{}", dataset.as_str());
        }
    }
}
