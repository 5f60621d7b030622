use std::io::Cursor;

use arrow_array::{
    Array,
    cast::AsArray,
    types::{Float64Type, Int64Type},
};

use crate::format::{Format, Options, read_tables};

const NETWORK: &str = "[TITLE]\r\nМрежа Витоша\r\n\r\n[JUNCTIONS]\r\n;ID Elev Demand\r\n\
 J1\t550\t1.5\tP1\t;връх\r\n J2 540 ;\r\n[RESERVOIRS]\r\n R1 600\r\n[TANKS]\r\n\
 T1 560 3 0 5 12 0\r\n[PIPES]\r\n L1 R1 J1 100 200 0.1 0 Open ;стара\r\n[PUMPS]\r\n\
 U1 R1 J1 HEAD C1 SPEED 1.2\r\n[VALVES]\r\n V1 J1 J2 80 PRV 40\r\n[PATTERNS]\r\n\
 P1 1.0 1.2\r\n P1 0.8\r\n[COORD]\r\n J1 23.3 42.7\r\n[OPTIONS]\r\n Units LPS\r\n[END]\r\n";

#[test]
fn sections_are_tables_in_any_encoding() {
    let (cyrillic, _, _) = encoding_rs::WINDOWS_1251.encode(NETWORK);
    for bytes in [NETWORK.as_bytes(), &cyrillic] {
        let mut aside = Vec::new();
        let mut source = Cursor::new(bytes);
        let read = read_tables(
            Format::Epanet,
            "net",
            &mut source,
            &Options::default(),
            &mut aside,
        );
        let (tables, intake) = read.expect("it is read");
        assert!(
            aside.is_empty() && intake.findings.list.is_empty(),
            "{intake:?}"
        );
        let table = |name: &str| {
            let mut named = tables.iter().filter(|table| table.name == name);
            &named.next().expect(name).blocks()[0]
        };
        let junctions = table("junctions");
        assert_eq!(
            junctions.column(1).as_primitive::<Float64Type>().values(),
            &[550.0, 540.0]
        );
        assert_eq!(junctions.column(4).as_string::<i32>().value(0), "връх");
        assert!(junctions.column(4).is_null(1));
        assert_eq!(
            table("pumps").column(3).as_string::<i32>().value(0),
            "HEAD C1 SPEED 1.2"
        );
        assert_eq!(
            table("patterns")
                .column(1)
                .as_primitive::<Int64Type>()
                .values(),
            &[1, 2, 3]
        );
        assert_eq!(
            table("coordinates")
                .column(2)
                .as_primitive::<Float64Type>()
                .values()
                .first(),
            Some(&42.7)
        );
        assert_eq!(table("settings").num_rows(), 2);
        assert_eq!(
            table("pipes").column(8).as_string::<i32>().value(0),
            "стара"
        );
    }
}
