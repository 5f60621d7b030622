//! Reads this challenge's own tables. They are checked with the package, so a
//! table that does not fit is a fault of the challenge and stops the case.

use pilotbox_harness::{Case, Table};

use crate::city::{Columns, Twist, place};

/// A row of `instances`: a case, and where its city's rows lie.
#[derive(Clone, Debug)]
pub(crate) struct Instance {
    id: String,
    stratum: String,
    block: String,
    twin_of: String,
    children: Rows,
    wishes: Rows,
    places: Rows,
    first_rank: u64,
    pub(crate) twist: Twist,
}

#[derive(Clone, Copy, Debug)]
struct Rows {
    first: u64,
    count: u64,
}

impl Rows {
    fn range(self) -> std::ops::Range<u64> {
        self.first..self.first + self.count
    }
}

impl Instance {
    pub(crate) fn case(&self) -> Case {
        let case = Case::new(&self.id, &self.stratum).block(&self.block);
        if self.twin_of.is_empty() {
            case
        } else {
            case.twin_of(&self.twin_of)
        }
    }
}

/// All instances of the split that runs: a few dozen rows.
pub(crate) fn instances() -> Vec<Instance> {
    let table = open("instances");
    let text = |name| table.text(name).expect("a text column of `instances`");
    let number = |name| table.s64(name).expect("an integer column of `instances`");
    let (ids, strata, blocks) = (text("id"), text("stratum"), text("block"));
    let originals = text("twin_of");
    let children = rows(&number("first_child"), &number("children"));
    let wishes = rows(&number("first_wish"), &number("wishes"));
    let places = rows(&number("first_place"), &number("places"));
    let first_ranks = number("first_rank");
    let (strides, factors) = (number("stride"), number("lottery_factor"));
    let instance = |row: usize| Instance {
        id: ids[row].clone(),
        stratum: strata[row].clone(),
        block: blocks[row].clone(),
        twin_of: originals[row].clone(),
        children: children[row],
        wishes: wishes[row],
        places: places[row],
        first_rank: unsigned(first_ranks[row]),
        twist: Twist {
            stride: small(strides[row]),
            lottery_factor: small(factors[row]),
        },
    };
    (0..ids.len()).map(instance).collect()
}

/// The instance of a case.
pub(crate) fn instance(id: &str) -> Instance {
    let found = instances().into_iter().find(|instance| instance.id == id);
    found.expect("the host asks for cases of this split")
}

/// The rows of an instance's city and of no other.
pub(crate) fn columns(instance: &Instance) -> Columns {
    let (children, wishes, places) = (open("children"), open("wishes"), open("places"));
    let of_place = |name| read(&places, name, instance.places);
    let (districts, quotas) = (of_place("district"), of_place("quota"));
    let (schools, capacities) = (of_place("school"), of_place("capacity"));
    let a_place = |row: usize| place(schools[row], districts[row], quotas[row], capacities[row]);
    Columns {
        places: (0..schools.len()).map(a_place).collect(),
        home_districts: read(&children, "home_district", instance.children),
        wish_counts: read(&children, "wish_count", instance.children),
        lottery: read(&children, "lottery", instance.children),
        wishes: read(&wishes, "place", instance.wishes),
        points: read(&wishes, "points", instance.wishes),
    }
}

/// Each child's rank in the student-optimal stable matching, in the case's
/// order of children.
pub(crate) fn optimum(instance: &Instance) -> Vec<u32> {
    let rows = Rows {
        first: instance.first_rank,
        count: instance.children.count,
    };
    read(&open("optimum"), "rank", rows)
}

fn open(name: &str) -> Table {
    pilotbox_harness::open(name).expect("a table of this challenge")
}

fn read(table: &Table, column: &str, rows: Rows) -> Vec<u32> {
    let values = table
        .s64_range(column, rows.range())
        .expect("an integer column");
    values.into_iter().map(small).collect()
}

fn rows(firsts: &[i64], counts: &[i64]) -> Vec<Rows> {
    let pair = |(first, count): (&i64, &i64)| Rows {
        first: unsigned(*first),
        count: unsigned(*count),
    };
    firsts.iter().zip(counts).map(pair).collect()
}

fn unsigned(value: i64) -> u64 {
    u64::try_from(value).expect("counts are not negative")
}

fn small(value: i64) -> u32 {
    u32::try_from(value).expect("values of these tables fit 32 bits")
}
