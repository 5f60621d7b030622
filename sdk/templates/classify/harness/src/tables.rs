//! Reads the two tables. Only the rows that a case asks for go to the plugin, and
//! of those never the class.

use pilotbox_harness::columns::Names;
use pilotbox_harness::templates::classify::{Feature, Request, Values};
use pilotbox_harness::{Table, TableError, open};

use crate::batch::Keys;
use crate::setting::Setting;

/// What a plugin is asked, and the right answer.
pub(crate) struct Question {
    pub request: Request,
    /// The class of each row asked for; `u32::MAX` where no known row has it, so
    /// that no answer is right.
    pub truth: Vec<u32>,
}

/// What tells the cases of a split apart.
pub(crate) fn keys(setting: &Setting) -> Result<Keys, TableError> {
    let table = open(&setting.table)?;
    let names = |column: &Option<String>| match column {
        Some(column) => Names::read(&table, column).map(|names| Some(every(&names))),
        None => Ok(None),
    };
    Ok(Keys {
        rows: table.rows() as usize,
        strata: names(&setting.strata)?,
        groups: names(&setting.group)?,
    })
}

/// The question of a case with these rows.
pub(crate) fn question(setting: &Setting, rows: &[usize]) -> Result<Question, TableError> {
    let (known, asked) = (open(&setting.training())?, open(&setting.table)?);
    let shown = known.columns().iter().map(|column| column.name.as_str());
    let features = shown
        .filter(|column| setting.is_feature(column))
        .map(|column| feature(&known, &asked, column, rows))
        .collect::<Result<_, _>>()?;
    let labels = Names::read(&known, &setting.target)?;
    let truth = Names::read(&asked, &setting.target)?;
    Ok(of_classes(features, &labels, &truth, rows))
}

/// Numbers the classes by their names, so that ids do not tell the order of rows.
fn of_classes(features: Vec<Feature>, labels: &Names, truth: &Names, rows: &[usize]) -> Question {
    let mut classes = labels.distinct.clone();
    classes.sort_unstable();
    let place = |name: &str| {
        let found = classes.binary_search_by(|class| class.as_str().cmp(name));
        found.map_or(u32::MAX, |at| at as u32)
    };
    let places: Vec<u32> = labels.distinct.iter().map(|name| place(name)).collect();
    Question {
        truth: rows.iter().map(|row| place(truth.at(*row))).collect(),
        request: Request {
            features,
            labels: labels
                .codes
                .iter()
                .map(|code| places[*code as usize])
                .collect(),
            rows: rows.len() as u32,
            classes,
        },
    }
}

fn feature(
    known: &Table,
    asked: &Table,
    column: &str,
    rows: &[usize],
) -> Result<Feature, TableError> {
    let all: Vec<usize> = (0..known.rows() as usize).collect();
    Ok(Feature {
        name: column.to_owned(),
        known: values(known, column, &all)?,
        asked: values(asked, column, rows)?,
    })
}

/// Some rows of a column of any kind.
fn values(table: &Table, column: &str, rows: &[usize]) -> Result<Values, TableError> {
    match pilotbox_harness::columns::numbers(table, column) {
        Ok(values) => Ok(Values::Numbers(
            rows.iter().map(|row| values[*row]).collect(),
        )),
        Err(TableError::WrongKind(_)) => {
            let names = Names::read(table, column)?;
            Ok(Values::Text(
                rows.iter().map(|row| names.at(*row).to_owned()).collect(),
            ))
        }
        Err(error) => Err(error),
    }
}

fn every(names: &Names) -> Vec<String> {
    (0..names.codes.len())
        .map(|row| names.at(row).to_owned())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_are_sorted_and_unknown_ones_are_never_right() {
        let labels = Names::of(["sick", "dead", "sick"]);
        let truth = Names::of(["dead", "felled", "sick"]);
        let question = of_classes(vec![], &labels, &truth, &[1, 2]);
        assert_eq!(question.request.classes, ["dead", "sick"]);
        assert_eq!(question.request.labels, [1, 0, 1]);
        assert_eq!(question.truth, [u32::MAX, 1]);
        assert_eq!(question.request.rows, 2);
    }
}
