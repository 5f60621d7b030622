use super::*;

fn read(text: &str) -> Result<InputTable, InputError> {
    InputTable::read(text.as_bytes().to_vec())
}

fn kinds(text: &str) -> Vec<CellKind> {
    let table = read(text).expect("it is a table");
    table
        .columns()
        .iter()
        .map(|(_, column)| kind(column))
        .collect()
}

#[test]
fn a_type_is_taken_only_where_every_cell_agrees() {
    use CellKind::{Number, Text, Whole};
    let text = "a,b,c,d,e\n1,1.5,x,0700,\n-2,,1,0800,\n,3,2,0900,\n";
    assert_eq!(kinds(text), [Whole, Number, Text, Text, Text]);
    assert_eq!(kinds("a;b\n1,5;x\n2;y\n"), [Number, Text]);
    assert_eq!(kinds("a\tb\n1\t2026-01-01\n"), [Whole, Text]);
    assert_eq!(kinds("a,b\ninf,NaN\n"), [Text, Text]);
}

#[test]
fn missing_cells_stay_missing() {
    let table = read("\u{feff}n,t\n1,x\n,\n").expect("it is a table");
    assert_eq!(table.names().collect::<Vec<_>>(), ["n", "t"]);
    let column = |name: &str| table.column(name).expect("it is there");
    let number = numbers(column("n")).expect("numbers");
    assert!(number[0].to_bits() == 1.0_f64.to_bits() && number[1].is_nan());
    assert_eq!(texts(column("t")), [Some("x".into()), None]);
    assert_eq!(numbers(column("t")), None);
}

#[test]
fn what_is_no_table_is_refused_with_its_place() {
    let said = |text: &[u8]| {
        let error = InputTable::read(text.to_vec()).expect_err("it is no table");
        error.to_string()
    };
    assert!(said(b" \n").starts_with("the file is empty"));
    assert_eq!(said(b"a,b\n"), "the file has a heading and no rows");
    assert!(said(b"a,b\n1,2\n1,2,3\n").starts_with("line 3 has 3 cells, the heading has 2"));
    assert!(said(b"a,,c\n1,2,3\n").starts_with("column 2 has no name"));
    assert!(said(b"a,a\n1,2\n").starts_with("two columns are called `a`"));
    assert!(said(b"a\n1\n\xcf\xee\n").starts_with("line 3 is not UTF-8"));
    assert!(said(b"PAR1 and more").starts_with("the file is no Parquet"));
}

#[test]
fn a_table_has_so_many_rows_and_columns() {
    let rows = |count: usize| format!("a\n{}", "1\n".repeat(count));
    assert_eq!(
        read(&rows(MAX_TABLE_ROWS)).map(|table| table.rows()),
        Ok(MAX_TABLE_ROWS)
    );
    assert_eq!(
        read(&rows(MAX_TABLE_ROWS + 1)),
        Err(InputError::TooManyRows)
    );
    let columns = |count: usize| {
        let names: Vec<_> = (0..count).map(|at| format!("c{at}")).collect();
        let cells = vec!["1"; count];
        format!("{}\n{}\n", names.join(","), cells.join(","))
    };
    assert!(read(&columns(MAX_TABLE_COLUMNS)).is_ok());
    let many = MAX_TABLE_COLUMNS + 1;
    assert_eq!(read(&columns(many)), Err(InputError::TooManyColumns(many)));
    let size = usize::try_from(MAX_TABLE_BYTES).expect("it fits");
    let long = InputTable::read(vec![b'a'; size + 1]);
    assert_eq!(long, Err(InputError::TooLarge(MAX_TABLE_BYTES + 1)));
}

#[test]
fn times_are_read_as_offices_write_them() {
    let column = |cells: &str| {
        let table = read(&format!("t\n{cells}\n")).expect("it is a table");
        table.columns()[0].1.clone()
    };
    let cells = "2026-01-01\n2026-01-01 00:30\n2026-01-01T01:00:00\n2026-01-01T01:30:00Z";
    let times_of = |cells: &str| times(&column(cells));
    let start = 1_767_225_600;
    let steps = [0, 1_800, 3_600, 5_400].map(|step| start + step);
    assert_eq!(times_of(cells), Ok(steps.to_vec()));
    assert_eq!(times_of("0\n60"), Ok(vec![0, 60]));
    assert_eq!(times_of("0.5\n1"), Err(TimeError::Fractions));
    let wrong = times_of("2026-01-01\nmorning").expect_err("it is no time");
    assert!(wrong.to_string().starts_with("row 2 holds `morning`"));
}

#[test]
fn what_is_written_is_read_again() {
    let table = read("a,b,c\n1,1.5,x\n,,\n3,2,я\n").expect("it is a table");
    let bytes = write_parquet(table.columns()).expect("it can be written");
    assert_eq!(write_parquet(table.columns()).expect("again"), bytes);
    let again = InputTable::read(bytes).expect("it is a table");
    let texts_of = |table: &InputTable| -> Vec<_> {
        table
            .columns()
            .iter()
            .map(|(name, column)| (name.clone(), texts(column)))
            .collect()
    };
    assert_eq!(texts_of(&again), texts_of(&table));
}
