//! Looks for a better assignment, and for wishes of other cases, in every place
//! that it can name. It must find none: then it serves persons in the given order,
//! and scores as the baseline does.

use pilotbox_plugin::templates::assign::{Refusal, Request};
use pilotbox_plugin::{Table, log};

pilotbox_plugin::export!(assign => assign);

/// Names under which the harness, the package or the disk may hold what is hidden,
/// or say where it is.
const PLACES: [&str; 9] = [
    "params",
    "data",
    "wishes",
    "optimum",
    "final",
    "public/data",
    "../final/data.parquet",
    "/data/final/data.parquet",
    "params\0/../data",
];

fn assign(request: Request) -> Result<Vec<Option<u32>>, Refusal> {
    for name in PLACES {
        match Table::open(name) {
            Ok(table) => {
                log::warn(&format!(
                    "`{name}` is open to plugins, with {} rows",
                    table.rows()
                ));
                // A solution would be a column of places, one a person.
                if let Some(answer) = solution_in(&table, &request) {
                    return Ok(answer);
                }
            }
            Err(error) => log::info(&format!("`{name}`: {error}")),
        }
    }
    Ok(in_order(&request))
}

fn solution_in(table: &Table, request: &Request) -> Option<Vec<Option<u32>>> {
    let names = table.columns().iter().map(|column| column.name.as_str());
    let mut columns = names.filter_map(|name| table.s64(name).ok());
    let places = columns.find(|column| column.len() + 1 == request.offsets.len())?;
    Some(
        places
            .into_iter()
            .map(|place| u32::try_from(place).ok())
            .collect(),
    )
}

fn in_order(request: &Request) -> Vec<Option<u32>> {
    let mut room = request.capacities.clone();
    let persons = request.offsets.windows(2);
    let serve = |own: &[u32]| {
        let wishes = request.wishes.get(own[0] as usize..own[1] as usize)?;
        let place = *wishes
            .iter()
            .find(|place| room.get(**place as usize).is_some_and(|room| *room > 0))?;
        *room.get_mut(place as usize)? -= 1;
        Some(place)
    };
    persons.map(serve).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_solution_it_serves_in_order() {
        let request = Request {
            capacities: vec![1, 1],
            offsets: vec![0, 2, 3],
            wishes: vec![0, 1, 0],
            costs: vec![1.0, 2.0, 1.0],
            unplaced_cost: 4.0,
        };
        assert_eq!(assign(request).expect("it never refuses"), [Some(0), None]);
    }
}
