//! The types of columns, over all rows: of each cell only the set of its readings is
//! counted, and a column is of the narrowest type that reads the most of them.

use std::io::Read;

use csv::ByteRecord;

use super::{ColumnDialect, CsvOptions, Records, rows};
use crate::format::{
    Decimal, FormatError, Place, Reason, Type,
    cell::{
        self, BOOLEAN, CODE, COMMA_INTEGER, COMMA_NUMBER, DATE, POINT_INTEGER, POINT_NUMBER,
        Readings, TIME,
    },
    finding::Desk,
};

/// `1,234`: thousands in one style and decimals in the other.
const BOTH_BY_COMMA: Readings = POINT_NUMBER | POINT_INTEGER | COMMA_NUMBER;

/// `1.234`, the other way round.
const BOTH_BY_POINT: Readings = POINT_NUMBER | COMMA_INTEGER | COMMA_NUMBER;

/// How many cells of a column have each set of readings.
struct Counts {
    sets: Box<[u64; 256]>,
    missing: u64,
}

/// Reads all records and decides what each column holds.
pub(super) fn columns<R: Read>(
    records: &mut Records<R>,
    names: Vec<String>,
    separator: u8,
    options: &CsvOptions,
    desk: &mut Desk<'_>,
) -> Result<Vec<ColumnDialect>, FormatError> {
    let mut counts: Vec<Counts> = names.iter().map(|_| Counts::new()).collect();
    let mut record = ByteRecord::new();
    let check = rows::Check::new(&names, records.replaces(), desk.limits);
    while records.next(&mut record)? {
        if check.fault(&record).is_some() {
            continue;
        }
        for (counts, field) in counts.iter_mut().zip(&record) {
            counts.add(field);
        }
    }
    let style = options
        .decimal
        .or_else(|| file_style(&counts, options.tolerance));
    let table = Place::table(records.name());
    let decided = names.into_iter().zip(&counts).map(|(name, counts)| {
        let told = options.types.get(&name).copied();
        let style = style.or_else(|| counts.style(separator));
        if style.is_none() && told.is_none() && counts.is_number(options.tolerance) {
            desk.warn(table.clone().column(&name), Reason::DecimalUnclear);
        }
        let style = style.unwrap_or_else(|| counts.likely_style(separator));
        counts.decide(name, told, style, options.tolerance)
    });
    Ok(decided.collect())
}

/// The style of the columns that have only one, where they agree by majority.
fn file_style(counts: &[Counts], tolerance: f64) -> Option<Decimal> {
    let numbers = counts.iter().filter(|counts| counts.is_number(tolerance));
    let (mut point, mut comma) = (0, 0);
    for counts in numbers {
        point += counts.only(POINT_NUMBER, COMMA_NUMBER);
        comma += counts.only(COMMA_NUMBER, POINT_NUMBER);
    }
    match point.cmp(&comma) {
        std::cmp::Ordering::Greater => Some(Decimal::Point),
        std::cmp::Ordering::Less => Some(Decimal::Comma),
        std::cmp::Ordering::Equal => None,
    }
}

impl Counts {
    fn new() -> Self {
        Self {
            sets: Box::new([0; 256]),
            missing: 0,
        }
    }

    fn add(&mut self, field: &[u8]) {
        let field = cell::trimmed(field);
        if cell::is_missing(field) {
            self.missing += 1;
        } else if let Some(count) = self.sets.get_mut(usize::from(cell::readings(field))) {
            *count += 1;
        }
    }

    fn total(&self) -> u64 {
        self.sets.iter().sum()
    }

    /// Cells that have a reading.
    fn fits(&self, reading: Readings) -> u64 {
        let sets = (0..=Readings::MAX).zip(self.sets.iter());
        let fitting = sets.filter(|(set, _)| set & reading != 0);
        fitting.map(|(_, count)| count).sum()
    }

    /// Cells that have one reading and not the other.
    fn only(&self, reading: Readings, other: Readings) -> u64 {
        let sets = (0..=Readings::MAX).zip(self.sets.iter());
        let fitting = sets.filter(|(set, _)| set & reading != 0 && set & other == 0);
        fitting.map(|(_, count)| count).sum()
    }

    fn count(&self, set: Readings) -> u64 {
        self.sets.get(usize::from(set)).copied().unwrap_or(0)
    }

    fn is_number(&self, tolerance: f64) -> bool {
        let fits = self.fits(POINT_NUMBER).max(self.fits(COMMA_NUMBER));
        self.total() > 0 && self.fits(CODE) == 0 && enough(fits, self.total(), tolerance)
    }

    /// The style that reads more cells, if there is one, or if it does not matter.
    fn style(&self, separator: u8) -> Option<Decimal> {
        let (point, comma) = (self.fits(POINT_NUMBER), self.fits(COMMA_NUMBER));
        match point.cmp(&comma) {
            std::cmp::Ordering::Greater => Some(Decimal::Point),
            std::cmp::Ordering::Less => Some(Decimal::Comma),
            std::cmp::Ordering::Equal => {
                let unclear = self.count(BOTH_BY_COMMA) + self.count(BOTH_BY_POINT);
                (unclear == 0).then(|| self.likely_style(separator))
            }
        }
    }

    /// The style in which a lone sign stands before decimals; among commas, a comma
    /// stands between thousands.
    fn likely_style(&self, separator: u8) -> Decimal {
        let by_comma = self.count(BOTH_BY_COMMA) > self.count(BOTH_BY_POINT);
        if by_comma && separator != b',' {
            Decimal::Comma
        } else {
            Decimal::Point
        }
    }

    fn decide(
        &self,
        name: String,
        told: Option<Type>,
        style: Decimal,
        tolerance: f64,
    ) -> ColumnDialect {
        let (integer, number) = match style {
            Decimal::Point => (POINT_INTEGER, POINT_NUMBER),
            Decimal::Comma => (COMMA_INTEGER, COMMA_NUMBER),
        };
        let readings = [
            (Type::Integer, integer),
            (Type::Number, number),
            (Type::Boolean, BOOLEAN),
            (Type::Date, DATE),
            (Type::Time, TIME),
        ];
        let is_code = self.fits(CODE) > 0;
        let fits = readings.map(|(kind, reading)| (kind, self.fits(reading)));
        let mut best = (Type::Text, 0);
        for (kind, fits) in fits {
            let possible = !(is_code && matches!(kind, Type::Integer | Type::Number));
            if possible && fits > best.1 {
                best = (kind, fits);
            }
        }
        let total = self.total();
        if !enough(best.1, total, tolerance) {
            best = (Type::Text, total);
        }
        if let Some(told) = told {
            let known = fits.iter().find(|(kind, _)| *kind == told);
            best = (told, known.map_or(total, |(_, fits)| *fits));
        }
        let is_number = matches!(best.0, Type::Integer | Type::Number);
        ColumnDialect {
            name,
            kind: best.0,
            decimal: is_number.then_some(style),
            missing: self.missing,
            unreadable: total.saturating_sub(best.1),
        }
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a share of rows, which are far below 2^53"
)]
fn enough(fits: u64, total: u64, tolerance: f64) -> bool {
    let unlike = total.saturating_sub(fits);
    fits > 0 && unlike as f64 <= total as f64 * tolerance.clamp(0.0, 0.5)
}
