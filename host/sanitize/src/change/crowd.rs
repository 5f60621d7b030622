//! Hides everybody in a crowd: asks [`crate::anonymity`] for the levels, and says what is
//! published for each row.

use std::{collections::BTreeMap, sync::Arc};

use arrow_array::{Array, ArrayRef, StringArray, cast::AsArray};
use arrow_cast::cast;
use arrow_schema::DataType;

use super::{
    ChangeError, Changed, ChosenLevel, Content,
    column::{arrow_type, write_error},
    dictionary::encode,
    ladder::Ladder,
    rows::Drawn,
};
use crate::{
    anonymity::{
        self, Attribute, Criteria, Cut, Ordered, Sensitive, mondrian_by_person, search_by_person,
    },
    policy::{Column, Diversity, Policy, Search, TOP},
};

/// Who is hidden where, and what is published for it.
#[derive(Debug)]
pub(super) struct Crowds {
    /// One for each quasi-identifier.
    pub(super) faces: Vec<Face>,
    /// The class of each row.
    pub(super) classes: Vec<u32>,
    /// Whether each row must be left out.
    pub(super) suppressed: Vec<bool>,
    /// What [`super::Sanitized::left_out`] says.
    pub(super) left_out: BTreeMap<String, BTreeMap<Option<String>, u64>>,
    /// What was lost.
    pub(super) loss: f64,
    /// The person of each row, where crowds count persons.
    pub(super) persons: Option<Vec<u32>>,
    chosen: Vec<ChosenLevel>,
}

/// What a quasi-identifier shows: `values[codes[row]]`.
#[derive(Debug)]
pub(super) struct Face {
    pub(super) values: ArrayRef,
    pub(super) codes: Vec<u32>,
}

impl Crowds {
    /// The chosen levels, in the policy's order.
    pub(super) fn chosen(&self) -> Vec<ChosenLevel> {
        self.chosen.clone()
    }
}

/// Whether the crowds depend on what stands in a column.
pub(super) fn asks_for(column: &Column) -> bool {
    column.is_searched() || column.is_guarded()
}

/// Finds the crowds of the drawn rows. `columns` are at least those that it
/// [asks for](asks_for), and `changed` is what their own steps left of them.
pub(super) fn hide(
    policy: &Policy,
    drawn: &Drawn,
    columns: &[&Column],
    changed: &[Changed],
) -> Result<Crowds, ChangeError> {
    let rows = drawn.origins.len();
    let ladders = ladders(columns, changed);
    let sensitive = sensitive(policy, columns, changed);
    let is_parted = policy.privacy.search == Search::Mondrian && !ladders.is_empty();
    if rows == 0 && !is_parted {
        return Ok(at_levels(
            &ladders,
            &vec![0; ladders.len()],
            Vec::new(),
            Vec::new(),
            0.0,
        ));
    }
    let criteria = criteria(policy);
    let persons = persons(policy, drawn);
    let mut crowds = if is_parted {
        parted(&ladders, &sensitive, persons.as_deref(), &criteria)?
    } else {
        let attributes = attributes(&ladders, rows);
        let found = search_by_person(&attributes, &sensitive, persons.as_deref(), &criteria)?;
        at_levels(
            &ladders,
            &found.levels,
            found.classes,
            found.suppressed,
            found.loss,
        )
    };
    crowds.left_out = left_out(columns, changed, &crowds.suppressed)?;
    crowds.persons = persons;
    Ok(crowds)
}

/// The person of each drawn row, by its raw value.
fn persons(policy: &Policy, drawn: &Drawn) -> Option<Vec<u32>> {
    let column = policy.column(policy.privacy.person.as_ref()?)?;
    let cells = drawn.column(&column.name);
    Some(encode(&cells, &arrow_type(column.data_type)).codes)
}

fn ladders<'a>(columns: &[&'a Column], changed: &'a [Changed]) -> Vec<(&'a Column, &'a Ladder)> {
    let pairs = columns.iter().zip(changed);
    let ladders = pairs.filter_map(|(column, changed)| match &changed.content {
        Content::Ladder(ladder) => Some((*column, ladder)),
        Content::Cells(_) => None,
    });
    ladders.collect()
}

fn criteria(policy: &Policy) -> Criteria {
    let diversity = policy.privacy.diversity.map(|diversity| match diversity {
        Diversity::Distinct { l } => anonymity::Diversity::Distinct { l },
        Diversity::Entropy { l } => anonymity::Diversity::Entropy { l },
        Diversity::Recursive { c, l } => anonymity::Diversity::Recursive { c, l },
    });
    Criteria {
        k: policy.privacy.k,
        max_suppressed: policy.privacy.max_suppressed,
        diversity,
        closeness: policy.privacy.closeness,
    }
}

/// What the search works on. Without any quasi-identifier everybody is in one crowd, which
/// must still be large and diverse enough.
fn attributes(ladders: &[(&Column, &Ladder)], rows: usize) -> Vec<Attribute> {
    if ladders.is_empty() {
        let (name, codes, levels) = (String::new(), vec![0; rows], vec![vec![0]]);
        return vec![Attribute {
            name,
            codes,
            levels,
        }];
    }
    let attribute = |(column, ladder): &(&Column, &Ladder)| Attribute {
        name: column.name.clone(),
        codes: ladder.codes.clone(),
        levels: ladder.levels.clone(),
    };
    ladders.iter().map(attribute).collect()
}

fn sensitive(policy: &Policy, columns: &[&Column], changed: &[Changed]) -> Vec<Sensitive> {
    let privacy = &policy.privacy;
    if privacy.diversity.is_none() && privacy.closeness.is_none() {
        return Vec::new();
    }
    let mut all = Vec::new();
    for (column, changed) in columns
        .iter()
        .zip(changed)
        .filter(|(column, _)| column.is_guarded())
    {
        if let (Content::Cells(cells), Some(data_type)) =
            (&changed.content, column.type_after_steps())
        {
            let (name, ordered) = (column.name.clone(), data_type.is_ordered());
            let codes = encode(cells, &arrow_type(data_type)).codes;
            all.push(Sensitive {
                name,
                codes,
                ordered,
            });
        }
    }
    all
}

fn at_levels(
    ladders: &[(&Column, &Ladder)],
    levels: &[usize],
    classes: Vec<u32>,
    suppressed: Vec<bool>,
    loss: f64,
) -> Crowds {
    let (mut faces, mut chosen) = (Vec::new(), Vec::new());
    for ((column, ladder), level) in ladders.iter().zip(levels) {
        let groups = &ladder.levels[*level];
        let codes = ladder
            .codes
            .iter()
            .map(|code| groups[*code as usize])
            .collect();
        faces.push(Face {
            values: ladder.faces[*level].clone(),
            codes,
        });
        let number = |place: usize| u32::try_from(place).unwrap_or(u32::MAX) + ladder.finest;
        chosen.push(ChosenLevel {
            column: column.name.clone(),
            level: number(*level),
            of: number(ladder.levels.len() - 1),
        });
    }
    Crowds {
        faces,
        classes,
        suppressed,
        left_out: BTreeMap::new(),
        loss,
        persons: None,
        chosen,
    }
}

/// Mondrian: a range of values for each class.
fn parted(
    ladders: &[(&Column, &Ladder)],
    sensitive: &[Sensitive],
    persons: Option<&[u32]>,
    criteria: &Criteria,
) -> Result<Crowds, ChangeError> {
    // The groups of a ladder are numbered by appearance of their values, which stand in
    // order, so the numbers do too.
    let ordered = |(column, ladder): &(&Column, &Ladder)| Ordered {
        name: column.name.clone(),
        codes: ladder.codes.clone(),
    };
    let ordered: Vec<Ordered> = ladders.iter().map(ordered).collect();
    let partition = mondrian_by_person(&ordered, sensitive, persons, criteria, Cut::Strict)?;
    let mut faces = Vec::new();
    for (place, (column, ladder)) in ladders.iter().enumerate() {
        let texts = cast(&ladder.faces[0], &DataType::Utf8).map_err(|_| write_error(column))?;
        let ranges = partition.ranges.iter().map(|ranges| ranges[place]);
        let names: StringArray = ranges
            .map(|range| range_name(texts.as_string(), range))
            .collect();
        faces.push(Face {
            values: Arc::new(names),
            codes: partition.classes.clone(),
        });
    }
    let suppressed = vec![false; partition.classes.len()];
    let (classes, loss) = (partition.classes, partition.loss);
    Ok(Crowds {
        faces,
        classes,
        suppressed,
        left_out: BTreeMap::new(),
        loss,
        persons: None,
        chosen: Vec::new(),
    })
}

/// One value as it is, several as `[least, greatest]`. A range with missing values, which
/// are no place on any scale, is `*`.
fn range_name(texts: &StringArray, (least, greatest): (u32, u32)) -> Option<String> {
    let text = |code: u32| {
        let place = code as usize;
        texts.is_valid(place).then(|| texts.value(place))
    };
    match (text(least), text(greatest)) {
        (None, _) => None,
        (Some(_), None) => Some(TOP.to_owned()),
        (Some(only), _) if least == greatest => Some(only.to_owned()),
        (Some(least), Some(greatest)) => Some(format!("[{least}, {greatest}]")),
    }
}

/// How often each sensitive value stands in rows that were left out.
fn left_out(
    columns: &[&Column],
    changed: &[Changed],
    suppressed: &[bool],
) -> Result<BTreeMap<String, BTreeMap<Option<String>, u64>>, ChangeError> {
    let mut all = BTreeMap::new();
    if !suppressed.contains(&true) {
        return Ok(all);
    }
    for (column, changed) in columns
        .iter()
        .zip(changed)
        .filter(|(column, _)| column.is_guarded())
    {
        let Content::Cells(cells) = &changed.content else {
            continue;
        };
        let mut counts: BTreeMap<Option<String>, u64> = BTreeMap::new();
        let mut flags = suppressed.iter();
        for block in cells {
            let texts = cast(block, &DataType::Utf8).map_err(|_| write_error(column))?;
            for (text, _) in texts
                .as_string::<i32>()
                .iter()
                .zip(&mut flags)
                .filter(|(_, out)| **out)
            {
                *counts.entry(text.map(str::to_owned)).or_default() += 1;
            }
        }
        all.insert(column.name.clone(), counts);
    }
    Ok(all)
}
